"""Pages as a setter sees them: blocks of lines, each with the edges that it has on the page."""

from functools import cached_property

from msgspec import Struct

HYPHENS = "\u2010-\u00ad"
"""The signs with which a divided word ends."""
MOST_HYPHENS = 3
"""How many lines in a row may end with a divided word."""
_NEAR = 4.0
"""Points by which edges may differ that count as one: letters are not flush with them."""


class Line(Struct, frozen=True, kw_only=True):
    """A line of text; lengths are in points, from the page's lower left corner."""

    text: str
    left: float
    right: float
    baseline: float

    @property
    def is_divided(self) -> bool:
        """Whether a word goes on on the next line."""
        last = "".join(self.text.split()[-1:])
        return last[-1:] in HYPHENS and last not in HYPHENS


class Block(Struct, frozen=True, kw_only=True):
    """What stands of a paragraph, a heading or another block on one page."""

    kind: str
    """Its type in the structure tree: P, H1, LBody … (ISO 32000-1, 14.8.4)."""
    lines: tuple[Line, ...]

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading."""
        return self.kind[:1] == "H" and self.kind[1:].isdigit()

    @property
    def is_paragraph(self) -> bool:
        """Whether it is running text."""
        return self.kind in {"P", "LBody"}


class Page(Struct, frozen=True, dict=True):
    """The text of a page without its notes, heads and folio."""

    label: str
    """The number that it carries."""
    document: str
    """The id of the page document that stands on it."""
    opens: bool
    """Whether the page document begins here."""
    blocks: tuple[Block, ...]
    """From top to bottom."""

    @cached_property
    def left(self) -> float:
        """The left edge of its running text, in points."""
        return min((line.left for line in self._lines), default=0.0)

    @cached_property
    def right(self) -> float:
        """The right edge of its running text, in points."""
        return max((line.right for line in self._lines), default=0.0)

    @cached_property
    def _lines(self) -> tuple[Line, ...]:
        return tuple(line for one in self.blocks if one.is_paragraph for line in one.lines)

    def goes_on(self, after: "Page") -> bool:
        """Tell whether a paragraph goes on on the page that comes after this one.

        A paragraph that goes on fills its last line here, or divides a word, and its first line
        there is not indented, as that of a new one would be.
        """
        if after.opens or not (self.blocks and after.blocks):
            return False
        last, first = self.blocks[-1], after.blocks[0]
        if not (last.is_paragraph and first.is_paragraph):
            return False
        line, below = last.lines[-1], first.lines[0]
        full = line.is_divided or line.right > self.right - _NEAR
        return full and below.left < after.left + _NEAR
