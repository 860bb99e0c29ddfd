"""A finished press file looked over as its printer does: what breaks the profile is an error."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import ImageChops

from anthology.errors import Finding, Kind, error
from anthology.press.boxes import boxes
from anthology.press.commission import Commission
from anthology.press.conformance import offences
from anthology.press.declaring import VERSIONS
from anthology.press.profiles import Space
from anthology.press.walk import contents_of, drawings, fonts, groups, named, pictures, streams

_NEAR = 0.1
"""Points that a box may be off."""
_COLOURED = re.compile(
    rb"(?:^|\s)(?:(?P<rgb>rg|RG)|(?P<cmyk>k|K)|(?P<other>cs|CS|sc|SC|scn|SCN))(?=\s|$)"
)
"""The operators that set a colour which is no grey (ISO 32000-1, table 74)."""
_PATTERN = re.compile(rb"/Pattern\s+(?:cs|CS)\s+/[^\s<>\[\](){}/%]+\s+(?:scn|SCN)(?=\s|$)")
"""The operators that paint with a pattern that has colours of its own: it is looked at apart."""
_STRINGS = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9a-fA-F\s]*>|/[^\s<>\[\](){}/%]+", re.DOTALL)
"""Texts and names in a content stream, which are no operators."""
_CMYK = re.compile(rb"(?:^|\s)((?:[\d.]+\s+){4})[kK](?=\s|$)")
"""The operators that set a colour of inks."""
_ALLOWED = {
    Space.GREY: frozenset({"DeviceGray"}),
    Space.RGB: frozenset({"DeviceGray", "DeviceRGB"}),
    Space.CMYK: frozenset({"DeviceGray", "DeviceCMYK"}),
}
_SHINING = frozenset({"/ca", "/CA", "/SMask", "/BM"})
"""What a graphics state has where something shines through (ISO 32000-1, table 58)."""
_PLACE = 4
"""How many dots of a picture a place is wide, and high."""
_MOST = 5
"""How many pages are named."""


def check(data: bytes, made: Commission) -> tuple[Finding, ...]:
    """Return an error (judge) for everything in a file that its printer does not take."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return (
            *_counts(pdf, len(data), made),
            *_boxes(pdf, made),
            *_leftovers(pdf, made),
            *_fonts(pdf, made),
            *_colours(pdf, made),
            *_transparency(pdf, made),
            *_inks(pdf, made),
            *_version(pdf, made),
            *(_faulty(made, told) for told in offences(data, pdf, made.standard)),
        )


def _broken(made: Commission, message: str, advice: str) -> Finding:
    return error(Kind.JUDGE, f"the {made.file} {message} ({made.profile.name})", advice)


def _faulty(made: Commission, message: str) -> Finding:
    return error(Kind.JUDGE, f"the {made.file} {message}", "report it")


def _counts(pdf: pikepdf.Pdf, size: int, made: Commission) -> Iterator[Finding]:
    rule, paper = made.profile.pages, made.paper
    count = len(pdf.pages)
    least, most = max(rule.least, paper.least or 0), min(rule.most, paper.most or rule.most)
    if count < least:
        on, other = (f" on {paper.name}", ", or another paper") if least > rule.least else ("", "")
        advice = f"take in more, or a smaller page{other}"
        yield _broken(made, f"has {count} pages, and {least}{on} is the least", advice)
    if count > most:
        advice = "divide the book, take a larger page, or another paper"
        yield _broken(made, f"has {count} pages, and {most} on {paper.name} is the most", advice)
    if count % rule.multiple:
        yield _broken(made, f"has {count} pages, no multiple of {rule.multiple}", "report it")
    if rule.last_blank and contents_of(pdf.pages[-1]) and _drawn(pdf.pages[-1]):
        yield _broken(made, "has no blank last page", "report it")
    limit = made.profile.megabytes
    if limit and size > limit * 1_000_000:
        advice = "show fewer or smaller pictures"
        yield _broken(made, f"has {size / 1e6:.0f} MB, and {limit} is the most", advice)


def _drawn(page: pikepdf.Page) -> bool:
    return any(b"BT" in part.read_bytes() for part in contents_of(page))


def _boxes(pdf: pikepdf.Pdf, made: Commission) -> Iterator[Finding]:
    wrong = []
    for number, page in enumerate(pdf.pages):
        wanted = boxes(made, right=number % 2 == 0)
        for key, box in (
            ("/MediaBox", wanted.media),
            ("/BleedBox", wanted.bleed),
            ("/TrimBox", wanted.trim),
        ):
            found = [float(edge) for edge in page.obj.get(key, Array())]
            pairs = zip(found, box.numbers(), strict=False)
            if len(found) != 4 or any(abs(a - b) > _NEAR for a, b in pairs):
                wrong.append(f"{key[1:]} of page {number + 1}")
    if wrong:
        yield _faulty(made, f"has boxes of another size: {_some(wrong)}")


