"""Long lists: set in runs, they are what they are in one piece, and only what changed is set."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from anthology.apparatus.codes import Code, make_code
from anthology.model import PageDocument, PageKind, Pages
from anthology.pdf import runs
from anthology.pdf.orders import PieceOrder, RunOrder
from anthology.pdf.runs import LongList, Run, long_list
from anthology.shelf import Shelf
from pdf_fixtures import sample_pages
from test_pieces import (
    Inline,
    compose,
    destinations,
    few,
    images,
    links,
    outline,
    structure,
    texts,
)

NUMBER = 70
"""How many items the lists have."""


def contents(titles: list[str], chapters: int) -> str:
    """Return contents with chapters, between parts."""
    size = -(-len(titles) // chapters)
    parts = ['<li class="toc-part"><a href="#front-preface">Preface</a></li>']
    for at in range(0, len(titles), size):
        items = "".join(
            f'<li class="toc-article"><a href="#source-{number}">'
            f'<span class="toc-title">{title}</span></a>'
            f'<span class="toc-byline">William Morris</span></li>\n'
            for number, title in enumerate(titles[at : at + size], at)
        )
        parts.append(
            f'<li class="toc-chapter"><a href="#{target(at)}">Chapter {titles[at]}</a>'
            f"<ol>\n{items}</ol></li>\n"
        )
    parts.append('<li class="toc-part"><a href="#sources">Sources</a></li>')
    return (
        '<nav id="contents" class="contents" aria-labelledby="contents--title">\n'
        '<h1 id="contents--title" class="part-title">Contents</h1>\n'
        f'<ol class="toc">\n{"".join(parts)}</ol>\n</nav>'
    )


def sources(titles: list[str]) -> str:
    """Return sources, each with a code, some of them longer than others."""
    items = "".join(
        f'<section class="source" id="source-{number}" aria-labelledby="source-{number}--title">\n'
        f'<h2 class="source-article" id="source-{number}--title">'
        f'<a class="page-ref" href="#{target(number)}">{title}</a></h2>\n'
        f'<div class="source-coded" style="--side: {coded(number).side}mm; --quiet: 2mm">'
        f'<dl class="source-record">'
        + "<div><dt>Platform</dt><dd>A house that prints &amp; binds</dd></div>\n"
        * (number % 5)
        + '<div><dt>Link</dt><dd class="source-link"><a href="https://example.org/a">example</a>'
        f'</dd></div></dl><img class="source-code" src="pictures/{coded(number).picture.name}" '
        'alt="QR code"/></div>\n</section>\n'
        for number, title in enumerate(titles)
    )
    return (
        '<section id="sources" class="sources" aria-labelledby="sources--title">\n'
        f'<h1 id="sources--title" class="part-title">Sources</h1>\n{items}</section>'
    )


def notes(titles: list[str]) -> str:
    """Return the notes of texts, of some of which there are many."""
    groups = "".join(
        f'<section class="note-group">\n<h2 class="note-group-title">'
        f'<a class="page-ref" href="#{target(number)}">{title}</a></h2>\n'
        + "".join(
            f'<div id="text-{number}--note-{at}" class="endnote"><p><span class="note-number">'
            f'<a class="note-back" href="#{target(at)}">{at}</a></span>'
            f"What there is to say of {title}{' again' * (7 * at)}.</p></div>"
            for at in range(1, 2 + number % 4)
        )
        + "</section>\n"
        for number, title in enumerate(titles)
    )
    return (
        '<section id="notes" class="notes" role="doc-endnotes" aria-labelledby="notes--title">\n'
        f'<h1 id="notes--title" class="part-title">Notes</h1>\n{groups}</section>'
    )


def coded(number: int) -> Code:
    return make_code(f"https://example.org/{number % 2}", str.isascii)


def target(number: int) -> str:
    return ("contents", "sources", "titlepage")[number % 3]


def named(number: int) -> str:
    """Return a title, sometimes of two lines."""
    return f"The title of article {number}" + " which is a long one" * (number % 4)


@pytest.fixture(scope="module")
def book() -> Pages:
    """Return a book whose contents and sources are long."""
    pages = few(sample_pages())
    *others, last = pages.documents
    noted = replace(last, id="notes", kind=PageKind.NOTES, title="Notes")
    pages = replace(
        pages,
        documents=(*others, noted, last),
        pictures=(*pages.pictures, *(coded(number).picture for number in range(2))),
    )
    return with_titles(pages, [named(number) for number in range(NUMBER)])


def with_titles(pages: Pages, titles: list[str]) -> Pages:
    made = {
        PageKind.CONTENTS: contents(titles, 7),
        PageKind.NOTES: notes(titles),
        PageKind.SOURCES: sources(titles),
    }
    gone = re.compile(r'href="#source-[^"]*"')
    documents = (
        replace(one, content=made.get(one.kind) or gone.sub('href="#sources"', one.content))
        for one in pages.documents
    )
    return replace(pages, documents=tuple(documents))


def assert_alike(one: bytes, other: bytes) -> None:
    for look in (texts, destinations, outline, links, structure):
        assert look(one) == look(other)
    assert all(a.tobytes() == b.tobytes() for a, b in zip(images(one), images(other), strict=True))
    assert abs(len(one) - len(other)) < 0.03 * len(one)


def orders(executor: Inline) -> list[str]:
    return [order.id for order in executor.orders if isinstance(order, RunOrder)]


@pytest.mark.slow
def test_runs_are_bound_as_if_the_list_were_one_piece(
    book: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, executor = compose(book, None)
    assert orders(executor) == []
    assert {"contents", "notes", "sources"} <= set(executor.pieces)
    monkeypatch.setattr(runs, "ENOUGH", 5_000)
    many, executor = compose(book, None)
    assert orders(executor).count("contents") >= 2
    assert orders(executor).count("notes") >= 3
    assert orders(executor).count("sources") >= 3
    assert not {"contents", "notes", "sources"} & set(executor.pieces)
    assert_alike(many, one)


@pytest.mark.slow
def test_where_no_page_begins_with_an_item_more_is_set(
    book: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = compose(book, None)
    monkeypatch.setattr(runs, "ENOUGH", 500)
    many, executor = compose(book, None)
    assert orders(executor).count("sources") > 10
    assert_alike(many, one)


@pytest.mark.slow
def test_a_changed_title_sets_the_runs_that_show_it(
    book: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "ENOUGH", 5_000)
    shelf = Shelf(tmp_path)
    _, first = compose(book, shelf)
    titles = [named(number) for number in range(NUMBER)]
    titles[NUMBER // 2] = "Renamed"
    other = with_titles(book, titles)
    warm, again = compose(other, shelf)
    assert warm == compose(other, None)[0]
    assert 1 <= orders(again).count("sources") <= 3 < orders(first).count("sources")
    assert 1 <= orders(again).count("contents") <= 3
    assert 1 <= orders(again).count("notes") < orders(first).count("notes")
    assert not any(isinstance(order, PieceOrder) for order in again.orders)


# -- how a list is cut


def a_list(text: str, kind: PageKind = PageKind.CONTENTS) -> LongList:
    found = long_list(
        PageDocument(
            id="contents", kind=kind, title="", language="en", direction="ltr", level=None,
            content=text, authors=(), translators=(), date="",
        )
    )  # fmt: skip
    assert found is not None
    return found


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> LongList:
    monkeypatch.setattr(runs, "ENOUGH", 1)
    return a_list(contents(["A", "B", "C", "D"], 2))


def shown(run: Run) -> list[str]:
    """Return what a run says, in its order, with `|` for the page before it."""
    text = re.sub(r'<(\w+)[^>]*style="[^"]*"[^>]*></\1>', "|", run.content)
    return re.sub(r"<[^>]*>", " ", text).replace("William Morris", "").split()


def test_a_run_has_its_items_and_what_stands_over_them(cut: LongList) -> None:
    assert shown(cut.run(0, 1)) == ["Contents", "Preface", "Chapter", "A", "A"]
    assert shown(cut.run(1, 1)) == ["|", "B"]
    assert shown(cut.run(2, 1)) == ["|", "Chapter", "C", "C"]
    assert shown(cut.run(3, 1)) == ["|", "D", "Sources"]
    assert shown(cut.run(1, 200)) == ["|", "B", "Chapter", "C", "C"]
    whole = cut.run(0, 10**6)
    assert shown(whole) == "Contents Preface Chapter A A B Chapter C C D Sources".split()
    assert (whole.last, whole.follows, cut.run(0, 1).last) == (True, False, False)


def test_a_run_stands_below_the_headings_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "ENOUGH", 1)
    found = a_list(sources(["A", "B", "C"]), PageKind.SOURCES)
    assert found.run(0, 1).headings == ()
    assert found.run(1, 1).headings == (1, 2)
    assert found.run(2, 1).headings == (1, 2)


def test_a_run_is_the_same_wherever_its_items_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "ENOUGH", 1)
    one, more = sources(["A", "B"]), sources(["A", "0", "B"])
    later = more.replace("source-1", "source-x").replace("source-2", "source-1")
    runs_of_b = [a_list(text, PageKind.SOURCES).run(at, 1) for text, at in ((one, 1), (later, 2))]
    same = [re.sub(r"#\w+|<div>.*</div>\n", "", run.content) for run in runs_of_b]
    assert same[0] == same[1]
    assert runs_of_b[0].starts == runs_of_b[1].starts


def test_short_lists_and_texts_are_not_cut() -> None:
    document = next(one for one in sample_pages().documents if one.kind is PageKind.SOURCES)
    assert long_list(document) is None
    assert long_list(None) is None
