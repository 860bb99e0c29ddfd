"""Where in an article's file a piece of its markup stands."""

from collections.abc import Iterable
from itertools import product

from anthology.errors import Place


class Locator:
    """Finds one occurrence of a piece of markup after the other, as the pipeline meets them."""

    def __init__(self, text: str, file: str, first_line: int) -> None:
        """Take the markup, its file's name and the line of the file on which it begins."""
        self._text = text
        self._file = file
        self._first_line = first_line
        self._after: dict[str, int] = {}

    def at(self, position: int) -> Place:
        """Return the place of a position in the markup."""
        line = self._text.count("\n", 0, position)
        column = position - self._text.rfind("\n", 0, position)
        return Place(file=self._file, line=self._first_line + line, column=column)

    def has(self, text: str) -> bool:
        """Return whether a text occurs anywhere, in capitals or small letters."""
        return text.lower() in self._text.lower()

    def next(self, *needles: str) -> Place:
        """Return the next place of the first needle that occurs, or the file where none does."""
        return self.next_behind(("",), needles)

    def next_behind(self, signs: Iterable[str], needles: Iterable[str]) -> Place:
        """Return the next place of a needle right behind one of the signs, tried in their order."""
        for sign, needle in product(signs, filter(None, needles)):
            wanted = sign + needle
            position = self._text.find(wanted, self._after.get(wanted, 0))
            if position >= 0:
                self._after[wanted] = position + len(wanted)
                return self.at(position + len(sign))
        return Place(file=self._file)
