"""The pictures of an article: found beside it, named for the book, or said to be missing."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias
from urllib.parse import unquote

from anthology.body.locator import Locator
from anthology.body.tree import Element, Nodes, element, rewrite, walk
from anthology.errors import Checked, Finding, Kind, warning
from anthology.model import Picture

FindPicture: TypeAlias = Callable[[str], Picture | Finding]
"""Takes the address of a picture as the article has it; returns it, or says why there is none."""


def place_pictures(
    nodes: Nodes, find: FindPicture, missing: str, locator: Locator
) -> Checked[tuple[Nodes, tuple[Picture, ...]]]:
    """Return the tree with its pictures under their names in the book, and the pictures.

    A picture that cannot be had becomes `missing`, a phrase in the book's language that takes the
    alternative text as `{alt}`, and is a finding. A figure without an alternative text is a
    warning; a picture inside running text may do without, since it only decorates.
    """
    findings: list[Finding] = []
    pictures: dict[str, Picture] = {}

    def change(node: Element) -> Nodes:
        if node.tag != "img":
            return (node,)
        alt = " ".join(node.get("alt").split())
        address = node.get("src").strip()
        found = find(address) if address else None
        if isinstance(found, Picture):
            pictures[found.name] = found
            kept = tuple((k, v) for k, v in node.attributes if k in {"id", "lang", "dir", "title"})
            return (Element("img", (("src", found.name), ("alt", alt), *kept)),)
        if found is not None:
            typed = unquote(address)
            place = locator.next(address, typed, typed.lstrip("/"))
            findings.append(replace(found, place=place))
        phrase = missing.replace("{alt}", alt or address)
        return (element("span", phrase, class_="picture-missing"),) if alt or address else ()

    placed = rewrite(nodes, change)
    findings += (
        warning(
            Kind.ARTICLE,
            f"the picture {picture.get('src')} has no description",
            "say in its brackets what it shows: ![a description](file)",
            locator.next(picture.get("src")),
        )
        for figure in walk(nodes)
        if figure.tag == "figure"
        for picture in walk(figure.children)
        if picture.tag == "img" and not picture.get("alt").strip()
    )
    return Checked((placed, tuple(pictures.values())), tuple(findings))
