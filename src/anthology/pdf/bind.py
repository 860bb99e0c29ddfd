"""Pieces bound into one PDF: left and right pages, folios, heads and the numbers in the text."""

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pydyf

from anthology.model import PageKind
from anthology.pdf import Rendered
from anthology.pdf.figures import FIGURE_SPACE, figures
from anthology.pdf.fontfiles import FontFile
from anthology.pdf.fontset import FontSet
from anthology.pdf.margins import Folio, Head, Look, draw_folio
from anthology.pdf.numbering import COVER_PAGES, label_pages
from anthology.pdf.piece import (
    BETWEEN,
    DOCUMENT,
    FIRST_PAGE,
    FONTS,
    Bookmark,
    Destination,
    Frame,
    Link,
    Piece,
    PiecePage,
)
from anthology.pdf.skeleton import NEXT_LEFT, NEXT_RIGHT, OPEN_LEFT, OPEN_RIGHT
from anthology.pdf.writing import write

_MARK = re.compile(rb"\x00(\d+)\x00")
_PAGES_IN_A_NODE = 64
"""How many pages a node of the page tree has."""
_MARGIN = b"/Artifact <</Type/Pagination>> BDC\nq\n%s\nQ\nEMC"
_OPEN, _SHIFTED, _CLOSE = b"q", b"q 1 0 0 1 %s 0 cm", b"Q"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A page document, ready to be bound."""

    id: str
    piece: Piece
    look: Look
    head: Head
    recto: bool
    """Whether it begins on a right-hand page, after a blank one if need be."""
    kind: PageKind | None
    """What it is; None for the cover."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page of a part in the book."""

    part: Part
    page: PiecePage
    first: bool
    """Whether the part opens with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imposition:
    """Which page stands where; the first of the book is number 0 and a right-hand page."""

    places: tuple[Place | None, ...]
    """None is a blank page."""
    pages: Mapping[str, int]
    """The page of each destination."""

    def number(self, target: str) -> int:
        """Return the number that the page of a target carries; of its document where it is gone."""
        at = self.pages.get(target)
        return (self.pages[target.partition("--")[0]] if at is None else at) - COVER_PAGES + 1


def impose(parts: Iterable[Part]) -> Imposition:
    """Put the pages of the parts one after the other."""
    places: list[Place | None] = []
    pages: dict[str, int] = {}
    for part in parts:
        if part.recto and len(places) % 2:
            places.append(None)
        for number, page in enumerate(part.piece.pages):
            for destination in page.destinations:
                pages.setdefault(destination.name, len(places))
            places.append(Place(part=part, page=page, first=number == 0))
    return Imposition(places=tuple(places), pages=pages)


def bind(imposition: Imposition, frame: Frame, files: Iterable[FontFile], cover: str) -> Rendered:
    """Return the PDF of a book.

    `cover` is the word for the pages that have no number. Every slot must have room for its number.
    """
    binding = _Binding(imposition, FontSet(files))
    data = binding.written(frame, cover)
    return Rendered(data=data, pages=len(imposition.places), names=tuple(binding.names()))


class _Raw(pydyf.Object):  # type: ignore[misc]  # pydyf is untyped
    """An object whose bytes are known."""

    def __init__(self, written: bytes) -> None:
        super().__init__()
        self.written = written

    @property
    def data(self) -> bytes:
        return self.written


class _RawStream(_Raw):
    """A stream whose bytes are known."""

    def __init__(self, dictionary: bytes, stream: bytes) -> None:
        inside = dictionary.removesuffix(b">>") + b"/Length %d>>" % len(stream)
        super().__init__(b"%s\nstream\n%s\nendstream" % (inside, stream))

    @property
    def compressible(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class _Group:
    """A structure element of the book's own, and those beneath it."""

    object: _Raw
    type: str
    kids: list[bytes]

    @property
    def reference(self) -> bytes:
        return bytes(self.object.reference)

    def close(self, above: bytes) -> None:
        self.object.written = b"<</Type/StructElem/S/%s/P %s/K[%s]>>" % (
            self.type.encode(),
            above,
            b" ".join(self.kids),
        )


