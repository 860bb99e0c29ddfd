"""White space as a book has it: no doubled spaces left over from an editor on the web."""

import re

from anthology.body.tree import Node, Nodes, text_of

_DOUBLED = re.compile(
    "[ \t\r\n](?<![ \t\r\n]{2})[ \t\r\n]*\u00a0+[ \t\r\n]*|\u00a0(?<!\u00a0{2})\u00a0*[ \t\r\n]+"
)


def even_spaces(nodes: Nodes) -> Nodes:
    """Return the tree with a no-break space beside another space folded into that.

    Preformatted text stays as it is.
    """
    return tuple(map(_even, nodes)) if "\u00a0" in text_of(nodes) else nodes


def _even(node: Node) -> Node:
    if isinstance(node, str):
        return _DOUBLED.sub(" ", node)
    return node if node.tag == "pre" else node.with_children(map(_even, node.children))
