"""What a wrap looks like: what is on its front, and the colours of back and spine."""

from io import BytesIO

from msgspec import Struct
from PIL import Image, ImageColor

from anthology.cover import cover_size, design_cover
from anthology.inscription import inscription_of
from anthology.model import Metadata, PageSize, Picture
from anthology.press.inks import greys_have_all_inks
from anthology.shapes import Colour, Drawing
from anthology.typefaces import Faces

_EDGE = 0.02
"""How much of a picture is its edge, in parts of its width."""
_WHITE = 255
_DARK, _LIGHT = "#000000", "#ffffff"


class Drawn(Struct, frozen=True, kw_only=True):
    """A front that is drawn from the title."""

    drawing: Drawing
    """In pixels."""
    pixel: float
    """mm"""
    bleed: float
    """Pixels by which the pattern goes on."""


class Look(Struct, frozen=True, kw_only=True):
    """What a wrap looks like."""

    front: Drawn | Picture
    ground: Colour
    ink: Colour
    """Stands apart from the ground by 4.5:1 at least (WCAG 2.2, 1.4.3)."""


def drawn_look(data: Metadata, page: PageSize, bleed: float, faces: Faces) -> Look:
    """Return the look of a wrap whose front is that of the e-book's drawn cover.

    Raises AnthologyError (files) where a typeface is missing.
    """
    size = cover_size(page)
    pixel = page.width / size[0]
    drawing = design_cover(inscription_of(data), size, faces, bleed / pixel)
    front = Drawn(drawing=drawing, pixel=pixel, bleed=bleed / pixel)
    return Look(front=front, ground=drawing.ground, ink=drawing.ink)


def pictured_look(picture: Picture) -> Look:
    """Return the look of a wrap with the editor's picture on its front.

    Back and spine have the colour of the edge at which it meets the spine.
    """
    ground = _edge(picture)
    apart = {ink: contrast(ground, ink) for ink in (_DARK, _LIGHT)}
    return Look(front=picture, ground=ground, ink=max(apart, key=lambda ink: apart[ink]))


def contrast(one: Colour, other: Colour) -> float:
    """Return how far two colours stand apart: 1 to 21 (WCAG 2.2, contrast ratio)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in ImageColor.getrgb(colour)[:3])
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _edge(picture: Picture) -> Colour:
    """Return the mean colour of the left edge of a picture.

    A grey is a hair off where the picture has its greys of all inks: black ink alone is paler.
    """
    with Image.open(BytesIO(picture.data)) as image:
        colours = image.convert("RGB")
    wide = max(1, round(colours.width * _EDGE))
    strip = colours.crop((0, 0, wide, colours.height))
    pixel = strip.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    red, green, blue = map(round, pixel) if isinstance(pixel, tuple) else (0, 0, 0)
    if red == green == blue < _WHITE and greys_have_all_inks(colours):
        blue += 1
    return f"#{red:02x}{green:02x}{blue:02x}"
