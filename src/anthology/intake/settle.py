"""A post into an article: its body allowed, linked and pictured, its source told apart."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from anthology.body.clean import clean
from anthology.body.locator import Locator
from anthology.body.notes import NoteText, extract_notes
from anthology.body.parse import parse_html
from anthology.body.tree import Element, Nodes, rewrite, text_of, walk
from anthology.errors import Finding, Kind, shortened, warning
from anthology.fileaddresses import files_named
from anthology.intake.addresses import Addresses, host_of, path_of, whole_address
from anthology.intake.canonical import canonical, undivided
from anthology.intake.embedded import Unheld, hold, load_pictures
from anthology.intake.figures import plain_figures
from anthology.intake.markdown import to_markdown
from anthology.intake.pictures import PictureShelf
from anthology.intake.post import Post, Site
from anthology.intake.proof import missing_words
from anthology.intake.provenance import provenance
from anthology.intake.report import ImportedArticle, LeftOut, Remark, Topic
from anthology.intake.vocabulary import KNOWN, Vocabulary
from anthology.model import LangText
from anthology.values import is_web_address

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)$", re.IGNORECASE)
NOWHERE = "site.invalid"
"""The host of texts whose input does not say where they were published (RFC 2606, section 2)."""


class Settled(Struct, frozen=True, kw_only=True):
    """An article, and what was found while it was made."""

    article: ImportedArticle
    words: int
    pictures: int
    remarks: tuple[Remark, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def settle(
    post: Post,
    site: Site,
    addresses: Addresses,
    pictures: PictureShelf,
    vocabulary: Vocabulary = KNOWN,
) -> Settled:
    """Return a post as an article.

    What no article file can hold is a remark at the place of the post.
    """
    post = replace(post, title=undivided(post.title))
    settler = _Settler(post, addresses, pictures)
    return settler.settle(site, vocabulary)


class _Settler:
    def __init__(self, post: Post, addresses: Addresses, pictures: PictureShelf) -> None:
        self._post = post
        self._addresses = addresses
        self._pictures = pictures
        self._remarks: list[Remark] = list(post.remarks)
        self._shown = 0

    def settle(self, site: Site, vocabulary: Vocabulary) -> Settled:
        post = self._post
        html = load_pictures(post.html)
        locator = Locator(html, post.place.file, 1)
        parsed = parse_html(html, locator)
        self._tell(Topic.MARKUP, parsed.findings)
        held, unheld = hold(parsed.value)
        self._remarks += dict.fromkeys(self._unheld(one) for one in unheld)
        flow, notes = extract_notes(plain_figures(held))
        flow = rewrite(flow, _without_brackets)
        content = self._allowed(flow, locator)
        said = [NoteText(note.number, self._allowed(note.content, locator)) for note in notes]
        come = provenance(content, post, site, vocabulary)
        self._tell(Topic.SOURCE, come.findings)
        content = canonical(come.content)
        source = come.source
        if source and source.published and post.translators and not source.translators:
            source = replace(source, translators=post.translators)
        body = to_markdown(content, said)
        for words in missing_words(html, body, come.moved, post.title):
            self._say(
                Topic.MARKUP,
                f"the article file lacks words of the text: “{shortened(words)}”",
                "write them into the article file, and report it: nothing may be lost",
            )
        if post.date is None:
            self._say(
                Topic.METADATA,
                f"“{post.title}” names no day, so its date is `unknown`, and it stands last",
                "write its `date:` into the article file, if you know it",
            )
        article = ImportedArticle(
            title=LangText(text=post.title),
            subtitle=post.subtitle,
            date=post.date,
            authors=post.authors,
            translators=come.translators or post.translators,
            language=come.language or post.language or _chosen(site.language),
            tags=_each_once(post.tags),
            excerpt=post.excerpt,
            source=source,
            body=body,
            place=post.place,
            key=post.key,
        )
        return Settled(
            article=article,
            words=len(
                text_of((*content, *(node for note in said for node in note.content))).split()
            ),
            pictures=self._shown,
            remarks=tuple(self._remarks),
            left_out=come.left_out,
        )

    def _allowed(self, nodes: Nodes, locator: Locator) -> Nodes:
        cleaned = clean(nodes, locator)
        self._tell(Topic.MARKUP, cleaned.findings)
        return canonical(rewrite(rewrite(cleaned.value, self._larger), self._change))

    def _change(self, node: Element) -> Nodes:
        node = self._without_files(node)
        name = node.get("id")
        if name and (not self._addresses.is_expected(name) or _is_usual(node, name)):
            node = node.without_attribute("id")
        if node.tag == "img":
            return self._picture(node)
        if node.tag == "a" and not node.get("data-note"):
            return self._link(node)
        return (node,)

    def _without_files(self, node: Element) -> Element:
        """Return an element without addresses of files on somebody's machine."""
        for name, value in node.attributes:
            for address in files_named(name, value)[:1]:
                node = node.without_attribute(name)
                self._say(
                    Topic.LINK,
                    f"{shortened(address.strip())} is the address of a file on somebody's machine; "
                    "it is left out",
                    "show or name what it led to, if a reader would miss it",
                )
        return node

    def _picture(self, node: Element) -> Nodes:
        source = node.get("src").strip()
        if not source:
            return ()
        address = whole_address(source, self._post.address) or source
        near = whole_address(source, self._post.near) if self._post.near else None
        found = self._pictures.get(near or address)
        if found.value is None and near:
            found = self._pictures.get(address)
        if found.value is None:
            self._tell(Topic.PICTURE, self._pictures.untold(address))
            on_web = is_web_address(address) and host_of(address) != NOWHERE
            kept = address if on_web else path_of(source)
            if source.startswith("data:"):
                return (node.get("alt"),) if node.get("alt") else ()
        else:
            self._shown += 1
            kept = found.value.path
        name = node.get("id")
        shown = (("src", kept), ("alt", node.get("alt")), *((("id", name),) if name else ()))
        return (Element("img", shown, ()),)

    def _link(self, node: Element) -> Nodes:
        href = node.get("href").strip()
        if href in {"", "#"} or _runs(href):
            node = node.without_attribute("href")
            return (node,) if node.get("id") else node.children
        if href.startswith("#"):
            return (node,)
        target = self._addresses.find(href, self._post.address)
        if target is not None and target.name is not None:
            fragment = f"#{quote(target.fragment)}" if target.fragment else ""
            return (node.with_attribute("href", f"{quote(target.name)}{fragment}"),)
        whole = whole_address(href, self._post.address) or href
        if target is not None:
            self._say(
                Topic.LINK,
                f"the link “{shortened(' '.join(text_of(node.children).split()))}” leads to "
                f"“{shortened(target.title)}”, which is not taken",
                "take that text, too, or leave the link as one to the web",
            )
        if host_of(whole) == NOWHERE:
            self._say(
                Topic.LINK,
                f"the link to {shortened(href)} leads to nothing that was imported",
                "say with --address where the site stands, to keep it as a link to the web",
            )
            return node.children
        return (node.with_attribute("href", whole),)

    def _larger(self, node: Element) -> Nodes:
        """Return a picture that leads to a larger form of itself as that one, where it is had."""
        shown = any(one.tag == "img" for one in walk(node.children))
        if node.tag != "a" or not shown or text_of(node.children).strip():
            return (node,)
        larger = whole_address(node.get("href"), self._post.address)
        if larger is None or not _PICTURE.search(larger.partition("?")[0]):
            return node.children if self._is_page_of(larger) else (node,)
        if self._pictures.get(larger).value is None:
            return node.children
        return rewrite(
            node.children,
            lambda one: (one.with_attribute("src", larger),) if one.tag == "img" else (one,),
        )

    def _is_page_of(self, address: str | None) -> bool:
        """Return whether an address is one of the site where a picture is shown alone."""
        if address is None or self._addresses.find(address, self._post.address):
            return False
        return host_of(address) == host_of(self._post.address)

    def _unheld(self, one: Unheld) -> Remark:
        instead = "a link stands in its place" if one.instead else "it is left out"
        finding = warning(
            Kind.ARTICLE,
            f"no book holds {shortened(one.what)}; {instead}",
            "say in words what it showed" if one.instead else "write what a reader would miss",
            self._post.place,
        )
        return Remark(Topic.EMBEDDED, finding)

    def _say(self, topic: Topic, message: str, advice: str) -> None:
        self._remarks.append(
            Remark(topic, warning(Kind.ARTICLE, message, advice, self._post.place))
        )

    def _tell(self, topic: Topic, findings: tuple[Finding, ...]) -> None:
        self._remarks += self._placed(topic, findings)

    def _placed(self, topic: Topic, findings: tuple[Finding, ...]) -> Iterator[Remark]:
        for one in findings:
            told = warning(Kind.ARTICLE, one.message, one.advice, self._post.place)
            yield Remark(topic, told)


