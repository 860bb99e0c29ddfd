"""Dates as people write them in running text, in many languages."""

import datetime as dt
import re
from functools import lru_cache

from babel import Locale
from msgspec import Struct

from anthology.model import ArticleDate

LANGUAGES = ("de", "en", "uk", "ru", "fr", "es", "it", "pt", "nl", "pl", "cs", "be", "bg")
"""The languages whose names of months are known."""

_YEAR_WORD = r"(?:\s*(?:г\.|г\b|года|р\.|р\b|року|roku|r\.))?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>[12]\d{3})"
_NAME = r"(?P<name>[^\W\d_]{3,})\.?"
_DE = r"(?:\s+de|\s+del)?"
_FORMS = (
    rf"{_YEAR}-(?P<month>\d{{1,2}})-{_DAY}",
    rf"{_DAY}\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}{_YEAR_WORD}",
    rf"{_DAY}/(?P<month>\d{{1,2}})/{_YEAR}",
    rf"{_DAY}(?:\.|º|er|st|nd|rd|th)?{_DE}\s+{_NAME}{_DE},?\s+{_YEAR}{_YEAR_WORD}",
    rf"{_NAME}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}",
)
_LOOSE_FORMS = (
    rf"{_YEAR}-(?P<month>\d{{1,2}})",
    rf"{_NAME}{_DE}\s+{_YEAR}{_YEAR_WORD}",
    rf"{_YEAR}{_YEAR_WORD}",
)
_END = r"[\s\u200b\ufeff]*[.,;]?[\s\u200b\ufeff]*$"
_AT_END = tuple(re.compile(rf"(?<![\w./-])(?P<all>{form}){_END}") for form in _FORMS)
_WHOLE = tuple(re.compile(rf"(?P<all>{form}){_END}") for form in (*_FORMS, *_LOOSE_FORMS))


class TrailingDate(Struct, frozen=True, kw_only=True):
    """A date at the end of a line."""

    before: str
    """The line up to the date."""
    written: str
    """The date as written."""
    date: ArticleDate | None
    """None where the calendar has no such day."""


def trailing_date(line: str) -> TrailingDate | None:
    """Return the day at the end of a line, or None where there is none.

    Read are `16.11.2025`, `16. 11. 2025`, `2025-11-16`, `16/11/2025` (always the day first),
    `16 November 2025`, `16. November 2025`, `November 16, 2025` and the same in the other
    languages. A full stop may follow.
    """
    for form in _AT_END:
        match = form.search(line)
        if match and _month(match) is not None:
            return TrailingDate(
                before=line[: match.start()], written=match["all"], date=_date(match)
            )
    return None


def read_date(text: str) -> ArticleDate | None:
    """Return a text that is nothing but a date: a day as in `trailing_date`, a month or a year."""
    for form in _WHOLE:
        match = form.match(text.strip())
        if match:
            date = _date(match)
            if date is not None:
                return date
    return None


def _date(match: re.Match[str]) -> ArticleDate | None:
    parts = match.groupdict()
    year, month = int(parts["year"]), _month(match)
    day = int(parts["day"]) if parts.get("day") else None
    if month is None and ("name" in parts or "month" in parts):
        return None
    try:
        dt.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    return ArticleDate(year=year, month=month, day=day)


def _month(match: re.Match[str]) -> int | None:
    parts = match.groupdict()
    if parts.get("month"):
        return int(parts["month"])
    return _months().get(parts.get("name", "").casefold())


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Return the months by their names, long and short, that mean one month in all languages."""
    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        months = Locale(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    found.setdefault(name.casefold().rstrip("."), set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}
