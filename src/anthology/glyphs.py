"""Characters that no typeface of the book can set."""

import unicodedata
from collections.abc import Iterator

from anthology.errors import Finding, Kind, Place, warning
from anthology.manifest import MANIFEST
from anthology.model import Article, Book, Matter, Source
from anthology.typefaces import Faces, require, unprintable

_MOST = 12
"""How many characters of an article a finding names."""


def missing_glyphs(book: Book, faces: Faces) -> tuple[Finding, ...]:
    """Return a warning for each text of the book that has characters no typeface can set.

    Raises AnthologyError (files) where the typefaces are not installed.
    """
    require(faces.all)
    intros = tuple(chapter.intro for chapter in book.chapters if chapter.intro)
    texts = (
        (MANIFEST, _title_text(book)),
        *((article.file, _article_text(article)) for article in book.articles),
        *((matter.file, _matter_text(matter)) for matter in (*book.front, *intros, *book.back)),
    )
    return tuple(
        finding for file, text in texts for finding in missing_in(text, faces, Place(file=file))
    )


def missing_in(text: str, faces: Faces, place: Place) -> Iterator[Finding]:
    """Yield a warning where a text has characters that no typeface can set.

    Raises AnthologyError (files) where the typefaces are not installed.
    """
    chars = unprintable(text, faces)
    if chars:
        yield _finding(chars, place)


def _title_text(book: Book) -> str:
    data = book.metadata
    parts = (data.title, data.subtitle, data.publisher, data.rights, *data.authors)
    people = (contributor.name for contributor in data.contributors)
    listed = (entry for group in book.index for entry in group.entries)
    names = (f"{one.heading} {one.original.text if one.original else ''}" for one in listed)
    titles = (one.title for one in book.chapters)
    return " ".join(part for part in (*parts, *people, *titles, *names) if part)


def _article_text(article: Article) -> str:
    parts = (article.title.text, article.subtitle, *article.authors, *article.translators)
    said = _source_parts(article.source) if article.source else ()
    return " ".join(part for part in (*parts, *said, article.body.characters) if part)


def _source_parts(source: Source) -> tuple[str | None, ...]:
    original = source.title.text if source.title else None
    published = source.published.name if source.published else None
    people = (*source.authors, *source.translators)
    return (source.kind, original, *people, source.platform, published, source.licence)


def _matter_text(matter: Matter) -> str:
    return f"{matter.title} {' '.join(matter.authors)} {matter.body.characters}"


def _finding(chars: tuple[str, ...], place: Place) -> Finding:
    named = ", ".join(
        f"{char} (U+{ord(char):04X} {unicodedata.name(char, 'without a name')})"
        for char in chars[:_MOST]
    )
    more = f" and {len(chars) - _MOST} more" if len(chars) > _MOST else ""
    return warning(
        Kind.ARTICLE,
        f"no typeface has a glyph for {named}{more}",
        "write it another way, or accept the sign □ in print",
        place,
    )
