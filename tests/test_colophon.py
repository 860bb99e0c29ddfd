"""The last page: what it says, when it is there, and the digest of what the book was made from."""

import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from anthology.cli import main
from anthology.load import Project
from anthology.manifest import read_manifest
from anthology.plan import plan_book
from judges import ace, epubcheck, verapdf

BOOK = Path(__file__).parent / "books/colophon"
MANIFEST = "title: T\nlanguage: en\nidentifier: urn:x-test:1\ncolophon: {digest: true}\n"
ARTICLE = "---\ntitle: A\ndate: 2025-01-02\n---\n\n![a square](/pictures/a%20square.png)\n"


def write(folder: Path, name: str) -> Path:
    """Write a project whose article has a name."""
    for path in ("articles/deep er", "pictures"):
        (folder / path).mkdir(parents=True, exist_ok=True)
    (folder / "book.yml").write_text(f"{MANIFEST}cover: {{image: ./cover.png}}\n", "utf-8")
    (folder / "articles/deep er" / name).write_text(ARTICLE, "utf-8")
    Image.new("RGB", (2, 2)).save(folder / "pictures/a square.png")
    Image.new("RGB", (1000, 1600)).save(folder / "cover.png")
    return folder


def digest_of(folder: Path) -> str:
    plan = plan_book(Project(folder), None, lambda *_: None).value
    assert plan is not None
    assert plan.book.colophon is not None
    assert plan.book.colophon.digest is not None
    return plan.book.colophon.digest


def test_anyone_can_compute_the_digest_with_sha256sum(tmp_path: Path) -> None:
    folder = write(tmp_path, "Ä b.md")
    files = "book.yml cover.png pictures/* articles/*/*"
    run = subprocess.run(
        ["bash", "-c", f"sha256sum {files} | LC_ALL=C sort -k 2 | sha256sum"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"{digest_of(folder)}  -\n" == run.stdout


def test_the_form_of_a_name_on_the_disk_does_not_count(tmp_path: Path) -> None:
    one, other = (
        write(tmp_path / form, unicodedata.normalize(form, "Ä.md")) for form in ("NFC", "NFD")
    )
    assert digest_of(one) == digest_of(other)


def test_every_file_that_is_read_counts_and_no_other(tmp_path: Path) -> None:
    folder = write(tmp_path, "a.md")
    digest = digest_of(folder)
    for unread in ("notes.txt", "articles/_draft.md", "dist/t.epub"):
        (folder / unread).parent.mkdir(exist_ok=True)
        (folder / unread).write_text("Text.", "utf-8")
    assert digest_of(folder) == digest
    found = {digest}
    for read in ("book.yml", "articles/deep er/a.md", "pictures/a square.png", "cover.png"):
        with (folder / read).open("ab") as file:
            file.write(b"\n")
        found.add(digest_of(folder))
    assert len(found) == 5


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("", None),
        ("colophon:\n", None),
        ("colophon: {}\n", False),
        ("colophon: {digest: false}\n", False),
        ("colophon: {digest: true}\n", True),
    ],
)
def test_the_page_is_there_where_it_is_asked_for(
    tmp_path: Path, line: str, asked: bool | None
) -> None:
    (tmp_path / "articles").mkdir()
    text = f"title: T\nlanguage: en\nidentifier: urn:x-test:1\n{line}"
    (tmp_path / "book.yml").write_text(text, "utf-8")
    plan = plan_book(Project(tmp_path), None, lambda *_: None).value
    assert plan is not None
    colophon = plan.book.colophon
    assert (None if colophon is None else colophon.digest is not None) == asked


def test_a_digest_is_true_or_false() -> None:
    read = read_manifest(f"{MANIFEST[: -len('true}') - 1]}yes}}\n", "book.yml")
    (finding,) = read.findings
    assert (
        str(finding) == "book.yml:4:20: error: colophon.digest: 'yes' is neither true nor false; "
        "correct the value"
    )


@pytest.mark.slow
def test_the_judges_accept_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(BOOK, tmp_path / "book")
    monkeypatch.chdir(folder)
    assert CliRunner().invoke(main, ["build", "--strict"]).exit_code == 0
    (book,) = folder.glob("dist/*.epub")
    (pages,) = folder.glob("dist/*.pdf")
    assert epubcheck(book).messages == ()
    assert ace(book).messages == ()
    assert verapdf(pages, "ua1").messages == ()
