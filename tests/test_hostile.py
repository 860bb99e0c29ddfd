"""Every hostile input is answered as it should be: exit code, place, no traceback, no harm.

The books of hostile texts are asked in test_hostile_texts.py, where EPUBCheck looks at them too.
"""

from importlib import import_module
from pathlib import Path

import pytest

import hostile
from hostile import texts
from hostile.case import Hostile, answer

AREAS = sorted(
    path.stem
    for path in Path(hostile.__file__).parent.glob("*.py")
    if path.stem not in ("__init__", "case")
)
CASES: tuple[Hostile, ...] = tuple(
    case for area in AREAS for case in import_module(f"hostile.{area}").CASES
)


def test_every_case_has_a_name_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.slow
@pytest.mark.parametrize(
    "case", [case for case in CASES if case not in texts.CASES], ids=lambda case: case.name
)
def test_hostile_input(case: Hostile, tmp_path: Path) -> None:
    project = tmp_path / "book"
    project.mkdir()
    given = answer(case, project)
    assert given.faults == (), given.output
    assert not given.traceback, given.output
