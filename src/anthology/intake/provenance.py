"""Where a text comes from: its source block taken out, or the place of its publication."""

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from anthology.body.tree import Element, Node, Nodes, text_of, walk
from anthology.errors import Finding
from anthology.intake.post import Post, Site
from anthology.intake.report import LeftOut
from anthology.intake.sourceblock import Line, extract
from anthology.intake.sourceline import source_line
from anthology.intake.vocabulary import KNOWN, Vocabulary
from anthology.model import LangText, Published, Source

_DIVIDED = frozenset({"p", "li", "div", "td", "figcaption", "dd", "dt"})
_CLOSED = frozenset({"pre", "table", "blockquote", "figure", "dl"})


class Provenance(Struct, frozen=True, kw_only=True):
    """A text without its source block, and what the block said."""

    content: Nodes
    source: Source | None
    """None where nothing is known of it."""
    translators: tuple[str, ...] = ()
    language: str | None = None
    """The language of the text, where the block says that it is a translation."""
    moved: str = ""
    """The words that were taken out of the text."""
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()


def provenance(
    content: Nodes, post: Post, site: Site, vocabulary: Vocabulary = KNOWN
) -> Provenance:
    """Return where a text comes from, and the text without the words that said so.

    Without a block in the text it was published where it was found, by its own authors.
    """
    lines = tuple(_lines(content, vocabulary))
    numbered = [Line(number=n, text=text) for n, (text, _) in enumerate(lines)]
    block = extract(numbered, post.place.file, vocabulary)
    here = _published(post, site)
    if block.source is None:
        told = source_line(lines, post, vocabulary) if post.source is None else None
        if told is not None and told.source is not None:
            return Provenance(
                content=_without(content, {told.number}),
                source=replace(told.source, published=here),
                moved=" ".join(_shown_lines(content, {told.number})),
            )
        source = post.source or _reprint(post, site)
        findings = (*block.findings, *(told.findings if told else ()))
        return Provenance(content=content, source=source, findings=_placed(findings, post))
    kept = {line.number for line in block.rest if line.text}
    gone = {n for n, (text, _) in enumerate(lines) if text.strip() and n not in kept}
    source = block.source
    if source.url is None:
        source = replace(source, url=_only_link(link for n in gone for link in lines[n][1]))
    if source.published is None:
        source = replace(source, published=here)
    return Provenance(
        content=_without(content, gone),
        source=source,
        translators=block.translators,
        language=block.language,
        moved=" ".join(_shown_lines(content, gone)),
        left_out=tuple(replace(one, place=post.place) for one in block.left_out),
        findings=_placed(block.findings, post),
    )


def _placed(findings: tuple[Finding, ...], post: Post) -> tuple[Finding, ...]:
    return tuple(replace(finding, place=post.place) for finding in findings)


def _published(post: Post, site: Site) -> Published | None:
    address = post.address if post.published else None
    name = (
        post.site
        or site.name
        or (re.sub(r"^https?://(?:www\.)?|/.*$", "", address) if address else None)
    )
    return Published(name=name, url=address) if name else None


def _reprint(post: Post, site: Site) -> Source | None:
    here = _published(post, site)
    if here is None:
        return None
    return Source(
        title=LangText(text=post.title, language=post.language),
        authors=post.authors,
        date=post.date,
        language=post.language,
        platform=here.name,
        url=here.url,
    )


def _only_link(links: Iterator[str]) -> str | None:
    found = tuple(dict.fromkeys(link for link in links if link.startswith("http")))
    return found[0] if len(found) == 1 else None


def _lines(nodes: Nodes, said: Vocabulary) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each line of a text as it is shown, with the addresses of its links."""
    for node in nodes:
        if isinstance(node, str) or node.tag in _CLOSED:
            yield _said((node,), said), ()
        elif node.tag in {"ul", "ol", "div", "li"} and _has_blocks(node):
            yield from _lines(_block_children(node), said)
        else:
            for run in _runs(node):
                yield (
                    _said(run, said),
                    tuple(one.get("href") for one in walk(run) if one.tag == "a"),
                )
        yield "", ()


def _shown_lines(content: Nodes, wanted: set[int]) -> Iterator[str]:
    """Yield the words of some lines as a reader sees them."""
    left = _without(content, wanted)
    before, after = text_of(content).split(), text_of(left).split()
    at = 0
    for word in before:
        if at < len(after) and word == after[at]:
            at += 1
        else:
            yield word


def _without(nodes: Nodes, gone: set[int]) -> Nodes:
    """Return a text without some of its lines; what has none left goes too."""
    number = 0

    def strip(inner: Nodes) -> Nodes:
        nonlocal number
        kept: list[Node] = []
        for node in inner:
            if isinstance(node, str) or node.tag in _CLOSED:
                if number not in gone:
                    kept.append(node)
                number += 1
            elif node.tag in {"ul", "ol", "div", "li"} and _has_blocks(node):
                left = strip(_block_children(node))
                if any(not isinstance(one, str) or one.strip() for one in left):
                    kept.append(node.with_children(left))
            else:
                runs = list(_runs(node))
                left_runs = [run for at, run in enumerate(runs, number) if at not in gone]
                number += len(runs)
                if len(left_runs) == len(runs):
                    kept.append(node)
                elif left_runs:
                    kept.append(node.with_children(_with_breaks(left_runs)))
            number += 1
        return tuple(kept)

    return strip(nodes)


def _block_children(node: Element) -> Nodes:
    return tuple(one for one in node.children if not isinstance(one, str) or one.strip())


def _has_blocks(node: Element) -> bool:
    return any(
        isinstance(one, Element) and one.tag in _DIVIDED | _CLOSED | {"ul", "ol"}
        for one in node.children
    )


def _runs(node: Element) -> Iterator[Nodes]:
    """Yield what stands between the line breaks of a paragraph."""
    run: list[Node] = []
    for child in node.children:
        if isinstance(child, Element) and child.tag == "br":
            yield tuple(run)
            run = []
        else:
            run.append(child)
    yield tuple(run)


def _with_breaks(runs: list[Nodes]) -> Nodes:
    joined: list[Node] = []
    for number, run in enumerate(runs):
        if number:
            joined.append(Element("br", (), ()))
        joined += run
    return tuple(joined)


def _said(nodes: Nodes, said: Vocabulary) -> str:
    """Return the words of a line, and the address of a link that only says that it is one."""
    parts: list[str] = []
    for node in nodes:
        if isinstance(node, Element) and node.tag == "a":
            text = text_of(node.children).strip()
            plain = re.sub(r"^\W+|\W+$", "", text.casefold())
            parts.append(node.get("href") if plain in said.link_texts | _HERE else text)
        else:
            parts.append(node if isinstance(node, str) else text_of((node,)))
    return " ".join("".join(parts).split())


_HERE = frozenset(
    "hier here тут здесь сюда ici tutaj link линк лінк посилання ссылка lien original".split()
)
"""Words of a link that say nothing but that it is one."""
