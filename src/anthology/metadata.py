"""What the manifest says of the book as a whole."""

import datetime as dt
from collections.abc import Iterable

from anthology.body.typography import set_plain
from anthology.manifest import RELATORS, Located
from anthology.model import ArticleDate, Contributor, Metadata

NO_DATE = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
"""When a book without any date was last changed: the first moment that a zip file knows."""


def metadata_of(
    located: Located, dates: Iterable[ArticleDate | None], changed: dt.datetime | None
) -> Metadata:
    """Return what a manifest says of the book, whose articles have these dates.

    `changed` is when the input last changed, if somebody says so; otherwise the date of the book
    or of its newest article stands for it.
    """
    manifest = located.manifest
    lang = manifest.language
    newest = max(filter(None, dates), key=lambda date: date.key, default=None)
    return Metadata(
        title=set_plain(manifest.title, lang),
        subtitle=set_plain(manifest.subtitle, lang) if manifest.subtitle else None,
        language=lang,
        authors=manifest.authors,
        contributors=tuple(
            Contributor(name=one.name, role=RELATORS[one.role]) for one in manifest.contributors
        ),
        publisher=manifest.publisher,
        date=manifest.date,
        identifier=located.identifier,
        isbn_epub=manifest.isbn.epub,
        isbn_press=manifest.isbn.press,
        rights=set_plain(manifest.rights, lang) if manifest.rights else None,
        description=manifest.description,
        modified=changed or _midnight(manifest.date or newest),
    )


def _midnight(date: ArticleDate | None) -> dt.datetime:
    if date is None or date.year < NO_DATE.year:
        return NO_DATE
    return dt.datetime(date.year, date.month or 1, date.day or 1, tzinfo=dt.UTC)
