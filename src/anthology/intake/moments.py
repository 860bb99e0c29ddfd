"""Moments as feeds and pages write them, each kept on its own day."""

import re
from email.utils import parsedate_to_datetime

from anthology.intake.dates import read_date as read_written_date
from anthology.model import ArticleDate
from anthology.values import read_date

DATED = re.compile(r"(?:^|/)(\d{4})[-_/](\d{1,2})[-_/](\d{1,2})[-_/](?P<rest>[^/]+)$")
"""The path of an address or a file that names a day."""
_MONTHLY = re.compile(r"(?:^|/)(\d{4})[-/](\d{1,2})/(?P<rest>[^/]+)$")


def read_moment(text: str) -> ArticleDate | None:
    """Return a date in the form of ISO 8601, of RFC 5322 or of running text; None for none."""
    text = " ".join(text.split())
    if not text:
        return None
    for form in (text, text.replace(" ", "T", 1), text.partition("T")[0], text[:10]):
        try:
            return read_date(form)
        except ValueError:
            continue
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return read_written_date(text)
    return ArticleDate(year=found.year, month=found.month, day=found.day, time=found.timetz())


def date_in_address(address: str) -> ArticleDate | None:
    """Return the day, or else the month, that an address or a path names."""
    address = address.rstrip("/")
    for form in (DATED, _MONTHLY):
        match = form.search(address)
        if match:
            parts = [match[1], *(f"{int(part):02d}" for part in match.groups()[1:-1])]
            try:
                return read_date("-".join(parts))
            except ValueError:
                return None
    return None
