"""Small books with what must become of them: a folder in `books/` is a test.

A case is a project (`book.yml`, articles, pictures) and `run.txt`, the command lines that are run
in it one after the other; a line that begins with `#` says what the case is about. What a user
sees is compared with `expected.txt`, a made EPUB with `expected-epub.txt`, a made PDF with
`expected-pdf.txt`, a press file with `expected-press.txt`, the cover of a printed book with
`expected-cover.txt`, a booklet with `expected-booklet.txt`.
With ANTHOLOGY_REFRESH=1 in the environment these files are written anew:
read every line of them before you keep it.
"""

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner

from anthology.cli import main
from judges import epubcheck
from outline import dangling, epub_outline, pdf_outline
from presses import booklet_outline, cover_outline, press_outline

BOOKS = Path(__file__).with_name("books")
PRINTED = (
    *("press-", "cover-", "booklet", "index", "notes-", "links-in-print", "check-pages"),
    *("style-modern", "style-large", "style-own"),
)
"""How the slow cases begin."""
CASES = sorted(path.parent.name for path in BOOKS.glob("*/run.txt"))
BUILDING = [case for case in CASES if (BOOKS / case / "expected-epub.txt").exists()]
OUTLINES = {
    "epub": ("*.epub", epub_outline),
    "pdf": ("*.pdf", pdf_outline),
    "press": ("*-press.pdf", press_outline),
    "cover": ("*-cover.pdf", cover_outline),
    "booklet": ("**/*-booklet.pdf", booklet_outline),
}
"""By the ending of what is expected: the files that are made, and what is compared of them."""


@pytest.mark.parametrize(
    "case",
    [pytest.param(one, marks=pytest.mark.slow if one.startswith(PRINTED) else ()) for one in CASES],
)
def test_book(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = copy(case, tmp_path)
    seen = {"expected.txt": "\n".join(run(case, project, monkeypatch))}
    if "expected-articles.txt" in expected_names(case):
        seen["expected-articles.txt"] = "".join(article_files(project))
    for ending, (names, outline) in OUTLINES.items():
        made = sorted(path for path in project.glob(f"dist/{names}") if _is(path, ending))
        if made:
            seen[f"expected-{ending}.txt"] = "".join(outline(path) for path in made)
    assert [fault for path in project.glob("dist/*.epub") for fault in dangling(path)] == []
    for name in ("expected.txt", *(f"expected-{kind}.txt" for kind in ("articles", *OUTLINES))):
        expect(BOOKS / case / name, seen.get(name))


def _is(path: Path, ending: str) -> bool:
    """Return whether a file is of a kind: a press file, a cover or a booklet is no PDF to read."""
    return ending != "pdf" or not path.stem.endswith(("-press", "-cover", "-booklet"))


def expected_names(case: str) -> tuple[str, ...]:
    """Return what a case that imports is compared with besides: its article files."""
    imports = (BOOKS / case / "run.txt").read_text(encoding="utf-8")
    return ("expected-articles.txt",) if "\nimport " in f"\n{imports}" else ()


def article_files(project: Path) -> Iterator[str]:
    """Yield the article files of a project with their names, and the names of its pictures."""
    for path in sorted(project.glob("articles/*.md")):
        yield f"=== {path.name}\n{path.read_text(encoding='utf-8')}"
    for path in sorted(project.glob("articles/pictures/*")):
        yield f"=== {path.name}\n"


@pytest.mark.slow
@pytest.mark.parametrize("case", BUILDING)
def test_epubcheck_accepts_the_book(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy(case, tmp_path)
    list(run(case, project, monkeypatch))
    (made,) = project.glob("dist/*.epub")
    assert epubcheck(made).messages == ()


def copy(case: str, folder: Path) -> Path:
    """Copy the project of a case, without what is expected of it, and return the copy."""
    return shutil.copytree(
        BOOKS / case, folder / "project", ignore=shutil.ignore_patterns("run.txt", "expected*.txt")
    )


def run(case: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run the command lines of a case and yield each with what a user sees."""
    monkeypatch.chdir(project)
    monkeypatch.setenv("ANTHOLOGY_DEBUG", "1")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr("anthology.scaffold.uuid.uuid4", lambda: UUID(int=0))
    monkeypatch.setattr("importlib.metadata.version", lambda _: "N.N")
    for line in (BOOKS / case / "run.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        result = CliRunner().invoke(main, shlex.split(line), prog_name="anthology")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        output = _without_chance(result.output, project)
        yield f"$ anthology {line}\n{output}[exit {result.exit_code}]\n"


def expect(file: Path, seen: str | None) -> None:
    """Compare what was seen with a file of the case, or write it where that is asked for."""
    if os.environ.get("ANTHOLOGY_REFRESH"):
        if seen is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(seen, encoding="utf-8", newline="\n")
    expected = file.read_text(encoding="utf-8") if file.exists() else None
    assert seen == expected, f"{file} differs; ANTHOLOGY_REFRESH=1 writes it anew"


def _without_chance(output: str, project: Path) -> str:
    """Return an output without paths of this machine, sizes and times."""
    text = output.replace(f"{project}/", "").replace(str(project), ".")
    text = re.sub(r"\d+\.\d s\b", "N s", text)
    text = re.sub(r"\d+ pages\b", "N pages", text)
    return re.sub(r"\d+(\.\d)? ([kM]B)\b", r"N \2", text)
