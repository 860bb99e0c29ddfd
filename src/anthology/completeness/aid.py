"""What helps to prove an edition faster."""

from collections.abc import Mapping

from msgspec import Struct, field

from anthology.crew import Crew
from anthology.shelf import Shelf
from anthology.typefaces import Faces


class Aid(Struct, frozen=True, kw_only=True):
    """What there is to read a finished PDF faster."""

    names: Mapping[str, str] = field(default_factory=dict)
    """The digest of what was bound of each page document, by its id; others are always read."""
    crew: Crew | None = None
    hands: int = 1
    """How many processes may compare texts."""
    shelf: Shelf | None = None
    """The cache."""
    faces: Faces = field(default_factory=Faces)
    """The typefaces of the edition."""


ALONE = Aid()
