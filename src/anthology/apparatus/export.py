"""The sources of a book as data: CSL-JSON, BibTeX or CSV."""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from anthology.model import Article, ArticleDate, Book, Source


class SourceFormat(Enum):
    """A format for lists of sources."""

    CSL_JSON = "csl-json"
    BIBTEX = "bibtex"
    CSV = "csv"


def export_sources(book: Book, form: SourceFormat) -> str:
    """Return the sources of all articles, in the order of the book; what is unknown is left out."""
    return _WRITERS[form](book.articles)


_CSL_TYPES: Mapping[str, str] = {
    "article": "article",
    "blog post": "post-weblog",
    "book": "book",
    "broadcast": "broadcast",
    "chapter": "chapter",
    "essay": "article",
    "interview": "interview",
    "law": "legislation",
    "letter": "personal_communication",
    "magazine article": "article-magazine",
    "manuscript": "manuscript",
    "newspaper article": "article-newspaper",
    "patent": "patent",
    "podcast": "broadcast",
    "report": "report",
    "review": "review",
    "social media post": "post",
    "speech": "speech",
    "standard": "standard",
    "thesis": "thesis",
    "video": "motion_picture",
    "web page": "webpage",
}
"""The CSL 1.0.2 type of each kind of source; any other is a `document`."""


def _csl(articles: tuple[Article, ...]) -> str:
    items = [_csl_item(article, article.source or Source()) for article in articles]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _csl_item(article: Article, source: Source) -> dict[str, Any]:
    translators = article.translators or source.translators
    item: dict[str, Any] = {
        "id": article.slug,
        "type": _CSL_TYPES.get(source.kind or "", "document"),
        "title": source.title.text if source.title else None,
        "author": [{"literal": name} for name in source.authors],
        "issued": {"date-parts": [_date_parts(source.date)]} if source.date else None,
        "language": source.language,
        "container-title": source.platform,
        "URL": source.url,
        "translator": [{"literal": name} for name in translators],
        "license": source.licence,
        "note": _note(article, source),
    }
    return {key: value for key, value in item.items() if value}


def _date_parts(date: ArticleDate) -> list[int]:
    return [part for part in (date.year, date.month, date.day) if part is not None]


def _note(article: Article, source: Source) -> str:
    """Return the article that the source became, in a form that needs no language."""
    parts = [", ".join(article.authors), article.title.text]
    parts.append(article.date.isoformat() if article.date else "")
    if source.published:
        parts.append(source.published.url or source.published.name)
    return ". ".join(part for part in parts if part)


def _bibtex(articles: tuple[Article, ...]) -> str:
    return "\n".join(_bibtex_entry(article, article.source or Source()) for article in articles)


_BIBTEX_TYPES: Mapping[str, str] = {
    "book": "book",
    "thesis": "thesis",
    "report": "report",
    "patent": "patent",
    "letter": "letter",
    "web page": "online",
    "blog post": "online",
    "article": "article",
    "newspaper article": "article",
    "magazine article": "article",
}


def _bibtex_entry(article: Article, source: Source) -> str:
    fields = {
        "title": source.title.text if source.title else None,
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in source.authors),
        "date": source.date.isoformat() if source.date else None,
        "langid": source.language,
        "translator": " and ".join(
            f"{{{_escaped(name)}}}" for name in article.translators or source.translators
        ),
        "journaltitle"
        if _BIBTEX_TYPES.get(source.kind or "") == "article"
        else "howpublished": source.platform,
        "url": source.url,
        "note": _note(article, source),
    }
    names = {"author", "translator"}
    lines = [
        f"  {key} = {{{value if key in names or key == 'url' else _escaped(value)}}},"
        for key, value in fields.items()
        if value
    ]
    kind = _BIBTEX_TYPES.get(source.kind or "", "misc")
    return "\n".join((f"@{kind}{{{article.slug},", *lines, "}", ""))


def _escaped(text: str) -> str:
    """Return a text in which TeX sees no commands."""
    return re.sub(
        r"[\\{}$&#%_^~]",
        lambda match: _TEX.get(match[0], f"\\{match[0]}"),
        text,
    )


_TEX = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}

COLUMNS = (
    "article", "article_title", "article_authors", "article_date", "kind", "title",
    "title_language", "authors", "date", "language", "platform", "url", "translators",
    "published", "published_url", "licence",
)  # fmt: skip
"""The columns of the CSV; several names stand in one cell with a semicolon between them."""


def _csv(articles: tuple[Article, ...]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for article in articles:
        source = article.source or Source()
        title, published = source.title, source.published
        writer.writerow(
            (
                article.slug,
                article.title.text,
                "; ".join(article.authors),
                article.date.isoformat() if article.date else "",
                source.kind,
                title.text if title else "",
                (title.language if title else "") or source.language,
                "; ".join(source.authors),
                source.date.isoformat() if source.date else "",
                source.language,
                source.platform,
                source.url,
                "; ".join(article.translators or source.translators),
                published.name if published else "",
                published.url if published else "",
                source.licence,
            )
        )
    return text.getvalue()


_WRITERS: Mapping[SourceFormat, Callable[[tuple[Article, ...]], str]] = {
    SourceFormat.CSL_JSON: _csl,
    SourceFormat.BIBTEX: _bibtex,
    SourceFormat.CSV: _csv,
}
