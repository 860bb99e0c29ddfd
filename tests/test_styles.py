"""The designs, and an own stylesheet on top of them."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from click.testing import CliRunner, Result
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.qu2cuPen import Qu2CuPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from pypdfium2 import PdfDocument

from anthology.cli import main
from anthology.manifest import StyleName
from anthology.model import Edition
from anthology.style.read import Style
from anthology.typefaces import FAMILIES, Face, font_files
from judges import epubcheck, qpdf, verapdf

MANIFEST = "title: Looks\nlanguage: en\nidentifier: urn:x-test:looks\n"
TEXT = (
    "---\ntitle: Looks\ndate: 2025-01-0{n}\n---\n"
    "### A heading\n\n"
    + "Each paragraph has *slanted* words, **heavy** ones, 1234 and `code`.[^1]\n\n" * 9
    + "> Somebody says something.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: A note.\n"
)
FAMILY = {"classic": "Vollkorn", "modern": "Lato", "large": "Andika"}


def build(folder: Path, style: str, *editions: str, own: str = "") -> Result:
    """Build a small book in a style, with an own stylesheet `own.css` where it has rules."""
    (folder / "articles").mkdir(exist_ok=True)
    (folder / "book.yml").write_text(f"{MANIFEST}style: {style}\nduplicates: keep-all\n", "utf-8")
    for number in (1, 2):
        (folder / f"articles/a{number}.md").write_text(TEXT.replace("{n}", str(number)), "utf-8")
    if own:
        (folder / "own.css").write_text(own, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return CliRunner().invoke(main, ["build", "--strict", *(f"--{one}" for one in editions)])


def fonts_in(path: Path) -> set[str]:
    """Return the names of the typefaces of a PDF, without their tags."""
    with pikepdf.open(path) as pdf:
        found = (
            str(one.BaseFont)
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
        )
        return {name.partition("+")[2] for name in found}


def sizes_in(path: Path, page: int) -> list[float]:
    """Return the sizes, in points, of the letters on a page, which is drawn in pixels of CSS."""
    from pypdfium2 import raw

    text = PdfDocument(path)[page].get_textpage()
    drawn = 0.75
    return [
        round(raw.FPDFText_GetFontSize(text, at) * drawn, 1)
        for at in range(text.count_chars())
        if text.get_text_range(at, 1).strip()
    ]


def page_content(page: pikepdf.Page) -> bytes:
    page.contents_coalesce()
    return page.Contents.read_bytes()


def page_with(path: Path, words: str) -> int:
    pdf = PdfDocument(path)
    return next(
        number
        for number in range(len(pdf))
        if words in pdf[number].get_textpage().get_text_bounded()
    )


@pytest.mark.slow
@pytest.mark.parametrize("style", FAMILY)
def test_every_design_passes_the_judges(style: str, tmp_path: Path) -> None:
    made = build(tmp_path, style, "epub", "pdf")
    assert made.exit_code == 0, made.output
    assert any(name.startswith(FAMILY[style]) for name in fonts_in(tmp_path / "dist/looks.pdf"))
    assert epubcheck(tmp_path / "dist/looks.epub").messages == ()
    assert qpdf(tmp_path / "dist/looks.pdf").messages == ()
    assert verapdf(tmp_path / "dist/looks.pdf", "ua1").messages == ()


@pytest.mark.parametrize("style", FAMILY)
def test_the_stylesheet_of_an_edition_has_its_tokens_resolved(style: str) -> None:
    design = Style(name=StyleName(style)).design(Edition.EPUB)
    assert "var(" not in design.stylesheet
    assert ":root" not in design.stylesheet
    assert "@media print" not in design.stylesheet
    assert f"font-family: {FAMILY[style]}," in design.stylesheet
    printed = Style(name=StyleName(style)).design(Edition.PDF).stylesheet
    programs = {
        "--line",
        "--small-line",
        "--text-height",
        "--folio",
        "--page",
        "--title-size",
        "--side",
        "--quiet",
    }
    assert set(re.findall(r"var\((--[\w-]+)", printed)) == programs


def test_large_print_has_no_letter_under_fourteen_points(tmp_path: Path) -> None:
    assert build(tmp_path, "large", "pdf").exit_code == 0
    path = tmp_path / "dist/looks.pdf"
    for words in ("A note.", "Nothing is known", "Contents"):
        sizes = sizes_in(path, page_with(path, words))
        assert min(sizes) >= 14, words
    assert 16 in sizes_in(path, page_with(path, "A note."))


def test_an_own_stylesheet_changes_face_size_measure_and_colour(tmp_path: Path) -> None:
    (tmp_path / "faces").mkdir()
    for file in font_files(FAMILIES["Gentium Book Plus"][:2]):
        (tmp_path / "faces" / file.name).write_bytes(file.data)
    own = """
