"""EPUBCheck accepts the books whose texts are hostile."""

from pathlib import Path

import pytest

from hostile.case import Hostile, answer
from hostile.texts import CASES
from judges import epubcheck


def judged(case: Hostile, folder: Path) -> tuple[str, ...]:
    """Return what is wrong with the answer to a case, or with the book that was made."""
    project = folder / "book"
    project.mkdir()
    given = answer(case, project)
    if given.faults or given.traceback:
        return (*given.faults, given.output)
    made = max((project / "dist").glob("*.epub"), key=lambda path: path.stat().st_size)
    return epubcheck(made).messages


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_epubcheck_accepts_every_hostile_book(case: Hostile, tmp_path: Path) -> None:
    assert judged(case, tmp_path) == ()
