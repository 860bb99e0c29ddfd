"""What decides the margins of a page document's pages, and nothing else: its skeleton.

The heads and folios of pages depend on the element that a page document is made of, its title, and
the side of the page. A skeleton has these and no text, so that WeasyPrint draws the margins alone.
Skeletons are XHTML.
"""

from collections.abc import Iterable
from itertools import pairwise
from xml.etree import ElementTree as ET

SIDES = 4
OPEN_LEFT, NEXT_RIGHT, NEXT_LEFT, OPEN_RIGHT = range(SIDES)
"""The kinds of pages: those with which a document opens, on either side, and the later ones."""

_HIDDEN = "visibility: hidden; display: block; height: auto; min-height: 0; padding: 0; "
_BLANK = "\N{NO-BREAK SPACE}"
_LATER = f'<div style="break-before: {{side}}">{_BLANK}</div>'
_OF_A_LOOK = ("class", "dir", "lang")
"""The attributes that page documents have in common that look alike."""


def skeleton(content: str, title: str) -> str:
    """Return the root element of a page document with only its title, an id, in it."""
    root = ET.fromstring(content)  # noqa: S314 - made by the program itself
    path = _path(root, title)
    for parent, kept in pairwise(path):
        parent.text = kept.tail = None
        for child in list(parent):
            if child is not kept:
                parent.remove(child)
    return _written(root)


def look_of(root: str) -> str:
    """Return a skeleton without its title: what page documents have in common that look alike."""
    return _written(_bare(ET.fromstring(root), _OF_A_LOOK))  # noqa: S314


def _bare(element: ET.Element, kept: tuple[str, ...]) -> ET.Element:
    bare = ET.Element(
        element.tag, {name: element.attrib[name] for name in kept if name in element.attrib}
    )
    bare.extend(_bare(child, ("class",)) for child in element)
    return bare


def titled(look: str, title: str) -> str:
    """Return a skeleton of a look with a title."""
    element = ET.fromstring(look)  # noqa: S314
    *_, innermost = element.iter()
    innermost.text = title
    return _written(element)


def sides(before: str, root: str, *, later: bool) -> str:
    """Return the inside of a body whose last pages are those of `SIDES`, in that order.

    Without `later` they are only those with which the document opens. What stands on the pages is
    hidden, and those of `before` come before them. The opening pages have the ids `left` and
    `right`.
    """
    start, end = _opened(_styled(root, "left", "left"))
    others = "".join(_LATER.format(side=side) for side in ("right", "left")) if later else ""
    return f"{_styled(before, 'left')}{start}{others}{end}{_styled(root, 'right', 'right')}"


def later_sides(before: str, roots: Iterable[str], *, left: bool) -> str:
    """Return the inside of a body with a later right-hand page of each root, and a left-hand one.

    The id `head-n` stands on the page before that of the root number n.
    """
    later = "".join(_LATER.format(side=side) for side in ("right", "left")[: 2 if left else 1])
    parts = [_styled(before, "left")]
    for number, root in enumerate(roots):
        start, end = _opened(_styled(root, "left", f"head-{number}"))
        parts.append(f"{start}{later}{end}")
    return "".join(parts)


def pairs(looks: Iterable[tuple[str, str]]) -> str:
    """Return the inside of a body in which each pair begins a right-hand page.

    The second of the pair number n has the id `pair-n` and stands where it begins of itself.
    """
    return "".join(
        _styled(first, "right") + _styled(second, None, f"pair-{number}")
        for number, (first, second) in enumerate(looks)
    )


def _styled(root: str, side: str | None, id_: str | None = None) -> str:
    styled = ET.fromstring(root)  # noqa: S314
    styled.set("style", _HIDDEN + (f"break-before: {side}" if side else ""))
    if id_:
        styled.set("id", id_)
    if len(styled) == 0 and not styled.text:
        styled.text = _BLANK
    return _written(styled)


def _opened(root: str) -> tuple[str, str]:
    """Return an element without its end tag, and that."""
    start, end = root.rsplit("</", 1)
    return start, f"</{end}"


def _written(root: ET.Element) -> str:
    return ET.tostring(root, encoding="unicode", short_empty_elements=False)


def _path(root: ET.Element, id_: str) -> list[ET.Element]:
    if root.get("id") == id_:
        return [root]
    for child in root:
        path = _path(child, id_)
        if path:
            return [root, *path]
    return []
