"""How an edition looks, ready for its renderer."""

from dataclasses import dataclass, field

from anthology.typefaces import Faces


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What the shape of a printed page is made of, beside the size of its paper."""

    text_size: float | None = None
    """Points; None for a size that suits the page."""
    leading: float = 1.35
    """The distance of two baselines, in sizes of the text."""
    measure: float = 30.5
    """The longest line, in sizes of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """How an edition looks."""

    stylesheet: str = field(default="", repr=False)
    """CSS, its design tokens resolved."""
    faces: Faces = field(default_factory=Faces)
    measures: Measures = field(default_factory=Measures)
