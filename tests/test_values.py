"""Dates, languages, addresses, ISBNs, identifiers and page sizes as people write them."""

import contextlib
import datetime as dt
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anthology.directions import ISOLATES, balanced
from anthology.model import ArticleDate, PageSize
from anthology.slug import LONGEST, slug
from anthology.values import (
    SCALARS,
    read_address,
    read_date,
    read_identifier,
    read_isbn,
    read_language,
    read_page_size,
)

quick = settings(max_examples=150, deadline=None, derandomize=True)
READERS = sorted({scalar.read for scalar in SCALARS.values()}, key=lambda read: read.__name__)
NEAR_VALUES = st.from_regex(
    re.compile(r"[0-9]{3,4}(-[0-9]{1,2}){0,2}([T ][0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2,4})?)?"),
    fullmatch=True,
)


@st.composite
def dates(draw: st.DrawFn) -> ArticleDate:
    day = draw(st.dates(min_value=dt.date(100, 1, 1)))
    known = draw(st.integers(1, 3))
    return ArticleDate(
        year=day.year,
        month=day.month if known > 1 else None,
        day=day.day if known > 2 else None,
    )


@quick
@given(dates())
def test_a_date_is_read_as_it_is_written(date: ArticleDate) -> None:
    assert read_date(date.isoformat()) == date


@quick
@given(
    st.datetimes(min_value=dt.datetime(100, 1, 1)), st.sampled_from(["", "Z", "+09:00", "-0330"])
)
def test_a_time_keeps_its_own_day(moment: dt.datetime, zone: str) -> None:
    date = read_date(moment.isoformat(timespec="seconds") + zone)
    assert (date.year, date.month, date.day) == (moment.year, moment.month, moment.day)
    assert date.time is not None
    assert date.time.replace(tzinfo=None) == moment.time().replace(microsecond=0)
    assert (date.time.tzinfo is not None) == bool(zone)


@quick
@given(dates(), dates())
def test_dates_sort_as_their_days_do(one: ArticleDate, other: ArticleDate) -> None:
    def known(date: ArticleDate) -> tuple[int, int, int]:
        return (date.year, date.month or 0, date.day or 0)

    assert (one.key < other.key) == (known(one) < known(other))


@pytest.mark.parametrize("read", READERS)
@quick
@given(text=st.one_of(st.text(max_size=40), NEAR_VALUES))
def test_any_other_text_is_refused_by_a_value_error(
    read: Callable[[str], object], text: str
) -> None:
    with contextlib.suppress(ValueError):
        read(text)


@quick
@given(st.one_of(st.text(max_size=12), NEAR_VALUES))
def test_what_is_read_as_a_date_is_in_the_calendar(text: str) -> None:
    try:
        date = read_date(text)
    except ValueError:
        return
    dt.date(date.year, 1 if date.month is None else date.month, 1 if date.day is None else date.day)
    assert read_date(date.isoformat()).isoformat() == date.isoformat()


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-30", "2025-13", "2025-00", "2025-00-10", "2025-11-00", "2025-11-16 25:00",
        "2025-11-16T10:61", "2025-11-16T10:00+25:00", "16.11.2025", "25", "20251116", "",
        "2025-11-16T", "next week",
    ],
)  # fmt: skip
def test_no_calendar_has_this(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(text))):
        read_date(text)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("DE", "de"), ("pt_br", "pt-BR"), ("zh-hant-TW", "zh-Hant-TW"), ("es-419", "es-419"),
        (" uk ", "uk"), ("de-1996", "de-1996"), ("sr-latn", "sr-Latn"), ("sl-rozaj", "sl-rozaj"),
    ],
)  # fmt: skip
def test_a_language_is_spelled_in_the_usual_way(text: str, spelled: str) -> None:
    assert read_language(text) == spelled


@pytest.mark.parametrize("text", ["", "deutsch", "d", "de-", "de--AT", "en us", "uk\n\nru"])
def test_no_language(text: str) -> None:
    with pytest.raises(ValueError, match="language"):
        read_language(text)


@pytest.mark.parametrize(
    "text", ["https://example.org", "http://example.org/a?b=c#d", "https://приклад.укр/стаття"]
)
def test_an_address(text: str) -> None:
    assert read_address(f" {text} ") == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org",
        "ftp://example.org",
        "javascript:alert(1)",
        "https://",
        "https://a b",
        "//a",
    ],
)
def test_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="address"):
        read_address(text)


