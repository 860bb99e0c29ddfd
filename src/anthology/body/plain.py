"""A text in its plainest form, for a renderer that fails on anything more: paragraphs only."""

from anthology.body.tree import BLOCKS, Element, Node, Nodes, element, text_of

_INLINE = frozenset({"a", "abbr", "em", "i", "strong", "b", "br", "img"})
"""What stays inside a paragraph."""
_HEADINGS = frozenset({"h3", "h4", "h5", "h6"})
_MATTER = frozenset({"th", "td"})


def plainly(nodes: Nodes) -> Nodes:
    """Return the same words, pictures, links and notes, in order, in headings and paragraphs."""
    blocks: list[Element] = []
    _collect(nodes, blocks, [])
    return tuple(blocks)


def _collect(nodes: Nodes, blocks: list[Element], run: list[Node]) -> None:
    for node in nodes:
        if isinstance(node, str):
            run.append(node)
        elif node.tag in _HEADINGS:
            _close(blocks, run)
            blocks.append(node.with_children(_inline(node.children)))
        elif node.tag in _MATTER:
            run += (*_inline(node.children), " ")
        elif node.tag in BLOCKS:
            _close(blocks, run)
            if node.get("id"):
                run.append(element("span", id=node.get("id")))
            _collect(node.children, blocks, run)
            _close(blocks, run)
        else:
            run += _inline((node,))
    _close(blocks, run)


def _close(blocks: list[Element], run: list[Node]) -> None:
    if text_of(run).strip() or any(isinstance(node, Element) for node in run):
        blocks.append(Element("p", (), tuple(run)))
    run.clear()


def _inline(nodes: Nodes) -> Nodes:
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            result.append(node)
        elif node.tag in _INLINE or (node.tag == "span" and node.get("id")):
            result.append(node.with_children(_inline(node.children)))
        else:
            inner = _inline(node.children)
            result += (*inner, element("br")) if node.tag in BLOCKS else inner
    return tuple(result)
