"""The fetching of one address: redirects, tries, and what a server asks for."""

import datetime as dt
import time
from email.utils import parsedate_to_datetime
from typing import Final

from msgspec import Struct

from anthology.errors import shortened
from anthology.intake.fetch.answer import ELSEWHERE, Fetched, FetchError, Limits
from anthology.intake.fetch.connection import BrokenOffError, Connections
from anthology.intake.fetch.hosts import Target
from anthology.intake.fetch.incoming import Incoming

LATER: Final = "try again later: what was fetched by now is kept"
"""What to do where a server cannot answer."""
_BUSY: Final = frozenset({429, 500, 502, 503, 504})
"""What a server answers that cannot answer just now (RFC 9110, section 15.6; RFC 6585)."""
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_NOT_CHANGED: Final = 304
_NO_SUCH_RANGE: Final = 416
_GONE: Final = frozenset({404, 410})


class _BusyError(Exception):
    """Raised where a server cannot answer just now."""

    def __init__(self, status: int, seconds: float) -> None:
        super().__init__(f"cannot be had just now (status {status})")
        self.seconds = seconds


class Task(Struct, frozen=True):
    """The fetching of one address."""

    target: Target
    limits: Limits
    connections: Connections
    deadline: float
    """By the clock `time.monotonic`."""

    def fetch(self, old: Fetched | None) -> Fetched:
        """Return what stands at an address; `old` where that did not change.

        Raises FetchError where it cannot be had within the limits.
        """
        asked = self.target
        for _ in range(self.limits.redirects + 1):
            found = self._tried(asked, old)
            if isinstance(found, Fetched):
                return found
            asked = found
        raise FetchError(
            f"{shortened(self.target.address)} leads on after {self.limits.redirects} redirects",
            "name the address where it ends",
        )

    def _tried(self, target: Target, old: Fetched | None) -> Fetched | Target:
        incoming = Incoming(target.address, self.limits.size)
        said = ""
        for attempt in range(self.limits.tries):
            self._wait(self.limits.pause if attempt == 0 else attempt)
            try:
                return self._once(target, old, incoming)
            except BrokenOffError as problem:
                self.connections.close()
                said = str(problem)
            except _BusyError as problem:
                said = str(problem)
                self._wait(problem.seconds)
        raise FetchError(f"{shortened(target.address)} {said}", LATER)

    def _once(self, target: Target, old: Fetched | None, incoming: Incoming) -> Fetched | Target:
        change = old.validators.asking_for_change() if old else {}
        rest = incoming.asking_for_rest()
        headers = rest or {"Accept-Encoding": "gzip"} | change
        with self.connections.asking(target, headers) as answer:
            if answer.status == _NOT_CHANGED and old and change:
                return old
            if answer.status in _REDIRECTS and (location := answer.header("Location")):
                return target.at(location)
            if answer.status in _BUSY:
                raise _BusyError(answer.status, _asked_to_wait(answer.header("Retry-After") or ""))
            if not 200 <= answer.status < 300 and not (rest and answer.status == _NO_SUCH_RANGE):
                raise _refused(target, answer.status)
            incoming.begin(answer)
            for chunk in answer.chunks():
                incoming.add(chunk)
                self._wait(0)
            return incoming.fetched()

    def _wait(self, seconds: float) -> None:
        """Wait. Raises FetchError where there is no time for that."""
        if time.monotonic() + seconds > self.deadline:
            raise self.too_slow()
        if seconds:
            time.sleep(seconds)

    def too_slow(self) -> FetchError:
        """Return what is to be raised where there is no time left."""
        return FetchError(
            f"{shortened(self.target.address)} takes longer than {self.limits.seconds:.0f} s", LATER
        )


def _refused(target: Target, status: int) -> FetchError:
    if status in _GONE:
        return FetchError(
            f"there is nothing at {shortened(target.address)} (status {status})",
            "look whether the address is right, or save what stood there as a file",
            status,
        )
    return FetchError(
        f"{shortened(target.address)} is not handed out (status {status})",
        ELSEWHERE,
        status,
    )


def _asked_to_wait(said: str) -> float:
    """Return how many seconds a server asks to wait (RFC 9110, section 10.2.3)."""
    if said.isdecimal():
        return float(said[:9])
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return 0.0
    now = dt.datetime.now(tz=until.tzinfo)
    return max(0.0, (until - now).total_seconds())
