"""One line, the first or the last of a text, that says where it was published first."""

import re
from collections.abc import Sequence

from msgspec import Struct

from anthology.errors import Finding, Kind, shortened, warning
from anthology.intake.dates import read_date
from anthology.intake.post import Post
from anthology.intake.vocabulary import Vocabulary
from anthology.model import ArticleDate, LangText, Source

_LONGEST = 300
"""Characters; a longer line is text."""
_TITLE_WORDS = 5
"""From so many words on, the text of a link is a title and no platform."""
_SENTENCES = re.compile(
    "|".join(
        (
            r"(?:this \w+ |it )?(?:was |is )?(?:originally|first) (?:published|posted|appeared)"
            r"(?: at| on| in| by)?\b",
            r"(?:dieser? \w+ |er |sie |es )?(?:ist |wurde )?(?:zuerst|ursprünglich|erstmals) "
            r"(?:erschienen|veröffentlicht|erschien)(?: auf| in| im| bei)?\b",
            r"(?:впервые |изначально )опубликован[оаы]? (?:на|в)\b",
            r"(?:вперше |спочатку )опублікован[оаий]{1,2} (?:на|в|у)\b",
            r"(?:pierwotnie |po raz pierwszy )(?:opublikowan[oya]|ukazał[oa]? się)(?: na| w)?\b",
            r"(?:initialement |d.abord )(?:publiée?|parue?)(?: sur| dans| par)?\b",
        )
    ),
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]}]")
_EDGES = re.compile(r"^[\s,;:.()\[\]|/–—*_>→🔗-]+|[\s,;:.()\[\]|/–—*_<←-]+$")


class SourceLine(Struct, frozen=True, kw_only=True):
    """A line that may tell the source of a text."""

    number: int
    source: Source | None
    """None where it is not certain: then it stays in the text."""
    findings: tuple[Finding, ...] = ()


def source_line(
    lines: Sequence[tuple[str, tuple[str, ...]]], post: Post, said: Vocabulary
) -> SourceLine | None:
    """Return the first or last line of a text that tells its source; None where neither does.

    `lines` are the lines with the addresses of their links. It is certain where the line begins
    as such lines do and has one address, or is nothing but a link and a date.
    """
    filled = [number for number, (text, _) in enumerate(lines) if text.strip()]
    for number, beside in ((filled[-1:], filled[-2:-1]), (filled[:1], filled[1:2])):
        if not number or not beside:
            continue
        found, other = (_read(*lines[one], post, said) for one in (number[0], beside[0]))
        if found is not None and other is None:  # one of a list of links is no source
            return SourceLine(number=number[0], source=found[0], findings=found[1])
    return None


def _read(
    text: str, links: tuple[str, ...], post: Post, said: Vocabulary
) -> tuple[Source | None, tuple[Finding, ...]] | None:
    if len(text) > _LONGEST:
        return None
    rest = _behind_label(text, said)
    addresses = tuple(dict.fromkeys((*links, *_URL.findall(text))))
    outside = [one for one in addresses if one.startswith("http") and one != post.address]
    if rest is None:
        plain = _EDGES.sub("", _URL.sub("", text))
        name, date = _split(plain)
        if len(outside) != 1 or date is None or not links:
            return None
        if not 0 < len(name.split()) <= _TITLE_WORDS:
            return None
        rest = plain
    if len(outside) != 1:
        return None, (
            warning(
                Kind.ARTICLE,
                f"“{shortened(text)}” looks like the source of the text, but has no address of "
                "its own; it stays in the text",
                "put what it says under `source:` in the article file",
            ),
        )
    name, date = _split(_EDGES.sub("", _URL.sub("", rest)))
    is_title = len(name.split()) >= _TITLE_WORDS
    host = re.sub(r"^https?://(?:www\.)?|[/:].*$", "", outside[0])
    source = Source(
        title=LangText(text=name) if is_title else None,
        platform=host if is_title or not name else name,
        date=date,
        url=outside[0],
    )
    return source, ()


def _behind_label(text: str, said: Vocabulary) -> str | None:
    """Return what follows the words that begin a line about a source; None where none do."""
    bare = _EDGES.sub("", text)
    label, colon, rest = bare.partition(":")
    if colon and " ".join(label.casefold().split()) in said.lines:
        return rest.strip()
    match = _SENTENCES.match(bare)
    return bare[match.end() :].strip() if match else None


def _split(text: str) -> tuple[str, ArticleDate | None]:
    """Return a text without the date at its end, or in brackets, and that date."""
    words = text.split()
    for size in range(min(5, len(words)), 0, -1):
        tail = " ".join(words[-size:])
        date = read_date(_EDGES.sub("", tail))
        if date is not None and date.month is not None:
            name = re.sub(r"\s+(?:on|am|vom|le|от|від|z dnia)$", "", " ".join(words[:-size]))
            return _EDGES.sub("", name), date
    return _EDGES.sub("", text), None
