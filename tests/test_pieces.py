"""Pieces: a book bound of them is the book that is set in one go, and only what changed is set."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops

from anthology.errors import Checked
from anthology.model import Edition, Pages, PageSize
from anthology.pdf import render
from anthology.pdf.compose import Composer
from anthology.pdf.limits import Ceiling, Limits, Trouble
from anthology.pdf.orders import Order, PieceOrder
from anthology.pdf.surroundings import same_everywhere
from anthology.pdf.workers import StoppedError, Workers
from anthology.shelf import Shelf
from anthology.style.read import Style
from pdf_fixtures import in_pieces, sample_pages

A5 = PageSize(width=148, height=210)
WIDE = Limits(
    article=Ceiling(seconds=600, memory=3_000_000_000),
    book=Ceiling(seconds=600, memory=8_000_000_000),
)


@pytest.fixture(scope="module")
def pages() -> Pages:
    return sample_pages()


@pytest.fixture(scope="module")
def bound(pages: Pages) -> bytes:
    return in_pieces(pages, A5).value.data


@pytest.fixture(scope="module")
def whole(pages: Pages) -> bytes:
    return render(pages, Style().design(Edition.PDF), A5, lambda _: None).value.data


@dataclass
class Inline(Executor):
    """Carries everything out at once, in this process, and remembers what it was."""

    orders: list[Order] = field(default_factory=list)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        with same_everywhere():
            done.set_result(fn(*args, **kwargs))
        self.orders.append(args[1])
        return done

    @property
    def pieces(self) -> list[str]:
        return [order.id for order in self.orders if isinstance(order, PieceOrder)]


def compose(pages: Pages, shelf: Shelf | None, css: str = "") -> tuple[bytes, Inline]:
    executor = Inline()
    plain = Style().design(Edition.PDF)
    sheet = replace(plain, stylesheet=plain.stylesheet + css)
    done = Composer(executor, sheet, A5, shelf, lambda *_: None).compose(pages)
    assert isinstance(done, Checked)
    return done.value.data, executor


def few(pages: Pages) -> Pages:
    """Return a book with one article, which is quick to set."""
    articles = [one for one in pages.documents if one.id.startswith("article-")]
    gone = "|".join(one.id.removeprefix("article-") for one in articles if one is not articles[1])
    elsewhere = re.compile(f'href="#(article|source)-({gone})[^"]*"')
    kept = (one for one in pages.documents if one not in articles or one is articles[1])
    documents = (
        replace(one, content=elsewhere.sub('href="#contents"', one.content)) for one in kept
    )
    return replace(pages, documents=tuple(documents))


def changed(pages: Pages, old: str, new: str) -> Pages:
    documents = tuple(
        replace(one, content=one.content.replace(old, new))
        if one.id.startswith("article-")
        else one
        for one in pages.documents
    )
    assert documents != pages.documents
    return replace(pages, documents=documents)


def images(data: bytes) -> Iterator[Image.Image]:
    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        yield page.render(scale=1.5).to_pil().convert("L")


def texts(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def destinations(data: bytes) -> dict[str, tuple[int, float, float]]:
    with pikepdf.open(BytesIO(data)) as pdf:
        number = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
        names = pdf.Root.Names.Dests.Names
        return {
            str(names[at]): (
                number[names[at + 1][0].objgen],
                round(float(names[at + 1][2]), 1),
                round(float(names[at + 1][3]), 1),
            )
            for at in range(0, len(names), 2)
        }


def outline(data: bytes) -> list[tuple[int, str | None, int | None]]:
    pdf = pypdfium2.PdfDocument(data)
    return [
        (entry.level, entry.get_title(), dest.get_index() if (dest := entry.get_dest()) else None)
        for entry in pdf.get_toc()
    ]


def links(data: bytes) -> list[list[tuple[str, list[int]]]]:
    with pikepdf.open(BytesIO(data)) as pdf:
        return [
            sorted(
                (
                    str(link.Dest) if "/Dest" in link else str(link.A.URI),
                    [round(float(edge)) for edge in link.Rect],
                )
                for link in page.get("/Annots", ())
            )
            for page in pdf.pages
        ]


def structure(data: bytes) -> list[str]:
    """Return the type and text of every structure element but those that say nothing."""
    with pikepdf.open(BytesIO(data)) as pdf:
        found = []
        waiting = [pdf.Root.StructTreeRoot.K[0]]
        while waiting:
            element = waiting.pop(0)
            if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
                continue
            kids: Any = element.get("/K", [])
            kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
            if str(element.S) not in ("/Span", "/NonStruct"):
                found.append(f"{element.S} {element.get('/Lang', '')} {element.get('/Alt', '')}")
            waiting = [*kids, *waiting]
        return found


@pytest.mark.slow
def test_the_pages_say_the_same(bound: bytes, whole: bytes) -> None:
    assert texts(bound) == texts(whole)


@pytest.mark.slow
def test_the_pages_look_the_same(bound: bytes, whole: bytes) -> None:
    differing = []
    for number, (one, two) in enumerate(zip(images(bound), images(whole), strict=True), 1):
        strong = ImageChops.difference(one, two).point(lambda value: 255 if value > 128 else 0)
        if strong.getbbox():
            differing.append((number, strong.getbbox()))
    assert differing == []


@pytest.mark.slow
def test_links_and_outline_lead_to_the_same_places(bound: bytes, whole: bytes) -> None:
    assert destinations(bound) == destinations(whole)
    assert outline(bound) == outline(whole)
    assert links(bound) == links(whole)


@pytest.mark.slow
def test_the_structure_is_the_same(bound: bytes, whole: bytes) -> None:
    assert structure(bound) == structure(whole)


@pytest.mark.slow
def test_the_files_say_the_same_of_themselves(bound: bytes, whole: bytes) -> None:
    with pikepdf.open(BytesIO(bound)) as one, pikepdf.open(BytesIO(whole)) as two:
        assert dict(one.docinfo) == dict(two.docinfo)
        for key in ("/Lang", "/MarkInfo", "/ViewerPreferences", "/PageLabels"):
            assert one.Root[key] == two.Root[key]
        assert one.Root.Metadata.read_bytes() == two.Root.Metadata.read_bytes()


@pytest.mark.slow
def test_the_file_is_no_larger(bound: bytes, whole: bytes) -> None:
    assert len(bound) < 1.1 * len(whole)


def test_warm_is_cold(pages: Pages, tmp_path: Path) -> None:
    book = few(pages)
    cold, first = compose(book, Shelf(tmp_path))
    warm, second = compose(book, Shelf(tmp_path))
    assert warm == cold
    assert first.orders
    assert second.orders == []


def test_only_an_edited_article_is_set(pages: Pages, tmp_path: Path) -> None:
    book = few(pages)
    compose(book, Shelf(tmp_path))
    edited = changed(book, "A page is a small room", "A page is a little room")
    warm, executor = compose(edited, Shelf(tmp_path))
    (order,) = executor.orders
    assert isinstance(order, PieceOrder)
    assert order.id.startswith("article-")
    assert warm == compose(edited, None)[0]


@pytest.mark.slow
def test_an_edit_that_moves_later_pages_sets_no_others(pages: Pages, tmp_path: Path) -> None:
    article = [one for one in pages.documents if one.id.startswith("article-")][-1]
    compose(pages, Shelf(tmp_path))
    more = f'<div class="body">{"<p>More words for a page.</p>" * 60}'
    documents = tuple(
        replace(one, content=one.content.replace('<div class="body">', more, 1))
        if one is article
        else one
        for one in pages.documents
    )
    longer = replace(pages, documents=documents)
    warm, executor = compose(longer, Shelf(tmp_path))
    assert executor.pieces == [article.id]
    assert warm == compose(longer, None)[0]


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["cut off", "changed", "emptied"])
def test_a_damaged_cache_is_not_used(pages: Pages, tmp_path: Path, damage: str) -> None:
    book = few(pages)
    cold, first = compose(book, Shelf(tmp_path))
    for path in tmp_path.rglob("*"):
        if path.is_file():
            whole = path.read_bytes()
            path.write_bytes(
                {"cut off": whole[:-9], "changed": whole[:-1] + b"?", "emptied": b""}[damage]
            )
    again, second = compose(book, Shelf(tmp_path))
    assert again == cold
    assert len(second.orders) == len(first.orders)


@pytest.mark.slow
def test_another_stylesheet_sets_everything_anew(pages: Pages, tmp_path: Path) -> None:
    book = few(pages)
    _, first = compose(book, Shelf(tmp_path))
    _, second = compose(book, Shelf(tmp_path), "p { color: gray }")
    assert second.pieces == first.pieces


@pytest.mark.slow
def test_numbers_of_three_figures_find_room(pages: Pages) -> None:
    """The numbers in the contents and the sources are right when the pages become a hundred."""
    model = next(one for one in pages.documents if one.id.startswith("article-"))
    added = tuple(
        replace(
            model,
            id=f"article-more-{number}",
            content=f'<section id="article-more-{number}" class="article">'
            f'<h2 id="article-more-{number}--title" class="article-title">More {number}</h2>'
            f'<div class="body"><p>Words {number}.</p></div><p class="article-source">'
            '<a class="page-ref" href="#sources">Source</a></p></section>',
            title=f"More {number}",
        )
        for number in range(95)
    )
    *others, last = pages.documents
    book = replace(pages, documents=(*others, *added, last))
    whole = render(book, Style().design(Edition.PDF), A5, lambda _: None).value.data
    assert texts(compose(book, None)[0]) == texts(whole)


def test_what_a_process_died_on_is_asked_once_more(pages: Pages) -> None:
    class Dying(Inline):
        """Fails with every order the first time."""

        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            if args[1] in self.orders:
                return super().submit(fn, *args, **kwargs)
            self.orders.append(args[1])
            done: Future[Any] = Future()
            done.set_exception(StoppedError(Trouble.BROKEN))
            return done

    book = few(pages)
    done = Composer(Dying(), Style().design(Edition.PDF), A5, None, lambda *_: None).compose(book)
    assert isinstance(done, Checked)
    assert done.value.data == compose(book, None)[0]


def test_a_worker_that_dies_is_told_and_replaced() -> None:
    workers = Workers()
    workers.open(1, WIDE)
    try:
        with pytest.raises(StoppedError) as stopped:
            workers.submit(os._exit, 3).result()
        assert stopped.value.trouble is Trouble.BROKEN
        assert workers.submit(os.getpid).result() != os.getpid()
    finally:
        workers.shutdown(cancel_futures=True)


def test_a_call_that_takes_too_long_is_stopped() -> None:
    short = replace(WIDE, article=Ceiling(seconds=0.5, memory=3_000_000_000))
    workers = Workers()
    workers.open(1, short)
    try:
        began = time.monotonic()
        with pytest.raises(StoppedError) as stopped:
            workers.submit(time.sleep, 600).result()
        assert stopped.value.trouble is Trouble.ARTICLE_TIME
        assert time.monotonic() - began < 60
    finally:
        workers.shutdown(cancel_futures=True)


def test_a_call_that_takes_too_much_memory_is_stopped() -> None:
    small = replace(WIDE, article=Ceiling(seconds=600, memory=100_000_000))
    workers = Workers()
    workers.open(1, small)
    hog = "[bytearray(400_000_000), __import__('time').sleep(600)]"
    try:
        with pytest.raises(StoppedError) as stopped:
            workers.submit(eval, hog).result()
        assert stopped.value.trouble is Trouble.ARTICLE_MEMORY
    finally:
        workers.shutdown(cancel_futures=True)


def test_ended_workers_leave_no_process() -> None:
    workers = Workers()
    workers.open(2, WIDE)
    children = [workers.submit(os.getpid).result() for _ in range(2)]
    busy = workers.submit(time.sleep, 600)
    while not busy.running():
        time.sleep(0.01)
    workers.shutdown(cancel_futures=True)
    with pytest.raises(StoppedError):
        busy.result()
    for child in children:
        assert not Path(f"/proc/{child}").exists()


def test_weasyprint_is_the_version_that_pieces_were_made_for() -> None:
    """`taking`, `structure`, `watch` and `footnotes` reach inside it: look at them, then here."""
    assert version("weasyprint") == "70.0"
    assert version("pydyf") == "0.13.0"


def test_the_renderer_is_imported_without_running_another_program() -> None:
    code = (
        "import sys; ran = []; "
        "sys.addaudithook(lambda what, how: ran.append(how) if what == 'subprocess.Popen' else 0); "
        "from anthology.pdf.waking import wake_up; wake_up(); print(ran)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
