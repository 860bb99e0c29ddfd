"""The plan of a book as lines for people."""

from collections.abc import Iterator

from anthology.console import plural
from anthology.model import Book

_TITLE = 52


def list_plan(book: Book, *, explain: bool) -> Iterator[str]:
    """Yield the chapters and their articles with date, words, title and authors.

    With `explain`, each article is followed by the reason why it stands where it stands.
    """
    data = book.metadata
    yield ": ".join(part for part in (data.title, data.subtitle) if part)
    for matter in book.front:
        yield ""
        yield f"{matter.title}  ({matter.file})"
    for chapter in book.chapters:
        words = sum(placed.article.body.words for placed in chapter.articles)
        yield ""
        yield f"{chapter.title}  ({_counts(len(chapter.articles), words)})"
        for placed in chapter.articles:
            article = placed.article
            date = article.date.isoformat() if article.date else "no date"
            title = article.title.text
            short = title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"
            authors = ", ".join(article.authors)
            yield f"  {date:<10} {article.body.words:>6,}  {short}" + (
                f"  ({authors})" if authors else ""
            )
            if explain:
                yield f"  {'':<10} {'':>6}  because: {placed.reason}; {article.file}"
    for matter in book.back:
        yield ""
        yield f"{matter.title}  ({matter.file})"
    total = sum(article.body.words for article in book.articles)
    yield ""
    yield f"{_counts(len(book.articles), total)}"


def _counts(articles: int, words: int) -> str:
    return f"{plural(articles, 'article')}, {plural(words, 'word')}"
