"""The pages of a finished PDF with their blocks and lines, out of its structure tree."""

import ctypes
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pypdfium2
from msgspec import Struct
from msgspec.structs import replace
from pypdfium2 import raw

from anthology.breaks.pages import Block, Line, Page
from anthology.completeness.pdf import Starts
from anthology.pdfium import Buffer

_BLOCKS = frozenset({
    *("P", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "BlockQuote", "Caption", "TH", "TD"),
    *("Figure", "Formula"),
})  # fmt: skip
"""Elements that begin a new line."""
_APART = frozenset({"Note", "Lbl", "Reference"})
"""What stands beside the text: notes at the foot, markers of lists, signs of notes."""
_SECTION = "Sect"
"""A note right inside of one stands behind a text, as its last part."""
_DROP = 5.0
"""Points by which a line is lower than the one before, at least; signs of notes are less high."""


class _Run(Struct, frozen=True):
    """A piece of text on a page."""

    text: str
    left: float
    right: float
    baseline: float


def read_pages(data: bytes, documents: Sequence[str]) -> tuple[Page, ...]:
    """Return the pages of a tagged PDF from the first page document on.

    `documents` are the ids of its page documents, in their order; the file has each of them as the
    name of a place. Raises pypdfium2.PdfiumError where the file is no PDF.
    """
    pdf = pypdfium2.PdfDocument(data)
    try:
        start_of, buffer = Starts(pdf), Buffer()
        starts = {start: name for name in documents if (start := start_of(name)) is not None}
        pages: list[Page] = []
        document = ""
        for number in range(len(pdf)):
            document = starts.get(number, document)
            if document:
                pages.append(
                    Page(
                        label=pdf.get_page_label(number) or str(number + 1),
                        document=document,
                        opens=number in starts,
                        blocks=tuple(_blocks_of(pdf[number], buffer)),
                    )
                )
        return tuple(pages)
    finally:
        pdf.close()


def _blocks_of(page: pypdfium2.PdfPage, buffer: Buffer) -> Iterator[Block]:
    runs = _runs(page, buffer)
    tree = raw.FPDF_StructTree_GetForPage(page)
    found: list[tuple[str, list[_Run]]] = []

    def walk(element: Any, block: list[_Run] | None, above: str = "") -> None:
        kind = buffer.kind(element)
        if kind in _APART and not (kind == "Note" and above == _SECTION):
            if block is not None:
                block += _blanks(element, runs)
            return
        if kind in _BLOCKS:
            block = []
            found.append((kind, block))
        for index in range(raw.FPDF_StructElement_CountChildren(element)):
            number = raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, index)
            if number >= 0:
                if block is None:
                    block = []
                    found.append((kind, block))
                block += runs.get(number, ())
                continue
            child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
            if child:
                walk(child, block, kind)

    try:
        for index in range(max(raw.FPDF_StructTree_CountChildren(tree), 0)):
            walk(raw.FPDF_StructTree_GetChildAtIndex(tree, index), None)
    finally:
        raw.FPDF_StructTree_Close(tree)
        page.close()
    for kind, inside in found:
        lines = tuple(_lines(inside))
        if lines or kind == "Figure":
            yield Block(kind=kind, lines=lines)


def _blanks(element: Any, runs: Mapping[int, Sequence[_Run]]) -> Iterator[_Run]:
    """Yield the blanks behind a sign in a line: PDFium takes them for a part of it."""
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        number = raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, index)
        yield from (replace(run, text=" ") for run in runs.get(number, ()) if run.text[-1:] == " ")
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield from _blanks(child, runs)


def _runs(page: pypdfium2.PdfPage, buffer: Buffer) -> dict[int, list[_Run]]:
    """Return the texts on a page by the number of their marked content."""
    found: dict[int, list[_Run]] = {}
    edges = [ctypes.c_float() for _ in range(4)]
    matrix = raw.FS_MATRIX()
    text_page = raw.FPDFText_LoadPage(page)
    try:
        for index in range(raw.FPDFPage_CountObjects(page)):
            thing = raw.FPDFPage_GetObject(page, index)
            number = raw.FPDFPageObj_GetMarkedContentID(thing)
            if raw.FPDFPageObj_GetType(thing) != raw.FPDF_PAGEOBJ_TEXT or number < 0:
                continue
            raw.FPDFPageObj_GetBounds(thing, *edges)
            raw.FPDFPageObj_GetMatrix(thing, matrix)
            text = buffer.text(thing, text_page)
            found.setdefault(number, []).append(
                _Run(text, edges[0].value, edges[2].value, matrix.f)
            )
    finally:
        raw.FPDFText_ClosePage(text_page)
    return found


def _lines(runs: Sequence[_Run]) -> Iterator[Line]:
    line: list[_Run] = []
    for run in runs:
        if line and abs(line[0].baseline - run.baseline) > _DROP:
            yield _line(line)
            line = []
        line.append(run)
    if line:
        yield _line(line)


def _line(runs: Sequence[_Run]) -> Line:
    shown = [run for run in runs if run.text.strip()] or runs
    return Line(
        text=re.sub(" {2,}", " ", "".join(run.text for run in runs)),
        left=min(run.left for run in shown),
        right=max(run.right for run in shown),
        baseline=runs[0].baseline,
    )
