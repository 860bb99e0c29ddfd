"""Where the program begins."""

import gc

_GARBAGE = 500_000
"""How many more objects there are before unused ones are looked for: a book has millions in use."""


def main() -> None:
    """Do what the command line says."""
    gc.set_threshold(_GARBAGE)  # before anything is imported, which leaves nothing unused
    from anthology.cli import main as run

    run()
