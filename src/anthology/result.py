"""What is asked of a build, and what comes of it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from anthology.errors import Finding
from anthology.model import Edition

Progress: TypeAlias = Callable[[str, str, float], None]
"""Told of each step: what is being done, to which article or part, and the share of it done."""


class Request(Struct, frozen=True, kw_only=True):
    """What is to be built."""

    editions: tuple[Edition, ...]
    output: Path
    """The folder for the files."""
    changed: dt.datetime | None
    """When the input last changed, if the environment says so."""
    strict: bool
    """Whether warnings are errors."""
    small: bool = False
    """Whether the EPUB is to be small: for e-ink, and for mail."""
    marks: bool = False
    """Whether the press edition is to have marks to cut its pages along."""
    cover: bool = False
    """Whether the cover of the press edition is asked for by itself; with that edition it is made
    anyway, if it can be."""
    booklet: int | None = None
    """How many pages of the PDF are to stand on a side of a sheet, for a booklet: 2 or 4."""

    @property
    def wrapped(self) -> bool:
        """Return whether there is to be a cover of the press edition."""
        return self.cover or Edition.PRESS in self.editions

    @property
    def paged(self) -> bool:
        """Return whether pages of print have to be set."""
        folded = self.booklet is not None
        return self.wrapped or folded or any(edition.has_pages for edition in self.editions)


class Made(Struct, frozen=True, kw_only=True):
    """A finished file."""

    name: str
    size: int
    """Bytes."""
    pages: int | None
    """Pages of a PDF."""
    digest: str
    """The SHA-256 of its bytes."""


class Result(Struct, frozen=True, kw_only=True):
    """What a build made and found."""

    files: tuple[Made, ...]
    findings: tuple[Finding, ...]
    articles: int
    words: int
    """How many words the articles have."""
