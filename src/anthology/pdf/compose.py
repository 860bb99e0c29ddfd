"""Page documents set piece by piece and bound: the orders of a book, in their order.

Wherever the number of a page is told there is room for as many figures as any number is expected
to have, so that all of them can be set at the same time. Should one have more, what tells numbers
is set again.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from itertools import pairwise
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from anthology.errors import Checked
from anthology.model import PageDocument, PageKind, Pages, PageSize, Picture
from anthology.pdf import Rendered
from anthology.pdf.bind import Imposition, Part, bind, impose
from anthology.pdf.carrying import Broken, Outcome
from anthology.pdf.chain import Chain
from anthology.pdf.document import COVER, cover_content
from anthology.pdf.geometry import geometry
from anthology.pdf.heads import title_css
from anthology.pdf.kept import Kept
from anthology.pdf.limits import Failure, Trouble
from anthology.pdf.locators import numbered
from anthology.pdf.margins import Head, Look
from anthology.pdf.numbering import expected_room, figures_of, has_inner_links, pages_before
from anthology.pdf.orders import (
    FrameOrder,
    HeadsOrder,
    LookOrder,
    Made,
    Order,
    PieceOrder,
    RectosOrder,
    SetPiece,
    SetRun,
    Shared,
)
from anthology.pdf.piece import Frame
from anthology.pdf.runs import long_list, standing
from anthology.pdf.skeleton import NEXT_LEFT, NEXT_RIGHT, look_of
from anthology.pdf.work import Follow, Work
from anthology.shelf import Shelf
from anthology.style.design import Design
from anthology.typefaces import font_files

T = TypeVar("T")

_HALF_TITLE = "halftitle"
_HEADING = re.compile(r"<h([1-6])[ >]")
_PICTURE = re.compile(r'src="pictures/([^"]+)"')
_HEADS_AT_ONCE = 16
"""How many running heads are drawn in one go."""
_AHEAD, _FEWEST = 3, 8
"""How many orders a hand has at a time, and how many all have at least."""
_TEXTS = frozenset({PageKind.FRONT, PageKind.CHAPTER, PageKind.ARTICLE, PageKind.BACK})
_NO_HEAD = Head(left=None, right=None, fonts=(), states=())


class Sheet(Struct, frozen=True, kw_only=True):
    """A page document or the cover, to be set."""

    id: str
    content: str
    document: PageDocument | None
    headings: tuple[int, ...]
    """The levels of the headings that stand above it."""
    pictures: tuple[Picture, ...]


class Composer:
    """Sets one book, as often as it takes; what was set once is not set again."""

    def __init__(
        self,
        executor: Executor,
        design: Design,
        size: PageSize,
        shelf: Shelf | None,
        progress: Callable[[str, float], None],
        hands: int = 1,
    ) -> None:
        """Take who carries the orders out, and the cache, if any.

        `progress` is told what is set and the share done; `hands` is how many orders are carried
        out at the same time.
        """
        self._ahead = max(_AHEAD * hands, _FEWEST)
        self._shelf = shelf
        self._kept: Kept | None = None
        self._executor = executor
        self._design = design
        self._geometry = geometry(size, design.measures)
        self._progress = progress
        self._done: dict[Order, Made] = {}

    def compose(self, pages: Pages) -> Checked[Rendered] | tuple[Failure, ...]:
        """Return the PDF of a book, or the page documents that cannot be set.

        Raises AnthologyError where a typeface is missing (files) or the book asks for a file that
        is not part of it (article).
        """
        shared = Shared(
            language=pages.metadata.language,
            design=self._design,
            size=self._geometry.size,
            title_css=title_css(pages.metadata.title, self._geometry, self._design.faces),
        )
        if self._shelf and not self._kept:
            self._kept = Kept(self._shelf, shared)
        asked = tuple(_sheets(pages))
        texts = tuple(sheet for sheet in asked if not _is_index(sheet))
        room = expected_room(pages, self._geometry.letters)
        while True:
            pieces, failed = self._set(shared, texts, room)
            if failed:
                return failed
            lost = tuple(note for sheet in texts for note in pieces[sheet.id].lost_notes)
            if lost:
                count = sum(len(piece.piece.pages) for piece in pieces.values())
                return Checked(Rendered(data=b"", pages=count, lost_notes=lost))
            before = pages_before(pages)
            imposition = impose(self._parts(shared, texts, pieces), before)
            sheets = tuple(_numbered(sheet, imposition) for sheet in asked)
            if sheets != texts:
                added, failed = self._set(shared, filter(_is_index, sheets), room)
                if failed:
                    return failed
                pieces |= added
                imposition = impose(self._parts(shared, sheets, pieces), before)
            figures = figures_of(len(imposition.places), before)
            if figures <= room:
                break
            room = figures
        complaints = (one for sheet in sheets for one in pieces[sheet.id].complaints)
        return Checked(self._bound(shared, pages, imposition), tuple(dict.fromkeys(complaints)))

    def _set(
        self, shared: Shared, sheets: Iterable[Sheet], room: int
    ) -> tuple[dict[str, SetPiece], tuple[Failure, ...]]:
        """Return the set pieces by their documents' ids, and those that failed.

        The longest are set first, so that no hand is left with much to do when others are done.
        """
        longest = sorted(sheets, key=lambda sheet: -len(sheet.content))
        orders: dict[str, Order] = {}
        chains: dict[str, Chain] = {}
        for sheet in longest:
            order = _piece_order(sheet, room)
            found = long_list(sheet.document)
            if found:
                chains[sheet.id] = Chain(found, order)
            orders[sheet.id] = chains[sheet.id].next() if found else order

        def follow(name: str, made: Made) -> Order | Made:
            return chains[name].follow(made) if isinstance(made, SetRun) else made

        made = self._carried_out(shared, orders, follow)
        pieces = {name: one for name, one in made.items() if isinstance(one, SetPiece)}
        failed = (_failed(name, one) for name, one in made.items() if name not in pieces)
        return pieces, tuple(failed)

    def _carried_out(
        self, shared: Shared, orders: Mapping[str, Order], follow: Follow = lambda _, made: made
    ) -> dict[str, Outcome | Trouble]:
        """Return what became of each order; those that were carried out before are not again.

        `follow` tells what is to be done after an order, under the same name. Where a process died,
        another one is asked once more: it may have been killed from outside.
        """
        work = Work(shared, self._executor, self._kept, self._done, follow, self._ahead)
        made: dict[str, Outcome | Trouble] = {}
        again: set[Order] = set()
        work.add(orders)
        for name, order, outcome in work.done():
            if outcome is Trouble.BROKEN and order not in again:
                again.add(order)
                work.add({name: order})
                continue
            made[name] = outcome
            self._progress(name, len(made) / len(orders))
        return made

    def _one(self, shared: Shared, orders: Iterable[Order], kind: type[T]) -> tuple[T, ...]:
        """Return what became of orders that have to succeed, each of a kind."""
        named = {f"margins {number}": order for number, order in enumerate(orders, 1)}
        made = self._carried_out(shared, named)
        outcomes = tuple(made[name] for name in named)
        for outcome in outcomes:
            if not isinstance(outcome, kind):
                raise RuntimeError(f"the margins of the pages cannot be drawn: {outcome}")
        return outcomes  # type: ignore[return-value]

    def _parts(
        self, shared: Shared, sheets: tuple[Sheet, ...], pieces: Mapping[str, SetPiece]
    ) -> Iterator[Part]:
        looks = {sheet.id: look_of(pieces[sheet.id].skeleton) for sheet in sheets}
        half_title = pieces[_HALF_TITLE].skeleton
        known = tuple(dict.fromkeys(looks.values()))
        later = {looks[sheet.id] for sheet in sheets if len(pieces[sheet.id].piece.pages) > 1}
        orders = (
            LookOrder(half_title=half_title, look=look, later=look in later) for look in known
        )
        drawn = dict(zip(known, self._one(shared, orders, Look), strict=True))
        pairs = tuple(dict.fromkeys(pairwise(looks[sheet.id] for sheet in sheets)))
        (found,) = self._one(shared, [RectosOrder(looks=pairs)], tuple)
        rectos = dict(zip(pairs, found, strict=True))
        heads = self._heads(shared, half_title, sheets, pieces, looks, drawn)
        before: str | None = None
        for sheet in sheets:
            look = looks[sheet.id]
            yield Part(
                id=sheet.id,
                piece=pieces[sheet.id].piece,
                look=drawn[look],
                head=heads.get(sheet.id, _NO_HEAD),
                recto=before is not None and rectos[before, look],
                kind=sheet.document.kind if sheet.document else None,
            )
            before = look

    def _heads(
        self,
        shared: Shared,
        half_title: str,
        sheets: Iterable[Sheet],
        pieces: Mapping[str, SetPiece],
        looks: Mapping[str, str],
        drawn: Mapping[str, Look],
    ) -> dict[str, Head]:
        """Return the running heads of the page documents that want one of their own."""
        wanted: dict[bool, list[Sheet]] = {}
        for sheet in sheets:
            sides = drawn[looks[sheet.id]].sides
            left, right = (sides[side].head is None for side in (NEXT_LEFT, NEXT_RIGHT))
            if sheet.document and len(pieces[sheet.id].piece.pages) > 1 and (left or right):
                wanted.setdefault(left, []).append(sheet)
        groups = [
            (left, some[at : at + _HEADS_AT_ONCE])
            for left, some in wanted.items()
            for at in range(0, len(some), _HEADS_AT_ONCE)
        ]
        orders = [
            HeadsOrder(
                half_title=half_title,
                roots=tuple(pieces[sheet.id].skeleton for sheet in some),
                documents=tuple(
                    replace(sheet.document, content="") for sheet in some if sheet.document
                ),
                left=left,
            )
            for left, some in groups
        ]
        made = self._one(shared, orders, tuple)
        return {
            sheet.id: head
            for (_, some), heads in zip(groups, made, strict=True)
            for sheet, head in zip(some, heads, strict=True)
        }

    def _bound(self, shared: Shared, pages: Pages, imposition: Imposition) -> Rendered:
        (frame,) = self._one(shared, [FrameOrder(metadata=pages.metadata)], Frame)
        self._progress("binding", 1.0)
        return bind(imposition, frame, font_files(self._design.faces.all), pages.labels.cover)


def _sheets(pages: Pages) -> Iterator[Sheet]:
    covers = (pages.cover.picture,) if pages.cover else ()
    pictures = {picture.name: picture for picture in (*pages.pictures, *covers)}

    def shown(content: str) -> tuple[Picture, ...]:
        return tuple(pictures[name] for name in dict.fromkeys(_PICTURE.findall(content)))

    contents: list[tuple[str, str, PageDocument | None]] = []
    if pages.cover:
        contents.append((COVER, cover_content(pages.cover), None))
    contents += ((document.id, document.content, document) for document in pages.documents)
    above: tuple[int, ...] = ()
    for id_, content, document in contents:
        levels = [int(level) for level in _HEADING.findall(content)]
        first = levels[0] if levels else 0
        yield Sheet(
            id=id_,
            content=content,
            document=document,
            headings=tuple(level for level in above if level < first),
            pictures=shown(content),
        )
        above = standing(levels, above)


def _is_index(sheet: Sheet) -> bool:
    """Return whether a sheet tells numbers that decide where its lines end."""
    return sheet.document is not None and sheet.document.kind is PageKind.INDEX


def _numbered(sheet: Sheet, imposition: Imposition) -> Sheet:
    """Return a sheet with the numbers of an index, which any other has not."""
    if sheet.document is None or not _is_index(sheet):
        return sheet
    document = numbered(sheet.document, imposition.number)
    return replace(sheet, document=document, content=document.content)


def _piece_order(sheet: Sheet, room: int) -> PieceOrder:
    return PieceOrder(
        id=sheet.id,
        text=sheet.document is not None and sheet.document.kind in _TEXTS,
        content=sheet.content,
        title_id=sheet.document.title_id if sheet.document else "",
        headings=sheet.headings,
        pictures=sheet.pictures,
        room=room if has_inner_links(sheet.content) else 0,
    )


def _failed(document: str, outcome: Outcome | Trouble) -> Failure:
    if isinstance(outcome, Trouble):
        return Failure(document=document, trouble=outcome, detail="it ended without a word")
    if isinstance(outcome, Broken) and not outcome.memory:
        return Failure(document=document, trouble=Trouble.BROKEN, detail=outcome.detail)
    return Failure(document=document, trouble=Trouble.BOOK_MEMORY)
