"""What a cover is drawn of, in whatever unit: who paints it knows how large a unit is."""

from dataclasses import dataclass
from typing import TypeAlias

Colour: TypeAlias = str
"""`#rrggbb`."""
Point: TypeAlias = tuple[float, float]
"""To the right and down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectangle:
    """A filled rectangle."""

    box: Box
    colour: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A quarter of a filled disc."""

    centre: Point
    radius: float
    corner: int
    """The corner of a cell in which the centre lies: 0 is top left, and on clockwise."""
    colour: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Polygon:
    """A filled polygon."""

    points: tuple[Point, ...]
    colour: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A straight line."""

    start: Point
    end: Point
    width: float
    colour: Colour


Shape: TypeAlias = Rectangle | Quarter | Polygon | Stroke


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of words."""

    x: float
    baseline: float
    size: float
    """Of its type."""
    text: str
    slanted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A drawn cover; what comes first lies below."""

    ground: Colour
    ink: Colour
    """Of the words."""
    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...]
