"""A cover for a book that has none: its title and authors over a pattern drawn from the title."""

import hashlib
import math
from collections.abc import Callable, Iterator
from itertools import count

from msgspec import Struct

from anthology.inscription import Inscription
from anthology.lettering import LINE, fit, slanted, upright
from anthology.model import PageSize
from anthology.painting import paint
from anthology.shapes import (
    Box,
    Colour,
    Drawing,
    Line,
    Point,
    Polygon,
    Quarter,
    Rectangle,
    Shape,
    Stroke,
)
from anthology.typefaces import Faces
from anthology.units import INCH

PRINT_RESOLUTION = 300
"""Dots an inch."""
PATTERN_TOP = 0.47
"""Where the pattern begins; a part of the height."""
MARGIN = 0.085
"""Left and right of the words; a part of the width, as are the sizes that follow."""
LARGEST_TITLE, SMALLEST_TITLE = 0.16, 0.014
LONGEST = 300
"""In characters: what is said in more of them ends with an ellipsis on the cover."""
SUBTITLE, AUTHORS = 0.047, 0.044


class Palette(Struct, frozen=True, kw_only=True):
    """The colours of a cover; ground and ink stand apart by at least 4.5:1 (WCAG 2.2, 1.4.3)."""

    ground: Colour
    ink: Colour
    field: Colour
    """Under the pattern."""
    shapes: tuple[Colour, ...]


PALETTES = (
    Palette(
        ground="#f3ecdd", ink="#1f2a37", field="#e4d8c0", shapes=("#1f2a37", "#c4533a", "#f3ecdd")
    ),
    Palette(
        ground="#17392f", ink="#f3ecdc", field="#24513f", shapes=("#d9b26f", "#f3ecdc", "#17392f")
    ),
    Palette(
        ground="#1b2b4b", ink="#f5efe0", field="#2d4674", shapes=("#e07a5f", "#f5efe0", "#1b2b4b")
    ),
    Palette(
        ground="#a23f2a", ink="#fff6e9", field="#7f2c1d", shapes=("#e9b872", "#fff6e9", "#a23f2a")
    ),
    Palette(
        ground="#e7dec9", ink="#26322a", field="#cfc6a6", shapes=("#2f4b3c", "#b8683c", "#e7dec9")
    ),
    Palette(
        ground="#3a2140", ink="#f4e8dc", field="#573459", shapes=("#d98e73", "#f4e8dc", "#3a2140")
    ),
    Palette(
        ground="#dbe4e6", ink="#15314d", field="#bdced3", shapes=("#15314d", "#cf5f37", "#dbe4e6")
    ),
    Palette(
        ground="#24272d", ink="#efe9dd", field="#383d46", shapes=("#c8a24c", "#efe9dd", "#24272d")
    ),
)


def cover_size(size: PageSize) -> tuple[int, int]:
    """Return the width and height in pixels of a cover that fills a page at 300 dots an inch."""
    return (
        round(size.width / INCH * PRINT_RESOLUTION),
        round(size.height / INCH * PRINT_RESOLUTION),
    )


def draw_cover(said: Inscription, size: tuple[int, int], faces: Faces) -> bytes:
    """Return a cover as a PNG; the same words give the same bytes.

    `size` is its width and height in pixels. Raises AnthologyError (files) where a typeface is
    missing.
    """
    return paint(design_cover(said, size, faces), *size, said.language, faces)


def design_cover(
    said: Inscription, size: tuple[int, int], faces: Faces, bleed: float = 0
) -> Drawing:
    """Return what a cover is drawn of, in pixels.

    `size` is its width and height; the pattern goes on to the right and below by the `bleed`.
    Raises AnthologyError (files) where a typeface is missing.
    """
    width, height = size
    digest = hashlib.sha256(said.title.encode()).digest()
    palette = PALETTES[digest[0] % len(PALETTES)]
    pattern = PATTERNS[digest[1] % len(PATTERNS)]
    box = Box(left=0, top=round(height * PATTERN_TOP), right=width + bleed, bottom=height + bleed)
    return Drawing(
        ground=palette.ground,
        ink=palette.ink,
        shapes=(
            Rectangle(box=box, colour=palette.field),
            *pattern(box, palette, _choices(digest)),
        ),
        lines=tuple(_words(size, said, faces)),
    )


