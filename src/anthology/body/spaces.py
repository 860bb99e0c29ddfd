"""White space as a book has it: no doubled spaces left over from an editor on the web."""

import re
from collections.abc import Iterator

from anthology.body.tree import Node, Nodes, text_of

_DOUBLED = re.compile(
    "[ \t\r\n](?<![ \t\r\n]{2})[ \t\r\n]*\u00a0+[ \t\r\n]*|\u00a0(?<!\u00a0{2})\u00a0*[ \t\r\n]+"
)
_INDENT = re.compile("[ \t\r\n]*(?=\u00a0{2})(\u00a0+)")


def even_spaces(nodes: Nodes) -> Nodes:
    """Return the tree with a no-break space beside another space folded into that.

    Preformatted text stays as it is, and so does the indent of a line after a line break: two
    no-break spaces or more, as verse has it.
    """
    return tuple(_all_even(nodes)) if "\u00a0" in text_of(nodes) else nodes


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
