"""Lines that WeasyPrint 70 sets worse than a setter would, mended.

Where a text fits on a line but for the blank at its end, and another element follows, WeasyPrint
takes the text for too long, and its first word for all that fits: the line is set with gaps. And it
divides words on any number of lines in a row. There is no hook for either, so its functions that
split the first line off a text, and that yield the lines of a block, are wrapped for as long as
pages are made.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from weasyprint.layout import block as weasyprint_block
from weasyprint.layout import inline as weasyprint_inline

from anthology.breaks.pages import MOST_HYPHENS

_NARROW = 0.9
"""The part of the room that a line ended too early takes at most."""
_LETTERS = 4
"""How many letters go into the room that a letter is high, at most."""


@contextmanager
def good_lines() -> Iterator[None]:
    """Let lines take all text that fits, and divide words on few in a row, in a `with` block."""
    split, lines = weasyprint_inline.split_first_line, weasyprint_block.iter_line_boxes
    lines_of = _Lines(split, lines)
    weasyprint_inline.split_first_line = lines_of.split
    weasyprint_block.iter_line_boxes = lines_of.of_block
    try:
        yield
    finally:
        weasyprint_inline.split_first_line = split
        weasyprint_block.iter_line_boxes = lines


@dataclass(frozen=True, slots=True)
class _Lines:
    """What stands around WeasyPrint's own functions."""

    split_first: Callable[..., Any]
    lines: Callable[..., Iterator[tuple[Any, Any]]]
    whole: list[bool] = field(default_factory=list)
    """Whether the next line may not divide a word, for each block that is being set."""

    def of_block(self, *call: Any, **named: Any) -> Iterator[tuple[Any, Any]]:
        """Yield the lines of a block."""
        lines = self.lines(*call, **named)
        divided = 0
        while True:
            self.whole.append(divided >= MOST_HYPHENS)
            try:
                line, resume_at = next(lines)
            except StopIteration:
                return
            finally:
                self.whole.pop()
            divided = divided + 1 if _is_divided(line) else 0
            yield line, resume_at

    def split(
        self, text: str, style: Any, context: Any, room: float | None, *rest: Any, **named: Any
    ) -> Any:
        """Split the first line off a text."""
        if self.whole and self.whole[-1] and style["hyphens"] == "auto":
            style = style.copy()
            style["hyphens"] = "manual"
        found = self.split_first(text, style, context, room, *rest, **named)
        *_, resume_at, width, _, _ = found
        bare = text.rstrip(" ")
        if (
            resume_at is None
            or room is None
            or not 0 < len(bare) < min(len(text), room / style["font_size"] * _LETTERS)
            or width > room * _NARROW
        ):
            return found
        *_, resume_at, width, _, _ = self.split_first(bare, style, context, room, *rest, **named)
        if resume_at is not None or width > room:
            return found
        layout, length, _, _, *size = self.split_first(text, style, context, None, *rest, **named)
        # With its last blank it would be too wide to stand beside an initial.
        return (layout, length, None, width, *size)


def _is_divided(box: Any) -> bool:
    """Return whether a line ends with a hyphen."""
    while getattr(box, "children", ()):
        box = box.children[-1]
    text = getattr(box, "text", "")
    return bool(text) and text[-1] in {box.style["hyphenate_character"], "-"}