def _without_brackets(node: Element) -> Nodes:
    """Return an element without the brackets around signs of notes, which a book raises."""
    children = list(node.children)
    for at in range(1, len(children) - 1):
        before, sign, after = children[at - 1 : at + 2]
        if not isinstance(sign, Element) or not sign.get("data-note"):
            continue
        if not isinstance(before, str) or not isinstance(after, str):
            continue
        if before.endswith("[") and after.startswith("]"):
            children[at - 1], children[at + 1] = before[:-1].rstrip(), after[1:]
    return (node.with_children(children),)


def _each_once(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Return tags without those that differ from an earlier one in capitals only."""
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(tag.casefold(), tag)
    return tuple(found.values())


def _runs(href: str) -> bool:
    """Return whether a link does something instead of leading somewhere."""
    return re.match(r"(?:javascript|vbscript|data|blob|about):", href, re.IGNORECASE) is not None


def _is_usual(node: Element, name: str) -> bool:
    """Return whether a heading has the id that a book gives it anyway."""
    text = re.sub(r"[^\w\s-]", "", text_of(node.children).lower()).strip()
    return node.tag in {"h3", "h4", "h5", "h6"} and re.sub(r"\s+", "-", text) == name


def _chosen(language: str | None) -> str | None:
    """Return the language of a site if somebody chose it: English is what nobody changed."""
    return language if language and language.partition("-")[0] != "en" else None
