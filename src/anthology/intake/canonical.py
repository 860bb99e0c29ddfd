"""A tree in the one form in which two that show the same are equal."""

import re
from collections.abc import Iterable

from markdown_it.common.normalize_url import normalizeLink

from anthology.body.figures import make_figures
from anthology.body.structure import mend
from anthology.body.tree import BLOCKS, Element, Node, Nodes, rewrite, text_of

_SPACE = re.compile(r"[ \t\n\r\f]+")
_BLANKS = " \t\n\r\f\u00a0"
_SILENT = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
"""Blocks that show nothing where they have no text."""
_MARKS = frozenset({"strong", "em", "s", "span"})
_FINE = frozenset({"small", "u", "mark", "sub", "sup"})
"""Marks that HTML only has; with nothing in them they show nothing, as the others do."""
_SAME = {"b": "strong", "i": "em", "strike": "s"}
_LONGEST_OF_VERSE = 60
"""Characters of a line."""
_INDENT = re.compile("\u00a0{2,}")
"""What begins an indented line of verse."""
_HOLDERS = frozenset({"li", "dd", "td", "th", "blockquote", "figcaption"})
"""Elements in which a lone paragraph shows the same as its text."""


def canonical(nodes: Nodes) -> Nodes:
    """Return allowed markup, its content mended and figures made, without what shows nothing.

    Divisions, spans, blanks, soft hyphens and empty paragraphs that say nothing are gone; two line
    breaks in a row end a paragraph, but for the stanzas of a verse.
    """
    plain = rewrite(make_figures(mend(rewrite(nodes, _named))), _plain)
    return _even(mend(plain), keep=False)


def undivided(text: str) -> str:
    """Return a text without soft hyphens, by which sites divide words that a book divides."""
    return text.replace("\u00ad", "")


def _named(node: Element) -> Nodes:
    if node.tag in _SAME:
        node = Element(_SAME[node.tag], node.attributes, node.children)
    for name in ("href", "src"):
        if node.get(name):
            node = node.with_attribute(name, normalizeLink(node.get(name).strip()))
    for name in ("title", "alt"):
        if node.get(name):
            node = node.with_attribute(name, " ".join(node.get(name).split()))
    if node.tag in _MARKS | _FINE and not _says(node.children):
        return node.children if not node.get("id") else (node,)
    if node.tag in _MARKS:
        return _without_edges(node)
    if node.tag == "pre":
        return (node.with_children(_without_last_break(node.children)),)
    return (node,)


def _without_edges(node: Element) -> Nodes:
    """Return marked text with the blanks at its ends outside of the mark."""
    children = list(node.children)
    before = after = ""
    if isinstance(children[0], str):
        before = children[0][: len(children[0]) - len(children[0].lstrip(_BLANKS))]
        children[0] = children[0].lstrip(_BLANKS)
    if isinstance(children[-1], str):
        after = children[-1][len(children[-1].rstrip(_BLANKS)) :]
        children[-1] = children[-1].rstrip(_BLANKS)
    inner = node.with_children(child for child in children if child != "")
    return tuple(one for one in (before, inner, after) if one != "")


def _without_last_break(nodes: Nodes) -> Nodes:
    """Return the text of code without a line break at its very end, which nobody sees."""
    if not nodes:
        return nodes
    *others, last = nodes
    if isinstance(last, str):
        return (*others, last.removesuffix("\n"))
    return (*others, last.with_children(_without_last_break(last.children)))


def _plain(node: Element) -> Nodes:
    if node.tag in {"div", "span"} and not node.attributes:
        return node.children
    if node.tag in _SILENT and not node.get("id") and not _says(node.children):
        return ()
    if node.tag == "p" and not node.attributes:
        return _paragraphs(node.children)
    if node.tag in _HOLDERS:
        blocks = [one for one in node.children if not isinstance(one, str) or one.strip()]
        if len(blocks) == 1 and isinstance(blocks[0], Element) and blocks[0].tag == "p":
            if not blocks[0].attributes:
                return (node.with_children(blocks[0].children),)
        elif node.tag in {"li", "dd"}:
            return (node.with_children(_loosened(node.children)),)
    return (node,)


