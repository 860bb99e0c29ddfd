"""Whatever stands in an article, what comes out is well-formed XHTML of what is allowed."""

from pathlib import Path

import pytest

from anthology import epub
from anthology.completeness.expected import expected
from anthology.completeness.manuscript import Manuscript
from anthology.model import Edition
from anthology.style.design import Design
from fuzz import body, fragments, malformed, pages
from judges import epubcheck

SEED = 20251116


def test_mutated_articles_become_well_formed() -> None:
    assert malformed(SEED, 300) == ()


@pytest.mark.slow
def test_thousands_of_mutated_articles_become_well_formed() -> None:
    assert malformed(SEED, 5000) == ()


@pytest.mark.parametrize(
    ("seed", "count"), [(SEED, 300), pytest.param(SEED + 1, 5000, marks=pytest.mark.slow)]
)
def test_the_proof_can_read_whatever_stands_in_an_article(seed: int, count: int) -> None:
    for form, text in fragments(seed, count):
        for said in (text, f"<a href>{text}</a>", f"<figure><figcaption>{text * 2}"):
            if "\ud800" not in said:  # no file has halves of surrogate pairs
                expected(Manuscript(file="a.md", text=said, format=form), "One")


@pytest.mark.slow
def test_epubcheck_accepts_a_book_of_mutated_articles(tmp_path: Path) -> None:
    made = [
        (number, body(form, text, f"article-a{number}"))
        for number, (form, text) in enumerate(fragments(SEED, 1000))
    ]
    path = tmp_path / "chance.epub"
    path.write_bytes(epub.render(pages(made, Edition.EPUB), Design()))
    assert epubcheck(path).messages == ()
