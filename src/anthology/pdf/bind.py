"""Pieces bound into one PDF: left and right pages, folios, heads and the numbers in the text."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

import pydyf
from msgspec import Struct

from anthology.model import PageKind, PageStart
from anthology.names.marking import is_name_id
from anthology.pdf import Rendered
from anthology.pdf.figures import FIGURE_SPACE, figures
from anthology.pdf.fontset import FontSet
from anthology.pdf.margins import Folio, Head, Look, draw_folio
from anthology.pdf.numbering import label_pages
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
from anthology.pdf.writing import Objects, reference
from anthology.typefaces import FontFile

_MARK = re.compile(rb"\x00(\d+)\x00")
_PAGES_IN_A_NODE = 64
"""How many pages a node of the page tree has."""
_MARGIN = b"/Artifact <</Type/Pagination>> BDC\nq\n%s\nQ\nEMC"
_DEFLATED = b"<</Filter/FlateDecode>>"
_OPEN, _SHIFTED, _CLOSE = b"q", b"q 1 0 0 1 %s 0 cm", b"Q"


class Part(Struct, frozen=True, kw_only=True):
    """A page document, ready to be bound."""

    id: str
    piece: Piece
    look: Look
    head: Head
    recto: bool
    """Whether it begins on a right-hand page, after a blank one if need be."""
    kind: PageKind | None
    """What it is; None for the cover."""


class Place(Struct, frozen=True, kw_only=True):
    """A page of a part in the book."""

    part: Part
    page: PiecePage
    first: bool
    """Whether the part opens with it."""


class Imposition(Struct, frozen=True, kw_only=True):
    """Which page stands where; the first of the book is number 0 and a right-hand page."""

    before: int
    """How many pages stand before the one that carries the number 1."""
    places: tuple[Place | None, ...]
    """None is a blank page."""
    pages: Mapping[str, int]
    """The page of each destination."""

    def starts(self) -> Iterator[PageStart]:
        """Yield where each page with a number begins."""
        for at, place in enumerate(self.places):
            if place and at >= self.before:
                number = str(at - self.before + 1)
                yield PageStart(
                    document=place.part.id,
                    label=number,
                    opening=place.page.opening,
                    letters=place.page.letters,
                )

    def number(self, target: str) -> int:
        """Return the number that the page of a target carries; of its document where it is gone."""
        at = self.pages.get(target)
        return (self.pages[target.partition("--")[0]] if at is None else at) - self.before + 1


def impose(parts: Iterable[Part], before: int) -> Imposition:
    """Put the pages of the parts one after the other; `before` as in an Imposition."""
    places: list[Place | None] = []
    pages: dict[str, int] = {}
    for part in parts:
        if part.recto and len(places) % 2:
            places.append(None)
        for number, page in enumerate(part.piece.pages):
            for destination in page.destinations:
                pages.setdefault(destination.name, len(places))
            places.append(Place(part=part, page=page, first=number == 0))
    return Imposition(before=before, places=tuple(places), pages=pages)


def bind(imposition: Imposition, frame: Frame, files: Iterable[FontFile], cover: str) -> Rendered:
    """Return the PDF of a book.

    `cover` is the word for the pages that have no number. Every slot must have room for its number.
    """
    binding = _Binding(imposition, FontSet(files))
    data = binding.written(frame, cover)
    return Rendered(
        data=data,
        pages=len(imposition.places),
        starts=tuple(imposition.starts()),
        names=tuple(binding.names()),
    )


class _Group(Struct, frozen=True):
    """A structure element of the book's own, and those beneath it."""

    number: int
    type: str
    kids: list[bytes]

    def written(self, above: int) -> bytes:
        return b"<</Type/StructElem/S/%s/P %s/K[%s]>>" % (
            self.type.encode(),
            reference(above),
            b" ".join(self.kids),
        )


