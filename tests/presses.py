"""Press files, covers, booklets as text: boxes, fonts, colours, declarations, text at places."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream

BOXES = ("/MediaBox", "/BleedBox", "/TrimBox")
COLOURS = {
    "g": "DeviceGray",
    "G": "DeviceGray",
    "rg": "DeviceRGB",
    "RG": "DeviceRGB",
    "k": "DeviceCMYK",
    "K": "DeviceCMYK",
}
OTHER_COLOURS = frozenset({"sc", "SC", "scn", "SCN", "cs", "CS"})
TEXTS = frozenset({"Tj", "TJ", "'", '"'})


def press_outline(path: Path) -> str:
    """Return what there is to check in a press file, a line each."""
    return "".join(_press_lines(path))


def pages_outline(path: Path) -> Iterator[str]:
    """Yield the size of a PDF's pages, its fonts, colours and links, and how its pages begin."""
    with pikepdf.open(path) as pdf:
        sizes = Counter(_box(page, "/MediaBox") for page in pdf.pages)
        yield f"{len(pdf.pages)} pages: {', '.join(f'{n} x {box}' for box, n in sizes.items())}\n"
        yield f"fonts: {', '.join(sorted(_fonts(pdf)))}\n"
        painted, text = colours_of(pdf)
        yield f"colours: {_counted(painted)}; of text: {', '.join(sorted(text))}\n"
        yield f"pages with links: {sum('/Annots' in page.obj for page in pdf.pages)}\n"
    yield from _texts(path)


def booklet_outline(path: Path) -> str:
    """Return the size of a booklet's sheets, and what stands on their sides."""
    return "".join(_booklet_lines(path))


def cover_outline(path: Path) -> str:
    """Return what there is to check in the cover of a printed book, its texts with their places."""
    return "".join(_cover_lines(path))


def _cover_lines(path: Path) -> Iterator[str]:
    with pikepdf.open(path) as pdf:
        yield f"=== {path.name}: {len(pdf.pages)} pages, PDF {pdf.pdf_version}\n"
        yield from _declared(pdf)
        yield ", ".join(f"{key[1:]} {_box(pdf.pages[0], key)}" for key in BOXES) + "\n"
        yield f"fonts: {', '.join(sorted(_fonts(pdf)))}\n"
        painted, text = colours_of(pdf)
        yield f"colours: {_counted(painted)}; of text: {', '.join(sorted(text))}\n"
        yield f"pictures: {_counted(_pictures(pdf)) or 'none'}\n"
        yield f"links: {sum('/Annots' in page.obj for page in pdf.pages)}\n"
    for words, (left, top, right, bottom) in texts_of(path):
        yield f"{left:.0f}-{right:.0f} x {top:.0f}-{bottom:.0f} mm: {words}\n"


