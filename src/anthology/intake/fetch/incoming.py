"""What has come in of an answer, within its size."""

import re
from typing import Final

from msgspec import Struct, field

from anthology.errors import shortened
from anthology.intake.fetch.answer import Fetched, FetchError, Validators
from anthology.intake.fetch.connection import Answer, BrokenOffError

_PARTIAL: Final = 206
_OF_A_PART: Final = frozenset({_PARTIAL, 416})
"""What is answered to who asks for a part, or for one that there is not."""
_RANGE: Final = re.compile(r"bytes (?P<first>\d{1,18})-(?P<last>\d{1,18})/(?P<size>\d{1,18}|\*)")
_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)


class Incoming(Struct):
    """The bytes of an answer by now; where it breaks off, the rest may come with another."""

    address: str
    size: int
    """The most bytes that are taken."""
    _data: bytearray = field(default_factory=bytearray)
    _charset: str | None = None
    _validators: Validators = field(default_factory=Validators)
    _packed: bool = False

    def asking_for_rest(self) -> dict[str, str]:
        """Return the headers that ask for what has not come; none where only all of it will do."""
        if not self._data or self._packed:
            return {}
        return self._validators.asking_for_rest(len(self._data))

    def begin(self, answer: Answer) -> None:
        """Take the head of an answer. Raises FetchError where it is too large, BrokenOffError."""
        if answer.status in _OF_A_PART and not self._is_rest(answer):
            self._data.clear()
            raise BrokenOffError("answers with another part than it was asked for")
        if answer.status != _PARTIAL:
            self._data.clear()
        length = answer.header("Content-Length") or ""
        if length.isdecimal():
            self._check(len(self._data) + int(length[:20]))
        kind = _CHARSET.search(answer.header("Content-Type") or "")
        self._charset = kind[1] if kind else None
        self._validators = Validators(
            etag=answer.header("ETag"), modified=answer.header("Last-Modified")
        )
        self._packed = answer.header("Content-Encoding") not in (None, "", "identity")

    def add(self, chunk: bytes) -> None:
        """Take some bytes. Raises FetchError where these are too many."""
        self._data += chunk
        self._check(len(self._data))

    def fetched(self) -> Fetched:
        """Return the whole."""
        return Fetched(data=bytes(self._data), charset=self._charset, validators=self._validators)

    def _is_rest(self, answer: Answer) -> bool:
        """Return whether an answer is all that has not come (RFC 9110, section 14.4)."""
        part = _RANGE.fullmatch(answer.header("Content-Range") or "")
        if not self._data or not part or int(part["first"]) != len(self._data):
            return False
        return part["size"] == "*" or int(part["last"]) + 1 == int(part["size"])

    def _check(self, size: int) -> None:
        if size > self.size:
            raise FetchError(
                f"{shortened(self.address)} is larger than {self.size // 1_000_000} MB",
                "save it as a file, if it belongs into the book",
            )
