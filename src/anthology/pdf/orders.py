"""What is to be set apart from the rest of a book, and what becomes of it."""

from typing import TypeAlias

from msgspec import Struct

from anthology.errors import Finding
from anthology.model import Metadata, PageDocument, PageSize, Picture
from anthology.pdf.margins import Head, Look
from anthology.pdf.piece import Frame, Piece
from anthology.pdf.runs import Run
from anthology.style.design import Design


class Shared(Struct, frozen=True, kw_only=True):
    """What every piece of a book is set with."""

    language: str
    design: Design
    size: PageSize
    title_css: str
    """The rules that the book's title asks for."""


class FrameOrder(Struct, frozen=True, kw_only=True):
    """Say what the book is."""

    metadata: Metadata


class PieceOrder(Struct, frozen=True, kw_only=True):
    """Set a page document."""

    id: str
    text: bool
    """Whether it is a text of somebody's, and not made by the book of itself."""
    content: str
    title_id: str
    headings: tuple[int, ...]
    """The levels of the headings that stand above it in the book."""
    pictures: tuple[Picture, ...]
    """Those that it shows."""
    room: int
    """For how many figures there is room where it tells the number of a page."""


class SetPiece(Struct, frozen=True, kw_only=True):
    """A page document, set."""

    piece: Piece
    skeleton: str
    """See `anthology.pdf.skeleton`."""
    lost_notes: tuple[str, ...]
    """The ids of the notes that did not stand whole on its pages."""
    complaints: tuple[Finding, ...]
    """What the renderer said."""


class RunOrder(Struct, frozen=True, kw_only=True):
    """Set a run of a long list; see `anthology.pdf.runs`."""

    id: str
    run: Run
    headings: tuple[int, ...]
    """The levels of the headings that stand above it in the book."""
    pictures: tuple[Picture, ...]
    """Those that it shows."""
    room: int
    """For how many figures there is room where it tells the number of a page."""


class SetRun(Struct, frozen=True, kw_only=True):
    """A run, set up to the top of a page that begins with an item, or to the end."""

    piece: Piece | None
    """None where no such page was found."""
    items: int
    """How many of its items stand on its pages."""
    complaints: tuple[Finding, ...]


class LookOrder(Struct, frozen=True, kw_only=True):
    """Draw the margins of all documents of a look, after a half-title."""

    half_title: str
    look: str
    later: bool
    """Whether any of the documents has more than one page."""


class HeadsOrder(Struct, frozen=True, kw_only=True):
    """Draw the running heads of documents that look alike, after a half-title."""

    half_title: str
    roots: tuple[str, ...]
    documents: tuple[PageDocument, ...]
    left: bool
    """Whether left-hand pages want them, too."""


class RectosOrder(Struct, frozen=True, kw_only=True):
    """Find out of pairs of looks whether the second begins on a right-hand page."""

    looks: tuple[tuple[str, str], ...]


Order: TypeAlias = FrameOrder | PieceOrder | RunOrder | LookOrder | HeadsOrder | RectosOrder
Made: TypeAlias = Frame | SetPiece | SetRun | Look | tuple[Head, ...] | tuple[bool, ...]


def made_of(order: Order) -> type[Made]:
    """Return the type of what an order asks for."""
    kinds: dict[type[Order], type[Made]] = {
        FrameOrder: Frame,
        PieceOrder: SetPiece,
        RunOrder: SetRun,
        LookOrder: Look,
        HeadsOrder: tuple[Head, ...],
        RectosOrder: tuple[bool, ...],
    }
    return kinds[type(order)]
