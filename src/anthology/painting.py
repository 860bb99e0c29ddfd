"""A drawn cover as a picture."""

from io import BytesIO
from typing import TypeAlias

from PIL import Image, ImageDraw

from anthology.lettering import setter_of, slanted, upright
from anthology.shapes import Box, Drawing, Polygon, Quarter, Rectangle, Shape, Stroke
from anthology.typefaces import Faces

SMOOTHING = 2
"""Everything is drawn this many times as large, so that edges come out smooth."""
_EFFORT = 6
"""Of compression: 9 takes three times as long for a fiftieth of the bytes."""
_THINNEST = 2
"""Of a line, in pixels of what is drawn."""

Draw: TypeAlias = ImageDraw.ImageDraw


def paint(drawing: Drawing, width: int, height: int, language: str, faces: Faces) -> bytes:
    """Return a drawing in pixels as a PNG; the same drawing gives the same bytes.

    Raises AnthologyError (files) where a typeface is missing.
    """
    image = Image.new("RGB", (width * SMOOTHING, height * SMOOTHING), drawing.ground)
    draw = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        _shape(draw, shape)
    image = image.reduce(SMOOTHING)
    draw = ImageDraw.Draw(image)
    for line in drawing.lines:
        setter = setter_of(
            (slanted if line.slanted else upright)(faces), language, round(line.size)
        )
        for x, piece, font in setter.placed(line.text):
            draw.text(
                (line.x + x, line.baseline),
                piece,
                font=font,
                fill=drawing.ink,
                anchor="ls",
                language=language,
            )
    out = BytesIO()
    image.save(out, "PNG", optimize=False, compress_level=_EFFORT)
    return out.getvalue()


def _shape(draw: Draw, shape: Shape) -> None:
    match shape:
        case Rectangle(box=box, colour=colour):
            draw.rectangle(_pixels(box), fill=colour)
        case Quarter(centre=(x, y), radius=radius, corner=corner, colour=colour):
            disc = Box(left=x - radius, top=y - radius, right=x + radius, bottom=y + radius)
            draw.pieslice(_pixels(disc), corner * 90, corner * 90 + 90, fill=colour)
        case Polygon(points=points, colour=colour):
            draw.polygon([(x * SMOOTHING, y * SMOOTHING) for x, y in points], fill=colour)
        case Stroke(start=start, end=end, width=width, colour=colour):
            ends = [(x * SMOOTHING, y * SMOOTHING) for x, y in (start, end)]
            draw.line(ends, fill=colour, width=max(_THINNEST, int(width * SMOOTHING)))


def _pixels(box: Box) -> tuple[int, int, int, int]:
    edges = (box.left, box.top, box.right, box.bottom)
    left, top, right, bottom = (round(edge * SMOOTHING) for edge in edges)
    return left, top, right, bottom
