"""Lines: what fits stands on them, though a blank and another element follow."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from weasyprint import HTML

from anthology.breaks.pages import MOST_HYPHENS
from anthology.cli import main
from anthology.pdf.lines import good_lines

TEXT = (
    "The printers of the house planed their wood, dampened their paper and moved the block of type "
    "by the width of a straw. You can find the introduction to the series (on page 109) on the "
    'shelf and a complete <a href="#x">account of the findings</a> in a box with the details.'
)
NARROW, WIDE = 250, 420
LONG_WORDS = "Extraordinary considerations notwithstanding, compositors understand hyphenation. "


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
    with good_lines():
        assert min(shortest_lines()) > 0.6


def longest_ladder() -> int:
    """Return how many lines in a row end with a hyphen at most, in a narrow column."""
    page = "@page { size: 130pt 800pt; margin: 5pt }"
    style = f"<style>{page} p {{ hyphens: auto }}</style>"
    html = f'<html lang="en">{style}<p>{LONG_WORDS * 8}</p></html>'
    with pypdfium2.PdfDocument(BytesIO(HTML(string=html).write_pdf())) as pdf:
        text = pdf[0].get_textpage().get_text_range()
    divided = "".join("-" if line[-1:] == "\u2010" else " " for line in text.split("\r\n"))
    return max(map(len, divided.split()), default=0)


def test_words_are_divided_on_three_lines_in_a_row_at_most() -> None:
    assert longest_ladder() > MOST_HYPHENS
    with good_lines():
        assert longest_ladder() == MOST_HYPHENS


def test_no_word_is_divided_in_other_letters_than_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = " ".join(f"{'x' * (1 + n % 9)} fagyasszuk össze hosszabban" for n in range(60))
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text("title: A book\nlanguage: en\n", encoding="utf-8")
    article = f"---\ntitle: Szavak\ndate: 2025-01-01\nlanguage: hu\n---\n{words}\n"
    (tmp_path / "articles/words.md").write_text(article, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["build", "--pdf"])
    assert result.exit_code == 0, result.output
