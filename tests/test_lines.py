"""Lines: what fits stands on them, though a blank and another element follow."""

import re
from collections.abc import Iterable
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdfium2 import raw
from weasyprint import HTML

from anthology.breaks.pages import MOST_HYPHENS
from anthology.cli import main
from anthology.pdf.lines import good_lines

TEXT = (
    "The printers of the house planed their wood, dampened their paper and moved the block of type "
    "by the width of a straw. You can find the introduction to the series (on page 109) on the "
    'shelf and a complete <a href="#x">account of the findings</a> in a box with the details.'
)
KERNED = (
    "They know the duplicate logic in their code, but what they learned in <b>Sandy</b>’s workshop "
    "is that in many cases, having many a copy is better than to have any copy that many say is "
    "only a copy of any, and hardly that."
)
NARROW, WIDE = 250, 420
LONG_WORDS = "Extraordinary considerations notwithstanding, compositors understand hyphenation. "


def lines_of(html: str, style: str) -> list[str]:
    """Return the lines of a paragraph."""
    page = f'<html lang="en"><style>{style}</style><p>{html}</p></html>'
    with pypdfium2.PdfDocument(BytesIO(HTML(string=page).write_pdf())) as pdf:
        return str(pdf[0].get_textpage().get_text_range()).split("\r\n")


def shortest_lines(text: str, style: str, widths: Iterable[float]) -> list[float]:
    """Return which part of the longest line the shortest takes, for many widths of a page."""
    found = []
    for width in widths:
        page = f"@page {{ size: {width}pt 300pt; margin: 20pt }} body {{ {style}; margin: 0 }}"
        *lines, _ = lines_of(text, page)
        found.append(min(map(len, lines)) / max(map(len, lines)))
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "style", "widths"),
    [
        (TEXT, "hyphens: auto", range(NARROW, WIDE)),
        (KERNED, "font-family: Vollkorn", [395.5, *range(NARROW, WIDE, 5)]),
    ],
    ids=["blanks", "kerned"],
)
def test_no_line_ends_long_before_its_end(text: str, style: str, widths: Iterable[float]) -> None:
    # or else WeasyPrint has mended it, and lines.py can go
    assert min(shortest_lines(text, style, widths)) < 0.5
    with good_lines():
        assert min(shortest_lines(text, style, widths)) > 0.6


