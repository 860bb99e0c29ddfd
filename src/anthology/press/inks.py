"""Colours of sRGB as inks: by the profile of a press, and no more ink than the paper takes."""

from collections.abc import Iterable
from functools import cached_property
from io import BytesIO
from typing import TypeAlias

from msgspec import Struct
from PIL import Image, ImageChops, ImageCms, ImageFilter

Inks: TypeAlias = tuple[int, int, int, int]
"""Cyan, magenta, yellow and black, 0 to 255."""

_STEPS = 33
"""In how many steps the colours of pictures are calculated, in each of the three directions."""
_FEW = 1024
"""How many colours line art has at most."""
_HAIR = 10
"""By how many hundredths of ink a colour stays below the limit: JPEG may add as much."""
_FOR_BLACK = 0.5
"""How much black stands for equal parts of the other three inks: so colours change least."""


class Press(Struct, frozen=True, kw_only=True, dict=True):
    """The inks of a press on its paper."""

    profile: bytes
    """ICC, of CMYK."""
    limit: int
    """How much ink lies on a place at most, in hundredths of one ink's most."""

    @cached_property
    def _transform(self) -> ImageCms.ImageCmsTransform:
        return ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"),
            ImageCms.ImageCmsProfile(BytesIO(self.profile)),
            "RGB",
            "CMYK",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )

    def colour(self, red: float, green: float, blue: float) -> tuple[float, ...]:
        """Return a colour, each part 0 to 1, as cyan, magenta, yellow and black, each 0 to 1."""
        ((cyan, magenta, yellow, black),) = self._inks([(red, green, blue)])
        return tuple(round(part / 255, 4) for part in (cyan, magenta, yellow, black))

    def picture(self, image: Image.Image) -> Image.Image:
        """Return a picture of RGB in CMYK, or in grey where it has nothing but greys.

        What is grey in line art is printed with black ink alone.
        """
        red, *_ = image.split()
        coloured = _coloured(image)
        if coloured.getextrema() == (0, 0):
            return red
        made = image.filter(self._table)
        if _is_line_art(image):
            none = Image.new("L", image.size)
            black = Image.merge("CMYK", (none, none, none, ImageChops.invert(red)))
            made.paste(black, mask=ImageChops.invert(coloured))
        return made

    @cached_property
    def _table(self) -> ImageFilter.Color3DLUT:
        steps = [step / (_STEPS - 1) for step in range(_STEPS)]
        nodes = [(red, green, blue) for blue in steps for green in steps for red in steps]
        parts = [part / 255 for inks in self._inks(nodes) for part in inks]
        return ImageFilter.Color3DLUT(_STEPS, parts, channels=4, target_mode="CMYK")

    def _inks(self, colours: list[tuple[float, float, float]]) -> Iterable[Inks]:
        row = bytes(round(part * 255) for colour in colours for part in colour)
        image = Image.frombytes("RGB", (len(colours), 1), row)
        made = Image.new("CMYK", image.size)
        self._transform.apply(image, made)
        data = made.tobytes()
        most = (self.limit - _HAIR) * 255 // 100
        for at in range(0, len(data), 4):
            yield limited((data[at], data[at + 1], data[at + 2], data[at + 3]), most)


def greys_have_all_inks(image: Image.Image) -> bool:
    """Return whether what is grey in a picture of RGB is printed with all inks."""
    return _coloured(image).getextrema() != (0, 0) and not _is_line_art(image)


def _coloured(image: Image.Image) -> Image.Image:
    """Return a mask of what is no grey: 255 there, and 0 elsewhere."""
    red, green, blue = image.split()
    one, other = ImageChops.difference(red, green), ImageChops.difference(green, blue)
    return ImageChops.lighter(one, other).point(lambda part: 255 if part else 0)


def _is_line_art(image: Image.Image) -> bool:
    """Return whether a picture is drawn or typed: in photographs, no grey stands by itself."""
    return image.getcolors(_FEW) is not None


def limited(inks: Inks, most: int) -> Inks:
    """Return inks whose sum is `most` at most, and that look as alike as can be.

    Cyan, magenta and yellow give way to black in equal parts; what is still too much of them is
    left out.
    """
    if sum(inks) <= most:
        return inks
    *colours, black = inks
    taken = min((sum(inks) - most) / (3 - _FOR_BLACK), min(colours))
    darker = min(255.0, black + taken * _FOR_BLACK)
    rest = [part - taken for part in colours]
    scale = min(1.0, (most - darker) / max(sum(rest), 1e-9))
    cyan, magenta, yellow = (int(part * scale) for part in rest)
    return (cyan, magenta, yellow, int(darker))
