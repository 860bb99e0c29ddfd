"""Words with capitals that may be names, out of texts, and the evidence for and against each.

What counts as evidence against: the same word in small letters elsewhere; in German, where every
noun has a capital, a word such as `one`, `her` or a number before it. For: another name beside it,
a genitive without an article before it, the CLDR's lists of countries and cities.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct, field

from anthology.names.endings import forms
from anthology.names.lexicon import (
    PARTICLES,
    calendar,
    is_article,
    is_determiner,
    is_title,
    nouns_have_capitals,
    places,
    titles_have_capitals,
)
from anthology.names.spelling import Word, words

_END = re.compile(r"""[.!?:…"„“”«»‹›()\[\]/|•—]| - """)
"""What a sentence, or a part of one that begins anew, ends with."""
_HEADLINE = 0.6
"""Share of words with capitals, of which a line of a few has more only where it is a headline."""
_SHORT = 15
"""Words of a headline at most."""
_PRODUCT = re.compile(
    r"I'.*|[A-Z]{2,}s?(?:'s)?|(?!Ma?c[A-Z]|[OD]'|(?:De|La|Le|Van)[A-Z]).*[a-z][A-Z].*"
)
"""Words with capitals that name no person and no place: I'm, GSA's, GitHub."""
_OFTEN = 4
"""How often a German word occurs that is a name because it never has an article."""
_RARE = 0.1
"""Share of small letters up to which a word is still a name."""


class Line(Struct, frozen=True, kw_only=True):
    """Text in which words follow each other."""

    text: str
    file: str
    language: str
    """The first part of a BCP 47 tag."""
    known: tuple[tuple[int, int], ...] = ()
    """From where to where names stand in it that are no question any more."""


class Run(Struct, frozen=True, kw_only=True):
    """Words with capitals beside each other."""

    words: tuple[str, ...]
    """As they are compared."""
    joints: tuple[str, ...]
    """What stands between them."""
    typed: str
    line: Line
    titled: bool
    """Whether the title of a person stands before it."""
    proper: bool
    """Whether none of its words is usually written with a small letter."""
    certain: bool
    """Whether there is more for it than its capital: German nouns have one, too."""

    @property
    def key(self) -> tuple[str, ...]:
        """All that makes it another one."""
        return (self.line.language, *self.words, *self.joints)


class _Unit(NamedTuple):
    """A word, or several that hyphens join. A book has a million of them."""

    text: str
    parts: list[Word]
    before: str
    has_capital: bool
    is_initial: bool
    """Whether it is a single capital letter."""
    begins: bool
    """Whether a sentence begins with it."""


def _units(text: str, language: str) -> list[_Unit]:
    units: list[_Unit] = []
    before: _Unit | None = None
    for parts in _compounds(text, language):
        first = parts[0]
        word = first.text if len(parts) == 1 else "-".join([part.text for part in parts])
        joint = first.before
        begins = before is None or (
            joint != " "
            and _END.search(joint) is not None
            and not (joint == "." and (before.is_initial or _shortens(before, language)))
        )
        capital = parts[-1].text[0].isupper() and (
            first.text[0].isupper() or first.text in PARTICLES
        )
        before = _Unit(word, parts, joint, capital, capital and len(word) == 1, begins)
        units.append(before)
    return units


def _compounds(text: str, language: str) -> Iterator[list[Word]]:
    """Yield the words of a text, those that hyphens join together."""
    parts: list[Word] = []
    for word in words(text, language):
        if word.before == "-" and parts:
            parts.append(word)
            continue
        if parts:
            yield parts
        parts = [word]
    if parts:
        yield parts


def _shortens(unit: _Unit, language: str) -> bool:
    return len(unit.text) <= 4 and is_title(unit.text, language)


