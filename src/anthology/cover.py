"""A cover for a book that has none: its title and authors over a pattern drawn from the title."""

import hashlib
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFont

from anthology.model import PageSize
from anthology.typefaces import Face, Faces, coverage, font_files

PRINT_RESOLUTION = 300
"""Dots an inch."""
SMOOTHING = 2
"""Everything is drawn this many times as large, so that edges come out smooth."""

PATTERN_TOP = 0.47
"""Where the pattern begins; a part of the height."""
MARGIN = 0.085
"""Left and right of the words; a part of the width, as are the sizes that follow."""
LARGEST_TITLE, SMALLEST_TITLE = 0.16, 0.014
LONGEST = 300
"""In characters: what is said in more of them ends with an ellipsis on the cover."""

WHOLE_WORDS = 0.035
"""A title is set smaller down to this size before one of its words is broken."""
SUBTITLE, AUTHORS = 0.047, 0.044
_EFFORT = 6
"""Of compression: 9 takes three times as long for a fiftieth of the bytes."""
LINE = 1.1
"""From baseline to baseline, in sizes of the type."""

Colour: TypeAlias = str
Font: TypeAlias = ImageFont.FreeTypeFont
Draw: TypeAlias = ImageDraw.ImageDraw
Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
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
    inch = 25.4
    return (
        round(size.width / inch * PRINT_RESOLUTION),
        round(size.height / inch * PRINT_RESOLUTION),
    )


def draw_cover(
    *,
    title: str,
    subtitle: str | None,
    authors: tuple[str, ...],
    language: str,
    width: int,
    height: int,
    faces: Faces,
) -> bytes:
    """Return a cover as a PNG of `width` × `height` pixels; the same words give the same bytes.

    Raises AnthologyError (files) where a typeface is missing.
    """
    digest = hashlib.sha256(title.encode()).digest()
    palette = PALETTES[digest[0] % len(PALETTES)]
    pattern = PATTERNS[digest[1] % len(PATTERNS)]
    image = Image.new("RGB", (width * SMOOTHING, height * SMOOTHING), palette.ground)
    draw = ImageDraw.Draw(image)
    top = round(image.height * PATTERN_TOP)
    draw.rectangle((0, top, image.width, image.height), fill=palette.field)
    pattern(draw, (0, top, image.width, image.height), palette, _choices(digest))
    image = image.reduce(SMOOTHING)
    _set_words(
        ImageDraw.Draw(image),
        (width, height),
        palette.ink,
        language,
        _cut(title),
        _cut(subtitle) if subtitle else None,
        _cut(", ".join(authors)),
        faces,
    )
    out = BytesIO()
    image.save(out, "PNG", optimize=False, compress_level=_EFFORT)
    return out.getvalue()


# ---- The pattern ----


def _choices(seed: bytes) -> Iterator[int]:
    """Yield numbers from 0 to 255 without end, always the same ones for a seed."""
    for number in count():
        yield from hashlib.sha256(seed + number.to_bytes(4, "big")).digest()


def _cells(box: Box, columns: int) -> Iterator[Box]:
    """Yield square cells in rows over a box, `columns` of them side by side."""
    left, top, right, bottom = box
    edge = (right - left) / columns
    for row in range(math.ceil((bottom - top) / edge)):
        for column in range(columns):
            x, y = left + column * edge, top + row * edge
            yield (round(x), round(y), round(x + edge), round(y + edge))


def _quarter(draw: Draw, cell: Box, corner: int, part: float, colour: Colour) -> None:
    """Draw the quarter of a disc that stands in a corner of a cell (0 top left, clockwise)."""
    left, top, right, bottom = cell
    x, y = ((left, top), (right, top), (right, bottom), (left, bottom))[corner]
    radius = round((right - left) * part)
    start = (0, 90, 180, 270)[corner]
    draw.pieslice((x - radius, y - radius, x + radius, y + radius), start, start + 90, fill=colour)


def _arcs(draw: Draw, box: Box, palette: Palette, choices: Iterator[int]) -> None:
    """Tile the box with quarter discs, a smaller one inside each."""
    first, second, third = palette.shapes
    for cell in _cells(box, 5):
        corner = next(choices) % 4
        outer, inner = ((first, third), (second, first), (third, palette.field))[next(choices) % 3]
        _quarter(draw, cell, corner, 1, outer)
        _quarter(draw, cell, corner, 0.5, inner)


def _rings(draw: Draw, box: Box, palette: Palette, choices: Iterator[int]) -> None:
    """Tile the box with rings around the corners of its cells."""
    first, second, third = palette.shapes
    for cell in _cells(box, 3):
        corner = next(choices) % 4
        colours = ((first, palette.field), (second, palette.field), (first, third))
        pair = colours[next(choices) % 3]
        for ring in range(6):
            _quarter(draw, cell, corner, 1 - ring / 6, pair[ring % 2])


