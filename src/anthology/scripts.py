"""Scripts that the PDF renderer cannot set as they are written."""

import unicodedata
from collections.abc import Iterable, Iterator

from anthology.documents import texts
from anthology.errors import Finding, Kind, Place, warning
from anthology.locales.format import direction
from anthology.manifest import MANIFEST
from anthology.model import Book

_FROM_RIGHT = frozenset({"R", "AL"})
"""The classes of letters that run from right to left (Unicode Standard Annex 9, 3.2)."""
_DOWNWARDS = frozenset({"Mongolian", "Phags-Pa"})


def unsettable_scripts(book: Book) -> Iterator[Finding]:
    """Yield a warning for each text with letters of a script that print does not set properly.

    WeasyPrint orders the words of a line by their direction inside of each element, and not across
    emphasis, links and notes; and it has no vertical lines. A book in a language that is written
    from the right would be bound there, too, which neither print nor its cover is.
    """
    language = book.metadata.language
    if direction(language) == "rtl":
        yield _bound(language)
    for text in texts(book):
        for script in sorted(set(_scripts(text.body.characters))):
            yield _finding(script, text.file)


def _bound(language: str) -> Finding:
    return warning(
        Kind.MANIFEST,
        f"books in {language} are bound at the right, and print binds them at the left: its pages, "
        "its cover and its booklet",
        "make the EPUB alone, `anthology build --epub`, which is not concerned",
        Place(file=MANIFEST),
    )


def _scripts(characters: Iterable[str]) -> Iterator[str]:
    for one in characters:
        if ord(one) > 0x58F and unicodedata.category(one).startswith("L"):
            script = unicodedata.name(one, "").partition(" ")[0].title()
            if unicodedata.bidirectional(one) in _FROM_RIGHT or script in _DOWNWARDS:
                yield script


def _finding(script: str, file: str) -> Finding:
    direction = "from top to bottom" if script in _DOWNWARDS else "from right to left"
    trouble = (
        "the PDF sets in horizontal lines"
        if script in _DOWNWARDS
        else "the PDF may put in wrong order around emphasis, links and notes"
    )
    return warning(
        Kind.ARTICLE,
        f"the text has {script} letters, written {direction}, which {trouble}",
        "look at its pages; the EPUB is not concerned",
        Place(file=file),
    )
