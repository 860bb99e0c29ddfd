"""The text of a `book.yml` as a manifest: what is taken, what is refused, and where."""

import re

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from anthology.errors import Checked, Finding, Severity, errors_in
from anthology.manifest import (
    RELATORS,
    ChapterRule,
    ChapterSpec,
    Duplicates,
    Located,
    Manifest,
    Order,
    Role,
    SourceOrder,
    manifest_schema,
    read_manifest,
)
from anthology.model import ArticleDate, PageSize

LEAST = "title: Sorts\nlanguage: en\nidentifier: urn:x-test:1\n"
WHOLE = """\
title: Sorts
subtitle: A Specimen
language: de-AT
authors: [William Morris, Aldus Manutius]
contributors:
  - {name: William Caxton, role: translator}
publisher: The Press by the River
date: 2025-12
identifier: urn:uuid:0d9f5c1e-6d1b-4c35-8a55-3c0e7d6a1f10
isbn: {epub: 978-3-16-148410-0, press: 978-3-16-148410-0}
rights: © 2025
description: >-
  Two
  lines.
articles: [essays, "letters/*.md"]
order: newest-first
chapters:
  - {title: Spring, from: 2025-03, to: 2025-05-31}
  - title: Named
    articles: [one, two.md]
    intro: named.md
  - title: Tagged
    tags: [ink]
unplaced: The rest
duplicates: keep-first
front: [preface.md]
back: [about.md]
sources: {order: platform}
cover: {image: cover.jpg, alt: A press}
words: {contents: Inhalt, roles.trl: "{names}"}
pdf: {page: 140mm x 210mm}
"""
quick = settings(max_examples=120, deadline=None, derandomize=True)


def read(text: str) -> Checked[Located | None]:
    return read_manifest(text, "book.yml")


def manifest(text: str) -> Manifest:
    checked = read(text)
    assert checked.findings == ()
    assert checked.value is not None
    return checked.value.manifest


def only(text: str) -> Finding:
    (found,) = read(text).findings
    return found


def places(text: str) -> list[str]:
    return [str(finding.place) for finding in read(text).findings]


def test_the_least_manifest_has_everything_else_by_default() -> None:
    asked = manifest(LEAST)
    assert asked == Manifest(title="Sorts", language=asked.language, identifier=asked.identifier)
    assert (asked.order, asked.chapters) == (Order.OLDEST_FIRST, ChapterRule.MONTH)
    assert (asked.articles, asked.unplaced) == ("articles", "error")
    assert asked.pdf.page == PageSize(width=148, height=210)


def test_every_key_is_read() -> None:
    asked = manifest(WHOLE)
    assert asked.authors == ("William Morris", "Aldus Manutius")
    assert asked.contributors[0].role is Role.TRANSLATOR
    assert asked.date == ArticleDate(year=2025, month=12)
    assert asked.isbn.press == "978-3-16-148410-0"
    assert asked.description == "Two lines."
    assert asked.articles == ("essays", "letters/*.md")
    assert asked.order is Order.NEWEST_FIRST
    assert asked.chapters == (
        ChapterSpec(
            title="Spring",
            from_=ArticleDate(year=2025, month=3),
            to=ArticleDate(year=2025, month=5, day=31),
        ),
        ChapterSpec(title="Named", articles=("one", "two.md"), intro="named.md"),
        ChapterSpec(title="Tagged", tags=("ink",)),
    )
    assert asked.duplicates is Duplicates.KEEP_FIRST
    assert (asked.front, asked.back) == (("preface.md",), ("about.md",))
    assert asked.sources.order is SourceOrder.PLATFORM
    assert asked.cover is not None
    assert (asked.cover.image, asked.cover.alt) == ("cover.jpg", "A press")
    assert asked.words == {"contents": "Inhalt", "roles.trl": "{names}"}
    assert asked.pdf.page == PageSize(width=140, height=210)


@pytest.mark.parametrize("rule", ChapterRule)
def test_one_rule_may_make_all_chapters(rule: ChapterRule) -> None:
    assert manifest(f"{LEAST}chapters: {rule.value}\n").chapters is rule


@pytest.mark.parametrize("empty", ["", " ~", " null", " # nothing yet"])
def test_an_empty_value_is_as_good_as_none(empty: str) -> None:
    text = LEAST + "".join(
        f"{key}:{empty}\n"
        for key in ("subtitle", "authors", "date", "chapters", "front", "cover", "words", "pdf")
    )
    assert manifest(text) == manifest(LEAST)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('title: ""', "title"), ('title: " "', "title"), ('authors: [""]', "authors[1]"),
        ('authors: [William Morris, " "]', "authors[2]"), ('front: [""]', "front[1]"),
        ('chapters: [{title: "", from: 2025}]', "chapters[1].title"), ('unplaced: ""', "unplaced"),
        ('contributors: [{name: "", role: editor}]', "contributors[1].name"),
        ('cover: {image: ""}', "cover.image"), ('words: {contents: ""}', "words.contents"),
    ],
)  # fmt: skip
def test_a_text_without_a_letter_is_empty(line: str, name: str) -> None:
    text = LEAST.replace("title: Sorts", line) if line.startswith("title") else LEAST + line + "\n"
    assert only(text).message == f"{name} is empty"


