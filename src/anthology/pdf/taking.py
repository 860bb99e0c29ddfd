"""A document that WeasyPrint has set, taken apart into a piece."""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint.document import Document
from weasyprint.matrix import Matrix

from anthology.pdf.figures import blank, figures, is_zero
from anthology.pdf.openings import openings_of
from anthology.pdf.piece import (
    BETWEEN,
    DOCUMENT,
    FIRST_PAGE,
    FONTS,
    REFERENCE,
    Bookmark,
    Destination,
    Font,
    Frame,
    Link,
    Piece,
    PiecePage,
    Slot,
    Stream,
)
from anthology.pdf.showing import whole_texts
from anthology.pdf.structure import PageReference, Tagger, mended, own_links
from anthology.typefaces import FontFile

VARIANT = "pdf/ua-1"
SCALE = 0.75
"""Points in a pixel of CSS."""
INSIDE = "anthology-book:"
"""What stands before the target of a link inside the book, which WeasyPrint would drop where the
target is not in the same piece."""

_REFERENCE = re.compile(rb"(\d+) 0 R")
_GLYPH = re.compile(rb"[0-9a-f]{4}")
_LEAF = {"Type", "S", "K", "Pg", "P"}
"""The keys of a structure element that has nothing to say of its own."""


class _Taken(Exception):  # noqa: N818 - no error: ends the writing of a file that nobody needs
    def __init__(self, piece: Piece) -> None:
        super().__init__()
        self.piece = piece


class _Framed(Exception):  # noqa: N818
    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame


def take(
    document: Document,
    files: tuple[FontFile, ...],
    id_: str = "",
    headings: tuple[int, ...] | None = None,
) -> Piece:
    """Draw a document and return it as a piece.

    `files` are the files of the typefaces, `id_` is that of the page document, `headings` are the
    levels of the headings that stand above it in the book. Without those the piece has no structure
    tree (PDF/UA-1, ISO 14289-1), and its contents are not compressed.
    """
    for page in document.pages:
        page.links = [_outward(link) for link in own_links(page.links)]
    with mended(headings or ()) as tagger, _without_fonts(), whole_texts():

        def finish(_: Document, pdf: pydyf.PDF) -> None:
            tagger.finish(pdf)
            raise _Taken(_Taking(document, pdf, tagger, files, id_).piece())

        try:
            tagged = headings is not None
            document.write_pdf(pdf_tags=tagged, pdf_version="1.7", finisher=finish)
        except _Taken as taken:
            return taken.piece
    raise AssertionError("WeasyPrint called no finisher")


def take_frame(document: Document) -> Frame:
    """Return what a document says about itself."""

    def finish(_: Document, pdf: pydyf.PDF) -> None:
        (metadata,) = (
            thing
            for thing in pdf.objects
            if isinstance(thing, pydyf.Stream) and thing.extra.get("Subtype") == "/XML"
        )
        raise _Framed(
            Frame(
                metadata=b"".join(map(_bytes, metadata.stream)),
                info=tuple((name, value.string) for name, value in pdf.info.items()),
                language=pdf.catalog["Lang"].string,
            )
        )

    with _without_fonts():
        try:
            document.copy([]).write_pdf(pdf_variant=VARIANT, finisher=finish)
        except _Framed as framed:
            return framed.frame
    raise AssertionError("WeasyPrint called no finisher")


@contextmanager
def _without_fonts() -> Iterator[None]:
    """Leave out the files of the fonts, which the book embeds once for all pieces."""
    build = weasyprint.pdf.build_fonts_dictionary
    weasyprint.pdf.build_fonts_dictionary = lambda *_: pydyf.Dictionary()
    try:
        yield
    finally:
        weasyprint.pdf.build_fonts_dictionary = build


def _outward(link: tuple[str, str, Any, Any]) -> tuple[str, str, Any, Any]:
    kind, target, rectangle, box = link
    return ("external", INSIDE + target, rectangle, box) if kind == "internal" else link


