"""A lone picture is a figure; its title, or the emphasis behind it, is the caption.

So is a picture in running text that is too tall to stand in a line of it.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TypeAlias

from anthology.body.tree import BLOCKS, Element, Node, Nodes, element, rewrite, text_of

IsTall: TypeAlias = Callable[[Element], bool]
"""Says of an `img` whether it is too tall for a line of text."""
_HOLDERS = frozenset({"li", "dd", "td", "th", "div"})
"""What may hold figures between loose text."""
_WHOLE = BLOCKS | {"ruby"}
"""What is not taken apart from outside."""


def make_figures(nodes: Nodes) -> Nodes:
    """Return the tree with lone pictures, linked or not, as figures with their captions."""
    return rewrite(nodes, _change)


def set_apart(nodes: Nodes, is_tall: IsTall) -> Nodes:
    """Return the tree with tall pictures in running text as figures between what is around them."""

    def change(node: Element) -> Nodes:
        if not _shows(node.children, is_tall):
            return (node,)
        if node.tag == "p":
            return _around(node, is_tall)
        if node.tag in _HOLDERS and text_of((node,)).strip():
            runs = _runs(_apart(node.children, is_tall))
            return (node.with_children(child for run in runs for child in _trimmed(run)),)
        return (node,)

    return rewrite(nodes, change)


def _apart(nodes: Nodes, is_tall: IsTall) -> Iterator[Node]:
    """Yield what there is, with the tall pictures in it as figures."""
    for node in nodes:
        if isinstance(node, str) or not _shows((node,), is_tall):
            yield node
        elif node.tag == "img":
            yield _figure(node, node.get("title"))
        else:
            yield from _around(node, is_tall)


def _shows(nodes: Nodes, is_tall: IsTall) -> bool:
    """Say whether a tall picture stands in the text itself, and not in a block of its own."""
    return any(
        is_tall(node) if node.tag == "img" else _shows(node.children, is_tall)
        for node in nodes
        if isinstance(node, Element) and node.tag not in _WHOLE
    )


def _around(node: Element, is_tall: IsTall) -> Nodes:
    """Return the tall pictures in an element as figures, and around them the element with the rest.

    The first of these has its id. A link around a picture is one inside its figure.
    """
    link = node.without_attribute("id")
    parts: list[Element] = []
    for run in _runs(_apart(node.children, is_tall)):
        match run:
            case (Element(tag="figure", children=(picture, *caption)) as figure,):
                shown = link.with_children((picture,)) if node.tag == "a" else picture
                parts.append(figure.with_children((shown, *caption)))
            case _:
                parts.append(link.with_children(_trimmed(run) if node.tag == "p" else run))
    first, *others = parts
    return (first.with_attribute("id", node.get("id")) if node.get("id") else first, *others)


def _runs(nodes: Iterable[Node]) -> Iterator[Nodes]:
    """Yield figures, each by itself, and what stands between them, where it says anything."""
    for is_figure, run in groupby(nodes, _is_figure):
        among = tuple(run)
        if is_figure:
            yield from ((figure,) for figure in among)
        elif any(map(_says, among)):
            yield among


def _trimmed(nodes: Nodes) -> Nodes:
    """Return the nodes without white space and line breaks at their ends."""
    says = [_says(node) for node in nodes]
    first, last = says.index(True), len(says) - says[::-1].index(True)
    kept = list(nodes[first:last])
    if isinstance(kept[0], str):
        kept[0] = kept[0].lstrip()
    if isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip()
    return tuple(kept)


def _says(node: Node) -> bool:
    return bool(node.strip()) if isinstance(node, str) else node.tag != "br"


def _is_figure(node: Node) -> bool:
    return isinstance(node, Element) and node.tag == "figure"


def _change(node: Element) -> Nodes:
    if node.tag != "p":
        return (node,)
    first, *rest = _elements(node) or ("",)
    picture = _picture(first)
    if picture is None or len(rest) > 1 or not all(_is_caption(other) for other in rest):
        return (node,)
    said = rest[0].children if rest and isinstance(rest[0], Element) else ()
    return (_figure(first, picture.get("title"), said),)


def _figure(shown: Node, title: str, said: Nodes = ()) -> Element:
    """Return a figure; the caption is the title of its picture and what is said below it."""
    shown = rewrite((shown,), lambda inner: (inner.without_attribute("title"),))[0]
    named: Nodes = (title,) if title else ()
    caption = (*named, element("br"), *said) if named and said else (*named, *said)
    return element("figure", shown, *((element("figcaption", *caption),) if caption else ()))


def _elements(node: Element) -> Nodes:
    """Return the children without the white space and line breaks between them."""
    return tuple(
        child
        for child in node.children
        if (child.strip() if isinstance(child, str) else child.tag != "br")
    )


def _is_caption(node: Node) -> bool:
    return isinstance(node, Element) and node.tag == "em"


def _picture(node: Node) -> Element | None:
    if not isinstance(node, Element):
        return None
    if node.tag == "a":
        inner = _elements(node)
        return _picture(inner[0]) if len(inner) == 1 else None
    return node if node.tag == "img" else None
