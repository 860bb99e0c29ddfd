"""The colours of a finished PDF brought into those of the press: grey, RGB or CMYK.

Black, greys and white become DeviceGray whatever the press prints, so that text is printed with
black ink alone: DeviceGray is the black ink of CMYK (ISO 32000-1, 10.3.3).
"""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from anthology.press.inks import Press
from anthology.press.profiles import Space
from anthology.press.walk import drawings, named, pictures, streams

_RGB = re.compile(rb"^(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (rg|RG)$", re.MULTILINE)
"""The operators that set a colour of RGB, each on a line of its own."""
_OPERATORS = {1: (b"g", b"G"), 3: (b"rg", b"RG"), 4: (b"k", b"K")}
_SPACES = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
_QUALITY = 92
"""Of a JPEG whose colours are new, of 100."""


Target: TypeAlias = Space | Press
"""Grey, RGB, or the inks of a press."""


def converted(colour: Sequence[float], target: Target) -> tuple[float, ...]:
    """Return a colour of RGB, each part 0 to 1, as one of a target; a grey has one part.

    The brightness is that of ITU-R BT.601, 2.5.1.
    """
    red, green, blue = (min(max(part, 0.0), 1.0) for part in colour)
    if red == green == blue:
        return (red,)
    if isinstance(target, Press):
        return target.colour(red, green, blue)
    if target is Space.GREY:
        return (round(0.299 * red + 0.587 * green + 0.114 * blue, 4),)
    return (red, green, blue)


def bring_into(pdf: pikepdf.Pdf, target: Target) -> None:
    """Bring everything that a PDF draws into a target."""
    for stream in tuple(streams(pdf)):
        _operators(stream, target)
    for shading in named(pdf, "/Shading"):
        _shading(shading, target)
    for picture in pictures(pdf):
        _picture(picture, target)
    if target is not Space.RGB:
        for drawing in drawings(pdf):
            group = drawing.get("/Group")
            if group is not None and "/CS" in group:
                group.CS = Name.DeviceGray if target is Space.GREY else Name.DeviceCMYK


def _operators(stream: Stream, target: Target) -> None:
    data = stream.read_bytes()

    def other(found: re.Match[bytes]) -> bytes:
        parts = converted([float(found[at]) for at in (1, 2, 3)], target)
        operator = _OPERATORS[len(parts)][found[4] == b"RG"]
        return b" ".join((*map(_number, parts), operator))

    changed = _RGB.sub(other, data)
    if changed != data:
        stream.write(changed)


def _number(value: float) -> bytes:
    return (f"{value:.4f}".rstrip("0").rstrip(".") or "0").encode()


def _shading(shading: Any, target: Target) -> None:
    """Bring the colours of a gradient into a target (ISO 32000-1, 8.7.4.5)."""
    if shading.get("/ColorSpace") != Name.DeviceRGB:
        return
    ends = [function for function in _functions(shading.Function) if "/C0" in function]
    colours = [
        converted([float(part) for part in function[key]], target)
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


def _picture(image: Stream, target: Target) -> None:
    if image.get("/ColorSpace") in (None, Name.DeviceGray) or target is Space.RGB:
        return
    photograph = image.get("/Filter") == Name.DCTDecode
    seen = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
    made = target.picture(seen) if isinstance(target, Press) else seen.convert("L")
    for key in ("/Decode", "/DecodeParms"):
        if key in image:
            del image[key]
    image.ColorSpace = Name.DeviceGray if made.mode == "L" else Name.DeviceCMYK
    image.BitsPerComponent = 8
    if not photograph:
        image.write(made.tobytes())
        return
    file = BytesIO()
    made.save(file, "JPEG", quality=_QUALITY, subsampling=0)
    image.write(file.getvalue(), filter=Name.DCTDecode)
    if made.mode == "CMYK":
        image.Decode = Array([1, 0] * 4)  # Pillow writes the inks of a JPEG inverted
