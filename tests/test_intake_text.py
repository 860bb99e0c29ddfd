"""A page saved as text into articles: title lines, source blocks, and nothing lost."""

import os
import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anthology.body.locator import Locator
from anthology.body.markdown import to_html
from anthology.errors import Severity
from anthology.intake.dates import read_date, trailing_date
from anthology.intake.plaintext import to_markdown
from anthology.intake.report import ImportedArticle, Intake
from anthology.intake.sourceblock import label_of, language_code
from anthology.intake.text import read_category_page
from anthology.intake.titleline import read_title_line, split_names
from anthology.intake.vocabulary import Field
from anthology.model import ArticleDate, LangText, Published

DAY = ArticleDate(year=2025, month=11, day=16)

BLOCKS = {
    "de": """\
🔗 Originalquelle

Art der Quelle: Interview
Titel des Originals: Про друкарство | Леся Українка. 16.11.2025.
Autor: Lesja Ukrajinka
Veröffentlichung / Entstehung: 16.11.2025
Originalsprache: uk
Plattform / Quelle: YouTube
Link zum Originaltext:

Original ansehen

Deutsche Übersetzung von William Morris,
veröffentlicht auf

example.org
.
""",
    "en": """\
Original source

Type of source: Interview
Original title: Про друкарство
Author: Lesja Ukrajinka
Publication / Creation: 16 November 2025
Original language: Ukrainian
Platform / Source: YouTube
Link to the original text:

View the original

English translation by William Morris, published on example.org.
""",
    "uk": """\
Першоджерело

Тип джерела: Інтерв’ю

Назва оригіналу: Про друкарство

Автор: Lesja Ukrajinka

Публікація / Створення: 16 листопада 2025 року

Мова оригіналу: українська

Платформа / Джерело: YouTube

Посилання на оригінальний текст:

Переглянути оригінал

Українською переклав William Morris, опубліковано на example.org.
""",
    "ru": """\
🔗 Оригинальный источник
Тип источника: интервью
Название оригинала:
Про друкарство
Автор: Lesja Ukrajinka
Публикация/создание: 16 ноября 2025 г.
Язык оригинала: украинский
Платформа: YouTube
Ссылка на оригинал:
Смотреть оригинал
Перевод на русский язык: William Morris, опубликовано на
example.org
.
""",
}


def page(*articles: str) -> Intake:
    return read_category_page("\n\n".join(articles), "page.txt")


def one(text: str) -> ImportedArticle:
    (article,) = page(f"On Type | William Morris. 16.11.2025\n\n{text}").articles
    return article


def words_of(markdown: str) -> list[str]:
    html = to_html(markdown, Locator(markdown, "body.md", 1)).value
    return unescape(re.sub(r"<[^>]+>", " ", html)).split()


@pytest.mark.parametrize(
    "line",
    [
        "On Type | William Morris. 16.11.2025",
        "On Type | William Morris. 16.11.2025.",
        "On Type | William Morris.\N{NO-BREAK SPACE}16.11.2025.",
        "On Type | William Morris.\N{NARROW NO-BREAK SPACE}16.11.2025",
        "On Type |William Morris. 16.11.2025.",
        "On Type| William Morris, 16.11.2025 ",
        "On Type|William Morris 16.11.2025",
        "On Type ｜ William Morris | 16. 11. 2025",
        "On Type | William Morris. 2025-11-16",
        "On Type | William Morris. 16/11/2025",
        "On Type | William Morris. 16 November 2025",
        "On Type | William Morris. November 16, 2025.",
        "On Type | William Morris. 16. November 2025",
        "On Type | William Morris. 16 листопада 2025 р.",
        "On Type | William Morris. 16 ноября 2025 г.",
        "On Type | William Morris. 16 de noviembre de 2025",
        "On Type | William Morris. 16 novembre 2025",
    ],
)
def test_title_lines_in_many_spellings(line: str) -> None:
    (article,) = page(f"{line}\n\nText.").articles
    assert (article.title, article.authors, article.date) == (
        LangText(text="On Type"),
        ("William Morris",),
        DAY,
    )
    assert article.body == "Text.\n"