def test_a_number_may_be_a_title() -> None:
    assert manifest(LEAST.replace("Sorts", "1984")).title == "1984"
    assert manifest(LEAST.replace("Sorts", "yes")).title == "yes"


def test_numbers_and_tabs_at_line_ends_do_no_harm() -> None:
    assert manifest(LEAST + "order: oldest-first \t\n").order is Order.OLDEST_FIRST


@pytest.mark.parametrize("key", ["title", "language"])
def test_a_required_key_is_missed(key: str) -> None:
    text = re.sub(rf"^{key}:.*\n", "", LEAST, flags=re.MULTILINE)
    found = only(text)
    assert found.message == f"{key} is missing"
    assert str(found.place) == "book.yml:1:1"
    assert only(LEAST.replace(f"{key}: ", f"{key}: # ")).message == f"{key} is empty"


def test_without_an_identifier_the_title_makes_one_and_it_is_told() -> None:
    text = LEAST.replace("identifier: urn:x-test:1\n", "")
    checked = read(text)
    assert checked.value is not None
    (found,) = checked.findings
    assert found.severity is Severity.WARNING
    assert checked.value.identifier in found.advice
    again = read(f"{text}identifier: {checked.value.identifier}\n")
    assert again.findings == ()
    assert again.value is not None
    assert again.value.identifier == checked.value.identifier


@pytest.mark.parametrize(
    ("key", "near"),
    [("titel", "title"), ("autors", "authors"), ("chapter", "chapters"), ("Order", "order")],
)
def test_an_unknown_key_is_refused_with_the_nearest_known(key: str, near: str) -> None:
    found = only(f"{LEAST}{key}: x\n")
    assert found.message == f"unknown key {key}"
    assert found.advice == f"did you mean `{near}`?"
    assert str(found.place) == "book.yml:4:1"


def test_an_unknown_key_far_from_all_others_lists_them() -> None:
    advice = only(f"{LEAST}xyzzy: 1\n").advice
    assert all(key in advice for key in ("title", "chapters", "pdf"))


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("order: newst-first", 8, "did you mean `newest-first`"),
        ("order: up", 8, "oldest-first, newest-first"),
        ("order: [newest-first]", 8, "one value"),
        ("chapters: monthly", 11, "did you mean `month`"),
        ("authors: William Morris", 10, "list"),
        ("authors: [{name: William Morris}]", 11, r"authors\[1\]"),
        ("date: 2025-02-30", 7, "calendar"),
        ("date: tomorrow", 7, "2025-11-16"),
        ("isbn: 978-3-16-148410-0", 7, "keys with values"),
        ("isbn: {epub: 978-3-16-148410-1}", 14, "check digit"),
        ("pdf: {page: A9}", 13, "A5"),
        ("pdf: {paper: A5}", 7, "did you mean `page`"),
        ("cover: cover.jpg", 8, "keys with values"),
        ("cover: {alt: A press}", 8, "cover.image is missing"),
        ("contributors: [{name: William Caxton, role: printer}]", 45, "printer"),
        ("contributors: [{name: William Caxton}]", 16, "role is missing"),
        ("words: [a]", 8, "keys with texts"),
        ("unplaced: [a]", 11, "one value"),
        ("chapters: [{title: A}]", 12, "which articles"),
        ("chapters: [{title: A, from: 2025-02, to: 2025-01}]", 29, "before it begins"),
        ("subtitle: *a", 11, "alias"),
        ("subtitle: !!str a", 11, "tag"),
        ("<<: {subtitle: a}", 1, "merge key"),
        ("title: again", 1, "second time"),
        ("? [a, b]\n: c", 3, "key must be a word"),
        ("subtitle: a\n---\ntitle: b", 1, "second YAML document"),
        ("subtitle: a: b", 12, "not YAML"),
        ("subtitle: 'a", 11, "not YAML"),
        ('subtitle: "\\q"', 13, "not YAML"),
    ],
)
def test_a_mistake_is_told_where_it_stands(line: str, column: int, said: str) -> None:
    found = [one for one in read(f"{LEAST}{line}\n").findings if re.search(said, str(one))]
    assert len(found) == 1, read(f"{LEAST}{line}\n").findings
    place = found[0].place
    assert place is not None
    assert place.line is not None
    assert place.line >= 4
    assert place.column == column
    assert found[0].advice


