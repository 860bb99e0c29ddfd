"""Addresses of texts at their source, and the article files that stand for them."""

import posixpath
import re
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from msgspec import Struct

_IDS = frozenset({"p", "page_id", "attachment_id", "post", "id", "article"})
"""Parameters that name a text; others only say how it is shown."""
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|md)$", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:html?|php|md|markdown|rst)$", re.IGNORECASE)


class Target(Struct, frozen=True):
    """What an address leads to."""

    name: str | None
    """The name of the article file; None for a text that was not taken."""
    title: str
    fragment: str = ""


class Addresses:
    """Which address leads to which article file."""

    def __init__(self) -> None:
        """Begin without any."""
        self._found: dict[tuple[str, ...], Target] = {}
        self._fragments: set[str] = set()

    def add(self, address: str, target: Target) -> None:
        """Let an address lead to a text; the first text of an address keeps it."""
        known = _known_as(address)
        if known:
            self._found.setdefault(known, target)

    def find(self, href: str, base: str) -> Target | None:
        """Return what a link leads to that stands at `base`; None where it is no text of these."""
        try:
            whole = urljoin(base, href.strip())
            fragment = unquote(urlsplit(whole).fragment)
        except ValueError:
            return None
        known = _known_as(whole)
        target = self._found.get(known) if known else None
        if target is None:
            return None
        return Target(target.name, target.title, fragment)

    def expect(self, html: str) -> None:
        """Take note of the places inside of texts to which links in a text lead."""
        self._fragments.update(unquote(name) for name in _FRAGMENT.findall(html))

    def is_expected(self, name: str) -> bool:
        """Return whether a link leads to a place of this name, in whatever text."""
        return name in self._fragments


_FRAGMENT = re.compile(r"""href\s*=\s*["']?[^"'\s>]*#([^"'\s>]+)""", re.IGNORECASE)


def host_of(address: str) -> str | None:
    """Return the host of an address; None where it has none."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def path_of(address: str) -> str:
    """Return the path of an address; all of it where it is none."""
    try:
        return urlsplit(address).path or address
    except ValueError:
        return address


def whole_address(href: str, base: str) -> str | None:
    """Return an address that is relative to another as a whole one; None where it is none."""
    try:
        whole = urljoin(base, href.strip())
        urlsplit(whole)
    except ValueError:
        return None
    return whole


def _known_as(address: str) -> tuple[str, ...] | None:
    """Return what is the same in all forms of an address that lead to one text."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https", ""}:
        return None
    host = parts.netloc.lower().removeprefix("www.").partition(":")[0]
    path = unquote(parts.path) or "/"
    path = posixpath.normpath(_INDEX.sub("/", path))
    path = _ENDING.sub("", path).strip("/").casefold()
    named = tuple(
        f"{key}={value}" for key, value in parse_qsl(parts.query) if key in _IDS and value
    )
    return (host, path, *sorted(named))
