"""A wrap from what the manifest asks for to a finished PDF, looked over as its printer does."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from textwrap import shorten

from anthology.body.typography import set_plain
from anthology.errors import Checked, Finding, Kind, Place, error, warning
from anthology.manifest import Located
from anthology.model import Metadata, Picture
from anthology.pdf import SetSheet, Sheet, render_sheet
from anthology.pdf.document import metadata_head
from anthology.pdf.geometry import geometry as page_geometry
from anthology.press.checks import check
from anthology.press.commission import Commission
from anthology.press.finish import finish
from anthology.style.design import Design
from anthology.style.read import shipped_sheet
from anthology.typefaces import families
from anthology.wrap.barcode import barcode
from anthology.wrap.commission import (
    bears_text,
    spine_direction,
    spine_width,
    wrap_commission,
)
from anthology.wrap.geometry import Geometry, wrap_geometry
from anthology.wrap.look import Look, drawn_look, pictured_look
from anthology.wrap.page import TEXTS, Back, content
from anthology.wrap.picture import as_printed
from anthology.wrap.safe import outside
from anthology.wrap.spine import SpineText, TooLong, spine_text

_LARGEST = 1.1
"""The size of the type that is tried first, in parts of that of the book's text."""
_SMALLER = 0.95
"""The next size of type that is tried, in parts of the one before."""
_SMALLEST = 0.8
"""In parts of the size of the book's text."""
_LEAST = 8.0
"""Points."""
_SHOWN = 60
"""How many characters of a text a finding shows."""
_MOST_WORDS = 1500
"""More than any back has room for, whatever its size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapped:
    """What a wrap is made for."""

    located: Located
    metadata: Metadata
    design: Design
    picture: Picture | None
    """The editor's own cover, fit for print."""
    made: Commission
    """The book block."""
    pages: int
    """How many the book block has, blank ones included."""
    needed: bool
    """Whether it is an error where nobody knows how wide the spine is, or only a warning."""


def make_wrap(book: Wrapped) -> Checked[bytes | None]:
    """Return the wrap of a book as a PDF; None where it cannot be made, and an error says why.

    The same book gives the same bytes. Raises AnthologyError where a typeface is missing (files),
    and RendererFailedError where the renderer fails.
    """
    width = spine_width(book.located, book.made, book.pages, needed=book.needed)
    if width.value is None:
        return Checked(None, width.findings)
    setting = _setting(book, width.value)
    line = setting.line.value
    findings = [*width.findings, *setting.line.findings]
    if book.picture:
        findings += as_printed(book.picture, setting.place, book.located)
    fitted = _fitted(setting)
    findings += fitted.findings
    if fitted.value is None:
        return Checked(None, tuple(findings))
    commission = wrap_commission(book.made, setting.place.size)
    data = finish(fitted.value.data, commission, book.metadata)
    findings += check(data, commission)
    findings += outside(data, setting.place, commission, spine=line is not None)
    return Checked(data, tuple(findings))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """A wrap before its texts are set."""

    book: Wrapped
    place: Geometry
    look: Look
    back: Back
    line: Checked[SpineText | None]
    sizes: tuple[float, ...]
    """Of the type of the blurb, in points; the largest that it fits in is taken."""
    blurb: Place


def _setting(book: Wrapped, width: float) -> _Setting:
    asked, data, design = book.located.manifest.press.cover, book.metadata, book.design
    rules = book.made.profile.cover
    printed = rules.barcode.printed or data.isbn_press is None
    code = None if printed else barcode(data.isbn_press or "", asked.price)
    place = wrap_geometry(book.made.size, width, rules, code)
    usual = page_geometry(book.made.size, design.measures).type_size
    back = Back(
        blurb=_paragraphs(asked.blurb or data.description, data.language),
        biography=_paragraphs(asked.biography, data.language),
        publisher=data.publisher,
        code=code,
        size=usual,
    )
    named = ("press", "cover", "blurb") if asked.blurb else ("description",)
    return _Setting(
        book=book,
        place=place,
        look=pictured_look(book.picture)
        if book.picture
        else drawn_look(data, book.made.size, place.bleed, design.faces),
        back=back,
        line=_line(book, place) if bears_text(book.made, book.pages) else Checked(None),
        sizes=tuple(_sizes(usual)),
        blurb=book.located.place(*named),
    )


