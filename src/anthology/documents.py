"""The page documents of a book: their ids in order, and the texts that become some of them."""

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from anthology.model import Article, Body, Book, Matter

NOTES = "notes"
"""The id of the document that holds the notes of all texts, where they stand at the end."""


class Text(Struct, frozen=True, kw_only=True):
    """A text of somebody's, and the page document that it becomes."""

    document: str
    """The document's id."""
    file: str
    title: str
    """Empty where it has none of its own."""
    language: str
    chapter: str
    """The id of the chapter that it stands in; empty for one before or behind all chapters."""
    body: Body


def in_order(book: Book) -> Iterator[str]:
    """Yield the ids of the page documents from the contents on."""
    yield "contents"
    yield from (f"front-{matter.slug}" for matter in book.front)
    for chapter in book.chapters:
        yield f"chapter-{chapter.id}"
        yield from (f"article-{placed.article.slug}" for placed in chapter.articles)
    yield from (f"back-{matter.slug}" for matter in book.back)
    yield from (NOTES, "sources", "index", "colophon")


def texts(book: Book) -> Iterator[Text]:
    """Yield each text of a book, in the order of the book."""
    yield from (_matter(f"front-{matter.slug}", matter) for matter in book.front)
    for chapter in book.chapters:
        if chapter.intro:
            yield _matter(f"chapter-{chapter.id}", chapter.intro, chapter.id)
        yield from (_article(placed.article, chapter.id) for placed in chapter.articles)
    yield from (_matter(f"back-{matter.slug}", matter) for matter in book.back)


def with_bodies(book: Book, bodies: Mapping[str, Body]) -> Book:
    """Return a book in which texts have other bodies, by the ids of their documents."""

    def matter(document: str, one: Matter) -> Matter:
        return replace(one, body=bodies.get(document, one.body))

    def article(one: Article) -> Article:
        return replace(one, body=bodies.get(f"article-{one.slug}", one.body))

    return replace(
        book,
        front=tuple(matter(f"front-{one.slug}", one) for one in book.front),
        chapters=tuple(
            replace(
                chapter,
                intro=chapter.intro and matter(f"chapter-{chapter.id}", chapter.intro),
                articles=tuple(
                    replace(placed, article=article(placed.article)) for placed in chapter.articles
                ),
            )
            for chapter in book.chapters
        ),
        back=tuple(matter(f"back-{one.slug}", one) for one in book.back),
    )


def _matter(document: str, matter: Matter, chapter: str = "") -> Text:
    return Text(
        document=document,
        file=matter.file,
        title=matter.title or "",
        language=matter.language,
        chapter=chapter,
        body=matter.body,
    )


def _article(article: Article, chapter: str) -> Text:
    return Text(
        document=f"article-{article.slug}",
        file=article.file,
        title=article.title.text,
        language=article.language,
        chapter=chapter,
        body=article.body,
    )
