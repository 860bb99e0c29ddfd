"""What the readers of finished files find of a text."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a finished file says of one page document."""

    text: str
    """The letters of its running text; see `letters`."""
    notes: str = ""
    """The letters of its notes, one after the other."""
    pictures: int = 0
    """How many pictures are shown, or said to be missing."""
    links: Counter[str] = field(default_factory=Counter)
    """How often each address on the web is linked to; see `address`."""
    references: int = 0
    """How many links lead to other places in the book."""
