"""What the readers of finished files find of a text."""

from msgspec import Struct


class Found(Struct, frozen=True, kw_only=True):
    """What a finished file says of one page document."""

    text: str
    """The letters of its running text; see `letters`."""
    notes: str = ""
    """The letters of its notes, one after the other."""
    pictures: int = 0
    """How many pictures are shown, or said to be missing."""
    links: tuple[str, ...] = ()
    """The address on the web of each link; see `address`."""
    references: int = 0
    """How many links lead to other places in the book."""
