"""What a process does before it can set pieces, while others read the book."""

import gc

from anthology.pdf.surroundings import same_everywhere

_GARBAGE = 50_000
"""How many more objects there are before unused ones are looked for; a page has thousands."""


def wake_up() -> None:
    """Import what setting a book takes: WeasyPrint is slow to import."""
    with same_everywhere():  # WeasyPrint asks for fonts as soon as it is imported
        import anthology.pdf.setter  # noqa: F401
    gc.freeze()
    gc.set_threshold(_GARBAGE)
