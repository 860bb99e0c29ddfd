"""The only writer of files: a file is written whole or not at all, and over nothing but a file."""

import errno
import fcntl
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from anthology.errors import AnthologyError, Kind, error
from anthology.regular import read_regular

_TEMPORARY = re.compile(r"\.anthology-[0-9a-f]{16}\.part")
"""The names of files that are not yet whole."""

_ROOM = "check that the folder may be written to and has room"
_ELSEWHERE = "move it away, or write into another folder"
_LINKED = "name the folder it leads to, or put a folder in its place"
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Folder(Struct, frozen=True):
    """A folder that no other writer of this program writes into at the same time."""

    path: Path
    descriptor: int

    def put(self, files: Mapping[str, bytes]) -> None:
        """Write files by their names: all of them first beside their places, then into them.

        Raises AnthologyError (files) where that cannot be done. A file that was not yet written
        then is the old one, and nothing stands beside it.
        """
        temporaries = {name: f".anthology-{os.urandom(8).hex()}.part" for name in files}
        try:
            with _told(self.path):
                for name, data in files.items():
                    with _told(self.path / name):
                        _check_target(name, self.path / name, self.descriptor)
                        self._write(temporaries[name], data)
                for name, temporary in temporaries.items():
                    with _told(self.path / name):
                        here = self.descriptor
                        os.replace(temporary, name, src_dir_fd=here, dst_dir_fd=here)
                os.fsync(self.descriptor)
        finally:
            self._remove(temporaries.values())

    def read(self, name: str) -> bytes | None:
        """Return what is in a file of the folder, or None where there is no such name.

        Raises AnthologyError (files) where it is no regular file or cannot be read.
        """
        with _told(self.path / name, "read", "move it away, or check that it may be read"):
            try:
                return read_regular(self.path / name)
            except FileNotFoundError:
                return None

    def names(self, ending: str) -> tuple[str, ...]:
        """Return the names in the folder that have an ending, in their order."""
        with _told(self.path, "read"):
            found = os.listdir(self.descriptor)  # noqa: PTH208 - of the folder that is locked
        return tuple(sorted(name for name in found if name.endswith(ending)))

    def sweep(self) -> None:
        """Remove what a writer left that was killed."""
        with suppress(OSError):
            names = os.listdir(self.descriptor)  # noqa: PTH208 - of the folder that is locked
            self._remove(name for name in names if _TEMPORARY.fullmatch(name))

    def _write(self, name: str, data: bytes) -> None:
        with os.fdopen(os.open(name, _FLAGS, 0o644, dir_fd=self.descriptor), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def _remove(self, names: Iterable[str]) -> None:
        for name in names:
            with suppress(OSError):
                os.unlink(name, dir_fd=self.descriptor)


@contextmanager
def opened(path: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[Folder]:
    """Open a folder to write into it, and make it where it is not there.

    While another process writes into it, `waiting` is called once and its end awaited. The lock
    is one of the system on the folder: it leaves no file, and ends with the process. Raises
    AnthologyError (files) where the folder cannot be had.
    """
    with _told(path):
        _check_folder(path)
        path.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        folder = Folder(path, descriptor)
        if _locked(descriptor, waiting):
            folder.sweep()
        yield folder
    finally:
        os.close(descriptor)


def check_output(folder: Path, names: Iterable[str]) -> None:
    """Find out, without writing anything, what would keep files from being written.

    Raises AnthologyError (files) with the first thing found.
    """
    with _told(folder):
        _check_folder(folder)
    for name in names:
        with _told(folder / name):
            _check_target(name, folder / name)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet; its folder is made where it is not.

    Raises AnthologyError (files) where something has its name, or it cannot be written.
    """
    check_output(path.parent, [path.name])
    with opened(path.parent) as folder:
        check_new(path.parent, [path.name])
        folder.put({path.name: data})


def check_new(folder: Path, names: Iterable[str]) -> None:
    """Raise AnthologyError (files) where something has one of the names already."""
    for name in names:
        if os.path.lexists(folder / name):
            with _told(folder / name):
                raise _RefusedError("it is there already", _ELSEWHERE)


class _RefusedError(Exception):
    """What is in the way, and what to do about it."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice


@contextmanager
def _told(path: Path, done: str = "written", advice: str = _ROOM) -> Iterator[None]:
    """Turn what the system says of a path into an error for people."""
    try:
        yield
    except _RefusedError as refused:
        raise _error(path, done, refused.what, refused.advice) from None
    except OSError as problem:
        raise _error(path, done, problem.strerror or str(problem), advice) from None


def _error(path: Path, done: str, what: str, advice: str) -> AnthologyError:
    return AnthologyError([error(Kind.FILES, f"{path} cannot be {done} ({what})", advice)])


def _check_folder(path: Path) -> None:
    """Refuse a link, and anything else that is no folder to write into or to make."""
    if path.is_symlink():
        raise _RefusedError("it is a symbolic link", _LINKED)
    there = next((one for one in (path, *path.absolute().parents) if os.path.lexists(one)), path)
    if not there.is_dir():
        raise _RefusedError(
            "it is no folder" if there == path else f"{there} is no folder", _ELSEWHERE
        )
    if not os.access(there, os.W_OK | os.X_OK):
        raise _RefusedError("nothing may be written there", _ROOM)
    room = os.statvfs(there)
    if room.f_blocks and not room.f_bavail:
        raise _RefusedError(os.strerror(errno.ENOSPC), _ROOM)


def _check_target(name: str, path: Path, descriptor: int | None = None) -> None:
    """Refuse to put a file in the place of anything but a file."""
    try:
        found = os.stat(
            path if descriptor is None else name, dir_fd=descriptor, follow_symlinks=False
        )
    except FileNotFoundError:
        return
    if stat.S_ISLNK(found.st_mode):
        raise _RefusedError("a symbolic link of that name is there", _ELSEWHERE)
    if stat.S_ISDIR(found.st_mode):
        raise _RefusedError("a folder of that name is there", _ELSEWHERE)
    if not stat.S_ISREG(found.st_mode):
        raise _RefusedError("something of that name is there that is no file", _ELSEWHERE)


def _locked(descriptor: int, waiting: Callable[[], None]) -> bool:
    """Lock a folder and return whether it could be: not every file system has locks."""
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError:
        return False
    return True
