"""Footnotes in print: WeasyPrint drops what finds no room, so the book has to find it elsewhere."""

import re
import subprocess
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from weasyprint import HTML

from anthology.cli import main
from anthology.pdf.footnotes import beneath_their_signs

MANIFEST = "title: Notes\nlanguage: en\nidentifier: urn:uuid:6f1c1b56-9a2f-4c9a-8f0e-2c1f3f0f4a55\n"


def build(folder: Path, monkeypatch: pytest.MonkeyPatch, *bodies: str) -> str:
    """Return the text of the PDF of a book with these articles."""
    (folder / "articles").mkdir()
    (folder / "book.yml").write_text(MANIFEST, encoding="utf-8")
    for number, body in enumerate(bodies, 1):
        text = f"---\ntitle: Article {number}\n---\n{body}"
        (folder / f"articles/2025-01-{number:02}-a{number}.md").write_text(text, "utf-8")
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(main, ["build", "--pdf", "-q"])
    assert (result.exit_code, result.output) == (0, "")
    made = subprocess.run(
        ["pdftotext", "-raw", "dist/notes.pdf", "-"], capture_output=True, text=True, check=True
    )
    return made.stdout


def words(prefix: str, count: int) -> str:
    """Return words that stand once in the book and cannot be hyphenated."""
    return " ".join(f"{prefix}{number}q" for number in range(count))


def missing(text: str, prefix: str, count: int) -> list[str]:
    found = set(re.findall(r"\w+", text))
    return [word for word in words(prefix, count).split() if word not in found]


@pytest.mark.parametrize(("notes", "length"), [(6, 118), (12, 60), (1, 150), (1, 600), (1, 1500)])
def test_no_word_of_a_note_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notes: int, length: int
) -> None:
    names = [chr(ord("a") + number) * 2 for number in range(notes)]
    body = "Words" + "".join(f"[^{name}]" for name in names) + ".\n\n"
    body += "".join(f"[^{name}]: {words(name, length)}\n\n" for name in names)
    text = build(tmp_path, monkeypatch, body, "The next article.[^1]\n\n[^1]: Its note stays.\n")
    assert [word for name in names for word in missing(text, name, length)] == []
    assert "Its note stays." in text


def test_a_note_that_only_a_note_refers_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = build(tmp_path, monkeypatch, "Words[^1].\n\n[^1]: First[^2].\n\n[^2]: Second.\n")
    assert "First" in text
    assert "Second" in text


WORDS = "The printers of the house planed their wood and dampened the paper. "
NOTE = '<span class="note">A note of some words that stands beneath the text.</span>'
STYLE = (
    "p { margin: 0; orphans: 2; widows: 2 } .note { float: footnote; footnote-policy: line } "
    "::footnote-call { content: 'CALL' }"
)
LOWEST, HIGHEST = 150, 300


def strays() -> int:
    """Count the pages with a sign and no note, for many heights of a page."""
    found = 0
    for height in range(LOWEST, HIGHEST, 8):
        page = (
            f"@page {{ size: 200pt {height}pt; margin: 10pt; @footnote {{ padding-bottom: 1pt }} }}"
        )
        text = f"<p>{WORDS}{NOTE}</p><p>{WORDS * 3}</p>" * 3
        html = f"<html lang=en><style>{page}{STYLE}</style>{text}</html>"
        with pypdfium2.PdfDocument(BytesIO(HTML(string=html).write_pdf())) as pdf:
            for one in pdf:
                said = one.get_textpage().get_text_range()
                found += said.count("CALL") != said.count("A note of")
    return found


def test_no_note_leaves_its_page_for_a_line_of_another_paragraph() -> None:
    assert strays() > 0  # or else WeasyPrint has mended it
    with beneath_their_signs():
        assert strays() == 0