class _Binding:
    def __init__(self, imposition: Imposition, fonts: FontSet) -> None:
        self._imposition = imposition
        self._fonts = fonts
        self._objects = Objects()
        self._nodes = [
            self._objects.reserve() for _ in range(0, len(imposition.places), _PAGES_IN_A_NODE)
        ]
        """The nodes of the page tree."""
        self._catalog = pydyf.Dictionary({"Type": "/Catalog"})
        self._streams: dict[bytes, bytes] = {}
        self._parent_tree: list[bytes] = []
        self._links: list[bytes] = []
        self._destinations: dict[str, bytes] = {}
        self._linked = {link.target for place in self._places() for link in place.page.links}
        """The ids to which links lead; of names, which texts are full of, only these are kept."""
        self._bookmarks: list[tuple[Bookmark, bytes]] = []
        self._pages: list[int] = []
        self._bound: list[tuple[Part, hashlib._Hash]] = []
        self._font_dictionary = self._objects.reserve()
        self._book = _Group(self._objects.reserve(), "Document", [])
        self._chapter: _Group | None = None
        self._groups: list[_Group] = []
        self._parents = self._objects.reserve()

    def written(self, frame: Frame, cover: str) -> bytes:
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
        self._objects.put(self._font_dictionary, self._fonts.embed(self._objects))
        self._page_tree()
        self._structure()
        self._names()
        self._outline()
        self._frame(frame)
        label_pages(self._catalog, cover, self._imposition.before)
        info = pydyf.Dictionary({name: pydyf.String(text) for name, text in frame.info})
        return self._objects.file(self._add(self._catalog), self._add(info))

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield the id of each part, and the digest of all that stands of it in the book."""
        for part, bound in self._bound:
            for font in part.piece.fonts:
                bound.update(repr((font.key, self._fonts.texts(font))).encode())
            yield part.id, bound.hexdigest()

    def _places(self) -> Iterator[Place]:
        return (place for place in self._imposition.places if place)

    def _add(self, thing: pydyf.Object) -> bytes:
        return self._objects.add(thing.data)

    def _shared(self, content: bytes) -> bytes:
        """Return the reference of a content stream; equal ones are one object."""
        if content not in self._streams:
            self._streams[content] = self._objects.add_content(content)
        return self._streams[content]

    # ---- pages

    def _blank(self, at: int) -> None:
        neighbour = next(place.page for place in self._imposition.places[at + 1 :] if place)
        page = self._page_dictionary(
            neighbour.width, neighbour.height, [self._shared(b"")], b"<<>>", (), at
        )
        self._pages.append(self._objects.next)
        self._objects.add(page)
        self._parent_tree.append(b"%d []" % at)

    def _part(self, part: Part, at: int) -> None:
        """Add a part that begins at a page."""
        piece = part.piece
        above = self._above(part)
        bound = hashlib.sha256()
        self._bound.append((part, bound))
        objects = self._objects
        base = objects.next
        keys = [link.number for page in piece.pages for link in page.links if link.owner]
        first_key = len(self._imposition.places) + len(self._links)
        key_of = {number: first_key + n for n, number in enumerate(keys)}

        numbers = {DOCUMENT: above.number, FONTS: self._font_dictionary}
        count = len(piece.pages) + piece.objects.count(BETWEEN) + 1
        numbers |= {FIRST_PAGE + at: base + at for at in range(count)}
        references = {number: reference(place) for number, place in numbers.items()}
        marks = {b"%d" % number: told for number, told in references.items()}

        def resolved(data: bytes) -> bytes:
            parts = _MARK.split(data)
            parts[1::2] = [marks[mark] for mark in parts[1::2]]
            return b"".join(parts)

        pages = [objects.reserve() for _ in piece.pages]
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
                objects.add_stream(data, streams[number])
            elif number in links:
                objects.add(self._link(data, links[number], shifts[number], key_of))
            else:
                objects.add(data)
        states = dict((*piece.states, *part.look.states, *part.head.states))
        resources = objects.add(
            b"<<%s/Font %s/ExtGState <<%s>>>>"
            % (
                resolved(piece.resources),
                references[FONTS],
                b"".join(
                    b"/%s %s" % (name.encode(), resolved(state)) for name, state in states.items()
                ),
            )
        )
        for n, (page, number) in enumerate(zip(piece.pages, pages, strict=True)):
            self._parent_tree.append(
                b"%d [%s]"
                % (
                    at + n,
                    b" ".join(
                        b"null" if one == DOCUMENT else references[one] for one in page.marked
                    ),
                )
            )
            shift = self._shift(part, at + n)
            content = self._text(page)
            bound.update(content + repr((shift, page.marked, page.links)).encode())
            text = (
                objects.add_content(content)
                if page.slots
                else objects.add_stream(_DEFLATED, content)
            )
            written = self._page_dictionary(
                page.width,
                page.height,
                self._contents(part, text, at + n, first=n == 0, shift=shift),
                resources,
                [references[link.number] for link in page.links],
                at + n,
            )
            objects.put(number, written)
            self._marks(page, reference(number), shift)
        self._links += [
            b"%d %s" % (key_of[number], references[links[number].owner]) for number in keys
        ]
        above.kids.extend(references[number] for number in piece.top)

    def _above(self, part: Part) -> "_Group":
        """Return the structure element above those of a part: a chapter has its articles in it."""
        if part.kind is PageKind.CHAPTER:
            self._chapter = _Group(self._objects.reserve(), "Part", [])
            self._groups.append(self._chapter)
            self._book.kids.append(reference(self._chapter.number))
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
            drawn = self._folio(side.folio, at - self._imposition.before + 1)
            contents.append(self._objects.add_content(_MARGIN % drawn))
        return contents

    def _folio(self, folio: Folio, number: int) -> bytes:
        file = self._fonts.file(folio.font)
        for figure, glyph in enumerate(figures(file, folio.zero)):
            self._fonts.glyph(folio.font, glyph, str(figure))
        return draw_folio(folio, number, file, self._fonts.widths(folio.font))

    def _text(self, page: PiecePage) -> bytes:
        """Return the content of a page with its numbers filled in; compressed if it has none."""
        if not page.slots:
            return page.content
        content = bytearray(page.content)
        for slot in page.slots:
            number = str(self._imposition.number(slot.target))
            blanks = len(slot.places) - len(number)
            shown = [slot.blank] * blanks + [slot.figures[int(figure)] for figure in number]
            for glyph, text in zip(shown, FIGURE_SPACE * blanks + number, strict=True):
                self._fonts.glyph(slot.font, glyph, text)
            if slot.before:
                lead = [int(content[place : place + 4], 16) for place in slot.before]
                shown = shown[:blanks] + lead + shown[blanks:]
            for place, glyph in zip((*slot.before, *slot.places), shown, strict=True):
                content[place : place + 4] = b"%04x" % glyph
        return bytes(content)

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
            b"<</Type/Page/Parent %s/MediaBox%s/TrimBox%s/BleedBox%s/Contents[%s]"
            b"/Resources %s/Tabs/S/StructParents %d%s>>"
            % (
                reference(self._nodes[at // _PAGES_IN_A_NODE]),
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
            if one.name in self._linked or not is_name_id(one.name):
                self._destinations.setdefault(one.name, _destination(reference, one, shift))
        self._bookmarks += [(one, _destination(reference, one, shift)) for one in page.bookmarks]

    # ---- what holds the pages together

    def _page_tree(self) -> None:
        root = self._objects.reserve()
        for at, node in enumerate(self._nodes):
            some = self._pages[at * _PAGES_IN_A_NODE : (at + 1) * _PAGES_IN_A_NODE]
            kids = b" ".join(map(reference, some))
            written = b"<</Type/Pages/Parent %s/Count %d/Kids[%s]>>"
            self._objects.put(node, written % (reference(root), len(some), kids))
        written = b"<</Type/Pages/Count %d/Kids[%s]>>"
        nodes = b" ".join(map(reference, self._nodes))
        self._objects.put(root, written % (len(self._pages), nodes))
        self._catalog["Pages"] = reference(root)

    def _structure(self) -> None:
        root = self._objects.reserve()
        self._objects.put(self._book.number, self._book.written(root))
        for group in self._groups:
            self._objects.put(group.number, group.written(self._book.number))
        numbers = b"<</Nums[%s]>>" % b" ".join((*self._parent_tree, *self._links))
        self._objects.put(self._parents, numbers)
        self._objects.put(
            root,
            b"<</Type/StructTreeRoot/ParentTree %s/ParentTreeNextKey %d/K[%s]>>"
            % (
                reference(self._parents),
                len(self._parent_tree) + len(self._links),
                reference(self._book.number),
            ),
        )
        self._catalog["StructTreeRoot"] = reference(root)

    def _names(self) -> None:
        names = b"".join(
            pydyf.String(name).data + b" " + place
            for name, place in sorted(self._destinations.items())
        )
        tree = self._objects.add(b"<</Names[%s]>>" % names)
        self._catalog["Names"] = pydyf.Dictionary({"Dests": tree})

    def _outline(self) -> None:
        """Write the outline (ISO 32000-1, 12.3.3)."""
        root = self._objects.reserve()
        entries = {root: pydyf.Dictionary({"Type": "/Outlines"})}
        open_ = [(0, root)]
        for bookmark, place in self._bookmarks:
            while open_[-1][0] >= bookmark.level:
                open_.pop()
            parent = entries[open_[-1][1]]
            number = self._objects.reserve()
            entry = pydyf.Dictionary(
                {
                    "Title": pydyf.String(bookmark.label),
                    "Dest": place,
                    "Parent": reference(open_[-1][1]),
                }
            )
            if "Last" in parent:
                last = int(parent["Last"].split()[0])
                entries[last]["Next"] = reference(number)
                entry["Prev"] = reference(last)
            else:
                parent["First"] = reference(number)
            parent["Last"] = reference(number)
            for _, above in open_:
                entries[above]["Count"] = entries[above].get("Count", 0) + 1
            entries[number] = entry
            open_.append((bookmark.level, number))
        for number, entry in entries.items():
            self._objects.put(number, entry.data)
        if self._bookmarks:
            self._catalog["Outlines"] = reference(root)

    def _frame(self, frame: Frame) -> None:
        """Say what a PDF/UA-1 file says about itself (ISO 14289-1, 7.1 and 7.2)."""
        catalog = self._catalog
        catalog["Metadata"] = self._objects.add_stream(
            b"<</Type/Metadata/Subtype/XML>>", frame.metadata
        )
        catalog["Lang"] = pydyf.String(frame.language)
        catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def _destination(page: bytes, place: Destination | Bookmark, shift: float) -> bytes:
    return b"[%s/XYZ %s %s 0]" % (page, _number(place.x + shift), _number(place.y))


def _number(value: float) -> bytes:
    return f"{value:.4f}".rstrip("0").rstrip(".").encode()
