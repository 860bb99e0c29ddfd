"""Addresses of the web as they are printed: short, readable, and divided where they may be."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import quote

Printable = Callable[[str], bool]
"""Takes a character; tells whether it can be printed."""

_MAIL = re.compile(r"(?i)(?:mailto|tel):([^?]*)")
_SCHEME = re.compile(r"(?i)https?://(?:www\.(?=[^/?#]*\.))?")
_PUNYCODE = re.compile(r"(?i)\bxn--[a-z0-9-]+")
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_PLAIN = frozenset("-._~")
"""Signs that mean the same when they are not encoded (RFC 3986, section 2.3)."""
_TYPED = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014"} | dict.fromkeys(
    map(ord, "\u00ad\u200b\u2060")
)
"""What typography makes of the signs of an address."""
_STOPS = ".,;:!?"
"""What may stand behind an address in a text."""

_BREAK, _NO_BREAK = "\u200b", "\u2060"
_PARTS = re.compile(r"^[a-z]+:/+|[-._~?=&#%+,;:@]*[^/\-._~?=&#%+,;:@]*/*")
"""What no line divides: it ends behind a slash, or before another sign, which then begins the next
line and is not taken for one that the line's end brought."""
_SIGN = re.compile(r"(?<=[^\w\s])(?=.)")
_SHORTEST, _LONGEST = 4, 20
"""In characters, of what no line divides."""


def readable(href: str, printable: Printable) -> str:
    """Return an address as people read it: without what a browser adds by itself.

    That is its scheme, `www.` and a slash at its end. Letters are decoded (RFC 3986, section 2.1;
    RFC 5890, section 2.3.2.1) where they are `printable`, run from left to right, and stay as they
    are when they are copied.
    """
    mail = _MAIL.match(href)
    if mail:
        return _ENCODED.sub(lambda found: _decoded(found[0], printable), mail[1])
    start = _SCHEME.match(href)
    rest = href[start.end() :] if start else href
    named = re.split("[/?#]", rest, maxsplit=1)[0]
    path = rest[len(named) :]
    if "?" not in path and "#" not in path:
        path = path.removesuffix("/")
    host = _PUNYCODE.sub(lambda label: _spoken(label[0], printable), named)
    return host + _encoded(_ENCODED.sub(lambda run: _decoded(run[0], printable), path), printable)


def breakable(address: str) -> str:
    """Return a printed address with invisible signs where a line may end, and where it may not."""
    parts: list[str] = []
    left = len(address)
    for part in filter(None, _PARTS.findall(address)):
        if parts and (len(parts[-1]) < _SHORTEST or left < _SHORTEST + 2):
            parts[-1] += part
        else:
            parts.append(part)
        left -= len(part)
    pieces = (piece for part in parts for piece in _cut(part))
    return _BREAK.join(_SIGN.sub(_NO_BREAK, piece) for piece in pieces)


def _cut(part: str) -> Iterator[str]:
    """Yield a part that may be longer than a line in pieces of about the same length."""
    count = math.ceil(len(part) / _LONGEST)
    for number in range(count):
        yield part[number * len(part) // count : (number + 1) * len(part) // count]


def is_address(text: str, href: str) -> bool:
    """Return whether a text is an address, and the one that it leads to."""
    typed = text.strip().translate(_TYPED).rstrip(_STOPS)
    if not typed or re.search(r"\s", typed):
        return False
    return _bare(typed) == _bare(href)


def _bare(address: str) -> str:
    shown = readable(re.sub(r"(?i)^www\.", "http://www.", address), _anything)
    return re.sub(r"-+", "-", shown.rstrip(_STOPS)).casefold()


def _anything(_: str) -> bool:
    return True


def _encoded(text: str, printable: Printable) -> str:
    return "".join(
        char if char.isascii() or _is_plain(char, printable) else quote(char) for char in text
    )


def _decoded(encoded: str, printable: Printable) -> str:
    try:
        text = bytes.fromhex(encoded.replace("%", "")).decode()
    except UnicodeDecodeError:
        return encoded
    return "".join(
        char
        if char in _PLAIN or (char.isascii() and char.isalnum()) or _is_plain(char, printable)
        else quote(char, safe="")
        for char in text
    )


def _is_plain(char: str, printable: Printable) -> bool:
    """Return whether a character beyond ASCII can be read and typed where it stands."""
    return (
        unicodedata.category(char) in {"Ll", "Lu", "Lo"}
        and unicodedata.bidirectional(char) == "L"
        and unicodedata.normalize("NFKC", char) == char
        and printable(char)
    )


def _spoken(label: str, printable: Printable) -> str:
    """Return a label of a host as people write it."""
    try:
        spoken = label.encode().decode("idna")
        same = spoken.encode("idna").decode() == label.lower()
    except UnicodeError:
        return label
    good = all(char.isascii() or _is_plain(char, printable) for char in spoken)
    return spoken if same and good else label
