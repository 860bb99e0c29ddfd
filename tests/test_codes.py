"""The addresses of sources as QR codes: readable from the printed page, and the same each time."""

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from anthology.apparatus.codes import LONGEST, QUIET_ZONE, SMALLEST_MODULE, USUAL_SIDE, make_code
from anthology.cli import main
from judges import verapdf

MANIFEST = (
    "title: Codes\nlanguage: en\nidentifier: urn:uuid:6f1c1b56-9a2f-4c9a-8f0e-2c1f3f0f4a55\n"
    "sources: {qr: true}\n"
)
ADDRESSES = (
    "https://example.org/",
    "https://www.example.org/2024/05/%D1%81%D1%81%D1%8B%D0%BB%D0%BA%D0%B8/?a=b&c=d#e",
    f"https://example.org/{'a-long-way/' * 16}",
)


def build(folder: Path, monkeypatch: pytest.MonkeyPatch, *addresses: str) -> Path:
    """Return the PDF of a book of articles from these addresses."""
    (folder / "articles").mkdir()
    (folder / "book.yml").write_text(MANIFEST, encoding="utf-8")
    for number, address in enumerate(addresses, 1):
        (folder / f"articles/2025-01-{number:02}-a.md").write_text(
            f"---\ntitle: Article {number}\nslug: a{number}\n"
            f'source: {{kind: letter, date: 2024-01-01, url: "{address}"}}\n---\nA text.\n',
            encoding="utf-8",
        )
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(main, ["build", "--strict", "-q"])
    assert (result.exit_code, result.output) == (0, "")
    return folder / "dist/codes.pdf"


def test_codes_are_read_from_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = build(tmp_path, monkeypatch, *ADDRESSES)
    pdf = pypdfium2.PdfDocument(made)
    last = pdf[len(pdf) - 1]
    codes = zxingcpp.read_barcodes(last.render(scale=3).to_pil())
    assert sorted(code.text for code in codes) == sorted(ADDRESSES)
    said = "".join(last.get_textpage().get_text_bounded().split())
    assert "example.org/2024/05/ссылки/?a=b&c=d#e" in said
    assert not list(last.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,)))


@pytest.mark.slow
def test_pages_with_codes_and_notes_are_accessible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert verapdf(build(tmp_path, monkeypatch, *ADDRESSES), "ua1").messages == ()


def test_an_address_that_is_too_long_stays_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = f"https://example.org/{'a' * LONGEST}"
    pdf = pypdfium2.PdfDocument(build(tmp_path, monkeypatch, long))
    page = pdf[len(pdf) - 1]
    assert not zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    assert long in "".join(page.get_textpage().get_text_bounded().split())


@settings(max_examples=25)
@given(st.text("abc/-.?=&%09", max_size=LONGEST - 20))
def test_no_square_is_too_small(path: str) -> None:
    code = make_code(f"https://example.org/{path}", str.isascii)
    squares = code.picture.width
    assert code.side / squares >= SMALLEST_MODULE - 0.001
    assert code.side - 2 * code.quiet >= USUAL_SIDE - 0.1
    assert code.quiet / (code.side / squares) == pytest.approx(QUIET_ZONE, abs=0.1)
    assert make_code(code.address, str.isascii) == code
