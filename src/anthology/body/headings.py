"""The headings of an article, shifted below its title, no level left out."""

import re
from collections.abc import Iterable

from anthology.body.tree import Element, Node, Nodes, rewrite, text_of, walk

TOP = 3
"""The level of the first heading inside an article, whose title is `h2`."""

_LEVELS = {f"h{level}": level for level in range(1, 7)}


def without_title(nodes: Nodes, title: str) -> Nodes:
    """Return the tree without a first heading that only repeats the article's title."""
    first = next((node for node in nodes if isinstance(node, Element) or node.strip()), None)
    if not isinstance(first, Element) or any(
        inner.tag == "img" or inner.get("data-note") for inner in walk(first.children)
    ):
        return nodes
    if first.tag == "h1" and _words(first) == _letters(title):
        return tuple(node for node in nodes if node is not first)
    return nodes


def _words(node: Element) -> list[str]:
    return _letters(text_of(node.children))


def _letters(text: str) -> list[str]:
    """Return the words without the signs around them, which typography may have changed."""
    return re.findall(r"\w+", text)


def shift(nodes: Iterable[Node]) -> Nodes:
    """Return the tree with its highest heading at `h3` and each other at most one below the last.

    Headings without text become nothing: a screen reader would announce them.
    """
    nodes = tuple(nodes)
    levels = [_LEVELS[node.tag] for node in walk(nodes) if node.tag in _LEVELS and _words(node)]
    if not levels:
        return rewrite(nodes, lambda node: () if node.tag in _LEVELS else (node,))
    offset = TOP - min(levels)
    shifted: list[int] = []
    last = TOP - 1
    for level in levels:
        last = min(level + offset, last + 1, 6)
        shifted.append(last)
    remaining = iter(shifted)

    def change(node: Element) -> tuple[Node, ...]:
        if node.tag not in _LEVELS:
            return (node,)
        if not _words(node):
            return node.children
        return (Element(f"h{next(remaining)}", node.attributes, node.children),)

    return rewrite(nodes, change)