# ---- The pattern ----


def _choices(seed: bytes) -> Iterator[int]:
    """Yield numbers from 0 to 255 without end, always the same ones for a seed."""
    for number in count():
        yield from hashlib.sha256(seed + number.to_bytes(4, "big")).digest()


def _cells(box: Box, columns: int) -> Iterator[Box]:
    """Yield square cells in rows over a box, `columns` of them side by side."""
    edge = box.width / columns
    for row in range(math.ceil(box.height / edge)):
        for column in range(columns):
            x, y = box.left + column * edge, box.top + row * edge
            yield Box(left=x, top=y, right=x + edge, bottom=y + edge)


def _quarter(cell: Box, corner: int, part: float, colour: Colour) -> Quarter:
    """Return the quarter of a disc that stands in a corner of a cell (0 top left, clockwise)."""
    x = cell.left if corner in (0, 3) else cell.right
    y = cell.top if corner < 2 else cell.bottom
    return Quarter(centre=(x, y), radius=cell.width * part, corner=corner, colour=colour)


def _rectangle(left: float, top: float, right: float, bottom: float, colour: Colour) -> Rectangle:
    return Rectangle(box=Box(left=left, top=top, right=right, bottom=bottom), colour=colour)


def _arcs(box: Box, palette: Palette, choices: Iterator[int]) -> Iterator[Shape]:
    """Tile the box with quarter discs, a smaller one inside each."""
    first, second, third = palette.shapes
    for cell in _cells(box, 5):
        corner = next(choices) % 4
        outer, inner = ((first, third), (second, first), (third, palette.field))[next(choices) % 3]
        yield _quarter(cell, corner, 1, outer)
        yield _quarter(cell, corner, 0.5, inner)


def _rings(box: Box, palette: Palette, choices: Iterator[int]) -> Iterator[Shape]:
    """Tile the box with rings around the corners of its cells."""
    first, second, third = palette.shapes
    for cell in _cells(box, 3):
        corner = next(choices) % 4
        colours = ((first, palette.field), (second, palette.field), (first, third))
        pair = colours[next(choices) % 3]
        for ring in range(6):
            yield _quarter(cell, corner, 1 - ring / 6, pair[ring % 2])


_LAP = 0.004
"""How far the parts of a ribbon lap over each other, so that no seam shows; in edges of a cell."""


def _weave(box: Box, palette: Palette, choices: Iterator[int]) -> Iterator[Shape]:
    """Weave ribbons: each goes over and under those that cross it."""
    cells = list(_cells(box, 7))
    edge = cells[0].width
    gap, halo, lap = edge * 0.1, edge * 0.05, edge * _LAP
    first, second, third = palette.shapes
    down = [(first, first, third)[next(choices) % 3] for _ in range(7)]
    across = [(second, second, first)[next(choices) % 3] for _ in range(math.ceil(len(cells) / 7))]
    for index, cell in enumerate(cells):
        row, column = divmod(index, 7)
        left, top, right, bottom = cell.left, cell.top, cell.right, cell.bottom
        lying = ((left - lap, top + gap, right + lap, bottom - gap), (0, halo), across[row])
        standing = ((left + gap, top - lap, right - gap, bottom + lap), (halo, 0), down[column])
        ribbons = (lying, standing) if (row + column) % 2 else (standing, lying)
        for (x0, y0, x1, y1), (beside, above), colour in ribbons:
            yield _rectangle(x0 - beside, y0 - above, x1 + beside, y1 + above, palette.field)
            yield _rectangle(x0, y0, x1, y1, colour)


def _sheets(box: Box, palette: Palette, choices: Iterator[int]) -> Iterator[Shape]:
    """Lay sheets of paper over each other, each a step lower and to the right."""
    sheets = 11
    step = box.height / (sheets + 1)
    previous = palette.field
    for number in range(sheets):
        colours = [colour for colour in (*palette.shapes, palette.field) if colour != previous]
        previous = colours[next(choices) % len(colours)]
        x = box.left + box.width * (0.06 + 0.07 * number)
        y = box.top + step * (number + 0.6)
        slope = step * (0.2 + next(choices) / 255 * 0.9)
        corners: tuple[Point, ...] = (
            (x, y),
            (box.right, y - slope),
            (box.right, box.bottom),
            (x, box.bottom),
        )
        yield Polygon(points=corners, colour=previous)


