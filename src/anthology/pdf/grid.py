"""The lines of facing pages level: what is no whole number of lines high is made so.

Figures, tables and quotations are as high as they come out, and the space around them is none of
whole lines where two of them meet or a page begins. WeasyPrint 70 knows no `block-step`
(CSS Rhythmic Sizing Module Level 1), and keeps the space above what begins a page (CSS
Fragmentation Module Level 3, 5.2, has it dropped) unless that stands right in the root. So its
layout of blocks is wrapped for as long as pages are made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block as weasyprint_block

from anthology.pdf.geometry import Geometry
from anthology.units import PIXEL

_HAIR = 0.01
"""Pixels that rounding may take."""
_BODY = "body"
"""The class of what holds a text."""
_GROUPS = frozenset({"aside", "div", "section"})
"""What holds a part of one, where it has no class."""
_PARTS = frozenset({"article-head", "part-title", "toc-article"})
"""The classes of what stands above a text, and of what else ends on a line."""
_SPACED = frozenset({"toc-part", "toc-chapter", "endnotes", "article-source"})
"""The classes of what has room above itself, too."""
_INNER = frozenset({"blockquote", "dd", "li"})
"""Blocks of text that may hold others."""
_HEADINGS = frozenset({"h3", "h4", "h5", "h6"})
_LOOSE = frozenset({"figure", "pre", "table"})
"""What stands in the middle of the room that it takes."""
_BLOCKS = _HEADINGS | _LOOSE | {"blockquote", "dl", "hr", "ol", "p", "ul"}


@contextmanager
def on_grid(page: Geometry) -> Iterator[None]:
    """Let what comes after each block of a text begin on a line of the page, in a `with` block."""
    layout = weasyprint_block.block_level_layout_switch
    top, line = page.top / PIXEL, page.line / PIXEL

    def on_lines(
        context: Any,
        box: Any,
        space: float,
        skip: Any,
        around: Any,
        is_first: bool,
        *rest: Any,
        **named: Any,
    ) -> Any:
        in_text = _stands_in_text(box, around)
        # Of a page with no more than a name, WeasyPrint keeps that name here.
        goes_on = is_first and context.current_page > 1 and context.forced_break is not True
        if goes_on and skip is None and (in_text or _class(box) in _SPACED):
            box.margin_top = 0
        made = layout(context, box, space, skip, around, is_first, *rest, **named)
        done, resume_at = made[:2]
        if done is not None and resume_at is None and in_text:
            _step(done, top, line, context.page_bottom)
        return made

    weasyprint_block.block_level_layout_switch = on_lines
    try:
        yield
    finally:
        weasyprint_block.block_level_layout_switch = layout


def _stands_in_text(box: Any, around: Any) -> bool:
    if isinstance(box, boxes.TableBox) or not box.is_in_normal_flow():
        return False
    if box.element_tag in _LOOSE and around.element_tag in _INNER:
        return True
    name = _class(around)
    in_group = around.element_tag in _GROUPS and not name and box.element_tag in _BLOCKS
    return name == _BODY or in_group or _class(box) in _PARTS


def _class(box: Any) -> str:
    element = getattr(box, "element", None)
    return "" if element is None else str(element.get("class", ""))


def _step(box: Any, top: float, line: float, page_bottom: float) -> None:
    """Move the end of a block, with the space behind it, to a line of the page.

    A heading comes nearer to what follows it, what is no text moves by half of that, unless it
    stands at the top of the page. Anything else gets longer.
    """
    starts = box.border_box_y()
    ends = starts + box.border_height()
    missing = -(ends + box.margin_bottom - top) % line
    if missing < _HAIR or line - missing < _HAIR or ends + missing > page_bottom + _HAIR:
        return
    if starts - top < line / 2:
        box.height += missing
    elif box.element_tag in _HEADINGS:
        box.translate(dy=missing)
    elif box.element_tag in _LOOSE:
        box.translate(dy=missing / 2)
        box.height += missing / 2
    else:
        box.height += missing
