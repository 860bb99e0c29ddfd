"""What a build read of its project, and the digest by which the same input is known again."""

import hashlib
import posixpath
import unicodedata
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Ledger:
    """The files that were read, by their names in the project."""

    _entries: set[tuple[str, str]] = field(default_factory=set)
    """The name and the SHA-256 of each."""

    def note(self, file: str, data: bytes) -> None:
        """Enter a file that was read; a file that is read again stands there once."""
        name = unicodedata.normalize("NFC", posixpath.normpath(file))
        self._entries.add((name, hashlib.sha256(data).hexdigest()))

    def join(self, other: "Ledger") -> None:
        """Enter what stands in another."""
        self._entries.update(other._entries)

    def digest(self) -> str:
        """Return the digest of everything that was read, in 64 hexadecimal digits.

        It is the SHA-256 of a text in UTF-8 that has a line `<sha256>  <name>` for every file:
        the SHA-256 of its bytes, two spaces, its name from the folder of book.yml in Unicode's
        form NFC with forward slashes, and a line feed. The lines are in the order of the bytes
        of the names. `sha256sum FILE… | LC_ALL=C sort -k 2 | sha256sum` computes the same.
        """
        lines = (f"{digest}  {name}\n" for name, digest in sorted(self._entries))
        return hashlib.sha256("".join(lines).encode()).hexdigest()
