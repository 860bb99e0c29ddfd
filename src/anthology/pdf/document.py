"""Every page document of a book in one HTML document, with the metadata that a PDF carries."""

import datetime as dt
import re
from html import escape

from anthology.locales.format import direction, hyphenation_tag
from anthology.model import Cover, Metadata, Pages
from anthology.typefaces import Faces, substitutes

GENERATOR = "anthology"
COVER = "cover"
"""The id and class of the page that shows the cover."""

UNTITLED = "<title>\N{NO-BREAK SPACE}</title>"
"""The head of a part of a book: WeasyPrint wants a title everywhere."""


def html_document(pages: Pages, faces: Faces) -> str:
    """Return the book as one HTML document: a cover, then every page document in order."""
    covers = (cover_content(pages.cover),) if pages.cover else ()
    contents = (*covers, *(document.content for document in pages.documents))
    metadata = pages.metadata
    return html_page(metadata.language, "\n".join(contents), faces, metadata_head(metadata))


def cover_content(cover: Cover) -> str:
    """Return the content of the page that shows a cover."""
    return (
        f'<section id="{COVER}" class="{COVER}">'
        f'<img src="pictures/{escape(cover.picture.name)}" alt="{escape(cover.alt)}"/></section>'
    )


def html_page(language: str, content: str, faces: Faces, head: str = UNTITLED) -> str:
    """Return content as an HTML document of a book in a language, with the inside of a head.

    The direction is said of the body, and not of the root: pages are bound on the left.
    """
    turned = ' dir="rtl"' if direction(language) == "rtl" else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(hyphenation_tag(language))}">\n'
        f'<head><meta charset="utf-8"/>{head}</head>\n'
        f"<body{turned}>\n{_printable(content, faces)}\n</body>\n</html>\n"
    )


def _printable(content: str, faces: Faces) -> str:
    """Return XHTML in whose text a sign stands for each character that no typeface can set."""
    missing = substitutes(content, faces)
    if not missing:
        return content
    return re.sub(r">[^<]+", lambda text: text[0].translate(missing), content)


def metadata_head(metadata: Metadata) -> str:
    """Return the inside of a head that says what the book is."""
    modified = metadata.modified.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    named = [("author", author) for author in metadata.authors]
    if metadata.description:
        named.append(("description", metadata.description))
    named += [
        ("generator", GENERATOR),
        ("dcterms.created", modified),
        ("dcterms.modified", modified),
    ]
    metas = "".join(f'<meta name="{name}" content="{escape(text)}"/>' for name, text in named)
    return f"<title>{escape(metadata.title, quote=False)}</title>{metas}"
