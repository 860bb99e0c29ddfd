"""Files that the command line names for an import."""

from pathlib import Path

from anthology.errors import AnthologyError, Kind, error
from anthology.regular import read_regular


def read_given(path: Path, name: str) -> bytes:
    """Return the bytes of a file; `name` is its name for people.

    Raises AnthologyError (files) where it cannot be read.
    """
    try:
        return read_regular(path)
    except OSError as problem:
        raise unreadable(name, problem) from None


def unreadable(name: str, problem: OSError) -> AnthologyError:
    """Return what is to be raised where a file cannot be read."""
    return AnthologyError(
        [
            error(
                Kind.FILES,
                f"{name} cannot be read ({problem.strerror})",
                "name a file that is there and may be read",
            )
        ]
    )
