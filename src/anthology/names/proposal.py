"""A proposal for `names.yml`, made of the names that the texts seem to have."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from anthology.console import plural
from anthology.errors import Place
from anthology.locales.alphabet import sort_key
from anthology.names.alike import bones, names_alike, words_alike
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


class _Variant(Struct, frozen=True):
    candidate: Candidate
    spelling: str
    """In the form of which the others can be made."""
    remark: str


class _Entry(Struct):
    candidate: Candidate
    person: bool
    variants: list[_Variant] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.candidate.count + sum(one.candidate.count for one in self.variants)

    @property
    def heading(self) -> str:
        typed = self.candidate.typed
        return _inverted(typed) if self.person else typed


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
    entries = _Entries()
    for one in whole:
        entries.join(one, entries.like(one), person=is_person(one, alone))
    people = [entry for entry in entries.all if entry.person]
    families = _families(people)
    given = Counter[str]()
    for entry in people:
        for word in entry.candidate.words[:-1]:
            given[word] += entry.count
    for one in single:
        word = one.words[0]
        owners = families.get(word, ())
        if owners:
            owner, family = owners[0]
            owner.variants.append(_Variant(one, family, _SHARED if len(owners) > 1 else ""))
        elif one.count > given[word]:
            like = entries.like(one)
            if like or one.certain:
                entries.join(one, like, person=False)
    return (one for one in entries.all if len(one.candidate.words) > 1 or one.count >= _FEWEST)


class _Entries:
    """The names that are proposed, and which of them a further one is like."""

    def __init__(self) -> None:
        self.all: list[_Entry] = []
        self._by_bones: dict[str, list[_Entry]] = {}

    def like(self, one: Candidate) -> _Entry | None:
        """Return the name that another may be, a single word that of a person, too."""
        some = self._by_bones.get(bones(one.words[-1]), ())
        return next((entry for entry in some if _are_alike(entry, one)), None)

    def join(self, one: Candidate, like: _Entry | None, *, person: bool) -> None:
        """Take a name, as a variant of what it is like."""
        if like:
            like.variants.append(_Variant(one, one.typed, _ALIKE))
            return
        entry = _Entry(one, person)
        self.all.append(entry)
        self._by_bones.setdefault(bones(one.words[-1]), []).append(entry)


def _are_alike(entry: _Entry, one: Candidate) -> bool:
    words = entry.candidate.words
    if len(one.words) == 1 and entry.person:
        return words_alike(words[-1], one.words[0])
    return words == one.words or names_alike(words, one.words)


def _families(people: Iterable[_Entry]) -> Mapping[str, list[tuple[_Entry, str]]]:
    """Return by each form of a family name who bears it, the most frequent first, and the name."""
    found: dict[str, list[tuple[_Entry, str]]] = {}
    for entry in people:
        borne: dict[str, str] = {}
        for one in (entry.candidate, *(variant.candidate for variant in entry.variants)):
            family = one.words[-1]
            for form in forms(family, one.first.line.language, last=True, place=False):
                borne.setdefault(form, family)
        for form, family in borne.items():
            found.setdefault(form, []).append((entry, family))
    return found


def _lines(entry: _Entry, place_of: Callable[[Candidate], Place]) -> Iterator[str]:
    yield f"- name: {_quoted(entry.heading)}  # {_told(entry.candidate, place_of)}"
    others = [one for one in entry.variants if one.spelling != entry.candidate.typed]
    if others:
        yield "  variants:"
    for one in others:
        remark = f"; {one.remark}" if one.remark else ""
        yield f"    - {_quoted(one.spelling)}  # {_told(one.candidate, place_of)}{remark}"


def _told(one: Candidate, place_of: Callable[[Candidate], Place]) -> str:
    return f"{plural(one.count, 'time')}, {place_of(one)}"


def _inverted(name: str) -> str:
    """Return a person's name as it stands in an alphabet: Leyen, Ursula von der."""
    *given, family = name.split(" ")
    return f"{family}, {' '.join(given)}" if given else family


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
