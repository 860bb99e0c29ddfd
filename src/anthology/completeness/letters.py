"""Texts reduced to what a reader would miss: their letters and digits."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from anthology.distinct import beyond_ascii, beyond_ascii_in

_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_SIGNS_AND_OTHERS = _ASCII_SIGNS + bytes(range(128, 256))
"""All bytes of UTF-8 but the letters and digits of ASCII."""
_ASCII_LOWER = bytes(range(256)).lower()
_FEW = 20
"""As many characters that ASCII has not are more than the signs of most texts: letters."""
_OTHER_SIGNS = re.compile(r"[^\x00-\x7f](?<=\W)")
_ALONE = re.compile("[\u0080-\u02ff\u0370-\u0482\u048a-\u052f\u2000-\u20cf\u2100-\u2fff]*")
"""What has a compatibility form of its own, whatever stands before or behind it."""


def letters(text: str) -> str:
    """Return the letters and digits of a text, in compatibility form and without case.

    So typography, hyphenation, ligatures, small capitals and white space make no difference.
    """
    data = text.encode("utf-8", "surrogatepass")
    others = beyond_ascii_in(data)
    if not _ALONE.fullmatch("".join(others)):
        return _reduced(text)
    if not any(map(_reduced_alone, others)):
        return data.translate(_ASCII_LOWER, _SIGNS_AND_OTHERS).decode("ascii")
    said = _without_signs(data)
    if len(others) > _FEW:
        said = said.lower()
        others = beyond_ascii(said)
    for char in others:
        meant = _reduced_alone(char)
        if meant != char:
            said = said.replace(char, meant)
    return said


def _reduced(text: str) -> str:
    """Return the same by the definition."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    data = folded.lower().encode("utf-8", "surrogatepass")
    return _OTHER_SIGNS.sub("", _without_signs(data))


_reduced_alone = lru_cache(maxsize=1 << 12)(_reduced)


def _without_signs(data: bytes) -> str:
    """Return a text, here in UTF-8, without the signs of ASCII and without its capitals."""
    left = data.translate(_ASCII_LOWER, _ASCII_SIGNS)
    return left.decode("utf-8", "surrogatepass")


class Word(Struct, frozen=True):
    """A word of a text and where its letters stand among those of the whole text."""

    text: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text, in order."""
    position = 0
    for typed in text.split():
        length = len(letters(typed))
        if length:
            yield Word(typed, position, position + length)
            position += length
