"""Raster pictures: their kind and size, and whether they are whole and no bomb."""

from msgspec import Struct

MAX_PIXELS = 100_000_000
"""How many pixels a picture may have, or a frame of an animation."""


class Raster(Struct, frozen=True, kw_only=True):
    """What is known of a raster picture that is whole."""

    media_type: str
    ending: str
    """The ending of its file's name, without the dot."""
    width: int
    """Of the picture as it is to be shown, upright."""
    height: int
    pixels: int
    """Of all its frames."""


class UnusableError(Exception):
    """Raised where a picture cannot be used."""

    def __init__(self, what: str, advice: str) -> None:
        """Take what is wrong with it, to follow `the picture x.png`, and what to do about it."""
        self.what = what
        self.advice = advice
        super().__init__(what)


def read_raster(data: bytes) -> Raster:
    """Return what is known of the picture in a file's bytes, which are decoded to the end.

    Raises UnusableError where it is of another kind, broken, cut off, or too large to be opened.
    """
    from anthology.decoding import decoded  # Pillow is slow to import

    return decoded(data)
