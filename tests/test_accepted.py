"""Whole books, made of the sample and of real articles, before the judges of the field."""

import contextlib
import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree

from anthology.cli import main
from anthology.locales.words import words
from judges import ace, epubcheck, qpdf, verapdf
from outline import dangling

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
MANIFEST = """\
title: Posts of a Year
language: en-US
identifier: urn:x-test:posts
articles: posts
chapters: month
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The two files of a book, and what was said while they were made."""

    epub: Path
    pdf: Path
    said: str

    def documents(self) -> dict[str, Any]:
        """Return the XHTML documents of the EPUB by their names, in the order of the spine."""
        with zipfile.ZipFile(self.epub) as archive:
            package = etree.fromstring(archive.read("EPUB/content.opf"))
            hrefs = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
            spine = [hrefs[item.get("idref")] for item in package.iter(f"{OPF}itemref")]
            return {name: etree.fromstring(archive.read(f"EPUB/{name}")) for name in spine}


def run(folder: Path, *said: str) -> str:
    with contextlib.chdir(folder):
        result = CliRunner().invoke(main, said, prog_name="anthology")
    assert result.exit_code == 0, result.output
    return result.output


def build(folder: Path, output: Path) -> Made:
    said = run(folder, "build", "--output", str(output))
    (epub,) = output.glob("*.epub")
    (pdf,) = output.glob("*.pdf")
    return Made(epub=epub, pdf=pdf, said=said)


def titles(documents: dict[str, Any]) -> list[str]:
    """Return the articles in the order of the table of contents."""
    return [
        link.get("href")
        for item in documents["nav.xhtml"].iter(f"{XHTML}li")
        if item.get("class") == "toc-article"
        for link in item.iter(f"{XHTML}a")
    ]


def days(documents: dict[str, Any]) -> list[str]:
    return [
        time.get("datetime")
        for name, root in documents.items()
        if name.startswith("article-")
        for time in root.iter(f"{XHTML}time")
        if time.get("class") == "byline-date"
    ]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The sample book at the root of the repository."""
    return build(ROOT, tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def seed(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A saved category page, taken in and made a book of."""
    folder = tmp_path_factory.mktemp("seed")
    (page,) = corpus.glob("*.txt")
    run(folder, "init", ".", "--title", "Eine Kategorie", "--language", "de")
    run(folder, "import", "text", str(page), "--into", "articles")
    return build(folder, folder / "dist")


@pytest.fixture(scope="module")
def posts(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The posts of a site for a static-site generator, as they are."""
    folder = tmp_path_factory.mktemp("posts")
    for name in ("posts", "assets"):
        shutil.copytree(corpus / "18f" / name, folder / name)
    (folder / "book.yml").write_text(MANIFEST, encoding="utf-8")
    return build(folder, folder / "dist")


BOOKS = pytest.mark.parametrize("book", ["sample", "seed", "posts"])


@BOOKS
def test_epubcheck_accepts_it(book: str, request: pytest.FixtureRequest) -> None:
    assert epubcheck(request.getfixturevalue(book).epub).messages == ()


@BOOKS
def test_ace_accepts_it(book: str, request: pytest.FixtureRequest) -> None:
    assert ace(request.getfixturevalue(book).epub).messages == ()


@BOOKS
def test_verapdf_accepts_it(book: str, request: pytest.FixtureRequest) -> None:
    assert verapdf(request.getfixturevalue(book).pdf, "ua1").messages == ()


@BOOKS
def test_qpdf_accepts_it(book: str, request: pytest.FixtureRequest) -> None:
    assert qpdf(request.getfixturevalue(book).pdf).messages == ()


@BOOKS
def test_every_link_in_it_leads_somewhere(book: str, request: pytest.FixtureRequest) -> None:
    assert dangling(request.getfixturevalue(book).epub) == []


@BOOKS
def test_contents_and_reading_order_agree(book: str, request: pytest.FixtureRequest) -> None:
    documents = request.getfixturevalue(book).documents()
    articles = [name for name in documents if name.startswith("article-")]
    assert titles(documents) == articles
    dates = days(documents)
    assert dates == sorted(dates)


def test_the_sample_has_no_warning(sample: Made) -> None:
    assert "warning: " not in sample.said
    assert "18 articles" in sample.said


def test_the_seed_has_its_eight_articles_in_order(seed: Made) -> None:
    dates = days(seed.documents())
    assert len(dates) == 8
    assert (dates[0], dates[-1]) == ("2025-04-10", "2025-11-16")


def test_the_seed_says_where_every_article_comes_from(seed: Made) -> None:
    root = seed.documents()["sources.xhtml"]
    records = [node for node in root.iter(f"{XHTML}section") if node.get("class") == "source"]
    labels = [[term.text for term in record.iter(f"{XHTML}dt")] for record in records]
    unknown = [
        "".join(node.itertext())
        for record in records
        for node in record.iter(f"{XHTML}p")
        if node.get("class") == "source-unknown"
    ]
    assert len(records) == len(unknown) == 8
    *others, full = labels
    assert full[:6] == ["Art", "Originaltitel", "Autor", "Datum", "Sprache", "Plattform"]
    assert unknown[-1] == "Nicht bekannt: Link."
    assert others == [[]] * 7
    assert set(unknown[:-1]) == {words("de").source_none}


def test_all_posts_are_there_without_tags_of_the_generator(posts: Made) -> None:
    documents = posts.documents()
    articles = {name: root for name, root in documents.items() if name.startswith("article-")}
    assert len(articles) == 142
    for name, root in articles.items():
        for code in [*root.iter(f"{XHTML}code"), *root.iter(f"{XHTML}pre")]:
            code.text = ""
            for child in list(code):
                code.remove(child)
        left = re.findall(r"\{\{.*|\{%.*", "".join(root.itertext()))
        left += [
            link for node in root.iter() for link in (node.get("href"), node.get("src"))
            if link and re.search(r"\{\{|\{%|%7B%7B|%7B%25", link)
        ]  # fmt: skip
        assert left == [], name
