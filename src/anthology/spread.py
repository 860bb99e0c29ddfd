"""Work on many things shared among copies of this process, or one task done in a copy meanwhile.

A copy has everything that this process has, so that only what it makes has to be handed back.
"""

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_WORTH_A_COPY = 40
"""How many things at least have to be left for a copy: making one takes some time."""


def spread(
    task: Callable[[T], R],
    things: Sequence[T],
    hands: int,
    told: Callable[[T, float], None] = lambda *_: None,
    worth: int = _WORTH_A_COPY,
) -> list[R]:
    """Return what a task makes of each thing, in their order; what it raises is raised.

    `hands` is how many processes may work on it. The task has to change nothing but what it
    returns, which has to be of types that can be pickled. `told` is called before some of the
    things, with the share of all that is done. `worth` is how many things take as long as it takes
    to make a copy.
    """
    count = min(hands, len(things) // worth)
    if not _can_copy() or count < 2:
        count = 1
    copies: list[_Copy[R]] = []
    made: list[Any] = [None] * len(things)
    if count > 1:
        gc.freeze()
    try:
        copies.extend(_copy(task, things[start::count]) for start in range(1, count))
        for number, thing in enumerate(things[::count]):
            told(thing, number * count / len(things))
            made[number * count] = task(thing)
        for start, copy in enumerate(copies, 1):
            answer = copy.answer()
            made[start::count] = (
                [task(thing) for thing in things[start::count]] if answer is None else answer
            )
    finally:
        for copy in copies:
            copy.end()
        gc.unfreeze()
    return made


@contextmanager
def meanwhile(task: Callable[[], object], hands: int) -> Iterator[Callable[[], object]]:
    """Let a copy of this process do a task, and give what waits for its end.

    Only what the task leaves in files is left of it; whether it came to its end is not told, and
    where there are no two `hands` it is not begun. At the end of the block it ends as well.
    """
    if hands < 2 or not _can_copy():
        yield lambda: None
        return
    copy = _copy(lambda _: task() and None, (None,))
    try:
        yield copy.answer
    finally:
        copy.end()


def _can_copy() -> bool:
    """Return whether copies are safe: other threads would be missing in them."""
    return sys.platform == "linux" and threading.active_count() == 1


@dataclass(frozen=True, slots=True)
class _Copy(Generic[R]):
    """A copy of this process, and where it says what it made."""

    process: int
    pipe: int

    def answer(self) -> list[R] | None:
        """Return what the copy made; None where it did not come to an end."""
        with os.fdopen(os.dup(self.pipe), "rb") as pipe:
            data = pipe.read()
        with suppress(EOFError, pickle.UnpicklingError):
            return pickle.loads(data)  # type: ignore[no-any-return]  # noqa: S301 - our own
        return None

    def end(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.pipe)


def _copy(task: Callable[[T], R], things: Sequence[T]) -> _Copy[R]:
    theirs, ours = os.pipe()
    process = os.fork()
    if process:
        os.close(ours)
        return _Copy(process, theirs)
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.close(theirs)
        gc.disable()
        made = [task(thing) for thing in things]
        with os.fdopen(ours, "wb") as pipe:
            pickle.dump(made, pipe, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)
