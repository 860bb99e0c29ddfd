"""Pictures that lie in a folder of this machine: a copy of a site's files."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from anthology.errors import Checked, Kind, shortened, warning
from anthology.intake.addresses import host_of
from anthology.intake.pictures import Finder, full_size
from anthology.intake.settle import NOWHERE
from anthology.regular import read_regular

MAX_BYTES = 100_000_000
"""How large a picture file may be."""


def uploads(folder: Path) -> Finder:
    """Return what finds pictures in a copy of wp-content/uploads, the largest form of each.

    Nothing outside of the folder is read, whatever links there are in it.
    """
    root = folder.resolve()

    def find(address: str) -> Checked[bytes | None]:
        try:
            path = unquote(urlsplit(address).path)
        except ValueError:
            return Checked(None)
        for name in _candidates(path):
            data = _read(root, name)
            if data is not None:
                return Checked(data)
        return Checked(
            None,
            (
                warning(
                    Kind.ARTICLE,
                    f"the picture {shortened(address)} is not in the folder {folder}",
                    "copy it there, or let it be fetched with --fetch",
                ),
            ),
        )

    return find


_PLACES = ("", "static", "assets", "public", "content", "src", "source", "docs", "site", "images")
"""Folders of a site whose files stand at its root when it is shown."""


def site_files(folder: Path, address: str | None) -> Finder:
    """Return what finds pictures in a static site's folder, of addresses below `address`.

    Nothing outside of the folder is read, whatever links there are in it.
    """
    root = folder.resolve()
    hosts = {host_of(address) if address else None, NOWHERE}

    def find(address: str) -> Checked[bytes | None]:
        try:
            parts = urlsplit(address)
        except ValueError:
            return Checked(None)
        path = PurePosixPath(unquote(parts.path).lstrip("/"))
        if parts.hostname not in hosts or ".." in path.parts:
            return Checked(None)
        for place in _PLACES:
            data = _read(root, (PurePosixPath(place) / path).as_posix())
            if data is not None:
                return Checked(data)
        finding = warning(
            Kind.ARTICLE,
            f"the picture {shortened(path.as_posix())} is not in the folder {folder}",
            "put it there, or take it out of the text",
        )
        return Checked(None, (finding,))

    return find


def _candidates(path: str) -> Iterator[str]:
    """Yield the paths under which an upload may lie, those of its largest form first."""
    parts = PurePosixPath(path.lstrip("/")).parts
    if ".." in parts or not parts:
        return
    after = parts.index("uploads") + 1 if "uploads" in parts else 0
    for start in range(after, len(parts)):
        whole = "/".join(parts[start:])
        yield from dict.fromkeys((full_size(whole), whole))


def _read(root: Path, name: str) -> bytes | None:
    try:
        path = (root / name).resolve()
        if not path.is_relative_to(root) or path.stat().st_size > MAX_BYTES:
            return None
        return read_regular(path)
    except (OSError, ValueError):
        return None
