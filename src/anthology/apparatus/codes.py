"""The addresses of sources as QR codes (ISO/IEC 18004), drawn for print."""

import hashlib
from collections.abc import Iterator
from urllib.parse import quote

from msgspec import Struct

from anthology.body.webaddress import Printable, breakable, readable
from anthology.model import Article, Book, Picture

LONGEST = 500
"""Bytes; the code of a longer address is too dense to be read from paper."""
SMALLEST_MODULE = 0.35
"""mm; the least side of one of the squares."""
USUAL_SIDE = 17.0
"""mm; of the code without the quiet zone around it, unless its squares get too small."""
QUIET_ZONE = 4
"""How many squares stay white around a code (ISO/IEC 18004, section 5.3.8)."""
_ASCII = "".join(map(chr, range(128)))


class Code(Struct, frozen=True, kw_only=True):
    """An address as a QR code."""

    address: str
    shown: str
    """The address as it is printed; see `anthology.body.webaddress`."""
    picture: Picture
    side: float
    """mm, with the quiet zone."""
    quiet: float
    """mm; how broad the quiet zone is."""


def make_codes(book: Book, printable: Printable) -> dict[str, Code]:
    """Return the codes of the sources of a book, by the slugs of the articles.

    `printable` tells whether a character can be set.
    An article without one has no address, or one that is too long.
    """
    found = ((article.slug, _address(article)) for article in book.articles)
    return {
        slug: make_code(address, printable)
        for slug, address in found
        if address and len(quote(address, safe=_ASCII)) <= LONGEST
    }


def make_code(address: str, printable: Printable) -> Code:
    """Return an address of at most `LONGEST` bytes.

    It can be read with 15 % of it hidden: its level of correction is M, or higher where that costs
    no squares.
    """
    import segno  # is slow to import

    encoded = quote(address, safe=_ASCII)
    matrix = segno.make_qr(encoded, error="m").matrix
    count = len(matrix) + 2 * QUIET_ZONE
    module = max(USUAL_SIDE / len(matrix), SMALLEST_MODULE)
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{count}" height="{count}" '
        f'viewBox="0 0 {count} {count}"><path d="{"".join(_runs(matrix))}"/></svg>'
    ).encode()
    return Code(
        address=address,
        shown=breakable(readable(address, printable)),
        picture=Picture(
            name=f"qr-{hashlib.sha256(drawn).hexdigest()[:16]}.svg",
            media_type="image/svg+xml",
            width=count,
            height=count,
            data=drawn,
        ),
        side=round(count * module, 2),
        quiet=round(QUIET_ZONE * module, 2),
    )


def _address(article: Article) -> str | None:
    source = article.source
    if source is None:
        return None
    return source.url or (source.published.url if source.published else None)


def _runs(matrix: tuple[bytearray, ...]) -> Iterator[str]:
    """Yield a path for each run of black squares in a row; in one path they leave no seams."""
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                yield f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{end - x}v1h-{end - x}z"
            x = end + 1
