"""What a cover is drawn of, in whatever unit: who paints it knows how large a unit is."""

from typing import TypeAlias

from msgspec import Struct

Colour: TypeAlias = str
"""`#rrggbb`."""
Point: TypeAlias = tuple[float, float]
"""To the right and down."""


class Box(Struct, frozen=True, kw_only=True):
    """A rectangle without a colour."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Return how wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return how high it is."""
        return self.bottom - self.top


class Rectangle(Struct, frozen=True, kw_only=True):
    """A filled rectangle."""

    box: Box
    colour: Colour


class Quarter(Struct, frozen=True, kw_only=True):
    """A quarter of a filled disc."""

    centre: Point
    radius: float
    corner: int
    """The corner of a cell in which the centre lies: 0 is top left, and on clockwise."""
    colour: Colour


class Polygon(Struct, frozen=True, kw_only=True):
    """A filled polygon."""

    points: tuple[Point, ...]
    colour: Colour


class Stroke(Struct, frozen=True, kw_only=True):
    """A straight line."""

    start: Point
    end: Point
    width: float
    colour: Colour


Shape: TypeAlias = Rectangle | Quarter | Polygon | Stroke


class Line(Struct, frozen=True, kw_only=True):
    """A line of words."""

    x: float
    baseline: float
    size: float
    """Of its type."""
    text: str
    slanted: bool = False


class Drawing(Struct, frozen=True, kw_only=True):
    """A drawn cover; what comes first lies below."""

    ground: Colour
    ink: Colour
    """Of the words."""
    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...]
