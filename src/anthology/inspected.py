"""Pictures that were looked at before: what is known of them, kept in the cache."""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from anthology.codec import DAMAGE, decode, encode
from anthology.fingerprint import digest, whole_program
from anthology.raster import Raster, read_raster
from anthology.shelf import Shelf

Inspect: TypeAlias = Callable[[bytes], Raster]
"""Returns what is known of the picture in a file's bytes. Raises UnusableError."""


def inspector(shelf: Shelf | None) -> Inspect:
    """Return what looks at pictures, and decodes none of them a second time."""
    return partial(_inspected, shelf) if shelf else read_raster


def _inspected(shelf: Shelf, data: bytes) -> Raster:
    key = digest((b"raster", whole_program(), data)).hex()
    kept = shelf.get(key)
    if kept:
        try:
            return decode(Raster, kept)
        except DAMAGE:
            pass
    raster = read_raster(data)
    shelf.put(key, encode(raster))
    return raster
