"""The index of names: its numbers are true, in whichever way the book is set."""

import re
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from anthology.apparatus.wanted import apparatus_of
from anthology.cli import main
from anthology.completeness.letters import letters
from anthology.load import find_project
from anthology.model import Edition, Pages
from anthology.pages import make_pages
from anthology.pdf.locators import Locator, ranges
from anthology.plan import plan_book
from anthology.shelf import Shelf
from anthology.typefaces import Faces
from judges import ace, epubcheck, qpdf, verapdf
from pdf_fixtures import GERMAN, sample_pages
from test_pieces import compose, destinations, links, outline, structure, texts

SPELLINGS = {
    "Achmedjarow, Lukman": ("Achmedjarow", "Lupan Achmedjar"),
    "Äsop": ("Äsop",),
    "Lwiw": ("Lwiw", "Lemberg"),
    "Tokajew, Kassym-Schomart": ("Tokajew", "Tokaev"),
}
FILLER = " ".join(GERMAN)


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans())))
def test_each_page_stands_once_in_the_longest_ranges(places: list[tuple[int, bool]]) -> None:
    found = list(ranges(Locator(page=page, main=main, target=f"p{page}") for page, main in places))
    told = [(page, a.main) for a, z in found for page in range(a.page, z.page + 1)]
    bold = {page for page, main in places if main}
    assert told == [(page, page in bold) for page in sorted({page for page, _ in places})]
    for (_, last), (first, _) in pairwise(found):
        assert last.page + 1 < first.page or last.main != first.main
    assert all(one.target == f"p{one.page}" for pair in found for one in pair)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a book in which names stand in texts, notes, tables and titles of twenty pages."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "articles").mkdir()
    (folder / "book.yml").write_text(
        "title: Briefe\nlanguage: de\nidentifier: urn:x-test:1\nnames: names.yml\n"
        "duplicates: keep-all\ncolophon: {digest: false}\npdf: {page: A6}\n",
        encoding="utf-8",
    )
    (folder / "names.yml").write_text(
        "".join(
            f"- name: {name}\n  variants: [{', '.join(spellings)}]\n"
            for name, spellings in SPELLINGS.items()
        )
        + "  main: brief-3\n- {name: Tokaev, see: 'Tokajew, Kassym-Schomart'}\n",
        encoding="utf-8",
    )
    for number in range(1, 5):
        (folder / f"articles/2025-01-0{number}-brief-{number}.md").write_text(
            f"---\ntitle: Brief {number} {'an Äsop' if number == 2 else ''}\n---\n"
            f"{FILLER} Kassym-Schomart *Tokajew*.\n\nLupan Achmedjar. {FILLER}[^1]\n\n"
            f"{FILLER} Tokajews Brief.\n\n{FILLER} Tokaev und Lemberg.\n\n"
            f"| Ort | Wer |\n| --- | --- |\n| Lwiw | Lukman Achmedjarow |\n\n{FILLER}\n\n"
            "[^1]: So Äsop.\n",
            encoding="utf-8",
        )
    return folder


def build(project: Path, output: str, *options: str) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project)
        result = CliRunner().invoke(main, ["build", "--output", output, *options])
    assert result.exit_code == 0, result.output
    return (project / output / "briefe.pdf").read_bytes()


@pytest.fixture(scope="module")
def bound(project: Path) -> bytes:
    return build(project, "pieces")


@pytest.fixture(scope="module")
def whole(project: Path) -> bytes:
    return build(project, "whole", "--no-pieces", "--pdf")


def numbers(data: bytes) -> list[tuple[str, int, str]]:
    """Return what each link of the index shows, the page to which it leads, and its name."""
    found = []
    with pikepdf.open(BytesIO(data)) as pdf, pypdfium2.PdfDocument(data) as shown:
        there = {name: place[0] for name, place in destinations(data).items()}
        for at in range(there["index"], there["colophon"]):
            text = shown[at].get_textpage()
            for link in pdf.pages[at].get("/Annots", ()):
                name = str(link.Dest)
                found.append((text.get_text_bounded(*map(float, link.Rect)), there[name], name))
    return found


