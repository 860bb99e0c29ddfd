"""A book set as pages: its HTML, stylesheets and files through WeasyPrint to a PDF."""

from collections.abc import Callable, Iterator

import pydyf
from msgspec.structs import replace
from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from anthology.errors import AnthologyError, Checked, Finding, Kind, error
from anthology.model import Pages, PageSize, PageStart
from anthology.names.marking import is_name_id
from anthology.pdf import Rendered, RendererFailedError
from anthology.pdf.document import html_document
from anthology.pdf.footnotes import beneath_their_signs, carried_over, documents_on, lost_notes
from anthology.pdf.geometry import geometry, geometry_css
from anthology.pdf.grid import on_grid
from anthology.pdf.heads import heads_css, title_css
from anthology.pdf.lines import good_lines
from anthology.pdf.listening import listening
from anthology.pdf.locators import numbered
from anthology.pdf.numbering import (
    expected_room,
    figures_of,
    label_pages,
    numbering_css,
    pages_before,
)
from anthology.pdf.openings import openings_of
from anthology.pdf.resources import BASE_URL, BookFetcher, font_face_css, resources
from anthology.pdf.showing import whole_texts
from anthology.pdf.structure import mended, own_links
from anthology.style.design import Design
from anthology.typefaces import Faces

VARIANT = "pdf/ua-1"


def set_book(
    pages: Pages, design: Design, size: PageSize, progress: Callable[[str], None]
) -> Checked[Rendered]:
    """Set a book; see `anthology.pdf.render`."""
    fetcher = BookFetcher(resources(pages, design.faces))
    with listening(progress) as complaints:
        try:
            rendered = _set(pages, design, size, fetcher)
        except FatalURLFetchingError as problem:
            raise AnthologyError([refused(problem)]) from problem
        except Exception as failure:
            raise RendererFailedError(failure) from failure
        return Checked(rendered, complaints())


def _set(pages: Pages, design: Design, size: PageSize, fetcher: BookFetcher) -> Rendered:
    """Set a book, again where the numbers of its pages have more figures than expected."""
    page = geometry(size, design.measures)
    room = expected_room(pages, page.letters)
    while True:
        css = book_css(pages, design, size, room)
        with on_grid(page):
            rendered = _write(pages, design.faces, css, fetcher)
        figures = figures_of(rendered.pages, pages_before(pages))
        if figures <= room:
            return rendered
        room = figures


def book_css(pages: Pages, design: Design, size: PageSize, room: int) -> str:
    """Return all rules that a book is set by in one go, with room for numbers of pages."""
    page = geometry(size, design.measures)
    return (
        font_face_css(design.faces)
        + geometry_css(page)
        + numbering_css(room, pages_before(pages))
        + design.stylesheet
        + title_css(pages.metadata.title, page, design.faces)
        + heads_css(pages.documents, page, design.faces)
    )


def _write(pages: Pages, faces: Faces, css: str, fetcher: BookFetcher) -> Rendered:
    html = html_document(pages, faces)
    document = _laid_out(html, css, fetcher)
    lost = lost_notes(html, document)
    if lost:
        return Rendered(data=b"", pages=len(document.pages), lost_notes=lost)
    indexed = _indexed(pages, document)
    if indexed != pages:
        document = _laid_out(html_document(indexed, faces), css, fetcher)
    linked = {link[1] for page in document.pages for link in page.links}
    for page in document.pages:
        page.links = own_links(page.links)
        for name in [one for one in page.anchors if is_name_id(one) and one not in linked]:
            del page.anchors[name]
    with mended() as tagger, whole_texts():

        def finish(_: Document, pdf: pydyf.PDF) -> None:
            tagger.finish(pdf)
            tagger.gather_chapters(pdf)
            label_pages(pdf.catalog, pages.labels.cover, pages_before(pages))

        data = document.write_pdf(pdf_variant=VARIANT, finisher=finish)
    starts = tuple(_starts(document, pages_before(pages)))
    return Rendered(data=data, pages=len(document.pages), starts=starts)


def _starts(document: Document, before: int) -> Iterator[PageStart]:
    openings = openings_of(document.pages)
    told = zip(document.pages, openings, strict=True)
    for number, (page, opening) in enumerate(told, 1 - before):
        there = next(documents_on(page._page_box), None)
        if there and number > 0:
            yield PageStart(
                document=there, label=str(number), opening=opening.text, letters=opening.letters
            )


def _laid_out(html: str, css: str, fetcher: BookFetcher) -> Document:
    fonts, counters = FontConfiguration(), CounterStyle()
    book = HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher)
    sheet = CSS(
        string=css,
        base_url=BASE_URL,
        url_fetcher=fetcher,
        font_config=fonts,
        counter_style=counters,
    )
    with carried_over(), good_lines(), beneath_their_signs():
        return book.render(
            stylesheets=[sheet],
            font_config=fonts,
            counter_style=counters,
            pdf_variant=VARIANT,
            presentational_hints=True,
        )


def _indexed(pages: Pages, document: Document) -> Pages:
    """Return page documents with the numbers of the index, as those that are laid out tell."""
    at: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1 - pages_before(pages)):
        for name in page.anchors:
            at.setdefault(name, number)

    def page_of(target: str) -> int:
        return at[target if target in at else target.partition("--")[0]]

    return replace(pages, documents=tuple(numbered(one, page_of) for one in pages.documents))


def refused(problem: FatalURLFetchingError) -> Finding:
    """Return what there is to say about a file that is not part of the book."""
    return error(
        Kind.ARTICLE,
        f"the book asks for a file that is not part of it: {problem.__cause__ or problem}",
        "take the picture into the project folder, or take the reference out",
    )
