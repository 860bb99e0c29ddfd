"""What can go wrong, as values: every finding has a place, says what is wrong and what to do."""

from collections.abc import Iterable
from enum import Enum
from typing import Generic, TypeVar

from msgspec import Struct


class Kind(Enum):
    """The area a finding belongs to; `EXIT_CODES` gives the exit code of each."""

    INTERNAL = "internal"
    MANIFEST = "manifest"
    ARTICLE = "article"
    FILES = "files"
    LIMIT = "limit"
    JUDGE = "judge"


EXIT_CODES = {
    Kind.INTERNAL: 1,
    Kind.MANIFEST: 2,
    Kind.ARTICLE: 3,
    Kind.FILES: 4,
    Kind.LIMIT: 5,
    Kind.JUDGE: 6,
}
"""The exit code of the program for an error of each kind; 0 is success."""


LONGEST_QUOTE = 60
"""In characters: how much of a text a message quotes."""


class Severity(Enum):
    """An error stops the build; a warning does not, unless `--strict` is given."""

    ERROR = "error"
    WARNING = "warning"


class Place(Struct, frozen=True, kw_only=True):
    """Where something stands: a file as the user knows it, a line and a column counted from 1."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return `file`, `file:line` or `file:line:column`."""
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n is not None)]
        return ":".join(parts)


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that is wrong or doubtful."""

    kind: Kind
    severity: Severity
    message: str
    """What is wrong, without a full stop at its end."""
    advice: str
    """What to do about it, in the imperative."""
    place: Place | None = None

    def __str__(self) -> str:
        """Return the finding as one line: place, severity, message and advice."""
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.severity.value}: {self.message}; {self.advice}"


def shortened(text: str) -> str:
    """Return a text short enough to be quoted in a message."""
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


def error(kind: Kind, message: str, advice: str, place: Place | None = None) -> Finding:
    """Return a finding that stops the build."""
    return Finding(kind=kind, severity=Severity.ERROR, message=message, advice=advice, place=place)


def warning(kind: Kind, message: str, advice: str, place: Place | None = None) -> Finding:
    """Return a finding that does not stop the build."""
    return Finding(
        kind=kind, severity=Severity.WARNING, message=message, advice=advice, place=place
    )


class AnthologyError(Exception):
    """Raised where the work cannot go on; carries every finding known by then."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Take the findings, at least one of them an error."""
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


def errors_in(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that are errors, in their order."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def position(finding: Finding) -> tuple[int, int]:
    """Return the line and the column of a finding, to sort those of one file by."""
    place = finding.place
    return (place.line or 0, place.column or 0) if place else (0, 0)


def exit_code(findings: Iterable[Finding]) -> int:
    """Return the exit code for findings: 0 without errors, else the smallest of their kinds."""
    return min((EXIT_CODES[finding.kind] for finding in errors_in(findings)), default=0)


Value = TypeVar("Value", covariant=True)


class Checked(Struct, Generic[Value], frozen=True):
    """A value together with what was found while it was made.

    With an error among the findings the value is a best effort, good for finding more errors
    and not for a book.
    """

    value: Value
    findings: tuple[Finding, ...] = ()
