"""The line that begins an article on a saved page: `Title | Author. 16.11.2025`."""

import re

from msgspec import Struct

from anthology.intake.dates import read_date, trailing_date
from anthology.intake.plaintext import clean
from anthology.model import ArticleDate

MAX_LENGTH = 300
"""Characters; a longer line is text."""

MAX_NAMES = 100
"""Characters that the names of the authors may have."""

BAR = re.compile(r"\s*[|｜│¦]\s*")
DASH = re.compile(r"\s+[–—]\s+")

_AND = re.compile(r"\s*[,;&]\s*|\s+(?:und|and|та|і|й|и|et|y|e)\s+")
_PARTICLES = frozenset(
    "von van der den de del della di da dos du la le zu zur ten und and та і и".split()
)
_NO_NAME = re.compile(r"[?!:;\"„“”«»()\[\]{}<>0-9]")


class TitleLine(Struct, frozen=True, kw_only=True):
    """What a title line says."""

    title: str
    byline: str
    """The rest of the line as written, from the names of the authors to the date."""
    authors: tuple[str, ...]
    date: ArticleDate | None
    """None where the calendar has no such day."""


def read_title_line(text: str, separator: re.Pattern[str] = BAR) -> TitleLine | None:
    """Return what the line says if it has the form of a title line.

    The last separator divides title and authors; a full stop, comma or bar may stand between
    authors and date, and blanks of any kind around each. A full stop at the end of the title is
    part of it.
    """
    line = clean(text)
    found = trailing_date(line) if len(line) <= MAX_LENGTH else None
    if not found:
        return None
    head = re.sub(rf"(?:{BAR.pattern}|\s+[–—]\s*|[,;]\s*|\s+)$", "", found.before)
    divided = list(separator.finditer(head))
    if not divided:
        return None
    title, names = head[: divided[-1].start()].strip(), head[divided[-1].end() :].strip()
    names = names if re.search(r"(?:^|[\s.])[^\W\d_]\.$", names) else names.rstrip(".,;")
    if not re.search(r"\w", title) or not _may_be_names(names, strict=separator is DASH):
        return None
    return TitleLine(
        title=title,
        byline=line[divided[-1].end() :].strip(),
        authors=split_names(names),
        date=found.date,
    )


def title_form(written: str) -> re.Pattern[str]:
    """Return the pattern of title lines that an editor writes as `{title} ({author}, {date})`.

    Raises ValueError where it lacks {title} or {date}, or has one of them twice.
    """
    names = re.findall(r"\{(\w*)\}", written)
    if sorted(names) not in (["author", "date", "title"], ["date", "title"]):
        raise ValueError("it has to have {title} and {date} once each, and may have {author}")
    parts = (
        f"(?P<{part[1:-1]}>.+?)" if part.startswith("{") else _blanks_as_they_come(part)
        for part in re.split(r"(\{\w+\})", written)
    )
    return re.compile("".join(parts) + r"\s*")


def _blanks_as_they_come(text: str) -> str:
    return r"\s*".join(re.escape(word) for word in re.split(r"\s+", text))


def read_by_form(text: str, form: re.Pattern[str]) -> TitleLine | None:
    """Return what the line says if it has the form that an editor gave."""
    line = clean(text)
    match = form.fullmatch(line) if len(line) <= MAX_LENGTH else None
    if match is None or not re.search(r"\d", match["date"]):
        return None
    said = match.groupdict()
    return TitleLine(
        title=match["title"].strip(),
        byline=match["date"],
        authors=split_names((said.get("author") or "").strip()),
        date=read_date(match["date"]),
    )


def split_names(text: str) -> tuple[str, ...]:
    """Return the names in a list such as `A B, C D and E F`; `Surname, First` is one name."""
    parts = tuple(part for part in _AND.split(text.strip()) if part)
    if len(parts) == 2 and "," in text and not any(" " in part for part in parts):
        return (text.strip(),)
    return parts


def _may_be_names(text: str, *, strict: bool) -> bool:
    if not text[:1].isalpha() or len(text) > MAX_NAMES or _NO_NAME.search(text):
        return False
    words = text.split()
    return not strict or (
        len(words) <= 8
        and all(word[0].isupper() or word.strip(",").casefold() in _PARTICLES for word in words)
    )
