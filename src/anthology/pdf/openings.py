"""The words with which the pages of print begin, so that another edition can tell where they do."""

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

from anthology.pagelist import plain

LETTERS = 48
"""How many letters of a page are told."""


def opening_of(page: Any) -> str:
    """Return the first letters of a page's text; `page` is WeasyPrint's.

    Heads, folios and what stands at the foot are no part of it, nor is what stylesheets add.
    """
    found = ""
    for html in page._page_box.children[:1]:
        for text in _texts(html):
            found += plain(text)
            if len(found) >= LETTERS:
                break
    return found[:LETTERS]


def _texts(box: Any) -> Iterator[str]:
    box = getattr(box, "_box", box)
    if "::" in (box.element_tag or "") or isinstance(box, boxes.FootnoteAreaBox):
        return
    if isinstance(box, boxes.TextBox):
        yield box.text
    for child in getattr(box, "children", ()):
        yield from _texts(child)
