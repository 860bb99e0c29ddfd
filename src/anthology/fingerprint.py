"""What made a thing: the digest of parts of this program and of the packages they use.

Whatever is kept is kept under a name of which this is a part, so that another version of the
program makes it anew.
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def fingerprint(folders: tuple[str, ...], packages: tuple[str, ...] = ()) -> bytes:
    """Return the SHA-256 of the modules in folders of this package and of packages' versions.

    A folder is named relative to the package, "" is its own; those inside are not read.
    """
    files = (path for folder in folders for path in sorted((_HERE / folder).glob("*.py")))
    return digest(
        (
            *(path.read_bytes() for path in files),
            *(f"{package} {version(package)}".encode() for package in packages),
        )
    )


def digest(parts: Iterable[bytes]) -> bytes:
    """Return the SHA-256 of parts, each told apart from the next."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.digest()
