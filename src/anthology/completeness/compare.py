"""Expected against found: which words, notes, pictures and links are missing."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from msgspec import Struct

from anthology.completeness.expected import Expected
from anthology.completeness.found import Found
from anthology.completeness.letters import letters, words

_SMALL = 3000
"""How many letters are compared one by one; more are cut at letters that stand once in each."""
_ANCHOR = 24
"""How many letters have to agree to cut there."""
_ANCHORS = 40
"""At how many places a cut is tried."""
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_CUT = "\0"
"""What is put in the place of letters that are found: no note reaches over it."""
_JOINED = 3
"""Missing words with at most so many words between them are told as one."""


class Missing(Struct, frozen=True, kw_only=True):
    """Something of a text that the finished file does not have."""

    what: str
    """words, a note, pictures, links or references."""
    text: str
    """The missing words, or how many there are of how many."""
    share: float = 0.0
    """How far down the text it stands, 0 to 1."""


def compare(expected: Expected, found: Found, unset: frozenset[str] = frozenset()) -> list[Missing]:
    """Return what is expected and not found; letters in `unset` are known not to be printed."""
    return [
        *_missing_title(expected, found, unset),
        *_missing_notes(expected, found, unset),
        *_missing_words(expected, found, unset),
        *_missing_counts(expected, found),
    ]


def missing_notes(
    notes: Iterable[tuple[str, str]], there: str, unset: frozenset[str]
) -> Iterator[tuple[str, Missing]]:
    """Yield of notes that stand together those that are not found, each with its name.

    `notes` are names and texts, `there` are the letters of all. Each has to stand there for itself,
    were it the same as another one; long ones are looked for first, for they may hold short ones.
    """
    wanted = [(name, note, _printed(note, unset)) for name, note in notes]
    rest = there
    for name, note, printed in sorted(wanted, key=lambda one: -len(one[2])):
        if printed in rest:
            rest = rest.replace(printed, _CUT, 1)
        elif not _from_right(printed, there):
            lost = _lost_words(note, printed, _likely(printed, there))
            text = lost or " ".join(note.split())
            yield name, Missing(what="words of a note", text=text, share=1.0)


def _printed(text: str, unset: frozenset[str]) -> str:
    kept = "".join(char for char in text if char not in unset) if unset else text
    return letters(kept)


def _missing_title(expected: Expected, found: Found, unset: frozenset[str]) -> Iterator[Missing]:
    wanted = _printed(expected.title, unset)
    if wanted not in found.text and not _from_right(wanted, found.text):
        yield Missing(what="title", text=expected.title)


def _missing_notes(expected: Expected, found: Found, unset: frozenset[str]) -> Iterator[Missing]:
    for note in expected.notes:
        wanted = _printed(note, unset)
        there = found.notes + found.text
        if wanted not in there and not _from_right(wanted, there):
            lost = _lost_words(note, wanted, _likely(wanted, found.notes or found.text))
            yield Missing(what="words of a note", text=lost or note, share=1.0)


def _likely(wanted: str, everything: str) -> str:
    """Return the part of the found letters where wanted ones most likely stand."""
    start = everything.find(wanted[:_ANCHOR])
    return everything[start : start + len(wanted)] if start >= 0 else ""


def _lost_words(text: str, wanted: str, there: str) -> str:
    gaps = lost_ranges(wanted, there)
    return " ".join(
        word.text for word in words(text) if any(a < word.end and word.start < b for a, b in gaps)
    )


def _missing_words(expected: Expected, found: Found, unset: frozenset[str]) -> Iterator[Missing]:
    wanted = _printed(expected.text, unset)
    is_there = _likely(wanted, found.text) == wanted or wanted in found.text
    if is_there or _in_order(expected.text, found.text, unset):
        return
    text = "".join(char for char in expected.text if char not in unset)
    rest = _other_notes(expected, found, unset)
    turned: tuple[range, ...] = ()
    if _from_right(wanted, found.text + rest):
        turned = tuple(_lines_from_right(text))
    gaps = _at_words(text, wanted, lost_ranges(wanted, found.text))
    for run in _runs(text, gaps):
        lost = letters(run.text)
        if lost in rest:
            rest = rest.replace(lost, "", 1)
        elif not any(run.start in line for line in turned):
            yield Missing(what="words", text=run.text, share=run.start / max(len(wanted), 1))


def _at_words(text: str, wanted: str, gaps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return gaps moved to where a word begins, as far as the same letters stand around them.

    What `the end, see here` has and `the end` has not is `see here`, but `e, see her` as well.
    """
    starts = {word.start for word in words(text)}
    moved: list[tuple[int, int]] = []
    last = 0
    for (start, end), (limit, _) in pairwise([*gaps, (len(wanted), 0)]):
        ahead = _shared(wanted, range(start, limit), range(end, limit))
        behind = _shared(wanted, range(start - 1, last - 1, -1), range(end - 1, start - 1, -1))
        ways = (0, *range(1, ahead + 1), *range(-1, -behind - 1, -1))
        by = next((way for way in ways if start + way in starts), 0)
        moved.append((start + by, end + by))
        last = end + by
    return moved


def _shared(text: str, some: range, others: range) -> int:
    """Return how many letters at two rows of places agree, from their first on."""
    pairs = zip(some, others, strict=False)
    return next((number for number, (a, b) in enumerate(pairs) if text[a] != text[b]),
                min(len(some), len(others)))  # fmt: skip