Edges: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom, in mm from the upper left corner of the trimmed page."""


def texts_of(path: Path) -> Iterator[tuple[str, Edges]]:
    """Yield what PDFium takes for a line on the first page, and where its ink is."""
    pdf = pypdfium2.PdfDocument(path)
    try:
        page = pdf[0]
        x, _, _, y = page.get_trimbox()
        text = page.get_textpage()
        for number in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(number)
            words = " ".join(text.get_text_bounded(left, bottom, right, top).split())
            mm = 25.4 / 72
            yield words, ((left - x) * mm, (y - top) * mm, (right - x) * mm, (y - bottom) * mm)
    finally:
        pdf.close()


def _press_lines(path: Path) -> Iterator[str]:
    with pikepdf.open(path) as pdf:
        yield f"=== {path.name}: {len(pdf.pages)} pages, PDF {pdf.pdf_version}\n"
        yield from _declared(pdf)
        for side, number in (("right", 0), ("left", 1)):
            boxes = {_box(pdf.pages[number], key) for key in BOXES}
            same = {tuple(_box(page, key) for key in BOXES) for page in list(pdf.pages)[number::2]}
            assert len(same) == 1
            named = ", ".join(f"{key[1:]} {_box(pdf.pages[number], key)}" for key in BOXES)
            yield f"{side}: {named if len(boxes) > 1 else f'all boxes {boxes.pop()}'}\n"
        yield f"fonts: {', '.join(sorted(_fonts(pdf)))}\n"
        painted, text = colours_of(pdf)
        yield f"colours: {_counted(painted)}; of text: {', '.join(sorted(text))}\n"
        yield f"pictures: {_counted(_pictures(pdf)) or 'none'}\n"
        yield f"links: {sum('/Annots' in page.obj for page in pdf.pages)}\n"
    yield from _texts(path)


def _booklet_lines(path: Path) -> Iterator[str]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        yield f"=== {path.parent.name}/{path.name}: {len(pdf)} sides\n"
        for number, page in enumerate(pdf):
            width, height = page.get_size()
            words = " | ".join(" ".join(one.split())[:24] for one in _quarters(page))
            yield f"{number + 1} ({width:.1f} x {height:.1f}): {words}\n"
    finally:
        pdf.close()


def colours_of(pdf: pikepdf.Pdf) -> tuple[Counter[str], set[str]]:
    """Return how often each colour space is set, and the colours that text is painted in."""
    painted: Counter[str] = Counter()
    text: set[str] = set()
    drawn: list[pikepdf.Page | Stream] = [*pdf.pages]
    for thing in pdf.objects:
        if isinstance(thing, Stream) and (
            thing.get("/Subtype") == "/Form" or thing.get("/PatternType") == 1
        ):
            drawn.append(thing)
        if isinstance(thing, Dictionary) and "/ShadingType" in thing:
            painted[str(thing.ColorSpace)[1:]] += 1
    for one in drawn:
        now, states = "0 g", []
        for instruction in pikepdf.parse_content_stream(one):
            operator = str(instruction.operator)
            if operator == "q":
                states.append(now)
            elif operator == "Q":
                now = states.pop()
            elif operator in COLOURS:
                painted[COLOURS[operator]] += 1
                if operator.islower():
                    now = " ".join([*map(str, instruction.operands), operator])
            elif operator in OTHER_COLOURS:
                painted["another"] += 1
            elif operator in TEXTS:
                text.add(now)
    return painted, text


def _declared(pdf: pikepdf.Pdf) -> Iterator[str]:
    info: dict[str, str] = {}
    for key in ("/GTS_PDFXConformance", "/GTS_PDFXVersion"):
        if key in pdf.docinfo:
            info[key] = str(pdf.docinfo[key])
    for intent in pdf.Root.get("/OutputIntents", Array()):
        info["intent"] = str(intent.OutputConditionIdentifier)
        info["profile"] = str("/DestOutputProfile" in intent)
    if "/Metadata" in pdf.Root:
        xmp = pdf.Root.Metadata.read_bytes().decode()
        info["XMP"] = "PDF/X-4" if ">PDF/X-4<" in xmp else "no standard"
    info["outline"] = str("/Outlines" in pdf.Root)
    yield ", ".join(f"{key.lstrip('/')} {value}" for key, value in info.items()) + "\n"


def _box(page: pikepdf.Page, key: str) -> str:
    return " ".join(f"{float(edge):.1f}" for edge in page.obj[key])


def _fonts(pdf: pikepdf.Pdf) -> set[str]:
    fonts = set()
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == Name.FontDescriptor:
            assert "/FontFile2" in thing
            fonts.add(str(thing.FontName).partition("+")[2])
    return fonts


def _pictures(pdf: pikepdf.Pdf) -> Counter[str]:
    return Counter(
        str(thing.ColorSpace)[1:]
        for thing in pdf.objects
        if isinstance(thing, Stream) and thing.get("/Subtype") == "/Image"
    )


def _counted(counter: Counter[str]) -> str:
    return ", ".join(sorted(counter))


def _texts(path: Path) -> Iterator[str]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        for number, page in enumerate(pdf, 1):
            words = page.get_textpage().get_text_bounded().split()
            yield f"{number}: {' '.join(words)[:60]}\n" if words else f"{number}:\n"
    finally:
        pdf.close()


def _quarters(page: pypdfium2.PdfPage) -> Iterator[str]:
    """Yield the text of the halves of a side, or of its quarters if it stands upright."""
    width, height = page.get_size()
    text = page.get_textpage()
    rows = ((0, height),) if width > height else ((height / 2, height), (0, height / 2))
    for bottom, top in rows:
        for left, right in ((0, width / 2), (width / 2, width)):
            yield text.get_text_bounded(left, bottom, right, top)
