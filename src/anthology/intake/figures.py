"""Figures, galleries and verses of sites in the plain form that an article has."""

import re
from collections.abc import Iterator

from anthology.body.marks import PULL_QUOTE, named_form
from anthology.body.tree import BLOCKS, Element, Node, Nodes, element, rewrite, text_of, walk

_VERSE = re.compile(r"\b(?:wp-block-)?verse\b|\bpoem\b|\bpoetry\b", re.IGNORECASE)


def plain_figures(nodes: Nodes) -> Nodes:
    """Return a text in which a figure is one picture with its caption.

    A gallery becomes its figures, its own caption a paragraph behind them; a figure around
    something else becomes that; the lines of a verse become lines of a paragraph.
    """
    return rewrite(nodes, _change)


def _change(node: Element) -> Nodes:
    if node.tag == "pre" and _VERSE.search(node.get("class")):
        return tuple(_stanzas(node.children))
    if node.tag in {"ul", "ol"} and _is_gallery(node):
        return tuple(one for item in node.children for one in _pictures_of(item))
    if node.tag == "figure" and named_form(node) != PULL_QUOTE:
        return tuple(_figure(node))
    if node.tag == "div" and "wp-caption" in node.get("class").split():
        said = [one for one in walk(node.children) if "wp-caption-text" in one.get("class")]
        shown = tuple(_linked(node.children))
        caption = tuple(Element("figcaption", (), one.children) for one in said[:1])
        return (element("figure", *shown[:1], *caption),) if len(shown) == 1 else node.children
    return (node,)


def _figure(node: Element) -> Iterator[Node]:
    captions = [one for one in node.children if _is(one, "figcaption")]
    rest = tuple(one for one in node.children if not _is(one, "figcaption"))
    shown = [one for one in walk(rest) if one.tag == "img"]
    inner = [one for one in walk(rest) if one.tag == "figure"]
    if len(shown) == 1 and not inner and not text_of(rest).strip():
        yield node.with_children((*_without_paragraph(rest), *captions))
    elif len(shown) > 1 and not inner and not text_of(rest).strip():
        yield from (element("figure", picture) for picture in _linked(rest))
        yield from _said(captions)
    elif len(inner) == 1 and not any(_is(one, "figcaption") for one in inner[0].children):
        yield inner[0].with_children((*inner[0].children, *captions))
    else:
        yield from rest
        yield from _said(captions)


def _without_paragraph(nodes: Nodes) -> Nodes:
    """Return a picture that stands in a paragraph or division without it."""
    kept = [one for one in nodes if not isinstance(one, str) or one.strip()]
    while len(kept) == 1 and isinstance(kept[0], Element) and kept[0].tag in {"p", "div"}:
        kept = [one for one in kept[0].children if not isinstance(one, str) or one.strip()]
    return tuple(kept)


def _said(captions: list[Node]) -> Iterator[Node]:
    for caption in captions:
        if isinstance(caption, Element) and text_of(caption.children).strip():
            tag = "div" if any(one.tag in BLOCKS for one in walk(caption.children)) else "p"
            yield Element(tag, (), caption.children)


def _linked(nodes: Nodes) -> Iterator[Element]:
    """Yield each picture, with the link around it where there is one."""
    for node in nodes:
        if isinstance(node, str):
            continue
        if node.tag == "img" or (node.tag == "a" and any(walk(node.children))):
            yield node
        else:
            yield from _linked(node.children)


def _is_gallery(node: Element) -> bool:
    items = [one for one in node.children if not isinstance(one, str) or one.strip()]
    return bool(items) and all(
        isinstance(item, Element) and bool(list(_pictures_of(item))) and not _loose_text(item)
        for item in items
    )


def _loose_text(item: Element) -> bool:
    """Return whether an item of a gallery says more than its pictures and their captions."""
    outside = rewrite(
        item.children, lambda one: () if one.tag in {"figure", "figcaption"} else (one,)
    )
    return bool(text_of(outside).strip())


def _pictures_of(item: Node) -> Iterator[Node]:
    if isinstance(item, str):
        return
    figures = [one for one in walk((item,)) if one.tag == "figure"]
    if figures:
        yield from figures
        return
    captions = tuple(one for one in walk((item,)) if one.tag == "figcaption")
    for number, picture in enumerate(_linked(item.children)):
        yield element("figure", picture, *(captions if number == 0 else ()))


def _is(node: Node, tag: str) -> bool:
    return isinstance(node, Element) and node.tag == tag


def _stanzas(nodes: Nodes) -> Iterator[Node]:
    """Yield a paragraph for each stanza of a verse; an empty line ends one."""
    stanza: list[Node] = []
    for line in (*_lines(nodes), ()):
        if text_of(line).strip():
            stanza += (element("br"), *_indented(line)) if stanza else _indented(line)
        elif stanza:
            yield element("p", *stanza)
            stanza = []


def _lines(nodes: Nodes) -> list[Nodes]:
    """Return the lines of a text; an element that goes on in the next line is one in each."""
    lines: list[Nodes] = [()]
    for node in nodes:
        inner: list[Nodes]
        if isinstance(node, str):
            inner = [(part,) for part in node.split("\n")]
        elif node.tag == "br":
            inner = [(), ()]
        else:
            first, *others = _lines(node.children)
            rest = node.without_attribute("id")
            inner = [(node.with_children(first),), *((rest.with_children(one),) for one in others)]
        lines[-1] += inner[0]
        lines += inner[1:]
    return lines


def _indented(line: Nodes) -> Nodes:
    """Return a line whose indent no reader takes away."""
    first, *others = line
    if not isinstance(first, str):
        return line
    words = first.expandtabs(4).lstrip(" ")
    return ("\u00a0" * (len(first.expandtabs(4)) - len(words)) + words, *others)
