"""A drawn cover as a picture."""

import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TypeAlias

from msgspec import Struct
from PIL import Image, ImageColor, ImageDraw

from anthology.lettering import Font, setter_of, slanted, upright
from anthology.shapes import Box, Colour, Drawing, Polygon, Quarter, Rectangle, Shape, Stroke
from anthology.typefaces import Faces

SMOOTHING = 2
"""The pattern is drawn this many times as large, so that edges come out smooth."""
SHADES = 128
"""From the ground to the ink, for the edges of letters; as many colours are the pattern's."""
_VALUES = range(256)
_STRATEGY = zlib.Z_RLE
"""Of compression: only runs are looked for, in half the time for a twentieth more bytes."""
_STRIP = 64
"""How many rows of the pattern are made smaller at a time."""
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

    Above the pattern are words on the ground, and nothing else.
    Raises AnthologyError (files) where a typeface is missing.
    """
    top = min(map(_top, drawing.shapes), default=height)
    words = tuple(_words(drawing, language, faces))
    above = Image.new("L", (width, top))
    _write(above, words, 255)
    below = _pattern(drawing, width, height, top)
    _write(below, words, drawing.ink, top)
    palette, pattern = _indexed(below)
    image = Image.new("L", (width, height))
    image.paste(above.point([value * SHADES // 256 for value in _VALUES]))
    image.paste(pattern.point([min(value + SHADES, 255) for value in _VALUES]), (0, top))
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


def _write(image: Image.Image, words: Iterable[_Word], ink: Colour | int, top: int = 0) -> None:
    """Write words on a part of the cover that begins at `top`."""
    draw = ImageDraw.Draw(image)
    for word in words:
        at = (word.x, word.baseline - top)
        draw.text(at, word.text, ink, word.font, anchor="ls", language=word.language)


def _pattern(drawing: Drawing, width: int, height: int, top: int) -> Image.Image:
    """Return what is below `top`, without words.

    It is drawn in the numbers of its colours, and made smaller strip by strip: memory is dear.
    """
    colours = tuple(dict.fromkeys((drawing.ground, *(shape.colour for shape in drawing.shapes))))
    large = Image.new("P", (width * SMOOTHING, (height - top) * SMOOTHING), 0)
    large.putpalette([part for colour in colours for part in ImageColor.getrgb(colour)])
    draw = ImageDraw.Draw(large)
    for shape in drawing.shapes:
        _shape(draw, shape, colours.index(shape.colour), top)
    image = Image.new("RGB", (width, height - top))
    for start in range(0, image.height, _STRIP):
        end = min(start + _STRIP, image.height)
        strip = large.crop((0, start * SMOOTHING, large.width, end * SMOOTHING))
        image.paste(strip.convert("RGB").reduce(SMOOTHING), (0, start))
    return image


def _indexed(image: Image.Image) -> tuple[list[int], Image.Image]:
    """Return the colours of a picture, SHADES at most, and the picture with their numbers."""
    colours = image.getcolors(SHADES)
    if colours is None:
        found = image.quantize(SHADES, dither=Image.Dither.NONE)
    else:
        palette = Image.new("P", (1, 1))
        palette.putpalette([part for _, colour in sorted(colours) for part in _parts(colour)])
        found = image.quantize(palette=palette, dither=Image.Dither.NONE)
    return found.getpalette() or [], Image.frombytes("L", found.size, found.tobytes())


def _parts(colour: object) -> tuple[int, ...]:
    return colour if isinstance(colour, tuple) else ()


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


def _shape(draw: Draw, shape: Shape, colour: int, top: int) -> None:
    """Draw a shape, in the number of its colour, on a part of the cover that begins at `top`."""
    match shape:
        case Rectangle(box=box):
            draw.rectangle(_pixels(box, top), fill=colour)
        case Quarter(centre=(x, y), radius=radius, corner=corner):
            disc = Box(left=x - radius, top=y - radius, right=x + radius, bottom=y + radius)
            draw.pieslice(_pixels(disc, top), corner * 90, corner * 90 + 90, fill=colour)
        case Polygon(points=points):
            corners = [(x * SMOOTHING, (y - top) * SMOOTHING) for x, y in points]
            draw.polygon(corners, fill=colour)
        case Stroke(start=start, end=end, width=width):
            ends = [(x * SMOOTHING, (y - top) * SMOOTHING) for x, y in (start, end)]
            draw.line(ends, fill=colour, width=max(_THINNEST, int(width * SMOOTHING)))


def _pixels(box: Box, top: int) -> tuple[int, int, int, int]:
    edges = (box.left, box.top - top, box.right, box.bottom - top)
    left, upper, right, lower = (round(edge * SMOOTHING) for edge in edges)
    return left, upper, right, lower
