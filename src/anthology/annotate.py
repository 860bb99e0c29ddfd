"""The notes of a book as an edition has them: made of links, numbered, at the foot or behind."""

from functools import partial

from msgspec.structs import replace

from anthology.body.linknotes import with_link_notes
from anthology.documents import Text, texts, with_bodies
from anthology.manifest import Links, Manifest, NoteNumbers, NotePlace, NotesSpec
from anthology.model import Body, Book, Edition
from anthology.typefaces import Faces, printable


def annotate(book: Book, manifest: Manifest, edition: Edition, faces: Faces) -> Book:
    """Return a book whose texts have the notes of an edition, which is set in typefaces.

    An EPUB shows notes where a reader asks for them, so that only their numbers differ there.
    """
    bodies: dict[str, Body] = {}
    before, around = 0, ""
    links = links_of(manifest, edition)
    for text in texts(book):
        body = text.body
        if edition.has_pages:
            body = _in_print(text, manifest.notes.place, links, faces)
        within = _within(text, manifest.notes.numbers)
        before = before if within == around else 0
        bodies[text.document] = replace(body, notes_before=before)
        before, around = before + len(body.notes), within
    return with_bodies(book, bodies)


def links_of(manifest: Manifest, edition: Edition) -> Links:
    """Return what becomes of the links to the web in an edition: paper can only tell addresses."""
    if edition is Edition.PRESS:
        return Links.NOTES
    return manifest.pdf.links if edition.has_pages else Links.LIVE


def stand_apart(spec: NotesSpec, edition: Edition) -> bool:
    """Return whether the notes of an edition stand in a page document of their own."""
    return edition.has_pages and spec.place is NotePlace.BOOK


def _in_print(text: Text, place: NotePlace, links: Links, faces: Faces) -> Body:
    body = text.body
    if links is Links.NOTES:
        body = with_link_notes(body, text.language, partial(printable, faces))
    if place is NotePlace.FOOT:
        return body
    return replace(body, notes=tuple(replace(note, behind=True) for note in body.notes))


def _within(text: Text, numbers: NoteNumbers) -> str:
    """Return what the numbers of a text's notes are counted in."""
    match numbers:
        case NoteNumbers.BOOK:
            return "book"
        case NoteNumbers.CHAPTER:
            return f"chapter-{text.chapter}" if text.chapter else text.document
        case NoteNumbers.ARTICLE:
            return text.document
