"""What a person sees while the program works: findings, a progress bar, sizes."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import click

from anthology.terminal import harmless

if TYPE_CHECKING:
    from anthology.errors import Finding

_PHASES = {
    "manifest": (0.0, 0.02),
    "read": (0.02, 0.25),
    "pictures": (0.25, 0.26),
    "pages": (0.26, 0.27),
    "epub": (0.27, 0.35),
    "pdf": (0.35, 0.96),
    "proof": (0.96, 0.98),
    "write": (0.98, 1.0),
}
_WIDTH = 24
_ITEM = 44
_MESSAGE = 1000


def report_findings(findings: "Iterable[Finding]", *, quiet: bool = False) -> None:
    """Print findings, a line each, to the standard error; when quiet, errors only."""
    from anthology.errors import Severity  # is slow to import

    for finding in findings:
        is_error = finding.severity is Severity.ERROR
        if is_error or not quiet:
            where = f"{finding.place}: " if finding.place else ""
            severity = click.style(finding.severity.value, fg="red" if is_error else "yellow")
            message = finding.message
            short = message if len(message) <= _MESSAGE else f"{message[: _MESSAGE - 1]}…"
            said = harmless(f"{short}; {finding.advice}")
            click.echo(f"{harmless(where)}{severity}: {said}", err=True)


def shown(path: Path) -> str:
    """Return a path as it is reached from the current folder, where it lies below it."""
    here = Path.cwd()
    absolute = path if path.is_absolute() else here / path
    return harmless(str(absolute.relative_to(here) if absolute.is_relative_to(here) else path))


def plural(count: int, noun: str) -> str:
    """Return a number and its noun: `1 article`, `1,204 words`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def size_of(count: int) -> str:
    """Return a number of bytes for people: `312 kB`, `1.4 MB`."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{count / 1000:.0f} kB"


class Progress:
    """A bar with the step and the article, on the standard error and on a terminal only.

    When verbose, each step is a line instead; when quiet, nothing is shown.
    """

    def __init__(self, *, quiet: bool, verbose: bool) -> None:
        """Take how much a person wants to see."""
        self._quiet = quiet
        self._lines = verbose and not quiet
        dumb = os.environ.get("TERM", "") in {"", "dumb"}
        self._bar = not quiet and not verbose and not dumb and sys.stderr.isatty()

    def __enter__(self) -> "Progress":
        """Return the progress itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wipe the bar away."""
        if self._bar:
            click.echo("\r\x1b[K", nl=False, err=True)

    def __call__(self, step: str, item: str, share: float) -> None:
        """Show a step, what it works on, and which share of the step is done, 0 to 1."""
        item = harmless(item)
        if step == "wait":
            self._wait(item)
        elif self._lines:
            click.echo(f"{step} {item}".rstrip(), err=True)
        elif self._bar:
            start, end = _PHASES[step]
            done = round((start + (end - start) * share) * _WIDTH)
            bar = "█" * done + "░" * (_WIDTH - done)
            short = item if len(item) <= _ITEM else f"…{item[1 - _ITEM :]}"
            click.echo(f"\r\x1b[K{bar} {step} {short}", nl=False, err=True)

    def _wait(self, folder: str) -> None:
        """Say, on a terminal or not, why nothing happens."""
        if not self._quiet:
            start = "\r\x1b[K" if self._bar else ""
            click.echo(f"{start}waiting for another build into {folder} to end …", err=True)
