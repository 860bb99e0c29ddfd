"""Orders on their way: those that are kept are taken from there, the rest is carried out."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from typing import TypeAlias

from msgspec import Struct, field

from anthology.errors import AnthologyError, Finding, Kind, error
from anthology.pdf.carrying import Broken, Outcome, Refused, carry_out
from anthology.pdf.kept import Kept
from anthology.pdf.limits import Trouble
from anthology.pdf.orders import Made, Order, Shared
from anthology.pdf.workers import StoppedError

Follow: TypeAlias = Callable[[str, Made], Order | Made]
"""Takes the name of an order and what was made; returns what is to be made next under this name,
or what has become of it in the end."""


class Work(Struct):
    """Named orders for one book."""

    shared: Shared
    executor: Executor
    kept: Kept | None
    """What the cache has."""
    known: dict[Order, Made]
    """What was made before; what is made is added."""
    follow: Follow
    ahead: int
    """How many orders the executor has at a time: what follows upon one waits for no more."""
    _fresh: deque[tuple[str, Order, str]] = field(default_factory=deque)
    """What is to be carried out, with its name in the cache."""
    _there: deque[tuple[str, Order, str]] = field(default_factory=deque)
    """What was made before, or what the cache seems to have."""
    _waiting: dict[Future[Outcome], tuple[str, Order, str]] = field(default_factory=dict)
    _ended: deque[tuple[str, Order, Outcome | Trouble]] = field(default_factory=deque)

    def add(self, orders: Mapping[str, Order]) -> None:
        """Take orders, to be carried out in this sequence."""
        for name, order in orders.items():
            self._place(name, order)

    def done(self) -> Iterator[tuple[str, Order, Outcome | Trouble]]:
        """Yield the name of each order with the last of its orders and what has become of it.

        Raises AnthologyError where an order asks for what is not there, or nobody is left to carry
        it out.
        """
        while True:
            while self._fresh and len(self._waiting) < self.ahead:
                self._submit(*self._fresh.popleft())
            if self._ended:
                yield self._ended.popleft()
            elif self._there:  # while others are at work on what is not there
                self._look(*self._there.popleft())
            elif self._waiting:
                ready, _ = wait(self._waiting, return_when=FIRST_COMPLETED)
                for future in ready:
                    self._end(future, *self._waiting.pop(future))
            else:
                return

    def _place(self, name: str, order: Order, *, first: bool = False) -> None:
        is_known = order in self.known
        key = self.kept.key(order) if self.kept and not is_known else ""
        if is_known or (self.kept and self.kept.has(key)):
            self._there.append((name, order, key))
        elif first:
            self._fresh.appendleft((name, order, key))
        else:
            self._fresh.append((name, order, key))

    def _made(self, name: str, order: Order, made: Made) -> None:
        self.known[order] = made
        following = self.follow(name, made)
        if isinstance(following, Order):
            self._place(name, following, first=True)
        else:
            self._ended.append((name, order, following))

    def _submit(self, name: str, order: Order, key: str) -> None:
        self._waiting[self.executor.submit(carry_out, self.shared, order)] = name, order, key

    def _look(self, name: str, order: Order, key: str) -> None:
        found = self.known.get(order)
        if found is None and self.kept:
            found = self.kept.get(key, order)
        if found is None:
            self._fresh.append((name, order, key))
        else:
            self._made(name, order, found)

    def _end(self, future: Future[Outcome], name: str, order: Order, key: str) -> None:
        try:
            outcome = future.result()
        except StoppedError as stopped:
            self._ended.append((name, order, stopped.trouble))
            return
        except CancelledError:
            raise AnthologyError([_gone()]) from None
        except Exception:  # of whoever carries orders out: carry_out raises nothing
            self._ended.append((name, order, Trouble.BROKEN))
            return
        if isinstance(outcome, Refused):
            raise AnthologyError(outcome.findings)
        if isinstance(outcome, Broken):
            self._ended.append((name, order, outcome))
            return
        if self.kept:
            self.kept.put(key, outcome)
        self._made(name, order, outcome)


def _gone() -> Finding:
    return error(
        Kind.FILES,
        "who was to set the pieces of the book is gone",
        "look whether the scheduler and its workers run, and build again",
    )