@st.composite
def marked_up(draw: st.DrawFn) -> str:
    """Words and blanks, some of them inside of elements."""
    word = st.text("abcdefghij", min_size=1, max_size=9)
    blank = st.sampled_from((" ", "\u00a0", "", ". "))

    def inside(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        of = st.lists(parts, min_size=1, max_size=4).map("".join)
        return st.builds("<{0}>{1}</{0}>".format, st.sampled_from(("em", "b", "span")), of)

    parts = st.recursive(st.builds("".join, st.tuples(word, blank)), inside, max_leaves=30)
    return "".join(draw(st.lists(parts, min_size=3, max_size=14)))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(marked_up(), st.integers(90, 260))
@example("a <b>default <span>to\u00a0open</span></b>.<b>1</b>", 138)
@example("word <em>first was published\u00a0</em><em>in</em>", 185)
def test_lines_end_where_they_would_without_markup(html: str, width: int) -> None:
    style = (
        f"@page {{ size: {width}pt 600pt; margin: 10pt }} * {{ font: 10pt/14pt DejaVu Sans Mono }}"
    )
    with good_lines():
        marked, bare = (lines_of(one, style) for one in (html, re.sub("<.*?>", "", html)))
    assert [line.strip() for line in marked] == [line.strip() for line in bare]


def broken_words() -> list[str]:
    """Return the parts of words at the ends of lines, for many widths of a page."""
    whole = set(re.findall(r"\w+", TEXT))
    found = []
    for width in range(NARROW, WIDE, 2):
        page = f"@page {{ size: {width}pt 300pt }} p {{ overflow-wrap: break-word }}"
        found += re.findall(r"\w+", "\n".join(lines_of(f"<em>{TEXT}</em>", page)))
    return [word for word in found if word not in whole]


@pytest.mark.slow
def test_no_word_inside_of_emphasis_is_broken() -> None:
    assert broken_words()  # or else WeasyPrint has mended it
    with good_lines():
        assert not broken_words()


def longest_ladder() -> int:
    """Return how many lines in a row end with a hyphen at most, in a narrow column."""
    lines = lines_of(LONG_WORDS * 8, "@page { size: 130pt 800pt; margin: 5pt } p { hyphens: auto }")
    divided = "".join("-" if line[-1:] == "\u2010" else " " for line in lines)
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


@pytest.mark.slow
def test_justified_lines_end_at_the_edge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Vollkorn has kerning between f and a blank, which is lost where the blank is widened."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text("title: F\nlanguage: en\nidentifier: urn:x-test:1\n")
    said = "“The proof of the book, *if of paper*, is of half of it,” said **one of** them of it. "
    text = "".join(f"{'Of' * (n % 5)} {said * 3}\n\n" for n in range(12))
    (tmp_path / "articles/a.md").write_text(f"---\ntitle: A\ndate: 2025\n---\n{text}")
    pdf = printed(tmp_path, monkeypatch)
    matrix = raw.FS_MATRIX()
    ends: list[float] = []
    for number in range(10, len(pdf) - 2):
        lines: dict[float, float] = {}
        for thing in pdf[number].get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            raw.FPDFPageObj_GetMatrix(thing, matrix)
            lines[matrix.f] = max(thing.get_bounds()[2], lines.get(matrix.f, 0.0))
        longest = max(lines.values())
        ends += [longest - end for end in lines.values() if longest - end < 6]
    assert len(ends) > 12
    assert max(ends) < 2, "letters have blanks of their own at their sides"


def printed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> pypdfium2.PdfDocument:
    """Return the PDF of the project in a folder."""
    monkeypatch.chdir(folder)
    made = CliRunner().invoke(main, ["build", "--pdf"])
    assert made.exit_code == 0, made.output
    return pypdfium2.PdfDocument(next(folder.glob("dist/*.pdf")))


def fullest(pdf: pypdfium2.PdfDocument) -> pypdfium2.PdfPage:
    """Return the page with the most text."""
    return max(pdf, key=lambda page: page.get_textpage().count_chars())


@pytest.mark.slow
def test_a_number_of_few_figures_begins_a_line_at_its_edge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text("title: F\nlanguage: en\nidentifier: urn:x-test:1\n")
    texts = ["Type.\n", *(f"{'Word ' * n}[an earlier text](0.md) and so on.\n" for n in range(40))]
    for number, text in enumerate((texts[0], "\n".join(texts[1:]))):
        head = f"---\ntitle: A{number}\ndate: 2025-01-0{number + 1}\n---\n"
        (tmp_path / f"articles/{number}.md").write_text(head + text)
    begun = 0
    for page in printed(tmp_path, monkeypatch):
        lines = page.get_textpage()
        rects = [lines.get_rect(number) for number in range(lines.count_rects())]
        told = [(left, lines.get_text_bounded(left, *rest)) for left, *rest in rects]
        numbers = [left for left, text in told if text.startswith("(p.")]
        edge = min((left for left, _ in told), default=0.0)
        begun += sum(left - edge < 40 for left in numbers)
        assert [left for left in numbers if 2 < left - edge < 40] == []
    assert begun


HEBREW = "ספר הדפוס פתוח על *השולחן* של בית הדפוס, ובו (Vollkorn 1906) אותיות עץ. "


@pytest.mark.slow
def test_letters_of_another_typeface_make_no_line_higher(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text("title: F\nlanguage: en\nidentifier: urn:x-test:1\n")
    text = f"{'Words of it. ' * 12} *ספר*, ສະບາຍດີ, ☞ {'Words of it. ' * 12}\n\n" * 4
    (tmp_path / "articles/a.md").write_text(f"---\ntitle: A\ndate: 2025\n---\n{text}")
    pdf = printed(tmp_path, monkeypatch)
    matrix = raw.FS_MATRIX()
    lines: set[float] = set()
    for thing in fullest(pdf).get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        raw.FPDFPageObj_GetMatrix(thing, matrix)
        if 140 < matrix.f < fullest(pdf).get_height() - 180:
            lines.add(round(matrix.f, 1))
    steps = [b - a for a, b in pairwise(sorted(lines))]
    assert len(lines) > 12
    assert max(steps) - min(steps) < 0.2


@pytest.mark.slow
def test_lines_that_are_read_from_the_right_end_at_both_edges(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text("title: F\nlanguage: he\nidentifier: urn:x-test:1\n")
    text = f"{HEBREW.replace('*', '') * 6}\n\n{HEBREW * 9}\n\n"
    (tmp_path / "articles/a.md").write_text(f"---\ntitle: ספר\ndate: 2025\n---\n{text}")
    pdf = printed(tmp_path, monkeypatch)
    matrix = raw.FS_MATRIX()
    lines: dict[float, float] = {}
    for thing in fullest(pdf).get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        raw.FPDFPageObj_GetMatrix(thing, matrix)
        line = round(matrix.f, 1)
        lines[line] = max(thing.get_bounds()[2], lines.get(line, 0.0))
    edge = max(lines.values())
    assert len(lines) > 12
    assert sum(edge - end < 2 for end in lines.values()) > len(lines) - 4, "first lines, and folio"


@pytest.mark.slow
def test_words_too_long_for_a_line_of_a_title_are_divided_with_a_hyphen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung"
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text(
        "title: F\nlanguage: de\nidentifier: urn:x-test:1\n", encoding="utf-8"
    )
    text = f"---\ntitle: Die {long}\ndate: 2025\n---\n## {long}\n\nWorte.\n"
    (tmp_path / "articles/a.md").write_text(text, encoding="utf-8")
    pdf = printed(tmp_path, monkeypatch)
    lines = [line for page in pdf for line in page.get_textpage().get_text_bounded().split("\r\n")]
    begun = [line for line in lines if "Grundst" in line]
    assert len(begun) == 4, "contents, title, heading, sources"
    assert all(line.endswith(("\u2010", "-", "\ufffe")) for line in begun)
