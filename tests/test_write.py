"""A file is written whole or not at all, by one writer at a time, and over nothing but a file."""

import errno
import fcntl
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from anthology.errors import AnthologyError, Finding, Kind
from anthology.write import check_new, check_output, opened

LEFT = ".anthology-0123456789abcdef.part"


def put(folder: Path, **files: bytes) -> None:
    with opened(folder) as target:
        target.put({name.replace("_", "."): data for name, data in files.items()})


def refused(folder: Path, **files: bytes) -> Finding:
    with pytest.raises(AnthologyError) as caught:
        put(folder, **files)
    (found,) = caught.value.findings
    assert found.kind is Kind.FILES
    assert "\n" not in str(found)
    return found


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def test_files_are_written_with_their_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    put(folder, book_epub=b"words", book_pdf=b"pages")
    assert (folder / "book.epub").read_bytes() == b"words"
    assert stat.S_IMODE((folder / "book.pdf").stat().st_mode) & 0o644 == 0o644
    assert names(folder) == ["book.epub", "book.pdf"]


def test_an_old_file_is_replaced_at_once(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(b"old words, many of them")
    with path.open("rb") as reader:
        put(tmp_path, book_epub=b"new")
        assert reader.read() == b"old words, many of them"
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["book.epub"]


def test_every_temporary_is_written_before_the_first_file_is_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    replace = os.replace

    def watched(source: str, target: str, **where: int) -> None:
        seen.append([name for name in names(tmp_path) if name.endswith(".part")])
        replace(source, target, **where)

    monkeypatch.setattr(os, "replace", watched)
    put(tmp_path, a=b"1", b=b"2", c=b"3")
    assert [len(found) for found in seen] == [3, 2, 1]


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("problem", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_file_and_nothing_beside_it(
    step: str, problem: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise problem

    path = tmp_path / "book.epub"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, step, fail)
    with pytest.raises((AnthologyError, KeyboardInterrupt), match=r"No space left|^$"):
        put(tmp_path, book_epub=b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["book.epub"]


def test_what_a_killed_writer_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    others = [".anthology-x.part", "anthology-0123456789abcdef.part", f"{LEFT}.md"]
    for name in (LEFT, *others):
        (tmp_path / name).write_bytes(b"half")
    put(tmp_path, book_epub=b"new")
    assert names(tmp_path) == sorted([*others, "book.epub"])


def test_a_second_writer_waits_and_says_so(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom anthology.write import opened\n"
        "with opened(Path('.'), lambda: print('waiting', flush=True)) as folder:\n"
        "    folder.put({'b': b'second'})\n"
    )
    (tmp_path / LEFT).write_bytes(b"of the first writer, who is at work")
    with locked(tmp_path):
        second = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert second.stdout is not None
        assert second.stdout.readline() == "waiting\n"
        assert names(tmp_path) == [LEFT]
    second.communicate()
    assert second.returncode == 0
    assert names(tmp_path) == ["b"]


def test_a_file_system_without_locks_is_written_to_and_not_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", fail)
    (tmp_path / LEFT).write_bytes(b"half")
    put(tmp_path, b=b"new")
    assert names(tmp_path) == [LEFT, "b"]


@pytest.mark.parametrize("kind", ["folder", "link", "dangling", "pipe", "socket"])
def test_nothing_but_a_file_is_written_over(kind: str, tmp_path: Path) -> None:
    folder, other = tmp_path / "out", tmp_path / "other"
    folder.mkdir()
    path = folder / "book.epub"
    other.write_bytes(b"somebody's")
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
    else:
        path.symlink_to(other if kind == "link" else tmp_path / "none")
    before = path.lstat()
    found = refused(folder, a=b"new", book_epub=b"new")
    assert "book.epub cannot be written (" in found.message
    assert "of that name is there" in found.message
    with pytest.raises(AnthologyError, match="of that name is there"):
        check_output(folder, ["a", "book.epub"])
    assert path.lstat() == before
    assert other.read_bytes() == b"somebody's"
    assert names(tmp_path) == ["other", "out"]
    assert names(folder) == ["book.epub"]


@pytest.mark.parametrize(
    ("kind", "said"),
    [("file", "it is no folder"), ("link", "it is a symbolic link"), ("above", "is no folder")],
)
def test_a_folder_that_is_none(kind: str, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    if kind == "link":
        (tmp_path / "other").mkdir()
        folder.symlink_to(tmp_path / "other")
    else:
        folder.write_bytes(b"x")
    wanted = folder / "inside" if kind == "above" else folder
    assert said in refused(wanted, book_epub=b"new").message
    with pytest.raises(AnthologyError, match=said):
        check_output(wanted, ["book.epub"])


def test_a_check_makes_nothing(tmp_path: Path) -> None:
    check_output(tmp_path / "a" / "b", ["book.epub"])
    assert names(tmp_path) == []


@pytest.mark.parametrize("kind", ["file", "dangling"])
def test_a_name_that_is_taken(kind: str, tmp_path: Path) -> None:
    check_new(tmp_path, ["a", "b"])
    if kind == "file":
        (tmp_path / "b").write_bytes(b"mine")
    else:
        (tmp_path / "b").symlink_to(tmp_path / "none")
    with pytest.raises(AnthologyError, match="it is there already"):
        check_new(tmp_path, ["a", "b"])


def test_reading_back_follows_no_link_and_waits_for_no_pipe(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"words")
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    os.mkfifo(tmp_path / "pipe")
    with opened(tmp_path) as folder:
        assert folder.read("mine") == b"words"
        assert folder.read("none") is None
        for name in ("link", "pipe"):
            with pytest.raises(AnthologyError, match="cannot be read"):
                folder.read(name)
