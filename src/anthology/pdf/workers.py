"""Processes that do what they are asked, each one thing at a time, and can be stopped.

What takes too long or too much memory ends with its process; another takes its place. No process
outlives the one that asks.
"""

import os
import queue
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from typing import Any, ParamSpec, TypeVar

import psutil

from anthology.errors import AnthologyError, Kind, error
from anthology.pdf.limits import Limits, Trouble

P = ParamSpec("P")
T = TypeVar("T")

_CHILD = "import sys; from anthology.pdf.workers import serve; serve(int(sys.argv[1]), sys.argv[2])"
_LOOK = 0.1
"""Seconds between two looks at what a process uses."""
_STACK = 512 * 1024 * 1024
"""Bytes of the stack of what is done: the renderer calls itself for every level of nesting."""
_CALLS = 100_000
"""How deep Python may call itself on that stack."""
_HEADROOM = 4 * 1024**3
"""Bytes of addresses beyond the ceiling of memory: libraries and typefaces are mapped, too."""


class StoppedError(Exception):
    """Raised where a call did not come to its end; its trouble says why."""

    def __init__(self, trouble: Trouble) -> None:
        """Take why."""
        super().__init__(trouble.value)
        self.trouble = trouble


class Workers(Executor):
    """A pool of processes with ceilings for each call, and for all of them together."""

    def __init__(
        self,
        jobs: int,
        limits: Limits,
        prepare: Callable[[], object] = dict,
        bounded: Callable[..., bool] = lambda *_: True,
    ) -> None:
        """Take how many processes there may be, and the ceilings of a call and of all.

        `prepare` is called first in each process and counts for no call. `bounded` says of the
        arguments of a call whether the ceiling of a call holds for it. Raises AnthologyError
        (files) where there is no room for temporary files.
        """
        self._prepare = prepare
        self._bounded = bounded
        self._limits = limits
        self._until = time.monotonic() + limits.book.seconds
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="anthology-worker")
        self._idle: queue.SimpleQueue[_Child] = queue.SimpleQueue()
        self._all: set[_Child] = set()
        self._closed = False
        self._lock = threading.Lock()
        self._temporary = _temporary_folder()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call a function in one of the processes; it has to be one that a module defines.

        The future raises StoppedError where the process was stopped or died.
        """
        return self._threads.submit(self._call, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all processes, whatever they are at."""
        with self._lock:
            self._closed = True
            children = tuple(self._all)
        for child in children:
            child.kill()
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().end()
        shutil.rmtree(self._temporary, ignore_errors=True)

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

    def _take(self) -> "_Child":
        with suppress(queue.Empty):
            return self._idle.get_nowait()
        with self._lock:
            if self._closed:
                raise StoppedError(Trouble.BROKEN)
            child = _Child(self._limits.book.memory, self._temporary)
            self._all.add(child)
        return child

    def _follow(self, child: "_Child", call: Any) -> Any:
        bounded = self._bounded(*call[1])
        try:
            if not child.ready:
                child.connection.send((self._prepare, (), {}))
                child.connection.recv()
                child.ready = True
            began, before = time.monotonic(), child.memory()
            child.connection.send(call)
            told = None
            while told is None:
                if child.connection.poll(_LOOK):
                    told = (child.connection.recv(),)
                trouble = bounded and self._trouble(child, began, before)
                trouble = trouble or self._trouble_of_all()
                if trouble:
                    raise StoppedError(trouble)
            return told[0]
        except (EOFError, OSError):
            raise StoppedError(Trouble.BROKEN) from None

    def _trouble(self, child: "_Child", began: float, before: int) -> Trouble | None:
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


def _temporary_folder() -> str:
    try:
        return tempfile.mkdtemp(prefix="anthology-")
    except OSError as problem:
        raise AnthologyError(
            [
                error(
                    Kind.FILES,
                    f"no folder for temporary files can be made ({problem.strerror})",
                    "make room where TMPDIR says, or let it name another folder",
                )
            ]
        ) from None


class _Child:
    """A process that waits for calls."""

    def __init__(self, memory: int, temporary: str) -> None:
        self.ready = False
        self.connection, theirs = Pipe()
        self._process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-P", "-c", _CHILD, str(theirs.fileno()), temporary],
            pass_fds=[theirs.fileno()],
            env={**os.environ, "TMPDIR": temporary},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=None if os.environ.get("ANTHOLOGY_DEBUG") else subprocess.DEVNULL,
        )
        theirs.close()
        with suppress(OSError):
            self.connection.send(memory)

    def memory(self) -> int:
        """Return how many bytes of memory the process has."""
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def kill(self) -> None:
        """Kill the process; whoever waits for it is told that the connection ended."""
        self._process.kill()

    def end(self) -> None:
        """End the process and the connection to it."""
        self._process.kill()
        self._process.wait()
        self.connection.close()


def serve(handle: int, temporary: str) -> None:
    """Do what comes over a connection, and live no longer than its other end.

    `temporary` is the pool's folder for temporary files, which goes where the pool was killed.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection: Connection = Connection(handle)
    memory = connection.recv()
    _bound_memory(memory + _HEADROOM)
    sys.setrecursionlimit(_CALLS)
    threading.stack_size(_STACK)
    calls: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_work, args=(calls, connection), daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            calls.put(connection.recv())
    shutil.rmtree(temporary, ignore_errors=True)
    os._exit(0)


def _bound_memory(most: int) -> None:
    with suppress(ValueError, OSError):  # not every system bounds addresses
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _work(calls: "queue.SimpleQueue[Any]", connection: Connection) -> None:
    while True:
        function, args, kwargs = calls.get()
        connection.send(function(*args, **kwargs))
