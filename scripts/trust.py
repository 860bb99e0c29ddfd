"""Measures what docs/trust.md claims, prints it, and writes the table.

Run by `make trust`. Ends with 1 where a figure is not what it has to be. With ANTHOLOGY_CORPUS in
the environment the real articles are measured too.
"""

import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from anthology.cli import main  # noqa: E402
from anthology.completeness.manuscript import expected  # noqa: E402
from anthology.completeness.report import prove  # noqa: E402
from anthology.documents import texts  # noqa: E402
from anthology.load import Project  # noqa: E402
from anthology.model import Edition  # noqa: E402
from anthology.plan import plan_book  # noqa: E402
from fuzz import malformed  # noqa: E402
from hostile.case import Answer, Hostile, answer  # noqa: E402
from proofs.kills import prove_kills  # noqa: E402
from proofs.reads import prove_reads  # noqa: E402
from proofs.reproduced import OTHERS, reproduced, together  # noqa: E402
from test_hostile import CASES  # noqa: E402
from test_reproduced import EXCERPT, sample  # noqa: E402

KILLS = 200
FRAGMENTS = 5000
AT_ONCE = os.cpu_count() or 1
SHELF = "title: 18F\nlanguage: en\nidentifier: urn:x-trust:1\narticles: posts\nchapters: month\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure of the table."""

    what: str
    figure: str
    faults: tuple[str, ...]
    """Why the figure is not what it has to be; empty where it is."""


def hostile_inputs(folder: Path) -> Iterator[Line]:
    """Answer every hostile input of the suite."""

    def ask(case: Hostile) -> tuple[Hostile, Answer]:
        project = folder / case.name / "book"
        project.mkdir(parents=True)
        return case, answer(case, project)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        given = list(pool.map(ask, CASES))
    wrong = tuple(f"{case.name}: {'; '.join(one.faults)}" for case, one in given if one.faults)
    traces = tuple(case.name for case, one in given if one.traceback)
    right = len(given) - len(wrong)
    yield Line(
        what="hostile inputs answered with the right exit code and place",
        figure=f"{right} of {len(given)}",
        faults=wrong,
    )
    yield Line(what="tracebacks", figure=str(len(traces)), faults=traces)


def reads(folder: Path) -> Iterator[Line]:
    """Watch builds with attempts to reach outside."""
    seen = prove_reads(folder)
    yield Line(
        what=f"files outside that {seen.builds} watched builds opened, of {seen.opened} opened",
        figure=str(len(seen.outside)),
        faults=(*seen.outside, *seen.faults),
    )
    yield Line(
        what="connections that they opened, native threads included",
        figure=str(len(seen.network)),
        faults=seen.network,
    )


def kills(folder: Path) -> Iterator[Line]:
    """Kill builds at random moments."""
    seed = random.SystemRandom().randrange(1 << 31)
    done = [
        prove_kills(folder / edition.value, edition.value, KILLS, seed + number)
        for number, edition in enumerate((Edition.EPUB, Edition.PDF))
    ]
    faults = tuple(f"seed {one.seed}: {fault}" for one in done for fault in one.faults)
    total = KILLS * len(done)
    yield Line(
        what="builds killed (SIGKILL) that left the old file or the new one whole",
        figure=f"{total - len(faults)} of {total}",
        faults=faults,
    )


def fuzzing() -> Iterator[Line]:
    """Make articles of mutated fragments."""
    seed = random.SystemRandom().randrange(1 << 31)
    faults = malformed(seed, FRAGMENTS)
    yield Line(
        what="mutated fragments of which anything malformed came out",
        figure=f"{len(faults)} of {FRAGMENTS}",
        faults=tuple(f"seed {one.seed}, number {one.number}: {one.what}" for one in faults),
    )


