"""HTML whose every tag stands where it should into a tree, without the rules for all other HTML.

Markdown without HTML in it always becomes such HTML, which a browser's rules leave as it is.
"""

import re
from html import unescape
from typing import TypeAlias

from anthology.body.tree import VOID, Element, Node, Nodes

MAX_DEPTH = 40
"""How deep elements may stand inside each other; the rules for HTML change what is far deeper."""

_TAG = re.compile(r'<(/?)([a-z]+[1-6]?)((?: [a-z-]+="[^"<]*")*)( ?/)?>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot);)")

_PHRASING = frozenset("a b br code em i img s span strong sub sup".split())
_FLOW = _PHRASING | frozenset(
    "blockquote div dl h1 h2 h3 h4 h5 h6 hr ol p pre section table ul".split()
)
_INSIDE = {
    **dict.fromkeys(_PHRASING - VOID, _PHRASING),
    **dict.fromkeys("dt h1 h2 h3 h4 h5 h6 p pre".split(), _PHRASING),
    **dict.fromkeys("blockquote dd div li section td th".split(), _FLOW),
    **dict.fromkeys(("ol", "ul"), frozenset({"li"})),
    "dl": frozenset({"dt", "dd"}),
    "table": frozenset({"thead", "tbody"}),
    **dict.fromkeys(("thead", "tbody"), frozenset({"tr"})),
    "tr": frozenset({"td", "th"}),
}
"""What may stand in an element so that no rule moves or closes it."""

_WITHOUT_TEXT = frozenset("dl ol table tbody thead tr ul".split())


_Attributes: TypeAlias = tuple[tuple[str, str], ...]


def parse_tidy(html: str) -> Nodes | None:
    """Return the tree of tidy HTML, or None where it is not, and all rules have to be followed."""
    before, *pieces = _TAG.split(html)
    if before or "\r" in html or _REFERENCE.search(html):
        return None
    tag = ""
    attributes: _Attributes = ()
    nodes: list[Node] = []
    opened: list[tuple[str, _Attributes, list[Node]]] = []
    for end, name, typed, closed, text in zip(*(pieces[n::5] for n in range(5)), strict=True):
        if end:
            if name != tag or typed or closed:
                return None
            done = Element(tag, attributes, tuple(nodes))
            tag, attributes, nodes = opened.pop()
            nodes.append(done)
        else:
            given = _attributes(typed) if typed else ()
            if given is None or not _fits(name, tag, opened):
                return None
            if name in VOID:
                nodes.append(Element(name, given))
            elif closed:
                return None
            else:
                opened.append((tag, attributes, nodes))
                tag, attributes, nodes = name, given, []
        if text:
            if "<" in text or not _may_say(tag, nodes, text):
                return None
            nodes.append(unescape(text))
    return None if opened else tuple(nodes)


def _attributes(typed: str) -> _Attributes | None:
    found = _ATTRIBUTE.findall(typed)
    if len({name for name, _ in found}) < len(found):
        return None
    return tuple((name, unescape(value)) for name, value in found if name[:5] != "data-")


def _fits(name: str, parent: str, opened: list[tuple[str, _Attributes, list[Node]]]) -> bool:
    """Return whether an element may stand in a parent, and in those around it."""
    if name not in _INSIDE.get(parent, _FLOW) or len(opened) > MAX_DEPTH:
        return False
    return name != "a" or "a" not in (parent, *(tag for tag, _, _ in opened))


def _may_say(tag: str, before: list[Node], text: str) -> bool:
    """Return whether a text in an element stays there whole."""
    if tag in _WITHOUT_TEXT:
        return not text.strip(" \t\n")
    return tag != "pre" or bool(before) or text[0] != "\n"
