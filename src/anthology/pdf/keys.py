"""The names under which set pieces are kept: a digest of everything that shaped each of them."""

import ctypes
import hashlib
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from anthology.codec import encode
from anthology.pdf.orders import Order, Shared
from anthology.pdf.resources import font_files

_PACKAGES = (
    *("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "pyphen"),
    *("fonttools", "uharfbuzz", "pillow", "cffi"),
)
_LIBRARIES = (
    ("libpango-1.0.so.0", "pango_version"),
    ("libharfbuzz.so.0", "hb_version_string"),
    ("libfontconfig.so.1", "FcGetVersion"),
)
"""The system's libraries that shape a page, and the functions that tell their versions."""


class Keys:
    """Names the orders of one book."""

    def __init__(self, shared: Shared) -> None:
        """Take what every piece is set with; raises AnthologyError where a typeface is missing."""
        self._start = hashlib.sha256()
        for part in (*_program(), *_versions(), encode(shared)):
            self._start.update(len(part).to_bytes(8, "big") + part)
        for file in font_files():
            self._start.update(hashlib.sha256(file.data).digest())

    def key(self, order: Order) -> str:
        """Return the name of what an order asks for."""
        digest = self._start.copy()
        digest.update(type(order).__name__.encode())
        digest.update(encode(order))
        return digest.hexdigest()


def _program() -> Iterator[bytes]:
    """Yield what decides in this program how a page looks."""
    for path in sorted(Path(__file__).parent.glob("*.py")):
        yield path.read_bytes()


def _versions() -> Iterator[bytes]:
    for package in _PACKAGES:
        yield f"{package} {version(package)}".encode()
    for library, function in _LIBRARIES:
        with suppress(OSError, AttributeError):
            told = getattr(ctypes.CDLL(library), function)
            told.restype = ctypes.c_char_p if function.endswith("string") else ctypes.c_int
            yield f"{library} {told()}".encode()
