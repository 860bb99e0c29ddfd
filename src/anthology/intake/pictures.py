"""The pictures of imported texts: found at hand or fetched, and put beside the article files."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterable
from typing import TypeAlias
from urllib.parse import unquote, unquote_to_bytes

from msgspec import Struct
from msgspec.structs import replace

from anthology.errors import Checked, Finding, Kind, shortened, warning
from anthology.pictures import read_picture
from anthology.write import Folder

FOLDER = "pictures"
"""The folder for pictures, beside the article files."""

_SIZED = re.compile(r"-\d+x\d+(?=\.\w+$)|-scaled(?=\.\w+$)|-e\d{10,}(?=\.\w+$)")
"""What WordPress puts behind the names of smaller forms of a picture."""

Finder: TypeAlias = Callable[[str], Checked[bytes | None]]
"""Takes the whole address of a picture; returns its bytes, or None with what kept it away."""


class Kept(Struct, frozen=True):
    """A picture that stands beside the article files."""

    path: str
    """As an article file writes it."""


class PictureShelf:
    """Puts pictures into a folder, each once, named by their content."""

    def __init__(self, finders: Iterable[Finder], folder: Callable[[], Folder]) -> None:
        """Take who finds pictures, in their order, and what opens the folder for them."""
        self._finders = tuple(finders)
        self._open = folder
        self._known: dict[str, Checked[Kept | None]] = {}
        self._written: set[str] = set()
        self._told: set[str] = set()

    def get(self, address: str) -> Checked[Kept | None]:
        """Return the picture at an address; None where it cannot be had, with the reason."""
        if address not in self._known:
            self._known[address] = self._get(address)
        return self._known[address]

    def untold(self, address: str) -> tuple[Finding, ...]:
        """Return why a picture cannot be had, where nobody asked that before."""
        if address in self._told:
            return ()
        self._told.add(address)
        return self.get(address).findings

    @property
    def count(self) -> int:
        """How many pictures stand in the folder that the texts show."""
        return len(self._written)

    def _get(self, address: str) -> Checked[Kept | None]:
        if address.startswith("data:"):
            return self._written_out(address)
        findings: list[Finding] = []
        for find in self._finders:
            found = find(address)
            findings += found.findings
            if found.value is not None:
                return self._keep(found.value, address)
        if not findings:
            findings.append(
                warning(
                    Kind.ARTICLE,
                    f"the picture {shortened(address)} is not at hand",
                    "name its folder with --media, or let it be fetched with --fetch",
                )
            )
        return Checked(None, tuple(findings))

    def _written_out(self, address: str) -> Checked[Kept | None]:
        """Return a picture whose address holds it whole (RFC 2397)."""
        head, _, said = address.partition(",")
        try:
            data = b64decode(unquote(said)) if "base64" in head else unquote_to_bytes(said)
        except ValueError:
            data = b""
        return self._keep(data, "picture")

    def _keep(self, data: bytes, address: str) -> Checked[Kept | None]:
        name = address.partition("?")[0].rpartition("/")[2]
        read = read_picture(data, name)
        if read.value is None:
            told = (replace(one, severity=_WARNING) for one in read.findings)
            return Checked(None, tuple(told))
        file = read.value.name
        if file not in self._written:
            self._open().put({file: data})
            self._written.add(file)
        return Checked(Kept(f"{FOLDER}/{file}"))


def full_size(path: str) -> str:
    """Return the path or address of the largest form of a picture, as WordPress names it."""
    return _SIZED.sub("", path)


_WARNING = warning(Kind.ARTICLE, "", "").severity
