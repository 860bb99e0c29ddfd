"""Fetches addresses, one after the other, within limits, and keeps what it got."""

import queue
import threading
import time
from types import TracebackType
from typing import Self

from anthology.errors import Checked, Kind, shortened, warning
from anthology.intake.fetch.answer import Fetched, FetchError, Limits
from anthology.intake.fetch.connection import Connections
from anthology.intake.fetch.hosts import Resolve, Target, public_addresses, target_of
from anthology.intake.fetch.kept import Keeper
from anthology.intake.fetch.task import LATER, Task
from anthology.intake.pictures import full_size
from anthology.shelf import Shelf


class Fetcher:
    """Fetches addresses and keeps what they answer."""

    def __init__(
        self, shelf: Shelf, limits: Limits | None = None, resolve: Resolve = public_addresses
    ) -> None:
        """Take where answers are kept, what they may cost, and what finds the numbers of hosts."""
        self._limits = limits or Limits()
        self._keeper = Keeper(shelf)
        self._resolve = resolve
        self._connections = self._new_connections()
        self._bytes = 0

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection. Where the import broke off, the next one goes on with it."""
        self._connections.close()
        if kind is None:
            self._keeper.finish()

    def fetch(self, address: str) -> Fetched:
        """Return what stands at an address. Raises FetchError where it cannot be had."""
        target = target_of(address)
        kept = self._keeper.get(target.address)
        if kept and self._keeper.is_fresh(kept):
            return kept.fetched
        if self._bytes >= self._limits.total:
            raise FetchError(
                f"{shortened(address)} is not fetched: "
                f"{self._limits.total // 1_000_000} MB are enough for one import",
                LATER,
            )
        fetched = self._in_time(target, kept.fetched if kept else None)
        self._bytes += len(fetched.data)
        self._keeper.put(target.address, fetched)
        return fetched

    def picture(self, address: str) -> Checked[bytes | None]:
        """Return a picture, in its largest form where a server has several; else the reason."""
        whole = full_size(address) if "/uploads/" in address else address
        if whole != address:
            try:
                return Checked(self.fetch(whole).data)
            except FetchError as problem:
                if problem.status is None:
                    return _told(problem)
        try:
            return Checked(self.fetch(address).data)
        except FetchError as problem:
            return _told(problem)

    def _in_time(self, target: Target, old: Fetched | None) -> Fetched:
        """Return an answer in time, however slowly a name is looked up, or a host shakes hands.

        What takes too long goes on in a thread that nobody waits for, with connections that
        nobody else uses.
        """
        seconds = self._limits.seconds
        task = Task(target, self._limits, self._connections, time.monotonic() + seconds)
        answers: queue.SimpleQueue[Fetched | Exception] = queue.SimpleQueue()

        def run() -> None:
            try:
                answers.put(task.fetch(old))
            except Exception as problem:
                answers.put(problem)

        threading.Thread(target=run, daemon=True).start()
        try:
            answer = answers.get(timeout=seconds)
        except queue.Empty:
            self._connections = self._new_connections()
            raise task.too_slow() from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _new_connections(self) -> Connections:
        return Connections(self._resolve, self._limits.patience)


def _told(problem: FetchError) -> Checked[bytes | None]:
    return Checked(None, (warning(Kind.ARTICLE, problem.what, problem.advice),))
