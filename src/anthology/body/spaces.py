"""White space as a book has it: no doubled spaces left over from an editor on the web."""

import re
from collections.abc import Iterator

from anthology.body.tree import Node, Nodes, text_of

_DOUBLED = re.compile(
    "[ \t\r\n](?<![ \t\r\n]{2})[ \t\r\n]*\u00a0+[ \t\r\n]*|\u00a0(?<!\u00a0{2})\u00a0*[ \t\r\n]+"
)
_SEPARATORS = str.maketrans(dict.fromkeys("\u0085\u2028\u2029", "\n"))
"""Ends of lines and paragraphs as some editors write them; no typeface has a glyph for them."""
_INDENT = re.compile("[ \t\r\n]*(?=\u00a0{2})(\u00a0+)")


def even_spaces(nodes: Nodes) -> Nodes:
    """Return the tree with a no-break space beside another space folded into that.

    What separates lines and paragraphs in Unicode is white space of no other kind.
    Preformatted text stays as it is, and so does the indent of a line after a line break: two
    no-break spaces or more, as verse has it.
    """
    text = text_of(nodes)
    if text.translate(_SEPARATORS) != text:
        nodes = tuple(_without_separators(nodes))
    return tuple(_all_even(nodes)) if "\u00a0" in text else nodes


def _without_separators(nodes: Nodes) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, str):
            yield node.translate(_SEPARATORS)
        else:
            yield node.with_children(_without_separators(node.children))


def _all_even(nodes: Nodes) -> Iterator[Node]:
    begins = False
    for node in nodes:
        if isinstance(node, str):
            indent = _INDENT.match(node) if begins else None
            start = indent.end() if indent else 0
            yield (indent[1] if indent else "") + _DOUBLED.sub(" ", node[start:])
        elif node.tag == "pre":
            yield node
        else:
            yield node.with_children(_all_even(node.children))
        begins = not isinstance(node, str) and node.tag == "br"
