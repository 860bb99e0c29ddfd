"""Texts written so that every viewer shows them as they are set.

WeasyPrint writes an empty piece beside each glyph that is moved. PDFium, and so Chrome, then leaves
out the space behind the last glyph of such a text: lines with blanks that are widened end before
their edge where they are read from the right.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from weasyprint.pdf.stream import Stream

_EMPTY = "<>"


@contextmanager
def whole_texts() -> Iterator[None]:
    """Let texts be written without empty pieces, in a `with` block."""
    show = Stream.show_text

    def without_empty(stream: Stream, text: str) -> None:
        show(stream, text.replace(_EMPTY, " "))

    Stream.show_text = without_empty
    try:
        yield
    finally:
        Stream.show_text = show
