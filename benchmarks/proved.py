"""The program itself, which prints at its end what share of its time the proof took.

    .venv/bin/python benchmarks/proved.py build --epub

The proof is timed where it stands in the build: with as many processes at work, with the build's
memory in use, with the processor as warm.
"""

import time

BEGAN = time.perf_counter()

import gc  # noqa: E402
import json  # noqa: E402
from typing import Any  # noqa: E402

gc.disable()  # as in `anthology.start`: nothing is unused yet
from anthology.completeness import report  # noqa: E402
from anthology.completeness.subject import Proof  # noqa: E402
from anthology.start import run  # noqa: E402

gc.enable()


def timed_main() -> None:
    """Do what the command line says, and print a line in JSON: {"proof": share, 0 to 1}."""
    prove = report.prove
    taken: list[float] = []

    def timed(*given: Any, **named: Any) -> Proof:
        began = time.perf_counter()
        try:
            return prove(*given, **named)
        finally:
            taken.append(time.perf_counter() - began)

    report.prove = timed
    try:
        run()
    finally:
        print(json.dumps({"proof": sum(taken) / (time.perf_counter() - BEGAN)}))


if __name__ == "__main__":
    timed_main()
