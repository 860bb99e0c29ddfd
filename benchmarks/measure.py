"""What a command takes: seconds, processor time and memory of it and all its children.

Linux only: it reads /proc, and there what is cheap to read.
"""

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

LOOK = 0.05
"""Seconds between two looks at the memory of the processes."""
SHARED_GROWTH = 1.05
"""How much the memory of the processes grows before what they share is looked up again."""
SHARED_PAUSE = 20
"""How much longer than such a look the pause after it is at least."""
MIB = 1024 * 1024
_PAGE = os.sysconf("SC_PAGE_SIZE")


class CommandFailedError(Exception):
    """A command that was to be measured ended with a fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A command that ended well."""

    wall: float
    """Seconds from its start to its end."""
    cpu: float
    """Seconds of processor time, user and system, of it and of the children it waited for."""
    peak: float
    """The most memory that it and its children had at one time, in MiB; what they share counts
    once."""
    output: str
    """What it printed."""


def run(command: Sequence[str | Path], folder: Path, *, watched: bool = True) -> Run:
    """Run a command in a folder and return what it took.

    Where it is not `watched`, no look at its memory takes time from it, and its peak is 0. Raises
    CommandFailedError, with the end of what it printed, where it fails.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaints:
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own programs and their peers
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=complaints
        )
        watch = _Watch(process.pid)
        if watched:
            watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if watched:
            watch.stop()
        if process.returncode:
            complaints.seek(0)
            said = complaints.read().decode(errors="replace")[-2000:]
            raise CommandFailedError(f"{command} ended with {process.returncode}\n{said}")
        out.seek(0)
        return Run(
            wall=wall,
            cpu=used.ru_utime + used.ru_stime,
            peak=watch.peak / MIB,
            output=out.read().decode(errors="replace"),
        )


def pages_of(path: Path) -> int | None:
    """Return how many pages a PDF has, and None for any other file."""
    if path.suffix != ".pdf":
        return None
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


class _Watch(threading.Thread):
    """Follows the memory of a process and its children in a thread, until it is stopped.

    The resident memory (RSS) counts pages that several processes share once for each of them. The
    proportional one (PSS) does not, but reading it takes a tenth of a second for a gigabyte and
    holds up the process. So it is read now and then, and what it differs by is taken off the RSS
    that every look reads.
    """

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root = root
        self._ended = threading.Event()
        self._shared = 0
        self._looked_at: tuple[int, ...] = ()
        self._looked_size = 0
        self._not_before = 0.0
        self.peak = 0
        """Bytes."""

    def run(self) -> None:
        while not self._ended.wait(LOOK):
            processes = tuple(_tree(self._root))
            resident = sum(map(_resident, processes))
            grown = resident > self._looked_size * SHARED_GROWTH
            if (grown or processes != self._looked_at) and time.monotonic() > self._not_before:
                self._look_up_shared(processes)
            self.peak = max(self.peak, resident - self._shared)

    def stop(self) -> None:
        self._ended.set()
        self.join()

    def _look_up_shared(self, processes: tuple[int, ...]) -> None:
        began = time.monotonic()
        looked = [_rollup(process) for process in processes]
        self._looked_size = sum(one.resident for one in looked)
        self._shared = self._looked_size - sum(one.proportional for one in looked)
        self._looked_at = processes
        ended = time.monotonic()
        self._not_before = ended + SHARED_PAUSE * (ended - began)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Memory:
    """The memory of a process at one time, in bytes."""

    resident: int = 0
    proportional: int = 0


def _tree(process: int) -> Iterator[int]:
    """Yield the ids of a process and everything below it."""
    yield process
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            with suppress(OSError):
                for child in _text(thread / "children").split():
                    yield from _tree(int(child))


def _resident(process: int) -> int:
    """Return the bytes of a process that are in memory; 0 where it has ended."""
    with suppress(OSError):
        return int(_text(Path(f"/proc/{process}/statm")).split()[1]) * _PAGE
    return 0


def _rollup(process: int) -> _Memory:
    """Return the memory of a process by both counts; none where it has ended."""
    with suppress(OSError):
        lines = _text(Path(f"/proc/{process}/smaps_rollup")).splitlines()[1:]
        kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
        return _Memory(resident=kilobytes["Rss"] * 1024, proportional=kilobytes["Pss"] * 1024)
    return _Memory()


def _text(path: Path) -> str:
    return path.read_text(encoding="ascii")
