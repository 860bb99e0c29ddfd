"""The pictures of an article: found beside it, named for the book, or said to be missing."""

from collections.abc import Callable
from typing import TypeAlias

from anthology.body.locator import Locator
from anthology.body.tree import Element, Nodes, element, rewrite
from anthology.errors import Checked, Finding, Kind, Severity
from anthology.model import Picture

FindPicture: TypeAlias = Callable[[str], Picture | Finding]
"""Takes the address of a picture as the article has it; returns it, or says why there is none."""


def place_pictures(
    nodes: Nodes, find: FindPicture, missing: str, locator: Locator
) -> Checked[tuple[Nodes, tuple[Picture, ...]]]:
    """Return the tree with its pictures under their names in the book, and the pictures.

    A picture that cannot be had becomes `missing`, a phrase in the book's language that takes the
    alternative text as `{alt}`, and is a finding. A picture without an alternative text is a
    warning: one that only decorates says so with `alt=""`.
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
            place = locator.next(address)
            findings.append(
                Finding(
                    kind=Kind.ARTICLE,
                    severity=Severity(found.severity),
                    message=found.message,
                    advice=found.advice,
                    place=place,
                )
            )
        phrase = missing.replace("{alt}", alt or address)
        return (element("span", phrase, class_="picture-missing"),) if alt or address else ()

    placed = rewrite(nodes, change)
    return Checked((placed, tuple(pictures.values())), tuple(findings))
