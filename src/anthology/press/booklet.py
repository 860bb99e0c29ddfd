"""A PDF as sheets to print at home on both sides, to fold, and to stitch or to sew.

The pages are imposed in signatures: sheets that lie in each other and are folded once. A short book
is a single one, stitched through its fold; a long one has several, which are sewn together.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TypeAlias

import pikepdf
from msgspec import Struct
from pikepdf import Array, Dictionary, Name, ObjectStreamMode

from anthology.units import POINT

A4 = (297 / POINT, 210 / POINT)
"""Points: a sheet that lies on its side."""
STITCHED = 80
"""How many pages a single signature has at most: staples hold twenty sheets."""
SEWN = 32
"""How many pages a signature has of a book that has several."""
_ON_A_SHEET = 4

Side: TypeAlias = tuple[int | None, int | None]
"""The numbers of the pages that stand on a side of a sheet, from 0; None is blank."""


class Folded(Struct, frozen=True, kw_only=True):
    """A booklet."""

    data: bytes
    sides: int
    """How many sides of sheets there are to print."""


def sides(pages: int) -> tuple[Side, ...]:
    """Return what stands on the sides of sheets, front and back in turn, to be folded once.

    Every page stands on one of them, blank ones at the end.
    """
    sheets = -(-pages // _ON_A_SHEET) * _ON_A_SHEET
    size = sheets if sheets <= STITCHED else SEWN
    return tuple(
        side
        for start in range(0, sheets, size)
        for side in _signature(start, min(size, sheets - start), pages)
    )


def _signature(start: int, size: int, pages: int) -> Iterator[Side]:
    def page(at: int) -> int | None:
        return start + at if start + at < pages else None

    for at in range(0, size // 2, 2):
        yield page(size - 1 - at), page(at)
        yield page(at + 1), page(size - 2 - at)


def fold(data: bytes, on_a_side: int) -> Folded:
    """Return a PDF imposed on A4, with 2 pages on a side, or with 4.

    With 2 it is printed on both sides and turned over the short edge. With 4 it is turned over the
    long edge, each sheet is cut across the middle, and the lower halves go under the upper ones.
    The same PDF gives the same bytes.
    """
    long, short = A4
    with pikepdf.open(BytesIO(data)) as book, pikepdf.new() as made:
        wanted = sides(len(book.pages))
        if on_a_side == _ON_A_SHEET:
            sheet = _Sheet(made, book, short, long, (long / 2, 0.0))
            stacks = tuple(_stacked(wanted))
        else:
            sheet = _Sheet(made, book, long, short, (0.0,))
            stacks = tuple((side,) for side in wanted)
        for stack in stacks:
            sheet.add(stack)
        title = book.docinfo.get("/Title")
        if title is not None:
            made.docinfo["/Title"] = str(title)
        file = BytesIO()
        made.save(file, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
        return Folded(data=file.getvalue(), sides=len(stacks))


def _stacked(wanted: Sequence[Side]) -> Iterator[tuple[Side, ...]]:
    """Yield the sides to print above each other: of the first half of the sheets, and the other."""
    sheets = [wanted[at : at + 2] for at in range(0, len(wanted), 2)]
    upper = -(-len(sheets) // 2)
    blank: Sequence[Side] = ((None, None), (None, None))
    for at in range(upper):
        lower = sheets[upper + at] if upper + at < len(sheets) else blank
        yield from zip(sheets[at], lower, strict=True)


class _Sheet:
    """Adds sides of sheets to a PDF, whose pages are those of a book."""

    def __init__(
        self,
        made: pikepdf.Pdf,
        book: pikepdf.Pdf,
        width: float,
        height: float,
        bottoms: tuple[float, ...],
    ) -> None:
        """Take the size of the sheet, and where its strips of two pages begin, in points."""
        self._made = made
        self._book = book
        self._size = (width, height)
        self._bottoms = bottoms
        self._forms: dict[int, pikepdf.Object] = {}

    def add(self, stack: Sequence[Side]) -> None:
        width, height = self._size
        room = (width / 2, height / len(self._bottoms))
        drawn: list[str] = []
        forms = Dictionary()
        for side, bottom in zip(stack, self._bottoms, strict=True):
            for left, number in zip((True, False), side, strict=True):
                if number is not None:
                    forms[f"/P{number}"] = self._form(number)
                    drawn.append(self._placed(number, room, bottom, left=left))
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, round(width, 4), round(height, 4)]),
            Resources=Dictionary(XObject=forms),
            Contents=self._made.make_stream("\n".join(drawn).encode()),
        )
        self._made.pages.append(pikepdf.Page(self._made.make_indirect(page)))

    def _form(self, number: int) -> pikepdf.Object:
        if number not in self._forms:
            form = self._book.pages[number].as_form_xobject()
            self._forms[number] = self._made.copy_foreign(form)
        return self._forms[number]

    def _placed(self, number: int, room: tuple[float, float], bottom: float, *, left: bool) -> str:
        """Return the operators that draw a page as large as it fits, at the fold."""
        x1, y1, x2, y2 = (float(edge) for edge in self._book.pages[number].trimbox)
        scale = min(room[0] / (x2 - x1), room[1] / (y2 - y1), 1.0)
        fold = room[0]
        x = fold - scale * (x2 - x1) if left else fold
        y = bottom + (room[1] - scale * (y2 - y1)) / 2
        return (
            f"q {scale:.5f} 0 0 {scale:.5f} {x - scale * x1:.4f} {y - scale * y1:.4f} cm "
            f"/P{number} Do Q"
        )
