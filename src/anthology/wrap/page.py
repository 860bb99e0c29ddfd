"""A wrap as XHTML: what stands where on its page."""

from collections.abc import Iterator
from html import escape

from msgspec import Struct

from anthology.manifest import SpineDirection
from anthology.model import Picture
from anthology.shapes import Box, Colour, Polygon, Quarter, Rectangle, Shape, Stroke
from anthology.wrap.barcode import HEAD_TYPE, TYPE, Barcode
from anthology.wrap.geometry import Geometry
from anthology.wrap.look import Drawn, Look
from anthology.wrap.spine import SpineText

TEXTS = "texts"
"""The id of the box with blurb and biography."""
_STRUT = 2.0
"""How far above its baseline a line begins, in sizes of its type."""


class Back(Struct, frozen=True, kw_only=True):
    """What stands on the back."""

    blurb: tuple[str, ...]
    """Paragraphs."""
    biography: tuple[str, ...]
    publisher: str | None
    code: Barcode | None
    size: float
    """Of the type of the blurb, in points."""


def content(
    place: Geometry, look: Look, back: Back, spine: SpineText | None, direction: SpineDirection
) -> str:
    """Return the inside of the body of a wrap's page."""
    ground = Box(
        left=-place.bleed,
        top=-place.bleed,
        right=place.size.width + place.bleed,
        bottom=place.size.height + place.bleed,
    )
    parts = (
        f'<div class="ground" style="{_box(ground)};background:{look.ground}"></div>',
        *_front(place, look),
        *_back(place, look, back),
        *((_spine(place, look, spine, direction),) if spine else ()),
    )
    return "\n".join(parts)


def texts(place: Geometry, ink: Colour, back: Back) -> str:
    """Return the box with blurb and biography."""
    room = place.text
    blurb = "".join(f"<p>{escape(text)}</p>" for text in back.blurb)
    biography = "".join(f"<p>{escape(text)}</p>" for text in back.biography)
    about = f'<div class="biography">{biography}</div>' if biography else ""
    return (
        f'<div id="{TEXTS}" class="texts" style="left:{room.left:.4f}mm;top:{room.top:.4f}mm;'
        f'width:{room.width:.4f}mm;font-size:{back.size:.2f}pt;color:{ink}">'
        f'<div class="blurb">{blurb}</div>{about}</div>'
    )


# ---- The front ----


def _front(place: Geometry, look: Look) -> Iterator[str]:
    front, bleed = place.front, place.bleed
    room = Box(left=front.left, top=-bleed, right=front.right + bleed, bottom=front.bottom + bleed)
    if isinstance(look.front, Picture):
        yield (
            f'<div class="clip" style="{_box(room)}"><img class="picture" '
            f'src="pictures/{escape(look.front.name)}" alt=""/></div>'
        )
        return
    drawn = look.front
    size = (room.width / drawn.pixel, room.height / drawn.pixel)
    shapes = "".join(map(_shape, drawn.drawing.shapes))
    yield (
        f'<div class="clip" style="{_box(room)}"><svg xmlns="http://www.w3.org/2000/svg" '
        f'width="{room.width:.4f}mm" height="{room.height:.4f}mm" preserveAspectRatio="none" '
        f'viewBox="0 {-drawn.bleed:.2f} {size[0]:.2f} {size[1]:.2f}">{shapes}</svg></div>'
    )
    yield from _words(front, drawn)


def _words(front: Box, drawn: Drawn) -> Iterator[str]:
    for line in drawn.drawing.lines:
        yield _line(
            front.left + line.x * drawn.pixel,
            line.baseline * drawn.pixel,
            line.size * drawn.pixel,
            line.text,
            "slanted" if line.slanted else "head",
            drawn.drawing.ink,
        )


