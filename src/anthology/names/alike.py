"""Names that look as if they were one: Tokajew, Tokaev, Takaev."""

import re
from collections.abc import Sequence
from functools import cache

from anthology.slug import slug

_STEPS = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        (r"-", ""),
        (r"shch|schtsch|szcz", "s"),
        (r"tsch|tch|cz|ch|kh", "h"),
        (r"sch|sh|sz|zh|z", "s"),
        (r"ck|[cq]", "k"),
        (r"ph", "f"),
        (r"w", "v"),
        (r"th", "t"),
        (r"[yj]", "i"),
        (r"i+e", "e"),
        (r"ff$", "v"),
        (r"(.)\1+", r"\1"),
    )
)
"""What is written one way here and another there, letter by letter, over the letters of a slug."""
_FAMILY = re.compile(r"(?<=.{7})[oe]v$")
"""The end of a family name that another language leaves out, behind a stem of some length."""
_VOWELS = frozenset("aeiou")
_SHORTEST = 6
"""Letters of words that may differ in a vowel."""
_LONG = 8
"""Letters of words that may differ in two."""
_SHORT = 3
"""Consonants that words have at least which are compared without their vowels."""


@cache
def skeleton(word: str) -> str:
    """Return a word as it would be written if there were one way to write every sound."""
    form = slug(word)
    for pattern, sign in _STEPS:
        form = pattern.sub(sign, form)
    return form


@cache
def bones(word: str) -> str:
    """Return what words have in common that are alike: the consonants of a word."""
    return _consonants(_FAMILY.sub("", skeleton(word)))


def words_alike(one: str, other: str) -> bool:
    """Return whether two words may be one name, spelt in two ways.

    They are the same sounds, or differ in a vowel or two inside. A consonant more, and what a
    word ends with, make another one: Maria and Marina, Maria and Mario.
    """
    a, b = (_FAMILY.sub("", skeleton(word)) for word in (one, other))
    if a == b:
        return True
    shorter = min(len(a), len(b))
    if shorter < _SHORTEST or a.rstrip("aeiou") == b.rstrip("aeiou"):
        return False
    return (
        bones(one) == bones(other)
        and len(bones(one)) >= _SHORT
        and (a[0] in _VOWELS) == (b[0] in _VOWELS)
        and distance(a, b) <= (2 if shorter >= _LONG else 1)
    )


def names_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two names of as many words may be one.

    Where the family names are alike and not the same, the others need not be: whoever wrote one
    of them another way may have written all so: Lukman Achmedjarow, Lupan Achmedjar. The same
    family name with another given name is another person.
    """
    if len(one) != len(other) or tuple(one) == tuple(other):
        return False
    *given, family = one
    *others, last = other
    if not words_alike(family, last):
        return False
    if family == last:
        return all(map(words_alike, given, others))
    return all(map(_loosely_alike, given, others))


def _loosely_alike(one: str, other: str) -> bool:
    a, b = skeleton(one), skeleton(other)
    return a[:1] == b[:1] and distance(a, b) <= max(1, max(len(a), len(b)) // 3)


def _consonants(form: str) -> str:
    return "".join(letter for letter in form if letter not in _VOWELS)


def distance(one: str, other: str) -> int:
    """Return how many letters have to be put in, taken out or replaced to make one the other."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, row[0] = row[0], at
        for column, sign in enumerate(other, 1):
            before, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, before + (letter != sign)),
            )
    return row[-1]