def _in_order(text: str, there: str, unset: frozenset[str]) -> bool:
    """Return whether the lines of a text stand in `there`, each whole, one behind the other.

    So texts that say the same again and again are told from ones that lack something.
    """
    at = 0
    for line in text.splitlines():
        wanted = _printed(line, unset)
        found = there.find(wanted, at)
        if found < 0:
            return False
        at = found + len(wanted)
    return True


def _other_notes(expected: Expected, found: Found, unset: frozenset[str]) -> str:
    """Return the letters of notes that stand in the running text of their file."""
    rest = found.notes
    for note in expected.notes:
        rest = rest.replace(_printed(note, unset), "", 1)
    return rest


def _from_right(wanted: str, there: str) -> bool:
    """Return whether letters of which some are written from the right stand there in any order.

    The parts of such a line stand on the page as they are seen, and not as they are read.
    """
    return bool(_FROM_RIGHT.search(wanted)) and not Counter(wanted) - Counter(there)


def _lines_from_right(text: str) -> Iterator[range]:
    """Yield where the lines stand, in letters, that have some written from the right."""
    end = 0
    for line in text.splitlines():
        start, end = end, end + len(letters(line))
        if _FROM_RIGHT.search(line):
            yield range(start, end)


class _Run(Struct, frozen=True):
    """Letters in a row, and where they begin."""

    text: str
    start: int


def _runs(text: str, gaps: list[tuple[int, int]]) -> Iterator[_Run]:
    """Yield the words in the gaps; those that stand close together as one."""
    pending: list[str] = []
    start, between = 0, 0
    held: list[str] = []
    remaining = iter([*gaps, (1 << 62, 1 << 62)])
    gap = next(remaining)
    for word in words(text):
        while gap[1] <= word.start:
            gap = next(remaining)
        if gap[0] < word.end:
            if not pending:
                start = word.start
            pending += [*held, word.text]
            held, between = [], 0
        elif pending:
            between += 1
            held.append(word.text)
            if between > _JOINED:
                yield _Run(" ".join(pending), start)
                pending, held, between = [], [], 0
    if pending:
        yield _Run(" ".join(pending), start)


def lost_ranges(wanted: str, there: str) -> list[tuple[int, int]]:
    """Return the ranges of `wanted` whose letters do not stand, in order, in `there`."""
    ranges: list[tuple[int, int]] = []
    waiting = [(0, len(wanted), 0, len(there))]
    while waiting:
        a, b, c, d = waiting.pop()
        front = _common(wanted, there, a, b, c, d)
        a, c = a + front, c + front
        back = _common_back(wanted, there, a, b, c, d)
        b, d = b - back, d - back
        if a == b:
            continue
        if c == d:
            ranges.append((a, b))
        elif (b - a) * (d - c) <= _SMALL**2 or b - a <= _ANCHOR:
            ranges += _small(wanted, there, a, b, c, d)
        elif cut := _cut(wanted, there, a, b, c, d):
            left, right = cut
            waiting += [(left, b, right, d), (a, left, c, right)]
        else:
            # Nothing agrees at any anchor: look at the first letters of both, then at the rest.
            ahead, other = min(a + _SMALL, b), min(c + _SMALL, d)
            ranges += _small(wanted, there, a, ahead, c, other)
            waiting.append((ahead, b, other, d))
    return _merged(ranges)


def _common(wanted: str, there: str, a: int, b: int, c: int, d: int) -> int:
    """Return how many letters agree at the beginning of two ranges."""
    low, high = 0, min(b - a, d - c)
    while low < high:
        middle = (low + high + 1) // 2
        if wanted[a + low : a + middle] == there[c + low : c + middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_back(wanted: str, there: str, a: int, b: int, c: int, d: int) -> int:
    """Return how many letters agree at the end of two ranges."""
    low, high = 0, min(b - a, d - c)
    while low < high:
        middle = (low + high + 1) // 2
        if wanted[b - middle : b - low] == there[d - middle : d - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _cut(wanted: str, there: str, a: int, b: int, c: int, d: int) -> tuple[int, int] | None:
    """Return a place in both ranges behind letters that stand once in each."""
    step = max((b - a - _ANCHOR) // _ANCHORS, 1)
    middle = (a + b) // 2
    for start in sorted(range(a, b - _ANCHOR + 1, step), key=lambda at: abs(at - middle)):
        anchor = wanted[start : start + _ANCHOR]
        at = there.find(anchor, c, d)
        if at < 0 or there.find(anchor, at + 1, d) >= 0:
            continue
        if wanted.find(anchor, a, b) == start and wanted.find(anchor, start + 1, b) < 0:
            return start + _ANCHOR, at + _ANCHOR
    return None


def _small(wanted: str, there: str, a: int, b: int, c: int, d: int) -> list[tuple[int, int]]:
    matcher = SequenceMatcher(None, wanted[a:b], there[c:d], autojunk=False)
    blocks = matcher.get_matching_blocks()
    edges = [(-1, 0), *((block.a, block.a + block.size) for block in blocks)]
    return [
        (a + before[1], a + after[0]) for before, after in pairwise(edges) if before[1] < after[0]
    ]


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _missing_counts(expected: Expected, found: Found) -> Iterator[Missing]:
    if found.pictures < expected.pictures:
        yield Missing(what="pictures", text=f"{found.pictures} of {expected.pictures} are there")
    if lost := expected.links and expected.links - Counter(found.links):
        yield Missing(what="links", text=", ".join(sorted(lost)))
    if found.references < expected.references:
        yield Missing(
            what="links inside the book",
            text=f"{found.references} of {expected.references} are there",
        )