def _shape(shape: Shape) -> str:
    match shape:
        case Rectangle(box=box, colour=colour):
            return (
                f'<rect x="{box.left:.2f}" y="{box.top:.2f}" width="{box.width:.2f}" '
                f'height="{box.height:.2f}" fill="{colour}"/>'
            )
        case Quarter(centre=(x, y), radius=radius, corner=corner, colour=colour):
            across = radius if corner in (0, 3) else -radius
            down = radius if corner < 2 else -radius
            sweep = int((across > 0) == (down > 0))
            return (
                f'<path d="M{x:.2f} {y:.2f}L{x + across:.2f} {y:.2f}A{radius:.2f} {radius:.2f} '
                f'0 0 {sweep} {x:.2f} {y + down:.2f}Z" fill="{colour}"/>'
            )
        case Polygon(points=points, colour=colour):
            corners = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
            return f'<polygon points="{corners}" fill="{colour}"/>'
        case Stroke(start=start, end=end, width=width, colour=colour):
            return (
                f'<path d="M{start[0]:.2f} {start[1]:.2f}L{end[0]:.2f} {end[1]:.2f}" '
                f'stroke="{colour}" stroke-width="{width:.2f}" fill="none"/>'
            )


# ---- The spine ----


def _spine(place: Geometry, look: Look, spine: SpineText, direction: SpineDirection) -> str:
    middle = (place.spine.left + place.spine.right) / 2, place.spine.height / 2
    turned = 90 if direction is SpineDirection.DOWN else -90
    line = _line(0, spine.baseline, spine.size, spine.text, "head", look.ink)
    return (
        f'<div class="turned" style="left:{middle[0]:.4f}mm;top:{middle[1]:.4f}mm;'
        f'transform:rotate({turned}deg)">{line}</div>'
    )


# ---- The back ----


def _back(place: Geometry, look: Look, back: Back) -> Iterator[str]:
    yield texts(place, look.ink, back)
    if back.publisher:
        yield (
            f'<div class="publisher" style="left:{place.publisher.left:.4f}mm;'
            f"bottom:{place.size.height - place.publisher.bottom:.4f}mm;"
            f'width:{place.publisher.width:.4f}mm;color:{look.ink}">{escape(back.publisher)}</div>'
        )
    if back.code and place.barcode and place.module:
        yield from _barcode(place.barcode, place.module, back.code)


def _barcode(ground: Box, module: float, code: Barcode) -> Iterator[str]:
    """Yield the barcode in the middle of its white ground."""
    left = ground.left + (ground.width - code.width * module) / 2
    top = ground.top + (ground.height - code.height * module) / 2
    yield f'<div class="ground" style="{_box(ground)};background:white"></div>'
    bars = "".join(
        f"M{bar.left:g} {bar.top:g}H{bar.right:g}V{bar.bottom:g}H{bar.left:g}Z" for bar in code.bars
    )
    size = f'width="{code.width * module:.4f}mm" height="{code.height * module:.4f}mm"'
    yield (
        f'<svg class="bars" style="left:{left:.4f}mm;top:{top:.4f}mm" '
        f'xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {code.width:g} {code.height:g}">'
        f'<path d="{bars}" fill="black"/></svg>'
    )
    head = code.head
    x, baseline = left + head.left * module, top + head.baseline * module
    yield _line(x, baseline, HEAD_TYPE * module, head.text, "digits", "black")
    for one in code.digits:
        for at, digit in enumerate(one.text):
            x = left + (one.left + at * one.advance) * module
            yield _line(x, top + one.baseline * module, TYPE * module, digit, "digits", "black")


def _line(x: float, baseline: float, size: float, text: str, kind: str, ink: Colour) -> str:
    """Return a line that begins at a place of its baseline; all in mm."""
    return (
        f'<p class="line {kind}" style="left:{x:.4f}mm;top:{baseline - _STRUT * size:.4f}mm;'
        f'font-size:{size:.4f}mm;color:{ink}"><span class="strut"></span>{escape(text)}</p>'
    )


def _box(box: Box) -> str:
    return (
        f"left:{box.left:.4f}mm;top:{box.top:.4f}mm;"
        f"width:{box.width:.4f}mm;height:{box.height:.4f}mm"
    )
