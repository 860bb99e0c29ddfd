"""The colours of a picture: as sRGB, or as greys."""

from io import BytesIO

from PIL import Image, ImageChops, ImageCms

_NEAR = 3
"""How far apart, of 255, colours may be that nobody tells apart."""
_STEPS = range(0, 256, 51)
_PATCHES = {
    "RGB": bytes(part for r in _STEPS for g in _STEPS for b in _STEPS for part in (r, g, b)),
    "L": bytes(range(256)),
}
"""Colours by which a profile is known, a row of pixels for each mode."""
_DAMAGE = (ImageCms.PyCMSError, OSError, ValueError, TypeError)
"""What littleCMS raises where a profile is broken, or one of other colours."""


def is_srgb(profile: bytes, mode: str) -> bool:
    """Return whether a profile makes of an `RGB` or `L` picture what sRGB makes of it, or nothing.

    `profile` is an ICC profile; one that is broken changes nothing.
    """
    row = _PATCHES[mode]
    patches = Image.frombytes(mode, (len(row) // len(mode), 1), row)
    try:
        seen = _transformed(patches, profile)
    except _DAMAGE:
        return True
    difference = ImageChops.difference(seen, patches.convert("RGB"))
    return max(high for _, high in difference.getextrema()) <= _NEAR  # type: ignore[misc]


def to_srgb(image: Image.Image) -> Image.Image:
    """Return a picture in the colours of sRGB, by its profile where it has one.

    Takes the modes L, LA, RGB, RGBA and CMYK of Pillow; one without colours stays so.
    """
    profile = image.info.get("icc_profile")
    alpha = image.getchannel("A") if image.mode.endswith("A") else None
    colours = image.convert(image.mode.removesuffix("A")) if alpha else image
    try:
        seen = _transformed(colours, profile) if profile else colours.convert("RGB")
    except _DAMAGE:
        seen = colours.convert("RGB")
    if colours.mode == "L":
        seen = seen.convert("L")
    if alpha:
        seen.putalpha(alpha)
    seen.info.pop("icc_profile", None)
    return seen


def to_grey(image: Image.Image) -> Image.Image:
    """Return a picture of sRGB by the brightness of its colours (ITU-R BT.601, 2.5.1)."""
    return image.convert("LA" if image.mode.endswith("A") else "L")


def _transformed(image: Image.Image, profile: bytes) -> Image.Image:
    """Return a picture in sRGB; raises one of `_DAMAGE`."""
    made = ImageCms.profileToProfile(
        image,
        ImageCms.ImageCmsProfile(BytesIO(profile)),
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if made is None:
        raise ValueError("there is no picture")
    return made
