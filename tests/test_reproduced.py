"""The same input gives the same bytes, whatever the clock, the place and the machine say."""

import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from anthology.cli import main
from judges import require
from proofs.reproduced import OTHERS, ROOT, Files, reproduced, together

EXCERPT = ("2025-02-06", "2025-07-11", "octavo-")
"""How the names of a few articles and pictures begin: Greek and English, notes and a drawing."""

CONTAINERS = ("/ObjStm", "/XRef")
"""Streams of a PDF that only hold other objects and where they stand."""


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory: its entries are listed in the order in which they were made."""
    require_commands()
    shared = Path("/dev/shm")  # noqa: S108 - made by mkdtemp inside of it
    folder = Path(tempfile.mkdtemp(dir=shared if os.access(shared, os.W_OK) else tmp_path))
    yield folder
    shutil.rmtree(folder)


def sample(*begins: str) -> Files:
    """Return the files of the sample book; of the articles, those whose names begin so.

    Only the whole book has its index: fewer articles lack some of its names.
    """
    folders = (path for name in ("articles", "front", "back") for path in (ROOT / name).iterdir())
    found = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in (ROOT / "book.yml", ROOT / "names.yml", *folders)
        if path.parent.name != "articles" or not begins or path.name.startswith(begins)
    }
    if begins:
        found["book.yml"] = found["book.yml"].replace(b"names: names.yml\n", b"")
    return found


def require_commands() -> None:
    for command in ("faketime", "taskset", "localedef"):
        found = shutil.which(command)
        require(command, Path(found) if found else None)
    require("a Turkish locale", Path("/usr/share/i18n/locales/tr_TR"))


@pytest.mark.slow
def test_no_circumstance_changes_a_byte(memory: Path) -> None:
    seen = reproduced(sample(*EXCERPT), OTHERS, memory)
    assert (seen.differing, seen.builds, seen.identical) == ((), 1 + len(OTHERS), 1 + len(OTHERS))


@pytest.mark.slow
def test_all_circumstances_at_once_change_no_byte_of_the_sample_book(memory: Path) -> None:
    seen = reproduced(sample(), (together(OTHERS),), memory)
    assert (seen.differing, seen.builds, seen.identical) == ((), 2, 2)


@pytest.mark.slow
def test_the_moment_that_the_environment_names_changes_dates_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shutil.copytree(ROOT / "tests/books/colophon", tmp_path / "book"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    made = []
    for folder, epoch in (("without", None), ("with", "1700000000")):
        if epoch:
            monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        assert CliRunner().invoke(main, ["build", "--output", folder]).exit_code == 0
        (book,), (pages,) = (Path(folder).glob(f"*.{kind}") for kind in ("epub", "pdf"))
        made.append((parts(book), objects(pages)))
    for before, after, changed in zip(
        *made, ({"EPUB/content.opf"}, {"Info", "Metadata"}), strict=True
    ):
        assert before.keys() == after.keys()
        assert {name for name in before if before[name] != after[name]} == changed
        for name in changed:
            assert undated(before[name], "2025-04-01T00:00:00Z") == undated(
                after[name], "2023-11-14T22:13:20Z"
            )


def parts(book: Path) -> Mapping[str, str]:
    with zipfile.ZipFile(book) as archive:
        return {
            one.filename: f"{one.date_time} {archive.read(one).decode('latin-1')}"
            for one in archive.infolist()
        }


def objects(pages: Path) -> Mapping[str, str]:
    """Return the objects of a PDF by their numbers, or by what they are where they bear dates."""
    with pikepdf.open(pages) as pdf:
        names = {pdf.trailer.Info.objgen: "Info", pdf.Root.Metadata.objgen: "Metadata"}
        return {
            names.get(one.objgen, str(one.objgen)): written(one)
            for one in pdf.objects
            if not (isinstance(one, pikepdf.Stream) and one.get("/Type") in CONTAINERS)
        } | {"ID": str(pdf.trailer.get("/ID"))}


def written(one: pikepdf.Object) -> str:
    if isinstance(one, pikepdf.Stream):
        return one.read_bytes().decode("latin-1")
    return one.unparse(resolved=True).decode("latin-1")


def undated(text: str, moment: str) -> str:
    """Return a text without a moment, which must stand in it in the form of XML or PDF."""
    in_pdf = f"D:{re.sub('[^0-9]', '', moment)}Z"
    assert moment in text or in_pdf in text
    return text.replace(moment, "").replace(in_pdf, "")
