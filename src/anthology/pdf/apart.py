"""A book set in a process of its own, which can be stopped: by a ceiling, by a user, by a crash.

The child sets the book and tells what it is at; the parent follows how long it takes and how much
memory it has, and ends it where a ceiling is exceeded. Neither outlives the other.
"""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from typing import TypeAlias

import psutil

from anthology.errors import AnthologyError, Checked, Finding
from anthology.model import Pages, PageSize
from anthology.pdf import Rendered, RendererFailedError
from anthology.pdf.limits import Failure, Limits, Meter, Trouble
from anthology.pdf.surroundings import same_everywhere

_CHILD = "import sys; from anthology.pdf.apart import serve; serve(int(sys.argv[1]))"
_LOOK = 0.1
"""Seconds between two looks at what the child uses."""
_STACK = 512 * 1024 * 1024
"""Bytes of the stack on which the renderer runs: it calls itself for every level of nesting."""
_CALLS = 100_000
"""How deep Python may call itself on that stack."""
_HEADROOM = 4 * 1024**3
"""Bytes of addresses beyond the ceiling of memory: libraries and typefaces are mapped, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A book to be set; see `anthology.pdf.render`."""

    pages: Pages
    stylesheet: str
    size: PageSize
    texts: frozenset[str]
    """The ids of the page documents that hold what an editor wrote."""


Outcome: TypeAlias = Checked[Rendered] | Failure


@dataclass(frozen=True, slots=True)
class _Step:
    words: str


@dataclass(frozen=True, slots=True)
class _Page:
    document: int


@dataclass(frozen=True, slots=True)
class _Drawing:
    """No page is being set any more."""


@dataclass(frozen=True, slots=True)
class _Refused:
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Broken:
    detail: str
    memory: bool = False


def render_apart(job: Job, limits: Limits, progress: Callable[[str], None]) -> Outcome:
    """Set a book in a child process and return the PDF, or why there is none.

    `progress` is told each step in a word or two. Raises AnthologyError where a typeface is
    missing (files) or the book asks for a file that is not part of it (article).
    """
    ours, theirs = Pipe()
    child = subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-P", "-c", _CHILD, str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=None if os.environ.get("ANTHOLOGY_DEBUG") else subprocess.DEVNULL,
    )
    theirs.close()
    try:
        return _follow(ours, child.pid, job, limits, progress)
    finally:
        child.kill()
        child.wait()
        ours.close()


def _follow(
    ours: Connection, pid: int, job: Job, limits: Limits, progress: Callable[[str], None]
) -> Outcome:
    meter = Meter(limits, time.monotonic(), _memory(pid))
    try:
        ours.send((job, limits.book.memory))
        return _listen(ours, pid, job, meter, progress)
    except (EOFError, OSError):
        return _failure(Trouble.BROKEN, meter.document, job, "it ended without a word")


def _listen(
    ours: Connection, pid: int, job: Job, meter: Meter, progress: Callable[[str], None]
) -> Outcome:
    texts = {at for at, one in enumerate(job.pages.documents) if one.id in job.texts}
    while True:
        told = ours.recv() if ours.poll(_LOOK) else None
        now = time.monotonic()
        match told:
            case Checked():
                return told
            case _Refused(findings):
                raise AnthologyError(findings)
            case _Broken(detail, memory):
                trouble = Trouble.BOOK_MEMORY if memory else Trouble.BROKEN
                return _failure(trouble, meter.document, job, detail)
            case _Step(words):
                progress(words)
            case _Page(document):
                meter.enter(document if document in texts else None, now)
            case _Drawing():
                meter.enter(None, now)
        trouble_now = meter.trouble(now, _memory(pid))
        if trouble_now is not None:
            at = meter.document if trouble_now.value.startswith("article") else meter.costliest
            return _failure(trouble_now, at, job, "")


def _failure(trouble: Trouble, at: int | None, job: Job, detail: str) -> Failure:
    documents = job.pages.documents
    if at is None and trouble is not Trouble.BROKEN:
        texts = [one for one in documents if one.id in job.texts]
        longest = max(texts, key=lambda one: len(one.content), default=None)
        return Failure(trouble=trouble, document=longest.id if longest else None, detail=detail)
    document = None if at is None else documents[at].id
    return Failure(trouble=trouble, document=document, detail=detail)


def _memory(pid: int) -> int:
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def serve(handle: int) -> None:
    """Set the book that comes over a connection, and live no longer than its other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection: Connection = Connection(handle)
    job, memory = connection.recv()
    _bound_memory(memory + _HEADROOM)
    sys.setrecursionlimit(_CALLS)
    threading.stack_size(_STACK)
    threading.Thread(target=_set, args=(job, connection), daemon=True).start()
    with suppress(EOFError, OSError):
        connection.recv()
    os._exit(0)


def _bound_memory(most: int) -> None:
    with suppress(ValueError, OSError):  # not every system bounds addresses
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _set(job: Job, connection: Connection) -> None:
    def step(words: str) -> None:
        if words == "drawing":
            connection.send(_Drawing())
        connection.send(_Step(words))

    try:
        with same_everywhere():  # WeasyPrint asks for fonts as soon as it is imported
            from anthology.pdf.setting import set_book
            from anthology.pdf.watch import watched

            with watched(lambda document: connection.send(_Page(document))):
                rendered = set_book(job.pages, job.stylesheet, job.size, step)
        connection.send(rendered)
    except AnthologyError as problem:
        connection.send(_Refused(problem.findings))
    except MemoryError:
        connection.send(_Broken("out of memory", memory=True))
    except RendererFailedError as failure:
        connection.send(_Broken(str(failure), memory=isinstance(failure.__cause__, MemoryError)))
