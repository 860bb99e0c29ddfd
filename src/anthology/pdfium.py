"""Texts out of PDFium, which hands each out through a buffer."""

import ctypes
from ctypes import string_at
from typing import Any

from pypdfium2 import raw

SIZE = 1 << 16
"""Bytes of a buffer; longer texts are read into one of their own."""


class Buffer:
    """One buffer for all texts."""

    def __init__(self) -> None:
        """Make the buffer."""
        self.bytes = ctypes.create_string_buffer(SIZE)

    def kind(self, element: Any) -> str:
        """Return the type of a structure element."""
        size = raw.FPDF_StructElement_GetType(element, self.bytes, SIZE)
        return string_at(self.bytes, max(size - 2, 0)).decode("utf-16-le")

    def text(self, thing: Any, text_page: Any) -> str:
        """Return the text of a text object on a page."""
        buffer = self.bytes
        size = raw.FPDFTextObj_GetText(thing, text_page, _wide(buffer), SIZE)
        if size > SIZE:
            buffer = ctypes.create_string_buffer(size)
            raw.FPDFTextObj_GetText(thing, text_page, _wide(buffer), size)
        return string_at(buffer, max(size - 2, 0)).decode("utf-16-le", "replace")


def _wide(buffer: Any) -> Any:
    return ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