def conserved(name: str, project: Path, folder: Path) -> Iterator[Line]:
    """Build a book and count the words of its articles that stand in the finished files."""
    before = Path.cwd()
    os.chdir(project)
    try:
        run = CliRunner().invoke(main, ["build", "--quiet", "--output", str(folder)])
    finally:
        os.chdir(before)
    plan = plan_book(Project(project), None, lambda *_: None).value
    if run.exit_code or plan is None:
        yield Line(what=f"words conserved: {name}", figure="not built", faults=(run.output,))
        return
    for edition in (Edition.EPUB, Edition.PDF):
        (file,) = folder.glob(f"*.{edition.value}")
        proof = prove(plan.book, plan.manuscripts, edition, file.read_bytes())
        wanted = [expected(plan.manuscripts[one.file], one.title) for one in texts(plan.book)]
        words = sum(len(said.split()) for one in wanted for said in (one.text, *one.notes))
        share = 100 * (1 - proof.missing / max(words, 1))
        yield Line(
            what=f"words conserved in the {edition.value.upper()}: {name}, {words:,} words",
            figure=f"{share:.10g} %",
            faults=tuple(map(str, proof.findings)),
        )


def real_articles(corpus: Path, folder: Path) -> Iterator[Line]:
    """Count the words of real articles."""
    shelf = folder / "posts"
    shelf.mkdir()
    for part in ("posts", "assets"):
        shutil.copytree(corpus / "18f" / part, shelf / part)
    (shelf / "book.yml").write_text(SHELF, encoding="utf-8")
    yield from conserved("142 posts of a blog", shelf, folder / "posts-out")
    (saved,) = corpus.glob("*.txt")
    seed = folder / "seed"
    for words in (
        ["init", str(seed), "--title", "Seed", "--language", "de"],
        ["import", "text", str(saved), "--into", str(seed / "articles")],
    ):
        CliRunner().invoke(main, words)
    yield from conserved("a saved category page", seed, folder / "seed-out")


def builds(_: Path) -> Iterator[Line]:
    """Build under other circumstances, in memory, where folders keep the order of their making."""
    with tempfile.TemporaryDirectory(prefix="trust-", dir="/dev/shm") as memory:
        done = reproduced(sample(*EXCERPT), (*OTHERS, together(OTHERS)), Path(memory))
    others = ", ".join(one.name for one in OTHERS)
    yield Line(
        what=f"builds with the same bytes under another {others}, and all at once",
        figure=f"{done.identical} of {done.builds}",
        faults=done.differing,
    )


def every_line(folder: Path) -> Iterator[Line]:
    """Measure everything, one after the other, each in a folder of its own."""
    parts: list[Callable[[Path], Iterator[Line]]] = [
        hostile_inputs,
        reads,
        kills,
        lambda _: fuzzing(),
        lambda part: conserved("the sample book", ROOT, part),
    ]
    if corpus := os.environ.get("ANTHOLOGY_CORPUS"):
        parts.append(lambda part: real_articles(Path(corpus), part))
    parts.append(builds)
    for number, part in enumerate(parts):
        own = folder / str(number)
        own.mkdir()
        for line in part(own):
            print(f"{line.what}: {line.figure}", flush=True)
            for fault in line.faults:
                print(f"    {fault}", flush=True)
            yield line
        shutil.rmtree(own, ignore_errors=True)


def table(lines: list[Line]) -> str:
    """Return the page for the docs."""
    rows = "\n".join(f"| {line.what} | {line.figure} |" for line in lines)
    return (
        "# Trust\n\n"
        "What a build keeps, lets in and leaves behind, measured by `make trust`, which writes\n"
        "this table. Each figure is a test in the suite, too, with smaller numbers.\n\n"
        f"| what | measured |\n| --- | --- |\n{rows}\n"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="trust-") as place:
        measured = list(every_line(Path(place)))
    (ROOT / "docs" / "trust.md").write_text(table(measured), encoding="utf-8")
    sys.exit(any(line.faults for line in measured))