def test_a_place_is_that_of_the_value_although_another_before_it_was_refused() -> None:
    text = f"{LEAST}chapters:\n  - {{titel: A, from: 2025}}\n  - title: B\n    articles: [c]\n"
    checked = read(text)
    assert checked.value is not None
    chapters = checked.value.manifest.chapters
    assert isinstance(chapters, tuple)
    last = len(chapters) - 1
    assert str(checked.value.place("chapters", last, "articles", 0)) == "book.yml:7:16"


def test_the_place_of_what_is_not_there_is_that_of_what_is_around_it() -> None:
    checked = read(WHOLE)
    assert checked.value is not None
    assert str(checked.value.place("sources", "order")) == "book.yml:28:18"
    assert str(checked.value.place("chapters", 1, "tags")) == "book.yml:19:5"
    assert str(checked.value.place("nothing")) == "book.yml:1:1"


def test_findings_stand_in_the_order_of_the_file() -> None:
    text = f"{LEAST}date: x\nauthors: y\nspam: z\ndate: 2\norder: q\n"
    lines = [finding.place.line for finding in read(text).findings if finding.place]
    assert lines == [4, 5, 6, 7, 8]


def test_deep_nests_are_refused_and_not_followed() -> None:
    assert "deep" in only(f"{LEAST}subtitle: {'[' * 5000}\n").message


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "---\n"])
def test_an_empty_manifest_says_how_to_begin(text: str) -> None:
    checked = read(text)
    assert checked.value is None
    assert errors_in(checked.findings)
    assert "title" in str(checked.findings[0])


@pytest.mark.parametrize("text", ["just words\n", "- a\n- b\n"])
def test_a_manifest_that_is_no_mapping(text: str) -> None:
    checked = read(text)
    assert checked.value is None
    (found,) = checked.findings
    assert "keys with values" in found.message


@pytest.mark.parametrize(
    "text",
    [
        'title: "\\UFFFFFFFF"\n',
        'title: "\\uD800"\n',
        "title: \x07\n",
        "%YAML 9\n---\ntitle: a\n",
        f"%YAML 1.{'9' * 5000}\n---\ntitle: a\n",
        "title: &a [*a]\n",
        "title: \ud800\n",
        "\x00",
        "? ? ? a\n",
        "{a: {b: {c\n",
        "!<tag:x> a: b\n",
        "title: !!python/object:os.system x\n",
        "\u202a",
    ],
)
def test_what_the_yaml_parser_chokes_on_is_a_finding(text: str) -> None:
    checked = read(text)
    assert errors_in(checked.findings)
    for finding in checked.findings:
        str(finding).encode()


@quick
@given(st.text(alphabet=st.characters(), max_size=80))
def test_no_text_makes_it_fail(text: str) -> None:
    checked = read(text)
    assert checked.value is not None or errors_in(checked.findings)


@quick
@given(st.data())
def test_no_mutation_of_a_manifest_makes_it_fail(data: st.DataObject) -> None:
    text = WHOLE
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        piece = data.draw(
            st.one_of(
                st.text(alphabet=" \n:-[]{}#&*!|>'\"%@`,?~abc0\\x", max_size=6),
                st.sampled_from([WHOLE[at : at + 20] for at in range(0, len(WHOLE), 20)]),
            )
        )
        text = text[:start] + piece + text[end:]
    checked = read(text)
    assert checked.value is not None or errors_in(checked.findings)
    for finding in checked.findings:
        assert finding.message
        assert finding.advice
        assert finding.place is not None
        assert finding.place.file == "book.yml"


def validator() -> jsonschema.Draft202012Validator:
    schema = manifest_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def as_typed(text: str) -> object:
    """Return a manifest as an editor's checker sees it: dates are strings."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes strings only


@pytest.mark.parametrize("text", [LEAST, WHOLE])
def test_the_schema_takes_what_the_program_takes(text: str) -> None:
    assert list(validator().iter_errors(as_typed(text))) == []


@pytest.mark.parametrize(
    "value", ["title: 1984", "date: 2025", "unplaced: 2025", "authors: [1984]"]
)
def test_the_schema_takes_numbers_where_the_program_does(value: str) -> None:
    text = LEAST.replace("title: Sorts", value) if value.startswith("title") else LEAST + value
    assert read(text).findings == ()
    assert list(validator().iter_errors(yaml.safe_load(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "language: en\n", LEAST + "titel: a\n", LEAST + "order: up\n", LEAST + "authors: a\n",
        LEAST + "date: soon\n", LEAST + "pdf: {page: A9}\n", LEAST + "chapters: weekly\n",
        LEAST + "chapters: [{from: 2025}]\n", LEAST + "contributors: [{name: a, role: b}]\n",
    ],
)  # fmt: skip
def test_the_schema_refuses_what_the_program_refuses(text: str) -> None:
    assert errors_in(read(text).findings)
    assert list(validator().iter_errors(as_typed(text)))


def test_every_role_has_a_relator() -> None:
    assert set(RELATORS) == set(Role)
    assert all(re.fullmatch("[a-z]{3}", code) for code in RELATORS.values())
