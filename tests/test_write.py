"""A file is written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from anthology.errors import AnthologyError, Kind
from anthology.write import write_whole


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "book.epub"
    write_whole(path, b"words")
    assert path.read_bytes() == b"words"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert names(path.parent) == ["book.epub"]


def test_an_old_file_is_replaced_at_once(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(b"old words, many of them")
    with path.open("rb") as reader:
        write_whole(path, b"new")
        assert reader.read() == b"old words, many of them"
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["book.epub"]


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_a_failure_leaves_the_old_file_and_nothing_beside_it(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "book.epub"
    path.write_bytes(b"old")
    owner: object = os if step == "fsync" else Path
    monkeypatch.setattr(owner, step, fail)
    with pytest.raises(AnthologyError, match="No space left on device") as caught:
        write_whole(path, b"new")
    (found,) = caught.value.findings
    assert found.kind is Kind.FILES
    assert "book.epub" in found.message
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["book.epub"]


def test_an_interruption_leaves_nothing_beside_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "book.epub"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["book.epub"]


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    (path / "inside").mkdir(parents=True)
    with pytest.raises(AnthologyError, match="folder of that name"):
        write_whole(path, b"new")
    assert names(tmp_path) == ["book.epub"]


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("x", encoding="utf-8")
    with pytest.raises(AnthologyError, match="cannot be written") as caught:
        write_whole(tmp_path / "dist" / "book.epub", b"new")
    assert caught.value.findings[0].kind is Kind.FILES
    assert "\n" not in str(caught.value)
