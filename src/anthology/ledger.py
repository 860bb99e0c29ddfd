"""What a build asked of its project, and the digest by which the same input is known again."""

import hashlib
import posixpath
import unicodedata
from collections.abc import Iterable
from enum import Enum

from msgspec import Struct, field


class Ask(Enum):
    """What can be asked about a name in a project."""

    FILE = "file"
    """What a file holds."""
    REFUSAL = "refusal"
    """Why there is no file to read."""
    LISTING = "listing"
    """Which files a pattern names."""
    NEIGHBOURS = "neighbours"
    """What is in the folder of a name."""


class Question(Struct, frozen=True):
    """Something that was asked about a name, and a digest of the answer or the answer itself."""

    ask: Ask
    name: str
    answer: str


class Ledger(Struct, frozen=True):
    """All questions that were asked."""

    _entries: set[Question] = field(default_factory=set)

    def note(self, file: str, data: bytes) -> None:
        """Enter a file that was read; a file that is read again stands there once."""
        self._entries.add(Question(Ask.FILE, file, hashlib.sha256(data).hexdigest()))

    def note_refusal(self, name: str, why: str) -> None:
        """Enter why a name is that of no file."""
        self._entries.add(Question(Ask.REFUSAL, name, why))

    def note_names(self, ask: Ask, name: str, names: Iterable[str]) -> None:
        """Enter names that were the answer."""
        told = "\0".join(names).encode("utf-8", "surrogatepass")
        self._entries.add(Question(ask, name, hashlib.sha256(told).hexdigest()))

    def join(self, other: "Ledger") -> None:
        """Enter what stands in another."""
        self._entries.update(other._entries)

    def questions(self) -> tuple[Question, ...]:
        """Return all questions, in an order of their own."""
        return tuple(sorted(self._entries, key=lambda one: (one.ask.value, one.name, one.answer)))

    def __contains__(self, question: Question) -> bool:
        """Return whether this was asked and had this answer."""
        return question in self._entries

    def digest(self) -> str:
        """Return the digest of everything that was read, in 64 hexadecimal digits.

        It is the SHA-256 of a text in UTF-8 that has a line `<sha256>  <name>` for every file:
        the SHA-256 of its bytes, two spaces, its name from the folder of book.yml in Unicode's
        form NFC with forward slashes, and a line feed. The lines are in the order of the bytes
        of the names. `sha256sum FILE… | LC_ALL=C sort -k 2 | sha256sum` computes the same.
        """
        read = {
            (unicodedata.normalize("NFC", posixpath.normpath(one.name)), one.answer)
            for one in self._entries
            if one.ask is Ask.FILE
        }
        lines = (f"{digest}  {name}\n" for name, digest in sorted(read))
        return hashlib.sha256("".join(lines).encode()).hexdigest()