@pytest.mark.parametrize(
    ("line", "title", "authors"),
    [
        ("The End. | William Morris. 16.11.2025", "The End.", ("William Morris",)),
        ("A. B. and C | William Morris. 16.11.2025", "A. B. and C", ("William Morris",)),
        ("One | Two | William Morris. 16.11.2025", "One | Two", ("William Morris",)),
        ("In 1891? | Morris, William. 16.11.2025", "In 1891?", ("Morris", "William")),
        (
            "Type | William Morris und Aldus Manutius. 16.11.2025",
            "Type",
            ("William Morris", "Aldus Manutius"),
        ),
        ("Type | Morris W. 16.11.2025", "Type", ("Morris W.",)),
    ],
)
def test_title_and_authors_are_told_apart(line: str, title: str, authors: tuple[str, ...]) -> None:
    found = read_title_line(line)
    assert found is not None
    if authors == ("Morris", "William"):
        authors = ("Morris, William",)
    assert (found.title, found.authors) == (title, authors)


@pytest.mark.parametrize(
    "line",
    [
        "On Type | William Morris",
        "On Type. 16.11.2025",
        "| William Morris. 16.11.2025",
        "Did he | or did he not come on 16.11.2025? So it was on 17.11.2025",
        "On Type | William Morris. Smarch 16, 2025",
        "On Type | William Morris. 16.11.25",
        "x" * 400 + " | William Morris. 16.11.2025",
    ],
)
def test_lines_that_are_no_title_lines(line: str) -> None:
    assert read_title_line(line) is None


def test_dashes_count_only_on_a_page_that_begins_with_one() -> None:
    dashed = page(
        "On Type – William Morris. 16.11.2025\n\nHe came – late, on 1.1.2025.",
        "On Paper — Aldus Manutius. 15.11.2025\n\nText.",
    )
    assert [article.title.text for article in dashed.articles] == ["On Type", "On Paper"]
    barred = page("On Type | William Morris. 16.11.2025", "That – Aldus Manutius. 15.11.2025")
    assert [article.body for article in barred.articles] == ["That – Aldus Manutius. 15.11.2025\n"]


def test_a_title_line_has_to_stand_alone() -> None:
    intake = page(
        "On Type | William Morris. 16.11.2025\n\nText\nOn Ink | William Morris. 15.11.2025",
        "Contents | William Morris. 14.11.2025\nMore | William Morris. 13.11.2025\n\nText.",
    )
    (article,) = intake.articles
    assert "On Ink" in article.body
    assert "More" in article.body
    assert [finding.place.line for finding in intake.findings if finding.place] == [4, 6, 7]


def test_an_impossible_day_is_an_error_and_no_article() -> None:
    intake = page("On Type | William Morris. 31.02.2025\n\nText.")
    assert intake.articles == ()
    assert {finding.severity for finding in intake.findings} == {Severity.ERROR}
    assert [left.words for left in intake.left_out] == [7]


def test_a_slash_date_that_may_be_month_first_is_told_once() -> None:
    intake = page(
        "A | William Morris. 05/06/2025\n\nText.", "B | William Morris. 04/06/2025\n\nText."
    )
    assert intake.articles[0].date == ArticleDate(year=2025, month=6, day=5)
    assert [finding.place.line for finding in intake.findings if finding.place] == [1]


def test_text_before_the_first_title_line_is_reported() -> None:
    intake = read_category_page(
        "Menu\n\nHome and more\n\nOn Type | William Morris. 16.11.2025\n\nText.", "page.txt"
    )
    (left,) = intake.left_out
    assert (left.words, str(left.place)) == (4, "page.txt:1")
    assert left.text.split() == ["Menu", "Home", "and", "more"]


def test_a_page_without_a_title_line_is_an_error() -> None:
    intake = read_category_page("Just text.\n", "page.txt")
    assert intake.articles == ()
    assert "Title | Author" in str(intake.findings[0])
    assert [left.words for left in intake.left_out] == [2]


def test_an_article_that_stands_twice_is_taken_once() -> None:
    article = "On Type | William Morris. 16.11.2025.\n\nSome text."
    intake = page(article, article.replace("| ", "|"))
    assert len(intake.articles) == 1
    assert [str(duplicate.place) for duplicate in intake.duplicates] == ["page.txt:5"]
    (finding,) = intake.findings
    assert "page.txt:5" in str(finding)
    assert "page.txt:1" in finding.message


def test_of_two_copies_the_one_with_a_source_is_taken() -> None:
    plain = "On Type | William Morris. 16.11.2025\n\nSome text."
    intake = page(plain, f"{plain}\n\n{BLOCKS['en']}")
    (article,) = intake.articles
    assert article.source is not None
    assert str(article.place) == "page.txt:5"


