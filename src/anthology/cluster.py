"""A Dask cluster that sets the pieces of a book: more machines than one."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from anthology.crew import Crew, Hire
from anthology.errors import AnthologyError, Finding, Kind, error
from anthology.fingerprint import digest, libraries, whole_program
from anthology.typefaces import installed

_PATIENCE = 10
"""Seconds after which a scheduler counts as not there."""


@contextmanager
def cluster(address: str) -> Iterator[Hire]:
    """Give the workers of the cluster whose scheduler has this address, as in tcp://host:8786.

    Raises AnthologyError (files) where Dask is not installed, where no scheduler answers or has
    no workers, and where a worker has another program, library or typeface than this machine: its
    pages could be others.
    """
    try:
        import distributed
    except ImportError:
        raise AnthologyError([_not_installed()]) from None
    dask: Any = distributed

    async def ask() -> None:
        async with asyncio.timeout(_PATIENCE):  # another server may take the call and say nothing
            await (await dask.comm.connect(address, timeout=_PATIENCE)).close()

    try:
        asyncio.run(ask())  # for a client that nobody answers leaves a thread that never ends
        client = dask.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as problem:
        raise AnthologyError([_no_answer(address, problem)]) from None
    with client:
        ours = program()
        theirs = client.run(program)
        others = [worker for worker, found in sorted(theirs.items()) if found != ours]
        if others or not theirs:
            raise AnthologyError([_another(one) for one in others] or [_no_workers(address)])
        executor = client.get_executor(pure=False)
        yield lambda _book, _limits: Crew(executor, sum(client.nthreads().values()))


def program() -> str:
    """Return a digest of all that shapes a page on this machine."""
    return digest((whole_program(), *libraries(), installed())).hex()


def _not_installed() -> Finding:
    return error(
        Kind.FILES,
        "a scheduler is asked for, and Dask is not installed",
        "install it beside this program: pip install 'anthology[dask]'",
    )


def _no_answer(address: str, problem: Exception) -> Finding:
    return error(
        Kind.FILES,
        f"no scheduler answers at {address} ({str(problem) or f'nothing within {_PATIENCE} s'})",
        "start one with `dask scheduler`, and give the address that it tells",
    )


def _no_workers(address: str) -> Finding:
    return error(
        Kind.FILES,
        f"the scheduler at {address} has no workers",
        f"start some with `dask worker {address} --nthreads 1`",
    )


def _another(worker: str) -> Finding:
    return error(
        Kind.FILES,
        f"the worker {worker} has another version of this program, of its libraries or typefaces",
        "install the same there, so that its pages are the same",
    )
