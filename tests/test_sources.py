"""Where the articles come from: the appendix, and the same as data."""

import csv
import io
import json
import re

import pytest

from anthology.apparatus.export import COLUMNS, SourceFormat, export_sources
from anthology.apparatus.sources import Record, make_sources
from anthology.locales.words import words
from anthology.manifest import SourceOrder
from anthology.metadata import NO_DATE
from anthology.model import (
    Article,
    ArticleDate,
    Book,
    Chapter,
    LangText,
    Metadata,
    PlacedArticle,
    Published,
    Source,
)

WHOLE = Source(
    kind="letter",
    title=LangText(text="Über {Typen} & 100 %", language="de"),
    authors=("Johannes Gutenberg", "Aldus Manutius"),
    date=ArticleDate(year=1455, month=8),
    language="de",
    platform="Stadtarchiv",
    url="https://example.org/a_b?c=d&e=%20f",
    translators=("William Caxton",),
    published=Published(name="The Print", url="https://example.org/print"),
    licence="Public domain",
)


def book(*sources: Source | None, language: str = "en") -> Book:
    articles = tuple(
        Article(
            slug=f"a{number}",
            file=f"a{number}.md",
            title=LangText(text=f"Article {number}"),
            date=ArticleDate(year=2025),
            language=language,
            source=source,
        )
        for number, source in enumerate(sources)
    )
    placed = tuple(PlacedArticle(article=article, reason="year") for article in articles)
    return Book(
        metadata=Metadata(title="T", language=language, identifier="urn:x-a:1", modified=NO_DATE),
        chapters=(Chapter(id="c", title="C", articles=placed),),
    )


def record(source: Source | None, language: str = "en") -> Record:
    (made,) = make_sources(book(source, language=language), SourceOrder.CHAPTER, words(language))
    return made


def test_a_whole_record_says_everything_and_nothing_is_unknown() -> None:
    made = record(WHOLE)
    assert [(part.label, part.text) for part in made.parts] == [
        ("Kind", "Letter"),
        ("Original title", "Über {Typen} & 100 %"),
        ("Authors", "Johannes Gutenberg and Aldus Manutius"),
        ("Date", "August 1455"),
        ("Language", "German"),
        ("Platform", "Stadtarchiv"),
        ("Link", "https://example.org/a_b?c=d&e=%20f"),
        ("Translator", "William Caxton"),
        ("Earlier publication", "The Print"),
        ("Licence", "Public domain"),
    ]
    assert made.unknown == ""
    assert [part.url for part in made.parts if part.url] == [
        "https://example.org/a_b?c=d&e=%20f",
        "https://example.org/print",
    ]
    assert [part.language for part in made.parts if part.language] == ["de"]


@pytest.mark.parametrize("source", [None, Source()])
def test_nothing_known_is_said_in_one_sentence(source: Source | None) -> None:
    made = record(source)
    assert made.parts == ()
    assert made.unknown == words("en").source_none


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Not known: kind, original title, date, language, platform and link."),
        ("de", "Nicht bekannt: Art, Originaltitel, Datum, Sprache, Plattform und Link."),
    ],
)
def test_each_part_that_is_not_known_is_said(language: str, said: str) -> None:
    made = record(Source(authors=("William Morris",)), language)
    assert made.unknown == said
    assert [part.text for part in made.parts] == ["William Morris"]


def test_every_part_is_either_known_or_said_to_be_unknown() -> None:
    said = words("en")
    labels = [said.source_kind, said.source_title, said.source_date, said.source_language]
    labels += [said.source_platform, said.source_link]
    for name in ("kind", "title", "date", "language", "platform", "url"):
        made = record(Source(**{name: getattr(WHOLE, name)}))
        told = " ".join(part.label for part in made.parts).lower() + made.unknown.lower()
        assert all(told.count(label.lower()) >= 1 for label in labels)


def test_a_title_from_the_right_says_so() -> None:
    made = record(Source(title=LangText(text="הדפוס", language="he")))
    assert [(part.language, part.direction) for part in made.parts] == [("he", "rtl")]


SOURCES = (
    None,
    Source(authors=("William Morris",), date=ArticleDate(year=1893), platform="b", language="en"),
    Source(
        authors=("Aldus Manutius", "A A"),
        date=ArticleDate(year=1501, month=4),
        platform="A",
        language="it",
    ),
    Source(
        authors=("Johannes Gutenberg",),
        date=ArticleDate(year=1501),
        platform="c",
        language="de",
    ),
)


@pytest.mark.parametrize(
    ("order", "slugs"),
    [
        (SourceOrder.CHAPTER, "a0 a1 a2 a3"),
        (SourceOrder.DATE, "a3 a2 a1 a0"),
        (SourceOrder.AUTHOR, "a3 a2 a1 a0"),
        (SourceOrder.PLATFORM, "a2 a1 a3 a0"),
        (SourceOrder.LANGUAGE, "a3 a1 a2 a0"),
    ],
)
def test_the_appendix_has_its_order_and_unknowns_stand_last(order: SourceOrder, slugs: str) -> None:
    made = make_sources(book(*SOURCES), order, words("en"))
    assert [one.article.slug for one in made] == slugs.split()


def test_csl_json_has_one_item_an_article_and_leaves_the_unknown_out() -> None:
    items = json.loads(export_sources(book(WHOLE, None), SourceFormat.CSL_JSON))
    assert [item["id"] for item in items] == ["a0", "a1"]
    whole, nothing = items
    assert whole["issued"] == {"date-parts": [[1455, 8]]}
    assert [name["literal"] for name in whole["author"]] == ["Johannes Gutenberg", "Aldus Manutius"]
    assert whole["URL"] == WHOLE.url
    assert whole["type"] == "personal_communication"
    assert set(nothing) == {"id", "type", "note"}
    assert "Article 1" in nothing["note"]


def test_bibtex_is_balanced_and_escaped() -> None:
    text = export_sources(book(WHOLE, None), SourceFormat.BIBTEX)
    assert re.findall(r"^@(\w+)\{(\w+),$", text, re.MULTILINE) == [("letter", "a0"), ("misc", "a1")]
    assert r"title = {Über \{Typen\} \& 100 \%}" in text
    assert "author = {{Johannes Gutenberg} and {Aldus Manutius}}" in text
    assert "date = {1455-08}" in text
    bare = re.sub(r"\\[{}]", "", text)
    assert bare.count("{") == bare.count("}")


def test_csv_has_a_column_a_part_and_a_line_an_article() -> None:
    text = export_sources(book(WHOLE, None), SourceFormat.CSV)
    head, whole, nothing = csv.reader(io.StringIO(text))
    assert tuple(head) == COLUMNS
    row = dict(zip(head, whole, strict=True))
    assert row["authors"] == "Johannes Gutenberg; Aldus Manutius"
    assert (row["date"], row["published_url"]) == ("1455-08", "https://example.org/print")
    assert [cell for cell in nothing if cell] == ["a1", "Article 1", "2025"]
