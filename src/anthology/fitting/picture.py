"""One raster picture for the needs of an edition, as a JPEG or PNG that every reader shows."""

import math
from contextlib import suppress
from io import BytesIO
from typing import Any

from PIL import Image, JpegImagePlugin

from anthology.decoding import ASIDE, KINDS, opened, orientation
from anthology.fitting.colours import is_srgb, to_grey, to_srgb
from anthology.fitting.fitted import Fitted
from anthology.fitting.metadata import without_metadata
from anthology.fitting.needs import Needs

_QUALITY = 90
"""Of a JPEG whose pixels are new, of 100."""
_FEW = 256
"""Up to how many colours a picture may be no photograph."""
_JPEG = frozenset({"JPEG", "MPO"})
_EXACT = frozenset({"PNG", "GIF"})
"""Kinds that keep each pixel as it is."""
_GREYS = frozenset({"1", "L", "LA"})
_WIDE_COLOURS = 1
"""What Pillow calls colours that are twice as wide as pixels (4:2:2)."""
_DEPTH = 24
"""Where a PNG says how many bits a colour has (PNG, third edition, 11.2.1)."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What brings a picture upright, by its orientation."""


def fit(data: bytes, needs: Needs) -> Fitted:
    """Return a picture that `read_raster` takes as one that meets the needs: the first frame.

    A JPEG or PNG that meets them stays the same, byte for byte; one that does but for its metadata
    keeps its pixels. What is made anew becomes a JPEG where it was one or has many colours and
    nothing transparent, a PNG where each pixel was exact or something is transparent, and else the
    smaller of both. The same picture gives the same bytes.
    """
    with opened(data) as image:
        image.load()  # a PNG may say behind its pixels how to turn them
        kind, turn = image.format or "", orientation(image)
        size = _within(image.size, needs.pixels)
        deep = kind == "PNG" and data[_DEPTH] > 8
        right = kind in _JPEG or (kind == "PNG" and not deep)
        if right and turn == 1 and size == image.size and not _other_colours(image, needs):
            with suppress(ValueError):
                return _fitted(without_metadata(data, kind), kind)
        made = _pixels(_eight_bits(image) if deep else image, size, needs)
        if turn in _TURNS:
            made = made.transpose(_TURNS[turn])
        if kind in _EXACT or (_is_clear(image) and not needs.opaque):
            return _fitted(_png(made), "PNG")
        fineness = _fineness(image, turn, same_size=size == image.size)
        photograph = _fitted(_jpeg(made, fineness), "JPEG")
        if kind in _JPEG or image.getcolors(_FEW) is None:
            return photograph
        drawn = _fitted(_png(made), "PNG")
        return min(drawn, photograph, key=lambda one: len(one.data))


def _within(size: tuple[int, int], pixels: int) -> tuple[int, int]:
    """Return a size with the same proportions, and no more pixels than there may be."""
    width, height = size
    if width * height <= pixels:
        return size
    share = math.sqrt(pixels / (width * height))
    return max(1, math.floor(width * share)), max(1, math.floor(height * share))


def _other_colours(image: Image.Image, needs: Needs) -> bool:
    """Return whether a picture has colours that it may not have."""
    if image.mode == "CMYK" or (needs.grey and image.mode not in _GREYS):
        return True
    if needs.opaque and image.has_transparency_data:
        return True
    profile = image.info.get("icc_profile")
    mode = "L" if image.mode in _GREYS else "RGB"
    return profile is not None and not needs.profiles and not is_srgb(profile, mode)


def _pixels(image: Image.Image, size: tuple[int, int], needs: Needs) -> Image.Image:
    """Return the pixels of a picture in the size and the colours that are wanted."""
    other = _other_colours(image, needs)
    if not other and size == image.size:
        return image
    made = _without_palette(image)
    if needs.opaque and made.mode.endswith("A"):
        made = _on_white(made)
    if size != image.size:
        made = made.resize(size, Image.Resampling.LANCZOS)
    if other:
        made = to_srgb(made)
    return to_grey(made) if needs.grey else made


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return a picture of 16 bits a colour with the upper eight of each."""
    made = image
    if image.mode == "I;16":  # of others, Pillow reads no more than these
        made = image.point(lambda value: value * (1 / 256)).convert("L")
    clear = image.info.get("transparency")
    if clear is not None:
        upper = clear >> 8 if isinstance(clear, int) else tuple(part >> 8 for part in clear)
        made.info["transparency"] = upper
    return made


def _without_palette(image: Image.Image) -> Image.Image:
    """Return a picture of which each pixel has its own colour and transparency."""
    if image.mode == "CMYK":
        return image
    mode = "L" if image.mode in _GREYS else "RGB"
    return image.convert(f"{mode}A" if image.has_transparency_data else mode)


def _on_white(image: Image.Image) -> Image.Image:
    """Return a picture as it looks on white paper."""
    mode = image.mode.removesuffix("A")
    paper = Image.new(mode, image.size, "white")
    paper.paste(image.convert(mode), mask=image.getchannel("A"))
    if "icc_profile" in image.info:
        paper.info["icc_profile"] = image.info["icc_profile"]
    return paper


def _is_clear(image: Image.Image) -> bool:
    """Return whether something in a picture is transparent."""
    return image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255)


def _fineness(image: Image.Image, turn: int, *, same_size: bool) -> dict[str, Any]:
    """Return how finely to write a JPEG: as it was, where its pixels only change their places.

    Then the same steps of the same frequencies lose next to nothing more.
    """
    if not isinstance(image, JpegImagePlugin.JpegImageFile) or image.mode == "CMYK":
        return {"quality": _QUALITY, "subsampling": 0}
    sampling = JpegImagePlugin.get_sampling(image)
    if turn in ASIDE and sampling == _WIDE_COLOURS:
        sampling = 0  # high ones cannot be written
    if not same_size:
        return {"quality": _QUALITY, "subsampling": sampling}
    tables = [image.quantization[number] for number in sorted(image.quantization)]
    if turn in ASIDE:
        tables = [[table[8 * (at % 8) + at // 8] for at in range(64)] for table in tables]
    return {"qtables": tables, "subsampling": sampling}


def _jpeg(image: Image.Image, fineness: dict[str, Any]) -> bytes:
    file = BytesIO()
    made = image.convert("L" if image.mode in _GREYS else "RGB")
    profile = made.info.get("icc_profile")
    made.info = {}
    made.save(file, "JPEG", icc_profile=profile, **fineness)
    return file.getvalue()


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _fitted(data: bytes, kind: str) -> Fitted:
    media_type, ending = KINDS[kind]
    with opened(data) as image:
        width, height = image.size
    return Fitted(media_type=media_type, ending=ending, width=width, height=height, data=data)