def _weave(draw: Draw, box: Box, palette: Palette, choices: Iterator[int]) -> None:
    """Weave ribbons: each goes over and under those that cross it."""
    cells = list(_cells(box, 7))
    edge = cells[0][2] - cells[0][0]
    gap, halo = round(edge * 0.1), round(edge * 0.05)
    first, second, third = palette.shapes
    down = [(first, first, third)[next(choices) % 3] for _ in range(7)]
    across = [(second, second, first)[next(choices) % 3] for _ in range(math.ceil(len(cells) / 7))]
    for index, (left, top, right, bottom) in enumerate(cells):
        row, column = divmod(index, 7)
        lying = ((left, top + gap, right, bottom - gap), (0, halo), across[row])
        standing = ((left + gap, top, right - gap, bottom), (halo, 0), down[column])
        ribbons = (lying, standing) if (row + column) % 2 else (standing, lying)
        for (x0, y0, x1, y1), (beside, above), colour in ribbons:
            edges = (x0 - beside, y0 - above, x1 + beside, y1 + above)
            draw.rectangle(edges, fill=palette.field)
            draw.rectangle((x0, y0, x1, y1), fill=colour)


def _sheets(draw: Draw, box: Box, palette: Palette, choices: Iterator[int]) -> None:
    """Lay sheets of paper over each other, each a step lower and to the right."""
    left, top, right, bottom = box
    sheets = 11
    step = (bottom - top) / (sheets + 1)
    previous = palette.field
    for number in range(sheets):
        colours = [colour for colour in (*palette.shapes, palette.field) if colour != previous]
        previous = colours[next(choices) % len(colours)]
        x = left + (right - left) * (0.06 + 0.07 * number)
        y = top + step * (number + 0.6)
        slope = step * (0.2 + next(choices) / 255 * 0.9)
        draw.polygon(((x, y), (right, y - slope), (right, bottom), (x, bottom)), fill=previous)


def _spines(draw: Draw, box: Box, palette: Palette, choices: Iterator[int]) -> None:
    """Stand books on two shelves, their spines to the front."""
    left, top, right, bottom = box
    shelf = (bottom - top) / 2
    unit = (right - left) / 44
    for row in range(2):
        foot = top + shelf * (row + 1)
        x = left - unit * (next(choices) % 3)
        previous = palette.field
        while x < right:
            wide = unit * (2 + next(choices) % 4)
            high = shelf * (0.58 + next(choices) % 8 * 0.045)
            colours = [colour for colour in palette.shapes if colour != previous]
            previous = colours[next(choices) % len(colours)]
            draw.rectangle((x, foot - high, x + wide - unit * 0.22, foot), fill=previous)
            band = palette.field if next(choices) % 3 else palette.ground
            for part in ((0.12, 0.15), (0.8, 0.83)) if next(choices) % 2 else ((0.1, 0.24),):
                ends = (foot - high * (1 - part[0]), foot - high * (1 - part[1]))
                draw.rectangle((x, ends[0], x + wide - unit * 0.22, ends[1]), fill=band)
            x += wide


