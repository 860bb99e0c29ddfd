"""What WeasyPrint says while it works: its steps as words, its complaints as findings."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from anthology.errors import Finding, Kind, warning

STEPS = {
    "1": "reading",
    "2": "reading styles",
    "3": "applying styles",
    "4": "making boxes",
    "6": "drawing",
    "7": "writing metadata",
}
"""The word for each step of WeasyPrint, by its number; step 5 counts pages."""


class _Progress(logging.Handler):
    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.INFO)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        number = record.getMessage().removeprefix("Step ").partition(" ")[0]
        if number in STEPS:
            self._tell(STEPS[number])
        elif record.args:
            self._tell(f"setting page {record.args[0]}")  # type: ignore[index]


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if ".notdef" not in message:  # told before, with the article and the character
            self.messages[message] = None


@contextmanager
def listening(tell: Callable[[str], None]) -> Iterator[Callable[[], tuple[Finding, ...]]]:
    """Tell the steps as they come; yield a function that returns the complaints up to now."""
    complaints, steps = _Complaints(), _Progress(tell)
    complaining, progressing = (
        logging.getLogger(name) for name in ("weasyprint", "weasyprint.progress")
    )
    level = progressing.level
    progressing.setLevel(logging.INFO)
    progressing.addHandler(steps)
    complaining.addHandler(complaints)
    try:
        yield lambda: tuple(_finding(message) for message in complaints.messages)
    finally:
        complaining.removeHandler(complaints)
        progressing.removeHandler(steps)
        progressing.setLevel(level)


def _finding(message: str) -> Finding:
    return warning(
        Kind.ARTICLE,
        f"the PDF renderer says: {message.rstrip('.')}",
        "look at the place in the PDF",
    )
