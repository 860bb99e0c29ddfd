"""A build that would come to the same as the last one ends at once, and no other does."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from anthology import cover, reading
from anthology.body.make import Markup, Surroundings, make_body
from anthology.cli import main
from anthology.errors import Checked
from anthology.manifest import CACHE
from anthology.model import Body

MANIFEST = "title: Sorts\nlanguage: en\nidentifier: urn:x-test:1\narticles: articles\n"
TEXT = """\
---
title: A text
date: 2025-01-02
odd: 1
---
Words[^1] ![A](a.png) ![B](b.png), as [the other](more/other.md) has them.

[^1]: A note.
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "book"
    (folder / "articles/more").mkdir(parents=True)
    (folder / "book.yml").write_text(MANIFEST, encoding="utf-8")
    (folder / "articles/text.md").write_text(TEXT, encoding="utf-8")
    (folder / "articles/more/other.md").write_text(TEXT.replace("A text", "Other"))
    Image.new("L", (40, 40), 90).save(folder / "articles/a.png")
    monkeypatch.chdir(folder)
    return folder


def build(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["build", "--epub", *words])
    said = result.output.rpartition(" words, ")
    return result.exit_code, said[0] + said[2].partition(" s, ")[2]


def state(folder: Path) -> tuple[int, bytes]:
    path = folder / "dist/sorts.epub"
    return path.stat().st_mtime_ns, path.read_bytes()


def test_nothing_is_made_where_nothing_changed(project: Path) -> None:
    first, made = build(), state(project)
    assert first[0] == 0
    assert "warning: the picture b.png is not there" in first[1]
    assert build() == first
    assert state(project) == made


def edit(folder: Path) -> None:
    path = folder / "articles/text.md"
    path.write_text(path.read_text().replace("Words", "Wards"))


def add(folder: Path) -> None:
    (folder / "articles/more/third.md").write_text(TEXT.replace("A text", "Third"))


def find(folder: Path) -> None:
    Image.new("L", (40, 40), 10).save(folder / "articles/b.png")


def repaint(folder: Path) -> None:
    Image.new("L", (40, 40), 10).save(folder / "articles/a.png")


def near(folder: Path) -> None:
    (folder / "articles/bb.png").write_bytes(b"")


def lose(folder: Path) -> None:
    (folder / "articles/more/other.md").unlink()


def lead_out(folder: Path) -> None:
    (folder / "articles/a.png").unlink()
    (folder / "articles/a.png").symlink_to("/etc/hostname")


def retitle(folder: Path) -> None:
    (folder / "book.yml").write_text(MANIFEST.replace("en", "de", 1) + "description: More.\n")


def hide(folder: Path) -> None:
    (folder / "articles/more").rename(folder / "articles/_more")


def rename(folder: Path) -> None:
    other = folder / "articles/more/other.md"
    other.write_text(other.read_text().replace("date:", "slug: another\ndate:"))


def redate(folder: Path) -> None:
    other = folder / "articles/more/other.md"
    other.write_text(other.read_text().replace("2025", "2024"))


def rephrase(folder: Path) -> None:
    said = "words:\n  picture_missing: 'Gone: {alt}'\n"
    (folder / "book.yml").write_text(MANIFEST + said)


CHANGES = (
    edit, add, find, repaint, near, lose, lead_out, retitle, hide, rename, redate, rephrase,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whatever_changes_is_seen(project: Path, change: Callable[[Path], None]) -> None:
    """A build after a change comes to the same as one without a cache."""
    build()
    change(project)
    shutil.copytree(project, project.parent / "fresh", symlinks=True)
    warm = build()
    os.chdir(project.parent / "fresh")
    shutil.rmtree(Path(CACHE).parent)
    assert build() == warm
    if warm[0] == 0:
        assert state(project)[1] == state(project.parent / "fresh")[1]


@pytest.mark.parametrize("damage", [b"", b"another"])
def test_a_file_that_is_another_is_made_again(project: Path, damage: bytes) -> None:
    build()
    made = state(project)[1]
    (project / "dist/sorts.epub").write_bytes(damage)
    assert build()[0] == 0
    assert state(project)[1] == made
    (project / "dist/sorts.epub").unlink()
    assert build()[0] == 0
    assert state(project)[1] == made


def test_another_request_is_another_build(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build()[0] == 0
    assert build("--strict")[0] == 3
    assert build("--output", "other")[0] == 0
    assert (project / "other/sorts.epub").exists()
    made = state(project)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert build()[0] == 0
    assert state(project)[1] != made[1]


@pytest.mark.parametrize(
    ("change", "made"),
    [
        (edit, ["text.md"]),
        (redate, ["other.md"]),
        (repaint, ["text.md"]),
        (rename, ["other.md", "text.md"]),
        (rephrase, ["other.md", "text.md"]),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_only_what_may_be_another_is_made(
    project: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None], made: list[str]
) -> None:
    build()
    change(project)
    done: list[str] = []

    def making(markup: Markup, around: Surroundings) -> Checked[Body]:
        done.append(Path(markup.file).name)
        return make_body(markup, around)

    monkeypatch.setattr(reading, "make_body", making)
    assert build()[0] == 0
    assert sorted(done) == made


def test_a_cover_is_drawn_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build()
    edit(project)
    with monkeypatch.context() as patched:
        patched.setattr(cover, "draw_cover", None)
        assert build()[0] == 0
    monkeypatch.setattr(cover, "draw_cover", lambda *_: 1 / 0)
    retitle(project)
    assert build()[0] != 0


def test_a_damaged_record_is_not_used(project: Path) -> None:
    build()
    before = state(project)
    for path in (project / CACHE).rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert build()[0] == 0
    assert state(project)[1] == before[1]
    assert state(project)[0] != before[0]