@pytest.mark.slow
def test_every_number_is_that_of_a_page_with_the_name(bound: bytes) -> None:
    pages = [letters(text) for text in texts(bound)]
    told = numbers(bound)
    assert len(told) > 20
    for shown, page, target in told:
        heading = next((name for name in SPELLINGS if _slug(name) in target), None)
        if target.endswith("--title") or "--" not in target:  # the article with it in its title
            heading = "Äsop"
        if target.startswith("index--"):
            continue
        assert heading is not None, target
        assert int(shown) == page - 1
        assert any(letters(spelling) in pages[page] for spelling in SPELLINGS[heading])


@pytest.mark.slow
def test_every_page_with_the_name_is_told(bound: bytes) -> None:
    pages = [letters(text) for text in texts(bound)]
    index = texts(bound)[destinations(bound)["index"][0]]
    there = [at - 1 for at, text in enumerate(pages) if "achmedjar" in text][:-1]
    told = index.partition("Lukman")[2].partition("Äsop")[0]
    pairs = (part.strip().split("–") for part in told.split(","))
    expanded = [page for pair in pairs for page in range(int(pair[0]), int(pair[-1]) + 1)]
    assert expanded == there


@pytest.mark.slow
def test_both_ways_make_the_same_index(bound: bytes, whole: bytes) -> None:
    assert [one.casefold() for one in texts(bound)] == [one.casefold() for one in texts(whole)]
    assert destinations(bound) == destinations(whole)
    assert outline(bound) == outline(whole)
    assert links(bound) == links(whole)
    assert structure(bound) == structure(whole)


@pytest.mark.slow
def test_no_destination_is_kept_to_which_nothing_leads(bound: bytes) -> None:
    targets = {target for page in links(bound) for target, _ in page}
    assert {name for name in destinations(bound) if "--name-" in name} <= targets


@pytest.mark.slow
def test_pages_of_main_articles_are_bold(bound: bytes) -> None:
    with pypdfium2.PdfDocument(bound) as pdf:
        page = pdf[destinations(bound)["index"][0]]
        text_page = page.get_textpage()
        fonts = {
            text: thing.get_font().get_base_name()
            for thing in page.get_objects(textpage=text_page)
            if isinstance(thing, pypdfium2.PdfTextObj) and (text := thing.extract().strip())
        }
    bold = {text for text, font in fonts.items() if "Bold" in font}
    starts = destinations(bound)
    first, last = starts["article-brief-3"][0] - 1, starts["article-brief-4"][0] - 2
    assert bold - {"–"}
    assert all(first <= int(text) <= last for text in bold if text.isdigit())


def pages_of(project: Path, change: Callable[[str], str] = str) -> Pages:
    """Return the page documents of a project, the text of its last article changed."""
    path = project / "articles/2025-01-04-brief-4.md"
    before = path.read_text(encoding="utf-8")
    path.write_text(change(before), encoding="utf-8")
    plan = plan_book(find_project(project), None, lambda *_: None).value
    path.write_text(before, encoding="utf-8")
    assert plan is not None
    cover = sample_pages().cover
    made = apparatus_of(plan.book, plan.located.manifest, Edition.PDF, Faces())
    return make_pages(plan.book, Edition.PDF, cover, plan.words, made, ("Vollkorn",))


@pytest.mark.slow
def test_the_index_is_set_again_only_where_it_changes(project: Path, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    compose(pages_of(project), shelf)
    _, same = compose(pages_of(project), shelf)
    assert same.orders == []
    _, word = compose(pages_of(project, lambda text: text.replace("Buch", "Heft", 1)), shelf)
    assert word.pieces == ["article-brief-4"]
    _, gone = compose(pages_of(project, lambda text: re.sub("Lemberg|Lwiw", "Krakau", text)), shelf)
    assert gone.pieces == ["article-brief-4", "index"]


@pytest.mark.slow
def test_the_judges_accept_it(project: Path, bound: bytes) -> None:
    assert bound
    for verdict in (
        epubcheck(project / "pieces/briefe.epub"),
        ace(project / "pieces/briefe.epub"),
        verapdf(project / "pieces/briefe.pdf", "ua1"),
        qpdf(project / "pieces/briefe.pdf"),
    ):
        assert verdict.passed, verdict.messages


def _slug(name: str) -> str:
    return {"Äsop": "aesop"}.get(name, name.lower().replace(", ", "-"))
