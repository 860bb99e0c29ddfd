"""Ruby: every annotation behind the letters it belongs to, none outside (HTML, section 4.5.10)."""

import re

from anthology.body.tree import BLOCKS, Element, Node, Nodes, element, text_of, walk


def mend_ruby(nodes: Nodes) -> Nodes:
    """Return the tree with annotations in `ruby` only; of all others the text stays."""
    return _mended(nodes) if any(node.tag in _RUBY for node in walk(nodes)) else nodes


_RUBY = frozenset({"ruby", "rt", "rp"})


def _mended(nodes: Nodes) -> Nodes:
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            result.append(node)
        elif node.tag == "rt":
            result += (" ", *_mended(node.children), " ")
        elif node.tag == "rp":
            result += _mended(node.children)
        elif node.tag == "ruby":
            result += _ruby(node)
        else:
            result.append(node.with_children(_mended(node.children)))
    return tuple(result)


def _ruby(node: Element) -> Nodes:
    if any(inner.tag == "ruby" or inner.tag in BLOCKS for inner in walk(node.children)):
        return _mended(node.children)
    signs = [text_of((child,)) for child in node.children if _is_sign(child)]
    around = [element("rp", sign) for sign in (signs[0], signs[-1])] if len(signs) > 1 else []
    kept: list[Node] = []
    base: list[Node] = []
    for child in node.children:
        if not isinstance(child, Element) or child.tag not in {"rt", "rp"}:
            base += _mended((child,))
        elif child.tag == "rt" and text_of(base).strip():
            annotation = child.with_children(_mended(child.children))
            kept += (*base, *around[:1], annotation, *around[1:])
            base = []
        elif not around or not _is_sign(child):
            base += _mended((child,))
    ruby = (node.with_children(kept),) if kept else ()
    return (*ruby, *base)


def _is_sign(node: Node) -> bool:
    """Return whether a node only is a parenthesis for readers without ruby."""
    return isinstance(node, Element) and node.tag == "rp" and not re.search(r"\w", text_of((node,)))
