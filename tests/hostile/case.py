"""A hostile input: a project folder that harms or stumbles, and the answer that is due."""

import multiprocessing
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "title: Sorts\nlanguage: en\nidentifier: urn:x-test:1\n"
HEAD = "---\ntitle: On Type\ndate: 2025-11-16\n---\n"
"""The front matter of an article with nothing wrong; its text begins in line 5."""
OLD = b"what an earlier build left"
_OUTSIDE = b"root:x:0:"
"""How a file begins that is no project's: `/etc/passwd`."""
SECONDS = 300
"""How long a hostile input may keep the program busy before that alone is a failure."""

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["anthology.editions"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """One hostile input."""

    name: str
    """Unique, for the report: words joined by hyphens."""
    make: Callable[[Path], None]
    """Fills an empty folder with the project."""
    exit_code: int
    """What the program must end with."""
    says: tuple[str, ...] = ()
    """Regular expressions; each must match the beginning of a line of the standard error."""
    command: tuple[str, ...] = ("build", "--epub")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the program did with a hostile input."""

    faults: tuple[str, ...]
    """What was wrong with the answer; empty where all was right."""
    traceback: bool
    output: str


def files(contents: Mapping[str, str | bytes]) -> Callable[[Path], None]:
    """Return a maker of a project with these files, a sound `book.yml` among them if none is given.

    Where there is no article among them, a sound one is added, so that a book could be made.
    """

    def make(folder: Path) -> None:
        every = {"book.yml": MANIFEST, **contents}
        if not any(name.startswith("articles/") for name in every):
            every["articles/type.md"] = f"{HEAD}Words.\n"
        for name, content in every.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return make


def article(text: str | bytes, name: str = "articles/type.md") -> Callable[[Path], None]:
    """Return a maker of a project whose one article has this text below its front matter."""
    body = text if isinstance(text, bytes) else text.encode()
    return files({name: HEAD.encode() + body})


def answer(case: Hostile, folder: Path) -> Answer:
    """Run the program on a hostile input in an empty folder and return what is wrong with it.

    An earlier build's files stand in `dist/`; they must be whole afterwards if the program ends
    with an error, and replaced otherwise. A case may lay out a
    `dist/` of its own.
    """
    case.make(folder)
    dist = folder / "dist"
    old: list[Path] = []
    if not os.path.lexists(dist):
        dist.mkdir()
        old = [dist / "sorts.epub", dist / "sorts.pdf"]
        for path in old:
            path.write_bytes(OLD)
    beside = set(folder.parent.iterdir())
    exit_code, told = _ended(case.command, folder)
    faults = []
    if exit_code != case.exit_code:
        faults.append(f"exit code {exit_code} instead of {case.exit_code}")
    faults += (
        f"no line begins with {wanted}"
        for wanted in case.says
        if not re.search(rf"^(?:{wanted})", told, re.MULTILINE)
    )
    if case.exit_code and not all(path.is_file() and path.read_bytes() == OLD for path in old):
        faults.append("an earlier build's file was touched")
    if set(folder.parent.iterdir()) != beside:
        faults.append("something was written beside the project")
    if any(path.is_file() and _OUTSIDE in path.read_bytes() for path in _written(folder)):
        faults.append("what stands outside of the project came in")
    return Answer(
        faults=tuple(faults),
        traceback="Traceback" in told or "the program itself failed" in told,
        output=told,
    )


def _written(folder: Path) -> Iterator[Path]:
    """Yield what the program wrote: article files, pictures and books."""
    for name in ("articles", "dist"):
        found = (folder / name).rglob("*") if not (folder / name).is_symlink() else ()
        yield from (path for path in found if not path.is_symlink())


def _ended(command: tuple[str, ...], folder: Path) -> tuple[int | None, str]:
    """Run the program in a process of its own and return its exit code and standard error.

    The process is forked from one that has imported the program, which is most of what a small
    build costs. There is no exit code where the program had to be ended.
    """
    with tempfile.TemporaryDirectory(prefix="hostile-") as place:
        told = Path(place, "stderr")
        process = _PROCESSES.Process(target=_program, args=(command, folder, told))
        process.start()
        process.join(SECONDS)
        exit_code = process.exitcode
        process.kill()
        process.join()
        return exit_code, told.read_text(encoding="utf-8", errors="replace")


def _program(command: tuple[str, ...], folder: Path, told: Path) -> None:
    from anthology.cli import main

    os.chdir(folder)
    for variable in set(os.environ) - {"PATH", "HOME", "PYTHONPATH"}:
        del os.environ[variable]
    os.environ["LC_ALL"] = "C.UTF-8"
    for name, number in ((os.devnull, 0), (os.devnull, 1), (str(told), 2)):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), number)
    sys.argv = ["anthology", *command]
    main()
