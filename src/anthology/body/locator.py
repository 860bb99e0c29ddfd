"""Where in an article's file a piece of its markup stands."""

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

    def next(self, *needles: str) -> Place:
        """Return the next place of the first needle that occurs, or the file where none does."""
        for needle in filter(None, needles):
            position = self._text.find(needle, self._after.get(needle, 0))
            if position >= 0:
                self._after[needle] = position + len(needle)
                return self.at(position)
        return Place(file=self._file)
