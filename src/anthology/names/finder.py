"""Names found in a text: whole words, the longest name where several fit."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from anthology.names.endings import forms
from anthology.names.spelling import Word, words

STAR = "*"
"""At the end of a spelling: more letters may follow, and a hyphen with more words."""
FEWEST = 3
"""How many letters have to stand before a star."""


class Known(Struct, frozen=True, kw_only=True):
    """A name as it is looked for."""

    spellings: tuple[str, ...]
    """All that it is written as."""
    place: bool = False
    """Whether it is a place's."""


class Match(Struct, frozen=True):
    """Where a name stands in a text."""

    start: int
    end: int
    name: int
    """Its number among those that are known."""


class _Spelling(Struct, frozen=True):
    name: int
    order: int
    """Its number among all spellings."""
    words: tuple[str, ...]
    forms: tuple[frozenset[str], ...]
    """Of each of its words."""
    joints: tuple[str, ...]
    """What stands between them."""
    star: bool

    def fits(self, said: Sequence[Word], at: int) -> bool:
        """Return whether it stands in a text, from one of its words on."""
        end = at + len(self.words)
        here = said[at:end]
        if len(here) < len(self.words):
            return False
        joints = tuple(word.before for word in here[1:])
        if joints != self.joints or said[at].before == "-":
            return False
        if not self.star and end < len(said) and said[end].before == "-":
            return False
        *others, last = zip(here, self.words, self.forms, strict=True)
        word, typed, allowed = last
        return all(one.text in forms_ for one, _, forms_ in others) and (
            word.text.startswith(typed) if self.star else word.text in allowed
        )


class _Candidate(Struct, frozen=True):
    spelling: _Spelling
    start: int
    end: int
    places: range
    """The numbers of its words in the text."""
    literal: bool
    """Whether it is written just as given."""

    @property
    def rank(self) -> tuple[int, int, bool, int, int]:
        return (
            -len(self.places),
            self.start - self.end,
            not self.literal,
            self.spelling.order,
            self.start,
        )


class Finder:
    """Finds names in texts of one language."""

    def __init__(self, names: Sequence[Known], language: str) -> None:
        """Take the names, and the language of the texts, without any subtag."""
        self._language = language
        self._by_form: dict[str, list[_Spelling]] = {}
        self._by_head: dict[str, list[_Spelling]] = {}
        """Those whose first word may go on, by its first letters."""
        spellings = [(number, typed) for number, one in enumerate(names) for typed in one.spellings]
        for order, (number, typed) in enumerate(spellings):
            spelling = _spelling(typed, number, order, language, place=names[number].place)
            if spelling.star and len(spelling.words) == 1:
                self._by_head.setdefault(spelling.words[0][:FEWEST], []).append(spelling)
                continue
            for form in sorted(spelling.forms[0]):
                self._by_form.setdefault(form, []).append(spelling)

    def find(self, text: str) -> tuple[Match, ...]:
        """Return where names stand in a text, in order; none of them inside another.

        Of names that overlap the one of more words counts, then the longer one, then the one that
        is written just as given, then the first of all that are known.
        """
        found = sorted(self._candidates(text), key=lambda one: one.rank)
        taken: set[int] = set()
        matches = []
        for one in found:
            if taken.isdisjoint(one.places):
                taken.update(one.places)
                matches.append(Match(one.start, one.end, one.spelling.name))
        return tuple(sorted(matches, key=lambda match: match.start))

    def _candidates(self, text: str) -> Iterator[_Candidate]:
        said = tuple(words(text, self._language))
        for at, word in enumerate(said):
            for spelling in (
                *self._by_form.get(word.text, ()),
                *self._by_head.get(word.text[:FEWEST], ()),
            ):
                if spelling.fits(said, at):
                    places = range(at, at + len(spelling.words))
                    here = tuple(said[one].text for one in places)
                    yield _Candidate(
                        spelling, word.start, said[places[-1]].end, places, here == spelling.words
                    )


class Finders:
    """Finds names in texts of any language; no text is gone through twice."""

    def __init__(self, names: Sequence[Known]) -> None:
        """Take the names."""
        self._names = names
        self._finders: dict[str, Finder] = {}
        self._found: dict[tuple[str, str], tuple[Match, ...]] = {}

    def find(self, text: str, language: str) -> tuple[Match, ...]:
        """Return where names stand in a text in a language, a BCP 47 tag; see `Finder.find`."""
        spoken = language.partition("-")[0]
        if (text, spoken) not in self._found:
            if spoken not in self._finders:
                self._finders[spoken] = Finder(self._names, spoken)
            self._found[text, spoken] = self._finders[spoken].find(text)
        return self._found[text, spoken]


def _spelling(typed: str, name: int, order: int, language: str, *, place: bool) -> _Spelling:
    star = typed.endswith(STAR)
    said = tuple(words(typed.removesuffix(STAR), language))
    return _Spelling(
        name=name,
        order=order,
        words=tuple(word.text for word in said),
        forms=tuple(
            forms(word.text, language, last=word is said[-1], place=place) for word in said
        ),
        joints=tuple(word.before for word in said[1:]),
        star=star,
    )
