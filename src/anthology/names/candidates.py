"""Runs of words with capitals gathered to names that may be, each with the forms that it takes."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from anthology.names.capitals import Run
from anthology.names.endings import forms
from anthology.names.lexicon import nouns_have_capitals, places


class Candidate(Struct, frozen=True, kw_only=True):
    """What may be a name."""

    words: tuple[str, ...]
    """In the form of which the others can be made."""
    first: Run
    """Where it stands first in this form."""
    count: int
    """How often it occurs, in any form."""
    titled: bool
    """Whether the title of a person ever stands before it."""
    certain: bool
    """Whether there is more for it than its capital."""

    @property
    def typed(self) -> str:
        """The name as the texts have it."""
        return " ".join(self.first.typed.split())


def gather(runs: Iterable[Run]) -> tuple[Candidate, ...]:
    """Return the names that runs may be, the more frequent first."""
    by_key: dict[tuple[str, ...], list[Run]] = {}
    for run in runs:
        by_key.setdefault(run.key, []).append(run)
    similar: dict[tuple[str, ...], list[list[Run]]] = {}
    for some in by_key.values():
        similar.setdefault(_bucket(some[0]), []).append(some)
    found = [one for group in similar.values() for one in _gathered(group)]
    return tuple(sorted(found, key=lambda one: -one.count))


def _bucket(run: Run) -> tuple[str, ...]:
    """Return what all forms of a name have in common."""
    return (run.line.language, *run.joints, *(word[:2] for word in run.words))


def _gathered(group: list[list[Run]]) -> Iterator[Candidate]:
    """Yield names of which all runs are forms, as few as that takes."""
    covered = {
        at: [other for other, some in enumerate(group) if covers(one[0], some[0])]
        for at, one in enumerate(group)
    }
    order = sorted(covered, key=lambda at: (-len(covered[at]), -len(group[at]), at))
    taken: set[int] = set()
    for at in order:
        if at in taken:
            continue
        forms_ = [other for other in covered[at] if other not in taken]
        taken.update(forms_)
        runs = [run for other in forms_ for run in group[other]]
        yield Candidate(
            words=group[at][0].words,
            first=group[at][0],
            count=len(runs),
            titled=any(run.titled for run in runs),
            certain=any(run.certain for run in runs),
        )


def covers(name: Run, form: Run) -> bool:
    """Return whether one run is a form of another, or the same."""
    last = len(name.words) - 1
    return all(
        there in forms(word, name.line.language, last=at == last, place=True)
        for at, (word, there) in enumerate(zip(name.words, form.words, strict=True))
    )


def is_person(one: Candidate, alone: frozenset[str]) -> bool:
    """Return whether a name of several words looks like a person's.

    `alone` are words that occur as names by themselves. In German every name of several words
    does that is not known to be a place's, since other nouns do not stand beside each other.
    """
    language = one.first.line.language
    has_place = not places(language).isdisjoint((one.typed, *one.words))
    is_office = one.words[:2] == ("U", "S")
    if len(one.words) < 2 or has_place or is_office or not one.first.proper:
        return False
    return (
        one.titled
        or "." in one.first.joints
        or one.words[-1] in alone
        or language in ("uk", "ru")
        or nouns_have_capitals(language)
    )
