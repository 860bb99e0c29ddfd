"""The cache: what was made once, by the digest of everything that shaped it.

Each entry carries a digest of its own; a damaged one is not used. The shelf is bounded: what was
used least recently goes first. It can be thrown away at any time.
"""

import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from anthology.errors import AnthologyError, Kind, error
from anthology.regular import read_regular

_ROOM = 1_000_000_000
"""Bytes that the entries may have together."""
_TIDIED = "tidied"
"""The name of a file that says by its age when the cache was last looked through."""
_MOMENT = 600
"""Seconds."""
_DIGEST = 32
"""Bytes of a SHA-256."""
_GROUP = re.compile("[0-9a-f]{2}")
_ENTRY = re.compile(r"[0-9a-f]{62}|[0-9a-f]{16}\.part")
"""Names of folders and entries; whatever else stands in the folder is somebody else's."""


class Shelf(Struct, frozen=True):
    """A folder of entries."""

    path: Path
    room: int = _ROOM
    """Bytes."""

    def get(self, key: str) -> bytes | None:
        """Return an entry; None where there is none that is whole."""
        path = self._entry(key)
        try:
            if path.parent.is_symlink():
                return None
            data = read_regular(path)
            os.utime(path)
        except OSError:
            return None
        payload = data[_DIGEST:]
        return payload if hashlib.sha256(payload).digest() == data[:_DIGEST] else None

    def has(self, key: str) -> bool:
        """Tell whether there is an entry; whether it is whole, `get` finds out."""
        return self._entry(key).is_file()

    def put(self, key: str, payload: bytes) -> None:
        """Keep an entry, where that is possible: a full disk does not stop a build."""
        path = self._entry(key)
        temporary = path.with_name(f"{os.urandom(8).hex()}.part")
        try:
            if path.parent.is_symlink():
                return
            with _new(temporary) as file:
                file.write(hashlib.sha256(payload).digest() + payload)
            temporary.replace(path)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Remove what is too much, the least recently used first, and what was left unfinished.

        Where that was done a moment ago, it is not done again: looking through takes its time.
        """
        tidied = self.path / _TIDIED
        with suppress(OSError):
            if 0 <= time.time() - tidied.stat(follow_symlinks=False).st_mtime < _MOMENT:
                return
        found = sorted(self._files())
        total = sum(size for _, size, _ in found)
        for _, size, path in found:
            if total > self.room or path.endswith(".part"):
                with suppress(OSError):
                    Path(path).unlink()
                total -= size
        with suppress(OSError):
            tidied.unlink(missing_ok=True)
            tidied.touch(exist_ok=False)

    def clear(self) -> int:
        """Remove everything; return how many bytes that were."""
        total = 0
        for _, size, path in tuple(self._files()):
            with suppress(OSError):
                Path(path).unlink()
                total += size
        with suppress(OSError):
            (self.path / _TIDIED).unlink()
        groups = (one for one in self.path.glob("*") if _GROUP.fullmatch(one.name))
        for folder in (*groups, self.path, self.path.parent):
            with suppress(OSError):  # of a folder that is not empty, or no folder
                folder.rmdir()
        return total

    def _entry(self, key: str) -> Path:
        return self.path / key[:2] / key[2:]

    def _files(self) -> Iterator[tuple[float, int, str]]:
        """Yield when each entry was used, how large it is, and where it is."""
        with suppress(OSError):
            for folder in os.scandir(self.path):
                if _GROUP.fullmatch(folder.name) and folder.is_dir(follow_symlinks=False):
                    for entry in os.scandir(folder):
                        if _ENTRY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                            stat = entry.stat(follow_symlinks=False)
                            yield stat.st_mtime, stat.st_size, entry.path


def _new(path: Path) -> BinaryIO:
    """Return a new file; its folder is made where there is none."""
    try:
        return path.open("xb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")


def open_shelf(project: Path, folder: str) -> Shelf:
    """Return the cache of a project, in one of its folders.

    Raises AnthologyError (files) where something else is in its place, or it leads elsewhere.
    """
    whole = project / folder
    for path in (*reversed(whole.parents), whole):
        if not path.is_relative_to(project) or path == project:
            continue
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            raise AnthologyError(
                [
                    error(
                        Kind.FILES,
                        f"{path} is no folder of its own, and the cache belongs there",
                        "move it away: the cache is made anew",
                    )
                ]
            )
    return Shelf(whole)
