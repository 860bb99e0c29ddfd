"""Phrases of a text: by them two texts that are alike are found among many."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress, count
from zlib import crc32

from msgspec import Struct

SHINGLE = 5
"""How many words in a row a phrase has."""

_SAMPLE = 4
"""The phrases behind one word in so many are sampled."""

_WORD = re.compile(r"\w+")
_LAST_OF_ASCII = "\x7f"
_BLANK_SIGNS = bytes(
    ord(" ") if code < 128 and not _WORD.match(chr(code)) else code for code in range(256)
)
"""Makes a blank of each sign of ASCII, in bytes of UTF-8."""
_FEW_SIGNS = 64
"""As many signs are found one by one sooner than words by their pattern."""
_JOINED = re.compile(r"['’\u2011-](?<=\w.)(?=\w)")


class Sample(Struct, frozen=True, kw_only=True):
    """The phrases of a text that begin with one of the same few words in every text."""

    words: int = 0
    """How many words the text has."""
    phrases: tuple[int, ...] = ()
    """Their checksums."""


def words_of(text: str) -> list[str]:
    """Return the words of a text, without the difference of capitals."""
    signs = [char for char in set(text) if char > _LAST_OF_ASCII and not char.isalnum()]
    if len(signs) > _FEW_SIGNS:
        return "\n".join(_WORD.findall(text)).casefold().split()
    for sign in signs:
        text = text.replace(sign, " ")
    typed = text.casefold().encode("utf-8", "surrogatepass").translate(_BLANK_SIGNS)
    return typed.decode("utf-8", "surrogatepass").split()


def joins_in(text: str) -> int:
    """Return how many words of a text an apostrophe or a hyphen joins to the one before."""
    return len(_JOINED.findall(text))


def phrases_of(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """Return every phrase in the words."""
    return frozenset(zip(*(words[start:] for start in range(SHINGLE)), strict=False))


@lru_cache(maxsize=1 << 16)
def _is_sampled(word: str) -> bool:
    return crc32(word.encode()) % _SAMPLE == 0


def sample(words: Sequence[str]) -> Sample:
    """Return a sample of the phrases in the words of a text."""
    chosen = set(filter(_is_sampled, set(words)))
    starts = compress(count(), map(chosen.__contains__, words[: 1 - SHINGLE]))
    found = {crc32(" ".join(words[at : at + SHINGLE]).encode()) for at in starts}
    return Sample(words=len(words), phrases=tuple(sorted(found)))
