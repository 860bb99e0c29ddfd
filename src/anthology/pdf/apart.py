"""A book set in a process of its own, which can be stopped: by a ceiling, by a user, by a crash.

The child sets the book and tells what it is at; the parent follows how long it takes and how much
memory it has, and ends it where a ceiling is exceeded. Neither outlives the other.
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TypeAlias

from msgspec import Struct

from anthology.errors import AnthologyError, Checked
from anthology.model import Pages, PageSize
from anthology.pdf import Rendered, RendererFailedError
from anthology.pdf.carrying import NO_MEMORY, Broken, Refused
from anthology.pdf.limits import Failure, Limits, Meter, Trouble
from anthology.pdf.process import LOOK, Child, answer, work
from anthology.pdf.surroundings import same_everywhere
from anthology.pdf.temporary import environment, remove, temporary_folder
from anthology.style.design import Design


class Job(Struct, frozen=True, kw_only=True):
    """A book to be set; see `anthology.pdf.render`."""

    pages: Pages
    design: Design
    size: PageSize
    texts: frozenset[str]
    """The ids of the page documents that hold what an editor wrote."""


Outcome: TypeAlias = Checked[Rendered] | Failure


class _Step(Struct, frozen=True):
    words: str


class _Page(Struct, frozen=True):
    document: int


class _Drawing(Struct, frozen=True):
    """No page is being set any more."""


def render_apart(job: Job, limits: Limits, progress: Callable[[str], None]) -> Outcome:
    """Set a book in a child process and return the PDF, or why there is none.

    `progress` is told each step in a word or two. Raises AnthologyError where a typeface is missing
    or there is no room for temporary files (files), or where the book asks for a file that is not
    part of it (article).
    """
    temporary = temporary_folder()
    child = Child(__name__, temporary, environment=environment(temporary))
    try:
        return _follow(child, job, limits, progress)
    finally:
        child.end()
        remove(temporary)


def _follow(child: Child, job: Job, limits: Limits, progress: Callable[[str], None]) -> Outcome:
    meter = Meter(limits, time.monotonic(), child.memory())
    try:
        child.connection.send((job, limits.book.memory))
        return _listen(child, job, meter, progress)
    except (EOFError, OSError):
        return _failure(Trouble.BROKEN, meter.document, job, "it ended without a word")


def _listen(child: Child, job: Job, meter: Meter, progress: Callable[[str], None]) -> Outcome:
    texts = {at for at, one in enumerate(job.pages.documents) if one.id in job.texts}
    while True:
        told = child.connection.recv() if child.connection.poll(LOOK) else None
        now = time.monotonic()
        match told:
            case Checked():
                return told
            case Refused(findings=findings):
                raise AnthologyError(findings)
            case Broken(detail=detail, memory=memory):
                trouble = Trouble.BOOK_MEMORY if memory else Trouble.BROKEN
                return _failure(trouble, meter.document, job, detail)
            case _Step(words):
                progress(words)
            case _Page(document):
                meter.enter(document if document in texts else None, now)
            case _Drawing():
                meter.enter(None, now)
        trouble_now = meter.trouble(now, child.memory())
        if trouble_now is not None:
            at = meter.document if trouble_now.value.startswith("article") else meter.costliest
            return _failure(trouble_now, at, job, "")


def _failure(trouble: Trouble, at: int | None, job: Job, detail: str) -> Failure:
    document = None if at is None else job.pages.documents[at].id
    return Failure(trouble=trouble, document=document, detail=detail)


def serve(handle: int, temporary: str) -> None:
    """Set the book that comes over a connection, and live no longer than its other end.

    `temporary` is the folder for its temporary files, which goes where the other end was killed.
    """
    connection = answer(handle)
    job, memory = connection.recv()
    work(memory, lambda: _set(job, connection))
    with suppress(EOFError, OSError):
        connection.recv()
    remove(temporary)
    os._exit(0)


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
                rendered = set_book(job.pages, job.design, job.size, step)
        connection.send(rendered)
    except AnthologyError as problem:
        connection.send(Refused(findings=problem.findings))
    except MemoryError:
        connection.send(NO_MEMORY)
    except RendererFailedError as failure:
        memory = isinstance(failure.__cause__, MemoryError)
        connection.send(Broken(detail=str(failure), memory=memory))