class _Evidence(Struct):
    """How often words of a language occur in which way."""

    language: str
    small: Counter[str] = field(default_factory=Counter)
    capital: Counter[str] = field(default_factory=Counter)
    """Inside of sentences."""
    counted: Counter[str] = field(default_factory=Counter)
    """Behind a determiner or a number."""
    articled: Counter[str] = field(default_factory=Counter)
    names: set[str] = field(default_factory=set)
    """Words for which there is other evidence."""

    def count(self, units: Sequence[_Unit]) -> None:
        for at, unit in enumerate(units):
            if not unit.has_capital:
                for part in unit.parts:
                    self.small[part.text] += 1
                continue
            if unit.begins:
                continue
            self.capital[unit.text] += 1
            before = units[at - 1].text
            if unit.before != " ":
                continue
            if is_determiner(before, self.language) or before[0].isdigit():
                self.counted[unit.text] += 1
            elif is_article(before, self.language):
                self.articled[unit.text] += 1

    def find_names(self, units: Sequence[_Unit]) -> None:
        """Note names of which one is certain: genitives without an article, and pairs."""
        for before, unit in pairwise(units):
            base = unit.text.removesuffix("s")
            beside = before.has_capital and unit.has_capital and unit.before == " "
            if not beside or before.begins:
                continue
            if base != unit.text and self.capital[base] and not self.is_noun(base):
                self.names.add(base)
            elif not any(map(self._is_no_name, (before.text, unit.text))):
                self.names.update((before.text, unit.text))

    def _is_no_name(self, word: str) -> bool:
        return (
            self.counted[word] + self.articled[word] > 0
            or self.is_small(word)
            or _PRODUCT.fullmatch(word) is not None
            or word in calendar(self.language)
            or is_title(word, self.language)
        )

    def is_seen(self, word: str) -> bool:
        """Return whether a word has a capital inside of sentences, too, in some form."""
        bent = forms(word, self.language, last=True, place=False)
        return any(self.capital[form] for form in bent) and not self.is_small(word)

    def is_small(self, word: str) -> bool:
        """Return whether a word is usually written with a small letter."""
        small = self.small[word.lower()]
        return small > _RARE * (small + self.capital[word])

    def is_noun(self, word: str) -> bool:
        """Return whether a word with a capital is a noun and no name, in German."""
        if not nouns_have_capitals(self.language) or word in places(self.language):
            return False
        often = self.capital[word]
        return self.counted[word] > 0.03 * often or self.articled[word] > 0.2 * often

    def is_word(self, word: str) -> bool:
        """Return whether a word with a capital that stands alone is certainly no name."""
        if word in places(self.language):
            return False
        small = not nouns_have_capitals(self.language) and not self.capital[word]
        return small or self.is_small(word) or self.is_noun(word)

    def is_name(self, word: str) -> bool:
        """Return whether there is evidence that a word is a name that may be one."""
        return (
            not nouns_have_capitals(self.language)
            or word in places(self.language)
            or not self.names.isdisjoint((word, word.removesuffix("s")))
            or self._is_bent(word)
        )

    def _is_bent(self, word: str) -> bool:
        """Return whether a German word occurs often, also in the genitive, and with no article."""
        often, alone = self.capital[word], self.counted[word] == 0
        bent = self.capital[f"{word}s"] > 0
        return bent and alone and often >= _OFTEN and self.articled[word] <= _RARE * often

    def is_genitive(self, word: str) -> bool:
        """Return whether a word is a name in the German genitive, which parts what is beside it."""
        base = word.removesuffix("s")
        known = base in self.names or base in places(self.language)
        return nouns_have_capitals(self.language) and base != word and known


def runs(lines: Iterable[Line]) -> tuple[Run, ...]:
    """Return the runs of words with capitals that may be names, in the order of the texts."""
    told = [(line, _units(line.text, line.language)) for line in lines]
    told = [one for one in told if not _is_headline(*one)]
    evidence: dict[str, _Evidence] = {}
    for line, units in told:
        evidence.setdefault(line.language, _Evidence(line.language)).count(units)
    for line, units in told:
        if nouns_have_capitals(line.language):
            evidence[line.language].find_names(units)
    return tuple(run for line, units in told for run in _runs(line, units, evidence[line.language]))


def _is_headline(line: Line, units: Sequence[_Unit]) -> bool:
    """Return whether a line has capitals because it is a title."""
    if not titles_have_capitals(line.language):
        return False
    capitals = sum(unit.has_capital for unit in units)
    return 3 <= len(units) <= _SHORT and capitals > _HEADLINE * len(units)


