"""What was fetched, kept for the next time, with what the server calls its state."""

import hashlib
import json
import time

from msgspec import Struct

from anthology.intake.fetch.answer import Fetched, Validators
from anthology.shelf import Shelf

FETCHED = ".anthology/fetched"
"""The folder in a project for what was fetched."""
_RUN = hashlib.sha256(b"an import that is under way").hexdigest()
_LONG_AGO = 7 * 24 * 3600
"""Seconds after which an import that broke off is not gone on with."""


class KeptAnswer(Struct, frozen=True):
    """An answer, and when it was fetched."""

    fetched: Fetched
    moment: float
    """Seconds since 1970 in UTC."""


class Keeper:
    """Keeps answers, and when an import that is not at its end began.

    What such an import fetched is taken without asking again, so that it goes on where it
    broke off; whatever is older is asked for again.
    """

    def __init__(self, shelf: Shelf) -> None:
        """Take where answers are kept; from here on an import is under way."""
        self._shelf = shelf
        now = time.time()
        began = shelf.get(_RUN)
        self._began = float(began) if began else now
        if not now - _LONG_AGO < self._began <= now:
            self._began = now
        shelf.put(_RUN, repr(self._began).encode())

    def finish(self) -> None:
        """Say that the import is at its end."""
        self._shelf.put(_RUN, b"0")
        self._shelf.tidy()

    def get(self, address: str) -> KeptAnswer | None:
        """Return what was answered before; None where nothing whole is kept."""
        entry = self._shelf.get(_key(address))
        if entry is None:
            return None
        head, _, data = entry.partition(b"\n")
        said = json.loads(head)
        validators = Validators(etag=said["etag"], modified=said["modified"])
        fetched = Fetched(data=data, charset=said["charset"], validators=validators)
        return KeptAnswer(fetched, said["moment"])

    def is_fresh(self, kept: KeptAnswer) -> bool:
        """Tell whether an answer is of the import that is under way."""
        return self._began <= kept.moment <= time.time()

    def put(self, address: str, fetched: Fetched) -> None:
        """Keep an answer."""
        head = {
            "address": address,
            "charset": fetched.charset,
            "etag": fetched.validators.etag,
            "modified": fetched.validators.modified,
            "moment": time.time(),
        }
        self._shelf.put(_key(address), json.dumps(head).encode() + b"\n" + fetched.data)


def _key(address: str) -> str:
    return hashlib.sha256(b"1\n" + address.encode()).hexdigest()
