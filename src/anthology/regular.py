"""Regular files, read whole: never a device or a pipe, never without end, never waited for."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

MAX_BYTES = 200_000_000
"""The largest file that is read."""


def open_regular(path: Path, most: int = MAX_BYTES) -> BinaryIO:
    """Return a regular file of at most so many bytes, opened; a symbolic link is none.

    Raises OSError where it cannot be read, with the number EFBIG where it is too large.
    """
    _check(path.lstat(), most)
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC
    file = os.fdopen(os.open(path, flags), "rb")
    try:
        _check(os.fstat(file.fileno()), most)
    except OSError:
        file.close()
        raise
    return file


def read_regular(path: Path) -> bytes:
    """Return the bytes of a regular file; a symbolic link is none.

    Raises OSError where it cannot be read, with the number EFBIG where it is too large.
    """
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(size + 1)
    if len(data) != size:
        raise OSError(errno.EAGAIN, "it changed while it was read")
    return data


def _check(found: os.stat_result, most: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is no regular file")
    if found.st_size > most:
        raise OSError(errno.EFBIG, f"it is larger than {most} bytes")
