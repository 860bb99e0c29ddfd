"""Regular files, read whole: never a device or a pipe, never without end, never waited for."""

import errno
import os
import stat
from pathlib import Path

MAX_BYTES = 200_000_000
"""The largest file that is read."""


def read_regular(path: Path) -> bytes:
    """Return the bytes of a regular file; a symbolic link is none.

    Raises OSError where it cannot be read, with the number EFBIG where it is too large.
    """
    _check(path.lstat())
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags), "rb") as file:
        size = _check(os.fstat(file.fileno()))
        data = file.read(size + 1)
    if len(data) != size:
        raise OSError(errno.EAGAIN, "it changed while it was read")
    return data


def _check(found: os.stat_result) -> int:
    """Return the size of a file that may be read."""
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is no regular file")
    if found.st_size > MAX_BYTES:
        raise OSError(errno.EFBIG, f"it is larger than {MAX_BYTES} bytes")
    return found.st_size