def _leaves(draw: Draw, box: Box, palette: Palette, choices: Iterator[int]) -> None:
    """Tile the box with leaves, from corner to corner of their cells."""
    for left, top, right, bottom in _cells(box, 6):
        edge = right - left
        turned = next(choices) % 2
        colour = palette.shapes[(0, 0, 1, 2)[next(choices) % 4]]
        angles = [math.pi / 2 * step / 40 for step in range(41)]
        curve = [(math.cos(angle) * edge, math.sin(angle) * edge) for angle in angles]
        points = curve + [(edge - x, edge - y) for x, y in curve]
        drawn = [(left + (edge - x if turned else x), top + y) for x, y in points]
        draw.polygon(drawn, fill=colour)
        vein = ((left, top), (right, bottom)) if turned else ((left, bottom), (right, top))
        draw.line(vein, fill=palette.field, width=max(2, edge // 40))


PATTERNS: tuple[Callable[[Draw, Box, Palette, Iterator[int]], None], ...] = (
    _arcs,
    _rings,
    _weave,
    _sheets,
    _spines,
    _leaves,
)


# ---- The words ----


@dataclass(frozen=True, slots=True, kw_only=True)
class Setter:
    """Type of one size: the fonts in which characters are looked for, in that order."""

    size: int
    language: str
    """Of the text: a BCP 47 tag. A typeface has letters of their own for some languages."""
    fonts: tuple[tuple[Font, frozenset[int]], ...]
    """Each with the characters it has."""

    def runs(self, text: str) -> list[tuple[str, Font]]:
        """Return the text in pieces, each with its font, without what no font has."""
        pieces: list[tuple[str, Font]] = []
        for character in text:
            able = (font for font, covered in self.fonts if ord(character) in covered)
            font = next(able, None)
            if font is None:
                continue
            if pieces and pieces[-1][1] is font:
                pieces[-1] = (pieces[-1][0] + character, font)
            else:
                pieces.append((character, font))
        return pieces

    def width(self, text: str) -> float:
        """Return how wide a line is, in pixels."""
        return sum(font.getlength(piece, language=self.language) for piece, font in self.runs(text))

    def set_line(self, draw: Draw, x: float, baseline: float, text: str, ink: Colour) -> None:
        """Draw a line from `x` on its baseline."""
        for piece, font in self.runs(text):
            draw.text(
                (x, baseline), piece, font=font, fill=ink, anchor="ls", language=self.language
            )
            x += font.getlength(piece, language=self.language)


def _setter(family: tuple[Face, ...], language: str, size: int) -> Setter:
    return Setter(
        size=size,
        language=language,
        fonts=tuple(
            (ImageFont.truetype(BytesIO(file.data), size), coverage((file.face,)))
            for file in font_files(family)
        ),
    )


def _upright(faces: Faces) -> tuple[Face, ...]:
    both = (*faces.heads, *faces.fallback)
    return tuple(face for face in both if face.style == "normal" and face.weight == 400)


def _slanted(faces: Faces) -> tuple[Face, ...]:
    italics = (face for face in faces.heads if face.style == "italic" and face.weight == 400)
    return (*italics, *_upright(faces))


def _cut(text: str) -> str:
    """Return a text no longer than a cover has room for; the title page has all of it."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def _fill(setter: Setter, words: list[str], width: float) -> list[str]:
    """Return lines of words no wider than `width`, a word broken only where it must be."""
    lines: list[str] = []
    for word in words:
        if lines and setter.width(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
            continue
        if setter.width(word) <= width:
            lines.append(word)
            continue
        lines.append("")
        for character in word:
            if lines[-1] and setter.width(lines[-1] + character) > width:
                lines.append("")
            lines[-1] += character
    return lines


def _balanced(setter: Setter, words: list[str], width: float) -> list[str]:
    """Return as few lines as the width allows, as even as they can be."""
    lines = _fill(setter, words, width)
    narrow, wide = width / 3, width
    while wide - narrow > setter.size / 8:
        middle = (narrow + wide) / 2
        tried = _fill(setter, words, middle)
        unbroken = sum(len(line.split()) for line in tried) <= len(words)
        if len(tried) <= len(lines) and unbroken:
            wide, lines = middle, tried
        else:
            narrow = middle
    return lines


def _fit(
    text: str,
    faces: tuple[Face, ...],
    language: str,
    largest: int,
    smallest: int,
    room: tuple[float, float],
) -> tuple[Setter, list[str]]:
    """Return the largest type in which a text fits a room (width, height), and its lines."""
    words = text.split()
    size = largest
    while True:
        setter = _setter(faces, language, size)
        whole = all(setter.width(word) <= room[0] for word in words)
        if size <= smallest or whole or size < WHOLE_WORDS * room[0]:
            lines = _balanced(setter, words, room[0])
            if size <= smallest or len(lines) * size * LINE <= room[1]:
                return setter, lines
        size = min(size - 1, round(size * 0.94))


def _set_words(
    draw: Draw,
    size: tuple[int, int],
    ink: Colour,
    language: str,
    title: str,
    subtitle: str | None,
    authors: str,
    faces: Faces,
) -> None:
    """Draw authors, title and subtitle above the pattern."""
    width, height = size
    x, room = width * MARGIN, width * (1 - 2 * MARGIN)
    y = height * 0.055
    if authors:
        small, lines = _fit(
            authors, _upright(faces), language, round(width * AUTHORS), 8, (room, height * 0.07)
        )
        for line in lines:
            y += small.size * LINE
            small.set_line(draw, x, y, line, ink)
        y += height * 0.03
    floor = height * (PATTERN_TOP - 0.035)
    below: list[str] = []
    if subtitle:
        slanted, below = _fit(
            subtitle, _slanted(faces), language, round(width * SUBTITLE), 8, (room, height * 0.09)
        )
        floor -= (len(below) + 0.5) * slanted.size * 1.25
    large, lines = _fit(
        title,
        _upright(faces),
        language,
        round(width * LARGEST_TITLE),
        round(width * SMALLEST_TITLE),
        (room, floor - y),
    )
    y -= large.size * 0.12
    for line in lines:
        y += large.size * LINE
        large.set_line(draw, x, y, line, ink)
    y += slanted.size * 0.6 if subtitle else 0
    for line in below:
        y += slanted.size * 1.25
        slanted.set_line(draw, x, y, line, ink)
