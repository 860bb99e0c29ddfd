"""Texts as words that can be compared with names, whatever signs they were typed with."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_MARKS = "\u0300-\u036f\u0483-\u0487"
_APOSTROPHES = "'\u2019\u2018\u02bc\u2032`´"
_INSIDE = rf"\w{_MARKS}{_INVISIBLE}"
_WORD = re.compile(rf"[^\W_][{_INSIDE}]*(?:[{_APOSTROPHES}](?=[^\W_])[{_INSIDE}]+)*")
_ELIDED = re.compile(rf"[^\W_][{_INSIDE}]*")
_ELIDING = frozenset({"fr", "it", "ca"})
"""Languages in which an apostrophe parts two words."""
_SIGNS = str.maketrans(
    {
        **dict.fromkeys(_INVISIBLE, ""),
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"),
    }
)
_STRESS = "\u0301"
"""The accent on a vowel of Cyrillic, with which it has no form of its own."""
_YO = str.maketrans("ёЁ", "еЕ", _STRESS)
_SPECIAL = re.compile(f"[{_INVISIBLE}{_APOSTROPHES}{_STRESS}ёЁ]")
"""Signs that words are compared without."""
_BLANKS = re.compile(r"\s+")
_AROUND = re.compile(r" ?([.,]) ?")


class Word(NamedTuple):
    """A word and where it stands in its text. A book has a million of them."""

    text: str
    """In the form in which words are compared; see `folded`."""
    start: int
    end: int
    before: str
    """What stands between it and the word before, in the form in which that is compared."""


def words(text: str, language: str) -> Iterator[Word]:
    """Yield the words of a text in a language, a BCP 47 tag; a hyphen parts words."""
    pattern = _ELIDED if language.partition("-")[0] in _ELIDING else _WORD
    is_plain = _is_plain(text)
    last = 0
    for found in pattern.finditer(text):
        start, end = found.span()
        word = found[0]
        yield Word(word if is_plain else folded(word), start, end, between(text[last:start]))
        last = end


def folded(word: str) -> str:
    """Return a word as it is compared: NFC, one apostrophe, no invisible sign, ё or stress."""
    if _is_plain(word):
        return word
    return unicodedata.normalize("NFC", word.translate(_SIGNS)).translate(_YO)


def _is_plain(text: str) -> bool:
    """Return whether every word of a text is as it is compared."""
    return _SPECIAL.search(text) is None and unicodedata.is_normalized("NFC", text)


@lru_cache(maxsize=4096)
def between(text: str) -> str:
    """Return what stands between two words as it is compared: one hyphen, one kind of blank.

    A blank beside a full stop or a comma does not count.
    """
    return _AROUND.sub(r"\1", _BLANKS.sub(" ", text.translate(_SIGNS)))
