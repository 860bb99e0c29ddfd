"""Where in an article's file a piece of its markup stands."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from itertools import product

from anthology.errors import Place

EXACT = 1000
"""So many places are looked for from the beginning; further ones behind the last, to save time."""

_CAPITALS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


class Locator:
    """Finds one occurrence of a piece of markup after the other, as the pipeline meets them."""

    def __init__(self, text: str, file: str, first_line: int) -> None:
        """Take the markup, its file's name and the line of the file on which it begins."""
        self._text = text
        self._file = file
        self._first_line = first_line
        self._after: dict[str, int] = {}
        self._asked = 0
        self._last = 0

    def at(self, position: int) -> Place:
        """Return the place of a position in the markup."""
        line = bisect_left(self._line_ends, position)
        start = self._line_ends[line - 1] + 1 if line else 0
        return Place(file=self._file, line=self._first_line + line, column=position - start + 1)

    def at_line(self, number: int, column: int = 0) -> Place:
        """Return the place of a column in a line of the markup, both counted from 0."""
        return Place(file=self._file, line=self._first_line + number, column=column + 1)

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self._text)]

    @cached_property
    def _lowered(self) -> str:
        """The markup in small letters, every character in its place."""
        return self._text.translate(_CAPITALS)

    def has_end(self, name: str) -> bool:
        """Return whether an element of this name is closed anywhere."""
        return name in self._ends

    @cached_property
    def _ends(self) -> frozenset[str]:
        return frozenset(re.findall(r"</([^\s/>]+)", self._lowered))

    def of(self, html: str, start: int, end: int) -> Place:
        """Return the place of a piece of HTML that was made of the markup, or is the markup."""
        if html == self._text:
            return self.at(start)
        typed = html[start : min(end, start + 200)]
        return self.next(typed, typed.partition("\n")[0])

    def next(self, *needles: str) -> Place:
        """Return the next place of the first needle that occurs, or the file where none does."""
        return self.next_behind(("",), needles)

    def next_behind(self, signs: Iterable[str], needles: Iterable[str]) -> Place:
        """Return the next place of a needle right behind one of the signs, tried in their order."""
        for sign, needle in product(signs, filter(None, needles)):
            wanted = sign + needle
            position = self._text.find(wanted, self._start(wanted))
            if position >= 0:
                return self._found(wanted, position, position + len(sign))
            self._after[wanted] = len(self._text)
        return Place(file=self._file)

    def next_tag(self, name: str) -> Place:
        """Return the next place where an element of this name, in any letters, begins."""
        wanted = f"<{name}"
        position = self._lowered.find(wanted, self._start(wanted))
        while position >= 0:
            end = position + len(wanted)
            if not self._text[end : end + 1].strip("/> \t\n"):
                return self._found(wanted, position, position)
            position = self._lowered.find(wanted, end)
        self._after[wanted] = len(self._text)
        return Place(file=self._file)

    def _start(self, wanted: str) -> int:
        self._asked += 1
        return self._after.get(wanted, self._last if self._asked > EXACT else 0)

    def _found(self, wanted: str, position: int, shown: int) -> Place:
        self._after[wanted] = self._last = position + len(wanted)
        return self.at(shown)
