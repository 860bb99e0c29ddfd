"""Spellings in the texts that may be names of the list, or of each other, without being listed."""

from collections.abc import Iterator, Mapping, Sequence

from anthology.completeness.manuscript import Manuscript
from anthology.errors import Finding, Kind, warning
from anthology.names.alike import names_alike, words_alike
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
    spellings = [
        (name, tuple(word.text for word in words(typed.removesuffix(STAR), "")))
        for name in listed.names
        for typed in name.known.spellings
    ]
    seen: list[Candidate] = []
    for one in candidates:
        name = next((name for name, typed in spellings if _may_be(one, typed, name)), None)
        if name:
            yield _unlisted(one, name, listed.file, manuscripts)
            continue
        like = next((other for other in seen if names_alike(other.words, one.words)), None)
        if like and len(one.words) > 1:
            yield _alike(one, like, manuscripts)
        seen.append(one)


def _may_be(one: Candidate, typed: tuple[str, ...], name: Name) -> bool:
    """Return whether what texts have may be a name that is spelt otherwise in the list."""
    if len(one.words) == len(typed):
        return one.words == typed or names_alike(one.words, typed)
    word = one.words[0]
    is_alone = len(one.words) == 1 and len(word) >= _ALONE and not name.known.place
    return is_alone and (word == typed[-1] or words_alike(word, typed[-1]))


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
