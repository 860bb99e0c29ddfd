"""What was proved before, in the cache: texts of which nothing was missing."""

from collections.abc import Callable
from functools import cached_property

from msgspec import Struct

from anthology.completeness.aid import Aid
from anthology.fingerprint import digest, whole_program

_WHOLE = b"nothing is missing"


class Kept(Struct, frozen=True, dict=True):
    """The proofs of texts, by all that shaped them.

    That is the digest of what was bound of a page document, which the aid names, and of all that
    had to be found in it. A document that it does not name, as those of an EPUB, is proved anew.
    """

    aid: Aid

    def key(self, document: str, shape: Callable[[], bytes]) -> str:
        """Return the name of a proof; empty where it cannot be kept.

        `shape` returns what says what has to be found.
        """
        bound = self.aid.names.get(document)
        if self.aid.shelf is None or bound is None:
            return ""
        return digest((self._start, bound.encode(), shape())).hex()

    def has(self, key: str) -> bool:
        """Return whether nothing was missing of a text."""
        return self.aid.shelf is not None and bool(key) and self.aid.shelf.get(key) == _WHOLE

    def put(self, key: str) -> None:
        """Keep that nothing is missing of a text."""
        if self.aid.shelf and key:
            self.aid.shelf.put(key, _WHOLE)

    @cached_property
    def _start(self) -> bytes:
        return digest((b"proof", whole_program()))
