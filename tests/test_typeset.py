"""What cannot be set one way is set another, and what is too much for the machine is named."""

import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from anthology.body.plain import plainly
from anthology.body.tree import Element, Node, element, text_of, walk
from anthology.cli import main
from anthology.errors import AnthologyError, Checked, Kind
from anthology.flow import Care
from anthology.load import Project
from anthology.model import Book, Edition, Pages
from anthology.pdf import Rendered
from anthology.pdf.apart import Job, Outcome, render_apart
from anthology.pdf.limits import Ceiling, Failure, Limits, Meter, Trouble
from anthology.plan import plan_book
from anthology.style.design import Design
from anthology.style.read import Style
from anthology.typeset import Setting, typeset
from anthology.values import read_page_size
from pdf_fixtures import sample_pages

MANIFEST = "title: Sorts\nlanguage: en\nidentifier: urn:x-test:1\n"
A5 = read_page_size("A5")
WIDE = Limits(
    article=Ceiling(seconds=600, memory=4_000_000_000),
    book=Ceiling(seconds=600, memory=8_000_000_000),
)
SETTING = Setting(design=Design(), size=A5, limits=WIDE, crew=None, shelf=None)


def project(folder: Path, *texts: str, more: str = "") -> Path:
    (folder / "articles").mkdir()
    (folder / "book.yml").write_text(MANIFEST + more, encoding="utf-8")
    for number, text in enumerate(texts, 1):
        path = folder / f"articles/2025-01-0{number}-a{number}.md"
        path.write_text(f"---\ntitle: Article {number}\n---\n{text}", encoding="utf-8")
    return folder


def book_of(folder: Path) -> Book:
    plan = plan_book(Project(folder), None, lambda *_: None).value
    assert plan is not None
    return plan.book


