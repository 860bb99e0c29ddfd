"""A finished PDF as a reader finds it: the words, notes and links of its page documents."""

import ctypes
from collections.abc import Collection, Iterator, Sequence
from ctypes import string_at
from functools import cached_property
from typing import Any

import pypdfium2
from msgspec import Struct, field
from pypdfium2 import raw

from anthology.completeness.expected import address
from anthology.completeness.found import Found
from anthology.completeness.letters import letters
from anthology.pdfium import SIZE, Buffer

_SKIPPED = frozenset({"BibEntry", "Lbl", "Reference"})
"""What the book adds to the words: addresses and pages of links, signs of notes, markers."""
_SECTION = "Sect"
"""A note right inside of one stands behind a text, others at the foot of the page."""
_DIVISIONS = frozenset({"Document", "Part"})
"""What may hold a thousand others."""
_OUTSIDE = 1.0
"""Points that a text may reach beyond its page before it counts as not printed."""


class _Said(Struct):
    text: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """At the feet of pages."""
    endnotes: list[str] = field(default_factory=list)
    """Behind the text; one that goes on overleaf does so after the notes at the foot."""
    pictures: int = 0
    links: list[str] = field(default_factory=list)
    references: int = 0


def read_pdf(
    data: bytes, documents: Sequence[str], wanted: Collection[str] | None = None
) -> dict[str, Found]:
    """Return what a tagged PDF says on the pages of page documents, by the document's id.

    `documents` are the ids of all that it may have, in their order, `wanted` of those to read,
    which are all where nothing is said. A document begins on the page to which its id leads (named
    destinations, ISO 32000-1, 12.3.2.3) and ends where the next begins. Words count where they
    stand inside the page and in the structure tree; artifacts such as running heads do not. Raises
    pypdfium2.PdfiumError where the file is no PDF.
    """
    pdf = pypdfium2.PdfDocument(data)
    said: dict[str, _Said] = {}
    try:
        reader = _PageReader(pdf)
        for name, pages in _ranges(pdf, documents, documents if wanted is None else wanted):
            said[name] = _Said()
            for number in pages:
                reader.read(number, said[name])
    finally:
        pdf.close()
    return {
        name: Found(
            text=letters(" ".join(one.text)),
            notes=letters(" ".join((*one.notes, *one.endnotes))),
            pictures=one.pictures,
            links=tuple(map(address, one.links)),
            references=one.references,
        )
        for name, one in said.items()
    }


def _ranges(
    pdf: pypdfium2.PdfDocument, documents: Sequence[str], wanted: Collection[str]
) -> Iterator[tuple[str, range]]:
    """Yield the wanted documents that the file has, and the pages of each."""
    start_of = Starts(pdf)
    for at, name in enumerate(documents):
        start = start_of(name) if name in wanted else None
        if start is not None:
            ends = (start_of(other) for other in documents[at + 1 :])
            yield name, range(start, next((end for end in ends if end is not None), len(pdf)))


class Starts:
    """Finds the pages to which names lead."""

    def __init__(self, pdf: pypdfium2.PdfDocument) -> None:
        """Take the file, which stays open as long as places are looked for."""
        self._pdf = pdf
        self._known: dict[str, int | None] = {}

    def __call__(self, name: str) -> int | None:
        """Return the number of the page, from 0, to which a name leads; None if there is none."""
        if name not in self._known:
            self._known[name] = self._found(name) if name.isascii() else self._others.get(name)
        return self._known[name]

    def _found(self, name: str) -> int | None:
        target = raw.FPDF_GetNamedDestByName(self._pdf, name.encode())
        return self._page(target) if target else None

    @cached_property
    def _others(self) -> dict[str, int | None]:
        """The pages of all names: PDFium asks for a name in the bytes of the file."""
        pages: dict[str, int | None] = {}
        for index in range(raw.FPDF_CountNamedDests(self._pdf)):
            length = ctypes.c_long(0)
            raw.FPDF_GetNamedDest(self._pdf, index, None, length)
            buffer = ctypes.create_string_buffer(max(length.value, 2))
            target = raw.FPDF_GetNamedDest(self._pdf, index, buffer, length)
            if target:
                pages[buffer.raw.decode("utf-16-le").rstrip("\0")] = self._page(target)
        return pages

    def _page(self, target: Any) -> int | None:
        page = raw.FPDFDest_GetDestPageIndex(self._pdf, target)
        return page if page >= 0 else None


