"""A process of our own that works for another, and can be stopped.

Its module has a function `serve`, which gets the handle of a connection and further words. It does
its work on a deep stack, within a bound of memory.
"""

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe

LOOK = 0.1
"""Seconds between two looks at what a process uses."""
_CODE = "import sys; from {} import serve; serve(int(sys.argv[1]), *sys.argv[2:])"
_STACK = 512 * 1024 * 1024
"""Bytes of the stack of the work: the renderer calls itself for every level of nesting."""
_CALLS = 100_000
"""How deep Python may call itself on that stack."""
_HEADROOM = 4 * 1024**3
"""Bytes of addresses beyond the ceiling of memory: libraries and typefaces are mapped, too."""


class Child:
    """The process, seen from the one that started it."""

    def __init__(
        self, module: str, *words: str, environment: Mapping[str, str] = os.environ
    ) -> None:
        """Start it: `serve` of a module, with words."""
        self.connection, theirs = Pipe()
        self._process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-P", "-c", _CODE.format(module), str(theirs.fileno()), *words],
            pass_fds=[theirs.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=None if os.environ.get("ANTHOLOGY_DEBUG") else subprocess.DEVNULL,
        )
        theirs.close()

    def memory(self) -> int:
        """Return how many bytes of memory it has."""
        import psutil  # is slow to import

        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def kill(self) -> None:
        """Kill it; whoever waits for it is told that the connection ended."""
        self._process.kill()

    def end(self) -> None:
        """End it and the connection to it."""
        self._process.kill()
        self._process.wait()
        self.connection.close()


def answer(handle: int) -> Connection:
    """Return the connection to the process that started this one, which alone may stop it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return Connection(handle)


def work(memory: int, task: Callable[[], None]) -> None:
    """Begin a task on a deep stack, with so many bytes of memory at most."""
    most = memory + _HEADROOM
    with suppress(ValueError, OSError):  # not every system bounds addresses
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
    sys.setrecursionlimit(_CALLS)
    threading.stack_size(_STACK)
    threading.Thread(target=task, daemon=True).start()
