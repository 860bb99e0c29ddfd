"""A folder for the temporary files of processes that may be killed: it goes with them.

WeasyPrint writes typefaces into files, and removes them only where it comes to its end.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from anthology.errors import AnthologyError, Kind, error

_PATIENCE = 2.0
"""Seconds that it takes at most to remove a folder."""


def temporary_folder() -> str:
    """Return a new folder; raises AnthologyError (files) where there is no room for one."""
    try:
        return tempfile.mkdtemp(prefix="anthology-")
    except OSError as problem:
        raise AnthologyError(
            [
                error(
                    Kind.FILES,
                    f"no folder for temporary files can be made ({problem.strerror})",
                    "make room where TMPDIR says, or let it name another folder",
                )
            ]
        ) from None


def environment(folder: str) -> Mapping[str, str]:
    """Return the environment of a process whose temporary files go into a folder."""
    return {**os.environ, "TMPDIR": folder}


def remove(folder: str) -> None:
    """Remove a folder into which threads and other processes may still write.

    Once it is gone, they cannot any more.
    """
    until = time.monotonic() + _PATIENCE
    while Path(folder).is_dir() and time.monotonic() < until:
        shutil.rmtree(folder, ignore_errors=True)
