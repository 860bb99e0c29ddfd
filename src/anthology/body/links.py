"""Links and the ids they lead to: inside the article, to another article, out to the web."""

import re
from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from anthology.body.locator import Locator
from anthology.body.tree import Element, Nodes, rewrite, text_of, walk
from anthology.errors import Checked, Finding, Kind, Place, shortened, warning
from anthology.model import Aim
from anthology.values import is_web_address, written_address


class Settled(Struct, frozen=True):
    """A tree whose links lead somewhere."""

    nodes: Nodes
    told: tuple[str, ...]
    """The addresses of the links that lead nowhere."""
    aims: tuple[Aim, ...]
    """The places in other texts to which links lead, if those texts have them."""


FindDocument: TypeAlias = Callable[[str], str | None]
"""Takes a path as an article has it; returns the id of the page document it leads to."""

OUTSIDE = frozenset({"http", "https", "mailto", "tel"})
"""The schemes of links that a book may have."""

_HEADINGS = frozenset({"h3", "h4", "h5", "h6"})
_UNSAFE = (
    "[^-.0-9A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u167f\u1681-\u1fff"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd]"
)
"""Characters that the id of an element in XML may not have (Namespaces in XML, section 3).

It takes milliseconds to compile."""
_PLAIN = re.compile("[-.0-9A-Z_a-z]*")


def settle_links(
    nodes: Nodes, document: str, find: FindDocument, locator: Locator
) -> Checked[Settled]:
    """Return the tree with ids that are unique in the book and links that lead somewhere.

    `document` is the id of the document around: an id inside is `document.name`. Headings have the
    ids that sites make of their text. A link to another article becomes
    `<a data-document="id" data-fragment="name">`. Of a link that leads nowhere its text stays,
    and it is a warning.
    """
    named = _with_heading_ids(nodes)
    known = {inner_id(document, node.get("id")) for node in walk(named) if node.get("id")}
    findings: list[Finding] = []
    told: list[str] = []
    aims: list[Aim] = []
    seen: set[str] = set()

    def place_of(href: str) -> Place:
        return locator.next(href, href.lstrip("/"), unquote(href))

    def tell(message: str, advice: str, href: str) -> None:
        findings.append(warning(Kind.ARTICLE, message, advice, place_of(href)))

    def identified(node: Element) -> Element:
        given = node.get("id")
        name = inner_id(document, given)
        node = node.without_attribute("id")
        if not given or name in seen:
            return node
        seen.add(name)
        return Element(node.tag, (("id", name), *node.attributes), node.children)

    def change(node: Element) -> Nodes:
        if node.attributes:
            node = identified(node)
        if node.tag != "a" or node.get("data-note"):
            return (node,)
        href = node.get("href").strip()
        empty = not text_of(node.children).strip() and not any(walk(node.children))
        if empty and href and not href.startswith("#"):
            tell(
                f"the link to {shortened(href)} has no text, so that nobody can follow it",
                "write in its brackets what it leads to, or delete it",
                href,
            )
        if not href or empty:
            return (_renamed(node),) if node.get("id") else node.children
        link = _settled(node, href, document, known, find)
        if link is not None:
            if name := link.get("data-fragment"):
                there = link.get("data-document")
                aims.append(Aim(document=there, name=name, written=href, place=place_of(href)))
            return (link,)
        told.append(href)
        tell(
            f"the link to {shortened(href)} leads nowhere inside the book",
            "write the whole address with https://, or the name of an article's file",
            href,
        )
        return (_renamed(node),) if node.get("id") else node.children

    nodes = rewrite(named, change)
    return Checked(Settled(nodes, tuple(told), tuple(aims)), tuple(findings))


def inner_id(document: str, name: str) -> str:
    """Return the id in the book of what an article calls `name`; no other id has this form."""
    if not _PLAIN.fullmatch(name):
        name = re.sub(_UNSAFE, lambda sign: f"_{ord(sign[0]):x}_", name)
    return f"{document}.{name}"


def _renamed(node: Element) -> Element:
    return Element("span", node.without_attribute("href").attributes, node.children)


def _settled(
    node: Element, href: str, document: str, known: set[str], find: FindDocument
) -> Element | None:
    if href.startswith("#"):
        name = inner_id(document, unquote(href[1:]))
        return node.with_attribute("href", f"#{name}") if name in known else None
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme in {"http", "https"} and not is_web_address(href):
        return None
    if parts.scheme in OUTSIDE:
        return node.with_attribute("href", written_address(href))
    target = find(unquote(parts.path)) if not parts.scheme and not parts.netloc else None
    if target is None:
        return None
    link = node.without_attribute("href").with_attribute("data-document", target)
    fragment = unquote(parts.fragment)
    return link.with_attribute("data-fragment", fragment) if fragment else link


def _with_heading_ids(nodes: Nodes) -> Nodes:
    """Give each heading the id that sites make of its text."""

    def change(node: Element) -> Nodes:
        if node.tag in _HEADINGS and not node.get("id"):
            text = re.sub(r"[^\w\s-]", "", text_of(node.children).lower()).strip()
            return (node.with_attribute("id", re.sub(r"\s+", "-", text)),) if text else (node,)
        return (node,)

    return rewrite(nodes, change)