class _PageReader:
    """Reads pages, one after the other, with one buffer for all texts."""

    def __init__(self, pdf: pypdfium2.PdfDocument) -> None:
        self._pdf = pdf
        self._buffer = Buffer()
        self._hints: dict[str, int] = {}
        """With which element of each division the last page began."""

    def read(self, number: int, said: _Said) -> None:
        page = self._pdf[number]
        try:
            texts, bare = self._contents(page)
            said.pictures += bare
            tree = raw.FPDF_StructTree_GetForPage(page)
            try:
                for index in range(max(raw.FPDF_StructTree_CountChildren(tree), 0)):
                    child = raw.FPDF_StructTree_GetChildAtIndex(tree, index)
                    self._division(child, texts, said)
            finally:
                raw.FPDF_StructTree_Close(tree)
            # PDFium follows the tree some sixty levels down; what is marked is no artifact.
            for index in sorted(texts):
                said.text.extend(texts[index])
            self._links(page, said)
        finally:
            page.close()

    def _contents(self, page: pypdfium2.PdfPage) -> tuple[dict[int, list[str]], int]:
        """Return the texts on a page by the number of their marked content, and other pictures.

        Those are counted that are artifacts, for they have no description.
        """
        width, height = page.get_size()
        pictures = 0
        texts: dict[int, list[str]] = {}
        text_page = raw.FPDFText_LoadPage(page)
        edges = [ctypes.c_float() for _ in range(4)]
        try:
            for index in range(raw.FPDFPage_CountObjects(page)):
                thing = raw.FPDFPage_GetObject(page, index)
                kind = raw.FPDFPageObj_GetType(thing)
                number = raw.FPDFPageObj_GetMarkedContentID(thing)
                if kind == raw.FPDF_PAGEOBJ_IMAGE and number < 0:
                    pictures += 1
                if kind != raw.FPDF_PAGEOBJ_TEXT or number < 0:
                    continue
                if raw.FPDFPageObj_GetBounds(thing, *edges):
                    left, bottom, right, top = (edge.value for edge in edges)
                    if (
                        left < -_OUTSIDE
                        or bottom < -_OUTSIDE
                        or right > width + _OUTSIDE
                        or top > height + _OUTSIDE
                    ):
                        continue
                texts.setdefault(number, []).append(self._buffer.text(thing, text_page))
        finally:
            raw.FPDFText_ClosePage(text_page)
        return texts, pictures

    def _division(self, division: Any, texts: dict[int, list[str]], said: _Said) -> None:
        """Read what stands of the book, or of a part of it, on a page.

        A page sees one or two of many elements, one after the other. They are looked for from
        where the page before found its own.
        """
        kind = self._buffer.kind(division)
        if kind not in _DIVISIONS:
            self._element(division, texts, said, said.text)
            return
        count = raw.FPDF_StructElement_CountChildren(division)
        start = min(self._hints.get(kind, 0), count)
        began = False
        for index in (*range(start, count), *range(start)):
            child = raw.FPDF_StructElement_GetChildAtIndex(division, index)
            if child:
                if not began:
                    self._hints[kind] = index
                began = True
                self._division(child, texts, said)
            elif began and not texts:
                break

    def _element(
        self, element: Any, texts: dict[int, list[str]], said: _Said, into: list[str]
    ) -> None:
        kind = self._buffer.kind(element)
        if kind in _SKIPPED:
            _drop(element, texts)
            return
        said.pictures += kind == "Figure"
        for index in range(raw.FPDF_StructElement_CountChildren(element)):
            number = raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, index)
            if number >= 0:
                into.extend(texts.pop(number, ()))
                continue
            child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
            if child:
                inside = into
                if into is said.text and self._buffer.kind(child) == "Note":
                    inside = said.endnotes if kind == _SECTION else said.notes
                self._element(child, texts, said, inside)

    def _links(self, page: pypdfium2.PdfPage, said: _Said) -> None:
        position = ctypes.c_int(0)
        link = raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(page, position, link):
            action = raw.FPDFLink_GetAction(link)
            if action and raw.FPDFAction_GetType(action) == raw.PDFACTION_URI:
                buffer = self._buffer.bytes
                size = raw.FPDFAction_GetURIPath(self._pdf, action, buffer, SIZE)
                uri = string_at(buffer, max(size - 1, 0))
                said.links.append(uri.decode("utf-8", "replace"))
            else:
                said.references += 1


def _drop(element: Any, texts: dict[int, list[str]]) -> None:
    """Take the texts inside an element out of those that are to be read."""
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        texts.pop(raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, index), None)
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            _drop(child, texts)