def test_two_texts_under_one_title_are_both_taken() -> None:
    line = "On Type | William Morris. 16.11.2025\n\n"
    intake = page(f"{line}One text.", f"{line}Another text.")
    assert [article.body for article in intake.articles] == ["One text.\n", "Another text.\n"]
    assert [finding.severity for finding in intake.findings] == [Severity.WARNING]
    assert not intake.duplicates


def test_a_title_line_without_a_text_is_reported() -> None:
    intake = page(
        "On Ink | William Morris. 16.11.2025", "On Type | William Morris. 15.11.2025\n\nA."
    )
    assert [article.title.text for article in intake.articles] == ["On Type"]
    assert [left.text for left in intake.left_out] == ["On Ink"]


@pytest.mark.parametrize("language", BLOCKS)
def test_source_blocks_in_four_languages(language: str) -> None:
    intake = page(f"On Type | William Morris. 16.11.2025\n\nSome text.\n\n{BLOCKS[language]}")
    (article,) = intake.articles
    source = article.source
    assert source is not None
    assert source.kind == "interview"
    assert source.title == LangText(text="Про друкарство", language="uk")
    assert source.authors == ("Lesja Ukrajinka",)
    assert source.date == DAY
    assert source.language == "uk"
    assert source.platform == "YouTube"
    assert source.url is None
    assert source.published == Published(name="example.org", url="https://example.org/")
    assert article.translators == ("William Morris",)
    assert article.language == language
    assert article.body == "Some text.\n"
    assert intake.findings == ()


def test_what_a_block_says_beside_the_source_is_reported() -> None:
    intake = page(f"On Type | William Morris. 16.11.2025\n\nSome text.\n\n{BLOCKS['de']}")
    assert [left.text for left in intake.left_out] == [
        "Леся Українка. 16.11.2025.",
        "Original ansehen",
    ]


@pytest.mark.parametrize(
    "link",
    [
        "Link: https://example.org/a?b=1.",
        "Link:\nhttps://example.org/a?b=1",
        "Link:\n\nView original\n\nhttps://example.org/a?b=1",
        "Link: View original (https://example.org/a?b=1)",
        "Link:\n\nView original: https://example.org/a?b=1",
    ],
)
def test_the_link_is_taken_wherever_it_stands(link: str) -> None:
    article = one(f"Text.\n\nOriginal source\n\nKind of source: letter\n{link}")
    assert article.source is not None
    assert article.source.url == "https://example.org/a?b=1"
    assert article.body == "Text.\n"


def test_what_is_not_understood_stays_in_the_text_and_is_told() -> None:
    intake = page(
        "On Type | William Morris. 16.11.2025\n\nText.\n\nOriginal source\n\n"
        "Kind of source: letter\nOriginal language: Volapük of old\nInk used: black\n"
        "Published: some day\nAuthor: Aldus Manutius\n\nA last word.\n\nAnd one more."
    )
    (article,) = intake.articles
    assert article.source is not None
    assert article.source.authors == ("Aldus Manutius",)
    for text in (
        "Original language: Volapük of old",
        "Ink used: black",
        "Published: some day",
        "A last word.",
        "And one more.",
    ):
        assert text in article.body
    assert [finding.place.line for finding in intake.findings if finding.place] == [8, 10, 9, 13]


def test_a_title_in_a_block_keeps_a_byline_that_contradicts_it() -> None:
    article = one(
        "Text.\n\nOriginal source\n\nOriginal title: Ink | Aldus Manutius. 1.1.2024\n"
        "Author: Aldus Manutius\nPublished: 2.2.2025"
    )
    assert article.source is not None
    assert article.source.title == LangText(text="Ink | Aldus Manutius. 1.1.2024")


def test_a_byline_tells_what_the_labels_do_not() -> None:
    article = one("Text.\n\nOriginal source\n\nOriginal title: Ink | Aldus Manutius. 1.1.2024")
    assert article.source is not None
    assert article.source.title == LangText(text="Ink")
    assert article.source.authors == ("Aldus Manutius",)
    assert article.source.date == ArticleDate(year=2024, month=1, day=1)