def _runs(line: Line, units: Sequence[_Unit], evidence: _Evidence) -> Iterator[Run]:
    end = 0
    for at, unit in enumerate(units):
        if (
            at < end
            or not unit.has_capital
            or _is_known(line, unit)
            or _is_none(unit, evidence)
            or _is_article(units, at)
        ):
            continue
        end = _end(line, units, at, evidence)
        here = units[at:end]
        alone = here[0].text if len(here) == 1 else ""
        if _may_be_name(here, evidence):
            yield _run(
                line,
                here,
                certain=not alone or evidence.is_name(alone),
                titled=at > 0 and is_title(units[at - 1].text, line.language),
                proper=not any(evidence.is_small(one.text) for one in here if one.has_capital),
            )


def _is_known(line: Line, unit: _Unit) -> bool:
    place = unit.parts[0].start
    return any(start <= place < end for start, end in line.known)


def _is_none(unit: _Unit, evidence: _Evidence) -> bool:
    """Return whether a word with a capital is none of a name and parts those beside it."""
    word, language = unit.text, evidence.language
    if unit.is_initial or word in evidence.names or word in places(language):
        return False
    compound = any(
        evidence.is_noun(part.text) or evidence.is_small(part.text) or part.text.isupper()
        for part in unit.parts[1:]
    )
    return (
        compound
        or (unit.begins and not evidence.is_seen(word))
        or _PRODUCT.fullmatch(word) is not None
        or is_title(word, language)
        or word in calendar(language)
        or evidence.is_noun(word)
    )


def _is_article(units: Sequence[_Unit], at: int) -> bool:
    """Return whether a single letter stands before a word and no full stop behind it: A book."""
    follows = units[at + 1].before if at + 1 < len(units) else ""
    return units[at].is_initial and follows != "."


def _is_whole(unit: _Unit, evidence: _Evidence) -> bool:
    """Return whether a word is a name by itself, and no part of a longer one."""
    word = unit.text
    return word.endswith("'s") or word in places(evidence.language) or evidence.is_genitive(word)


def _end(line: Line, units: Sequence[_Unit], start: int, evidence: _Evidence) -> int:
    """Return where a run ends that begins with a unit."""
    end = start + 1
    while end < len(units) and not _is_whole(units[end - 1], evidence):
        next_ = end
        while next_ < len(units) and units[next_].text in PARTICLES:
            next_ += 1
        if next_ == len(units):
            return end
        unit = units[next_]
        joined = all(_joins(one, before) for before, one in pairwise(units[end - 1 : next_ + 1]))
        lone = next_ == end + 1 and nouns_have_capitals(evidence.language)
        if (
            not joined
            or (lone and units[end - 1].text not in evidence.names)
            or not unit.has_capital
            or unit.begins
            or _is_known(line, unit)
            or _is_none(unit, evidence)
            or _is_apart(unit, units[end - 1], evidence)
        ):
            return end
        end = next_ + 1
    return end


def _is_apart(unit: _Unit, before: _Unit, evidence: _Evidence) -> bool:
    """Return whether a word begins a name of its own behind another word."""
    return unit.text in places(evidence.language) or (
        evidence.is_genitive(unit.text) and before.text not in evidence.names
    )


def _joins(unit: _Unit, before: _Unit) -> bool:
    return unit.before == " " or (unit.before == "." and before.is_initial)


def _may_be_name(units: Sequence[_Unit], evidence: _Evidence) -> bool:
    whole = [unit.text for unit in units if not unit.is_initial and unit.has_capital]
    if len(units) > 1:
        return bool(whole) and not evidence.is_small(whole[-1])
    return bool(whole) and len(whole[0]) > 2 and not evidence.is_word(whole[0])


def _run(line: Line, units: Sequence[_Unit], *, titled: bool, proper: bool, certain: bool) -> Run:
    said = [part for unit in units for part in unit.parts]
    typed = line.text[said[0].start : said[-1].end]
    genitive = said[-1].text.endswith("'s")
    return Run(
        words=tuple(
            word.text.removesuffix("'s") if word is said[-1] else word.text for word in said
        ),
        joints=tuple(word.before for word in said[1:]),
        typed=typed[:-2] if genitive else typed,
        line=line,
        titled=titled,
        proper=proper,
        certain=certain,
    )
