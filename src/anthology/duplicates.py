"""Articles that stand there twice: by address, by title, author and date, or by their words."""

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from zlib import crc32

from anthology.body.tree import text_of
from anthology.model import Article
from anthology.spread import spread

SHINGLE = 5
"""How many words in a row are compared."""

ALIKE = 0.8
"""The share of common shingles (Jaccard) from which two texts count as the same."""

FEWEST = 40
"""Shorter texts, in words, are not compared: poems and notices share phrases by nature."""

_SAMPLE = 4
"""The shingles behind one word in so many are looked at first, to find pairs worth comparing.

Of two texts with nothing in common these alone are too many different ones for ALIKE.
"""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """Two articles that are the same, and what says so."""

    first: Article
    second: Article
    reason: str


def find_twins(articles: Sequence[Article], hands: int = 1) -> tuple[Twin, ...]:
    """Return every article that repeats an earlier one, in the order given; each one once.

    `hands` is how many processes may look at the texts.
    """
    samples = spread(_sample, articles, hands)
    twins: list[Twin] = []
    by_key: dict[tuple[str, ...], tuple[Article, str]] = {}
    texts = _Texts()
    for article, sample in zip(articles, samples, strict=True):
        twin: tuple[Article, str] | None = None
        for key, reason in _keys(article):
            twin = twin or by_key.get(key)
            by_key.setdefault(key, (article, reason))
        twin = twin or texts.like_or_new(article, sample)
        if twin:
            twins.append(Twin(first=twin[0], second=article, reason=twin[1]))
    return tuple(twins)


def _keys(article: Article) -> Iterator[tuple[tuple[str, ...], str]]:
    if article.source and article.source.url:
        yield ("url", article.source.url.rstrip("/")), f"same source {article.source.url}"
    title = " ".join(_WORD.findall(article.title.text.casefold()))
    if article.date and title:
        authors = tuple(name.casefold() for name in sorted(article.authors))
        yield ("title", title, article.date.isoformat(), *authors), "same title, author and date"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sample:
    """The shingles of a text that begin with one of the same few words in every text."""

    words: int
    """How many words the text has."""
    shingles: "array[int]"
    """Their checksums."""


class _Texts:
    """The texts met so far, by a sample of their shingles."""

    def __init__(self) -> None:
        self._holders: dict[int, list[int]] = {}
        self._seen: list[tuple[Article, int]] = []

    def like_or_new(self, article: Article, sample: _Sample) -> tuple[Article, str] | None:
        """Return the text that an article repeats, with what says so, or keep it as a new one."""
        if sample.words < FEWEST:
            return None
        holders = self._holders
        shared = Counter(
            chain.from_iterable([holders[one] for one in sample.shingles if one in holders])
        )
        likely = sorted(shared, key=lambda number: (-shared[number], number))[:3]
        for number in likely:
            other, samples = self._seen[number]
            both = shared[number]
            if _too_different(sample.words, len(sample.shingles) - both, samples - both):
                continue
            mine, theirs = _shingles(_words(article)), _shingles(_words(other))
            likeness = len(mine & theirs) / len(mine | theirs)
            if likeness >= ALIKE:
                return other, f"{likeness:.0%} of the text is the same"
        for one in sample.shingles:
            holders.setdefault(one, []).append(len(self._seen))
        self._seen.append((article, len(sample.shingles)))
        return None


def _too_different(words: int, only_mine: int, only_theirs: int) -> bool:
    """Return whether so many shingles that only one of two texts has rule out that they are alike.

    Of my shingles, no more than there are words, those that only I have are not shared; what is
    shared is too small a part of all when those are added that only they have.
    """
    return words - only_mine < ALIKE * (words + only_theirs)


def _words(article: Article) -> list[str]:
    return _WORD.findall(text_of(article.body.content).casefold())


def _shingles(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(zip(*(words[start:] for start in range(SHINGLE)), strict=False))


def _sample(article: Article) -> _Sample:
    words = _words(article)
    chosen = {word for word in set(words) if crc32(word.encode()) % _SAMPLE == 0}
    starts = (at for at, word in enumerate(words[: 1 - SHINGLE]) if word in chosen)
    found = {crc32(" ".join(words[at : at + SHINGLE]).encode()) for at in starts}
    return _Sample(words=len(words), shingles=array("L", found))
