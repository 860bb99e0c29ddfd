"""The EPUB edition: page documents in, the bytes of an EPUB 3.3 out."""

import datetime as dt
from collections.abc import Sequence
from pathlib import PurePosixPath

from ebooklib import epub
from msgspec import Struct

from anthology.epub import accessibility, fonts, metadata, navigation, xhtml
from anthology.epub.characters import Said, said_in, usage
from anthology.epub.container import Deflated, deflated, pack
from anthology.epub.metadata import Dublin, Meta
from anthology.model import Cover, PageDocument, PageKind, Pages
from anthology.spread import spread
from anthology.style.design import Design

_COVER_PICTURE_ID = "cover-picture"
_PICTURES = "pictures"
_WORTH_A_COPY = 50
"""How many documents take as long to become files as it takes to copy this process."""


class _File(Struct, frozen=True, kw_only=True):
    """A document as a finished file, and what has to be known of it."""

    id: str
    name: str
    content: Deflated
    properties: tuple[str, ...]
    said: Said
    shown: accessibility.Shown


def render(pages: Pages, design: Design, hands: int = 1) -> bytes:
    """Return the book as the bytes of an EPUB 3.3: the same pages give the same bytes.

    The rules that load the typefaces are put before the stylesheet of `design`; `hands` is how
    many processes may work on it.
    Raises ValueError where the documents have no table of contents or it lists nothing, and
    AnthologyError where a document is not well-formed (internal) or a typeface is not installed
    (files).
    """
    contents = next((page for page in pages.documents if page.kind is PageKind.CONTENTS), None)
    outline = navigation.outline(pages.documents)
    if contents is None or not outline:
        raise ValueError("an EPUB needs a table of contents that lists a document")
    marks = navigation.landmarks(pages.documents, pages.metadata, pages.labels)
    hrefs = {document.id: xhtml.file_name(document) for document in pages.documents}
    listed = navigation.page_list_nav(pages.page_list, pages.labels.pages, hrefs)
    files = _files(pages, contents, navigation.landmarks_nav(marks) + listed, hands)
    faces = fonts.embed(usage(file.said for file in files), design.faces)

    book = epub.EpubBook()
    _describe(book, pages, files, contents.direction)
    for file in files:
        book.add_item(
            _item(file.id, file.name, "application/xhtml+xml", file.content, *file.properties)
        )
    book.spine = [file.id for file in files]
    book.guide = [
        {"type": mark.guide_type, "title": mark.title, "href": mark.href} for mark in marks
    ]
    styles = fonts.rules(faces) + design.stylesheet
    book.add_item(_item("stylesheet", xhtml.STYLESHEET_FILE, "text/css", styles))
    ncx = navigation.ncx(outline, pages.metadata)
    book.add_item(_item("ncx", "toc.ncx", "application/x-dtbncx+xml", ncx))
    cover = _cover(pages).picture
    book.add_item(
        _item(_COVER_PICTURE_ID, _cover_name(pages), cover.media_type, cover.data, "cover-image")
    )
    for number, picture in enumerate(pages.pictures, start=1):
        name = f"{_PICTURES}/{picture.name}"
        book.add_item(_item(f"picture-{number}", name, picture.media_type, picture.data))
    for number, face in enumerate(faces, start=1):
        book.add_item(_item(f"font-{number}", face.name, face.media_type, face.data))
    return pack(book, _utc(pages.metadata.modified))


def _files(pages: Pages, contents: PageDocument, landmarks: str, hands: int) -> list[_File]:
    def made(document: PageDocument) -> _File:
        beside = landmarks if document is contents else ""
        return _known(xhtml.page_file(document, pages.metadata, beside))

    cover = xhtml.cover_file(
        _cover(pages), _cover_name(pages), pages.metadata, pages.labels, contents.direction
    )
    large_first = sorted(pages.documents, key=lambda document: -len(document.content))
    files = {file.id: file for file in spread(made, large_first, hands, worth=_WORTH_A_COPY)}
    return [_known(cover), *(files[document.id] for document in pages.documents)]


def _known(file: xhtml.File) -> _File:
    return _File(
        id=file.id,
        name=file.name,
        content=deflated(file.text.encode()),
        properties=file.properties,
        said=said_in(file.root),
        shown=accessibility.look(file.root),
    )


def _describe(book: epub.EpubBook, pages: Pages, files: Sequence[_File], direction: str) -> None:
    access = accessibility.describe(
        (file.shown for file in files if file.name != xhtml.COVER_FILE),
        _cover(pages).alt,
        (_cover(pages).picture, *pages.pictures),
        pages.labels,
    )
    people = (person for document in pages.documents for person in metadata.people_of(document))
    book.metadata.clear()
    book.title = pages.metadata.title
    book.language = pages.metadata.language
    book.direction = "rtl" if direction == "rtl" else None
    for entry in metadata.entries(pages.metadata, people, access, book.IDENTIFIER_ID):
        match entry:
            case Dublin(name, text, id_):
                book.add_metadata("DC", name, text, {"id": id_} if id_ else {})
            case Meta(name, text, refines, scheme):
                attributes = {"property": name}
                if refines:
                    attributes["refines"] = f"#{refines}"
                if scheme:
                    attributes["scheme"] = scheme
                book.add_metadata("OPF", "meta", text, attributes)
    book.add_metadata("OPF", "meta", "", {"name": "cover", "content": _COVER_PICTURE_ID})


def _item(
    id_: str, name: str, media_type: str, content: str | bytes | Deflated, *properties: str
) -> epub.EpubItem:
    data = content.encode() if isinstance(content, str) else content
    item = epub.EpubItem(uid=id_, file_name=name, media_type=media_type, content=data)
    item.properties = properties
    return item


def _cover(pages: Pages) -> Cover:
    assert pages.cover is not None  # noqa: S101 - an EPUB has one
    return pages.cover


def _cover_name(pages: Pages) -> str:
    return "cover" + PurePosixPath(_cover(pages).picture.name).suffix


def _utc(moment: dt.datetime) -> dt.datetime:
    """Return the moment in UTC, which a moment without a zone is taken to be in."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return aware.astimezone(dt.UTC)
