"""What a PDF is made of, wherever it stands in the file: in objects of its own or inside others."""

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream


def contents_of(page: pikepdf.Page) -> list[Stream]:
    """Return the content streams of a page."""
    contents = page.obj.get("/Contents")
    parts = contents if isinstance(contents, Array) else (contents,)
    return [part for part in parts if isinstance(part, Stream)]


def drawings(pdf: pikepdf.Pdf) -> Iterator[Stream]:
    """Yield what has operators besides the pages (ISO 32000-1, 8.10, 8.7.3, 9.6.5).

    These are forms, patterns, and the glyphs of typefaces that are made of operators.
    """
    for thing in pdf.objects:
        if isinstance(thing, Stream) and (
            thing.get("/Subtype") == Name.Form or thing.get("/PatternType") == 1
        ):
            yield thing
    for font in fonts(pdf):
        glyphs = font.get("/CharProcs", Dictionary()).values()
        yield from (glyph for glyph in glyphs if isinstance(glyph, Stream))


def streams(pdf: pikepdf.Pdf) -> Iterator[Stream]:
    """Yield everything that has operators, each once: the contents of the pages, and drawings."""
    contents = {stream.objgen: stream for page in pdf.pages for stream in contents_of(page)}
    yield from contents.values()
    yield from drawings(pdf)


def groups(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield how pages and drawings are put over what is beneath them (ISO 32000-1, 11.6.6)."""
    for owner in (*(page.obj for page in pdf.pages), *drawings(pdf)):
        if "/Group" in owner:
            yield owner.Group


def fonts(pdf: pikepdf.Pdf) -> Iterator[Dictionary]:
    """Yield the typefaces (ISO 32000-1, 9.5)."""
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == Name.Font:
            yield thing


def pictures(pdf: pikepdf.Pdf) -> Iterator[Stream]:
    """Yield the raster pictures (ISO 32000-1, 8.9.5)."""
    for thing in pdf.objects:
        if isinstance(thing, Stream) and thing.get("/Subtype") == Name.Image:
            yield thing


def resources(pdf: pikepdf.Pdf) -> Iterator[Dictionary]:
    """Yield what pages, drawings and typefaces call by name (ISO 32000-1, 7.8.3)."""
    for owner in (*(page.obj for page in pdf.pages), *drawings(pdf), *fonts(pdf)):
        found = owner.get("/Resources")
        if isinstance(found, Dictionary):
            yield found


def named(pdf: pikepdf.Pdf, kind: str) -> Iterator[Any]:
    """Yield what stands under a kind of names, as graphics states or gradients do."""
    for found in resources(pdf):
        yield from found.get(kind, Dictionary()).values()
