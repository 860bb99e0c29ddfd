"""Processes that do what they are asked, each one thing at a time, and can be stopped.

What takes too long or too much memory ends with its process; another takes its place. No process
outlives the one that asks.
"""

import math
import os
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar

from anthology.pdf.limits import Ceiling, Limits, Trouble
from anthology.pdf.process import LOOK, Child, answer, work
from anthology.pdf.temporary import environment, remove, temporary_folder

_NO_LIMITS = Limits(
    article=Ceiling(seconds=math.inf, memory=1 << 62),
    book=Ceiling(seconds=math.inf, memory=1 << 62),
)
P = ParamSpec("P")
T = TypeVar("T")


class StoppedError(Exception):
    """Raised where a call did not come to its end; its trouble says why."""

    def __init__(self, trouble: Trouble) -> None:
        """Take why."""
        super().__init__(trouble.value)
        self.trouble = trouble


class Workers(Executor):
    """A pool of processes with ceilings for each call, and for all of them together.

    They may wake before it is known how many there are to be and what their ceilings are.
    """

    def __init__(self, prepare: Callable[[], object] = dict) -> None:
        """Take what is called first in each process and counts for no call.

        Raises AnthologyError (files) where there is no room for temporary files.
        """
        self._prepare = prepare
        self._bounded: Callable[..., bool] = lambda *_: True
        self._limits = _NO_LIMITS
        self._until = math.inf
        self._jobs = 1
        self._threads: ThreadPoolExecutor | None = None
        self._idle: queue.SimpleQueue[Child] = queue.SimpleQueue()
        self._all: set[Child] = set()
        self._ready: set[Child] = set()
        self._closed = False
        self._lock = threading.Lock()
        self._temporary = temporary_folder()

    def wake(self) -> None:
        """Let a process start, to be ready when the first call comes."""
        self._idle.put(self._started())

    def open(
        self, jobs: int, limits: Limits, bounded: Callable[..., bool] = lambda *_: True
    ) -> None:
        """Take how many processes there may be, and the ceilings of a call and of all.

        `bounded` says of the arguments of a call whether the ceiling of a call holds for it. Time
        counts from now on. It has to be called once, before the first call.
        """
        self._bounded = bounded
        self._limits = limits
        self._until = time.monotonic() + limits.book.seconds
        self._jobs = jobs

    def rest(self) -> None:
        """Wait for all calls, and have no threads until the next one: the processes stay."""
        if self._threads:
            self._threads.shutdown()
            self._threads = None

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call a function in one of the processes; it has to be one that a module defines.

        The future raises StoppedError where the process was stopped or died.
        """
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self._jobs, thread_name_prefix="anthology-worker")
        return self._threads.submit(self._call, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all processes, whatever they are at."""
        with self._lock:
            self._closed = True
            children = tuple(self._all)
        for child in children:
            child.kill()
        if self._threads:
            self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().end()
        remove(self._temporary)

    def _call(self, function: Callable[..., T], args: Any, kwargs: Any) -> T:
        child = self._take()
        try:
            told = self._follow(child, (function, args, kwargs))
        except BaseException:
            with self._lock:
                self._all.discard(child)
            child.end()
            raise
        self._idle.put(child)
        return told  # type: ignore[no-any-return]

    def _take(self) -> Child:
        with suppress(queue.Empty):
            return self._idle.get_nowait()
        return self._started()

    def _started(self) -> Child:
        with self._lock:
            if self._closed:
                raise StoppedError(Trouble.BROKEN)
            place = environment(self._temporary)
            child = Child(__name__, self._temporary, environment=place)
            self._all.add(child)
        with suppress(OSError):  # whoever calls it is told that it is gone
            child.connection.send(self._prepare)
        return child

    def _follow(self, child: Child, call: Any) -> Any:
        bounded = self._bounded(*call[1])
        try:
            if child not in self._ready:
                child.connection.send(self._limits.book.memory)
                child.connection.recv()
                self._ready.add(child)
            began, before = time.monotonic(), child.memory()
            child.connection.send(call)
            told = None
            while told is None:
                if child.connection.poll(LOOK):
                    told = (child.connection.recv(),)
                trouble = bounded and self._trouble(child, began, before)
                trouble = trouble or self._trouble_of_all()
                if trouble:
                    raise StoppedError(trouble)
            return told[0]
        except (EOFError, OSError):
            raise StoppedError(Trouble.BROKEN) from None

    def _trouble(self, child: Child, began: float, before: int) -> Trouble | None:
        now, memory = time.monotonic(), child.memory()
        if now - began > self._limits.article.seconds:
            return Trouble.ARTICLE_TIME
        if memory - before > self._limits.article.memory:
            return Trouble.ARTICLE_MEMORY
        return None

    def _trouble_of_all(self) -> Trouble | None:
        if time.monotonic() > self._until:
            return Trouble.BOOK_TIME
        with self._lock:
            others = tuple(self._all)
        used = sum(one.memory() for one in others)
        return Trouble.BOOK_MEMORY if used > self._limits.book.memory else None


def serve(handle: int, temporary: str) -> None:
    """Do what comes over a connection, and live no longer than its other end.

    `temporary` is the pool's folder for temporary files, which goes where the pool was killed.
    """
    connection = answer(handle)
    with suppress(EOFError, OSError):
        connection.recv()()
        _serve(connection)
    remove(temporary)
    os._exit(0)


def _serve(connection: Connection) -> None:
    memory = connection.recv()
    connection.send(None)
    calls: queue.SimpleQueue[Any] = queue.SimpleQueue()
    work(memory, lambda: _answer_calls(calls, connection))
    while True:
        calls.put(connection.recv())


def _answer_calls(calls: "queue.SimpleQueue[Any]", connection: Connection) -> None:
    while True:
        function, args, kwargs = calls.get()
        connection.send(function(*args, **kwargs))
