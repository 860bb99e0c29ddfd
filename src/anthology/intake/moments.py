"""Moments as feeds and pages write them, each kept on its own day."""

from email.utils import parsedate_to_datetime

from anthology.intake.dates import read_date as read_written_date
from anthology.model import ArticleDate
from anthology.values import read_date


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