def _leftovers(pdf: pikepdf.Pdf, made: Commission) -> Iterator[Finding]:
    linked = [str(at) for at, page in enumerate(pdf.pages, 1) if "/Annots" in page.obj]
    if linked:
        yield _faulty(made, f"has links on page {_some(linked)}")
    for key in ("/Outlines", "/OpenAction", "/AcroForm"):
        if key in pdf.Root:
            yield _faulty(made, f"has {key[1:]}")


def _fonts(pdf: pikepdf.Pdf, made: Commission) -> Iterator[Finding]:
    early = VERSIONS[made.standard] == "1.3"
    for font in fonts(pdf):
        if font.get("/Subtype") in (Name.Type0, Name.Type3):
            continue  # the one names another font, the other is made of drawings
        name = str(font.get("/BaseFont", "/?"))[1:]
        told = font.get("/FontDescriptor", Dictionary())
        if not any(key in told for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield _faulty(made, f"does not hold the typeface {name}")
        elif early and told.get("/FontFile3", Dictionary()).get("/Subtype") == Name.OpenType:
            yield _broken(
                made,
                f"holds the typeface {name} as OpenType, which PDF 1.3 does not know",
                "take a TrueType file of it, or another typeface",
            )


def _colours(pdf: pikepdf.Pdf, made: Commission) -> Iterator[Finding]:
    allowed = _ALLOWED[made.space]
    wrong = []
    for number, page in enumerate(pdf.pages, 1):
        used = {space for stream in contents_of(page) for space in _spaces(stream)}
        wrong += [f"{space} on page {number}" for space in sorted(used - allowed)]
    shown = (one for one in pictures(pdf) if not one.get("/ImageMask"))
    found = [(_name(one.get("/ColorSpace")), "picture") for one in shown]
    found += [(_name(one.CS), "group") for one in groups(pdf) if "/CS" in one]
    found += [(_name(one), "resource") for one in named(pdf, "/ColorSpace")]
    found += [(_name(one.get("/ColorSpace")), "gradient") for one in named(pdf, "/Shading")]
    found += [(space, "drawing") for one in drawings(pdf) for space in _spaces(one)]
    wrong += [f"{space} in a {where}" for space, where in found if space not in allowed]
    if wrong:
        told = _some(list(dict.fromkeys(wrong)))
        advice = "draw it in plain colours, or save it as JPEG or PNG"
        yield _broken(made, f"has colours that may not be: {told}", advice)


def _spaces(stream: Stream) -> Iterator[str]:
    """Yield the colour spaces that the operators of a content stream name."""
    operators = _STRINGS.sub(b" ", _PATTERN.sub(b" ", stream.read_bytes()))
    for found in _COLOURED.finditer(operators):
        yield {"rgb": "DeviceRGB", "cmyk": "DeviceCMYK", "other": "another space"}[
            found.lastgroup or "other"
        ]


def _name(space: Any) -> str:
    if isinstance(space, Array):
        space = space[0]
    return str(space).removeprefix("/")


def _transparency(pdf: pikepdf.Pdf, made: Commission) -> Iterator[Finding]:
    if made.transparency:
        return
    states = (state for state in named(pdf, "/ExtGState") if not _SHINING.isdisjoint(state.keys()))
    masks = (one for one in pictures(pdf) if "/SMask" in one)
    if any(True for _ in (*states, *masks, *groups(pdf))):
        yield _broken(
            made,
            "has something transparent, which may not be",
            "make drawings opaque, or save them as JPEG or PNG",
        )


def _inks(pdf: pikepdf.Pdf, made: Commission) -> Iterator[Finding]:
    """Yield an error where more ink lies on a place than the paper takes."""
    found = [total for one in streams(pdf) for total in _totals(one)]
    found += [most_ink(one) for one in pictures(pdf) if one.get("/ColorSpace") == Name.DeviceCMYK]
    most = max(found, default=0.0)
    if most > made.profile.ink_limit:
        yield _faulty(
            made, f"has {most:.0f} % of ink on a place, and {made.profile.ink_limit} is the most"
        )


def _totals(stream: Stream) -> Iterator[float]:
    for found in _CMYK.finditer(_STRINGS.sub(b" ", stream.read_bytes())):
        yield 100 * sum(map(float, found[1].split()))


def most_ink(picture: Stream) -> float:
    """Return how much ink lies on the darkest place of a picture in CMYK, in hundredths of one.

    A place is a few dots: what JPEG adds to single ones does not count.
    """
    image = pikepdf.PdfImage(picture).as_pil_image()
    image = image.reduce((min(_PLACE, image.width), min(_PLACE, image.height)))
    first, second = (
        ImageChops.add(image.getchannel(one), image.getchannel(other), scale=2)
        for one, other in ("CM", "YK")
    )
    mean = ImageChops.add(first, second, scale=2)
    return 400 * max(at for at, count in enumerate(mean.histogram()) if count) / 255


def _version(pdf: pikepdf.Pdf, made: Commission) -> Iterator[Finding]:
    version = VERSIONS[made.standard]
    if pdf.pdf_version != version:
        yield _faulty(made, f"is PDF {pdf.pdf_version}, not {version}")


def _some(named: list[str]) -> str:
    more = f" and {len(named) - _MOST} more" if len(named) > _MOST else ""
    return ", ".join(named[:_MOST]) + more
