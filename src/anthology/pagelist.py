"""The pages of the print edition told in the EPUB, so that readers of both can cite one page.

See EPUB Accessibility 1.1, section 3.3 (page navigation).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from html import escape, unescape
from itertools import groupby, pairwise

from msgspec.structs import replace

from anthology.model import PageBreak, PageDocument, PageKind, Pages, PageStart

_TOKEN = re.compile(r"<[^>]*>|&[^;\s]+;|[^<&]+")
_SHORTEST = 12
"""So many letters have to agree, unless the page has fewer."""


def with_page_list(pages: Pages, starts: Sequence[PageStart]) -> Pages:
    """Return the pages of an EPUB with a mark where each page of print begins, and a list of them.

    A page that begins with what only print has, or with nothing, is left out of the list; so are
    the contents.
    """
    if not starts:
        return pages
    by_document = {
        document: tuple(some) for document, some in groupby(starts, lambda one: one.document)
    }
    marked = tuple(
        mark_pages(document, by_document.get(document.id, ())) for document in pages.documents
    )
    return replace(
        pages,
        documents=tuple(document for document, _ in marked),
        page_list=tuple(one for _, breaks in marked for one in breaks),
    )


def plain(text: str) -> str:
    """Return the letters and digits of a text in compatibility form, without case and marks."""
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower()))
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(filter(str.isalnum, parted))


def mark_pages(
    document: PageDocument, starts: Sequence[PageStart]
) -> tuple[PageDocument, tuple[PageBreak, ...]]:
    """Return a page document with a mark where each of its pages of print begins, and the marks."""
    if not starts or document.kind is PageKind.CONTENTS:  # a `nav`, which has nothing but its list
        return document, ()
    found = dict(_places(document.content, starts))
    content, at = "", 0
    for start, place in sorted(found.items(), key=lambda pair: pair[1]):
        content += document.content[at:place] + _mark(start)
        at = place
    breaks = tuple(
        PageBreak(document=document.id, id=_id(start), label=start.label) for start in found
    )
    return replace(document, content=content + document.content[at:]), breaks


def _id(start: PageStart) -> str:
    return f"page-{start.label}"


def _mark(start: PageStart) -> str:
    label = escape(start.label)
    return (
        f'<span id="{_id(start)}" epub:type="pagebreak" role="doc-pagebreak" '
        f'aria-label="{label}"></span>'
    )


def _places(content: str, starts: Sequence[PageStart]) -> Iterator[tuple[PageStart, int]]:
    """Yield where each page begins in XHTML, as far as it is found.

    Where its text stands several times, the place counts that is nearest to as many letters as the
    pages before have.
    """
    yield starts[0], content.index(">") + 1
    letters, places = _letters(content) if len(starts) > 1 else ("", ())
    after = expected = 0
    for before, start in pairwise(starts):
        expected += before.letters
        at = _find(start.opening, letters, after, expected)
        if at is not None:
            after, expected = at + 1, at
            yield start, places[_word_start(at, places)]


def _letters(content: str) -> tuple[str, Sequence[int]]:
    """Return the letters of XHTML, and where in it each stands."""
    letters: list[str] = []
    places: list[int] = []
    for token in _TOKEN.finditer(content):
        text = token[0]
        if text.startswith("<"):
            continue
        if text.startswith("&"):
            said = plain(unescape(text))
            letters.append(said)
            places += [token.start()] * len(said)
            continue
        for at, sign in enumerate(text, token.start()):
            if sign.isalnum():
                said = plain(sign)
                letters.append(said)
                places += [at] * len(said)
    return "".join(letters), places


def _find(opening: str, letters: str, after: int, expected: int) -> int | None:
    """Return where letters begin, or the most of their first ones that are found.

    Of several places the one counts that is nearest to the expected one.
    """
    length = len(opening)
    while length >= min(_SHORTEST, len(opening)) and length:
        sought = opening[:length]
        behind = letters.find(sought, max(after, expected))
        ahead = letters.rfind(sought, after, max(after, expected) + length - 1)
        found = [at for at in (ahead, behind) if at >= 0]
        if found:
            return min(found, key=lambda at: abs(at - expected))
        length = length * 3 // 4
    return None


def _word_start(at: int, places: Sequence[int]) -> int:
    """Return the first letter of the word in which a letter stands."""
    while at and places[at] - places[at - 1] <= 1:
        at -= 1
    return at
