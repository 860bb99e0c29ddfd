"""Measures how fast books are made, beside other programs, and writes docs/performance.md.

Run by `make bench`. Ends with 1 where a target is missed, or a judge says no to a file of ours.

    .venv/bin/python benchmarks/bench.py --sizes 9,100,1000 --rounds 3,3,1

restricts the sizes and gives each its rounds; one number of rounds is for all.
"""

import argparse
import compileall
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import psutil

from anthology.model import Edition
from figures import REFERENCES, Figures, Judgement, Measurement, Size, Task, targets
from generate import SEED
from judging import Judges, worst
from measure import MIB, pages_of, run
from peers import Peer, peers
from performance import Machine, closing_line, page
from prose import make_articles
from steps import PROGRAM, Project, Step, steps

SOURCE = Path(__file__).parent.parent / "src"
PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
START_UPS = 5
"""How often the start-up is measured."""
EPUB_ROUNDS = 5
"""How many rounds EPUBs have at least: in seconds, one busy moment of the machine counts much."""


def main() -> int:
    """Measure, write the page after each size, print the ratios and return the exit code."""
    asked = _asked()
    compileall.compile_dir(SOURCE, quiet=1)  # as whoever installs the program has it
    known = peers()
    installed = [peer for peer in known if peer.version]
    absent = [peer.name for peer in known if not peer.version]
    for name in absent:
        print(f"{name} is not installed and left out")
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        figures = Figures(sizes=(), start_up=_start_up(Path(place)))
        judges = Judges()
        for articles, rounds in asked:
            size = _measure_size(Path(place, str(articles)), articles, rounds, installed, judges)
            figures = replace(figures, sizes=(*figures.sizes, size))
            PAGE.write_text(page(figures, _machine(installed), absent), encoding="utf-8")
    reckoned = targets(figures)
    faults = list(_faults(figures))
    for fault in faults:
        print(fault)
    print(closing_line(reckoned))
    return int(bool(faults) or any(one.missed for one in reckoned))


def _asked() -> list[tuple[int, int]]:
    """Return the sizes that are asked for, each with its rounds."""
    parser = argparse.ArgumentParser(description="Measure how fast books are made.")
    parser.add_argument("--sizes", default="9,100,1000", help="numbers of articles")
    parser.add_argument("--rounds", default="3", help="rounds, one number or one a size")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    rounds = [int(count) for count in options.rounds.split(",")]
    if len(rounds) == 1:
        rounds *= len(sizes)
    if len(rounds) != len(sizes):
        parser.error("--rounds takes one number, or one for each of the sizes")
    return list(zip(sizes, rounds, strict=True))


def _start_up(folder: Path) -> tuple[float, ...]:
    """Return the seconds of processor time of the program's help.

    A small book is built before, for the first build also compiles what it imports.
    """
    project = Project(folder=folder / "first", articles=make_articles(1, SEED))
    project.restore()
    run((*PROGRAM, "build"), project.folder)
    return tuple(run((*PROGRAM, "--help"), folder).cpu for _ in range(START_UPS))


def _measure_size(
    folder: Path, articles: int, rounds: int, installed: Sequence[Peer], judges: Judges
) -> Size:
    """Run every task with a book of so many articles, in turn, so many times."""
    project = Project(folder=folder, articles=make_articles(articles, SEED))
    runs: dict[Task, list[Measurement]] = {}
    judged: dict[Task, list[Judgement]] = {}
    most = {Edition.PDF: rounds, Edition.EPUB: max(rounds, EPUB_ROUNDS)}
    for number in range(1, max(most.values()) + 1):
        for step in steps(project, installed):
            if number > most[step.edition]:
                continue
            step.prepare()
            measured = _measure(step, folder)
            (path,) = folder.glob(step.makes)
            print(
                f"{articles} articles, round {number}, {step.task.name}: {measured.wall:.2f} s, "
                f"{measured.peak:.0f} MiB",
                flush=True,
            )
            runs.setdefault(step.task, []).append(measured)
            judged.setdefault(step.task, []).extend(judges.ask(path, step.task, articles))
    shutil.rmtree(folder)
    return Size(
        articles=articles,
        runs={task: tuple(done) for task, done in runs.items()},
        judged={task: worst(said) for task, said in judged.items()},
    )


def _measure(step: Step, folder: Path) -> Measurement:
    """Run a step; what it tells itself goes before what was seen from outside."""
    watched = run(step.command, folder)
    done = watched
    if step.timed:
        step.prepare()
        done = run(step.timed, folder, watched=False)
    (path,) = folder.glob(step.makes)
    measurement = Measurement(
        wall=done.wall,
        cpu=done.cpu,
        peak=watched.peak,
        size=path.stat().st_size,
        pages=pages_of(path),
    )
    told = json.loads(watched.output.splitlines()[-1]) if step.tells else {}
    return replace(measurement, **told)


def _machine(installed: Sequence[Peer]) -> Machine:
    """Return what this machine is and what runs on it."""
    memory = psutil.virtual_memory().total / MIB / 1024
    return Machine(
        facts=(
            ("cores", str(os.cpu_count())),
            ("memory", f"{memory:.0f} GiB"),
            ("system", f"{platform.system()} {platform.machine()}"),
            ("Python", platform.python_version()),
            ("anthology", version("anthology")),
            ("EbookLib", version("ebooklib")),
            *((peer.name, peer.version or "") for peer in installed),
        )
    )


def _faults(figures: Figures) -> Iterator[str]:
    """Yield what the judges found wrong with files of ours."""
    for size in figures.sizes:
        for task in REFERENCES:
            for one in size.judged.get(task, ()):
                if not one.passed:
                    yield f"{size.articles} articles, {task.name}: {one.judge}: {one.message}"


if __name__ == "__main__":
    sys.exit(main())