class _Taking:
    def __init__(
        self,
        document: Document,
        pdf: pydyf.PDF,
        tagger: Tagger,
        files: tuple[FontFile, ...],
        id_: str,
    ) -> None:
        self._id = id_
        self._document = document
        self._openings = tuple(openings_of(document.pages))
        self._pdf = pdf
        self._tagger = tagger
        self._files = files
        self._pages = [self._object(reference) for reference in pdf.page_references]
        self._numbers: dict[int, int] = {
            page.number: FIRST_PAGE + at for at, page in enumerate(self._pages)
        }
        self._order: list[Any] = []
        self._parents = self._parent_tree()
        self._owners: dict[int, int] = {}

    def piece(self) -> Piece:
        resources = self._object(self._pages[0]["Resources"])
        self._numbers[self._object(resources["Font"]).number] = FONTS
        top = self._top()
        links = [self._links(at) for at in range(len(self._pages))]
        pages = tuple(self._page(at, found) for at, found in enumerate(links))
        states = tuple(
            (name, self._written(state)) for name, state in sorted(resources["ExtGState"].items())
        )
        rest = {
            name: value for name, value in resources.items() if name not in ("Font", "ExtGState")
        }
        written = self._written(pydyf.Dictionary(rest))[2:-2]
        objects, streams = self._objects()
        return Piece(
            pages=pages,
            objects=objects,
            streams=streams,
            resources=written,
            states=states,
            top=top,
            fonts=tuple(self._fonts()),
        )

    def _object(self, reference: bytes) -> Any:
        return self._pdf.objects[int(reference.split()[0])]

    # ---- structure

    def _parent_tree(self) -> dict[int, Any]:
        root = self._pdf.catalog.get("StructTreeRoot")
        if root is None:
            return {}
        numbers = self._object(self._object(root)["ParentTree"])["Nums"]
        return dict(zip(numbers[::2], numbers[1::2], strict=True))

    def _top(self) -> tuple[int, ...]:
        root = self._pdf.catalog.get("StructTreeRoot")
        if root is None:
            return ()
        book = self._object(self._object(root)["K"][0])
        self._numbers[book.number] = DOCUMENT
        for reference in book["K"]:
            self._simplify(self._object(reference))
        return tuple(self._number(reference) for reference in book["K"])

    def _simplify(self, element: Any) -> None:
        """Let an element hold marked content itself, not in elements that say nothing."""
        kids = pydyf.Array()
        for kid in element["K"]:
            if not isinstance(kid, bytes):
                kids.append(kid)
                continue
            inner = self._object(kid)
            if inner.get("Type") == "/OBJR":
                kids.append(kid)
            elif _is_leaf(inner):
                (content,) = inner["K"]
                kids.append(content)
                self._owners[inner.number] = element.number
            else:
                self._simplify(inner)
                kids.append(kid)
        element["K"] = kids

    def _owner(self, reference: bytes | str) -> int:
        """Return the number of the element that holds a marked content."""
        if isinstance(reference, str):
            return DOCUMENT
        number = int(reference.split()[0])
        return self._number(b"%d 0 R" % self._owners.get(number, number))

    # ---- pages

    def _page(self, at: int, links: tuple[Link, ...]) -> PiecePage:
        page = self._document.pages[at]
        matrix = Matrix(SCALE, 0, 0, -SCALE, 0, page.height * SCALE)
        stream = self._object(self._pages[at]["Contents"])
        content, slots = self._content(stream, self._tagger.references.get(at, ()))
        return PiecePage(
            width=page.width * SCALE,
            height=page.height * SCALE,
            content=content if slots or not self._parents else zlib.compress(content),
            slots=slots,
            marked=tuple(map(self._owner, self._parents.get(at, ()))),
            links=links,
            opening=self._openings[at].text,
            letters=self._openings[at].letters,
            destinations=tuple(
                Destination(name=name, x=x, y=y)
                for name, point in page.anchors.items()
                for x, y in [matrix.transform_point(*point[:2])]
            ),
            bookmarks=tuple(
                Bookmark(level=level, label=label, x=x, y=y)
                for level, label, point, _ in page.bookmarks
                for x, y in [matrix.transform_point(*point[:2])]
            ),
        )

    def _content(
        self, stream: Any, references: Iterable[PageReference]
    ) -> tuple[bytes, tuple[Slot, ...]]:
        items = [_bytes(item) for item in stream.stream]
        starts = [0]
        for item in items:
            starts.append(starts[-1] + len(item) + 1)
        slots = tuple(self._slot(stream.stream, items, starts, one) for one in references)
        return b"\n".join(items), slots

    def _slot(
        self, operators: list[Any], items: list[bytes], starts: list[int], one: PageReference
    ) -> Slot:
        marked = next(
            at
            for at, item in enumerate(operators)
            if isinstance(item, pydyf.Dictionary) and item.get("MCID") == one.marked
        )
        end = items.index(b"EMC", marked)
        for shown in range(end - 1, marked, -1):
            if not items[shown].endswith(b"TJ"):
                continue
            font = next(items[at] for at in range(shown, -1, -1) if items[at].endswith(b" Tf"))
            key = font.split()[0][1:].decode()
            file = self._file(self._font(key))
            found = list(_glyphs(items[shown]))
            glyphs = [int(one[0], 16) for one in found]
            first = _zeros(glyphs, one.figures, file)
            if first is None:
                continue
            places = tuple(starts[shown] + glyph.start() for glyph in found)
            last = first + one.figures
            return Slot(
                target=one.target,
                places=places[first:last],
                before=places[:first] if one.after_blank and last == len(places) else (),
                font=key,
                figures=figures(file, glyphs[first]),
                blank=blank(file),
            )
        raise LookupError(f"no place for the number of the page of {one.target}")

    def _links(self, at: int) -> tuple[Link, ...]:
        return tuple(
            self._link(self._object(reference)) for reference in self._pages[at].get("Annots", ())
        )

    def _link(self, annotation: Any) -> Link:
        rectangle = tuple(map(float, annotation.pop("Rect")))
        address = annotation["A"]["URI"].string
        inside = address.startswith(INSIDE)
        if inside:
            del annotation["A"]
            if annotation["Contents"].string == address:
                annotation["Contents"] = pydyf.String(address.removeprefix(INSIDE))
        owner = DOCUMENT
        if "StructParent" in annotation:
            owner = self._owner(self._parents[annotation.pop("StructParent")])
        return Link(
            number=self._number(annotation.reference),
            rectangle=rectangle,  # type: ignore[arg-type]
            target=address.removeprefix(INSIDE) if inside else None,
            owner=owner,
        )

    # ---- objects

    def _number(self, reference: bytes) -> int:
        """Return the number of an object in the piece, and take it in where it is new."""
        number = int(reference.split()[0])
        if number not in self._numbers:
            self._numbers[number] = FIRST_PAGE + len(self._pages) + len(self._order)
            self._order.append(self._pdf.objects[number])
        return self._numbers[number]

    def _objects(self) -> tuple[bytes, tuple[Stream, ...]]:
        """Return the dictionaries of the objects, and the streams of those that have one."""
        written: list[bytes] = []
        streams: list[Stream] = []
        for thing in self._order:  # grows as objects refer to others
            if not isinstance(thing, pydyf.Stream):
                written.append(self._written(thing))
                continue
            extra = dict(thing.extra)
            extra.pop("Length", None)
            data = b"\n".join(map(_bytes, thing.stream))
            if thing.compress:
                extra["Filter"] = "/FlateDecode"
                data = zlib.compress(data)
            streams.append(Stream(number=self._numbers[thing.number], data=data))
            written.append(self._written(pydyf.Dictionary(extra)))
        return BETWEEN.join(written), tuple(streams)

    def _written(self, value: Any) -> bytes:
        if isinstance(value, bytes) and (found := _REFERENCE.fullmatch(value)):
            return REFERENCE % self._number(found[0])
        if isinstance(value, pydyf.Dictionary | dict):
            inside = b"".join(
                b"/%s %s" % (_bytes(key), self._written(self._own(key, one)))
                for key, one in value.items()
            )
            return b"<<" + inside + b">>"
        if isinstance(value, list | tuple):
            return b"[" + b" ".join(map(self._written, value)) + b"]"
        return _bytes(value)

    def _own(self, key: str, value: Any) -> Any:
        """Return a value in which ids of structure elements are the piece's own."""
        if key == "ID":
            return pydyf.String(f"{self._id}--{value.string}")
        if key == "Headers":
            return [pydyf.String(f"{self._id}--{one.string}") for one in value]
        return value

    # ---- fonts

    def _font(self, key: str) -> Any:
        return next(font for font in self._document.fonts.values() if font.hash == key)

    def _file(self, font: Any) -> FontFile:
        return next(file for file in self._files if file.data == font.file_content)

    def _fonts(self) -> Iterator[Font]:
        joined: dict[str, tuple[Any, dict[int, int], dict[int, str]]] = {}
        for font in self._document.fonts.values():
            _, widths, texts = joined.setdefault(font.hash, (font, {}, {}))
            widths.update(font.widths)
            texts.update(font.to_unicode)
        for key, (font, widths, texts) in sorted(joined.items()):
            glyphs = tuple(sorted(widths))
            yield Font(
                key=key,
                file=self._file(font).name,
                name=font.name.decode().partition("+")[2],
                family=font.family,
                flags=font.flags,
                ascent=font.ascent,
                descent=font.descent,
                glyphs=glyphs,
                widths=tuple(widths[glyph] for glyph in glyphs),
                texts=tuple(texts[glyph] for glyph in glyphs),
            )


def _zeros(glyphs: Sequence[int], count: int, file: FontFile) -> int | None:
    """Return where the last of so many zeros beside each other begin; None where there are none.

    In a text that runs from the right they stand before what it says before them.
    """
    for first in range(len(glyphs) - count, -1, -1):
        alike = set(glyphs[first : first + count])
        if len(alike) == 1 and is_zero(file, glyphs[first]):
            return first
    return None


def _is_leaf(element: Mapping[str, Any]) -> bool:
    kids = element["K"]
    return (
        element["S"] == "/Span"
        and element.keys() == _LEAF
        and len(kids) == 1
        and not isinstance(kids[0], bytes)
    )


def _bytes(item: Any) -> bytes:
    return bytes(pydyf._to_bytes(item))


def _glyphs(operator: bytes) -> Iterator[re.Match[bytes]]:
    """Yield each glyph of an operator that shows text: `[<0012>-20<00340035>] TJ`."""
    edges = [found.start() for found in re.finditer(rb"[<>]", operator)]
    for start, end in list(pairwise(edges))[::2]:
        yield from _GLYPH.finditer(operator, start + 1, end)
