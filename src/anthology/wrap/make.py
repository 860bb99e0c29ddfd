"""A wrap from what the manifest asks for to a finished PDF, looked over as its printer does."""

from collections.abc import Iterator
from textwrap import shorten

from msgspec import Struct

from anthology.body.typography import set_plain
from anthology.errors import Checked, Finding, Kind, Place, error, errors_in, warning
from anthology.glyphs import missing_in
from anthology.manifest import Located
from anthology.model import Metadata, Picture
from anthology.pdf import SetSheet, Sheet, render_sheet
from anthology.pdf.document import metadata_head
from anthology.pdf.geometry import geometry as page_geometry
from anthology.press.checks import check
from anthology.press.commission import Commission, equipped
from anthology.press.finish import finish
from anthology.press.outputs import OutputProfile
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
from anthology.wrap.copyfit import copyfit
from anthology.wrap.geometry import Geometry, wrap_geometry
from anthology.wrap.look import Look, drawn_look, pictured_look
from anthology.wrap.page import TEXTS, Back, content, texts
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


class Wrapped(Struct, frozen=True, kw_only=True):
    """What a wrap is made for."""

    located: Located
    metadata: Metadata
    design: Design
    picture: Picture | None
    """The editor's own cover, fit for print."""
    made: Commission
    """The book block."""
    output: OutputProfile | None
    """The editor's own colour profile for the cover."""
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
    findings = [*width.findings, *setting.line.findings, *_missing_glyphs(book)]
    if book.picture:
        findings += as_printed(book.picture, setting.place, book.located)
    asked = wrap_commission(book.made, setting.place.size, book.output)
    ready = equipped(asked, book.located, "press", "cover")
    if errors_in(ready.findings):
        return Checked(None, (*findings, *ready.findings))
    commission = ready.value
    back = _fitted(setting)
    if isinstance(back, Finding):
        return Checked(None, (*findings, back))
    direction = spine_direction(book.located, book.metadata.language)
    made = _set(setting, content(setting.place, setting.look, back, line, direction))
    findings += made.findings
    data = finish(made.value.data, commission, book.metadata)
    findings += check(data, commission)
    findings += outside(data, setting.place, commission, spine=line is not None)
    return Checked(data, tuple(findings))


def _missing_glyphs(book: Wrapped) -> Iterator[Finding]:
    asked, faces = book.located.manifest.press.cover, book.design.faces
    own = {
        ("blurb",): asked.blurb,
        ("biography",): asked.biography,
        ("spine", "text"): asked.spine.text,
    }
    for path, text in own.items():
        yield from missing_in(text or "", faces, book.located.place("press", "cover", *path))
    if not asked.blurb:
        place = book.located.place("description")
        yield from missing_in(book.metadata.description or "", faces, place)


class _Setting(Struct, frozen=True, kw_only=True):
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
        line=_line(book, place),
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
    if not bears_text(book.made, book.pages):
        few = f"{book.made.profile.name} prints none with fewer than {rules.spine_text} pages"
        return Checked(None, tuple(_in_vain(book, few)))
    text = set_plain(wanted, book.metadata.language) if wanted else None
    line = spine_text(book.metadata, text, place.spine, rules, book.design.faces)
    if line is None:
        return Checked(None, tuple(_in_vain(book, "seven points of type have no room on it")))
    if not isinstance(line, TooLong):
        return Checked(line)
    long = f"its text is too long for it: {shorten(line.text, _SHOWN, placeholder='…')}"
    return Checked(None, (_blank(book, long, "write a shorter one as press.cover.spine.text"),))


def _in_vain(book: Wrapped, why: str) -> Iterator[Finding]:
    """Yield a warning where the editor asks for a text on a spine that cannot bear any."""
    if book.located.manifest.press.cover.spine.text:
        yield _blank(book, why, "delete press.cover.spine.text")


def _blank(book: Wrapped, why: str, advice: str) -> Finding:
    return warning(
        Kind.MANIFEST,
        f"the spine stays blank, since {why}",
        advice,
        book.located.place("press", "cover", "spine", "text"),
    )


def _fitted(setting: _Setting) -> Back | Finding:
    """Return the back with its texts as large as they fit, or an error with the words too many."""

    def fits(tried: Back) -> bool:
        measured = _set(setting, texts(setting.place, setting.look.ink, tried))
        return measured.value.heights[TEXTS] <= setting.place.text.height

    fitted = copyfit(setting.back, setting.sizes, _MOST_WORDS, fits)
    if isinstance(fitted, Back):
        return fitted
    room = setting.place.text
    least = "" if fitted.exactly else "at least "
    return error(
        Kind.MANIFEST,
        f"the text on the back of the cover is {least}{fitted.words} "
        f"word{'s' if fitted.words > 1 else ''} too long for its room of "
        f"{room.width:.0f} x {room.height:.0f} mm",
        "shorten it, or write a shorter one as press.cover.blurb",
        setting.blurb,
    )


def _set(setting: _Setting, content: str) -> Checked[SetSheet]:
    book = setting.book
    faces = book.design.faces
    heads, text = (
        ", ".join(f'"{name}"' for name in families((*some, *faces.fallback)))
        for some in (faces.heads, faces.text)
    )
    return render_sheet(
        Sheet(
            language=book.metadata.language,
            head=metadata_head(book.metadata),
            content=content,
            stylesheet=f":root {{ --heads: {heads}; --text: {text} }}\n{shipped_sheet('wrap')}",
            size=setting.place.size,
            faces=faces,
            pictures=(book.picture,) if book.picture else (),
        )
    )
