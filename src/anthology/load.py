"""The only reader of project files: what it reads lies inside the project folder."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from anthology.article import FORMATS
from anthology.decode import nearest
from anthology.encoding import decode
from anthology.errors import AnthologyError, Checked, Finding, Kind, Place, error, warning
from anthology.ledger import Ledger
from anthology.manifest import MANIFEST
from anthology.model import Picture
from anthology.pictures import read_picture

MAX_BYTES = 200_000_000
"""The largest file that is read."""

OTHER_TEXTS = frozenset(
    ".txt .text .doc .docx .odt .rtf .pdf .rst .adoc .org .textile .tex .mdx .wpd .pages".split()
)
"""The endings of texts that somebody may take for articles."""


@dataclass(frozen=True, slots=True)
class Project:
    """The folder of a book."""

    root: Path
    ledger: Ledger = field(default_factory=Ledger)
    """Where every file is entered that is read."""

    def read(self, file: str, kind: Kind = Kind.FILES) -> bytes:
        """Return the bytes of a file, named relative to the project folder.

        Raises AnthologyError (of the given kind) where it is not a regular file inside the
        folder, and (files) where it cannot be read.
        """
        path = self._inside(file, kind)
        try:
            if path.stat().st_size > MAX_BYTES:
                raise AnthologyError(
                    [
                        error(
                            Kind.LIMIT,
                            f"{file} is larger than {MAX_BYTES} bytes",
                            "make it smaller",
                        )
                    ]
                )
            data = path.read_bytes()
        except OSError as problem:
            raise AnthologyError(
                [
                    error(
                        Kind.FILES,
                        f"{file} cannot be read ({problem.strerror})",
                        "check that the file is there and may be read",
                        Place(file=file),
                    )
                ]
            ) from None
        self.ledger.note(file, data)
        return data

    def read_text(self, file: str, kind: Kind = Kind.FILES) -> Checked[str]:
        """Return the text of a file, whatever encoding it is in; raises like `read`."""
        return decode(self.read(file, kind), file)

    def _inside(self, file: str, kind: Kind) -> Path:
        try:
            path = (self.root / file).resolve()
        except (OSError, ValueError, RuntimeError):
            path = Path("/")
        if not path.is_relative_to(self.root.resolve()):
            raise AnthologyError(
                [
                    error(
                        kind,
                        f"{file} lies outside the project folder",
                        "copy it into the project folder and name it there",
                        Place(file=file),
                    )
                ]
            )
        if not path.is_file():
            raise AnthologyError(
                [
                    error(
                        kind,
                        f"{file} is not there" if not path.exists() else f"{file} is not a file",
                        "check its name; names are relative to the folder of book.yml",
                        Place(file=file),
                    )
                ]
            )
        return path

    def has(self, file: str) -> bool:
        """Return whether there is a regular file of this name inside the project folder."""
        try:
            path = (self.root / file).resolve()
            return path.is_relative_to(self.root.resolve()) and path.is_file()
        except (OSError, ValueError, RuntimeError):
            return False

    def article_files(self, pattern: str) -> Checked[tuple[str, ...]]:
        """Return the article files of a folder, a file or a glob, in one order everywhere.

        Files and folders whose names begin with a dot or an underscore are left out. A pattern
        that names nothing is an error, a text in a format that is not read a warning.
        """
        try:
            found = sorted(
                path.relative_to(self.root).as_posix() for path in self._matches(pattern)
            )
        except (ValueError, NotImplementedError, IndexError, OSError):
            found = []
        names = [name for name in found if not _hidden(name)]
        articles = tuple(name for name in names if _ending(name) in FORMATS)
        others = tuple(_no_article(name) for name in names if _ending(name) in OTHER_TEXTS)
        if not found and not self._has_folder(pattern):
            return Checked((), (_names_nothing(pattern),))
        return Checked(articles, others)

    def _matches(self, pattern: str) -> Iterable[Path]:
        parts = PurePosixPath(pattern).parts
        if ".." in parts or PurePosixPath(pattern).is_absolute():
            return ()
        folder = self.root / pattern
        if folder.is_file():
            return (folder,)
        found = folder.rglob("*") if folder.is_dir() else self.root.glob(pattern)
        return (path for path in found if path.is_file())

    def _has_folder(self, pattern: str) -> bool:
        return ".." not in PurePosixPath(pattern).parts and (self.root / pattern).is_dir()

    def picture(self, address: str, beside: str) -> Picture | Finding:
        """Return the picture that an article names by `address`, looked for beside its file.

        An address that begins with a slash is looked for from the project folder.
        """
        if re.match(r"(?i)(https?:)?//", address):
            return warning(
                Kind.ARTICLE,
                f"the picture {address} is on the web, and a build opens no connection",
                "save it beside the article and name it there",
            )
        if re.match(r"(?i)[a-z][a-z0-9+.-]+:", address):
            return warning(
                Kind.ARTICLE,
                f"the picture {address[:60]} is no file of the project",
                "save it beside the article and name it there",
            )
        path = unquote(address.partition("#")[0].partition("?")[0])
        folder = PurePosixPath(beside).parent
        wanted = path.lstrip("/") if path.startswith("/") else (folder / path).as_posix()
        spellings = (unicodedata.normalize(form, wanted) for form in ("NFC", "NFD"))
        file = next((name for name in (wanted, *spellings) if self.has(name)), None)
        if file is None:
            near = nearest(PurePosixPath(wanted).name, self._names_beside(wanted))
            return warning(
                Kind.ARTICLE,
                f"the picture {path} is not there",
                f"did you mean {near}?"
                if near
                else "check its name: it is looked for beside the article, or from the project "
                "folder where it begins with /",
            )
        return read_picture(self.read(file, Kind.ARTICLE), file)

    def _names_beside(self, file: str) -> list[str]:
        folder = (self.root / file).parent.resolve()
        if not folder.is_relative_to(self.root.resolve()) or not folder.is_dir():
            return []
        return sorted(path.name for path in folder.iterdir() if path.is_file())


def _hidden(name: str) -> bool:
    return any(part[0] in "._" for part in PurePosixPath(name).parts)


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _no_article(name: str) -> Finding:
    return warning(
        Kind.ARTICLE,
        f"{name} is no article: {_ending(name)} is not read",
        "save it as Markdown (.md) or HTML, or begin its name with an underscore",
        Place(file=name),
    )


def _names_nothing(pattern: str) -> Finding:
    return error(
        Kind.MANIFEST,
        f"{pattern} names no file in the project folder",
        "name a folder, a file or a pattern such as articles/*.md, from the folder of book.yml",
    )


def find_project(start: Path) -> Project:
    """Return the project of a folder: the folder itself or the nearest above it with a book.yml.

    Raises AnthologyError (manifest) where there is none.
    """
    for folder in (start, *start.resolve().parents):
        if (folder / MANIFEST).is_file():
            return Project(folder)
    advice = "go to the folder of a book, or begin one with `anthology init`"
    if (start / "book.yaml").is_file():
        advice = f"rename book.yaml to {MANIFEST}"
    raise AnthologyError(
        [error(Kind.MANIFEST, f"there is no {MANIFEST} here or in a folder above", advice)]
    )
