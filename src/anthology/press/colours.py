"""The colours of a finished PDF brought into those of the press: grey, RGB or CMYK.

Black, greys and white become DeviceGray whatever the press prints, so that text is printed with
black ink alone: DeviceGray is the black ink of CMYK (ISO 32000-1, 10.3.3).
"""

import re
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from math import sqrt
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageFilter

from anthology.press.profiles import Space
from anthology.press.walk import contents_of, drawings, named, pictures

_RGB = re.compile(rb"^(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (rg|RG)$", re.MULTILINE)
"""The operators that set a colour of RGB, each on a line of its own."""
_OPERATORS = {1: (b"g", b"G"), 3: (b"rg", b"RG"), 4: (b"k", b"K")}
_SPACES = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
INK = 2.3
"""How much ink lies on a place at most, in parts of one ink's most: some printers take 2.4."""
_STEPS = 25
"""In how many steps the colours of pictures are calculated, in each of the three directions."""
_QUALITY = 92
"""Of a JPEG whose colours are new, of 100."""


def converted(colour: Sequence[float], space: Space) -> tuple[float, ...]:
    """Return a colour of RGB, each part 0 to 1, as one of a space; a grey has one part.

    The brightness is that of ITU-R BT.601, 2.5.1.
    """
    red, green, blue = (min(max(part, 0.0), 1.0) for part in colour)
    if red == green == blue:
        return (red,)
    if space is Space.GREY:
        return (round(0.299 * red + 0.587 * green + 0.114 * blue, 4),)
    if space is Space.RGB:
        return (red, green, blue)
    return _inks(red, green, blue)


def _inks(red: float, green: float, blue: float) -> tuple[float, float, float, float]:
    """Return a colour as cyan, magenta, yellow and black.

    Each ink takes its part of what the others leave of the light. Black takes the place of the
    others in what is dark: little of it in light colours, and as much as there has to be so that
    no more ink lies on the paper than printers take.
    """
    light, most = red + green + blue, 4 - INK
    if not light:
        return (0.0, 0.0, 0.0, 1.0)
    brightest = max(red, green, blue)
    left = 1 - (1 - brightest) ** 2
    if 4 - left - light / left > INK:
        left = max((most - sqrt(most * most - 4 * light)) / 2, brightest)
    inks = [1 - part / left for part in (red, green, blue)]
    scale = min(1.0, (INK - 1 + left) / max(sum(inks), 1e-9))
    cyan, magenta, yellow = (round(ink * scale, 4) for ink in inks)
    return (cyan, magenta, yellow, round(1 - left, 4))


def bring_into(pdf: pikepdf.Pdf, space: Space) -> None:
    """Bring everything that a PDF draws into a space."""
    contents = {stream.objgen: stream for page in pdf.pages for stream in contents_of(page)}
    for stream in (*contents.values(), *drawings(pdf)):
        _operators(stream, space)
    for shading in named(pdf, "/Shading"):
        _shading(shading, space)
    for picture in pictures(pdf):
        _picture(picture, space)
    if space is not Space.RGB:
        for drawing in drawings(pdf):
            group = drawing.get("/Group")
            if group is not None and "/CS" in group:
                group.CS = Name.DeviceGray if space is Space.GREY else Name.DeviceCMYK


def _operators(stream: Stream, space: Space) -> None:
    data = stream.read_bytes()

    def other(found: re.Match[bytes]) -> bytes:
        parts = converted([float(found[at]) for at in (1, 2, 3)], space)
        operator = _OPERATORS[len(parts)][found[4] == b"RG"]
        return b" ".join((*map(_number, parts), operator))

    changed = _RGB.sub(other, data)
    if changed != data:
        stream.write(changed)


def _number(value: float) -> bytes:
    return (f"{value:.4f}".rstrip("0").rstrip(".") or "0").encode()


def _shading(shading: Any, space: Space) -> None:
    """Bring the colours of a gradient into a space (ISO 32000-1, 8.7.4.5)."""
    if shading.get("/ColorSpace") != Name.DeviceRGB:
        return
    ends = [function for function in _functions(shading.Function) if "/C0" in function]
    colours = [
        converted([float(part) for part in function[key]], space)
        for function in ends
        for key in ("/C0", "/C1")
    ]
    parts = max((len(colour) for colour in colours), default=1)
    for number, function in enumerate(ends):
        for key, colour in zip(("/C0", "/C1"), colours[2 * number :], strict=False):
            function[key] = Array(_with_parts(colour, parts))
    shading.ColorSpace = _SPACES[parts]


def _functions(function: Any) -> list[Dictionary]:
    inner = function.get("/Functions")
    return [function] if inner is None else [one for each in inner for one in _functions(each)]


def _with_parts(colour: tuple[float, ...], parts: int) -> list[float]:
    """Return a colour with as many parts as the others beside it."""
    if len(colour) == parts:
        return list(colour)
    (grey,) = colour
    return [grey] * 3 if parts == 3 else [0, 0, 0, round(1 - grey, 4)]


def _picture(image: Stream, space: Space) -> None:
    if image.get("/ColorSpace") in (None, Name.DeviceGray) or space is Space.RGB:
        return
    if image.get("/ColorSpace") == Name.DeviceCMYK and space is Space.CMYK:
        return
    photograph = image.get("/Filter") == Name.DCTDecode
    seen = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
    made = seen.convert("L") if space is Space.GREY else _as_cmyk(seen)
    for key in ("/Decode", "/DecodeParms"):
        if key in image:
            del image[key]
    image.ColorSpace = Name.DeviceGray if space is Space.GREY else Name.DeviceCMYK
    image.BitsPerComponent = 8
    if not photograph:
        image.write(made.tobytes())
        return
    file = BytesIO()
    made.save(file, "JPEG", quality=_QUALITY, subsampling=0)
    image.write(file.getvalue(), filter=Name.DCTDecode)
    if made.mode == "CMYK":
        image.Decode = Array([1, 0] * 4)  # Pillow writes the inks of a JPEG inverted


@cache
def _table() -> ImageFilter.Color3DLUT:
    return ImageFilter.Color3DLUT.generate(_STEPS, _inks, channels=4, target_mode="CMYK")


def _as_cmyk(image: Image.Image) -> Image.Image:
    """Return a picture in CMYK; see `_inks`."""
    return image.filter(_table())
