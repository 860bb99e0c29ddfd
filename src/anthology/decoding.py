"""Raster pictures, decoded to the end."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, ImageFile

from anthology.raster import MAX_PIXELS, Raster, UnusableError

MAX_MOVING = 500_000_000
"""How many pixels the frames of an animation may have, all together."""

MAX_FRAMES = 1000
"""How many frames an animation may have."""

MAX_SCANNED = 2_000_000_000
"""How many pixels the scans of a progressive JPEG may go over, all together."""

_READ = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")
"""The kinds that are tried on a file, in the words of Pillow; no other parser ever runs."""

KINDS = {
    "PNG": ("image/png", "png"),
    "JPEG": ("image/jpeg", "jpg"),
    "MPO": ("image/jpeg", "jpg"),
    "GIF": ("image/gif", "gif"),
    "WEBP": ("image/webp", "webp"),
    "AVIF": ("image/avif", "avif"),
}
"""The media type and the ending of a file's name of each kind, in the words of Pillow."""

ASIDE = range(5, 9)
"""The orientations in which width and height change places."""

_ORIENTATION = 274
"""The Exif tag that says how to turn a picture (Exif 2.3, 4.6.4)."""


def decoded(data: bytes) -> Raster:
    """Return what `anthology.raster.read_raster` does."""
    try:
        with opened(data) as image:
            return _decoded(image, data)
    except UnusableError:
        raise
    except Image.DecompressionBombError:
        raise _too_large("has too many pixels") from None
    except Exception:  # what a decoder raises on broken data has no common class
        raise _broken() from None


@contextmanager
def opened(data: bytes) -> Iterator[ImageFile.ImageFile]:
    """Open the picture in a file's bytes, of which nothing is decoded yet.

    What is broken raises what its decoder raises, here or later.
    """
    with _strict(), Image.open(BytesIO(data), formats=_READ) as image:
        yield image


def orientation(image: Image.Image) -> int:
    """Return how a picture is to be turned, 1 to 8 as Exif has it; 1 where it stands upright."""
    told = Image.Exif()
    try:
        told.load(image.info.get("exif") or b"")
        turn = told.get(_ORIENTATION, 1)
    except Exception:  # what a reader of broken Exif raises has no common class
        return 1
    return turn if turn in range(1, 9) else 1


@contextmanager
def _strict() -> Iterator[None]:
    """Make Pillow refuse a picture that is cut off, which WeasyPrint tells it to accept."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _decoded(image: ImageFile.ImageFile, data: bytes) -> Raster:
    media_type, ending = KINDS[image.format or ""]
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise _too_large(f"has {width} x {height} pixels")
    if ending == "jpg":
        if 8 * len(data) < (width // 8) * (height // 8):
            raise _broken()  # every square of 8 x 8 pixels takes a bit; libjpeg paints grey instead
        scans = data.count(b"\xff\xda")
        if width * height * scans > MAX_SCANNED:
            raise UnusableError(
                f"is stored in {scans} passes", "save it anew as JPEG that is not progressive"
            )
        image.load()  # the further pictures of an MPO are shown nowhere
        pixels = width * height
    else:
        pixels = _all_frames(image)
    if orientation(image) in ASIDE:
        width, height = height, width
    return Raster(media_type=media_type, ending=ending, width=width, height=height, pixels=pixels)


def _all_frames(image: ImageFile.ImageFile) -> int:
    """Decode every frame and return how many pixels they have."""
    pixels = 0
    for number in range(MAX_FRAMES + 1):
        try:
            image.seek(number)
        except EOFError:
            return pixels
        if number == MAX_FRAMES:
            break
        if image.width * image.height > MAX_PIXELS:
            raise _too_large("has a frame of too many pixels")
        pixels += image.width * image.height
        if pixels > MAX_MOVING:
            raise UnusableError(
                "has too many pixels, all its frames together", "save one frame of it as PNG"
            )
        image.load()
    raise UnusableError(f"has more than {MAX_FRAMES} frames", "save one frame of it as PNG")


def _broken() -> UnusableError:
    return UnusableError(
        "is broken, or of no kind that a book can show", "save it anew as PNG or JPEG"
    )


def _too_large(what: str) -> UnusableError:
    return UnusableError(what, f"make it smaller: at most {MAX_PIXELS} pixels")
