"""The pages of the print edition told in the EPUB, when both are built together."""

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from anthology.cli import main
from anthology.model import PageDocument, PageKind, PageStart
from anthology.pagelist import mark_pages, plain
from judges import ace, epubcheck

ROOT = Path(__file__).parent.parent
XHTML = {"x": "http://www.w3.org/1999/xhtml", "e": "http://www.idpf.org/2007/ops"}


def document(content: str, kind: PageKind = PageKind.ARTICLE) -> PageDocument:
    return PageDocument(id="a", kind=kind, title="A", language="en", content=content)


def start(label: int, opening: str, letters: int = 0) -> PageStart:
    return PageStart(document="a", label=str(label), opening=plain(opening), letters=letters)


def test_a_page_begins_before_the_word_with_which_it_begins() -> None:
    text = document('<section id="a"><p>One &amp; two <em>thr</em>ee words, four.</p></section>')
    starts = (start(7, "One & two"), start(8, "words four"), start(9, "no such words at all"))
    marked, breaks = mark_pages(text, starts)
    marks = re.sub(r'<span id="page-(\d)"[^>]*></span>', r"[\1]", marked.content)
    assert (
        marks == '<section id="a">[7]<p>One &amp; two <em>thr</em>ee [8]words, four.</p></section>'
    )
    assert [(one.id, one.label) for one in breaks] == [("page-7", "7"), ("page-8", "8")]


def test_a_page_that_begins_within_a_word_is_marked_before_it() -> None:
    text = document("<section><p>First things, extraordinary ones.</p></section>")
    marked, _ = mark_pages(text, (start(1, "First"), start(2, "ordinary ones")))
    assert 'aria-label="2"></span>extraordinary' in marked.content


def test_of_words_that_return_those_count_that_are_as_far_as_the_pages_before() -> None:
    refrain = "So sang they all the night."
    text = document(f"<section><p>{'One. ' * 9}{refrain} {'Two. ' * 9}{refrain} End.</p></section>")
    for number, letters in ((1, 27), (2, 75)):
        marked, _ = mark_pages(text, (start(1, "One", letters), start(2, refrain, 30)))
        before = marked.content.partition('aria-label="2"')[0]
        assert before.count(refrain) == number - 1


def test_nothing_is_put_into_the_contents() -> None:
    contents = document('<nav id="a"><ol><li>A</li></ol></nav>', PageKind.CONTENTS)
    marked, breaks = mark_pages(contents, (start(5, "A"), start(6, "B")))
    assert marked == contents
    assert breaks == ()


@given(st.lists(st.text(max_size=30), max_size=6), st.text(max_size=60))
def test_marks_change_no_text(openings: list[str], text: str) -> None:
    said = re.sub(r"[^\w\s]|[\x00-\x1f\x7f-\x9f\ufffe\uffff]", "", text)
    content = f"<section><p>{said}</p></section>"
    starts = tuple(start(number, one) for number, one in enumerate(openings, 1))
    marked, _ = mark_pages(document(content), starts)
    assert re.sub(r'<span id="page-\d+"[^>]*></span>', "", marked.content) == content


@pytest.mark.slow
@pytest.mark.parametrize("way", [(), ("--no-pieces",)], ids=["in pieces", "in one go"])
def test_the_pages_of_the_sample_are_those_of_its_pdf(
    way: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("book.yml", "names.yml", "articles", "front", "back"):
        there = ROOT / name
        if there.is_dir():
            shutil.copytree(there, tmp_path / name)
        else:
            shutil.copy(there, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["build", "--strict", *way])
    assert made.exit_code == 0, made.output
    (epub,), (pdf,) = (tmp_path / "dist").glob("*.epub"), (tmp_path / "dist").glob("*.pdf")
    texts = subprocess.run(
        ["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout.split("\f")
    said = [len(plain(page)) > 60 for page in texts]
    told = dict(pages_of(epub))
    assert sum(said) - 8 <= len(told) <= len(texts)
    for label, after in told.items():
        printed = plain(texts[label + 1])
        divided = (after[left : left + 12] for left in range(16))
        assert any(there in printed for there in divided), label
    assert epubcheck(epub).messages == ()
    assert ace(epub).messages == ()


@pytest.mark.slow
@pytest.mark.parametrize("way", [(), ("--no-pieces",)], ids=["in pieces", "in one go"])
def test_pages_are_told_among_refrains_and_in_tables_that_go_on(
    way: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prose(song: int) -> str:
        return " ".join(f"w{song}x{word}" for word in range(90))

    refrain = "So they sang all the night long, and began anew when the morning came to their door."
    song = "".join(f"{prose(number)}\n\n{refrain}\n\n" for number in range(30))
    rows = "".join(f"| Yes | No | {number} |\n" for number in range(100, 220))
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text("title: F\nlanguage: en\nidentifier: urn:x-test:1\n")
    (tmp_path / "articles/a.md").write_text(f"---\ntitle: A\ndate: 2025-01-01\n---\n{song}")
    (tmp_path / "articles/b.md").write_text(
        f"---\ntitle: B\ndate: 2025-01-02\n---\n| One | Two | No. |\n|---|---|---|\n{rows}"
    )
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["build", *way])
    assert made.exit_code == 0, made.output
    texts = subprocess.run(
        ["pdftotext", "-raw", "dist/f.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout.split("\f")
    told = pages_of(Path("dist/f.epub"))
    assert len(told) > 14
    for (label, after), (_, rest) in pairwise(told):
        shown, printed = (
            len(re.findall(r"w\d+x\d+|yesno\d{3}", text))
            for text in (after.removesuffix(rest), plain(texts[label + 1]))
        )
        assert abs(shown - printed) <= 1, label  # an initial stands apart


def pages_of(epub: Path) -> list[tuple[int, str]]:
    """Return the numbers of the page list, with the letters that follow upon each mark."""
    with ZipFile(epub) as book:
        nav = etree.fromstring(book.read("EPUB/nav.xhtml"))
        found = []
        for link in nav.xpath("//x:nav[@e:type='page-list']//x:a", namespaces=XHTML):
            file, _, name = link.get("href").partition("#")
            root = etree.fromstring(book.read(f"EPUB/{file}"))
            (mark,) = root.xpath(f"//*[@id='{name}']")
            found.append((int(link.text), plain("".join(mark.xpath("following::text()")))))
        return found
