"""The PDF of a book that has everything, taken apart."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from anthology.errors import AnthologyError, Checked, Kind
from anthology.model import Edition, PageDocument, PageKind, PageSize
from anthology.pdf import Rendered, render
from anthology.pdf.geometry import geometry
from anthology.pdf.heads import head_letters, running_head
from anthology.style.design import Design, Measures
from anthology.style.read import Style
from judges import qpdf, verapdf
from pdf_fixtures import (
    ENDNOTE,
    ENGLISH,
    GERMAN,
    GREEK,
    LONG_NOTE,
    LONG_TITLE,
    SHORT_NOTE,
    UKRAINIAN,
    in_pieces,
    sample_pages,
)

A5 = PageSize(width=148, height=210)


@dataclass(frozen=True, slots=True)
class Book:
    """A rendering and what was said while it was made."""

    way: str
    checked: Checked[Rendered]
    steps: tuple[str, ...]
    texts: tuple[str, ...]
    """The text of each page as poppler reads it, in the order of its lines."""

    @property
    def data(self) -> bytes:
        return self.checked.value.data

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


@pytest.fixture(
    scope="session", params=["in one go", pytest.param("in pieces", marks=pytest.mark.slow)]
)
def book(request: pytest.FixtureRequest) -> Book:
    """A book set in one go and the same set in pieces: a reader cannot tell which it has."""
    steps: list[str] = []
    checked = _set(request.param, steps.append)
    return Book(request.param, checked, tuple(steps), _texts(checked.value.data))


def _set(way: str, progress: Callable[[str], None]) -> Checked[Rendered]:
    if way == "in one go":
        return render(sample_pages(), Style().design(Edition.PDF), A5, progress)
    return in_pieces(sample_pages(), A5, lambda step, _: progress(step))


@pytest.fixture
def opened(book: Book) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(book.data)) as pdf:
        yield pdf


def _texts(data: bytes) -> tuple[str, ...]:
    done = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    assert not done.stderr
    return tuple(done.stdout.decode().split("\f")[:-1])


def _drawn(page: pikepdf.Page) -> bytes:
    page.contents_coalesce()
    return page.Contents.read_bytes()


def _words(text: str) -> str:
    """Return text without spaces and hyphens, so that line ends do not matter."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def _elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    waiting = [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop(0)
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            yield element
            waiting = [*_kids(element), *waiting]


def _kids(element: Any) -> list[Any]:
    return list(element.K) if isinstance(element.get("/K"), pikepdf.Array) else []


def _page_of(book: Book, words: str) -> int:
    """Return the index of the first page behind the contents that holds some words."""
    return next(i for i, text in enumerate(book.texts) if i > 7 and _words(words) in _words(text))


def test_is_made_without_a_complaint(book: Book) -> None:
    assert book.checked.findings == ()
    assert book.checked.value.pages == len(book.texts)


