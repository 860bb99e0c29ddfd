"""What is fetched from the web for an import."""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from anthology.errors import Checked
from anthology.intake.pictures import Finder


class FetchError(Exception):
    """Raised where an address cannot be had."""

    def __init__(self, what: str, advice: str) -> None:
        """Take what is wrong, and what to do."""
        super().__init__(what)
        self.what = what
        self.advice = advice


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What stands at an address."""

    data: bytes
    charset: str | None


class Fetcher:
    """Fetches nothing yet, and says so."""

    def __init__(self, folder: Path) -> None:
        """Take the folder for what was fetched."""
        self._folder = folder

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close nothing."""

    def fetch(self, address: str) -> Fetched:
        """Raise FetchError."""
        raise FetchError(f"{address} cannot be fetched by this version", "save it as a file")


def picture_finder(_fetcher: Fetcher) -> Finder:
    """Return what finds no picture."""
    return lambda _: Checked(None)