@quick
@given(st.integers(0, 999_999_999), st.sampled_from(["978", "979"]))
def test_an_isbn_has_one_right_check_digit(number: int, prefix: str) -> None:
    right = []
    for digit in range(10):
        with contextlib.suppress(ValueError):
            right.append(read_isbn(f"{prefix}-{number:09d}-{digit}"))
    assert len(right) == 1


def test_an_isbn_keeps_its_hyphens() -> None:
    assert read_isbn("978-3-16-148410-0") == "978-3-16-148410-0"


@pytest.mark.parametrize("text", ["3-16-148410-0", "978-3-16-14841-0", "977-3-16-148410-0", ""])
def test_no_isbn(text: str) -> None:
    with pytest.raises(ValueError, match="13 digits"):
        read_isbn(text)


UUID = "urn:uuid:6f1c1b56-9a2f-4c9a-8f0e-2c1f3f0f4a55"


@pytest.mark.parametrize("text", [UUID, "https://example.org/book", "URN:ISBN:978"])
def test_an_identifier(text: str) -> None:
    assert read_identifier(text) == text


@pytest.mark.parametrize("text", ["", "my book", "urn:x", "urn:uuid:a b", "urn:uuid:1"])
def test_no_identifier(text: str) -> None:
    with pytest.raises(ValueError, match=r"identifier|UUID"):
        read_identifier(text)


@pytest.mark.parametrize(
    ("text", "width", "height"),
    [
        ("A5", 148, 210), ("digest", 139.7, 215.9), ("140mm x 210mm", 140, 210),
        ("14cm 21cm", 140, 210), ("6in × 9in", 152.4, 228.6), ("120.5mm×190mm", 120.5, 190),
    ],
)  # fmt: skip
def test_a_page(text: str, width: float, height: float) -> None:
    page = read_page_size(text)
    assert (page.width, page.height) == pytest.approx((width, height))


@pytest.mark.parametrize(
    "text", ["A7", "a page", "140 x 210", "79mm x 210mm", "140mm x 501mm", "1.2.3mm x 9mm", ""]
)
def test_no_page(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(text))):
        read_page_size(text)


def test_a_page_without_units_is_told_in_inches() -> None:
    with pytest.raises(ValueError, match=r"or 5\.5in x 8\.5in$"):
        read_page_size("5.5x8.5")


def test_page_sizes_stay_within_their_limits() -> None:
    assert read_page_size("80mm x 500mm") == PageSize(width=80, height=500)


@quick
@given(st.text(max_size=60), st.sampled_from([None, "uk", "de", "ru"]))
def test_a_slug_is_a_name_for_ids_and_stays_itself(text: str, language: str | None) -> None:
    name = slug(text, language)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert slug(name, language) == name


@quick
@given(st.text(max_size=60), st.integers(7, 30))
def test_a_slug_is_cut_to_its_length(text: str, longest: int) -> None:
    name = slug(text, longest=longest)
    assert slug(text).startswith(name)
    assert 0 < len(name) <= longest


def test_names_that_are_too_long_are_cut_and_stay_two() -> None:
    first, second = slug("x" * 5000 + "a"), slug("x" * 5000 + "b")
    assert first != second
    assert len(first) == len(second) == LONGEST


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\u202eb", "ab"),
        ("a\u202cb", "ab"),
        ("a\u2066b", "ab"),
        ("\u202aa\u202c b", "\u202aa\u202c b"),
        ("\u2067\u202ea\u2069b", "\u2067a\u2069b"),
        ("\u2068a\u202cb\u2069", "\u2068ab\u2069"),
        ("a\u200eb", "a\u200eb"),
    ],
)
def test_a_text_does_not_turn_what_follows(text: str, kept: str) -> None:
    assert balanced(text) == kept


@quick
@given(st.text(st.sampled_from("a\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")))
def test_a_balanced_text_stays_itself(text: str) -> None:
    kept = balanced(text)
    assert balanced(kept) == kept
    assert kept.replace("\u2069", "").count("a") == text.count("a")
    assert sum(kept.count(sign) for sign in ISOLATES) == kept.count("\u2069")
