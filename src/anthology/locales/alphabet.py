"""The order of the alphabet, as each language has it."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

_ALPHABETS = {
    "es": "abcdefghijklmnñopqrstuvwxyz",
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}
"""Alphabets with letters that a reader looks for behind the one that they are like."""
_LIKE: Mapping[str, str] = dict(
    zip("łøđæœþðıґєіїўыэ", ("l", "o", "d", "a", "o", "t", "d", "i", *"геиіуие"), strict=True)
)
"""Letters of other languages, and what they stand among."""
_BREAKS = {",": (1, ","), " ": (2, " "), "-": (2, " ")}
"""What parts words: nothing comes before something, DIN 5007-1."""
_BEHIND = 0x10000
"""Added to Latin letters where the alphabet is another: its own come first."""
_FIGURES = "0–9"


def sort_key(text: str, language: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts texts by the alphabet of a language, a BCP 47 tag.

    An accent that makes no letter of its own in the language does not count, nor do apostrophes
    and other signs inside and around words.
    """
    return tuple(_keys(text, language))


def initial(text: str, language: str) -> str:
    """Return the letter under which a text stands in an index, `0–9` for figures."""
    first = next((letter for place, letter in _keys(text, language) if place > len(_BREAKS)), "")
    return _FIGURES if first.isdigit() else first.upper()


def _keys(text: str, language: str) -> Iterator[tuple[int, str]]:
    order = _order(language.partition("-")[0])
    is_latin = not order or "a" in order
    for letter in unicodedata.normalize("NFC", text).casefold():
        if letter in _BREAKS:
            yield _BREAKS[letter]
        elif letter in order:
            yield order[letter], letter
        elif letter.isalnum() and unicodedata.category(letter) != "Lm":  # such as ʼ
            base = unicodedata.normalize("NFKD", letter)[0]
            if base not in order:
                base = _LIKE.get(base, base)
            behind = 0 if is_latin or not base.isascii() or base.isdigit() else _BEHIND
            yield order.get(base, ord(base) + behind), base


@cache
def _order(language: str) -> dict[str, int]:
    alphabet = _ALPHABETS.get(language, "")
    return {letter: ord(alphabet[0]) + place for place, letter in enumerate(alphabet)}
