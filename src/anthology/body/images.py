"""The pictures of an article: found beside it, named for the book, or said to be missing."""

from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import unquote

from msgspec.structs import replace

from anthology.body.figures import set_apart
from anthology.body.locator import Locator
from anthology.body.tree import Element, Nodes, element, rewrite, walk
from anthology.errors import Checked, Finding, Kind, Place, warning
from anthology.model import Picture

FindPicture: TypeAlias = Callable[[str], Checked[Picture | None]]
"""Takes the address of a picture as the article has it; returns it with its
findings, or None with why there is none; the findings have no place yet."""

_INLINE_HEIGHT = 72
"""Pixels up to which a picture may stand in a line of text: a sign, a face, a formula."""


def place_pictures(
    nodes: Nodes, find: FindPicture, missing: str, locator: Locator
) -> Checked[tuple[Nodes, tuple[Picture, ...]]]:
    """Return the tree with its pictures under their names in the book, and the pictures.

    A picture that cannot be had becomes `missing`, a phrase in the book's language that takes the
    alternative text as `{alt}`, and is a finding. A figure without an alternative text is a
    warning; a picture inside running text may do without, since it only decorates. Such a picture
    that is too tall for a line becomes a figure.
    """
    if not any(node.tag == "img" for node in walk(nodes)):
        return Checked((nodes, ()))
    findings: list[Finding] = []
    pictures: dict[str, Picture] = {}
    standing: list[tuple[str, Place]] = []

    def change(node: Element) -> Nodes:
        if node.tag != "img":
            return (node,)
        alt = " ".join(node.get("alt").split())
        address = node.get("src").strip()
        found = find(address) if address else Checked(None)
        place = _place(address, locator)
        findings.extend(replace(finding, place=place) for finding in found.findings)
        picture = found.value
        if picture is not None:
            pictures[picture.name] = picture
            standing.append((address, place))
            kept = tuple((k, v) for k, v in node.attributes if k in {"id", "lang", "dir", "title"})
            return (Element("img", (("src", picture.name), ("alt", alt), *kept)),)
        phrase = missing.replace("{alt}", alt or address)
        return (element("span", phrase, class_="picture-missing"),) if alt or address else ()

    placed = set_apart(
        rewrite(nodes, change), lambda shown: _is_tall(pictures.get(shown.get("src")))
    )
    figures = [figure for figure in walk(placed) if figure.tag == "figure"]
    shown = {id(picture) for figure in figures for picture in walk(figure.children)}
    found_again = (picture for picture in walk(placed) if picture.tag == "img")
    findings += (
        _undescribed(address, place)
        for picture, (address, place) in zip(found_again, standing, strict=True)
        if id(picture) in shown and not picture.get("alt")
    )
    return Checked((placed, tuple(pictures.values())), tuple(findings))


def _is_tall(picture: Picture | None) -> bool:
    return picture is not None and picture.height > _INLINE_HEIGHT


def _place(address: str, locator: Locator) -> Place:
    typed = unquote(address)
    names = dict.fromkeys((address, typed, typed.lstrip("/")))
    return locator.next_behind(("](", "](<", '="', "='", '"', "'", ""), names)


def _undescribed(address: str, place: Place) -> Finding:
    return warning(
        Kind.ARTICLE,
        f"the picture {unquote(address)} has no description",
        "say in its brackets what it shows: ![a description](file)",
        place,
    )
