"""Texts reduced to what a reader would miss: their letters and digits."""

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

_UNSTABLE = "…\u00a0\u202f"
"""Common signs that have a compatibility form, which has no letters either."""
_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_OTHER_SIGNS = re.compile(r"[^\x00-\x7f](?<=\W)")


def letters(text: str) -> str:
    """Return the letters and digits of a text, in compatibility form and without case.

    So typography, hyphenation, ligatures, small capitals and white space make no difference.
    """
    for sign in _UNSTABLE:
        text = text.replace(sign, " ")
    plain = unicodedata.normalize("NFKC", text)
    folded = plain if plain.isascii() else unicodedata.normalize("NFKC", plain.casefold())
    said = folded.lower().encode("utf-8", "surrogatepass").translate(None, _ASCII_SIGNS)
    return _OTHER_SIGNS.sub("", said.decode("utf-8", "surrogatepass"))


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
