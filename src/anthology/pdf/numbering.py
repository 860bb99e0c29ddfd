"""The numbers of pages: the cover and its back are outside the book block and not counted."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pydyf

COVER_PAGES = 2
_INNER_LINK = re.compile(r'(?<= )href="#([^"]*)"')


def numbering_css() -> str:
    """Return the rules for the numbers of a book that is set in one go.

    The first page after the cover has the number 1. `--folio` is the number of a page in its
    margin, `--page` the number of the page to which a link leads.
    """
    return (
        f"@page :nth({COVER_PAGES + 1}) {{ counter-reset: page 1 }}\n"
        ":root { --folio: counter(page) }\n"
        "a { --page: target-counter(attr(href url), page) }\n"
    )


def placeholder_css(folio: str) -> str:
    """Return the rules for numbers that are not known yet: a folio, and zeros in the text."""
    return f':root {{ --folio: "{folio}" }}\na {{ --page: attr(data-page) }}\n'


def with_placeholders(content: str, figures: Mapping[str, int]) -> str:
    """Return XHTML in which each link inside the book has zeros for the number of its page.

    `figures` is how many figures the number of each target has.
    """
    return _INNER_LINK.sub(
        lambda link: f'{link[0]} data-page="{"0" * figures[unescape(link[1])]}"', content
    )


def inner_targets(content: str) -> tuple[str, ...]:
    """Return the ids that links inside the book lead to, each once."""
    return tuple(dict.fromkeys(map(unescape, _INNER_LINK.findall(content))))


def label_pages(pdf: Any, cover: str) -> None:
    """Let viewers show the numbers that the pages carry (page labels, ISO 32000-1, 12.4.2).

    `cover` is the word for the pages that have no number.
    """
    named = pydyf.Dictionary({"P": pydyf.String(cover)})
    counted = pydyf.Dictionary({"S": "/D"})
    pdf.catalog["PageLabels"] = pydyf.Dictionary(
        {"Nums": pydyf.Array([0, named, COVER_PAGES, counted])}
    )
