"""An article file as the proof reads it: its words, notes, pictures and links, in order."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import pyromark
from msgspec import Struct, field
from selectolax.lexbor import LexborHTMLParser

from anthology.body.clean import DROPPED_WHOLE, SILENT
from anthology.body.locator import Locator
from anthology.body.template import resolve_tags
from anthology.completeness.letters import letters
from anthology.completeness.manuscript import Manuscript
from anthology.errors import Place
from anthology.formats import Format


class Expected(Struct, frozen=True, kw_only=True):
    """What must be found of a text in every edition."""

    title: str
    text: str
    """The running text, without its notes."""
    notes: tuple[str, ...] = ()
    pictures: int = 0
    links: Counter[str] = field(default_factory=Counter)
    """How often each address on the web is linked to; see `address`."""
    references: int = 0
    """How many links lead to other places in the book."""
    note_links: Counter[str] = field(default_factory=Counter)
    """Those of the links to the web that stand in notes."""
    note_references: int = 0
    """How many of the other ones do."""


_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
)
_FRONT = re.compile(r"\s*^---[ \t]*\n", re.MULTILINE)
_FRONT_END = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_TAG = re.compile(r"<([a-zA-Z]\w*)")
_LEFT_OUT = frozenset(name.rpartition("/")[2] for name in (DROPPED_WHOLE | SILENT))
_CONFESSING = ("class", "role", "id", "epub:type")
"""Attributes that say what an element is for."""
_NOTES = "footnote-definition"
"""The class of a note of Markdown."""
_NOTE_HOLDERS = ",".join(
    (
        f"div.{_NOTES}",
        *(
            f'[{name}*="{word}" i] li[id], li[id][{name}*="{word}" i]'
            for name in (name.replace(":", r"\:") for name in _CONFESSING)
            for word in ("footnote", "endnote", "doc-endnotes")
        ),
    )
)
_BACK = re.compile("(?i)backref|backlink|footnote-back|reversefootnote")
_SIGN = re.compile(r"\s*[\[(]?(\d+(:\d+)?|[a-zA-Z]|[*†‡§¶]+)[\])]?\s*")
_WEB = ("http:", "https:", "mailto:", "tel:")
_MARK = re.compile(r"(?:[\W_]|<[^>]*>)+")


def expected(manuscript: Manuscript, title: str) -> Expected:
    """Return what must be found of a text whose title is `title`.

    A first heading that only repeats the title is not expected a second time.
    """
    text = _below_front_matter(manuscript)
    text = resolve_tags(text, manuscript.variables, Locator(text, manuscript.file, 1)).value
    if manuscript.format is Format.MARKDOWN:
        text = pyromark.html(text, options=_OPTIONS)
    tree = LexborHTMLParser(text)
    if tree.body is None:
        return Expected(title=title, text="")
    return _read(tree, frozenset(map(str.lower, set(_TAG.findall(text)))), title)


def place_of(manuscript: Manuscript, missing: str, share: float) -> Place:
    """Return where missing words stand in their file; `share` is how far down, 0 to 1."""
    typed = [re.escape(word) for word in missing.split()[:4]]
    found = list(re.finditer(_MARK.pattern.join(typed), manuscript.text)) if typed else []
    if not found:
        return Place(file=manuscript.file)
    wanted = share * len(manuscript.text)
    start = min((match.start() for match in found), key=lambda at: abs(at - wanted))
    line = manuscript.text.count("\n", 0, start) + 1
    column = start - manuscript.text.rfind("\n", 0, start)
    return Place(file=manuscript.file, line=line, column=column)


def address(href: str) -> str:
    """Return an address in the form in which addresses are compared: its letters."""
    return letters(_PUNYCODE.sub(lambda label: _spoken(label[0]), unquote(href.strip())))


_PUNYCODE = re.compile(r"(?i)\bxn--[a-z0-9-]+")


def _spoken(label: str) -> str:
    """Return a label of a host as people write it (RFC 5890, section 2.3.2.1)."""
    try:
        return label.encode().decode("idna")
    except UnicodeError:
        return label


def _below_front_matter(manuscript: Manuscript) -> str:
    text = manuscript.text
    front = _FRONT.match(text)
    end = _FRONT_END.search(text, front.end() - 1) if front else None
    return text[end.end() :] if end else text


def _read(tree: LexborHTMLParser, tags: frozenset[str], title: str) -> Expected:
    """Return what must be found of a text in HTML; `tags` are those that its markup can have."""
    for name in _LEFT_OUT & tags:
        _take_out(tree.tags(name))
    notes = _notes(tree, tags)
    outside, references = _links(tree) if "a" in tags else (Counter[str](), 0)
    has_pictures = not tags.isdisjoint(("img", "image"))  # an `image` is read as an `img`
    pictures = sum(1 for node in tree.tags("img") if _shows(node)) if has_pictures else 0
    said = tuple(node.text(separator=" ") for node in notes)
    _take_out(notes)
    text_links, text_references = (
        _links(tree) if notes and outside.total() + references else (outside, references)
    )
    body: Any = tree.body
    if not tags.isdisjoint(("table", "figcaption")):
        _reorder(body)
    if has_pictures:
        _show_captions(body)
    _drop_title(body, title)
    return Expected(
        title=title,
        text=body.text(separator=" "),
        notes=said,
        pictures=pictures,
        links=outside,
        references=references,
        note_links=outside - text_links,
        note_references=references - text_references,
    )


def _take_out(nodes: Sequence[Any]) -> None:
    """Take nodes, which stand in the order of the document, out of it: the inner ones first."""
    for node in reversed(nodes):
        node.decompose()


def _links(tree: LexborHTMLParser) -> tuple[Counter[str], int]:
    """Return how often each address on the web is linked to, and how many other links there are."""
    found = ((link, (link.attributes.get("href") or "").strip()) for link in tree.tags("a"))
    links = [href for link, href in found if href and (link.text().strip() or link.css("img"))]
    outside = Counter(address(href) for href in links if href.lower().startswith(_WEB))
    return outside, len(links) - outside.total()


def _notes(tree: LexborHTMLParser, tags: frozenset[str]) -> list[Any]:
    """Return the notes of a text, and take out the signs and links that lead to them and back."""
    if "sup" in tags:
        _take_out(_of_class(tree, "sup", f"{_NOTES}-label"))
    inside = _links_inside(tree) if "a" in tags else []
    back = [link for link, attributes in inside if _leads_back(attributes)]
    if back:
        _take_out(back)
        inside = _links_inside(tree)
    if not inside:
        return []
    has_items = any(item.id for item in tree.tags("li"))
    found = tree.css(_NOTE_HOLDERS) if has_items else _of_class(tree, "div", _NOTES)
    holders = {node.id: node for node in found}
    referred = set()
    for link, attributes in reversed(inside):
        name = (attributes["href"] or "")[1:]
        if name in holders:
            referred.add(name)
            if _SIGN.fullmatch(link.text()):
                link.decompose()
            else:
                link.unwrap()
        elif not letters(link.text()) and not link.css("img"):
            link.decompose()  # an arrow back, or a sign
    return [node for name, node in holders.items() if name in referred]


def _of_class(tree: LexborHTMLParser, tag: str, name: str) -> list[Any]:
    """Return the elements of a tag that are of a class."""
    return [one for one in tree.tags(tag) if name in (one.attributes.get("class") or "").split()]


def _links_inside(tree: LexborHTMLParser) -> list[tuple[Any, Mapping[str, str | None]]]:
    """Return the links to places in the text itself, and their attributes."""
    links = ((link, link.attributes) for link in tree.tags("a"))
    return [(link, had) for link, had in links if (had.get("href") or "").startswith("#")]


def _leads_back(attributes: Mapping[str, str | None]) -> bool:
    """Return whether a link says of itself that it leads from a note back to the text."""
    return any(_BACK.search(attributes.get(name) or "") for name in _CONFESSING)


def _drop_title(body: Any, title: str) -> None:
    first = next((node for node in body.iter() if node.text().strip()), None)
    is_title = first is not None and first.tag == "h1" and letters(first.text()) == letters(title)
    if first is not None and is_title and not first.css("img"):
        first.decompose()


def _reorder(body: Any) -> None:
    """Put captions and the feet of tables where a book has them, the inner ones first.

    What is moved is put in as a copy, and what it holds is another node from then on.
    """
    for figure in reversed(body.css("figure:has(> figcaption)")):
        for caption in [part for part in figure.iter() if part.tag == "figcaption"]:
            figure.insert_child(caption)
            caption.decompose()
    for table in reversed(body.css("table:has(> tfoot), table:has(> thead)")):
        parts = [part for part in table.iter() if part.tag in ("thead", "tbody", "tfoot")]
        order = sorted(parts, key=lambda part: ("thead", "tbody", "tfoot").index(part.tag))
        if order != parts:
            for part in order:
                table.insert_child(part)
                part.decompose()


def _show_captions(body: Any) -> None:
    """Put the title of each lone picture behind it: there it is the caption."""
    for picture in body.css("p > img[title], p > a > img[title]"):
        paragraph = picture.parent if picture.parent.tag == "p" else picture.parent.parent
        emphasised = "".join(node.text() for node in paragraph.css("em"))
        alone = len(paragraph.css("img")) == 1
        if alone and letters(paragraph.text()) == letters(emphasised):
            picture.insert_after(f" {picture.attributes.get('title') or ''} ")


def _shows(picture: Any) -> bool:
    return any((picture.attributes.get(name) or "").strip() for name in ("src", "alt"))
