"""What stands in the margins of pages: running heads, and folios with any number.

WeasyPrint draws them on empty pages, once for each look of a page document, and a head once for
each title; `anthology.pdf.bind` puts them on the pages of the pieces.
"""

import re
from collections.abc import Mapping

from msgspec import Struct

from anthology.pdf.figures import number_run
from anthology.pdf.piece import Font
from anthology.typefaces import FontFile

_TEXT = re.compile(rb"BT\n.*?\nET", re.DOTALL)
_NUMBER = re.compile(
    rb"BT\n1 0 0 -1 (?P<x>[\d.]+) (?P<y>[\d.]+) Tm\n/(?P<font>\w+) (?P<size>[\d.]+) Tf\n"
    rb"\[<(?P<zero>[0-9a-f]{4})[^\]]*\] TJ\nET"
)
_SHOWN = re.compile(rb"<([0-9a-f]*)>")
_FIGURE = 0.55
"""About how wide a figure is, in type sizes: near enough to tell a half from a whole."""


class Folio(Struct, frozen=True, kw_only=True):
    """A page number in the margin, drawn as a single 0."""

    before: bytes
    """The operators before it, and after it."""
    after: bytes
    x: float
    """Pixels of CSS from the left edge of the page to the figure."""
    y: float
    anchor: float
    """Where it stays as it grows: 0 at its left, 0.5 in the middle, 1 at its right."""
    size: float
    font: str
    zero: int
    """The glyph of 0."""


class Side(Struct, frozen=True, kw_only=True):
    """The margins of a page of one kind: a left or a right one, an opening one or a later one."""

    head: bytes | None
    """The operators that draw the running head; None where it depends on the title."""
    folio: Folio | None


NO_SIDE = Side(head=b"", folio=None)
"""Empty margins."""


class Look(Struct, frozen=True, kw_only=True):
    """The margins of page documents that look alike."""

    sides: tuple[Side, ...]
    """In the order of `anthology.pdf.skeleton`."""
    shift: float
    """How many points further right a text stands on a left-hand page."""
    fonts: tuple[Font, ...]
    states: tuple[tuple[str, bytes], ...]


class Head(Struct, frozen=True, kw_only=True):
    """The running heads of a page document, where they depend on its title."""

    left: bytes | None
    right: bytes | None
    fonts: tuple[Font, ...]
    states: tuple[tuple[str, bytes], ...]


def find_side(one: bytes, two: bytes) -> Side:
    """Return the margins of a page, drawn with 0 and one title, and with 00 and another.

    Raises ValueError where more than a folio and a head change.
    """
    texts = list(zip(_TEXT.finditer(one), _TEXT.finditer(two), strict=True))
    changed = [(a, b) for a, b in texts if a[0] != b[0]]
    numbers = [pair for pair in changed if _is_folio(*pair)]
    if len(numbers) > 1:
        raise ValueError("more than one number stands in the margin of a page")
    folio = _folio(one, *numbers[0]) if numbers else None
    if len(changed) > len(numbers):
        return Side(head=None, folio=folio)
    head = one.replace(numbers[0][0][0], b"") if numbers else one
    return Side(head=head if _TEXT.search(head) else b"", folio=folio)


def _is_folio(one: re.Match[bytes], two: re.Match[bytes]) -> bool:
    short, long = _NUMBER.fullmatch(one[0]), _NUMBER.fullmatch(two[0])
    if not short or not long or short["zero"] != long["zero"]:
        return False
    zero: bytes = short["zero"]
    return [b"".join(_SHOWN.findall(text[0])) for text in (one, two)] == [zero, zero * 2]


def _folio(page: bytes, one: re.Match[bytes], two: re.Match[bytes]) -> Folio | None:
    short, long = _NUMBER.fullmatch(one[0]), _NUMBER.fullmatch(two[0])
    if not short or not long:
        return None
    moved = float(short["x"]) - float(long["x"])
    figure = _FIGURE * float(short["size"])
    others = _TEXT.sub(lambda text: b"" if text[0] != one[0] else text[0], page)
    before, after = others.split(one[0])
    return Folio(
        before=before,
        after=after,
        x=float(short["x"]),
        y=float(short["y"]),
        anchor=round(2 * moved / figure) / 2,
        size=float(short["size"]),
        font=short["font"].decode(),
        zero=int(short["zero"], 16),
    )


def draw_folio(folio: Folio, number: int, file: FontFile, widths: Mapping[int, int]) -> bytes:
    """Return the operators that draw a page number; `widths` are those of the font."""
    run = number_run(file, number, folio.zero)
    zero = number_run(file, 0, folio.zero)
    grown = (sum(run.advances) - sum(zero.advances)) * folio.size / 1000
    shown = b"".join(
        b"<%04x>%d" % (glyph, widths[glyph] - round(advance))
        for glyph, advance in zip(run.glyphs, run.advances, strict=True)
    )
    return (
        folio.before
        + b"BT\n1 0 0 -1 %s %s Tm\n" % (_number(folio.x - folio.anchor * grown), _number(folio.y))
        + b"/%s %s Tf\n[%s] TJ\nET" % (folio.font.encode(), _number(folio.size), shown)
        + folio.after
    )


def _number(value: float) -> bytes:
    return f"{value:.6f}".rstrip("0").rstrip(".").encode()
