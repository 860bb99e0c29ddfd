"""Texts of a finished wrap that stand where its printer wants none."""

from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from anthology.errors import Finding, Kind, error
from anthology.press.commission import Commission
from anthology.shapes import Box
from anthology.units import POINT
from anthology.wrap.geometry import Geometry

_NEAR = 0.1
"""mm that rounding may take."""


def outside(data: bytes, place: Geometry, made: Commission, *, spine: bool) -> tuple[Finding, ...]:
    """Return an error (judge) for each text that is near an edge, a fold or another's barcode.

    `spine` says whether there may be a text on the spine.
    """
    rooms = tuple(_rooms(place, made, spine=spine))
    taken = place.barcode if place.barcode and not place.module else None
    pdf = pypdfium2.PdfDocument(data)
    try:
        page = pdf[0]
        found = tuple(
            (text, box)
            for text, box in _texts(page)
            if not any(_inside(box, room) for room in rooms) or (taken and _meet(box, taken))
        )
    finally:
        pdf.close()
    return tuple(
        error(
            Kind.JUDGE,
            f"a text of the cover stands too near to an edge, a fold or the printer's barcode "
            f"({made.profile.name}), at {box.left:.0f}, {box.top:.0f} mm: {text}",
            "shorten it",
        )
        for text, box in found
    )


def _rooms(place: Geometry, made: Commission, *, spine: bool) -> Iterator[Box]:
    rules = made.profile.cover
    safe = rules.safe
    for panel in (place.back, place.front):
        yield Box(
            left=panel.left + safe,
            top=panel.top + safe,
            right=panel.right - safe,
            bottom=panel.bottom - safe,
        )
    if spine:
        yield Box(
            left=place.spine.left + rules.spine_safe,
            top=safe,
            right=place.spine.right - rules.spine_safe,
            bottom=place.spine.bottom - safe,
        )


def _texts(page: pypdfium2.PdfPage) -> Iterator[tuple[str, Box]]:
    """Yield each text that is painted, and what its ink takes, in mm from the trimmed corner."""
    x, _, _, y = page.get_trimbox()
    words = page.get_textpage()
    for thing in page.get_objects((raw.FPDF_PAGEOBJ_TEXT,)):
        left, bottom, right, top = thing.get_bounds()
        if left < right:
            box = Box(
                left=(left - x) * POINT,
                top=(y - top) * POINT,
                right=(right - x) * POINT,
                bottom=(y - bottom) * POINT,
            )
            text = words.get_text_bounded(left, bottom, right, top)
            yield " ".join(text.split())[:40], box


def _inside(box: Box, room: Box) -> bool:
    return (
        box.left >= room.left - _NEAR
        and box.top >= room.top - _NEAR
        and box.right <= room.right + _NEAR
        and box.bottom <= room.bottom + _NEAR
    )


def _meet(box: Box, other: Box) -> bool:
    return (
        box.left < other.right
        and other.left < box.right
        and box.top < other.bottom
        and other.top < box.bottom
    )
