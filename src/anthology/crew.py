"""Who does the work of a build: processes of this machine, or whatever carries out calls."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from anthology.model import Book

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from anthology.pdf.limits import Limits

_WORTH_A_PROCESS = 4
"""How many articles take as long to set as it takes a process to start."""


class Crew(Struct, frozen=True):
    """Hands that carry out calls of functions that a module defines."""

    executor: "Executor"
    hands: int
    """How many calls it carries out at the same time."""
    rest: Callable[[], object] = lambda: None
    """Lets it have no threads until the next call: this process can be copied then."""


Hire: TypeAlias = Callable[[Book, "Limits"], Crew]
"""Finds the hands for a book, and tells them what it may use of time and memory."""
Hands: TypeAlias = AbstractContextManager[Hire | None]
"""Hands for as long as they are needed."""


def hands(jobs: int, scheduler: str | None, *, needed: bool) -> Hands:
    """Give who sets the pieces of a book, if pages of print are `needed`, and in pieces.

    `jobs` is how many processes there may be, 0 sets it in one go; `scheduler` is the address of a
    Dask scheduler whose workers set the pieces instead. Raises what `processes` and
    `anthology.cluster.cluster` raise.
    """
    if not jobs or not needed:
        return nullcontext()
    if scheduler:
        from anthology.cluster import cluster

        return cluster(scheduler)
    return processes(jobs)


@contextmanager
def processes(jobs: int) -> Iterator[Hire]:
    """Give processes for the pieces of a book, `jobs` at most; the first one starts already.

    Raises AnthologyError (files) where there is no room for temporary files.
    """
    from anthology.pdf.waking import wake_up
    from anthology.pdf.workers import Workers  # is slow to import

    workers = Workers(wake_up)

    def hire(book: Book, limits: "Limits") -> Crew:
        count = max(1, min(jobs, len(book.articles) // _WORTH_A_PROCESS))
        workers.open(count, limits, _is_text)
        return Crew(workers, count, workers.rest)

    try:
        workers.wake()
        yield hire
    finally:
        workers.shutdown(cancel_futures=True)


def _is_text(*call: object) -> bool:
    from anthology.pdf.orders import PieceOrder  # is slow to import

    return any(isinstance(order, PieceOrder) and order.text for order in call)
