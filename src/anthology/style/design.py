"""How an edition looks, ready for its renderer."""

from msgspec import Struct, field

from anthology.typefaces import Faces


class Measures(Struct, frozen=True, kw_only=True):
    """What the shape of a printed page is made of, beside the size of its paper."""

    text_size: float | None = None
    """Points; None for the usual size on the page."""
    scale: float = 1.0
    """How large the text is where the page decides, in parts of the usual size."""
    display: float = 1.0
    """How large the book's title is, in parts of the usual size."""
    text_width: float = 0.71
    """The widest type area, in parts of the page."""
    leading: float = 1.35
    """The distance of two baselines, in sizes of the text."""
    measure: float = 30.5
    """The longest line, in sizes of the text."""


class Design(Struct, frozen=True, kw_only=True):
    """How an edition looks."""

    stylesheet: str = ""
    """CSS, its design tokens resolved."""
    faces: Faces = field(default_factory=Faces)
    measures: Measures = field(default_factory=Measures)
