"""The table of contents: Book to entries."""

from dataclasses import dataclass

from anthology.documents import NOTES
from anthology.locales.format import format_date, join_names
from anthology.locales.words import Words
from anthology.model import ArticleDate, Book, Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the contents."""

    document: str
    """The id of the page document that it leads to."""
    title: str
    language: str
    byline: str = ""
    """An article's authors and date, in the book's language."""
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
                    byline=_byline(placed.article.authors, placed.article.date, language),
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


def _byline(authors: tuple[str, ...], date: ArticleDate | None, language: str) -> str:
    parts = [join_names(authors, language)] if authors else []
    if date:
        parts.append(format_date(date, language))
    return " · ".join(parts)