def _paragraphs(text: str | None, language: str) -> tuple[str, ...]:
    """Return the paragraphs of a text, between which there is an empty line."""
    parts = (" ".join(part.split()) for part in _blank_lines(text or ""))
    return tuple(set_plain(part, language) for part in parts if part)


def _blank_lines(text: str) -> Iterator[str]:
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip():
            lines.append(line)
        elif lines:
            yield "\n".join(lines)
            lines = []
    yield "\n".join(lines)


def _sizes(usual: float) -> Iterator[float]:
    size = _LARGEST * usual
    while size > max(_SMALLEST * usual, _LEAST):
        yield size
        size *= _SMALLER
    yield min(usual, max(_SMALLEST * usual, _LEAST))


def _line(book: Wrapped, place: Geometry) -> Checked[SpineText | None]:
    wanted = book.located.manifest.press.cover.spine.text
    rules = book.made.profile.cover
    text = set_plain(wanted, book.metadata.language) if wanted else None
    line = spine_text(book.metadata, text, place.spine, rules, book.design.faces)
    if not isinstance(line, TooLong):
        return Checked(line)
    long = warning(
        Kind.MANIFEST,
        f"the spine stays blank, since its text is too long for it: "
        f"{shorten(line.text, _SHOWN, placeholder='…')}",
        "write a shorter one as press.cover.spine.text",
        book.located.place("press", "cover", "spine", "text"),
    )
    return Checked(None, (long,))


def _fitted(setting: _Setting) -> Checked[SetSheet | None]:
    """Return the wrap with its texts as large as they fit, or an error with the words too many."""
    if _words(setting.back) > _MOST_WORDS:
        least = _words(setting.back) - _MOST_WORDS
        return Checked(None, (_too_long(setting, least, "at least "),))
    for size in setting.sizes:
        made = _set(setting, replace(setting.back, size=size))
        if _fits(setting, made):
            return Checked(made.value, made.findings)
    return Checked(None, (_too_long(setting, _too_many(setting), ""),))


def _set(setting: _Setting, back: Back) -> Checked[SetSheet]:
    book = setting.book
    data, faces = book.metadata, book.design.faces
    heads, texts = (
        ", ".join(f'"{name}"' for name in families((*some, *faces.fallback)))
        for some in (faces.heads, faces.text)
    )
    direction = spine_direction(book.located, data.language)
    return render_sheet(
        Sheet(
            language=data.language,
            head=metadata_head(data),
            content=content(setting.place, setting.look, back, setting.line.value, direction),
            stylesheet=f":root {{ --heads: {heads}; --text: {texts} }}\n{shipped_sheet('wrap')}",
            size=setting.place.size,
            faces=faces,
            pictures=(book.picture,) if book.picture else (),
        )
    )


def _fits(setting: _Setting, made: Checked[SetSheet]) -> bool:
    return made.value.heights[TEXTS] <= setting.place.text.height


def _too_many(setting: _Setting) -> int:
    """Return how many words at the end of the blurb have no room in the smallest type."""
    words = [text.split() for text in setting.back.blurb]
    fit, long = 0, sum(map(len, words))
    whole = long
    while long - fit > 1:
        middle = (fit + long) // 2
        tried = replace(setting.back, blurb=_first(words, middle), size=setting.sizes[-1])
        if _fits(setting, _set(setting, tried)):
            fit = middle
        else:
            long = middle
    return whole - fit


def _first(words: list[list[str]], count: int) -> tuple[str, ...]:
    """Return paragraphs of the first words."""
    left, paragraphs = count, []
    for paragraph in words:
        if left > 0:
            paragraphs.append(" ".join(paragraph[:left]))
        left -= len(paragraph)
    return tuple(paragraphs)


def _words(back: Back) -> int:
    return sum(len(text.split()) for text in (*back.blurb, *back.biography))


def _too_long(setting: _Setting, count: int, how: str) -> Finding:
    room = setting.place.text
    return error(
        Kind.MANIFEST,
        f"the back of the cover has no room for the last {how}{count} words of its text "
        f"({room.width:.0f} x {room.height:.0f} mm)",
        "shorten the blurb, or the biography beneath it",
        setting.blurb,
    )
