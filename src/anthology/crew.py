"""Who does the work of a build: processes of this machine, or whatever carries out calls."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeAlias

from anthology.model import Book
from anthology.pdf.limits import Limits


@dataclass(frozen=True, slots=True)
class Crew:
    """Hands that carry out calls of functions that a module defines."""

    executor: Executor
    hands: int
    """How many calls it carries out at the same time."""
    rest: Callable[[], object] = lambda: None
    """Lets it have no threads until the next call: this process can be copied then."""


Hire: TypeAlias = Callable[[Book, Limits], Crew]
"""Finds the hands for a book, and tells them what it may use of time and memory."""
