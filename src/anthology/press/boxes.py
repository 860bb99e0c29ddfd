"""The boxes of pages (ISO 32000-1, 14.11.2): trimmed, with bleed, and with room for marks."""

from msgspec import Struct

from anthology.press.commission import Commission
from anthology.units import POINT

_MARK, _GAP, _AROUND = 5.0, 3.0, 1.0
"""mm: how long a mark is, how far it stays from the trimmed page at least, and what is around."""
_THIN = 0.25
"""Points: how thick a mark is."""


class Box(Struct, frozen=True, kw_only=True):
    """A rectangle in points."""

    left: float
    bottom: float
    right: float
    top: float

    def numbers(self) -> tuple[float, float, float, float]:
        """Return its lower left and its upper right corner."""
        return (self.left, self.bottom, self.right, self.top)


class Boxes(Struct, frozen=True, kw_only=True):
    """The boxes of a page."""

    media: Box
    bleed: Box
    trim: Box


def boxes(made: Commission, *, right: bool) -> Boxes:
    """Return the boxes of a right-hand or a left-hand page; the first begins at 0, 0."""
    edges = made.bleed
    left, outer = (edges.inner, edges.outer) if right else (edges.outer, edges.inner)
    sides = (left, edges.bottom, outer, edges.top)
    room = [side + (_GAP + _MARK + _AROUND if made.marks else 0) for side in sides]
    width, height = made.size.width, made.size.height
    x, y = room[0], room[1]
    return Boxes(
        media=_box(0, 0, room[0] + width + room[2], room[1] + height + room[3]),
        bleed=_box(x - sides[0], y - sides[1], x + width + sides[2], y + height + sides[3]),
        trim=_box(x, y, x + width, y + height),
    )


def marks(page: Boxes) -> bytes:
    """Return the operators that draw where a page is cut, outside of its bleed, in black ink."""
    trim, bleed = page.trim, page.bleed
    gap, length = _GAP / POINT, _MARK / POINT
    lines = []
    for y in (trim.bottom, trim.top):
        lines.append((bleed.left - gap - length, y, bleed.left - gap, y))
        lines.append((bleed.right + gap, y, bleed.right + gap + length, y))
    for x in (trim.left, trim.right):
        lines.append((x, bleed.bottom - gap - length, x, bleed.bottom - gap))
        lines.append((x, bleed.top + gap, x, bleed.top + gap + length))
    drawn = "".join(f"{a:.4f} {b:.4f} m {c:.4f} {d:.4f} l S\n" for a, b, c, d in lines)
    return f"/Artifact BMC\nq 0 G {_THIN:g} w\n{drawn}Q\nEMC".encode()


def _box(left: float, bottom: float, right: float, top: float) -> Box:
    """Return a box of mm in points."""
    in_points = (round(edge / POINT, 4) for edge in (left, bottom, right, top))
    return Box(**dict(zip(("left", "bottom", "right", "top"), in_points, strict=True)))
