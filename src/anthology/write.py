"""The only writer of the files a build makes: a file is written whole or not at all."""

import os
import tempfile
from pathlib import Path

from anthology.errors import AnthologyError, Kind, error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file through a temporary beside it, so that the old one stays until the new is whole.

    Raises AnthologyError (files) where that cannot be done; the old file then is untouched.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(None, "a folder of that name is there")
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as problem:
        raise AnthologyError(
            [
                error(
                    Kind.FILES,
                    f"{path} cannot be written ({problem.strerror})",
                    "check that the folder is there, may be written to and has room",
                )
            ]
        ) from None
