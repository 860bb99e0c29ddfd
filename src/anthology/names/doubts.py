"""Spellings in the texts that may be names of the list, or of each other, without being listed."""

from collections.abc import Iterator, Mapping, Sequence

from anthology.completeness.manuscript import Manuscript
from anthology.errors import Finding, Kind, warning
from anthology.names.alike import bones, names_alike
from anthology.names.candidates import Candidate
from anthology.names.finder import STAR
from anthology.names.listed import Name, NameList
from anthology.names.spelling import words
from anthology.names.where import place_of_name

_ALONE = 5
"""Letters of a family name that may stand alone."""


def doubts(
    candidates: Sequence[Candidate], listed: NameList, manuscripts: Mapping[str, Manuscript]
) -> Iterator[Finding]:
    """Yield a warning for each spelling that is not listed and looks like one that is, or another.

    `candidates` are what the texts have besides the listed names; `manuscripts` are their files.
    """
    spellings = _spellings(listed)
    seen: dict[str, list[Candidate]] = {}
    for one in candidates:
        key = bones(one.words[-1])
        name = next((name for name, typed in spellings.get(key, ()) if _are_one(one, typed)), None)
        if name:
            yield _unlisted(one, name, listed.file, manuscripts)
        elif len(one.words) > 1:
            others = seen.setdefault(key, [])
            like = next((other for other in others if names_alike(other.words, one.words)), None)
            if like:
                yield _alike(one, like, manuscripts)
            others.append(one)


def _spellings(listed: NameList) -> Mapping[str, list[tuple[Name, tuple[str, ...]]]]:
    """Return the listed names with the words of each of their spellings, by `bones` of the last.

    A family name alone is one, too, if it has some letters.
    """
    found: dict[str, list[tuple[Name, tuple[str, ...]]]] = {}
    for name in listed.names:
        typed = [one.removesuffix(STAR) for one in name.known.spellings if "," not in one]
        families = [name.family] if typed and len(name.family) >= _ALONE else []
        for one in (*typed, *families):
            said = tuple(word.text for word in words(one, ""))
            found.setdefault(bones(said[-1]), []).append((name, said))
    return found


def _are_one(one: Candidate, typed: tuple[str, ...]) -> bool:
    return one.words == typed or names_alike(one.words, typed)


def _unlisted(
    one: Candidate, name: Name, file: str, manuscripts: Mapping[str, Manuscript]
) -> Finding:
    return warning(
        Kind.ARTICLE,
        f"{one.typed}{_times(one)} may be {name.heading}, which is listed without this spelling",
        f"correct it, add it to the `variants` in {file}, or list it as a name of its own",
        place_of_name(manuscripts[one.first.line.file], one.first.words),
    )


def _alike(one: Candidate, other: Candidate, manuscripts: Mapping[str, Manuscript]) -> Finding:
    there = place_of_name(manuscripts[other.first.line.file], other.first.words)
    return warning(
        Kind.ARTICLE,
        f"{one.typed}{_times(one)} may be {other.typed}{_times(other)}, which stands at {there}",
        "make one spelling of them, or list both in the file of names",
        place_of_name(manuscripts[one.first.line.file], one.first.words),
    )


def _times(one: Candidate) -> str:
    return f" ({one.count} times)" if one.count > 1 else ""
