"""The text of an article file: front matter, title, date, slug, and where the body begins."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anthology.article import ArticleFile, read_article
from anthology.errors import Checked, Finding, Kind, Severity, errors_in
from anthology.formats import FORMATS, Format
from anthology.model import ArticleDate, LangText, Published, Source

WHOLE = """\
---
title: On Type
subtitle: A Specimen
date: 2025-11-16T23:30:00+09:00
authors: [William Morris, Aldus Manutius]
translators: [William Caxton]
language: de
tags: [ink, paper]
excerpt: Two lines.
slug: type
source:
  kind: letter
  title: {text: Von der Kunst, language: la}
  authors: [Johannes Gutenberg]
  date: 1455
  language: de
  platform: Archive
  url: https://example.org/letter
  translators: [William Caxton]
  published: {name: The Print, url: https://example.org/print}
  licence: Public domain
---

The text.
"""
quick = settings(max_examples=120, deadline=None, derandomize=True)


def read(text: str, file: str = "articles/on-type.md") -> Checked[ArticleFile | None]:
    return read_article(text, file, "en")


def article(text: str, file: str = "articles/on-type.md") -> ArticleFile:
    checked = read(text, file)
    assert checked.findings == ()
    assert checked.value is not None
    return checked.value


def only(text: str, file: str = "articles/on-type.md") -> Finding:
    (found,) = read(text, file).findings
    return found


def test_every_key_is_read() -> None:
    read_ = article(WHOLE)
    one = read_.article
    assert one.title == LangText(text="On Type")
    assert one.subtitle == "A Specimen"
    assert one.date is not None
    assert one.date.isoformat() == "2025-11-16"
    assert one.authors == ("William Morris", "Aldus Manutius")
    assert one.translators == ("William Caxton",)
    assert (one.language, one.tags, one.slug) == ("de", ("ink", "paper"), "type")
    assert one.source == Source(
        kind="letter",
        title=LangText(text="Von der Kunst", language="la"),
        authors=("Johannes Gutenberg",),
        date=ArticleDate(year=1455),
        language="de",
        platform="Archive",
        url="https://example.org/letter",
        translators=("William Caxton",),
        published=Published(name="The Print", url="https://example.org/print"),
        licence="Public domain",
    )
    assert read_.markup.text.strip() == "The text."
    assert read_.markup.first_line == WHOLE.count("\n") - 1


def test_the_title_of_a_source_is_in_its_language_if_nothing_else_is_said() -> None:
    read_ = article("---\ntitle: A\nsource: {title: Von der Kunst, language: de}\n---\n")
    assert read_.article.source is not None
    assert read_.article.source.title == LangText(text="Von der Kunst", language="de")


def test_one_name_needs_no_list() -> None:
    one = article("---\ntitle: A\nauthors: William Morris\ntags: ink\n---\n").article
    assert (one.authors, one.tags) == (("William Morris",), ("ink",))


@pytest.mark.parametrize(
    ("file", "date", "slug"),
    [
        ("articles/2025-11-16-on-type.md", "2025-11-16", "on-type"),
        ("articles/2025-11-16_On_Type.markdown", "2025-11-16", "on-type"),
        ("articles/2025-11-on-type.md", "2025-11", "on-type"),
        ("articles/on-type.html", None, "on-type"),
        ("2025-11-16-2025-in-review.htm", "2025-11-16", "2025-in-review"),
        ("articles/Über die Größe.md", None, "ueber-die-groesse"),
        ("articles/2025-11-16.md", "2025-11-16", "2025-11-16"),
    ],
)
def test_a_file_name_gives_date_and_slug(file: str, date: str | None, slug: str) -> None:
    one = article("---\ntitle: A\n---\n", file).article
    assert (one.date.isoformat() if one.date else None, one.slug) == (date, slug)


def test_front_matter_goes_before_the_file_name() -> None:
    one = article("---\ntitle: A\ndate: 2024\nslug: Other Name\n---\n", "2025-11-16-a.md").article
    assert one.date == ArticleDate(year=2024)
    assert one.slug == "other-name"


def test_a_day_in_the_file_name_that_no_calendar_has_is_named() -> None:
    found = only("---\ntitle: A\n---\n", "articles/2025-02-30-a.md")
    assert "2025-02-30" in found.message


@pytest.mark.parametrize(
    ("text", "file", "title"),
    [
        ("# On Type\n\nText.\n", "a.md", "On Type"),
        ("\n\n# On Type #\nText.\n", "a.md", "On Type"),
        ("---\ndate: 2025\n---\n\n# On Type\n", "a.md", "On Type"),
        ("On Type\n=======\n\nText.\n", "a.md", "On Type"),
        ("# On *Type* and `code`\n", "a.md", "On Type and code"),
        ("# [On Type](https://example.org)\n", "a.md", "On Type"),
        ("<p>x</p><H1 class=a>On\n <i>Type</i></H1>", "a.html", "On Type"),
        ("<h1>Type &amp; Ink</h1>", "a.html", "Type & Ink"),
        ("---\ntitle: Type &amp; Ink\n---\n", "a.md", "Type & Ink"),
        ('---\ntitle: It\'s "type"\n---\n', "a.md", "It’s “type”"),
        ("---\ntitle: >\n  On\n  Type\n---\n", "a.md", "On Type"),
        ("---\ntitle: 1984\n---\n", "a.md", "1984"),
        ("---\ntitle: {text: On Type}\n---\n", "a.md", "On Type"),
    ],
)
def test_the_title(text: str, file: str, title: str) -> None:
    assert article(text, file).article.title.text == title


def test_a_title_in_another_language_has_the_quotation_marks_of_it() -> None:
    one = article('---\ntitle: {text: "\\"Lettern\\"", language: de}\n---\n').article
    assert one.title == LangText(text="„Lettern“", language="de")


@pytest.mark.parametrize("text", ["Text.\n", "## Lower\n", "---\ndate: 2025\n---\nText.\n"])
def test_an_article_without_a_title_is_an_error(text: str) -> None:
    checked = read(text)
    assert checked.value is None
    (found,) = checked.findings
    assert (found.kind, found.message) == (Kind.ARTICLE, "the article has no title")


@pytest.mark.parametrize("title", ["", " ", "&nbsp;"])
def test_a_title_without_a_letter_is_none(title: str) -> None:
    checked = read(f'---\ntitle: "{title}"\n---\nText.\n')
    assert checked.value is None
    assert len(errors_in(checked.findings)) == 1


def test_names_without_a_letter_are_left_out_or_told() -> None:
    checked = read('---\ntitle: A\nauthors: [""]\nsource: {platform: " "}\n---\n')
    assert checked.value is not None
    one = checked.value.article
    assert "" not in one.authors
    assert one.source is None or not (one.source.platform or "x").isspace()


def test_a_text_that_needs_no_title_takes_the_one_it_is_given() -> None:
    checked = read_article("Text.\n", "intro.md", "en", default_title="On Ink")
    assert checked.findings == ()
    assert checked.value is not None
    assert checked.value.article.title.text == "On Ink"


def test_front_matter_without_an_end_is_one_error() -> None:
    found = only("---\ntitle: A\n\nText.\n")
    assert found.message == "the front matter has no end"


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A\n---\nText\n", "\n---\ntitle: A\n---\nText\n",
        "---  \ntitle: A\n---\t\nText", "---\ntitle: A\n...\nText\n", "---\ntitle: A\n---",
        "---\n# a remark\ntitle: A\n---\n",
    ],
)  # fmt: skip
def test_front_matter_stands_between_its_lines(text: str) -> None:
    read_ = article(text)
    assert read_.article.title.text == "A"
    assert "title" not in read_.markup.text


def test_a_rule_in_the_text_is_no_front_matter() -> None:
    read_ = article("# A\n\n---\n\nb: c\n\n---\n")
    assert "b: c" in read_.markup.text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("date: 2025-02-30", "calendar"),
        ("date: soon", "is not a date"),
        ("language: german", "did you mean de"),
        ("authors: {name: a}", "one value"),
        ("source: {url: example.org}", "address"),
        ("source: {date: 1455-13}", "calendar"),
        ("source: letter", "keys with values"),
        ("subtitle: *a", "alias"),
        ("subtitle: a: b", "not YAML"),
    ],
)
def test_a_mistake_in_the_front_matter_is_one_located_error(line: str, said: str) -> None:
    found = only(f"\n---\ntitle: A\n{line}\n---\n")
    assert found.severity is Severity.ERROR
    assert said in found.message
    assert found.place is not None
    assert (found.place.file, found.place.line) == ("articles/on-type.md", 4)


def test_unknown_keys_are_left_alone_unless_they_look_mistyped() -> None:
    assert read("---\ntitle: A\nlayout: post\ncategories: [a]\n---\n").findings == ()
    found = only("---\ntitle: A\nauthor: William Morris\n---\n")
    assert found.severity is Severity.WARNING
    assert (str(found.place), found.advice) == (
        "articles/on-type.md:3:1",
        "did you mean `authors`?",
    )


def test_a_plain_value_is_a_variable_for_tags_in_the_text() -> None:
    variables = article("---\ntitle: A\nlayout: post\ntags: [b]\nempty:\n---\n").markup.variables
    assert variables == {"title": "A", "layout": "post"}


@pytest.mark.parametrize(("ending", "form"), FORMATS.items())
def test_the_ending_says_how_it_is_written(ending: str, form: Format) -> None:
    assert article("---\ntitle: A\n---\n", f"a{ending.upper()}").markup.format is form


@quick
@given(st.text(max_size=80), st.sampled_from(["a.md", "2025-11-16-a.html", "2025-99-99-ї.md"]))
def test_no_text_makes_it_fail(text: str, file: str) -> None:
    checked = read(text, file)
    assert checked.value is not None or errors_in(checked.findings)


@quick
@given(st.data())
def test_no_mutation_of_an_article_makes_it_fail(data: st.DataObject) -> None:
    text = WHOLE
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        piece = data.draw(st.text(alphabet=" \n:-[]{}#&*!|>'\"%@`,?~abc0\\x", max_size=6))
        text = text[:start] + piece + text[end:]
    checked = read(text)
    assert checked.value is not None or errors_in(checked.findings)
    for finding in checked.findings:
        assert finding.message
        assert finding.advice
        assert finding.place is not None
    if checked.value is not None:
        assert re.fullmatch(r"[a-z0-9-]+", checked.value.article.slug)
        assert text.endswith(checked.value.markup.text)
