"""HTML of any quality into a tree, as a browser would read it."""

import re
from typing import Any

import tinyhtml5

from anthology.body.tree import Element, Node, Nodes

_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_NAMESPACE = re.compile(r"\{[^}]*\}")


def parse_html(html: str) -> Nodes:
    """Return the children of the body of an HTML document or fragment.

    Comments go; elements of SVG and MathML keep their names behind `svg:` and `math:`. Characters
    that XML cannot hold (XML 1.0, section 2.2) are left out.
    """
    root = tinyhtml5.parse(_UNWRITABLE.sub("", html), namespace_html_elements=False)
    body = root.find("body")
    return () if body is None else _children(body)


def _children(parent: Any) -> Nodes:
    nodes: list[Node] = []
    if parent.text:
        nodes.append(parent.text)
    for child in parent:
        if isinstance(child.tag, str):
            nodes.append(Element(_name(child.tag), tuple(child.attrib.items()), _children(child)))
        if child.tail:
            if nodes and isinstance(nodes[-1], str):
                nodes[-1] += child.tail
            else:
                nodes.append(child.tail)
    return tuple(nodes)


def _name(tag: str) -> str:
    if not tag.startswith("{"):
        return tag
    local = _NAMESPACE.sub("", tag)
    return f"svg:{local}" if "/svg}" in tag else f"math:{local}"
