"""The shape of a page: the size of its type and its margins, from the size of the paper."""

import math

from msgspec import Struct

from anthology.model import PageSize
from anthology.style.design import Measures
from anthology.units import POINT

A5_WIDTH = 148
"""mm; on this page the type is 10.2 points."""
LETTER = 0.45
"""How wide a character of a text is, in type sizes."""
_SMALL = 0.8
"""How far the lines of notes, sources and the like stand apart, in lines of the text."""
_LEAST_OUTER = 0.72
"""How much stays of the usual outer margin where the inner one takes from it."""
_HEAD, _FOLIO = 1.65, 2.2
"""How much room a running head needs above the text, and a folio below it, in lines."""
_EDGE = 7
"""mm that are free above it."""

MARGIN_BOXES = (
    *("top-left-corner", "top-left", "top-center", "top-right", "top-right-corner"),
    *("right-top", "right-middle", "right-bottom"),
    *("bottom-left-corner", "bottom-left", "bottom-center", "bottom-right", "bottom-right-corner"),
    *("left-top", "left-middle", "left-bottom"),
)
"""The margin boxes of a page (CSS Paged Media Module Level 3, 4.1)."""


class Geometry(Struct, frozen=True, kw_only=True):
    """A page in mm, its type in points.

    The margins stand in the classical order inner < top < outer < bottom, and the text is a whole
    number of lines high.
    """

    size: PageSize
    type_size: float
    display: float
    """How large the book's title is, in parts of the usual size."""
    leading: float
    """The distance of two baselines, in type sizes."""
    inner: float
    top: float
    outer: float
    bottom: float

    @property
    def text_width(self) -> float:
        """Return how wide the text is, in mm."""
        return self.size.width - self.inner - self.outer

    @property
    def text_height(self) -> float:
        """Return how high the text is, in mm."""
        return self.size.height - self.top - self.bottom

    @property
    def line(self) -> float:
        """Return the distance of two baselines, in mm."""
        return self.type_size * self.leading * POINT

    @property
    def letters(self) -> float:
        """Return about how many characters stand on a page."""
        size = self.type_size * POINT
        return self.text_width / (size * LETTER) * self.text_height / self.line


def geometry(size: PageSize, measures: Measures) -> Geometry:
    """Return the geometry of a page: a line no longer than asked for, shorter on a small page.

    Where the page asks for more room at the spine, the text moves outwards, and gets narrower when
    it is near the edge. The head and the folio keep away from the edges as well.
    """
    least = size.least
    suitable = round(min(max(10.2 * math.sqrt(size.width / A5_WIDTH), 8.8), 12.4), 2)
    type_size = measures.text_size or round(suitable * measures.scale, 2)
    line = type_size * measures.leading * POINT
    measure = min(measures.text_width * size.width, measures.measure * type_size * POINT)
    usual = 0.44 * (size.width - measure)
    inner = max(usual, least.inner)
    wide = size.width - measure - usual
    outer = max(wide - (inner - usual), _LEAST_OUTER * wide, least.outer)
    top = max(0.1 * size.height, 1.06 * usual)
    top = max(min(top, (usual + wide) / 2), _HEAD * line + max(_EDGE, least.top))
    bottom = max(0.128 * size.height, 1.08 * wide, least.bottom + _FOLIO * line)
    lines = math.floor((size.height - top - bottom) / line)
    return Geometry(
        size=size,
        type_size=type_size,
        display=measures.display,
        leading=measures.leading,
        inner=inner,
        top=top,
        outer=outer,
        bottom=size.height - top - lines * line,
    )


def geometry_css(page: Geometry) -> str:
    """Return the page rules and the custom properties that the stylesheet builds on.

    `--line` is the distance of two baselines, `--small-line` that of small type, `--text-height`
    the height of the text.
    """
    return (
        f"@page {{ size: {page.size.width:g}mm {page.size.height:g}mm }}\n"
        f"@page :right {{ {_margins(page, left=page.inner, right=page.outer)} }}\n"
        f"@page :left {{ {_margins(page, left=page.outer, right=page.inner)} }}\n"
        f":root {{ font-size: {page.type_size:g}pt; line-height: {page.leading:g}; "
        f"--line: {page.line / POINT:.3f}pt; --small-line: {page.line * _SMALL / POINT:.3f}pt; "
        # A hair less than the page, so that rounding never asks for a second one.
        f"--text-height: {page.text_height - 0.1:.3f}mm }}\n"
    )


def one_side_css(page: Geometry) -> str:
    """Return the rules that give left-hand pages the margins of right-hand ones, empty."""
    margins = _margins(page, left=page.inner, right=page.outer)
    empty = " ".join(f"@{box} {{ content: none !important }}" for box in MARGIN_BOXES)
    return f"@page :left {{ {margins} }}\n@page {{ {empty} }}\n"


def _margins(page: Geometry, *, left: float, right: float) -> str:
    sides = (page.top, right, page.bottom, left)
    return "margin: " + " ".join(f"{side:.3f}mm" for side in sides)
