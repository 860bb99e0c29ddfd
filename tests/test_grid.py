"""The lines of facing pages stand level, whatever stands between them."""

from collections import Counter
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
QUOTE = "> Somebody says something that is longer than a line of the page, and then some more.\n\n"
TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\n"
BLOCKS = ("### A heading\n\n", QUOTE, TABLE, "![A](a.png \"A caption\")\n\n", "- One\n- Two\n\n",
          "```\ncode\nmore\n```\n\n", QUOTE + "### Next\n\n")  # fmt: skip


def baselines(path: Path) -> dict[int, list[float]]:
    """Return the baselines of the long lines of the text on each page, in points."""
    found: dict[int, list[float]] = {}
    matrix = raw.FS_MATRIX()
    pdf = PdfDocument(path)
    for number in range(len(pdf)):
        for thing in pdf[number].get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            left, _, right, _ = thing.get_bounds()
            raw.FPDFPageObj_GetMatrix(thing, matrix)
            if right - left > 250:
                found.setdefault(number, []).append(matrix.f)
    return found


@pytest.mark.parametrize("way", [(), ("--no-pieces",)], ids=["in pieces", "in one go"])
def test_lines_of_facing_pages_stand_level(
    way: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text("title: G\nlanguage: en\nidentifier: urn:x-test:1\n")
    Image.new("RGB", (301, 177), "gray").save(tmp_path / "articles/a.png")
    text = "".join(f"{WORDS}\n\n{block}" for block in BLOCKS * 2)
    front = "---\ntitle: G\nsubtitle: Below it\ndate: 2025\nauthors: [A]\n---\n"
    (tmp_path / "articles/a.md").write_text(f"{front}{text}{WORDS}\n")
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["build", "--pdf", *way])
    assert made.exit_code == 0, made.output
    line = geometry(read_page_size("A5"), Measures()).line / POINT
    found = baselines(tmp_path / "dist/g.pdf")
    assert len(found) > 5
    steps = [round(y % line / line * 20) % 20 for lines in found.values() for y in lines]
    level = Counter(steps).most_common(1)[0][0]
    off = [low for step in steps if (low := (step - level) % 20) not in (19, 0, 1)]
    assert set(off) <= {10, 11}, "only quotations stand half a line lower"
    assert len(off) < len(steps) / 15
