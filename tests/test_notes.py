"""Where the notes stand in print, how they are numbered, and what they say of links."""

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from anthology.breaks.read import read_pages
from anthology.cli import main
from anthology.completeness.report import prove
from anthology.completeness.subject import Proof
from anthology.documents import in_order
from anthology.load import Project
from anthology.model import Edition
from anthology.plan import Plan, plan_book
from judges import verapdf

MANIFEST = (
    "title: Notes\nlanguage: en\nidentifier: urn:uuid:6f1c1b56-9a2f-4c9a-8f0e-2c1f3f0f4a55\n"
    "chapters: month\n"
)
ARTICLES = {
    "2025-01-01-a": "Alpha[^1] and [beta](https://www.example.org/beta/).\n\n[^1]: Ibid.\n",
    "2025-01-02-b": "Gamma.[^1]\n\n[^1]: Ibid.\n",
    "2025-02-01-c": "Delta,[^1] and [beta](https://example.org/beta).\n\n[^1]: Ibid.\n",
}
BOOK = "notes: {place: book, numbers: %s}\npdf: {links: notes}\n"


def project(folder: Path, options: str, articles: dict[str, str] = ARTICLES) -> Path:
    (folder / "articles").mkdir()
    (folder / "book.yml").write_text(MANIFEST + options, encoding="utf-8")
    for name, body in articles.items():
        text = f"---\ntitle: Article {name[-1]}\nslug: {name[-1]}\n---\n{body}"
        (folder / f"articles/{name}.md").write_text(text, "utf-8")
    return folder


def build(folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> Path:
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(main, ["build", "--pdf", "--strict", "-q", *options])
    assert (result.exit_code, result.output) == (0, "")
    return folder / "dist/notes.pdf"


def pages(made: Path) -> list[str]:
    """Return the texts of the pages, one line each."""
    pdf = pypdfium2.PdfDocument(made)
    texts = (page.get_textpage().get_text_bounded() for page in pdf)
    return [" ".join(text.split()) for text in texts]


def page_with(made: Path, words: str) -> str:
    (page,) = (text for text in pages(made) if words in text)
    return page


def test_notes_at_the_foot_have_the_addresses_of_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = build(project(tmp_path, "pdf: {links: notes}\n"), monkeypatch)
    page = page_with(made, "Alpha")
    assert "Alpha1 and beta." in page
    assert page.index("1 Ibid.") < page.index("2 example.org/beta")
    with pikepdf.open(made) as pdf:
        addresses = [
            str(link.A.URI)
            for page in pdf.pages
            for link in page.get("/Annots", ())
            if "/A" in link
        ]
    assert addresses == ["https://www.example.org/beta/", "https://example.org/beta"]


def test_links_are_live_without_notes_where_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = build(project(tmp_path, ""), monkeypatch)
    assert "example.org" not in "".join(pages(made))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ("article", ["1", "2", "1", "1", "2"]),
        ("chapter", ["1", "2", "3", "1", "2"]),
        ("book", ["1", "2", "3", "4", "5"]),
    ],
)
def test_notes_at_the_end_are_grouped_and_numbered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, numbers: str, expected: list[str]
) -> None:
    made = build(project(tmp_path, BOOK % numbers), monkeypatch)
    page = next(text for text in reversed(pages(made)) if text.startswith("Notes "))
    assert re.findall(r"(\d) (?:Ibid|example)", page) == expected
    assert [page.index(f"Article {name}") for name in "abc"] == sorted(
        page.index(f"Article {name}") for name in "abc"
    )
    with pikepdf.open(made) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root][-2:] == ["Notes", "Sources"]
        links = {
            str(link.Dest)
            for one in pdf.pages
            for link in one.get("/Annots", ())
            if "/Dest" in link
        }
    wanted = {f"article-{name}--note{kind}-1" for name in "abc" for kind in ("", "ref")}
    assert wanted <= links


def test_notes_behind_their_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = build(project(tmp_path, "notes: {place: article}\n"), monkeypatch)
    page = page_with(made, "Alpha")
    assert page.index("Alpha") < page.index("Notes") < page.index("1 Ibid.") < page.index("Source")


@pytest.mark.slow
@pytest.mark.parametrize("place", ["foot", "article", "book"])
def test_pieces_say_what_is_said_in_one_go_and_all_can_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    options = f"notes: {{place: {place}, numbers: book}}\npdf: {{links: notes}}\n"
    made = build(project(tmp_path, options), monkeypatch)
    bound = pages(made)
    assert verapdf(made, "ua1").messages == ()
    assert pages(build(tmp_path, monkeypatch, "--no-pieces")) == bound
    assert verapdf(made, "ua1").messages == ()


@pytest.mark.slow
@pytest.mark.parametrize(("place", "counted"), [("foot", False), ("article", True)])
def test_only_notes_behind_a_text_count_among_its_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, *, counted: bool
) -> None:
    made = build(project(tmp_path, f"notes: {{place: {place}}}\n"), monkeypatch)
    read = read_pages(made.read_bytes(), tuple(in_order(planned(tmp_path).book)))
    (page,) = (one for one in read if one.document == "article-a" and one.opens)
    lines = [line.text.strip() for block in page.blocks for line in block.lines]
    assert "Alpha and beta." in lines
    assert ("Ibid." in lines) is counted


# -- the proof


def planned(folder: Path) -> Plan:
    plan = plan_book(Project(folder), None, lambda *_: None).value
    assert plan is not None
    return plan


def proof_of(folder: Path, made: Path, name: str, old: str, new: str, *, apart: bool) -> Proof:
    """Return the proof of a file for a book in which an article says something else."""
    plan = planned(folder)
    manuscripts = {
        file: replace(one, text=one.text.replace(old, new)) if file.endswith(name) else one
        for file, one in plan.manuscripts.items()
    }
    data = made.read_bytes()
    return prove(plan.book, manuscripts, Edition.PDF, data, notes_apart=apart)


@pytest.mark.slow
@pytest.mark.parametrize("place", ["foot", "article", "book"])
def test_an_address_that_is_added_hides_no_lost_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    options = f"notes: {{place: {place}}}\npdf: {{links: notes}}\n"
    made = build(project(tmp_path, options), monkeypatch)
    apart = place == "book"
    whole = proof_of(tmp_path, made, "c.md", "Delta", "Delta", apart=apart)
    assert whole.findings == ()
    lost = proof_of(tmp_path, made, "a.md", "Alpha", "Alpha example.org/beta", apart=apart)
    assert [one.message for one in lost.findings] == [
        "the PDF lacks words of this text: “example.org/beta”"
    ]


def test_a_note_that_is_like_another_one_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = build(project(tmp_path, BOOK % "article"), monkeypatch)
    one_more = "Delta,[^1] [^2]\n\n[^2]: Ibid.\n\n"
    lost = proof_of(tmp_path, made, "c.md", "Delta,[^1]", one_more, apart=True)
    assert [(one.message, one.place.file if one.place else "") for one in lost.findings] == [
        ("the PDF lacks words of a note of this text: “Ibid.”", "articles/2025-02-01-c.md")
    ]
    other = proof_of(
        tmp_path, made, "b.md", "Ibid.", "[Ibid](https://example.org/beta).", apart=True
    )
    assert [one.message for one in other.findings] == [
        "the PDF lacks links of this text: “httpsexampleorgbeta”"
    ]