def _spines(box: Box, palette: Palette, choices: Iterator[int]) -> Iterator[Shape]:
    """Stand books on two shelves, their spines to the front."""
    shelf = box.height / 2
    unit = box.width / 44
    for row in range(2):
        foot = box.top + shelf * (row + 1)
        x = box.left - unit * (next(choices) % 3)
        previous = palette.field
        while x < box.right:
            wide = unit * (2 + next(choices) % 4)
            high = shelf * (0.58 + next(choices) % 8 * 0.045)
            colours = [colour for colour in palette.shapes if colour != previous]
            previous = colours[next(choices) % len(colours)]
            end = x + wide - unit * 0.22
            yield _rectangle(x, foot - high, end, foot, previous)
            band = palette.field if next(choices) % 3 else palette.ground
            for part in ((0.12, 0.15), (0.8, 0.83)) if next(choices) % 2 else ((0.1, 0.24),):
                ends = (foot - high * (1 - part[0]), foot - high * (1 - part[1]))
                yield _rectangle(x, ends[0], end, ends[1], band)
            x += wide


def _leaves(box: Box, palette: Palette, choices: Iterator[int]) -> Iterator[Shape]:
    """Tile the box with leaves, from corner to corner of their cells."""
    for cell in _cells(box, 6):
        edge, left, top = cell.width, cell.left, cell.top
        turned = next(choices) % 2
        colour = palette.shapes[(0, 0, 1, 2)[next(choices) % 4]]
        angles = [math.pi / 2 * step / 40 for step in range(41)]
        curve = [(math.cos(angle) * edge, math.sin(angle) * edge) for angle in angles]
        points = curve + [(edge - x, edge - y) for x, y in curve]
        drawn = tuple((left + (edge - x if turned else x), top + y) for x, y in points)
        yield Polygon(points=drawn, colour=colour)
        start, end = (
            (left, top if turned else cell.bottom),
            (
                cell.right,
                cell.bottom if turned else top,
            ),
        )
        yield Stroke(start=start, end=end, width=edge / 40, colour=palette.field)


PATTERNS: tuple[Callable[[Box, Palette, Iterator[int]], Iterator[Shape]], ...] = (
    _arcs,
    _rings,
    _weave,
    _sheets,
    _spines,
    _leaves,
)


# ---- The words ----


def _cut(text: str) -> str:
    """Return a text no longer than a cover has room for; the title page has all of it."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def _words(size: tuple[int, int], said: Inscription, faces: Faces) -> Iterator[Line]:
    """Yield the lines of authors, title and subtitle above the pattern."""
    (width, height), language = size, said.language
    title, authors = _cut(said.title), _cut(", ".join(said.authors))
    subtitle = _cut(said.subtitle) if said.subtitle else None
    x, room = width * MARGIN, width * (1 - 2 * MARGIN)
    y = height * 0.055
    if authors:
        small, lines = fit(
            authors, upright(faces), language, round(width * AUTHORS), 8, (room, height * 0.07)
        )
        for line in lines:
            y += small.size * LINE
            yield Line(x=x, baseline=y, size=small.size, text=small.printed(line))
        y += height * 0.03
    floor = height * (PATTERN_TOP - 0.035)
    below: list[str] = []
    if subtitle:
        italic, below = fit(
            subtitle, slanted(faces), language, round(width * SUBTITLE), 8, (room, height * 0.09)
        )
        floor -= (len(below) + 0.5) * italic.size * 1.25
    large, lines = fit(
        title,
        upright(faces),
        language,
        round(width * LARGEST_TITLE),
        round(width * SMALLEST_TITLE),
        (room, floor - y),
    )
    y -= large.size * 0.12
    for line in lines:
        y += large.size * LINE
        yield Line(x=x, baseline=y, size=large.size, text=large.printed(line))
    y += italic.size * 0.6 if subtitle else 0
    for line in below:
        y += italic.size * 1.25
        yield Line(x=x, baseline=y, size=italic.size, text=italic.printed(line), slanted=True)
