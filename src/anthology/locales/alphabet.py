"""The order of the alphabet, as each language has it."""

import unicodedata
from functools import cache

_ALPHABETS = {
    "es": "abcdefghijklmnñopqrstuvwxyz",
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}
"""Alphabets with letters that a reader looks for behind the one that they are like."""


def sort_key(text: str, language: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts texts by the alphabet of a language, a BCP 47 tag.

    An accent that makes no letter of its own in the language does not count.
    """
    order = _order(language.partition("-")[0])
    key: list[tuple[int, str]] = []
    for letter in unicodedata.normalize("NFC", text).casefold():
        if letter in order:
            key.append((order[letter], letter))
            continue
        base = unicodedata.normalize("NFKD", letter)[0]
        key.append((order.get(base, ord(base)), base))
    return tuple(key)


@cache
def _order(language: str) -> dict[str, int]:
    alphabet = _ALPHABETS.get(language, "")
    return {letter: ord(alphabet[0]) + place for place, letter in enumerate(alphabet)}
