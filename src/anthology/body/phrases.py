"""Phrases of a text: by them two texts that are alike are found among many."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, count
from zlib import crc32

from anthology.body.tree import Nodes, text_of

SHINGLE = 5
"""How many words in a row a phrase has."""

_SAMPLE = 4
"""The phrases behind one word in so many are sampled."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The phrases of a text that begin with one of the same few words in every text."""

    words: int = 0
    """How many words the text has."""
    phrases: tuple[int, ...] = ()
    """Their checksums."""


def words_of(content: Nodes) -> list[str]:
    """Return the words of a text, without the difference of capitals."""
    return _WORD.findall(text_of(content).casefold())


def phrases_of(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """Return every phrase in the words."""
    return frozenset(zip(*(words[start:] for start in range(SHINGLE)), strict=False))


@lru_cache(maxsize=1 << 16)
def _is_sampled(word: str) -> bool:
    return crc32(word.encode()) % _SAMPLE == 0


def sample(content: Nodes) -> Sample:
    """Return a sample of the phrases of a text."""
    words = words_of(content)
    chosen = set(filter(_is_sampled, set(words)))
    starts = compress(count(), map(chosen.__contains__, words[: 1 - SHINGLE]))
    found = {crc32(" ".join(words[at : at + SHINGLE]).encode()) for at in starts}
    return Sample(words=len(words), phrases=tuple(sorted(found)))
