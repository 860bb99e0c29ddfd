"""Things of the web that no article file holds: links in their place, or nothing."""

import re
from collections.abc import Iterator

from msgspec import Struct

from anthology.body.tree import Element, Nodes, element, rewrite, text_of, walk

_PLAYERS = frozenset({"iframe", "embed", "object", "video", "audio", "applet", "frame"})
_CONTROLS = frozenset({"form", "input", "button", "select", "textarea", "canvas", "map", "dialog"})
_LAZY = ("data-orig-file", "data-large-file", "data-lazy-src", "data-src", "data-original")
_IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_NAMED = re.compile(r"""([\w:-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_NOSCRIPT = re.compile(r"<noscript\b[^>]*>.*?</noscript\s*>", re.IGNORECASE | re.DOTALL)
_EMBED_PATHS = (
    (re.compile(r"^(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+).*$"),
     r"https://www.youtube.com/watch?v=\1"),
    (re.compile(r"^(?:https?:)?//player\.vimeo\.com/video/(\d+).*$"), r"https://vimeo.com/\1"),
)  # fmt: skip


class Unheld(Struct, frozen=True):
    """Something that stood in a text and is not in the article."""

    what: str
    """As the input calls it, with its address where it has one."""
    instead: str
    """The address of the link in its place; empty where there is none."""


def load_pictures(html: str) -> str:
    """Return HTML in which pictures that scripts load have their addresses at once.

    What pops up over a picture describes it, where nothing else does.
    """
    if "<img" not in html.lower():
        return html
    return _IMG.sub(lambda tag: _loaded(tag[0]), _without_noscript(html))


def hold(nodes: Nodes) -> tuple[Nodes, tuple[Unheld, ...]]:
    """Return a text with links in the place of players and frames, without controls of a page."""
    unheld: list[Unheld] = []

    def change(node: Element) -> Nodes:
        if node.tag == "picture":
            return tuple(one for one in walk(node.children) if one.tag == "img")[:1]
        if node.tag == "img" and _counts(node):
            return ()
        if node.tag in _PLAYERS:
            address = _address(node)
            unheld.append(Unheld(f"<{node.tag}>{f' {address}' if address else ''}", address))
            inner = tuple(one for one in node.children if not _is_fallback(one))
            label = node.get("title").strip() or address
            link = (element("p", element("a", label, href=address)),) if address else ()
            return (*link, *(inner if node.tag in {"object", "applet"} else ()))
        if node.tag == "form":
            unheld.append(Unheld("<form>", ""))
            return (element("div", *node.children),) if text_of(node.children).strip() else ()
        if node.tag in _CONTROLS:
            if node.tag == "button" and text_of(node.children).strip():
                return node.children
            said = " ".join(text_of(node.children).split()) or node.get("value")
            if node.get("type") != "hidden":
                unheld.append(Unheld(f"<{node.tag}>{f' “{said}”' if said else ''}", ""))
            return ()
        return (node,)

    return rewrite(nodes, change), tuple(unheld)


def _counts(picture: Element) -> bool:
    """Return whether a picture is a single point, by which a site counts its readers."""
    return {picture.get("width"), picture.get("height")} <= {"0", "1", "0px", "1px"}


def _is_fallback(node: object) -> bool:
    return isinstance(node, Element) and node.tag in {"param", "source", "track", "embed"}


def _address(node: Element) -> str:
    found = node.get("src") or node.get("data") or next(_sources(node), "")
    found = found.strip()
    for form, page in _EMBED_PATHS:
        found = form.sub(page, found)
    return f"https:{found}" if found.startswith("//") else found


def _sources(node: Element) -> Iterator[str]:
    for inner in walk(node.children):
        if inner.tag in {"source", "embed"} and inner.get("src"):
            yield inner.get("src")
        elif inner.tag == "a" and inner.get("href"):
            yield inner.get("href")


def _without_noscript(html: str) -> str:
    """Leave out what is shown without scripts, where the same picture stands before it."""

    def kept(match: re.Match[str]) -> str:
        inner = re.sub(r"</?noscript[^>]*>", "", match[0], flags=re.IGNORECASE)
        pictures = [_attributes(tag).get("src", "") for tag in _IMG.findall(inner)]
        before = html[max(0, match.start() - 3000) : match.start()]
        return "" if any(src and src in before for src in pictures) else inner

    return _NOSCRIPT.sub(kept, html)


def _attributes(tag: str) -> dict[str, str]:
    return {
        name.lower(): value.strip("\"'").replace('"', "&quot;")
        for name, value in _NAMED.findall(tag)
    }


def _loaded(tag: str) -> str:
    """Return the tag of a picture with the address of the largest form it knows."""
    named = _attributes(tag)
    real = next((named[name] for name in _LAZY if named.get(name)), "")
    source = named.get("src", "")
    largest = _largest(named.get("srcset") or named.get("data-srcset") or "")
    if real or not source or source.startswith("data:"):
        source = real or largest or source
    elif largest:
        source = largest
    alt = named.get("alt") or named.get("title") or ""
    shown = f'<img src="{source}" alt="{alt}"'.replace("\\", "&#92;")
    rest = _NAMED.sub(lambda one: "" if one[1].lower() in _REPLACED else one[0], tag)
    return re.sub(r"^<img\b", shown, rest, flags=re.IGNORECASE)


_REPLACED = frozenset({"src", "alt", "title", "srcset", "sizes", "data-srcset", *_LAZY})


def _largest(srcset: str) -> str:
    """Return the address with the largest width or density (HTML, 4.8.4.2.1)."""
    best, size = "", 0.0
    for address, number in re.findall(r"([^\s,]\S*[^\s,])(?:\s+([\d.]+)[wx])?", srcset):
        here = float(number) if number.strip(".") else 1.0
        if here > size:
            best, size = address, here
    return best
