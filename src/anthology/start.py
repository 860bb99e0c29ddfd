"""Where the program begins, and ends."""

import gc
import os
import sys

_GARBAGE = 500_000
"""How many more objects there are before unused ones are looked for: a book has millions in use."""


def main() -> None:
    """Do what the command line says, and end."""
    try:
        run()
    except SystemExit as end:
        _leave(end.code)
        raise


def run() -> None:
    """Do what the command line says; raises SystemExit with the exit code."""
    gc.set_threshold(_GARBAGE)  # before anything is imported, which leaves nothing unused
    from anthology.cli import main as command

    command()


def _leave(code: object) -> None:
    """End without taking the program's memory apart, piece by piece, where all has been said.

    What is open in it is closed by then; the memory goes back to the system anyway.
    """
    if not isinstance(code, int):
        return
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):  # neither is, where it was closed
            stream.flush()
    except (OSError, ValueError):
        return
    os._exit(code)
