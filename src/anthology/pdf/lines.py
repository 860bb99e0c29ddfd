"""Lines that WeasyPrint 70 sets worse than a setter would, mended.

Where a text fits on a line but for the blank at its end, and another element follows, WeasyPrint
takes the text for too long, and its first word for all that fits: the line is set with gaps. So it
does where the text ends with a no-break space that has no room. It takes lines that are too wide by
a hair, and breaks before what they stand behind. It looks for no break between the elements that an
element has. It divides words on any number of lines in a row. It takes each text inside of the
element that a line begins with for its first one, and breaks its first word at any letter. It
measures lines with the kerning of letters and blanks, which Pango leaves out where blanks are
widened: justified lines end before their edge, or have a gap within. Letters that another typeface
lends stand on its baseline, and make their line higher. Beside a float, where a line fits but for
the blank at its end, it looks for room beneath the float, and justifies the line to that. There is
no hook for any of it, so its functions that split the first line off a text or its box, that tell
whether a box can be broken, that yield the lines of a block, that take the last blank off a line,
that look for room beside floats, and that justify a line, are wrapped while pages are made.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from typing import Any

from msgspec import Struct, field
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block as weasyprint_block
from weasyprint.layout import inline as weasyprint_inline
from weasyprint.text.line_break import can_break_text, create_layout, line_size, strut

from anthology.breaks.pages import MOST_HYPHENS

_NARROW = 0.9
"""The part of the room that a line ended too early takes at most."""
_HAIR = 0.05
"""Pixels that rounding may take."""
_KERNING = 0.05
"""By how much of a type's size a blank at the end of a line draws the letter before it in."""
_WIDER = 1.0
"""Pixels by which blanks are widened to measure a text that has them."""
_LETTERS = 4
"""How many letters go into the room that a letter is high, at most."""
_RESUME, _WIDTH = 2, 3
"""Where the tuple that a line is has the place where the next one begins, and its width."""
_UNBROKEN = frozenset({"pre", "nowrap"})
"""Ways to treat white space that keep a text on one line."""


@contextmanager
def good_lines() -> Iterator[None]:
    """Let lines take all text that fits, and divide words on few in a row, in a `with` block."""
    split, lines = weasyprint_inline.split_first_line, weasyprint_block.iter_line_boxes
    split_box, justify = weasyprint_inline.split_text_box, weasyprint_inline.justify_line
    strip, find_room = weasyprint_inline.remove_last_whitespace, weasyprint_inline.avoid_collisions
    breaks = weasyprint_inline.can_break_inside
    lines_of = _Lines(split, split_box, lines)
    beside = _Beside(strip, find_room)
    weasyprint_inline.split_first_line = lines_of.split
    weasyprint_inline.split_text_box = lines_of.split_text
    weasyprint_block.iter_line_boxes = lines_of.of_block
    weasyprint_inline.justify_line = partial(_justify, justify)
    weasyprint_inline.remove_last_whitespace = beside.strip
    weasyprint_inline.avoid_collisions = beside.find_room
    weasyprint_inline.can_break_inside = partial(_breaks_inside, breaks)
    try:
        yield
    finally:
        weasyprint_inline.split_first_line = split
        weasyprint_inline.split_text_box = split_box
        weasyprint_block.iter_line_boxes = lines
        weasyprint_inline.justify_line = justify
        weasyprint_inline.remove_last_whitespace = strip
        weasyprint_inline.avoid_collisions = find_room
        weasyprint_inline.can_break_inside = breaks