:root {
  --text-face: "My Face";
  --head-face: Lato;
  --text-size: 12pt;
  --measure: 22em;
  --accent: #7a1f1f;
}
@font-face { font-family: "My Face"; src: url(faces/GentiumBookPlus-Regular.ttf) }
@font-face {
  font-family: "My Face";
  font-style: italic;
  src: url("faces/GentiumBookPlus-Italic.ttf");
}
@media print { .article-title { text-align: center } }
@media screen { .article-title { letter-spacing: 0.07em } }
"""
    made = build(tmp_path, "own.css", "epub", "pdf", own=own)
    assert made.exit_code == 0, made.output
    path = tmp_path / "dist/looks.pdf"
    assert any("Lato" in name for name in fonts_in(path))
    assert not any("Vollkorn" in name for name in fonts_in(path))
    page = page_with(path, "A heading")
    assert 12 in sizes_in(path, page)
    with pikepdf.open(path) as pdf:
        assert b"0.478431 0.121569 0.121569 rg" in page_content(pdf.pages[page])
    with ZipFile(tmp_path / "dist/looks.epub") as book:
        css = book.read("EPUB/book.css").decode()
        names = book.namelist()
    assert "color: #7a1f1f" in css
    assert "letter-spacing: 0.07em" in css
    assert "text-align: center" not in css.partition(".article-title")[2].partition("}")[0]
    assert "EPUB/fonts/faces-GentiumBookPlus-Regular.ttf" in names
    assert "EPUB/fonts/Lato-Bold.ttf" in names


@pytest.mark.slow
def test_a_typeface_with_postscript_outlines_is_embedded_as_such(tmp_path: Path) -> None:
    otf = tmp_path / "faces" / "mine.otf"
    otf.parent.mkdir()
    otf.write_bytes(postscript(FAMILIES["Vollkorn"][0]))
    own = ":root { --text-face: Mine } @font-face { font-family: Mine; src: url(faces/mine.otf) }"
    made = build(tmp_path, "own.css", "epub", "pdf", own=own)
    assert made.exit_code == 0, made.output
    with pikepdf.open(tmp_path / "dist/looks.pdf") as pdf:
        kinds = {
            str(one.FontFile3.Subtype)
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and "/FontFile3" in one
        }
    assert kinds == {"/OpenType"}
    with ZipFile(tmp_path / "dist/looks.epub") as book:
        assert b'media-type="font/otf"' in book.read("EPUB/content.opf")
    assert epubcheck(tmp_path / "dist/looks.epub").messages == ()
    assert qpdf(tmp_path / "dist/looks.pdf").messages == ()
    assert verapdf(tmp_path / "dist/looks.pdf", "ua1").messages == ()


def postscript(face: Face) -> bytes:
    """Return a few letters of a face with the outlines of PostScript."""
    (file,) = font_files((face,))
    source = TTFont(BytesIO(file.data))
    names = [".notdef", *(source.getBestCmap()[code] for code in range(0x20, 0x7F))]
    glyphs = source.getGlyphSet()
    drawn = {}
    for name in names:
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(Qu2CuPen(pen, 0.5, all_cubic=True))
        drawn[name] = pen.getCharString()
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({code: source.getBestCmap()[code] for code in range(0x20, 0x7F)})
    builder.setupCFF("Mine", {"FullName": "Mine"}, drawn, {})
    builder.setupHorizontalMetrics({name: source["hmtx"][name] for name in names})
    builder.setupHorizontalHeader(ascent=source["hhea"].ascent, descent=source["hhea"].descent)
    builder.setupNameTable({"familyName": "Mine", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=source["hhea"].ascent, usWinAscent=source["hhea"].ascent)
    builder.setupPost()
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


def test_the_stylesheet_in_the_readme_sets_a_book(tmp_path: Path) -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    tokens, face = re.findall(r"```css\n(.*?)```", readme, re.DOTALL)
    assert len(tokens.splitlines()) <= 12
    (file,) = font_files(FAMILIES["Lato"][:1])
    (tmp_path / "faces").mkdir()
    (tmp_path / "faces/my-face.ttf").write_bytes(file.data)
    made = build(tmp_path, "[modern, own.css]", "epub", own=tokens + face)
    assert made.exit_code == 0, made.output


def test_a_rounding_error_moves_no_note(tmp_path: Path) -> None:
    """Notes of two lines in a size in which WeasyPrint's sums leave a rest over."""
    note = "Note of words. " * 8
    paragraphs = "".join(
        f"{'Words that fill some lines. ' * (number % 7 + 3)}[^{number}]\n\n[^{number}]: {note}\n\n"
        for number in range(1, 40)
    )
    (tmp_path / "articles").mkdir()
    text = f"---\ntitle: Notes\ndate: 2025-01-01\n---\n{paragraphs}"
    (tmp_path / "articles/notes.md").write_text(text, encoding="utf-8")
    made = build(tmp_path, "own.css", "pdf", own=":root { --text-size: 9.38pt }")
    assert made.exit_code == 0, made.output
