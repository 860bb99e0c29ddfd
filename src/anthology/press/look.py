"""A finished press file looked at: where its texts end, and how its pictures are printed."""

import ctypes
from collections.abc import Iterator
from math import hypot, inf

import pypdfium2
from msgspec import Struct
from pypdfium2 import raw

from anthology.completeness.pdf import Starts
from anthology.documents import in_order
from anthology.model import Book
from anthology.units import POINT

_KINDS = (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE)
_DEPTH = 8
"""How many drawings may stand in each other."""


class PrintedPicture(Struct, frozen=True, kw_only=True):
    """A picture on a page."""

    page: int
    """From 0."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""
    dots: float
    """An inch, in the direction in which they are fewer."""


class Room(Struct, frozen=True, kw_only=True):
    """How far what stands on a page stays away from its trimmed edges at least, in mm."""

    page: int
    """From 0."""
    inner: float
    outer: float
    top: float
    bottom: float


class Look(Struct, frozen=True, kw_only=True):
    """What was seen."""

    pictures: tuple[PrintedPicture, ...]
    rooms: tuple[Room, ...]
    """Of the pages that are not blank."""
    starts: tuple[tuple[int, str], ...]
    """The page on which each page document begins, and its id."""

    def document(self, page: int) -> str:
        """Return the id of the page document that stands on a page; empty before the contents."""
        return max((one for one in self.starts if one[0] <= page), default=(0, ""))[1]


def look_at(data: bytes, book: Book) -> Look:
    """Return what is to be seen in the press file of a book."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        starts = Starts(pdf)
        begun = ((starts(name), name) for name in in_order(book))
        pictures: list[PrintedPicture] = []
        rooms: list[Room] = []
        for number in range(len(pdf)):
            page = pdf[number]
            try:
                things = list(page.get_objects(_KINDS, max_depth=_DEPTH))
                rooms += _rooms(page, number, things)
                pictures += _pictures(number, things)
            finally:
                page.close()
        return Look(
            pictures=tuple(pictures),
            rooms=tuple(rooms),
            starts=tuple((page, name) for page, name in begun if page is not None),
        )
    finally:
        pdf.close()


def _rooms(
    page: pypdfium2.PdfPage, number: int, things: list[pypdfium2.PdfObject]
) -> Iterator[Room]:
    edges = (inf, inf, -inf, -inf)
    for thing in things:
        if thing.container is None:
            left, bottom, right, top = thing.get_bounds()
            if left < right:
                a, b, c, d = edges
                edges = (min(a, left), min(b, bottom), max(c, right), max(d, top))
    left, bottom, right, top = edges
    if left > right:
        return
    x1, y1, x2, y2 = page.get_trimbox()
    sides = ((left - x1) * POINT, (x2 - right) * POINT)
    inner, outer = sides if number % 2 == 0 else reversed(sides)
    yield Room(
        page=number,
        inner=inner,
        outer=outer,
        top=(y2 - top) * POINT,
        bottom=(bottom - y1) * POINT,
    )


def _pictures(number: int, things: list[pypdfium2.PdfObject]) -> Iterator[PrintedPicture]:
    for thing in things:
        width, height = ctypes.c_uint(), ctypes.c_uint()
        if thing.type != raw.FPDF_PAGEOBJ_IMAGE or not raw.FPDFImageObj_GetImagePixelSize(
            thing, width, height
        ):
            continue
        a, b, c, d, *_ = _matrix(thing).get()
        inches = (hypot(a, b) / 72, hypot(c, d) / 72)
        if all(inches):
            dots = min(width.value / inches[0], height.value / inches[1])
            yield PrintedPicture(page=number, width=width.value, height=height.value, dots=dots)


def _matrix(thing: pypdfium2.PdfObject) -> pypdfium2.PdfMatrix:
    """Return how a picture is put on its page, through the drawings that it stands in."""
    matrix, around = thing.get_matrix(), thing.container
    while around:
        matrix, around = matrix.multiply(around.get_matrix()), around.container
    return matrix