class _Lines(Struct, frozen=True):
    """What stands around WeasyPrint's own functions."""

    split_first: Callable[..., Any]
    split_box: Callable[..., Any]
    lines: Callable[..., Iterator[tuple[Any, Any]]]
    whole: list[bool] = field(default_factory=list)
    """Whether the next line may not divide a word, for each block that is being set."""
    first: list[tuple[Any, ...] | None] = field(default_factory=list)
    """The text that the next line begins with, as soon as it is known."""

    def of_block(self, *call: Any, **named: Any) -> Iterator[tuple[Any, Any]]:
        """Yield the lines of a block."""
        lines = self.lines(*call, **named)
        divided = 0
        while True:
            self.whole.append(divided >= MOST_HYPHENS)
            self.first.append(None)
            try:
                line, resume_at = next(lines)
            except StopIteration:
                return
            finally:
                self.whole.pop()
                self.first.pop()
            divided = divided + 1 if _is_divided(line) else 0
            yield line, resume_at

    def split_text(
        self, context: Any, box: Any, room: float, skip: Any, *, is_line_start: bool = True
    ) -> Any:
        """Split what fits on a line off the box of a text."""
        here = (box.element, box.text, skip)
        if self.first and box.text:
            self.first[-1] = self.first[-1] or here
            is_line_start = is_line_start and self.first[-1] == here
        return self.split_box(context, box, room, skip, is_line_start=is_line_start)

    def split(
        self, text: str, style: Any, context: Any, room: float | None, *rest: Any, **named: Any
    ) -> Any:
        """Split the first line off a text."""
        if self.whole and self.whole[-1] and style["hyphens"] == "auto":
            style = style.copy()
            style["hyphens"] = "manual"

        def first(text: str, room: float | None) -> Any:
            return self._first(text, style, context, room, *rest, **named)

        found = first(text, room)
        if room is None or found[_RESUME] is None:
            return found
        if found[_WIDTH] > room:
            narrower = first(text, max(room - style["font_size"] * _KERNING, 0))
            found = narrower if narrower[_WIDTH] <= room else found
        bare = text.rstrip(" ")
        if bare == text:
            return _with_last(found, text, room, first)
        if (
            not 0 < len(bare) < room / style["font_size"] * _LETTERS
            or found[_WIDTH] > room * _NARROW
        ):
            return found
        *_, resume_at, width, _, _ = first(bare, room)
        if resume_at is not None or width > room:
            return found
        layout, length, _, _, *size = first(text, None)
        # With its last blank it would be too wide to stand beside an initial.
        return (layout, length, None, width, *size)

    def _first(
        self, text: str, style: Any, context: Any, room: float | None, *rest: Any, **named: Any
    ) -> Any:
        """Split the first line off a text, on the baseline of the typeface that it asks for."""
        found = self.split_first(text, style, context, room, *rest, **named)
        if text.isascii():
            return found
        *line, height, baseline = found
        whole, wanted = strut(style)
        level = wanted - (whole - height) / 2
        return found if abs(level - baseline) < _HAIR else (*line, height, level)


def _with_last(
    found: Any, text: str, room: float, first: Callable[[str, float | None], Any]
) -> Any:
    """Return the first line of a text that is found, with room for the no-break space at its end.

    `first` splits the first line off a text.
    """
    bare = text.rstrip()
    if bare == text:
        return found
    whole, without = first(text, None)[_WIDTH], first(bare, None)[_WIDTH]
    if not without <= room < whole:
        return found
    earlier = first(bare, room - (whole - without))
    return found if earlier[_RESUME] is None else earlier


def _breaks_inside(breaks: Callable[[Any], bool], box: Any) -> bool:
    """Return whether a line may end inside of a box, or between two that it has."""
    if breaks(box):
        return True
    if not isinstance(box, boxes.InlineBox) or box.style["white_space"] in _UNBROKEN:
        return False
    texts = [
        "".join(text.text for text in _texts(child))
        for child in box.children
        if child.is_in_normal_flow()
    ]
    return any(
        before and after and can_break_text(before[-1] + after[0], box.style["lang"])
        for before, after in pairwise(texts)
    )


class _Beside(Struct):
    """Finds room beside floats for a line without the blank at its end."""

    strip_last: Callable[..., None]
    find: Callable[..., Any]
    line: Any = None
    """The line that has just lost its last blank; it is looked for room for next."""

    def strip(self, context: Any, line: Any) -> None:
        """Take the blank off the end of a line."""
        self.strip_last(context, line)
        self.line = line

    def find_room(self, context: Any, box: Any, *rest: Any, **named: Any) -> Any:
        """Return where there is room for a box."""
        line, self.line = self.line, None
        if line is not None:
            box.width = min(box.width, line.width)
        return self.find(context, box, *rest, **named)


def _justify(justify: Callable[..., None], context: Any, line: Any, extra: float) -> None:
    """Widen the blanks of a line by what is left, with what its texts lose of their kerning."""
    lost = {box: _lost(context, box) for box in _texts(line)}
    justify(context, line, extra + sum(lost.values()))
    _draw_in(line, lost, 0.0)


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _texts(child)


def _lost(context: Any, box: Any) -> float:
    """Return by how much a text is narrower, in pixels, where its blanks are widened."""
    blanks = weasyprint_inline.count_expandable_spaces(box)
    if not blanks:
        return 0.0
    layout = create_layout(box.text, box.style, context, None, _WIDER)
    layout.set_text(box.text, justify=True)
    first, _ = layout.get_first_line()
    width, _ = line_size(first, box.style)
    layout.deactivate()
    return float(box.width - (width - blanks * _WIDER))


def _draw_in(box: Any, lost: Mapping[Any, float], moved: float) -> float:
    """Move what stands in a line to the left by what is lost before it; return that and its own."""
    if isinstance(box, boxes.TextBox):
        box.position_x -= moved
        box.width -= lost[box]
        return moved + lost[box]
    if not isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.translate(-moved, 0)
        return moved
    box.position_x -= moved
    before = moved
    for child in box.children[::-1] if box.style["direction"] == "rtl" else box.children:
        if child.is_in_normal_flow():
            moved = _draw_in(child, lost, moved)
    box.width -= moved - before
    return moved


def _is_divided(box: Any) -> bool:
    """Return whether a line ends with a hyphen."""
    while getattr(box, "children", ()):
        box = box.children[-1]
    text = getattr(box, "text", "")
    return bool(text) and text[-1] in {box.style["hyphenate_character"], "-"}
