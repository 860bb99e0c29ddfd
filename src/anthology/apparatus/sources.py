"""The source appendix: for each article one record of where it comes from."""

from collections.abc import Callable

from msgspec import Struct

from anthology.locales.format import (
    direction,
    format_date,
    in_sentence,
    join_names,
    language_name,
)
from anthology.locales.words import Words
from anthology.manifest import SourceOrder
from anthology.model import Article, Book, Source


class Part(Struct, frozen=True, kw_only=True):
    """One line of a record: a label and what is known."""

    label: str
    text: str
    language: str | None = None
    """Where the text is in another language than the book."""
    direction: str = "ltr"
    url: str | None = None


class Record(Struct, frozen=True, kw_only=True):
    """The record of one article."""

    article: Article
    parts: tuple[Part, ...]
    unknown: str
    """One sentence that says what is not known; empty where all is."""


def make_sources(book: Book, order: SourceOrder, words: Words) -> tuple[Record, ...]:
    """Return the records in the order that the manifest asks for; unknowns stand last."""
    records = (_record(article, words, words.language) for article in book.articles)
    if order is SourceOrder.CHAPTER:
        return tuple(records)
    key = _KEYS[order]
    return tuple(sorted(records, key=lambda record: key(record.article)))


def _by_date(article: Article) -> tuple[bool, object]:
    date = article.source.date if article.source else None
    return (date is None, date.key if date else ())


def _by_author(article: Article) -> tuple[bool, object]:
    names = article.source.authors if article.source else ()
    return (not names, names[0].rpartition(" ")[2].casefold() if names else "")


def _by_platform(article: Article) -> tuple[bool, object]:
    platform = article.source.platform if article.source else None
    return (platform is None, (platform or "").casefold())


def _by_language(article: Article) -> tuple[bool, object]:
    language = article.source.language if article.source else None
    return (language is None, language or "")


_KEYS: dict[SourceOrder, Callable[[Article], tuple[bool, object]]] = {
    SourceOrder.DATE: _by_date,
    SourceOrder.AUTHOR: _by_author,
    SourceOrder.PLATFORM: _by_platform,
    SourceOrder.LANGUAGE: _by_language,
}


def _record(article: Article, words: Words, language: str) -> Record:
    source = article.source or Source()
    known: list[Part] = []
    missing: list[str] = []
    for label, part in _fields(source, words, language):
        if part is None:
            missing.append(in_sentence(label, language))
        else:
            known.append(part)
    extras = _extras(article, source, words, language)
    if not known and not extras:
        return Record(article=article, parts=(), unknown=words.source_none)
    unknown = words.source_unknown.format(parts=join_names(missing, language)) if missing else ""
    return Record(article=article, parts=(*known, *extras), unknown=unknown)


def _fields(source: Source, words: Words, language: str) -> tuple[tuple[str, Part | None], ...]:
    """Return the fields that every source has, known or not."""
    kind = words.kinds.get(source.kind, _capitalised(source.kind)) if source.kind else None
    author = words.source_authors if len(source.authors) > 1 else words.source_author
    title = source.title
    title_language = (title.language or source.language) if title else None
    return (
        (words.source_kind, _part(words.source_kind, kind)),
        (
            words.source_title,
            Part(
                label=words.source_title,
                text=title.text,
                language=title_language,
                direction=direction(title_language or language),
            )
            if title
            else None,
        ),
        (author, _part(author, join_names(source.authors, language))),
        (
            words.source_date,
            _part(words.source_date, format_date(source.date, language) if source.date else None),
        ),
        (
            words.source_language,
            _part(
                words.source_language,
                language_name(source.language, language) if source.language else None,
            ),
        ),
        (words.source_platform, _part(words.source_platform, source.platform)),
        (
            words.source_link,
            Part(label=words.source_link, text=source.url, url=source.url) if source.url else None,
        ),
    )


def _extras(article: Article, source: Source, words: Words, language: str) -> tuple[Part, ...]:
    """Return the fields that only some sources have."""
    translators = article.translators or source.translators
    label = words.source_translators if len(translators) > 1 else words.source_translator
    parts = [_part(label, join_names(translators, language))]
    if source.published:
        parts.append(
            Part(
                label=words.source_published,
                text=source.published.name,
                url=source.published.url,
            )
        )
    parts.append(_part(words.source_licence, source.licence))
    return tuple(part for part in parts if part)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _part(label: str, text: str | None) -> Part | None:
    return Part(label=label, text=text) if text else None
