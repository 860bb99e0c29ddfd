"""A proposal for `names.yml`, made of the names that the texts seem to have."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from anthology.console import plural
from anthology.errors import Place
from anthology.locales.alphabet import sort_key
from anthology.names.alike import names_alike, words_alike
from anthology.names.candidates import Candidate, is_person
from anthology.names.endings import forms

_HEAD = """\
# The names that the texts seem to have: words with capitals, counted. It is a proposal. Delete what
# is no name, mend the headings, join what is one, then say `names: names.yml` in book.yml.
"""
_FEWEST = 2
"""How often a single word occurs at least that is proposed."""
_PLAIN = re.compile(r"[^\W\d_][\w .,’-]*\w")
"""Names that need no quotation marks in YAML."""
_ALIKE = "spelt alike: is it the same?"
_SHARED = "not the only one of this name"


@dataclass(slots=True)
class _Entry:
    candidate: Candidate
    person: bool
    variants: list[tuple[Candidate, str]] = field(default_factory=list)
    """With a remark on each."""

    @property
    def count(self) -> int:
        return self.candidate.count + sum(one.count for one, _ in self.variants)

    @property
    def heading(self) -> str:
        typed = self.candidate.typed
        return _inverted(typed) if self.person else typed

    @property
    def last(self) -> str | None:
        """The word by which the name may be written alone."""
        words = self.candidate.words
        return words[-1] if self.person or len(words) == 1 else None


def propose(
    candidates: Sequence[Candidate], place_of: Callable[[Candidate], Place], language: str
) -> str:
    """Return the text of a `names.yml` with what may be names, the more frequent of them first.

    `place_of` tells where a name stands first, `language` is that of the book, a BCP 47 tag.
    """
    entries = sorted(
        _entries(candidates), key=lambda one: (sort_key(one.heading, language), one.heading)
    )
    lines = (line for entry in entries for line in _lines(entry, place_of))
    return "\n".join((_HEAD, *lines, ""))


def _entries(candidates: Iterable[Candidate]) -> Iterator[_Entry]:
    whole = [one for one in candidates if len(one.words) > 1]
    single = [one for one in candidates if len(one.words) == 1]
    alone = frozenset(one.words[0] for one in single)
    entries: list[_Entry] = []
    for one in whole:
        same = (
            entry
            for entry in entries
            if entry.candidate.words == one.words or names_alike(entry.candidate.words, one.words)
        )
        _join(one, next(same, None), entries, person=is_person(one, alone))
    people = [entry for entry in entries if entry.person]
    given = Counter[str]()
    for entry in people:
        for word in entry.candidate.words[:-1]:
            given[word] += entry.count
    families = _families(people)
    for one in single:
        word = one.words[0]
        owners = families.get(word, ())
        if owners:
            owners[0].variants.append((one, _SHARED if len(owners) > 1 else ""))
        elif one.count > given[word]:
            same = (entry for entry in entries if entry.last and words_alike(entry.last, word))
            _join(one, next(same, None), entries, person=False)
    return (one for one in entries if len(one.candidate.words) > 1 or one.count >= _FEWEST)


def _join(one: Candidate, like: _Entry | None, entries: list[_Entry], *, person: bool) -> None:
    if like:
        like.variants.append((one, _ALIKE))
    else:
        entries.append(_Entry(one, person))


def _families(people: Iterable[_Entry]) -> Mapping[str, list[_Entry]]:
    """Return who bears a family name, in any form and spelling; the most frequent first."""
    found: dict[str, list[_Entry]] = {}
    for entry in people:
        spelt = (entry.candidate, *(variant for variant, _ in entry.variants))
        for word in frozenset().union(*map(_alone, spelt)):
            found.setdefault(word, []).append(entry)
    return found


def _alone(one: Candidate) -> frozenset[str]:
    """Return the forms in which a person's family name may stand alone."""
    return forms(one.words[-1], one.first.line.language, last=True, place=False)


def _lines(entry: _Entry, place_of: Callable[[Candidate], Place]) -> Iterator[str]:
    yield f"- name: {_quoted(entry.heading)}  # {_told(entry.candidate, place_of)}"
    others = [one for one in entry.variants if one[0].typed != entry.candidate.typed]
    if others:
        yield "  variants:"
    for variant, remark in others:
        said = _told(variant, place_of) + (f"; {remark}" if remark else "")
        yield f"    - {_quoted(variant.typed)}  # {said}"


def _told(one: Candidate, place_of: Callable[[Candidate], Place]) -> str:
    return f"{plural(one.count, 'time')}, {place_of(one)}"


def _inverted(name: str) -> str:
    """Return a person's name as it stands in an alphabet: Leyen, Ursula von der."""
    *given, family = name.split(" ")
    return f"{family}, {' '.join(given)}"


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
