"""The numbers of pages: the cover and its back are outside the book block and not counted."""

from typing import Any

import pydyf

COVER_PAGES = 2


def numbering_css() -> str:
    """Return the rule that gives the first page after the cover the number 1."""
    return f"@page :nth({COVER_PAGES + 1}) {{ counter-reset: page 1 }}\n"


def label_pages(pdf: Any, cover: str) -> None:
    """Let viewers show the numbers that the pages carry (page labels, ISO 32000-1, 12.4.2).

    `cover` is the word for the pages that have no number.
    """
    named = pydyf.Dictionary({"P": pydyf.String(cover)})
    counted = pydyf.Dictionary({"S": "/D"})
    pdf.catalog["PageLabels"] = pydyf.Dictionary(
        {"Nums": pydyf.Array([0, named, COVER_PAGES, counted])}
    )
