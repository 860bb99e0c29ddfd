"""Every page document of a book in one HTML document, with the metadata that a PDF carries."""

import datetime as dt
from html import escape

from anthology.model import Metadata, Pages

GENERATOR = "anthology"
COVER = "cover"
"""The id and class of the page that shows the cover."""


def html_document(pages: Pages) -> str:
    """Return the book as one HTML document: the cover, then every page document in order."""
    metadata = pages.metadata
    cover = (
        f'<section id="{COVER}" class="{COVER}">'
        f'<img src="pictures/{escape(pages.cover.picture.name)}" alt="{escape(pages.cover.alt)}"/>'
        "</section>"
    )
    content = "\n".join(document.content for document in pages.documents)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(metadata.language)}">\n'
        f'<head><meta charset="utf-8"/>{_head(metadata)}</head>\n'
        f"<body>\n{cover}\n{content}\n</body>\n</html>\n"
    )


def _head(metadata: Metadata) -> str:
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
