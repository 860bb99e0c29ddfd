"""The record of a build, so that another one that would come to the same ends at once.

It has every question that the build asked of its project. Where the program, the typefaces and
what is wanted are the same, the project gives the same answers, and the files that were made still
stand there byte for byte, there is nothing to do.
"""

import hashlib
import os
from pathlib import Path

from msgspec import Struct

from anthology.codec import DAMAGE, decode, encode
from anthology.errors import AnthologyError
from anthology.fingerprint import digest, libraries, whole_program
from anthology.ledger import Question
from anthology.load import Project
from anthology.press.outputs import installed_profiles
from anthology.regular import read_regular
from anthology.result import Made, Request, Result
from anthology.shelf import Shelf
from anthology.typefaces import unchanged


class Record(Struct, frozen=True, kw_only=True):
    """What a build asked, and what came of it."""

    questions: tuple[Question, ...]
    result: Result


def keep(shelf: Shelf, request: Request, record: Record) -> None:
    """Put the record of a build on the shelf, in the place of the last one of the same request."""
    shelf.put(_key(request), encode(record))


def recall(project: Project, shelf: Shelf, request: Request) -> Result | None:
    """Return what came of the same build before; None where anything is another."""
    try:
        data = shelf.get(_key(request))
        record = decode(Record, data) if data else None
    except (AnthologyError, DAMAGE):
        return None
    if record is None or not all(_stands(request.output, made) for made in record.result.files):
        return None
    return record.result if project.answers_again(record.questions) else None


def _stands(output: Path, made: Made) -> bool:
    try:
        data = read_regular(output / made.name)
    except OSError:
        return False
    return hashlib.sha256(data).hexdigest() == made.digest


def _key(request: Request) -> str:
    wanted = encode(_wanted(request))
    profiles = installed_profiles() if request.wrapped else ()
    setters = libraries() if request.paged else ()
    return digest((b"record", whole_program(), *setters, unchanged(), *profiles, wanted)).hex()


def _wanted(request: Request) -> tuple[object, ...]:
    editions = tuple(edition.value for edition in request.editions)
    changed = request.changed.isoformat() if request.changed else ""
    kinds = (request.strict, request.small, request.marks, request.cover, request.booklet)
    return (editions, os.fsencode(request.output.absolute()), changed, *kinds)
