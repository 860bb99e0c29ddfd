"""Which of the things that a book can say about itself an edition has."""

from collections.abc import Mapping
from functools import partial

from msgspec import Struct, field

from anthology.annotate import stand_apart
from anthology.apparatus.codes import Code, make_codes
from anthology.manifest import Manifest, SourceOrder
from anthology.model import Book, Edition
from anthology.typefaces import Faces, printable


class Apparatus(Struct, frozen=True, kw_only=True):
    """What an edition says about itself."""

    sources: SourceOrder
    """The order of the source appendix."""
    codes: Mapping[str, Code] = field(default_factory=dict)
    """The QR codes of the sources, by the slugs of their articles."""
    notes: bool = False
    """Whether the notes of all texts stand together, in a page document of their own."""


def apparatus_of(book: Book, manifest: Manifest, edition: Edition, faces: Faces) -> Apparatus:
    """Return what a manifest asks for; in an EPUB, links and notes are a touch away."""
    has_codes = manifest.sources.qr and edition.has_pages
    return Apparatus(
        sources=manifest.sources.order,
        codes=make_codes(book, partial(printable, faces)) if has_codes else {},
        notes=stand_apart(manifest.notes, edition),
    )
