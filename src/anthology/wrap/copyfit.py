"""Texts as large as they fit their room, or how many of their words are too many."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from anthology.wrap.page import Back


class TooMany(Struct, frozen=True, kw_only=True):
    """Texts do not fit."""

    words: int
    """How many at their end have no room."""
    exactly: bool
    """Whether they are not even more."""


def copyfit(
    back: Back, sizes: Sequence[float], most: int, fits: Callable[[Back], bool]
) -> Back | TooMany:
    """Return a back whose texts have the first of some sizes in which they fit.

    `most` is how many words no room holds: with more of them nothing is tried. `fits` tells whether
    the texts of a back fit.
    """
    count = _count(back)
    if count > most:
        return TooMany(words=count - most, exactly=False)
    for size in sizes:
        sized = replace(back, size=size)
        if fits(sized):
            return sized
    few, many = 0, count
    while many - few > 1:
        middle = (few + many) // 2
        if fits(_first(replace(back, size=sizes[-1]), middle)):
            few = middle
        else:
            many = middle
    return TooMany(words=count - few, exactly=True)


def _count(back: Back) -> int:
    return sum(len(text.split()) for text in (*back.blurb, *back.biography))


def _first(back: Back, count: int) -> Back:
    """Return a back with the first words of its texts."""
    blurb, left = _cut(back.blurb, count)
    biography, _ = _cut(back.biography, left)
    return replace(back, blurb=blurb, biography=biography)


def _cut(paragraphs: tuple[str, ...], count: int) -> tuple[tuple[str, ...], int]:
    """Return the first words of paragraphs, and how many of `count` are left."""
    kept = []
    for paragraph in paragraphs:
        words = paragraph.split()[:count]
        count -= len(words)
        if words:
            kept.append(" ".join(words))
    return tuple(kept), count
