"""Orders carried out: WeasyPrint with the stylesheets of one book."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from weasyprint import CSS, HTML
from weasyprint.document import Document, Page
from weasyprint.text.fonts import FontConfiguration

from anthology.pdf.document import html_page, metadata_head
from anthology.pdf.footnotes import beneath_their_signs, carried_over, lost_notes
from anthology.pdf.geometry import geometry, geometry_css, one_side_css
from anthology.pdf.grid import on_grid
from anthology.pdf.heads import heads_css
from anthology.pdf.lines import good_lines
from anthology.pdf.listening import listening
from anthology.pdf.margins import NO_SIDE, Head, Look, find_side
from anthology.pdf.numbering import placeholder_css
from anthology.pdf.orders import (
    FrameOrder,
    HeadsOrder,
    LookOrder,
    Made,
    Order,
    PieceOrder,
    RectosOrder,
    RunOrder,
    SetPiece,
    SetRun,
    Shared,
)
from anthology.pdf.piece import Frame, Piece
from anthology.pdf.resources import (
    BASE_URL,
    BookFetcher,
    font_face_css,
    font_resources,
    picture_resources,
)
from anthology.pdf.runs import ADDED, Run
from anthology.pdf.skeleton import (
    later_sides,
    pairs,
    sides,
    skeleton,
    titled,
)
from anthology.pdf.taking import SCALE, VARIANT, take, take_frame
from anthology.typefaces import font_files
from anthology.units import POINT


@lru_cache(maxsize=1)
def setter(shared: Shared) -> "Setter":
    """Return what sets the pieces of a book; the one of the last book is kept."""
    return Setter(shared)


class Setter:
    """Sets the page documents of one book, one by one."""

    def __init__(self, shared: Shared) -> None:
        """Take what all of them are set with.

        Raises AnthologyError (files) where a typeface is missing.
        """
        self._language = shared.language
        self._faces = shared.design.faces
        self._geometry = geometry(shared.size, shared.design.measures)
        self._font_resources = font_resources(shared.design.faces)
        self._files = font_files(shared.design.faces.all)
        self._fonts = FontConfiguration()
        self._book = CSS(
            string=font_face_css(shared.design.faces)
            + geometry_css(self._geometry)
            + shared.design.stylesheet
            + shared.title_css,
            base_url=BASE_URL,
            url_fetcher=BookFetcher(self._font_resources),
            font_config=self._fonts,
        )
        self._sheets: dict[int, CSS] = {}

    def _text(self, room: int) -> CSS:
        """Return the rules of text, with so much room for the numbers of pages."""
        if room not in self._sheets:
            rules = placeholder_css("", room) + one_side_css(self._geometry)
            self._sheets[room] = CSS(string=rules)
        return self._sheets[room]

    def carry_out(self, order: Order) -> Made:
        """Return what an order asks for."""
        match order:
            case PieceOrder():
                return self._piece(order)
            case RunOrder():
                return self._run(order)
            case LookOrder():
                return self._look(order)
            case HeadsOrder():
                return self._heads(order)
            case RectosOrder():
                return self._rectos(order)
            case FrameOrder():
                return self._frame(order)

    def _frame(self, order: FrameOrder) -> Frame:
        html = html_page(order.metadata.language, "", self._faces, metadata_head(order.metadata))
        return take_frame(self._render(html, self._text(0)))

    def _piece(self, order: PieceOrder) -> SetPiece:
        html = self._page(order.content)
        fetcher = self._fetcher(order)
        with listening(lambda _: None) as complaints:
            with carried_over():
                document = self._render(
                    html, self._text(order.room), fetcher=fetcher, pdf_variant=VARIANT
                )
            piece = take(document, self._files, order.id, order.headings)
            complained = complaints()
        return SetPiece(
            piece=piece,
            skeleton=skeleton(order.content, order.title_id),
            lost_notes=lost_notes(html, document),
            complaints=complained,
        )

    def _run(self, order: RunOrder) -> SetRun:
        run = order.run
        with listening(lambda _: None) as complaints:
            document = self._render(
                self._page(run.content),
                self._text(order.room),
                fetcher=self._fetcher(order),
                pdf_variant=VARIANT,
            )
            complained = complaints()
        pages = document.pages[1:] if run.follows else document.pages
        count, items = (len(pages), len(run.starts)) if run.last else self._whole(pages, run)
        if not count:
            return SetRun(piece=None, items=0, complaints=())
        for page in pages:
            for name in [name for name in page.anchors if name.startswith(ADDED)]:
                del page.anchors[name]
        piece = take(document.copy(pages[:count]), self._files, order.id, order.headings)
        return SetRun(piece=piece, items=items, complaints=complained)

    def _whole(self, pages: Sequence[Page], run: Run) -> tuple[int, int]:
        """Return up to where a run is set as if nothing had been cut: how many pages, and items.

        The page after the last one begins with an item, and is followed by another one.
        """
        top = self._geometry.top / POINT / SCALE
        near = self._geometry.line / POINT / SCALE / 2
        begun: dict[str, int] = {}
        """On which page each item begins; what goes on is an anchor there as well."""
        for number, page in enumerate(pages):
            for name in page.anchors:
                begun.setdefault(name, number)
        for count in range(len(pages) - 2, 0, -1):
            places = (
                (pages[count].anchors[name][1], item)
                for item, name in enumerate(run.starts)
                if begun.get(name) == count
            )
            y, item = min(places, default=(math.inf, 0))
            if abs(y - top) < near:
                return count, item
        return 0, 0

    def _look(self, order: LookOrder) -> Look:
        (document, one), (_, two) = (
            self._margins(
                sides(order.half_title, titled(order.look, title), later=order.later),
                folio,
            )
            for folio, title in (("0", "A"), ("00", "B"))
        )
        at = _pages_of(document)
        left, right = (document.pages[at[side]].anchors[side][0] for side in ("left", "right"))
        found = tuple(
            find_side(first.content, second.content)
            for first, second in zip(one.pages[at["left"] :], two.pages[at["left"] :], strict=True)
        )
        return Look(
            sides=found if order.later else (found[0], NO_SIDE, NO_SIDE, found[1]),
            shift=(left - right) * SCALE,
            fonts=(*one.fonts, *two.fonts),
            states=(*one.states, *two.states),
        )

    def _heads(self, order: HeadsOrder) -> tuple[Head, ...]:
        document, piece = self._margins(
            later_sides(order.half_title, order.roots, left=order.left),
            "",
            heads_css(order.documents, self._geometry, self._faces),
        )
        at = _pages_of(document)
        opened = [at[f"head-{number}"] for number in range(len(order.roots))]
        return tuple(
            Head(
                right=piece.pages[page + 1].content,
                left=piece.pages[page + 2].content if order.left else None,
                fonts=piece.fonts,
                states=piece.states,
            )
            for page in opened
        )

    def _rectos(self, order: RectosOrder) -> tuple[bool, ...]:
        document = self._render(self._page(pairs(order.looks)), CSS(string=placeholder_css("")))
        at = _pages_of(document)
        return tuple(at[f"pair-{number}"] % 2 == 0 for number in range(len(order.looks)))

    def _margins(self, body: str, folio: str, rules: str = "") -> tuple[Document, Piece]:
        """Draw pages with a folio, without a structure tree."""
        document = self._render(self._page(body), CSS(string=placeholder_css(folio) + rules))
        return document, take(document, self._files)

    def _fetcher(self, order: PieceOrder | RunOrder) -> BookFetcher:
        return BookFetcher(self._font_resources | picture_resources(order.pictures))

    def _page(self, body: str) -> str:
        return html_page(self._language, body, self._faces)

    def _render(
        self,
        html: str,
        rules: CSS,
        *,
        fetcher: BookFetcher | None = None,
        pdf_variant: str | None = None,
    ) -> Document:
        book = HTML(
            string=html,
            base_url=BASE_URL,
            url_fetcher=fetcher or BookFetcher(self._font_resources),
        )
        with good_lines(), beneath_their_signs(), on_grid(self._geometry):
            return book.render(
                stylesheets=[self._book, rules],
                font_config=self._fonts,
                pdf_variant=pdf_variant,
                presentational_hints=True,
            )


def _pages_of(document: Document) -> Mapping[str, int]:
    """Return on which page each id begins; what stands on several pages is an anchor on each."""
    pages = list(enumerate(document.pages))
    return {name: number for number, page in reversed(pages) for name in page.anchors}
