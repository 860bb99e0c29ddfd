"""Texts reduced to what a reader would miss: their letters and digits."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_OTHERS = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """Return the letters and digits of a text, in compatibility form and without case.

    So typography, hyphenation, ligatures, small capitals and white space make no difference.
    """
    plain = unicodedata.normalize("NFKC", text)
    folded = plain if plain.isascii() else unicodedata.normalize("NFKC", plain.casefold())
    return _OTHERS.sub("", folded.lower())


@dataclass(frozen=True, slots=True)
class Word:
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
