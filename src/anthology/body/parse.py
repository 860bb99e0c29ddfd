"""HTML of any quality into a tree, as a browser would read it."""

import re
from typing import Any

import tinyhtml5

from anthology.body.tree import Element, Node, Nodes

_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_NAMESPACE = re.compile(r"\{[^}]*\}")


MAX_DEPTH = 100
"""How deep elements may stand inside each other; of what is deeper the text is kept."""

_GUARD = "<!DOCTYPE html>" + " " * 200
"""tinyhtml5 takes a short text for the name of a file, and opens it where there is one."""


def parse_html(html: str) -> Nodes:
    """Return the children of the body of an HTML document or fragment.

    Comments go, and so do `data-` attributes, which are ours. Elements of SVG and MathML keep
    their names behind `svg:` and `math:`. Characters that XML cannot hold (XML 1.0, section 2.2)
    are left out.
    """
    guarded = _GUARD + _UNWRITABLE.sub("", re.sub("[\x0c\x85]", " ", html))
    body = tinyhtml5.parse(guarded, namespace_html_elements=False).find("body")
    return () if body is None else _children(body, 0)


def _children(parent: Any, depth: int) -> Nodes:
    nodes: list[Node] = []
    if parent.text:
        nodes.append(parent.text)
    for child in parent:
        if isinstance(child.tag, str) and depth >= MAX_DEPTH:
            nodes.append(" ".join(child.itertext()))
        elif isinstance(child.tag, str):
            attributes = (pair for pair in child.attrib.items() if not pair[0].startswith("data-"))
            nodes.append(Element(_name(child.tag), tuple(attributes), _children(child, depth + 1)))
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
