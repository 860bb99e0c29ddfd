"""A hostile input: a project folder that harms or stumbles, and the answer that is due."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
MANIFEST = "title: Sorts\nlanguage: en\nidentifier: urn:x-test:1\n"
HEAD = "---\ntitle: On Type\ndate: 2025-11-16\n---\n"
"""The front matter of an article with nothing wrong; its text begins in line 5."""
OLD = b"what an earlier build left"
SECONDS = 300
"""How long a hostile input may keep the program busy before that alone is a failure."""


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
    with an error, and replaced otherwise.
    """
    case.make(folder)
    dist = folder / "dist"
    old = [dist / "sorts.epub", dist / "sorts.pdf"]
    if not os.path.lexists(dist):
        dist.mkdir()
        for path in old:
            path.write_bytes(OLD)
    run = subprocess.run(
        [sys.executable, "-c", "from anthology.cli import main; main()", *case.command],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT / "src")),
            "LC_ALL": "C.UTF-8",
        },
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    told = run.stderr.decode("utf-8", "replace")
    faults = []
    if run.returncode != case.exit_code:
        faults.append(f"exit code {run.returncode} instead of {case.exit_code}")
    faults += (
        f"no line begins with {wanted}"
        for wanted in case.says
        if not re.search(rf"^(?:{wanted})", told, re.MULTILINE)
    )
    kept = [path.name for path in old if path.is_file() and path.read_bytes() == OLD]
    if case.exit_code and len(kept) < sum(path.exists() for path in old):
        faults.append("an earlier build's file was touched")
    return Answer(
        faults=tuple(faults),
        traceback="Traceback" in told or "the program itself failed" in told,
        output=told,
    )
