"""Titles on pages where they have little room: running heads and the title page."""

import math
import re
from collections.abc import Iterable

from anthology.model import PageDocument, PageKind
from anthology.pdf.geometry import Geometry
from anthology.typefaces import Faces, substitutes
from anthology.units import POINT

HEAD_PART = 0.76
"""How much of the line a running head may fill; the folio needs the rest."""
HEAD_LETTER = 0.58
"""How wide a letter of a running head is, in sizes of the text."""
TITLE_SIZES = ((16, 2.9), (32, 2.5), (60, 2.1), (110, 1.75))
"""The size of the book's title, in sizes of the text, for titles of up to so many characters."""
SMALLEST_TITLE = 1.45


def head_letters(page: Geometry) -> int:
    """Return how many letters a running head may have."""
    return math.floor(HEAD_PART * page.text_width / (page.type_size * POINT * HEAD_LETTER))


def running_head(title: str, most: int) -> str:
    """Return a title in at most so many letters, for a running head.

    A title in two parts (`Main: the rest`) keeps its main part; any other is cut between words.
    """
    title = " ".join(title.split())
    if len(title) <= most:
        return title
    main = re.split(r"[.:;?!]\s|\s[–—-]\s", title, maxsplit=1)[0]
    if len(main) <= most:
        return main
    words = title[: most - 1].rsplit(" ", 1)
    return f"{words[0].rstrip(' ,;:–—-(«„“')} …"


def title_size(title: str) -> float:
    """Return how large the title page sets a title, in sizes of the text."""
    return next((size for most, size in TITLE_SIZES if len(title) <= most), SMALLEST_TITLE)


def title_css(title: str, page: Geometry, faces: Faces) -> str:
    """Return the rules that give the book's title its size and, if long, a short running head."""
    rules = f":root {{ --title-size: {title_size(title) * page.display:g}rem }}\n"
    head = running_head(title, head_letters(page))
    if head != title:
        rules += f".book-title {{ string-set: book {_css_string(head, faces)} }}\n"
    return rules


def heads_css(documents: Iterable[PageDocument], page: Geometry, faces: Faces) -> str:
    """Return the rules that give long titles of page documents a short running head."""
    most = head_letters(page)
    rules = []
    for document in documents:
        head = running_head(document.title, most)
        if head != document.title and document.kind is not PageKind.TITLE_PAGE:
            heading = f"[id={_css_string(document.title_id, faces)}]"
            shown = _css_string(head, faces)
            rules.append(f"{heading} {{ string-set: running {shown} }}\n")
    return "".join(rules)


def _css_string(text: str, faces: Faces) -> str:
    """Return text that can be printed as a CSS string (CSS Syntax Module, 4.3.5)."""
    shown = text.translate(substitutes(text, faces))
    escaped = shown.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
