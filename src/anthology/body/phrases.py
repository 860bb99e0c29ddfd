"""Phrases of a text: by them two texts that are alike are found among many."""

import re
from collections.abc import Iterator, Sequence
from zlib import crc32

from msgspec import Struct

from anthology.distinct import beyond_ascii

SHINGLE = 5
"""How many words in a row a phrase has, by which two texts are compared."""

_SHORT, _LONG = 20, 250
"""In bytes: a shorter clause is in too many texts to say anything, a longer one is cut."""
_CUT = 8
"""It is cut behind one word in so many, always the same."""
MOST = 64
"""How many clauses make a sample: those with the least checksums, which is chance (MinHash)."""

_SIGN = re.compile(r"\W")
_JOINED = re.compile(r"['’\u2011-](?<=\w.)(?=\w)")
_INSIDE_CLAUSES = frozenset("'’-‐‑")
"""Signs that end no clause, beside white space."""
_FEW_SIGNS = 64
"""As many signs are found one by one sooner than words by their pattern."""


def _left(char: str) -> str:
    """Return what is left of a sign between words: a line break if it may end a clause."""
    return " " if char in _INSIDE_CLAUSES or char.isspace() else "\n"


_ASCII_SIGNS = bytes(
    ord(_left(chr(code))) if code < 128 and _SIGN.match(chr(code)) else code for code in range(256)
)
"""What is left of each byte of UTF-8."""


class Sample(Struct, frozen=True, kw_only=True):
    """Some clauses of a text: two texts that are alike have many of them in common."""

    words: int = 0
    """How many words the text has."""
    clauses: tuple[int, ...] = ()
    """Their checksums, the least first."""


def words_of(text: str) -> list[str]:
    """Return the words of a text, without the difference of capitals."""
    return _bare(text).decode("utf-8", "surrogatepass").split()


def joins_in(text: str) -> int:
    """Return how many words of a text an apostrophe or a hyphen joins to the one before."""
    return len(_JOINED.findall(text))


def phrases_of(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """Return every phrase in the words."""
    return frozenset(zip(*(words[start:] for start in range(SHINGLE)), strict=False))


def sample(text: str) -> Sample:
    """Return a sample of the clauses of a text in which white space is even."""
    bare = _bare(text)
    clauses = [clause for clause in map(bytes.strip, bare.split(b"\n")) if len(clause) > _SHORT]
    if max(map(len, clauses), default=0) > _LONG:
        clauses = [part for clause in clauses for part in _cut(clause)]
    found = sorted(set(map(crc32, clauses)))
    return Sample(words=len(bare.split()), clauses=tuple(found[:MOST]))


def _bare(text: str) -> bytes:
    """Return the words of a text in UTF-8, and between them blanks, or line breaks for signs."""
    signs = [char for char in beyond_ascii(text) if not char.isalnum()]
    if len(signs) > _FEW_SIGNS:
        text = _SIGN.sub(lambda sign: _left(sign[0]), text)
    else:
        for sign in signs:
            text = text.replace(sign, _left(sign))
    return text.casefold().encode("utf-8", "surrogatepass").translate(_ASCII_SIGNS)


def _cut(clause: bytes) -> Iterator[bytes]:
    """Yield a clause, or the parts of a long one."""
    if len(clause) <= _LONG:
        yield clause
        return
    part: list[bytes] = []
    for word in clause.split():
        part.append(word)
        if crc32(word) % _CUT == 0:
            yield b" ".join(part)
            part = []
    if part:
        yield b" ".join(part)
