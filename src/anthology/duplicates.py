"""Articles that stand there twice: by address, by title, author and date, or by their words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from msgspec import Struct

from anthology.body.phrases import MOST, phrases_of, words_of
from anthology.body.tree import text_of
from anthology.model import Article
from anthology.values import names_a_text

ALIKE = 0.8
"""The share of common phrases (Jaccard) from which two texts may be the same."""

FEWEST = 40
"""Shorter texts, in words, are not compared: poems and notices share phrases by nature."""

_CHANCE = 1
"""How many clauses less than a quarter of few two texts that are alike may have in common."""

_LIKELIEST = 3
"""With how many texts one is compared word by word."""
_WORD = re.compile(r"\w+")


class Twin(Struct, frozen=True, kw_only=True):
    """Two articles that are the same or may be, and what says so."""

    first: Article
    second: Article
    reason: str
    certain: bool = True
    """Whether they have the same words, or say themselves that they are the same."""


def find_twins(articles: Iterable[Article]) -> tuple[Twin, ...]:
    """Return every article that repeats an earlier one, in the order given; each one once.

    Articles in two languages are two, though they have one title or one source: translations.
    """
    twins: list[Twin] = []
    by_key: dict[tuple[str, ...], tuple[Article, str]] = {}
    texts = _Texts()
    for article in articles:
        twin: Twin | None = None
        for key, reason in _keys(article):
            first, why = by_key.setdefault(key, (article, reason))
            if first is not article and twin is None:
                twin = Twin(first=first, second=article, reason=why)
        twin = twin or texts.like_or_new(article)
        if twin:
            twins.append(twin)
    return tuple(twins)


def _keys(article: Article) -> Iterator[tuple[tuple[str, ...], str]]:
    if article.source and article.source.url and names_a_text(article.source.url):
        address = article.source.url.rstrip("/")
        yield ("url", address, article.language), f"same source {article.source.url}"
    title = " ".join(_WORD.findall(article.title.text.casefold()))
    if article.date and title:
        authors = tuple(name.casefold() for name in sorted(article.authors))
        key = ("title", title, article.date.isoformat(), article.language, *authors)
        yield key, "same title, author and date"


class _Texts:
    """The texts met so far, by a sample of their phrases."""

    def __init__(self) -> None:
        self._holder: dict[int, int] = {}
        """Which text had a clause first."""
        self._others: dict[int, list[int]] = {}
        """Which texts had it as well."""
        self._seen: list[tuple[Article, int]] = []
        """Each text, and how many clauses its sample has."""
        self._short: set[int] = set()
        """Those that have not enough for a whole sample."""

    def like_or_new(self, article: Article) -> Twin | None:
        """Return what says that an article repeats another, or keep it as a new one.

        What may be another is kept as well. Two texts of which ALIKE phrases are the same have
        most of their clauses in common; those with less than a quarter are not looked at.
        """
        sample = article.body.sample
        if sample.words < FEWEST:
            return None
        known = self._holder.keys() & sample.clauses
        shared = Counter(map(self._holder.__getitem__, known))
        shared.update(chain.from_iterable(filter(None, map(self._others.get, known))))
        twin: Twin | None = None
        enough = max(shared.values(), default=0) >= _least(len(sample.clauses))
        likely = [
            (-both, number)
            for number, both in (shared.items() if enough or shared.keys() & self._short else ())
            if both >= _least(min(len(sample.clauses), self._seen[number][1]))
        ]
        for _, number in sorted(likely)[:_LIKELIEST]:
            other = self._seen[number][0]
            words = [words_of(text_of(one.body.content)) for one in (article, other)]
            mine, theirs = map(phrases_of, words)
            likeness = len(mine & theirs) / len(mine | theirs)
            if likeness >= ALIKE:
                twin = Twin(
                    first=other,
                    second=article,
                    reason=f"{likeness:.0%} of the text is the same",
                    certain=words[0] == words[1] and article.language == other.language,
                )
                break
        if twin and twin.certain:
            return twin
        for one in known:
            self._others.setdefault(one, []).append(len(self._seen))
        self._holder.update(dict.fromkeys(set(sample.clauses) - known, len(self._seen)))
        if len(sample.clauses) < MOST:
            self._short.add(len(self._seen))
        self._seen.append((article, len(sample.clauses)))
        return twin


def _least(clauses: int) -> int:
    """Return how many clauses two texts that are alike have in common, of so few in a sample."""
    return clauses // 4 - _CHANCE
