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
from functools import partial
from itertools import chain
from typing import Any, TypeVar

from msgspec import Struct

from anthology.codec import decode, encode

T = TypeVar("T")
R = TypeVar("R")

_TURNS = 8
"""In how many turns the work of each process is done, so that all end at about the same time."""
_MOST_PARTS = 256
"""How many parts can be told apart by a byte."""
_SIZE = 8
"""Bytes that say how many follow."""
_MOST_PATIENT = 19
"""How much every other process goes before."""
_WORTH_A_COPY = 40
"""How many things at least have to be left for a copy: making one takes some time."""


def spread(
    task: Callable[[T], R],
    things: Sequence[T],
    hands: int,
    told: Callable[[T, float], None] = lambda *_: None,
    worth: int = _WORTH_A_COPY,
    kind: Any = None,
    aside: Callable[[], object] = lambda: None,
) -> list[R]:
    """Return what a task makes of each thing, in their order; what it raises is raised.

    `hands` is how many processes may work on it. The task has to change nothing but what it
    returns, which has to be of types that can be pickled, or of the type `kind`, which `codec`
    knows and carries sooner. `told` is called before some of the things, with the share of all
    that is done. `worth` is how many things take as long as it takes to make a copy. `aside` is
    called once, in this process, when its copies have begun.
    """
    count = min(hands, len(things) // worth) if _can_copy() else 1
    if count < 2:
        aside()
        return [_made(task, thing, told, at / len(things)) for at, thing in enumerate(things)]
    size = -(-len(things) // min(count * _TURNS, _MOST_PARTS))
    parts = [range(start, len(things))[:size] for start in range(0, len(things), size)]
    made: dict[int, R] = {}
    copies: list[_Copy] = []
    gc.freeze()
    with _queue(parts[count - 1 :]) as rest:

        def work(first: range) -> Iterator[bytes]:
            for part in chain((first,), rest):
                yield _packed({at: task(things[at]) for at in part}, kind)

        try:
            copies.extend(_copy(partial(work, first)) for first in parts[: count - 1])
            aside()
            for part in rest:
                for at in part:
                    made[at] = _made(task, things[at], told, at / len(things))
            for copy in copies:
                for data in copy.answers():
                    made |= _unpacked(data, kind)
        finally:
            for copy in copies:
                copy.end()
            gc.unfreeze()
    return [made[at] if at in made else task(thing) for at, thing in enumerate(things)]


def _made(task: Callable[[T], R], thing: T, told: Callable[[T, float], None], share: float) -> R:
    told(thing, share)
    return task(thing)


@contextmanager
def _queue(parts: Sequence[range]) -> Iterator[Iterator[range]]:
    """Give what takes one of the parts after the other, each once in this process and its copies.

    Their numbers are the bytes in a pipe.
    """
    theirs, ours = os.pipe()
    with os.fdopen(theirs, "rb", buffering=0) as numbers:
        with os.fdopen(ours, "wb", buffering=0) as pipe:
            pipe.write(bytes(range(len(parts))))
        yield (parts[number[0]] for number in iter(partial(numbers.read, 1), b""))


@contextmanager
def meanwhile(task: Callable[[], object], hands: int) -> Iterator[Callable[[], object]]:
    """Let a copy of this process do a task, and give what waits for its end.

    The copy works where a processor has nothing else to do.
    Only what the task leaves in files is left of it; whether it came to its end is not told, and
    where there are no two `hands` it is not begun. At the end of the block it ends as well.
    """
    if hands < 2 or not _can_copy():
        yield lambda: None
        return

    def patiently() -> Iterator[bytes]:
        os.nice(_MOST_PATIENT)
        task()
        yield b""

    copy = _copy(patiently)
    try:
        yield copy.wait
    finally:
        copy.end()


def _can_copy() -> bool:
    """Return whether copies are safe: other threads would be missing in them."""
    return sys.platform == "linux" and threading.active_count() == 1


def _packed(made: dict[int, R], kind: Any) -> bytes:
    return pickle.dumps(made, pickle.HIGHEST_PROTOCOL) if kind is None else encode(made)


def _unpacked(data: bytes, kind: Any) -> dict[int, Any]:
    if kind is None:
        return pickle.loads(data)  # type: ignore[no-any-return]  # noqa: S301 - our own
    return decode(dict[int, kind], data)


class _Copy(Struct, frozen=True):
    """A copy of this process, the file in memory that it writes what it made to, and a pipe.

    It writes to the pipe when it has come to its end: to leave takes it longer.
    """

    process: int
    file: int
    done: int

    def wait(self) -> None:
        """Wait until it has come to its end, or is no more."""
        os.read(self.done, 1)

    def answers(self) -> Iterator[bytes]:
        """Wait for its end and yield what it made, up to where it came."""
        self.wait()
        with os.fdopen(os.dup(self.file), "rb") as file:
            file.seek(0)
            while len(size := file.read(_SIZE)) == _SIZE:
                data = file.read(int.from_bytes(size, "big"))
                if len(data) < int.from_bytes(size, "big"):
                    return
                yield data

    def end(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.file)
        os.close(self.done)


def _copy(work: Callable[[], Iterator[bytes]]) -> _Copy:
    file = os.memfd_create("made")
    theirs, ours = os.pipe()
    process = os.fork()
    if process:
        os.close(ours)
        return _Copy(process, file, theirs)
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        gc.disable()
        with os.fdopen(file, "wb") as answers:
            for made in work():
                answers.write(len(made).to_bytes(_SIZE, "big"))
                answers.write(made)
        os.write(ours, b"\0")
    finally:
        os._exit(0)
