"""The ways into the book: the outline as a tree, the landmarks and the NCX."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from msgspec import Struct

from anthology.body.tree import Element, element, to_xhtml
from anthology.epub.xhtml import COVER_FILE, file_name
from anthology.model import Labels, Metadata, PageBreak, PageDocument, PageKind


class Entry(Struct, frozen=True):
    """A line of the outline and the lines below it."""

    title: str
    href: str
    children: tuple["Entry", ...] = ()


class Landmark(Struct, frozen=True):
    """A place that reading systems offer to go to."""

    type: str
    """A term of the EPUB structural semantics vocabulary."""
    guide_type: str
    """The same in the words of EPUB 2 (OPF 2.0.1, section 2.6)."""
    title: str
    href: str


def outline(documents: Iterable[PageDocument]) -> tuple[Entry, ...]:
    """Return the documents that the contents list, nested by their levels."""
    return _nest([document for document in documents if document.level is not None])


def landmarks(
    documents: Iterable[PageDocument], metadata: Metadata, labels: Labels
) -> tuple[Landmark, ...]:
    """Return the cover, the title page, the contents, the text, the index and the colophon."""
    found = [Landmark("cover", "cover", labels.cover, COVER_FILE)]
    has_start = False
    for document in documents:
        href = file_name(document)
        if document.kind is PageKind.TITLE_PAGE:
            title = document.title or metadata.title
            found.append(Landmark("titlepage", "title-page", title, href))
        elif document.kind is PageKind.CONTENTS:
            found.append(Landmark("toc", "toc", labels.contents, f"{href}#{document.id}"))
        elif document.kind in (PageKind.CHAPTER, PageKind.ARTICLE) and not has_start:
            has_start = True
            found.append(Landmark("bodymatter", "text", labels.start, href))
        elif document.kind is PageKind.INDEX:
            found.append(Landmark("index", "index", document.title, href))
        elif document.kind is PageKind.COLOPHON:
            found.append(Landmark("colophon", "colophon", document.title, href))
    return tuple(found)


def landmarks_nav(marks: Iterable[Landmark]) -> str:
    """Return the landmarks as the `nav` element of EPUB 3.3, section 7.4.5, out of sight."""
    items = "".join(
        f'<li><a epub:type="{mark.type}" href="{escape(mark.href)}">'
        f"{escape(mark.title, quote=False)}</a></li>"
        for mark in marks
    )
    return f'\n<nav epub:type="landmarks" hidden="hidden"><ol>{items}</ol></nav>'


def page_list_nav(breaks: Iterable[PageBreak], title: str, hrefs: Mapping[str, str]) -> str:
    """Return the pages of the print edition as a `nav` (EPUB 3.3, section 7.4.4), out of sight.

    `hrefs` are the files of the documents, by their ids; nothing comes of no pages.
    """
    items = "".join(
        f'<li><a href="{escape(hrefs[one.document])}#{escape(one.id)}">'
        f"{escape(one.label, quote=False)}</a></li>"
        for one in breaks
    )
    if not items:
        return ""
    return (
        f'\n<nav epub:type="page-list" role="doc-pagelist" hidden="hidden" '
        f'aria-label="{escape(title)}"><ol>{items}</ol></nav>'
    )


def ncx(entries: Sequence[Entry], metadata: Metadata) -> str:
    """Return the outline as an NCX (OPF 2.0.1, section 2.4.1) for reading systems of EPUB 2."""
    numbers = iter(range(1, _count(entries) + 1))
    head = (
        ("dtb:uid", metadata.identifier),
        ("dtb:depth", str(_depth(entries))),
        ("dtb:totalPageCount", "0"),
        ("dtb:maxPageNumber", "0"),
    )
    root = Element(
        "ncx",
        (
            ("xmlns", "http://www.daisy.org/z3986/2005/ncx/"),
            ("version", "2005-1"),
            ("xml:lang", metadata.language),
        ),
        (
            element("head", *(element("meta", name=name, content=text) for name, text in head)),
            element("docTitle", element("text", metadata.title)),
            *(element("docAuthor", element("text", name)) for name in metadata.authors),
            element("navMap", *(_nav_point(entry, numbers) for entry in entries)),
        ),
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{to_xhtml([root])}\n'


def _nest(documents: Sequence[PageDocument]) -> tuple[Entry, ...]:
    entries = []
    index = 0
    while index < len(documents):
        document = documents[index]
        end = index + 1
        while end < len(documents) and _level(documents[end]) > _level(document):
            end += 1
        below = _nest(documents[index + 1 : end])
        entries.append(Entry(document.title, file_name(document), below))
        index = end
    return tuple(entries)


def _level(document: PageDocument) -> int:
    return document.level or 0


def _nav_point(entry: Entry, numbers: Iterator[int]) -> Element:
    number = next(numbers)
    return Element(
        "navPoint",
        (("id", f"point-{number}"), ("playOrder", str(number))),
        (
            element("navLabel", element("text", entry.title)),
            element("content", src=entry.href),
            *(_nav_point(child, numbers) for child in entry.children),
        ),
    )


def _count(entries: Iterable[Entry]) -> int:
    return sum(1 + _count(entry.children) for entry in entries)


def _depth(entries: Iterable[Entry]) -> int:
    return max((1 + _depth(entry.children) for entry in entries), default=0)