# -- ceilings


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ("{article: {seconds: 0.001}}", "setting this text as a PDF takes more than 0.001 seconds"),
        ("{article: {megabytes: 0.01}}", "setting this text as a PDF takes more than 0.01 MB"),
        pytest.param(
            "{book: {seconds: 0.1}}",
            "setting the book as a PDF takes more than 0.1 seconds",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            "{book: {megabytes: 20}}",
            "setting the book as a PDF takes more than 20 MB of memory",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_what_exceeds_a_ceiling_is_named(
    limits: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = " ".join(f"word{number}" for number in range(4000))
    monkeypatch.chdir(project(tmp_path, "Short.\n", text, more=f"limits: {limits}\n"))
    result = CliRunner().invoke(main, ["build", "--pdf"])
    assert result.exit_code == 5, result.output
    assert re.match(rf"articles/2025-01-0\d-a\d\.md: error: {re.escape(said)}", result.output)
    assert not (tmp_path / "dist/sorts.pdf").exists()


@pytest.mark.parametrize("amount", ["0", "-1", "many", "1e9"])
def test_a_ceiling_is_a_number_above_nothing(
    amount: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project(tmp_path, "Text.\n", more=f"limits: {{book: {{seconds: {amount}}}}}\n")
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 2
    assert "book.yml:4:26: error: limits.book.seconds" in result.output


def test_time_counts_for_the_text_that_is_being_set() -> None:
    limits = Limits(article=Ceiling(seconds=10, memory=100), book=Ceiling(seconds=50, memory=1000))
    meter = Meter(limits, 0.0, 0)
    meter.enter(1, 0.0)
    assert meter.trouble(9.0, 0) is None
    meter.enter(2, 9.0)
    meter.enter(1, 10.0)
    assert meter.trouble(10.5, 0) is None
    assert meter.trouble(12.0, 0) is Trouble.ARTICLE_TIME
    assert meter.costliest == 1
    meter.enter(None, 12.0)
    assert meter.trouble(49.0, 0) is None
    assert meter.trouble(51.0, 0) is Trouble.BOOK_TIME


def test_memory_counts_from_the_beginning_of_a_text() -> None:
    limits = Limits(article=Ceiling(seconds=10, memory=100), book=Ceiling(seconds=50, memory=1000))
    meter = Meter(limits, 0.0, 900)
    meter.trouble(0.0, 900)
    meter.enter(1, 0.0)
    assert meter.trouble(1.0, 1000) is None
    assert meter.trouble(1.0, 1001) is Trouble.ARTICLE_MEMORY
    meter.enter(None, 1.0)
    assert meter.trouble(1.0, 1001) is Trouble.BOOK_MEMORY


# -- a renderer that fails


def failing(fails: Callable[[Pages], bool], *, known: str | None = None) -> Callable[..., Outcome]:
    """Return a renderer that fails on some pages."""

    def render(job: Job, _limits: Limits, _progress: Callable[[str], None]) -> Outcome:
        if fails(job.pages):
            return Failure(trouble=Trouble.BROKEN, document=known, detail="ZeroDivisionError")
        return Checked(Rendered(data=b"%PDF", pages=1))

    return render


def pages_for(book: Book) -> Callable[[Care], Pages]:
    """Return a maker of pages that say of each article whether it is plain."""
    sample = sample_pages()
    made = [one for one in sample.documents if one.kind.value == "article"][:1]

    def make(care: Care) -> Pages:
        ids = [f"article-{article.slug}" for article in book.articles]
        documents = (
            replace(made[0], id=name, content="plain" if name in care.plain else f"<table>{name}")
            for name in ids
        )
        return replace(sample, documents=tuple(documents))

    return make


@pytest.mark.parametrize("known", [None, "article-a3"])
def test_a_text_on_which_the_renderer_fails_is_set_plainly(
    known: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = book_of(project(tmp_path, *["Text.\n"] * 5))

    def fails(pages: Pages) -> bool:
        return any("<table>article-a3" in one.content for one in pages.documents)

    monkeypatch.setattr("anthology.typeset.render_apart", failing(fails, known=known))
    done = typeset(book, pages_for(book), SETTING, lambda *_: None)
    (finding,) = done.findings
    assert str(finding).startswith("articles/2025-01-03-a3.md: warning: the PDF renderer failed")
    assert "ZeroDivisionError" in finding.message


def test_a_text_that_cannot_be_set_in_any_form_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = book_of(project(tmp_path, *["Text.\n"] * 3))

    def fails(pages: Pages) -> bool:
        return any(one.id == "article-a2" for one in pages.documents)

    monkeypatch.setattr("anthology.typeset.render_apart", failing(fails))
    with pytest.raises(
        AnthologyError, match=r"2025-01-02-a2\.md: error: .*ZeroDivisionError"
    ) as no:
        typeset(book, pages_for(book), SETTING, lambda *_: None)
    assert no.value.findings[0].kind is Kind.ARTICLE


@pytest.mark.slow
def test_an_exception_of_the_renderer_names_the_text() -> None:
    pages = sample_pages()
    plain = Style().design(Edition.PDF)
    floating = plain.stylesheet + "p::first-letter { float: left }"
    texts = frozenset(one.id for one in pages.documents)
    job = Job(pages=pages, design=replace(plain, stylesheet=floating), size=A5, texts=texts)
    outcome = render_apart(job, WIDE, lambda _: None)
    assert isinstance(outcome, Failure)
    assert outcome.trouble is Trouble.BROKEN
    assert outcome.document in texts
    assert "AssertionError" in outcome.detail


# -- the plainest form

TREES = st.recursive(
    st.sampled_from(["one ", "two", " three"]),
    lambda inner: st.builds(
        lambda tag, children: element(tag, *children),
        st.sampled_from("p div ul li table tbody tr td blockquote h3 em a code pre dl dd".split()),
        st.lists(inner, max_size=4),
    ),
    max_leaves=30,
)


@given(st.lists(TREES, max_size=5))
def test_the_plainest_form_has_every_word_and_only_paragraphs(nodes: list[Node]) -> None:
    plain = plainly(tuple(nodes))
    assert "".join(text_of(plain).split()) == "".join(text_of(nodes).split())
    assert all(isinstance(one, Element) and one.tag in {"p", "h3"} for one in plain)
    assert {node.tag for node in walk(plain)} <= {"p", "h3", "em", "a", "br"}


def test_the_plainest_form_keeps_pictures_notes_and_places() -> None:
    figure = element("figure", element("img", src="x.png"), element("figcaption", "below"))
    cell = element("td", "Text", element("a", data_note="1"), id="here")
    plain = plainly((figure, element("table", element("tr", cell, element("td", "next")))))
    assert [node.tag for node in walk(plain)] == ["p", "img", "p", "p", "a"]
    assert text_of(plain).split() == ["below", "Text", "next"]


# -- running heads


def test_long_titles_have_short_heads_that_fit_beside_the_folio(tmp_path: Path) -> None:
    text = "\n\n".join(["Words that fill a page and the next one. " * 20] * 8)
    folder = project(tmp_path, text)
    path = folder / "articles/2025-01-01-a1.md"
    title = "Making more consistent decisions with design principles, and what came of it"
    path.write_text(path.read_text().replace("Article 1", title), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        result = CliRunner().invoke(main, ["build", "--pdf"])
    assert result.exit_code == 0, result.output
    with pypdfium2.PdfDocument(folder / "dist/sorts.pdf") as pdf:
        pages = [page.get_textpage().get_text_range().lower() for page in pdf]
    assert any("making more consistent decisions …" in page for page in pages)