def test_labels_make_a_block_without_a_heading_only_three_together() -> None:
    assert one("Text.\n\nAuthor: Aldus Manutius\n\nMore text.").source is None
    source = one("Text.\n\nAuthor: Aldus Manutius\nPlatform: Paper\nLicence: CC0").source
    assert source is not None
    assert (source.authors, source.platform, source.licence) == (
        ("Aldus Manutius",),
        "Paper",
        "CC0",
    )


def test_a_heading_without_labels_is_told_and_stays() -> None:
    intake = page("On Type | William Morris. 16.11.2025\n\nText.\n\nOriginal source\n\nUnknown.")
    assert "Original source" in intake.articles[0].body
    assert "Original source" in str(intake.findings[0])


def test_title_lines_in_a_source_block_begin_no_article() -> None:
    intake = page(
        "On Type | William Morris. 16.11.2025\n\nText.\n\nOriginal source\n\n"
        "Original title: Ink | Aldus Manutius. 16.11.2025.\n\nOriginal title:\n\n"
        "Ink | Aldus Manutius. 16.11.2025.\n\nAuthor: Aldus Manutius"
    )
    assert len(intake.articles) == 1


@pytest.mark.parametrize(
    ("sentence", "translators", "language", "published"),
    [
        ("Deutsche Übersetzung von William Morris.", ("William Morris",), "de", None),
        (
            "Deutsche Übersetzung von William Morris und Aldus Manutius, erschienen in "
            "https://example.org/a/",
            ("William Morris", "Aldus Manutius"),
            "de",
            Published(name="example.org", url="https://example.org/a/"),
        ),
        ("Übersetzt von William Morris", ("William Morris",), None, None),
        (
            "French translation by William Morris, first published in The Commonweal.",
            ("William Morris",),
            "fr",
            Published(name="The Commonweal"),
        ),
        ("Translated by W. Morris", ("W. Morris",), None, None),
        ("Переклад українською: William Morris", ("William Morris",), "uk", None),
        ("Переклад німецькою мовою — William Morris.", ("William Morris",), "de", None),
        ("На английский перевёл William Morris", ("William Morris",), "en", None),
    ],
)
def test_sentences_on_the_translation(
    sentence: str, translators: tuple[str, ...], language: str | None, published: Published | None
) -> None:
    article = one(f"Text.\n\nSource\n\nKind of source: letter\n\n{sentence}")
    assert article.source is not None
    assert (article.translators, article.language) == (translators, language)
    assert article.source.published == published
    assert article.body == "Text.\n"


def test_a_translator_in_the_genitive_is_not_guessed() -> None:
    sentence = "Український переклад Лесі Українки."
    article = one(f"Text.\n\nДжерело\n\nТип джерела: лист\n\n{sentence}")
    assert article.translators == ()
    assert sentence in article.body


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("Autor:in: Aldus Manutius", Field.AUTHORS, "Aldus Manutius"),
        ("📅 Veröffentlichung/Entstehung : 1501", Field.DATE, "1501"),
        ("Мова  оригіналу： la", Field.LANGUAGE, "la"),
        ("Link zum Originaltext:", Field.LINK, ""),
    ],
)
def test_labels_are_known_however_they_are_set(line: str, field: Field, value: str) -> None:
    assert label_of(line) == (field, value)


def test_languages_are_known_by_tag_and_name() -> None:
    names = "ru RU Russisch russische Ukrainian українською німецька немецкого Utopian qq".split()
    assert [language_code(name) for name in names] == [
        *("ru", "ru", "ru", "ru", "uk", "uk", "de", "de"),
        *(None, None),
    ]


