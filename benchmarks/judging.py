"""The judges of the field, asked about what was built; about the same bytes once."""

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from figures import REFERENCES, Judgement, Task

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from judges import Verdict, epubcheck, qpdf, verapdf

VERAPDF_MOST = 100
"""Of peers, veraPDF is asked about books of so many articles at most: it takes long."""


class Judges:
    """What the judges said of files, remembered by the files' digests."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self._said: dict[tuple[str, str], Judgement] = {}

    def ask(self, path: Path, task: Task, articles: int) -> tuple[Judgement, ...]:
        """Return what every judge of its kind says of what a task made of so many articles."""
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        thorough = task in REFERENCES or articles <= VERAPDF_MOST
        return tuple(
            self._ask(judge, question, path, digest)
            for judge, question in _questions(path.suffix, thorough)
        )

    def _ask(
        self, judge: str, question: Callable[[Path], Verdict], path: Path, digest: str
    ) -> Judgement:
        if (judge, digest) not in self._said:
            verdict = question(path)
            message = "" if verdict.passed else verdict.messages[0]
            self._said[judge, digest] = Judgement(
                judge=judge, passed=verdict.passed, message=message
            )
        return self._said[judge, digest]


def worst(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return one judgement a judge: the first no where there is one."""
    found: dict[str, Judgement] = {}
    for one in judgements:
        if one.judge not in found or found[one.judge].passed:
            found[one.judge] = one
    return tuple(found.values())


def _questions(ending: str, thorough: bool) -> Iterator[tuple[str, Callable[[Path], Verdict]]]:
    if ending == ".epub":
        yield "EPUBCheck", epubcheck
        return
    yield "qpdf", qpdf
    if thorough:
        yield "veraPDF", lambda path: verapdf(path, "ua1")
