"""Articles that stand there twice: by address, by title, author and date, or by their words."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from anthology.body.tree import text_of
from anthology.model import Article

SHINGLE = 5
"""How many words in a row are compared."""

ALIKE = 0.8
"""The share of common shingles (Jaccard) from which two texts count as the same."""

FEWEST = 40
"""Shorter texts, in words, are not compared: poems and notices share phrases by nature."""

_SAMPLE = 8
"""One shingle in so many is looked at first, to find the pairs worth comparing."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """Two articles that are the same, and what says so."""

    first: Article
    second: Article
    reason: str


def find_twins(articles: Iterable[Article]) -> tuple[Twin, ...]:
    """Return every article that repeats an earlier one, in the order given; each one once."""
    known: list[Article] = []
    twins: list[Twin] = []
    by_key: dict[tuple[str, ...], tuple[Article, str]] = {}
    texts = _Texts()
    for article in articles:
        twin: tuple[Article, str] | None = None
        for key, reason in _keys(article):
            twin = twin or by_key.get(key)
            by_key.setdefault(key, (article, reason))
        twin = twin or texts.like(article)
        if twin:
            twins.append(Twin(first=twin[0], second=article, reason=twin[1]))
        else:
            known.append(article)
            texts.add(article)
    return tuple(twins)


def _keys(article: Article) -> Iterator[tuple[tuple[str, ...], str]]:
    if article.source and article.source.url:
        yield ("url", article.source.url.rstrip("/")), f"same source {article.source.url}"
    title = " ".join(_WORD.findall(article.title.text.casefold()))
    if article.date and title:
        authors = tuple(name.casefold() for name in sorted(article.authors))
        yield ("title", title, article.date.isoformat(), *authors), "same title, author and date"


class _Texts:
    """The texts met so far, by a sample of their shingles."""

    def __init__(self) -> None:
        self._holders: dict[int, list[int]] = {}
        self._seen: list[tuple[Article, frozenset[int]]] = []

    def add(self, article: Article) -> None:
        shingles = _shingles(article)
        number = len(self._seen)
        self._seen.append((article, shingles))
        for shingle in shingles:
            if shingle % _SAMPLE == 0:
                self._holders.setdefault(shingle, []).append(number)

    def like(self, article: Article) -> tuple[Article, str] | None:
        shingles = _shingles(article)
        if not shingles:
            return None
        shared: dict[int, int] = {}
        for shingle in shingles:
            if shingle % _SAMPLE == 0:
                for number in self._holders.get(shingle, ()):
                    shared[number] = shared.get(number, 0) + 1
        for number in sorted(shared, key=lambda other: -shared[other])[:3]:
            other, theirs = self._seen[number]
            likeness = len(shingles & theirs) / len(shingles | theirs)
            if likeness >= ALIKE:
                return other, f"{likeness:.0%} of the text is the same"
        return None


def _shingles(article: Article) -> frozenset[int]:
    words = _WORD.findall(text_of(article.body.content).casefold())
    if len(words) < FEWEST:
        return frozenset()
    return frozenset(
        int.from_bytes(
            hashlib.blake2b(" ".join(words[at : at + SHINGLE]).encode(), digest_size=6).digest()
        )
        for at in range(len(words) - SHINGLE + 1)
    )
