"""A piece: the pages of one page document, set and drawn, but bound to no place in a book.

A piece knows no page numbers, no left and right pages and no running heads; `anthology.pdf.bind`
brings them in. Its PDF objects refer to each other by marks that become object numbers there.
"""

from msgspec import Struct

REFERENCE = b"\x00%d\x00"
"""The mark of a reference to an object of the piece, by its number in the piece."""
BETWEEN = b"\x01"
"""What stands between the dictionaries of a piece."""

DOCUMENT = 0
"""The number that stands for the root of the book's structure tree."""
FONTS = 1
"""The number that stands for the book's dictionary of fonts."""
FIRST_PAGE = 2
"""The number of the first page; those of the others and of the objects follow."""


class Slot(Struct, frozen=True, kw_only=True):
    """A page number in the text, to be filled in: figures of one width, zeros for now.

    It may have more places than the number has figures; blanks come first.
    """

    target: str
    """The id of the element whose page it tells."""
    places: tuple[int, ...]
    """Where the glyph of each figure stands in the page's content, as four hexadecimal digits."""
    before: tuple[int, ...] = ()
    """Where the glyphs of a text before the number stand, if it is to have no blanks before it.

    Those come before this text then, where a reader takes them for the space between words."""
    font: str
    figures: tuple[int, ...]
    """The glyphs of the figures 0 to 9."""
    blank: int
    """The glyph of a blank as wide as a figure."""


class Destination(Struct, frozen=True, kw_only=True):
    """A place to which links lead, in points from the page's lower left corner."""

    name: str
    x: float
    y: float


class Bookmark(Struct, frozen=True, kw_only=True):
    """An entry of the outline, in points from the page's lower left corner."""

    level: int
    label: str
    x: float
    y: float


class Link(Struct, frozen=True, kw_only=True):
    """A link on a page."""

    number: int
    """Its number in the piece."""
    rectangle: tuple[float, float, float, float]
    """Points."""
    target: str | None
    """The id that a link inside the book leads to."""
    owner: int
    """The number of the structure element that it belongs to; DOCUMENT where it has none."""


class PiecePage(Struct, frozen=True, kw_only=True):
    """One page of a piece, set as a right-hand page."""

    width: float
    """Points."""
    height: float
    """Points."""
    content: bytes
    """The operators that draw it, compressed where there are no slots."""
    slots: tuple[Slot, ...]
    marked: tuple[int, ...]
    """The structure element of each marked content, by its number; DOCUMENT where it has none."""
    links: tuple[Link, ...]
    opening: str
    """The letters with which its text begins (`anthology.pdf.openings`)."""
    letters: int
    """How many letters its text has."""
    destinations: tuple[Destination, ...]
    bookmarks: tuple[Bookmark, ...]


class Font(Struct, frozen=True, kw_only=True):
    """The glyphs that a piece uses of a typeface."""

    key: str
    """The name under which the pages call it."""
    file: str
    """The name of the typeface's file."""
    name: str
    """The PostScript name, after the key and a plus sign."""
    family: str
    flags: int
    """As in a font descriptor (ISO 32000-1, 9.8.2)."""
    ascent: int
    """In thousandths of the type size, as the following ones."""
    descent: int
    glyphs: tuple[int, ...]
    widths: tuple[int, ...]
    """Of the glyphs."""
    texts: tuple[str, ...]
    """What the glyphs stand for."""


class Stream(Struct, frozen=True, kw_only=True):
    """The stream of an object."""

    number: int
    """The object's number in the piece."""
    data: bytes


class Piece(Struct, frozen=True, kw_only=True):
    """A set page document."""

    pages: tuple[PiecePage, ...]
    objects: bytes
    """The dictionary of each object, with marks for references; of a stream without its length."""
    streams: tuple[Stream, ...]
    """Of the objects that are streams, by their numbers."""
    resources: bytes
    """What the pages call by name but for fonts and graphics states: a dictionary's inside."""
    states: tuple[tuple[str, bytes], ...]
    """The graphics states, by name."""
    top: tuple[int, ...]
    """The structure elements right beneath the root."""
    fonts: tuple[Font, ...]


class Frame(Struct, frozen=True, kw_only=True):
    """What a PDF says about the whole book."""

    metadata: bytes
    """XMP."""
    info: tuple[tuple[str, str], ...]
    """The document information dictionary (ISO 32000-1, 14.3.3)."""
    language: str
