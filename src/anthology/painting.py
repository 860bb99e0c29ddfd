"""A drawn cover as a picture."""

import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import combinations_with_replacement
from typing import TypeAlias

from msgspec import Struct
from PIL import Image, ImageColor, ImageDraw

from anthology.lettering import Font, setter_of, slanted, upright
from anthology.shapes import Box, Colour, Drawing, Polygon, Quarter, Rectangle, Shape, Stroke
from anthology.typefaces import Faces

SMOOTHING = 2
"""The pattern is drawn this many times as large, so that edges come out smooth."""
_DOTS = SMOOTHING**2
"""Of what is drawn, for a dot of the cover."""
_GREYS = (0, 1, 24, 37, 41)
"""For the colours of a pattern, five at most: any four have a sum that no other four have."""
SHADES = 128
"""From the ground to the ink, for the edges of letters; the pattern has as many colours at most."""
_VALUES = range(256)
_NOTHING_THERE = [255, *[0] * 255]
"""What is 0 is let through, all else is not."""
_STRATEGY = zlib.Z_RLE
"""Of compression: only runs are looked for, in half the time for a twentieth more bytes."""
_THINNEST = 2
"""Of a line, in pixels of what is drawn."""

Draw: TypeAlias = ImageDraw.ImageDraw


class _Word(Struct, frozen=True):
    """A piece of a line in one font."""

    x: float
    baseline: float
    text: str
    font: Font
    language: str


def paint(drawing: Drawing, width: int, height: int, language: str, faces: Faces) -> bytes:
    """Return a drawing in pixels as a PNG of 256 colours; the same drawing gives the same bytes.

    Above the pattern are words on the ground, and nothing else. A letter that reaches down into it
    keeps the edges that it has on the ground.
    Raises AnthologyError (files) where a typeface is missing.
    """
    top = min(map(_top, drawing.shapes), default=height)
    image = Image.new("L", (width, height))
    draw = ImageDraw.Draw(image)
    for word in _words(drawing, language, faces):
        at = (word.x, word.baseline)
        draw.text(at, word.text, SHADES - 1, word.font, anchor="ls", language=word.language)
    palette, pattern = _pattern(drawing, width, height, top)
    image.paste(pattern, (0, top), image.crop((0, top, width, height)).point(_NOTHING_THERE))
    image.putpalette([*_shades(drawing.ground, drawing.ink), *palette])
    out = BytesIO()
    image.save(out, "PNG", optimize=False, compress_type=_STRATEGY)
    return out.getvalue()


def _words(drawing: Drawing, language: str, faces: Faces) -> Iterator[_Word]:
    for line in drawing.lines:
        family = (slanted if line.slanted else upright)(faces)
        setter = setter_of(family, language, round(line.size))
        for x, piece, font in setter.placed(line.text):
            yield _Word(line.x + x, line.baseline, piece, font, language)


def _pattern(drawing: Drawing, width: int, height: int, top: int) -> tuple[list[int], Image.Image]:
    """Return the colours of what is below `top`, and the picture of it in their numbers.

    It is drawn in a grey for each colour, of which every mixture has a grey of its own: a picture
    in grey has a quarter of the bytes that one in colours has.
    """
    colours = tuple(dict.fromkeys((drawing.ground, *(shape.colour for shape in drawing.shapes))))
    greys = dict(zip(colours, _GREYS, strict=False))
    size = (width * SMOOTHING, (height - top) * SMOOTHING)
    large = Image.new("L", size, greys[drawing.ground] * _DOTS)
    draw = ImageDraw.Draw(large)
    for shape in drawing.shapes:
        _shape(draw, shape, greys[shape.colour] * _DOTS, top)
    image = large.reduce(SMOOTHING)
    mixed = dict(_mixtures(greys))
    used = [grey for grey, count in enumerate(image.histogram()) if count]
    numbers = {grey: number for number, grey in enumerate(used, start=SHADES)}
    palette = [part for grey in used for part in mixed[grey]]
    return palette, image.point([numbers.get(value, 0) for value in _VALUES])


def _mixtures(greys: Mapping[Colour, int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the grey and the colour of all that dots are reduced to, by the greys of colours."""
    known = tuple((grey, ImageColor.getrgb(colour)) for colour, grey in greys.items())
    for dots in combinations_with_replacement(known, _DOTS):
        parts = zip(*(colour for _, colour in dots), strict=True)
        yield sum(grey for grey, _ in dots), tuple(round(sum(part) / _DOTS) for part in parts)


def _shades(ground: Colour, ink: Colour) -> Iterator[int]:
    """Yield the parts of SHADES colours from the ground to the ink."""
    ends = tuple(zip(ImageColor.getrgb(ground), ImageColor.getrgb(ink), strict=True))
    for step in range(SHADES):
        yield from (first + round((last - first) * step / (SHADES - 1)) for first, last in ends)


def _top(shape: Shape) -> int:
    """Return the first row of pixels that a shape may reach."""
    match shape:
        case Rectangle(box=box):
            top = box.top
        case Quarter(centre=(_, y), radius=radius, corner=corner):
            top = y if corner < 2 else y - radius
        case Polygon(points=points):
            top = min(y for _, y in points)
        case Stroke(start=(_, first), end=(_, last), width=width):
            top = min(first, last) - width
    return max(0, int(top) - 1)


def _shape(draw: Draw, shape: Shape, grey: int, top: int) -> None:
    """Draw a shape on a part of the cover that begins at `top`."""
    match shape:
        case Rectangle(box=box):
            draw.rectangle(_pixels(box, top), fill=grey)
        case Quarter(centre=(x, y), radius=radius, corner=corner):
            disc = Box(left=x - radius, top=y - radius, right=x + radius, bottom=y + radius)
            draw.pieslice(_pixels(disc, top), corner * 90, corner * 90 + 90, fill=grey)
        case Polygon(points=points):
            corners = [(x * SMOOTHING, (y - top) * SMOOTHING) for x, y in points]
            draw.polygon(corners, fill=grey)
        case Stroke(start=start, end=end, width=width):
            ends = [(x * SMOOTHING, (y - top) * SMOOTHING) for x, y in (start, end)]
            draw.line(ends, fill=grey, width=max(_THINNEST, int(width * SMOOTHING)))


def _pixels(box: Box, top: int) -> tuple[int, int, int, int]:
    edges = (box.left, box.top - top, box.right, box.bottom - top)
    left, upper, right, lower = (round(edge * SMOOTHING) for edge in edges)
    return left, upper, right, lower
