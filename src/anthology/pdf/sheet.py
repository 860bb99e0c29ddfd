"""A single page through WeasyPrint to a PDF, and how high its boxes came out."""

from collections.abc import Iterator

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration

from anthology.errors import Checked
from anthology.pdf import RendererFailedError, SetSheet, Sheet
from anthology.pdf.document import html_page
from anthology.pdf.lines import good_lines
from anthology.pdf.listening import listening
from anthology.pdf.resources import (
    BASE_URL,
    BookFetcher,
    font_face_css,
    font_resources,
    picture_resources,
)
from anthology.units import PIXEL


def set_sheet(sheet: Sheet) -> Checked[SetSheet]:
    """Set a sheet; see `anthology.pdf.render_sheet`."""
    files = picture_resources(sheet.pictures) | font_resources(sheet.faces)
    with listening(lambda _: None) as complaints:
        try:
            made = _set(sheet, BookFetcher(files))
        except Exception as failure:
            raise RendererFailedError(failure) from failure
        return Checked(made, complaints())


def _set(sheet: Sheet, fetcher: BookFetcher) -> SetSheet:
    fonts = FontConfiguration()
    size = f"@page {{ size: {sheet.size.width:.4f}mm {sheet.size.height:.4f}mm; margin: 0 }}\n"
    css = CSS(
        string=font_face_css(sheet.faces) + size + sheet.stylesheet,
        base_url=BASE_URL,
        url_fetcher=fetcher,
        font_config=fonts,
    )
    html = HTML(
        string=html_page(sheet.language, sheet.content, sheet.faces, sheet.head),
        base_url=BASE_URL,
        url_fetcher=fetcher,
    )
    with good_lines():
        document = html.render(stylesheets=[css], font_config=fonts)
    return SetSheet(data=document.write_pdf(), heights=dict(_heights(document)))


def _heights(document: Document) -> Iterator[tuple[str, float]]:
    """Yield how high the outermost box of each element is that has an id."""
    seen = set()
    for page in document.pages:
        for box in page._page_box.descendants(placeholders=True):
            name = box.element.get("id") if box.element is not None else None
            if name and name not in seen:
                seen.add(name)
                yield name, box.height * PIXEL
