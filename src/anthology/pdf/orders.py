"""What is to be set apart from the rest of a book, and what becomes of it."""

from dataclasses import dataclass, field
from typing import TypeAlias

from anthology.errors import Finding
from anthology.model import Metadata, PageDocument, PageSize, Picture
from anthology.pdf.margins import Head, Look
from anthology.pdf.piece import Frame, Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What every piece of a book is set with."""

    language: str
    stylesheet: str = field(repr=False)
    size: PageSize
    title_css: str
    """The rules that the book's title asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameOrder:
    """Say what the book is."""

    metadata: Metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceOrder:
    """Set a page document."""

    id: str
    text: bool
    """Whether it is a text of somebody's, and not made by the book of itself."""
    content: str = field(repr=False)
    title_id: str
    headings: tuple[int, ...]
    """The levels of the headings that stand above it in the book."""
    pictures: tuple[Picture, ...] = field(repr=False)
    """Those that it shows."""
    room: int
    """For how many figures there is room where it tells the number of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPiece:
    """A page document, set."""

    piece: Piece
    skeleton: str = field(repr=False)
    """See `anthology.pdf.skeleton`."""
    lost_notes: tuple[str, ...]
    """The ids of the notes that did not stand whole on its pages."""
    complaints: tuple[Finding, ...]
    """What the renderer said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookOrder:
    """Draw the margins of all documents of a look, after a half-title."""

    half_title: str
    look: str
    later: bool
    """Whether any of the documents has more than one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsOrder:
    """Draw the running heads of documents that look alike, after a half-title."""

    half_title: str
    roots: tuple[str, ...]
    documents: tuple[PageDocument, ...]
    left: bool
    """Whether left-hand pages want them, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RectosOrder:
    """Find out of pairs of looks whether the second begins on a right-hand page."""

    looks: tuple[tuple[str, str], ...]


Order: TypeAlias = FrameOrder | PieceOrder | LookOrder | HeadsOrder | RectosOrder
Made: TypeAlias = Frame | SetPiece | Look | tuple[Head, ...] | tuple[bool, ...]


def made_of(order: Order) -> type[Made]:
    """Return the type of what an order asks for."""
    kinds: dict[type[Order], type[Made]] = {
        FrameOrder: Frame,
        PieceOrder: SetPiece,
        LookOrder: Look,
        HeadsOrder: tuple[Head, ...],
        RectosOrder: tuple[bool, ...],
    }
    return kinds[type(order)]
