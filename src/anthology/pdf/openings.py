"""The words with which the pages of print begin, so that another edition can tell where they do."""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct
from weasyprint.formatting_structure import boxes

from anthology.pagelist import plain

LETTERS = 48
"""How many letters of a page are told."""


class Opening(Struct, frozen=True):
    """What is told of a page's text."""

    text: str
    """Its first letters (`anthology.pagelist.plain`)."""
    letters: int
    """How many it has."""


def openings_of(pages: Iterable[Any]) -> Iterator[Opening]:
    """Yield how the text of each page begins; they are WeasyPrint's pages, in order.

    Heads, folios and what stands at the foot are no part of it, nor is what stylesheets add, nor
    the head of a table on pages with which it goes on.
    """
    told: set[int] = set()
    for page in pages:
        texts = (text for html in page._page_box.children[:1] for text in _texts(html, told))
        found = "".join(map(plain, texts))
        yield Opening(found[:LETTERS], len(found))


def _texts(box: Any, told: set[int]) -> Iterator[str]:
    """Yield the texts in a box; `told` are the heads of tables that stood on earlier pages."""
    box = getattr(box, "_box", box)
    if "::" in (box.element_tag or "") or isinstance(box, boxes.FootnoteAreaBox):
        return
    if isinstance(box, boxes.TableRowGroupBox) and box.is_header and box.element is not None:
        if id(box.element) in told:
            return
        told.add(id(box.element))
    if isinstance(box, boxes.TextBox):
        yield box.text
    for child in getattr(box, "children", ()):
        yield from _texts(child, told)