class _Binding:
    def __init__(self, imposition: Imposition, fonts: FontSet) -> None:
        self._imposition = imposition
        self._fonts = fonts
        self._pdf = pydyf.PDF()
        self._streams: dict[bytes, bytes] = {}
        self._parent_tree: list[bytes] = []
        self._links: list[bytes] = []
        self._destinations: dict[str, bytes] = {}
        self._bookmarks: list[tuple[Bookmark, bytes]] = []
        self._pages: list[_Raw] = []
        self._bound: list[tuple[Part, hashlib._Hash]] = []
        self._font_dictionary = pydyf.Dictionary()
        self._fonts_reference = self._add(self._font_dictionary)
        self._book = _Group(self._add_later(), "Document", [])
        self._chapter: _Group | None = None
        self._groups: list[_Group] = []
        self._parents = self._add_later()

    def written(self, frame: Frame, cover: str) -> bytes:
        pdf = self._pdf
        for place in self._places():
            if place.first:
                self._fonts.join(place.part.piece.fonts)
                self._fonts.join(place.part.look.fonts)
                self._fonts.join(place.part.head.fonts)
        at = 0
        while at < len(self._imposition.places):
            opening = self._imposition.places[at]
            if opening is None:
                self._blank(at)
                at += 1
                continue
            self._part(opening.part, at)
            at += len(opening.part.piece.pages)
        self._font_dictionary.update(self._fonts.embed(pdf))
        self._page_tree()
        self._structure()
        self._names()
        self._outline()
        self._frame(frame)
        label_pages(pdf, cover)
        return write(pdf)

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield the id of each part, and the digest of all that stands of it in the book."""
        for part, bound in self._bound:
            for font in part.piece.fonts:
                bound.update(repr((font.key, self._fonts.texts(font))).encode())
            yield part.id, bound.hexdigest()

    def _places(self) -> Iterator[Place]:
        return (place for place in self._imposition.places if place)

    def _add(self, thing: pydyf.Object) -> bytes:
        self._pdf.add_object(thing)
        return bytes(thing.reference)

    def _add_later(self) -> _Raw:
        later = _Raw(b"null")
        self._pdf.add_object(later)
        return later

    def _shared(self, content: bytes) -> bytes:
        """Return the reference of a content stream; equal ones are one object."""
        if content not in self._streams:
            self._streams[content] = self._add(_content(content))
        return self._streams[content]

    # ---- pages

    def _blank(self, at: int) -> None:
        neighbour = next(place.page for place in self._imposition.places[at + 1 :] if place)
        page = self._add_later()
        self._pages.append(page)
        page.written = self._page_dictionary(
            neighbour.width, neighbour.height, [self._shared(b"")], b"<<>>", (), at
        )
        self._parent_tree.append(b"%d []" % at)

    def _part(self, part: Part, at: int) -> None:
        """Add a part that begins at a page."""
        piece = part.piece
        above = self._above(part)
        bound = hashlib.sha256()
        self._bound.append((part, bound))
        base = len(self._pdf.objects)
        keys = [link.number for page in piece.pages for link in page.links if link.owner]
        first_key = len(self._imposition.places) + len(self._links)
        key_of = {number: first_key + n for n, number in enumerate(keys)}

        def reference(number: int) -> bytes:
            if number == DOCUMENT:
                return above.reference
            if number == FONTS:
                return self._fonts_reference
            return b"%d 0 R" % (base + number - FIRST_PAGE)

        count = FIRST_PAGE + len(piece.pages) + piece.objects.count(BETWEEN) + 1
        references = {b"%d" % number: reference(number) for number in range(count)}

        def resolved(data: bytes) -> bytes:
            parts = _MARK.split(data)
            parts[1::2] = [references[number] for number in parts[1::2]]
            return b"".join(parts)

        pages = [self._add_later() for _ in piece.pages]
        self._pages += pages
        streams = {stream.number: stream.data for stream in piece.streams}
        links = {link.number: link for page in piece.pages for link in page.links}
        shifts = {
            link.number: self._shift(part, at + n)
            for n, page in enumerate(piece.pages)
            for link in page.links
        }
        bound.update(piece.objects + b"".join(streams.values()))
        dictionaries = resolved(piece.objects).split(BETWEEN) if piece.objects else ()
        for number, data in enumerate(dictionaries, start=FIRST_PAGE + len(pages)):
            if number in streams:
                self._add(_RawStream(data, streams[number]))
            elif number in links:
                self._add(_Raw(self._link(data, links[number], shifts[number], key_of)))
            else:
                self._add(_Raw(data))
        states = dict((*piece.states, *part.look.states, *part.head.states))
        resources = self._add(
            _Raw(
                b"<<%s/Font %s/ExtGState <<%s>>>>"
                % (
                    resolved(piece.resources),
                    self._fonts_reference,
                    b"".join(
                        b"/%s %s" % (name.encode(), resolved(state))
                        for name, state in states.items()
                    ),
                )
            )
        )
        for n, (page, object_) in enumerate(zip(piece.pages, pages, strict=True)):
            self._parent_tree.append(
                b"%d [%s]"
                % (
                    at + n,
                    b" ".join(
                        b"null" if one == DOCUMENT else reference(one) for one in page.marked
                    ),
                )
            )
            shift = self._shift(part, at + n)
            text = self._text(page)
            bound.update(text.written + repr((shift, page.marked, page.links)).encode())
            annotations = [reference(link.number) for link in page.links]
            object_.written = self._page_dictionary(
                page.width,
                page.height,
                self._contents(part, self._add(text), at + n, first=n == 0, shift=shift),
                resources,
                annotations,
                at + n,
            )
            self._marks(page, bytes(object_.reference), shift)
        self._links += [
            b"%d %s" % (key_of[number], reference(links[number].owner)) for number in keys
        ]
        above.kids.extend(reference(number) for number in piece.top)

    def _above(self, part: Part) -> "_Group":
        """Return the structure element above those of a part: a chapter has its articles in it."""
        if part.kind is PageKind.CHAPTER:
            self._chapter = _Group(self._add_later(), "Part", [])
            self._groups.append(self._chapter)
            self._book.kids.append(self._chapter.reference)
        elif part.kind is not PageKind.ARTICLE:
            self._chapter = None
        return self._chapter or self._book

    def _shift(self, part: Part, at: int) -> float:
        return part.look.shift if at % 2 else 0.0

    def _contents(
        self, part: Part, text: bytes, at: int, *, first: bool, shift: float
    ) -> list[bytes]:
        left = at % 2 == 1
        kind = (OPEN_LEFT if left else OPEN_RIGHT) if first else (NEXT_LEFT if left else NEXT_RIGHT)
        side = part.look.sides[kind]
        opening = _SHIFTED % _number(shift) if shift else _OPEN
        contents = [self._shared(opening), text, self._shared(_CLOSE)]
        head = side.head
        if head is None:
            head = part.head.left if left else part.head.right
        if head:
            contents.append(self._shared(_MARGIN % head))
        if side.folio:
            drawn = self._folio(side.folio, at - COVER_PAGES + 1)
            contents.append(self._add(_content(_MARGIN % drawn)))
        return contents

    def _folio(self, folio: Folio, number: int) -> bytes:
        file = self._fonts.file(folio.font)
        for figure, glyph in enumerate(figures(file, folio.zero)):
            self._fonts.glyph(folio.font, glyph, str(figure))
        return draw_folio(folio, number, file, self._fonts.widths(folio.font))

    def _text(self, page: PiecePage) -> _RawStream:
        """Return the content of a page with its numbers filled in."""
        if not page.slots:
            return _packed(page.content)
        content = bytearray(page.content)
        for slot in page.slots:
            number = str(self._imposition.number(slot.target))
            for place, figure in zip(slot.places, number.rjust(len(slot.places)), strict=True):
                glyph = slot.blank if figure == " " else slot.figures[int(figure)]
                content[place : place + 4] = b"%04x" % glyph
                self._fonts.glyph(slot.font, glyph, FIGURE_SPACE if figure == " " else figure)
        return _content(bytes(content))

    def _page_dictionary(
        self,
        width: float,
        height: float,
        contents: Iterable[bytes],
        resources: bytes,
        annotations: Iterable[bytes],
        at: int,
    ) -> bytes:
        box = b"[0 0 %s %s]" % (_number(width), _number(height))
        links = b" ".join(annotations)
        return (
            b"<</Type/Page/Parent \x02%d\x02/MediaBox%s/TrimBox%s/BleedBox%s/Contents[%s]"
            b"/Resources %s/Tabs/S/StructParents %d%s>>"
            % (
                at // _PAGES_IN_A_NODE,
                box,
                box,
                box,
                b" ".join(contents),
                resources,
                at,
                b"/Annots[%s]" % links if links else b"",
            )
        )

    def _link(self, data: bytes, link: Link, shift: float, key_of: Mapping[int, int]) -> bytes:
        x1, y1, x2, y2 = link.rectangle
        rectangle = b" ".join(map(_number, (x1 + shift, y1, x2 + shift, y2)))
        more = b"/Rect[%s]" % rectangle
        if link.number in key_of:
            more += b"/StructParent %d" % key_of[link.number]
        if link.target is not None:
            known = link.target in self._imposition.pages
            target = link.target if known else link.target.partition("--")[0]
            more += b"/Dest " + bytes(pydyf.String(target).data)
        return data.removesuffix(b">>") + more + b">>"

    def _marks(self, page: PiecePage, reference: bytes, shift: float) -> None:
        for one in page.destinations:
            self._destinations.setdefault(one.name, _destination(reference, one, shift))
        self._bookmarks += [(one, _destination(reference, one, shift)) for one in page.bookmarks]

    # ---- what holds the pages together

    def _page_tree(self) -> None:
        pdf = self._pdf
        pages = self._pages
        nodes: list[bytes] = []
        for start in range(0, len(pages), _PAGES_IN_A_NODE):
            some = pages[start : start + _PAGES_IN_A_NODE]
            kids = b" ".join(page.reference for page in some)
            node = self._add(
                _Raw(
                    b"<</Type/Pages/Parent %s/Count %d/Kids[%s]>>"
                    % (pdf.pages.reference, len(some), kids)
                )
            )
            mark = b"\x02%d\x02" % len(nodes)
            for page in some:
                page.written = page.written.replace(mark, node)
            nodes.append(node)
        pdf.pages["Kids"] = pydyf.Array(nodes)
        pdf.pages["Count"] = len(pages)

    def _structure(self) -> None:
        root = self._add_later()
        self._book.close(root.reference)
        for group in self._groups:
            group.close(self._book.reference)
        self._parents.written = b"<</Nums[%s]>>" % b" ".join((*self._parent_tree, *self._links))
        root.written = b"<</Type/StructTreeRoot/ParentTree %s/ParentTreeNextKey %d/K[%s]>>" % (
            self._parents.reference,
            len(self._parent_tree) + len(self._links),
            self._book.reference,
        )
        self._pdf.catalog["StructTreeRoot"] = root.reference

    def _names(self) -> None:
        names = b"".join(
            pydyf.String(name).data + b" " + place
            for name, place in sorted(self._destinations.items())
        )
        tree = self._add(_Raw(b"<</Names[%s]>>" % names))
        self._pdf.catalog["Names"] = pydyf.Dictionary({"Dests": tree})

    def _outline(self) -> None:
        root = pydyf.Dictionary({"Type": "/Outlines"})
        self._add(root)
        open_: list[tuple[int, pydyf.Dictionary]] = [(0, root)]
        for bookmark, place in self._bookmarks:
            while open_[-1][0] >= bookmark.level:
                open_.pop()
            parent = open_[-1][1]
            entry = pydyf.Dictionary(
                {
                    "Title": pydyf.String(bookmark.label),
                    "Dest": place,
                    "Parent": parent.reference,
                }
            )
            reference = self._add(entry)
            if "Last" in parent:
                last = self._pdf.objects[int(parent["Last"].split()[0])]
                last["Next"] = reference
                entry["Prev"] = last.reference
            else:
                parent["First"] = reference
            parent["Last"] = reference
            for _, above in open_:
                above["Count"] = above.get("Count", 0) + 1
            open_.append((bookmark.level, entry))
        if self._bookmarks:
            self._pdf.catalog["Outlines"] = root.reference

    def _frame(self, frame: Frame) -> None:
        """Say what a PDF/UA-1 file says about itself (ISO 14289-1, 7.1 and 7.2)."""
        pdf = self._pdf
        pdf.catalog["Metadata"] = self._add(
            _RawStream(b"<</Type/Metadata/Subtype/XML>>", frame.metadata)
        )
        pdf.catalog["Lang"] = pydyf.String(frame.language)
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        pdf.info.update({name: pydyf.String(text) for name, text in frame.info})


def _content(content: bytes) -> _RawStream:
    return _packed(zlib.compress(content))


def _packed(content: bytes) -> _RawStream:
    return _RawStream(b"<</Filter/FlateDecode>>", content)


def _destination(page: bytes, place: Destination | Bookmark, shift: float) -> bytes:
    return b"[%s/XYZ %s %s 0]" % (page, _number(place.x + shift), _number(place.y))


def _number(value: float) -> bytes:
    return f"{value:.4f}".rstrip("0").rstrip(".").encode()