def test_names_are_divided() -> None:
    assert split_names("A B, C D und E F") == ("A B", "C D", "E F")
    assert split_names("Manutius, Aldus") == ("Manutius, Aldus",)
    assert split_names("") == ()


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("16.11.2025.", DAY),
        ("November 2025", ArticleDate(year=2025, month=11)),
        ("листопад 2025 р.", ArticleDate(year=2025, month=11)),
        ("2025-11", ArticleDate(year=2025, month=11)),
        ("2025", ArticleDate(year=2025)),
        ("1er novembre 2025", ArticleDate(year=2025, month=11, day=1)),
        ("31.11.2025", None),
        ("2025-13", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates(text: str, date: ArticleDate | None) -> None:
    assert read_date(text) == date


def test_a_number_is_no_date() -> None:
    assert trailing_date("It cost 1.116.11.2025") is None
    assert trailing_date("Version 3-2025-11-16") is None


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("One line.\n\nAnother.", "One line.\n\nAnother.\n"),
        ("A verse\nof two lines", "A verse\\\nof two lines\n"),
        ("x " * 40 + "\n" + "y " * 40 + "\nend", ("x " * 40 + "y " * 40 + "end") + "\n"),
        ("x" * 200 + "\n" + "y" * 200, "x" * 200 + "\n\n" + "y" * 200 + "\n"),
        (" \N{NO-BREAK SPACE}a\N{NO-BREAK SPACE}b \N{NO-BREAK SPACE}\n", "a\N{NO-BREAK SPACE}b\n"),
        ("# no heading", "\\# no heading\n"),
        ("1. no list", "1\\. no list\n"),
        ("- no list\n- none", "\\- no list\\\n\\- none\n"),
        ("    no code", "no code\n"),
        ("snake_case *stars* [x](y) &amp; <b>", "snake_case \\*stars\\* \\[x](y) \\&amp; \\<b>\n"),
        ("5 < 6 & 7", "5 < 6 & 7\n"),
        ("\n \n", ""),
    ],
)
def test_plain_text_as_markdown(text: str, markdown: str) -> None:
    assert to_markdown(text.split("\n")) == markdown


MARKS = [
    *("[^1]", "[^1]: note", "&amp;", "<b>", "</p>", "<!--", "https://example.org/_a_", "    "),
    *("---", "===", "1. ", "12) ", "\n\n", ": term", "{{ x }}", "{% y %}", "![a](b)", "```", "~~~"),
    *("| a | b |\n|---|---|\n", "a\n:-", "word " * 10, "\\", "*", "_", "`", "#", ">", "+ ", "- "),
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(MARKS)
        | st.text("ab1 \n\\`*_[](){}<>#+-.!|~^=:&;\"'@$%\u00a0ä", max_size=6),
        max_size=20,
    )
)
def test_markdown_says_exactly_the_words_of_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    markdown = to_markdown(text.split("\n"))
    assert words_of(markdown) == text.split()
    assert "{{" not in markdown
    assert "{%" not in markdown


LINE = st.text("ab. |:0é", max_size=20) | st.sampled_from(
    [
        "On Type | William Morris. 16.11.2025",
        "On Ink | William Morris. 15.11.2025.",
        *BLOCKS["de"].split("\n"),
        *BLOCKS["uk"].split("\n"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINE, max_size=30))
def test_any_page_gives_articles_or_findings(lines: list[str]) -> None:
    intake = read_category_page("\n".join(lines), "page.txt")
    assert intake.articles or intake.findings or intake.left_out
    assert all(article.body.strip() for article in intake.articles)


@pytest.mark.skipif(
    "ANTHOLOGY_CORPUS" not in os.environ,
    reason="ANTHOLOGY_CORPUS does not name the folder with the saved category page",
)
def test_the_saved_category_page_of_a_real_blog() -> None:
    (file,) = Path(os.environ["ANTHOLOGY_CORPUS"]).glob("000_*.txt")
    text = file.read_text(encoding="utf-8")
    intake = read_category_page(text, file.name)
    assert [article.date.isoformat() for article in intake.articles if article.date] == [
        *("2025-11-16", "2025-07-01", "2025-06-05", "2025-05-19"),
        *("2025-04-22", "2025-04-19", "2025-04-15", "2025-04-10"),
    ]
    assert {article.authors for article in intake.articles} == {intake.articles[0].authors}
    sources = [article.source for article in intake.articles if article.source]
    assert len(sources) == 1
    source = sources[0]
    assert source.kind == "article"
    assert source.title is not None
    assert (source.title.language, source.language) == ("ru", "ru")
    assert "|" not in source.title.text
    assert source.authors
    assert source.date == intake.articles[0].date
    assert source.platform
    assert source.published is not None
    assert source.url is None
    assert intake.articles[0].translators
    assert intake.articles[0].language == "de"
    assert len(intake.duplicates) == 1
    assert [finding.severity for finding in intake.findings] == [Severity.WARNING]

    lines = text.split("\n")
    starts = [article.place.line or 0 for article in intake.articles]
    ends = [
        at for at, line in enumerate(lines) if read_title_line(line) or "Originalquelle" in line
    ]
    for start, article in zip(starts, intake.articles, strict=True):
        end = min([at for at in ends if at >= start], default=len(lines))
        assert words_of(article.body) == " ".join(lines[start:end]).split()
