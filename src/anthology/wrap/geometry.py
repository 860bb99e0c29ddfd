"""Where everything stands on a wrap, in mm from the upper left corner of the trimmed back."""

from msgspec import Struct

from anthology.model import PageSize
from anthology.press.profiles import CoverRules
from anthology.shapes import Box
from anthology.wrap.barcode import LARGEST, MODULE, SMALLEST, Barcode

_SIDE, _TOP, _BOTTOM = 0.095, 0.085, 0.065
"""The margins of the back, in parts of its width and its height."""
_HAIR = 0.2
"""mm"""
_ABOVE_BARCODE, _BESIDE_BARCODE = 6.0, 5.0
"""mm between the barcode and the texts."""


class Geometry(Struct, frozen=True, kw_only=True):
    """The panels of a wrap and the rooms on them."""

    size: PageSize
    """Of all of it, trimmed."""
    bleed: float
    """By how much what bleeds goes on: a hair more than it has to."""
    back: Box
    spine: Box
    front: Box
    barcode: Box | None
    """The white ground of the barcode, or the room for the printer's own."""
    module: float
    """How wide the narrowest bar is."""
    text: Box
    """The room for blurb and biography."""
    publisher: Box
    """The room for the publisher's name, which stands at its bottom."""


def wrap_geometry(
    page: PageSize, spine: float, rules: CoverRules, code: Barcode | None
) -> Geometry:
    """Return the geometry of the wrap of a book whose pages are of a size, trimmed.

    `code` is the barcode; without one there is room only where the printer prints one of its own.
    """
    width, height = page.width, page.height
    side = max(rules.safe, _SIDE * width)
    top = max(rules.safe, _TOP * height)
    foot = height - max(rules.safe, _BOTTOM * height)
    ground, module = _barcode(
        page, rules, code, Box(left=side, top=top, right=width - side, bottom=foot)
    )
    line = foot - _BOTTOM / 2 * height
    return Geometry(
        size=PageSize(width=2 * width + spine, height=height),
        bleed=rules.bleed + _HAIR,
        back=Box(left=0, top=0, right=width, bottom=height),
        spine=Box(left=width, top=0, right=width + spine, bottom=height),
        front=Box(left=width + spine, top=0, right=2 * width + spine, bottom=height),
        barcode=ground,
        module=module,
        text=Box(
            left=side,
            top=top,
            right=width - side,
            bottom=min(ground.top if ground else line, line) - _ABOVE_BARCODE,
        ),
        publisher=_beside(ground, Box(left=side, top=line, right=width - side, bottom=foot)),
    )


def _beside(ground: Box | None, row: Box) -> Box:
    """Return what of a row is left beside the barcode, on its wider side."""
    if ground is None:
        return row
    before, behind = ground.left - row.left, row.right - ground.right
    left, right = row.left, row.right
    if before >= behind:
        right = ground.left - _BESIDE_BARCODE
    else:
        left = ground.right + _BESIDE_BARCODE
    return Box(left=left, top=ground.top, right=right, bottom=row.bottom)


def _barcode(
    page: PageSize, rules: CoverRules, code: Barcode | None, column: Box
) -> tuple[Box | None, float]:
    """Return the ground of the barcode, and how wide its narrowest bar is.

    It is as large as it may be in the printer's room, and stands in the lower right corner of the
    back, in line with the texts; one that the printer prints itself stands where that prints it.
    """
    room = rules.barcode
    right, bottom = page.width - room.edge, page.height - room.edge
    if room.printed:
        left = room.edge if room.left else right - room.width
        return Box(left=left, top=bottom - room.height, right=left + room.width, bottom=bottom), 0.0
    if code is None:
        return None, 0.0
    wide, high = code.width * MODULE, code.height * MODULE
    scale = min(max(min(room.width / wide, room.height / high), SMALLEST), LARGEST)
    wide, high = max(wide * scale, room.width), max(high * scale, room.height)
    right, bottom = min(right, column.right), min(bottom, column.bottom)
    return Box(left=right - wide, top=bottom - high, right=right, bottom=bottom), scale * MODULE
