"""A lone picture is a figure; its title, or the emphasis behind it, is the caption."""

from anthology.body.tree import Element, Node, Nodes, element, rewrite


def make_figures(nodes: Nodes) -> Nodes:
    """Return the tree with lone pictures, linked or not, as figures with their captions."""
    return rewrite(nodes, _change)


def _change(node: Element) -> Nodes:
    if node.tag != "p":
        return (node,)
    first, *rest = _elements(node) or ("",)
    picture = _picture(first)
    if picture is None or len(rest) > 1 or not all(_is_caption(other) for other in rest):
        return (node,)
    shown = rewrite((first,), lambda inner: (inner.without_attribute("title"),))
    title: Nodes = (picture.get("title"),) if picture.get("title") else ()
    said = rest[0].children if rest and isinstance(rest[0], Element) else ()
    caption = (*title, element("br"), *said) if title and said else (*title, *said)
    return (element("figure", *shown, *((element("figcaption", *caption),) if caption else ())),)


def _elements(node: Element) -> tuple[Node, ...]:
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
