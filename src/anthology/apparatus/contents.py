"""The table of contents: Book to entries."""

from msgspec import Struct

from anthology.documents import NOTES
from anthology.locales.format import format_date
from anthology.locales.words import Words
from anthology.model import Book, Matter


class Entry(Struct, frozen=True, kw_only=True):
    """A line of the contents."""

    document: str
    """The id of the page document that it leads to."""
    title: str
    language: str
    authors: tuple[str, ...] = ()
    date: str = ""
    """An article's date, in the book's language."""
    kind: str
    """part, chapter or article."""
    children: tuple["Entry", ...] = ()


def make_contents(
    book: Book, words: Words, *, has_notes: bool, has_sources: bool
) -> tuple[Entry, ...]:
    """Return the entries of front matter, chapters with their articles, and back matter."""
    language = book.metadata.language
    chapters = tuple(
        Entry(
            document=f"chapter-{chapter.id}",
            title=chapter.title,
            language=language,
            kind="chapter",
            children=tuple(
                Entry(
                    document=f"article-{placed.article.slug}",
                    title=placed.article.title.text,
                    language=placed.article.title.language or placed.article.language,
                    authors=placed.article.authors,
                    date=format_date(placed.article.date, language) if placed.article.date else "",
                    kind="article",
                )
                for placed in chapter.articles
            ),
        )
        for chapter in book.chapters
    )
    ends = (
        (NOTES, words.notes, has_notes),
        ("sources", words.sources, has_sources),
        ("index", words.index, bool(book.index)),
    )
    apparatus = (
        Entry(document=document, title=title, language=words.language, kind="part")
        for document, title, is_there in ends
        if is_there
    )
    return (*_parts("front", book.front), *chapters, *_parts("back", book.back), *apparatus)


def _parts(place: str, matters: tuple[Matter, ...]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            document=f"{place}-{matter.slug}",
            title=matter.title or "",
            language=matter.language,
            kind="part",
        )
        for matter in matters
    )
