"""The other programs that make books of the same words, where they are installed."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from figures import Task

_TYPST = """\
import typst
typst.compile("book.typ", output="typst.pdf", pdf_standards=["ua-1"])
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Another program, run in the folder of a project."""

    task: Task
    name: str
    version: str | None
    """None where it is not installed."""
    command: tuple[str | Path, ...]
    makes: str
    """The name of the file that it makes there."""


def peers() -> tuple[Peer, ...]:
    """Return every peer, those that are not installed without a version."""
    return (_weasyprint(), _typst(), _pandoc())


def _weasyprint() -> Peer:
    script = Path(__file__).with_name("plain.py")
    return Peer(
        task=Task.PLAIN,
        name="WeasyPrint",
        version=version("weasyprint"),
        command=(sys.executable, script, ".", "plain.pdf"),
        makes="plain.pdf",
    )


def _typst() -> Peer:
    return Peer(
        task=Task.TYPST,
        name="typst",
        version=version("typst") if find_spec("typst") else None,
        command=(sys.executable, "-c", _TYPST),
        makes="typst.pdf",
    )


def _pandoc() -> Peer:
    program = _pandoc_program()
    found = _pandoc_version(program) if program else None
    older = (found or "").startswith(("1.", "2."))
    split = "--epub-chapter-level=2" if older else "--split-level=2"
    return Peer(
        task=Task.PANDOC,
        name="pandoc",
        version=found,
        command=(
            program or "pandoc",
            *("book.md", "--toc", "--toc-depth=2", split, "-o", "pandoc.epub"),
        ),
        makes="pandoc.epub",
    )


def _pandoc_program() -> str | None:
    """Return the program that the package `pypandoc_binary` brings, else that of the system."""
    package = find_spec("pypandoc")
    brought = Path(package.origin).parent / "files" if package and package.origin else None
    return shutil.which("pandoc", path=brought) or shutil.which("pandoc")


def _pandoc_version(program: str) -> str:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    return told.stdout.split()[1]
