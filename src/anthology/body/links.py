"""Links and the ids they lead to: inside the article, to another article, out to the web."""

import re
from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

from anthology.body.locator import Locator
from anthology.body.tree import Element, Nodes, rewrite, text_of, walk
from anthology.errors import Checked, Finding, Kind, warning

FindArticle: TypeAlias = Callable[[str], str | None]
"""Takes a path as an article has it; returns the slug of the article it leads to."""

OUTSIDE = frozenset({"http", "https", "mailto", "tel"})
"""The schemes of links that a book may have."""

_HEADINGS = frozenset({"h3", "h4", "h5", "h6"})
_UNSAFE = re.compile(r"[^\w.-]")


def settle_links(nodes: Nodes, prefix: str, find: FindArticle, locator: Locator) -> Checked[Nodes]:
    """Return the tree with ids that begin with `prefix` and links that lead somewhere.

    A link to another article becomes `<a data-article="slug" data-fragment="id">`. Of a link that
    leads nowhere its text stays, and it is a warning. An id that nothing links to goes.
    """
    wanted = {unquote(link.get("href")[1:]) for link in walk(nodes) if _inner(link)}
    named = _with_heading_ids(nodes, wanted)
    known = {node.get("id") for node in walk(named) if node.get("id")}
    findings: list[Finding] = []
    seen: set[str] = set()

    def change(node: Element) -> Nodes:
        name = node.get("id")
        if name and (name not in wanted or name in seen):
            node = node.without_attribute("id")
        elif name:
            seen.add(name)
            node = node.with_attribute("id", _id(prefix, name))
        if node.tag != "a" or node.get("data-note"):
            return (node,)
        href = node.get("href").strip()
        if not href:
            return node.children if not node.get("id") else (_renamed(node),)
        link = _settled(node, href, prefix, known, find)
        if link is not None:
            return (link,)
        findings.append(
            warning(
                Kind.ARTICLE,
                f"the link to {href} leads nowhere inside the book",
                "write the whole address with https://, or the name of an article's file",
                locator.next(href),
            )
        )
        return node.children

    return Checked(rewrite(named, change), tuple(findings))


def _inner(node: Element) -> bool:
    return node.tag == "a" and node.get("href").startswith("#")


def _id(prefix: str, name: str) -> str:
    return f"{prefix}-{_UNSAFE.sub('_', name)}"


def _renamed(node: Element) -> Element:
    return Element("span", node.without_attribute("href").attributes, node.children)


def _settled(
    node: Element, href: str, prefix: str, known: set[str], find: FindArticle
) -> Element | None:
    if href.startswith("#"):
        name = unquote(href[1:])
        return node.with_attribute("href", f"#{_id(prefix, name)}") if name in known else None
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme in OUTSIDE:
        return node.with_attribute("href", _written(href))
    slug = find(unquote(parts.path)) if not parts.scheme and not parts.netloc else None
    if slug is None:
        return None
    link = node.without_attribute("href").with_attribute("data-article", slug)
    return link.with_attribute("data-fragment", parts.fragment) if parts.fragment else link


def _written(address: str) -> str:
    """Return an address with the characters that no URL may hold encoded (RFC 3986)."""
    return re.sub(
        r"[\s\"<>\\^`{|}\[\]]|%(?![0-9A-Fa-f]{2})",
        lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()),
        address,
    )


def _with_heading_ids(nodes: Nodes, wanted: set[str]) -> Nodes:
    """Give a heading the id that sites make of its text, where a link wants it."""

    def change(node: Element) -> Nodes:
        if node.tag in _HEADINGS and not node.get("id"):
            text = re.sub(r"[^\w\s-]", "", text_of(node.children).lower()).strip()
            name = re.sub(r"\s", "-", text)
            if name in wanted:
                return (node.with_attribute("id", name),)
        return (node,)

    return rewrite(nodes, change)
