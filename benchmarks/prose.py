"""Articles made of words by chance: the same articles for the same seed, on every machine.

An article depends on the seed and on its number only, so that a longer book begins with the
articles of a shorter one.
"""

import datetime as dt
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from vocabulary import (
    ADJECTIVES,
    AMOUNTS,
    DEEDS,
    EVENTS,
    LINKS,
    MANNERS,
    NOUNS,
    OPENERS,
    PEOPLE,
    PLACES,
    PLURALS,
)

WORDS = 950
"""How many words an article has, at least: about three and a half pages A5."""
FIRST_DAY = dt.date(2015, 1, 2)
DAYS = 3
"""How many days lie between two articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words in a line."""

    words: str
    emphasised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead to another article."""

    words: str
    to: int
    """The other article's number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote, where it is referred to."""

    words: str


Span: TypeAlias = Text | Link | Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of running text."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading inside an article."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list without numbers."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A paragraph that is quoted."""

    words: str


Block: TypeAlias = Paragraph | Heading | Items | Quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article."""

    number: int
    """Counted from 0, in the order of the dates."""
    title: str
    date: dt.date
    origin: str
    """The title of what it was taken from."""
    origin_date: dt.date
    blocks: tuple[Block, ...]

    @property
    def name(self) -> str:
        """The title as a name in addresses, unique because the title is."""
        return re.sub(r"[^a-z]+", "-", self.title.lower())


class Chance:
    """A source of choices that are the same for the same seed.

    It rests on `random.Random.random` alone, the one method whose numbers Python promises to keep.
    """

    def __init__(self, seed: str) -> None:
        """Take what the choices depend on."""
        self._random = random.Random(seed).random  # noqa: S311 - the same choices again

    def below(self, most: int) -> int:
        """Return a number from 0 to one less than `most`."""
        return int(self._random() * most)

    def pick(self, words: Sequence[str]) -> str:
        """Return one of the words."""
        return words[self.below(len(words))]

    def happens(self, share: float) -> bool:
        """Return True in this share of all cases."""
        return self._random() < share


def make_articles(count: int, seed: int) -> tuple[Article, ...]:
    """Return so many articles, no two with the same title."""
    articles: list[Article] = []
    titles: set[str] = set()
    for number in range(count):
        chance = Chance(f"{seed} {number}")
        title = _title(chance)
        while title in titles:
            title = _title(chance)
        titles.add(title)
        date = FIRST_DAY + dt.timedelta(days=DAYS * number)
        articles.append(
            Article(
                number=number,
                title=title,
                date=date,
                origin=_title(chance),
                origin_date=date - dt.timedelta(days=1 + chance.below(40)),
                blocks=_blocks(chance, number),
            )
        )
    return tuple(articles)


def with_another_word(article: Article) -> Article:
    """Return an article in whose first paragraph one noun is another, of the same length."""
    first = next(block for block in article.blocks if isinstance(block, Paragraph))
    text = next(span for span in first.spans if isinstance(span, Text))
    word, other = next(
        (word, noun)
        for word in re.findall(r"[a-z]+", text.words)
        for noun in NOUNS
        if word in NOUNS and len(noun) == len(word) and noun != word
    )
    changed = replace(text, words=re.sub(rf"\b{word}\b", other, text.words, count=1))
    paragraph = Paragraph(spans=tuple(changed if one is text else one for one in first.spans))
    blocks = tuple(paragraph if one is first else one for one in article.blocks)
    return replace(article, blocks=blocks)


def with_more_paragraphs(article: Article, count: int, seed: int) -> Article:
    """Return an article with so many more paragraphs at its end, of some seventy words each."""
    chance = Chance(f"{seed} more of {article.number}")
    more = tuple(Paragraph(spans=(_prose(chance, 5),)) for _ in range(count))
    return replace(article, blocks=(*article.blocks, *more))


def _title(chance: Chance) -> str:
    forms = (
        lambda: f"The {_thing(chance)} {chance.pick(PLACES)} the {chance.pick(NOUNS)}",
        lambda: f"A word on {_things(chance)}",
        lambda: f"{chance.pick(AMOUNTS)} {_things(chance)} and one {chance.pick(NOUNS)}",
        lambda: f"How the {chance.pick(PEOPLE)} {chance.pick(DEEDS)} the {_thing(chance)}",
    )
    title = forms[chance.below(len(forms))]()
    return title[0].upper() + title[1:]


def _blocks(chance: Chance, number: int) -> tuple[Block, ...]:
    blocks: list[Block] = []
    words = paragraphs = 0
    noted = 1 + chance.below(8) if chance.happens(0.6) else None
    linked = 1 + chance.below(8) if number and chance.happens(0.4) else None
    aside = 3 + chance.below(4) if chance.happens(0.8) else None
    while words < WORDS:
        if paragraphs and paragraphs % 4 == 0:
            blocks.append(Heading(words=_title(chance)))
        paragraphs += 1
        spans: list[Span] = [_prose(chance, 3 + chance.below(4))]
        if chance.happens(0.3):
            spans += [
                Text(words=f" They called it the {chance.pick(NOUNS)} of "),
                Text(words=f"the {_thing(chance)}", emphasised=True),
                Text(words=f", and the {chance.pick(PEOPLE)} {chance.pick(EVENTS)}."),
            ]
        if paragraphs == noted:
            spans.append(Note(words=_prose(chance, 2).words))
        if paragraphs == linked:
            to = chance.below(number)
            spans += [
                Text(words=" Of this "),
                Link(words="another article", to=to),
                Text(words=f" tells, as of the {_thing(chance)}."),
            ]
        blocks.append(Paragraph(spans=tuple(spans)))
        if paragraphs == aside:
            blocks.append(_aside(chance))
        words = sum(map(_count, blocks))
    return tuple(blocks)


def _aside(chance: Chance) -> Block:
    if chance.happens(0.5):
        return Quotation(words=_prose(chance, 3).words)
    lines = (f"{chance.pick(AMOUNTS)} {_things(chance)}, {_where(chance)}" for _ in range(4))
    return Items(items=tuple(f"{line};" for line in lines))


def _count(block: Block) -> int:
    match block:
        case Paragraph(spans=spans):
            return sum(len(span.words.split()) for span in spans)
        case Items(items=items):
            return sum(len(item.split()) for item in items)
        case Heading(words=words) | Quotation(words=words):
            return len(words.split())


def _prose(chance: Chance, sentences: int) -> Text:
    return Text(words=" ".join(_sentence(chance) for _ in range(sentences)))


def _sentence(chance: Chance) -> str:
    forms = (
        lambda: f"{_clause(chance)}, {chance.pick(LINKS)} {_clause(chance)}.",
        lambda: f"{chance.pick(OPENERS)}, {_clause(chance)}.",
        lambda: f"{chance.pick(OPENERS)} {_clause(chance)} -- {_clause(chance)}.",
        lambda: f"{_clause(chance)}; {_clause(chance)} in {1840 + chance.below(110)}.",
        lambda: f'"{_first(_clause(chance))}," said the {chance.pick(PEOPLE)}.',
        lambda: f"Of {chance.pick(AMOUNTS)} {_things(chance)}, {_clause(chance)}.",
        lambda: (
            f"{_clause(chance)}, and {_clause(chance)}, {chance.pick(LINKS)} {_clause(chance)}."
        ),
    )
    return _first(forms[chance.below(len(forms))]())


def _clause(chance: Chance) -> str:
    who = chance.pick(PEOPLE) if chance.happens(0.4) else _thing(chance)
    how = f"{chance.pick(MANNERS)} " if chance.happens(0.25) else ""
    where = f" {_where(chance)}" if chance.happens(0.45) else ""
    if chance.happens(0.3):
        return f"the {who} {how}{chance.pick(EVENTS)}{where}"
    what = _things(chance) if chance.happens(0.35) else _thing(chance)
    return f"the {who} {how}{chance.pick(DEEDS)} the {what}{where}"


def _where(chance: Chance) -> str:
    return f"{chance.pick(PLACES)} the {_thing(chance)}"


def _thing(chance: Chance) -> str:
    like = f"{chance.pick(ADJECTIVES)} " if chance.happens(0.5) else ""
    return f"{like}{chance.pick(NOUNS)}"


def _things(chance: Chance) -> str:
    noun = chance.pick(NOUNS)
    like = f"{chance.pick(ADJECTIVES)} " if chance.happens(0.5) else ""
    return f"{like}{PLURALS.get(noun, f'{noun}s')}"


def _first(text: str) -> str:
    """Return a text that begins with a capital."""
    return text[0].upper() + text[1:]
