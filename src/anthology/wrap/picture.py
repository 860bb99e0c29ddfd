"""The editor's own picture on the front of a wrap: how it is printed."""

from collections.abc import Iterator

from anthology.errors import Finding, Kind, warning
from anthology.manifest import Located
from anthology.model import Picture
from anthology.press.resolution import LEAST
from anthology.units import INCH
from anthology.wrap.geometry import Geometry

_HAIR = 0.5
"""Dots an inch that rounding may take."""
_CUT = 3.0
"""mm that may be cut off on a side besides the bleed."""


def as_printed(picture: Picture, place: Geometry, located: Located) -> Iterator[Finding]:
    """Yield a warning where the picture has too few dots, or another shape than the front."""
    width = place.front.width + place.bleed
    height = place.front.height + 2 * place.bleed
    scale = max(width / picture.width, height / picture.height)
    dots = INCH / scale
    at = located.place("cover", "image")
    if dots < LEAST - _HAIR:
        needed = f"{round(width / INCH * LEAST)} x {round(height / INCH * LEAST)}"
        yield warning(
            Kind.MANIFEST,
            f"the cover is printed with {dots:.0f} dots an inch, fewer than {LEAST}",
            f"use a picture of {needed} pixels, or more",
            at,
        )
    sides = (picture.width * scale - width) / 2
    ends = (picture.height * scale - height) / 2
    for off, where in ((sides, "left and right"), (ends, "above and below")):
        if off > _CUT:
            yield warning(
                Kind.MANIFEST,
                f"the printed cover has another shape than its picture, of which {off:.0f} mm are "
                f"cut off {where}",
                f"use a picture of the shape of {width:.0f} x {height:.0f} mm",
                at,
            )
