"""The PDF of a book made one for the press: no links, its boxes, its colours, its last pages."""

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Stream

from anthology.model import Metadata
from anthology.press.boxes import Boxes, boxes, marks
from anthology.press.colours import Target, bring_into
from anthology.press.commission import Commission
from anthology.press.declaring import VERSIONS, declare
from anthology.press.inks import Press
from anthology.press.profiles import Space
from anthology.press.walk import drawings, named, resources

_ON_SCREEN = ("/Outlines", "/PageLabels", "/PageMode", "/OpenAction", "/ViewerPreferences")
"""What a catalog has for readers at a screen."""
_NEUTRAL = {"/ca": 1, "/CA": 1, "/AIS": False, "/SMask": Name("/None"), "/BM": Name.Normal}
"""What a graphics state says that lets nothing shine through."""


def finish(data: bytes, made: Commission, metadata: Metadata) -> bytes:
    """Return a PDF without a cover as the printer wants it.

    The same PDF gives the same bytes. Its structure and the names of its places stay, which no
    standard forbids; links, bookmarks and whatever else is for screens goes.
    """
    with pikepdf.open(BytesIO(data)) as pdf:
        _drop_links(pdf)
        for key in _ON_SCREEN:
            if key in pdf.Root:
                del pdf.Root[key]
        bring_into(pdf, _target(made))
        _drop_neutral(pdf)
        _end_with_blanks(pdf, made)
        _lay_out(pdf, made)
        declare(pdf, made, metadata)
        file = BytesIO()
        version = VERSIONS[made.standard]
        pdf.save(
            file,
            force_version=version,
            object_stream_mode=ObjectStreamMode.disable
            if version == "1.3"
            else ObjectStreamMode.generate,
            deterministic_id=True,
        )
        return file.getvalue()


def _target(made: Commission) -> Target:
    if made.space is not Space.CMYK:
        return made.space
    assert made.output is not None  # noqa: S101 - `equipped` found one
    return Press(profile=made.output.data, limit=made.profile.ink_limit)


def _drop_links(pdf: pikepdf.Pdf) -> None:
    """Take out the links, and what the structure says of them."""
    kept = set()
    for page in pdf.pages:
        for key in ("/Annots", "/Tabs"):
            if key in page.obj:
                del page.obj[key]
        if "/StructParents" in page.obj:
            kept.add(int(page.obj.StructParents))
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and thing.get("/S") == Name.Link:
            thing.S = Name.Span
            kids = thing.get("/K", Array())
            listed = list(kids) if isinstance(kids, Array) else [kids]
            thing.K = Array([kid for kid in listed if not _is_link(kid)])
    root = pdf.Root.get("/StructTreeRoot")
    if root is not None:
        numbers = list(root.ParentTree.Nums)
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        root.ParentTree.Nums = Array(
            [part for key, value in pairs if int(key) in kept for part in (key, value)]
        )


def _is_link(kid: object) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR


def _drop_neutral(pdf: pikepdf.Pdf) -> None:
    """Take out what speaks of transparency where there is none, and colour spaces without use."""
    for state in named(pdf, "/ExtGState"):
        for key, value in _NEUTRAL.items():
            if key in state and state[key] == value:
                del state[key]
    for found in resources(pdf):
        if "/ColorSpace" in found:
            del found["/ColorSpace"]
    if not any(key in state for state in named(pdf, "/ExtGState") for key in _NEUTRAL):
        for drawing in drawings(pdf):
            if "/Group" in drawing:
                del drawing["/Group"]


def _end_with_blanks(pdf: pikepdf.Pdf, made: Commission) -> None:
    for _ in range(made.profile.pages.whole(len(pdf.pages)) - len(pdf.pages)):
        blank = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, 1, 1]), Resources=Dictionary())
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(blank)))


def _lay_out(pdf: pikepdf.Pdf, made: Commission) -> None:
    """Give each page its boxes, and put what stands on it into them."""
    sides = {right: boxes(made, right=right) for right in (True, False)}
    around = {right: _around(pdf, side, made) for right, side in sides.items()}
    for number, page in enumerate(pdf.pages):
        right = number % 2 == 0
        side = sides[right]
        for key, box in (
            ("/MediaBox", side.media),
            ("/BleedBox", side.bleed),
            ("/TrimBox", side.trim),
        ):
            page.obj[key] = Array(box.numbers())
        before, after = around[right]
        if before:
            page.contents_add(before, prepend=True)
        for stream in after:
            page.contents_add(stream)


def _around(
    pdf: pikepdf.Pdf, side: Boxes, made: Commission
) -> tuple[Stream | None, tuple[Stream, ...]]:
    """Return what comes before the content of a page, and what after it."""
    x, y = side.trim.left, side.trim.bottom
    after = [pdf.make_stream(marks(side))] if made.marks else []
    if not (x or y):
        return None, tuple(after)
    before = pdf.make_stream(f"q 1 0 0 1 {x:.4f} {y:.4f} cm".encode())
    return before, (pdf.make_stream(b"Q"), *after)
