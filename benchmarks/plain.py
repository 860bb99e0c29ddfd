"""What WeasyPrint alone takes for a book: one `write_pdf` of what the program gives it.

    .venv/bin/python benchmarks/plain.py FOLDER FILE

sets the book of the project in FOLDER with tags (PDF/UA-1) into FILE and prints the seconds as
JSON. The HTML document and the stylesheets are the program's own; making them is not counted, nor
is importing WeasyPrint.
"""

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anthology.apparatus.wanted import Apparatus
from anthology.frontcover import make_cover
from anthology.load import Project
from anthology.model import Edition
from anthology.pages import make_pages
from anthology.pdf.document import html_document
from anthology.pdf.surroundings import same_everywhere
from anthology.plan import plan_book


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What WeasyPrint is given: the book as one document, its stylesheet and its files."""

    html: str
    css: str
    files: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What WeasyPrint made, and what that took."""

    data: bytes
    wall: float
    """Seconds."""
    cpu: float
    """Seconds of processor time."""


def source_of(folder: Path) -> Source:
    """Return what the program gives WeasyPrint for the project in a folder.

    Ends the program where the folder holds none.
    """
    from anthology.pdf.geometry import geometry
    from anthology.pdf.numbering import expected_room
    from anthology.pdf.resources import resources
    from anthology.pdf.setting import book_css

    plan = plan_book(Project(folder), None, lambda *_: None).value
    if plan is None:
        sys.exit(f"{folder} holds no book that can be made")
    manifest = plan.located.manifest
    design = plan.style.design(Edition.PDF)
    cover = make_cover(manifest, plan.book.metadata, plan.cover, Edition.PDF, design.faces)
    apparatus, typefaces = Apparatus(sources=manifest.sources.order), design.faces.names
    pages = make_pages(plan.book, Edition.PDF, cover, plan.words, apparatus, typefaces)
    room = expected_room(pages, geometry(manifest.pdf.page, design.measures).letters)
    return Source(
        html=html_document(pages, design.faces),
        css=book_css(pages, design, manifest.pdf.page, room),
        files=resources(pages, design.faces),
    )


def set_plainly(source: Source) -> Setting:
    """Return what WeasyPrint makes of a book, with tags (PDF/UA-1)."""
    from weasyprint import CSS, HTML
    from weasyprint.css.counters import CounterStyle
    from weasyprint.text.fonts import FontConfiguration

    from anthology.pdf.resources import BASE_URL, BookFetcher

    wall, cpu = time.perf_counter(), time.process_time()
    fonts, counters = FontConfiguration(), CounterStyle()
    fetcher = BookFetcher(source.files)
    sheet = CSS(
        string=source.css,
        base_url=BASE_URL,
        url_fetcher=fetcher,
        font_config=fonts,
        counter_style=counters,
    )
    data = HTML(string=source.html, base_url=BASE_URL, url_fetcher=fetcher).write_pdf(
        stylesheets=[sheet],
        font_config=fonts,
        counter_style=counters,
        pdf_variant="pdf/ua-1",
        presentational_hints=True,
    )
    return Setting(data=data, wall=time.perf_counter() - wall, cpu=time.process_time() - cpu)


if __name__ == "__main__":
    with same_everywhere():  # WeasyPrint asks for fonts as soon as it is imported
        made = set_plainly(source_of(Path(sys.argv[1])))
    Path(sys.argv[2]).write_bytes(made.data)
    print(json.dumps({"wall": made.wall, "cpu": made.cpu}))
