"""A picture alone in its paragraph is a figure, and its title is the caption."""

from anthology.body.tree import Element, Nodes, element, rewrite


def make_figures(nodes: Nodes) -> Nodes:
    """Return the tree with lone pictures, linked or not, as figures with their captions."""
    return rewrite(nodes, _change)


def _change(node: Element) -> Nodes:
    if node.tag != "p":
        return (node,)
    parts = [child for child in node.children if not isinstance(child, str) or child.strip()]
    if len(parts) != 1 or not isinstance(parts[0], Element):
        return (node,)
    picture = _picture(parts[0])
    if picture is None:
        return (node,)
    caption = picture.get("title")
    shown = rewrite(parts, lambda inner: (inner.without_attribute("title"),))
    return (element("figure", *shown, *((element("figcaption", caption),) if caption else ())),)


def _picture(node: Element) -> Element | None:
    if node.tag == "a":
        inner = [child for child in node.children if not isinstance(child, str) or child.strip()]
        return _picture(inner[0]) if len(inner) == 1 and isinstance(inner[0], Element) else None
    return node if node.tag == "img" else None
