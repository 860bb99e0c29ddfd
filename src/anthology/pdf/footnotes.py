"""What became of the footnotes: WeasyPrint 70 drops, repeats or misplaces those without room."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.document import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext
from weasyprint.layout import block as weasyprint_block

from anthology.pdf.watch import MakePage, around_each_page

_NOTE = re.compile(r'<span id="([^"]+)" class="footnote"')


@contextmanager
def carried_over() -> Iterator[None]:
    """Let the notes that a page carries over stand on the next one, when that is made again.

    WeasyPrint makes single pages again, for example once it knows the numbers in their contents,
    and forgets then what the page before had carried over. The block must set one book.
    """
    carried: dict[int, list[Any]] = {}

    def wrap(make_page: MakePage) -> MakePage:
        def remembering(
            context: Any, root: Any, kind: Any, resume_at: Any, number: int, state: Any
        ) -> Any:
            if number - 1 in carried:
                context.reported_footnotes = carried[number - 1].copy()
            made = make_page(context, root, kind, resume_at, number, state)
            carried[number] = context.reported_footnotes.copy()
            return made

        return remembering

    with around_each_page(wrap):
        yield


@contextmanager
def beneath_their_signs() -> Iterator[None]:
    """Let no note leave its page for a line of a later paragraph, in a `with` block.

    Where the second line of a paragraph does not fit, WeasyPrint takes notes from the page until it
    does, whosever they are. Here the paragraph begins on the next page.
    """
    lines_of, of_block = weasyprint_block._linebox_layout, weasyprint_block.iter_line_boxes
    lay_out, report = LayoutContext.layout_footnote, LayoutContext.report_footnote
    beginnings: list[bool] = []
    fresh: list[Any] = []

    def laid_out(context: Any, footnote: Any) -> Any:
        fresh.append(footnote)
        return lay_out(context, footnote)

    def lines(*call: Any, **named: Any) -> Iterator[Any]:
        for line in of_block(*call, **named):
            fresh.clear()
            yield line

    def reported(context: Any, footnote: Any) -> None:
        if beginnings and beginnings[-1] and footnote not in fresh:
            raise _NoRoomError
        report(context, footnote)

    def linebox(
        context: Any, box: Any, index: int, child: Any, before: Any, is_empty: bool, *rest: Any
    ) -> Any:
        there = tuple(context.current_page_footnotes)
        beginnings.append(not is_empty)
        try:
            return lines_of(context, box, index, child, before, is_empty, *rest)
        except _NoRoomError:
            new = [one for one in context.current_page_footnotes if one not in there]
            return True, False, None, box.position_y, new, rest[-1]
        finally:
            beginnings.pop()

    weasyprint_block._linebox_layout = linebox
    weasyprint_block.iter_line_boxes = lines
    LayoutContext.layout_footnote, LayoutContext.report_footnote = laid_out, reported
    try:
        yield
    finally:
        weasyprint_block._linebox_layout = lines_of
        weasyprint_block.iter_line_boxes = of_block
        LayoutContext.layout_footnote, LayoutContext.report_footnote = lay_out, report


class _NoRoomError(Exception):
    """A line fits only if a note of an earlier one leaves the page."""


def lost_notes(html: str, document: Document) -> tuple[str, ...]:
    """Return the ids of the notes that do not stand whole, once and beneath their own text.

    `html` is what was set; a note in it is a `span` of the class `footnote`, and its id begins
    with that of its page document.
    """
    set_letters: dict[str, int] = {}
    wanted: dict[str, int] = {}
    strays: set[str] = set()
    for page in document.pages:
        there = set(documents_on(page._page_box))
        for note, text in _texts(page._page_box, None):
            name = note.get("id", "")
            if name.partition("--")[0] not in there:
                strays.add(name)
            set_letters[name] = set_letters.get(name, 0) + _letters(text)
            wanted.setdefault(name, _letters("".join(note.itertext())))
    return tuple(
        name
        for name in _NOTE.findall(html)
        if name in strays or name not in wanted or set_letters[name] != wanted[name]
    )


def documents_on(page: Any) -> Iterator[str]:
    """Yield the ids of the page documents of which something stands on a page."""
    for body in (body for html in page.children[:1] for body in html.children):
        for box in getattr(body, "children", ()):
            element = getattr(box, "_box", box).element
            if element is not None and element.get("id"):
                yield element.get("id")


def _texts(box: Any, note: Any) -> Iterator[tuple[Any, str]]:
    """Yield the text of each footnote's boxes together with the footnote's element."""
    box = getattr(box, "_box", box)
    if "::" in (box.element_tag or ""):  # what the stylesheet adds
        note = None
    elif box.element is not None and box.element.get("class") == "footnote":
        note = box.element
    if note is not None and isinstance(box, boxes.TextBox):
        yield note, box.text
    for child in getattr(box, "children", ()):
        yield from _texts(child, note)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