def _paragraphs(nodes: Nodes) -> Nodes:
    """Return what stands in a paragraph as the paragraphs that two breaks in a row make of it."""
    if _is_verse(nodes):
        return (Element("p", (), nodes),)
    parts: list[list[Node]] = [[]]
    breaks = 0
    for node in nodes:
        if isinstance(node, Element) and node.tag == "br":
            breaks += 1
        elif isinstance(node, Element) or node.strip():
            if breaks > 1:
                parts.append([])
            breaks = 0
        parts[-1].append(node)
    return tuple(Element("p", (), tuple(part)) for part in parts)


def _is_verse(nodes: Nodes) -> bool:
    """Return whether most lines of a paragraph are as short as those of verse."""
    lines = [""]
    for node in nodes:
        if isinstance(node, Element) and node.tag == "br":
            lines.append("")
        else:
            lines[-1] += text_of((node,))
    said = [line for line in lines if line.strip()]
    return sum(len(line) < _LONGEST_OF_VERSE for line in said) * 2 > len(said)


def _loosened(nodes: Nodes) -> Nodes:
    """Return the blocks of an item, the paragraph before a list without its edges."""
    first = next((one for one in nodes if not isinstance(one, str) or one.strip()), None)
    if not isinstance(first, Element) or first.tag != "p" or first.attributes:
        return nodes
    others = [one for one in nodes if isinstance(one, Element) and one is not first]
    if any(one.tag not in {"ul", "ol"} for one in others):
        return nodes
    return tuple(inner for one in nodes for inner in (one.children if one is first else (one,)))


def _says(nodes: Iterable[Node]) -> bool:
    return any(
        bool(node.strip())
        if isinstance(node, str)
        else node.tag in {"img", "br", "hr"} or bool(node.get("id")) or _says(node.children)
        for node in nodes
    )


def _even(nodes: Nodes, *, keep: bool) -> Nodes:
    """Return nodes with white space as it is shown: one blank, none at the edges of blocks."""
    result: list[Node] = []
    for node in _joined(nodes):
        if isinstance(node, str):
            result.append(node if keep else _SPACE.sub(" ", undivided(node)))
        else:
            inner = _even(node.children, keep=keep or node.tag == "pre")
            result.append(Element(node.tag, tuple(sorted(node.attributes)), inner))
    if keep:
        return tuple(result)
    return _trimmed(result)


def _trimmed(nodes: list[Node]) -> Nodes:
    """Return nodes without the blanks beside blocks, and those at their own edges if one is."""
    kept: list[Node] = []
    blocks = any(_breaks(node) for node in nodes)
    for number, node in enumerate(nodes):
        if not isinstance(node, str):
            kept.append(_edged(node))
            continue
        before = _breaks(nodes[number - 1]) if number else blocks
        after = _breaks(nodes[number + 1]) if number + 1 < len(nodes) else blocks
        text = node.lstrip(" ") if before else node
        text = text.rstrip(" ") if after else text
        if text:
            kept.append(text)
    return tuple(kept)


def _edged(node: Element) -> Element:
    """Return a block without blanks of any kind at the edges of its text, where nobody sees them.

    Markdown has none there: a no-break space at the end of a paragraph would be lost. The indent
    of a first line of several stays.
    """
    if node.tag not in BLOCKS or node.tag == "pre":
        return node
    children = list(node.children)
    while children and isinstance(children[0], str) and not children[0].strip():
        children.pop(0)
    while children and _is_nothing(children[-1]):
        children.pop()
    if children and isinstance(children[0], str):
        start = _INDENT.match(children[0].lstrip(" ")) if any(map(_breaks, children)) else None
        children[0] = (start[0] if start else "") + children[0].lstrip()
    if children and isinstance(children[-1], str):
        children[-1] = children[-1].rstrip()
    return node.with_children(children)


def _is_nothing(last: Node) -> bool:
    """Return whether the last node of a block shows nothing there: blanks, or a line break."""
    return last.tag == "br" if isinstance(last, Element) else not last.strip()


def _breaks(node: Node) -> bool:
    return isinstance(node, Element) and (node.tag in BLOCKS or node.tag == "br")


def _joined(nodes: Nodes) -> Nodes:
    """Return nodes with texts that follow each other as one."""
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, str) and result and isinstance(result[-1], str):
            result[-1] += node
        elif node != "":
            result.append(node)
    return tuple(result)
