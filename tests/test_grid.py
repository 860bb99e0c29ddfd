"""The lines of facing pages stand level, whatever stands between them."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image
from pypdfium2 import PdfDocument, raw

from anthology.cli import main
from anthology.pdf.geometry import geometry
from anthology.style.design import Measures
from anthology.units import POINT
from anthology.values import read_page_size

WORDS = "The printers of the house planed their wood and dampened the paper. " * 9
LONG = "An item that is longer than a line of the page, so that it is seen, and then some more."
QUOTE = "> Somebody says something that is longer than a line of the page, and then some more.\n\n"
LIST = f"- {LONG}\n- Two\n\n"
ITEMS = f"1. {LONG}\n\n   ```\n   code\n   ```\n\n   {LONG}\n2. {LONG}\n\n   > {LONG}\n\n"
TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\n"
FIGURE = '![A](a.png "A caption")\n\n'
HEADINGS = "### A heading\n\n#### Another\n\n##### A third\n\n"
BLOCKS = (
    *("### A heading\n\n", QUOTE, TABLE, FIGURE, LIST, "```\ncode\nmore\n```\n\n", QUOTE),
    *(HEADINGS, f"Term\n: {LONG}\n\n", FIGURE + LIST, LIST + FIGURE),
    *(f"### A\n\n{LIST}### B\n\n{QUOTE}", f"### A\n\n{FIGURE}"),
    *(f"#### A\n\n{TABLE}", f"{LIST}#### A\n\n", QUOTE + LIST, ITEMS, ITEMS + QUOTE),
)  # fmt: skip


def lines_of(path: Path) -> Iterator[tuple[int, float, float]]:
    """Yield page, baseline and right edge of each long line of the text, in points."""
    matrix = raw.FS_MATRIX()
    pdf = PdfDocument(path)
    for number in range(len(pdf)):
        for thing in pdf[number].get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            left, _, right, _ = thing.get_bounds()
            raw.FPDFPageObj_GetMatrix(thing, matrix)
            if right - left > 180:
                yield number, matrix.f, right


def build(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str, *way: str) -> Path:
    (folder / "articles").mkdir()
    (folder / "book.yml").write_text("title: G\nlanguage: en\nidentifier: urn:x-test:1\n")
    Image.new("RGB", (301, 177), "gray").save(folder / "articles/a.png")
    front = "---\ntitle: G\nsubtitle: Below it\ndate: 2025\nauthors: [A]\n---\n"
    (folder / "articles/a.md").write_text(f"{front}{text}\n")
    monkeypatch.chdir(folder)
    made = CliRunner().invoke(main, ["build", "--pdf", *way])
    assert made.exit_code == 0, made.output
    return folder / "dist/g.pdf"


@pytest.mark.parametrize("way", [(), ("--no-pieces",)], ids=["in pieces", "in one go"])
def test_lines_of_facing_pages_stand_level(
    way: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join(f"{WORDS}\n\n{block}" for block in BLOCKS)
    made = build(tmp_path, monkeypatch, f"{text}{WORDS}", *way)
    line = geometry(read_page_size("A5"), Measures()).line / POINT
    lines = list(lines_of(made))
    assert len({page for page, *_ in lines}) > 5
    steps = [round(y % line / line * 20) % 20 for _, y, _ in lines]
    level = Counter(steps).most_common(1)[0][0]
    off = [
        one for one, step in zip(lines, steps, strict=True) if (step - level) % 20 not in (19, 0, 1)
    ]
    assert off == []
    assert len(steps) > 120
