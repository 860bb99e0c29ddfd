"""The numbers of pages: a cover and its back are outside the book block and not counted."""

import math
import re

import pydyf

from anthology.model import Pages
from anthology.pdf.figures import FIGURE_SPACE

_FIGURES = " ".join(f'"{figure}"' for figure in range(10))
_SLACK = 1.25
"""How many more pages than expected a book may have."""
_FEWEST = 2
"""For how many figures there is room in the shortest book."""
_TAG = re.compile(r"<[^>]*>")
_INNER_LINK = re.compile(' href="#')


def pages_before(pages: Pages) -> int:
    """Return how many pages stand before the first one that is counted: the cover and its back."""
    return 2 if pages.cover else 0


def expected_room(pages: Pages, letters: float) -> int:
    """Return for how many figures there has to be room where the number of a page is told.

    `letters` is how many characters stand on a page. All numbers have the same room, so that none
    of them decides where a line ends, and text can be set before it is known which page it tells.
    """
    texts = (_TAG.sub("", document.content) for document in pages.documents)
    expected = sum(math.ceil(len(text) / letters) for text in texts)
    return max(_FEWEST, figures_of(int(expected * _SLACK), pages_before(pages)))


def figures_of(pages: int, before: int) -> int:
    """Return how many figures the number of the last page has, of a book of so many pages.

    `before` is how many of them are not counted.
    """
    return len(str(max(pages - before, 1)))


def numbering_css(room: int, before: int) -> str:
    """Return the rules for the numbers of a book that is set in one go.

    The first page after those that are not counted has the number 1. `--folio` is the number of a
    page in its margin, `--page` the number of the page to which a link leads, with room for so many
    figures.
    """
    return (
        f"@page :nth({before + 1}) {{ counter-reset: page 1 }}\n"
        "@counter-style room { system: numeric; "
        f'symbols: {_FIGURES}; pad: {room} "{FIGURE_SPACE}" }}\n'
        ":root { --folio: counter(page) }\n"
        "a { --page: target-counter(attr(href url), page, room) }\n"
    )


def placeholder_css(folio: str, room: int = 0) -> str:
    """Return the rules for numbers that are not known yet: a folio, and zeros in the text."""
    return f':root {{ --folio: "{folio}" }}\na[href^="#"] {{ --page: "{"0" * room}" }}\n'


def has_inner_links(content: str) -> bool:
    """Return whether XHTML has a link that leads to another place in the book."""
    return _INNER_LINK.search(content) is not None


def label_pages(catalog: pydyf.Dictionary, cover: str, before: int) -> None:
    """Let viewers show the numbers that the pages carry (page labels, ISO 32000-1, 12.4.2).

    `catalog` is the document's, `cover` is the word for the pages that have no number, of which
    there are so many before the others.
    """
    named = pydyf.Dictionary({"P": pydyf.String(cover)})
    counted = pydyf.Dictionary({"S": "/D"})
    labels = [0, named, before, counted] if before else [0, counted]
    catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(labels)})
