"""What an import is made of, by the words of the command line: files, or addresses on the web."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from anthology.encoding import decode
from anthology.errors import AnthologyError, Finding, Kind, Place, error, exit_code
from anthology.intake.atfolder import site_files
from anthology.intake.feed import Feed
from anthology.intake.fetch.answer import FetchError
from anthology.intake.fetch.kept import FETCHED
from anthology.intake.given import read_given
from anthology.intake.page import Pages, SavedPage
from anthology.intake.pictures import Finder
from anthology.intake.rest import RestSite
from anthology.intake.settle import NOWHERE
from anthology.shelf import open_shelf

if TYPE_CHECKING:
    from anthology.intake.fetch.client import Fetcher

_WEB = re.compile(r"https?://", re.IGNORECASE)
_NO_SUCH_PAGE = 400
"""The status that WordPress answers with after the last page of posts."""
_CHARSET = re.compile(rb"""<meta[^>]+charset=["']?\s*([\w-]+)""", re.IGNORECASE)


@contextmanager
def open_sources(into: Path, *, fetch: bool) -> Iterator["Sources"]:
    """Read files and, with `fetch`, the web, for article files in the folder `into`.

    What fetches is not even imported where nobody asks for it.
    """
    if not fetch:
        yield Sources(None)
        return
    from anthology.intake.fetch.client import Fetcher

    project = into.absolute().parent
    home = project if (project / "book.yml").is_file() else into.absolute()
    with Fetcher(open_shelf(home, FETCHED)) as fetcher:
        yield Sources(fetcher)


class Sources:
    """Reads files and, where that was asked for, the web."""

    def __init__(self, fetcher: "Fetcher | None") -> None:
        """Take what fetches; without it nothing touches the network."""
        self._fetcher = fetcher
        self._folders: list[Finder] = []

    @property
    def finders(self) -> tuple[Finder, ...]:
        """Return who finds pictures, those at hand first."""
        return (*self._folders, *((self._fetcher.picture,) if self._fetcher else ()))

    def feed(self, source: str) -> Feed:
        """Return a feed. Raises AnthologyError where it cannot be had, or is none."""
        return Feed(self._read(source)[0], source)

    def rest(self, source: str) -> RestSite:
        """Return a WordPress site's own posts. Raises AnthologyError where it cannot be had."""
        if not _WEB.match(source):
            raise AnthologyError(
                [
                    error(
                        Kind.MANIFEST,
                        f"{source} is no address of a site",
                        "write it with https://, as https://example.org",
                    )
                ]
            )
        return RestSite(source, self._page_of_posts)

    def pages(self, sources: Iterable[str]) -> Pages:
        """Return web pages. Raises AnthologyError with all that cannot be had."""
        found: list[SavedPage] = []
        problems: list[Finding] = []
        for source in sources:
            try:
                found.append(self._page(source))
            except AnthologyError as problem:
                problems += problem.findings
        if problems:
            raise AnthologyError(problems)
        return Pages(found)

    def _page(self, source: str) -> SavedPage:
        data, charset = self._read(source)
        named = _CHARSET.search(data[:4096])
        charset = charset or (named[1].decode() if named else None)
        try:
            html = data.decode(charset) if charset else ""
        except (UnicodeError, LookupError):
            html = ""
        if not html:
            decoded = decode(data, source)
            if exit_code(decoded.findings):
                raise AnthologyError(decoded.findings)
            html = decoded.value
        if _WEB.match(source):
            return SavedPage(html=html, file=source, address=source, near="")
        self._folders.append(site_files(Path(source).absolute().parent, None))
        name = Path(source).name
        return SavedPage(html=html, file=source, address=None, near=f"https://{NOWHERE}/{name}")

    def _read(self, source: str) -> tuple[bytes, str | None]:
        """Return the bytes of a file or an address, and their charset where it is said."""
        if not _WEB.match(source):
            return read_given(Path(source).absolute(), source), None
        if self._fetcher is None:
            raise AnthologyError(
                [
                    error(
                        Kind.MANIFEST,
                        f"{source} is an address on the web",
                        "add --fetch to let it be fetched, or save it as a file",
                    )
                ]
            )
        try:
            fetched = self._fetcher.fetch(source)
        except FetchError as problem:
            raise _UnfetchedError(problem, source) from None
        return fetched.data, fetched.charset

    def _page_of_posts(self, address: str) -> bytes | None:
        try:
            return self._read(address)[0]
        except _UnfetchedError as problem:
            if problem.status == _NO_SUCH_PAGE:
                return None
            raise


class _UnfetchedError(AnthologyError):
    """An address that could not be fetched."""

    def __init__(self, problem: FetchError, source: str) -> None:
        super().__init__([error(Kind.FILES, problem.what, problem.advice, Place(file=source))])
        self.status = problem.status
