"""Lines that WeasyPrint 70 ends too early, mended.

Where a text fits on a line but for the blank at its end, and another element follows, WeasyPrint
takes the text for too long, and its first word for all that fits: the line is set with gaps. There
is no hook for this, so its function that splits the first line off a text is wrapped for as long as
pages are made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.layout import inline as weasyprint_inline

_NARROW = 0.9
"""The part of the room that a line ended too early takes at most."""
_LETTERS = 4
"""How many letters go into the room that a letter is high, at most."""


@contextmanager
def full_lines() -> Iterator[None]:
    """Let lines take all text that fits, for what is set inside the `with` block."""
    split = weasyprint_inline.split_first_line

    def full(
        text: str, style: Any, context: Any, room: float | None, *rest: Any, **named: Any
    ) -> Any:
        found = split(text, style, context, room, *rest, **named)
        *_, resume_at, width, _, _ = found
        bare = text.rstrip(" ")
        if (
            resume_at is None
            or room is None
            or not 0 < len(bare) < min(len(text), room / style["font_size"] * _LETTERS)
            or width > room * _NARROW
        ):
            return found
        *_, resume_at, width, _, _ = split(bare, style, context, room, *rest, **named)
        if resume_at is not None or width > room:
            return found
        return split(text, style, context, None, *rest, **named)

    weasyprint_inline.split_first_line = full
    try:
        yield
    finally:
        weasyprint_inline.split_first_line = split
