"""What made a thing: the digest of this program and of the packages it uses.

Whatever is kept is kept under a name of which this is a part, so that another version of the
program makes it anew.
"""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

_LIBRARIES = (
    ("libpango-1.0.so.0", "pango_version"),
    ("libharfbuzz.so.0", "hb_version_string"),
    ("libfontconfig.so.1", "FcGetVersion"),
)
"""Libraries, and the functions that tell their versions."""
_HERE = Path(__file__).parent


@cache
def whole_program() -> bytes:
    """Return the SHA-256 of all files of this program, and of the names of installed packages."""
    files = sorted(
        f"{folder}{os.sep}{name}"
        for top in (_HERE, _HERE.parent.parent / "styles")
        for folder, _, names in os.walk(top)
        for name in names
        if not name.endswith(".pyc")
    )
    packages = sorted(name for folder in sys.path for name in _names(folder) if _is_package(name))
    return digest((*map(_content, files), *map(str.encode, packages)))


def _content(path: str) -> bytes:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - hundreds, at each start
            return file.read()
    except OSError:  # a link that leads nowhere
        return b""


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - the names alone
    except OSError:
        return []


def _is_package(name: str) -> bool:
    return name.endswith(".dist-info")


def libraries() -> Iterator[bytes]:
    """Yield the names and versions of the system's libraries that shape a page of print."""
    import ctypes  # is slow to import

    for library, function in _LIBRARIES:
        with suppress(OSError, AttributeError):
            told = getattr(ctypes.CDLL(library), function)
            told.restype = ctypes.c_char_p if function.endswith("string") else ctypes.c_int
            yield f"{library} {told()}".encode()


def digest(parts: Iterable[bytes]) -> bytes:
    """Return the SHA-256 of parts, each told apart from the next."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.digest()
