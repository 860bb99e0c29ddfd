"""What the proof that nothing was lost costs, as a share of the build it stands in.

    .venv/bin/python benchmarks/completeness.py FOLDER

builds the book in FOLDER twice an edition and prints the share of each run's time that the proof
took; both times are taken in the same run.
"""

import os
import sys
import time
from pathlib import Path

from anthology.completeness.aid import Aid
from anthology.completeness.report import prove
from anthology.crew import processes
from anthology.editions import render
from anthology.load import Project
from anthology.model import Edition
from anthology.plan import Plan, plan_book
from anthology.typeset import limits_of

HANDS = os.cpu_count() or 1


def plan_of(folder: Path) -> Plan:
    """Return the plan of the book in a folder, or end the program where there is none."""
    plan = plan_book(Project(folder), None, lambda *_: None).value
    if plan is None:
        sys.exit(f"{folder} holds no book that can be made")
    return plan


def seconds_of_proof(plan: Plan, edition: Edition, data: bytes) -> float:
    """Return the seconds that the proof takes with a finished file and hands that are there."""
    if edition is Edition.EPUB:  # its hands are copies of this process
        began = time.perf_counter()
        prove(plan.book, plan.manuscripts, edition, data, Aid(hands=HANDS))
        return time.perf_counter() - began
    with processes(HANDS) as hire:
        crew = hire(plan.book, limits_of(plan.located.manifest.limits))
        awake = [crew.executor.submit(time.sleep, 0.1) for _ in range(crew.hands)]
        for one in awake:
            one.result()
        began = time.perf_counter()
        prove(plan.book, plan.manuscripts, edition, data, Aid(crew=crew))
        return time.perf_counter() - began


def measure(folder: Path, edition: Edition) -> tuple[float, float]:
    """Return the seconds of a build without its proof, and those of the proof."""
    began = time.perf_counter()
    plan = plan_of(folder)
    with processes(HANDS) as hire:
        crew = hire(plan.book, limits_of(plan.located.manifest.limits))
        data = render(plan, edition, crew, HANDS, lambda *_: None).value.data
    built = time.perf_counter() - began
    return built, seconds_of_proof(plan, edition, data)


if __name__ == "__main__":
    project = Path(sys.argv[1])
    for edition in (Edition.EPUB, Edition.PDF):
        runs = [measure(project, edition) for _ in range(2)]
        build, proof = min(runs)
        print(
            f"{edition.value}: build {build:.1f} s, proof {proof:.2f} s: "
            f"{100 * proof / (build + proof):.1f} % of the whole"
        )
