"""The page documents of a book: their ids in order, and the texts that become some of them."""

from collections.abc import Iterator

from anthology.model import Body, Book


def in_order(book: Book) -> Iterator[str]:
    """Yield the ids of the page documents from the contents on."""
    yield "contents"
    yield from (f"front-{matter.slug}" for matter in book.front)
    for chapter in book.chapters:
        yield f"chapter-{chapter.id}"
        yield from (f"article-{placed.article.slug}" for placed in chapter.articles)
    yield from (f"back-{matter.slug}" for matter in book.back)
    yield from ("sources", "index", "colophon")


def texts(book: Book) -> Iterator[tuple[str, str, Body]]:
    """Yield the id of the document, the file and the body of each text of a book."""
    for matter in book.front:
        yield f"front-{matter.slug}", matter.file, matter.body
    for chapter in book.chapters:
        if chapter.intro:
            yield f"chapter-{chapter.id}", chapter.intro.file, chapter.intro.body
    for article in book.articles:
        yield f"article-{article.slug}", article.file, article.body
    for matter in book.back:
        yield f"back-{matter.slug}", matter.file, matter.body
