"""Lines: what fits stands on them, though a blank and another element follow."""

from io import BytesIO

import pypdfium2
import pytest
from weasyprint import HTML

from anthology.pdf.lines import full_lines

TEXT = (
    "The printers of the house planed their wood, dampened their paper and moved the block of type "
    "by the width of a straw. You can find the introduction to the series (on page 109) on the "
    'shelf and a complete <a href="#x">account of the findings</a> in a box with the details.'
)
NARROW, WIDE = 250, 420


def shortest_lines() -> list[float]:
    """Return which part of the longest line the shortest takes, for many widths of a page."""
    found = []
    for width in range(NARROW, WIDE):
        page = (
            f"@page {{ size: {width}pt 300pt; margin: 20pt }} body {{ hyphens: auto; margin: 0 }}"
        )
        html = f'<html lang="en"><style>{page}</style><p>{TEXT}</p></html>'
        with pypdfium2.PdfDocument(BytesIO(HTML(string=html).write_pdf())) as pdf:
            *lines, _ = pdf[0].get_textpage().get_text_range().split("\r\n")
        found.append(min(map(len, lines)) / max(map(len, lines)))
    return found


@pytest.mark.slow
def test_no_line_ends_long_before_its_end() -> None:
    assert min(shortest_lines()) < 0.5  # or else WeasyPrint has mended it, and lines.py can go
    with full_lines():
        assert min(shortest_lines()) > 0.6
