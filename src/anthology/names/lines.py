"""The texts of a book as lines in which names are looked for."""

from collections.abc import Iterator

from anthology.documents import texts
from anthology.model import Book
from anthology.names.capitals import Line
from anthology.names.finder import Finders
from anthology.names.marking import texts_of


def lines_of(book: Book, known: Finders) -> Iterator[Line]:
    """Yield the titles, texts and notes of a book, line by line; `known` find what is no question.

    A line is what stands between two blocks.
    """
    for file, text, tag in _lines(book):
        matches = known.find(text, tag)
        yield Line(
            text=text,
            file=file,
            language=tag.partition("-")[0],
            known=tuple((match.start, match.end) for match in matches),
        )


def _lines(book: Book) -> Iterator[tuple[str, str, str]]:
    for one in texts(book):
        yield one.file, one.title, one.language
        for flow in one.body.flows:
            for text in texts_of(flow):
                yield one.file, text, one.language