def test_judges_find_nothing_wrong(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(book.data)
    assert verapdf(path, "ua1").messages == ()
    assert qpdf(path).messages == ()


def test_tells_every_step_in_words(book: Book) -> None:
    if book.way == "in one go":
        assert book.steps[0] == "reading"
        assert "setting page 1" in book.steps
        assert book.steps[-1] == "writing metadata"
    else:
        assert {page.id for page in sample_pages().documents} <= set(book.steps)
        assert book.steps[-1] == "binding"


def test_same_input_same_bytes(book: Book) -> None:
    assert _set(book.way, lambda _: None).value.data == book.data


def test_importing_the_package_does_not_import_the_renderer() -> None:
    code = "import sys, anthology.pdf; sys.exit('weasyprint' in sys.modules)"
    environment = {"PYTHONPATH": ":".join(filter(None, sys.path))}
    assert (
        subprocess.run([sys.executable, "-c", code], check=False, env=environment).returncode == 0
    )


def test_pages_have_the_size_asked_for(opened: pikepdf.Pdf) -> None:
    for page in opened.pages:
        assert [float(side) for side in page.mediabox] == pytest.approx(
            [0, 0, 148 / 25.4 * 72, 210 / 25.4 * 72], abs=0.01
        )


def test_only_our_typefaces_are_used_and_all_are_embedded(opened: pikepdf.Pdf) -> None:
    names = set()
    for item in opened.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            assert "/FontFile2" in item or "/FontFile3" in item
            names.add(str(item.FontName).partition("+")[2].partition("-")[0])
    assert names == {"Vollkorn", "DejaVu"}


def test_says_what_it_is(opened: pikepdf.Pdf) -> None:
    with opened.open_metadata() as xmp:
        assert xmp["pdfuaid:part"] == "1"
        assert xmp["dc:title"] == "Zwischen Satz und Seite"
        assert xmp["dc:creator"] == ["William Morris", "Lesja Ukrajinka"]
        assert xmp["dc:description"] == "Aufsätze über Schrift, Satz und Papier"
        assert xmp["xmp:ModifyDate"] == "2025-12-01T08:30:00Z"
    assert str(opened.docinfo["/CreationDate"]).startswith("D:20251201083000")
    assert opened.Root.Lang == "de"
    assert opened.Root.MarkInfo.Marked
    assert opened.Root.ViewerPreferences.DisplayDocTitle


def test_outline_has_chapters_and_their_articles(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        found = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert found == [
        ("Inhalt", []),
        ("Vorwort", []),
        ("November 2025", ["Vom Satz der Seite", LONG_TITLE, "Книжка і сторінка"]),
        ("Dezember 2025", ["Το βιβλίο και η σελίδα", "Papier"]),
        ("Quellen", []),
    ]


def test_links_lead_into_the_book_or_to_what_the_book_names(opened: pikepdf.Pdf) -> None:
    named = {str(name) for name in list(opened.Root.Names.Dests.Names)[::2]}
    outside = set()
    for page in opened.pages:
        for link in page.get("/Annots", []):
            assert str(link.Contents)
            assert link.StructParent is not None
            assert float(link.Rect[3]) != float(link.Rect[1])
            if "/Dest" in link:
                assert str(link.Dest) in named
            else:
                outside.add(str(link.A.URI))
    assert len(outside) == 5
    assert all(address.startswith("https://example.org/aufsaetze/") for address in outside)


def test_contents_have_one_link_an_entry(opened: pikepdf.Pdf) -> None:
    assert len(opened.pages[6].Annots) == 9


def test_cover_fills_the_first_page_and_is_described(opened: pikepdf.Pdf) -> None:
    first = next(element for element in _elements(opened) if element.S == "/Figure")
    assert first.Alt == "Zwischen Satz und Seite. William Morris, Lesja Ukrajinka"
    assert first.Pg.objgen == opened.pages[0].objgen
    left, top, right, bottom = (float(side) for side in first.A.BBox)
    assert (right - left) / (bottom - top) == pytest.approx(148 / 210, rel=0.001)


def test_pages_before_the_text_stand_where_they_should(book: Book) -> None:
    assert [text.strip() == "" for text in book.texts[:7]] == [
        True, True, False, True, False, False, False,
    ]  # fmt: skip
    assert book.texts[2].strip() == "Zwischen Satz und Seite"
    assert "Offizin am Fluss" in book.texts[4]
    assert "ISBN 978-3-16-148410-0" in book.texts[5]
    assert "Inhalt" in book.texts[6]


def test_chapters_and_the_articles_behind_them_begin_on_a_recto(book: Book) -> None:
    for title in ("Vorwort", "November 2025", "Vom Satz der Seite", "Dezember 2025", "Quellen"):
        pages = [i for i, text in enumerate(book.texts) if text.lstrip().startswith(title)]
        assert pages[0] % 2 == 0, title
    assert book.texts[_page_of(book, "Vom Satz der Seite") - 1].strip() == ""


def test_contents_and_labels_count_from_the_first_page_behind_the_cover(
    book: Book, opened: pikepdf.Pdf
) -> None:
    numbers = re.findall(r"\b\d{1,2}\b", book.texts[6])
    for title in ("Vorwort", "Vom Satz der Seite", "Книжка і сторінка", "Quellen"):
        opening = next(
            i for i, text in enumerate(book.texts) if i > 7 and text.lstrip().startswith(title)
        )
        assert str(opening - 1) in numbers, title
        assert str(opening - 1) in re.findall(r"(?m)^\d+$", book.texts[opening]), title
    assert [str(page.label) for page in opened.pages][:4] == ["Umschlag", "Umschlag", "1", "2"]


def test_heads_and_folios_stand_on_inner_pages_only(book: Book) -> None:
    opening = _page_of(book, "Vom Satz der Seite")
    verso, recto = book.texts[opening + 1], book.texts[opening + 2]
    assert "zwischen satz und seite" in verso[:60].casefold()
    assert "vom satz der seite" in recto[:60].casefold()
    assert str(opening) in verso[:60]
    assert str(opening + 1) in recto[:60]
    assert "zwischen satz" not in book.texts[opening].casefold()
    blank = [text for text in book.texts[7:] if not text.strip()]
    assert len(blank) >= 3


def test_every_word_is_there_in_order(book: Book) -> None:
    text = _words(book.text)
    wanted = [GERMAN[0], ENGLISH[0][:160], UKRAINIAN[0][:160], GREEK[0][:160]]
    places = [text.index(_words(words)[:120]) for words in wanted]
    assert places == sorted(places)
    for words in (SHORT_NOTE, re.sub("<.*?>", "", LONG_NOTE), ENDNOTE):
        assert _words(words) in text


def test_notes_stand_on_the_page_of_their_reference(book: Book) -> None:
    page = _words(book.texts[_page_of(book, SHORT_NOTE)])
    assert _words("Winkelhaken hält.1") in page
    assert page.index(_words("Winkelhaken hält.1")) < page.index(_words(SHORT_NOTE))
    page = _words(book.texts[_page_of(book, "Die Zahl schwankt")])
    assert _words("verdient zu haben.2") in page


def test_notes_are_tagged_with_unique_ids(opened: pikepdf.Pdf) -> None:
    notes = [element for element in _elements(opened) if element.S == "/Note"]
    assert len(notes) == 5
    assert len({str(note.ID) for note in notes}) == 5
    *at_foot, behind = sorted(notes, key=lambda note: str(_kids(note)[0].S))
    assert all(_kids(note)[0].S == "/Lbl" for note in at_foot)
    assert _kids(_kids(behind)[0])[0].S == "/Lbl"


def test_languages_inside_the_book_are_tagged(opened: pikepdf.Pdf) -> None:
    languages = {str(element.Lang) for element in _elements(opened) if "/Lang" in element}
    assert languages >= {"de", "en", "uk", "el", "ru"}


def test_heading_levels_have_no_gaps(opened: pikepdf.Pdf) -> None:
    levels = [
        int(str(element.S)[2:])
        for element in _elements(opened)
        if re.fullmatch(r"/H[1-6]", str(element.S))
    ]
    assert levels[0] == 1
    assert max(levels) == 4
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_table_headers_have_scopes_and_cells_name_them(opened: pikepdf.Pdf) -> None:
    cells = [element for element in _elements(opened) if element.S in ("/TH", "/TD")]
    scopes = [str(cell.A.Scope) for cell in cells if cell.S == "/TH"]
    assert scopes.count("/Column") == 3
    assert scopes.count("/Row") == 3
    assert all(len(cell.A.Headers) == 2 for cell in cells if cell.S == "/TD")


def test_lists_records_and_contents_have_the_right_structure(opened: pikepdf.Pdf) -> None:
    allowed = {
        "/L": {"/LI", "/L", "/Caption"},
        "/LI": {"/Lbl", "/LBody"},
        "/TOC": {"/TOCI", "/TOC"},
        "/Table": {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"},
        "/TR": {"/TH", "/TD"},
    }
    seen = set()
    for element in _elements(opened):
        seen.add(str(element.S))
        for kid in _kids(element):
            if str(element.S) in allowed:
                assert str(kid.S) in allowed[str(element.S)]
    assert seen >= {"/L", "/TOC", "/Table", "/BlockQuote", "/Figure", "/Caption", "/Code"}


def test_decoration_is_no_part_of_the_structure(opened: pikepdf.Pdf) -> None:
    figures = [element for element in _elements(opened) if element.S == "/Figure"]
    assert [str(figure.Alt)[:12] for figure in figures[1:]] == ["Zwei Seiten ", "A stack of t"]
    for page in opened.pages[8:]:
        if "/Annots" in page:
            heads = _drawn(page).count(b"/Pagination")
            assert heads >= 1


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "https://example.org/a.png", "pictures/none.png", "data:,x"]
)
def test_what_is_no_part_of_the_book_is_refused(address: str) -> None:
    pages = sample_pages()
    document = PageDocument(
        id="article-x",
        kind=PageKind.ARTICLE,
        title="x",
        language="de",
        content=f'<section id="article-x" class="article"><img src="{address}" alt="x"/></section>',
    )
    with pytest.raises(AnthologyError) as raised:
        render(
            replace(pages, documents=(document,)),
            Style().design(Edition.PDF),
            A5,
            lambda _: None,
        )
    (found,) = raised.value.findings
    assert found.kind is Kind.ARTICLE
    assert address in found.message


def test_stylesheet_faults_become_warnings() -> None:
    pages = replace(sample_pages(), documents=())
    checked = render(pages, Design(stylesheet="p { colour: red }"), A5, lambda _: None)
    assert any("colour" in finding.message for finding in checked.findings)


@given(
    width=st.floats(min_value=90, max_value=300), ratio=st.floats(min_value=1.25, max_value=1.65)
)
def test_margins_are_classical_on_every_page(width: float, ratio: float) -> None:
    page = geometry(PageSize(width=width, height=width * ratio), Measures())
    assert page.inner < page.top < page.outer < page.bottom
    line = page.type_size * 1.35 * 25.4 / 72
    lines = page.text_height / line
    assert lines == pytest.approx(round(lines))
    assert lines > 15


@given(st.text(max_size=200))
def test_running_heads_are_short_and_begin_like_their_title(title: str) -> None:
    head = running_head(title, 38)
    assert len(head) <= 39
    assert " ".join(title.split()).startswith(head.removesuffix(" …").rstrip(" "))


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("Papier", "Papier"),
        ("On the price of paper: what changed and why it did", "On the price of paper"),
        (LONG_TITLE, "On the patience of compositors, the …"),
    ],
)
def test_running_heads_end_with_a_word(title: str, head: str) -> None:
    assert running_head(title, head_letters(geometry(A5, Measures()))) == head
