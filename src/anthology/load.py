"""The only reader of project files: what it reads lies inside the project folder."""

import errno
import os
import posixpath
import re
import stat
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from fnmatch import fnmatchcase
from functools import cache
from itertools import takewhile
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from msgspec import Struct, field
from msgspec.structs import replace

from anthology.decode import nearest
from anthology.encoding import decode
from anthology.errors import AnthologyError, Checked, Finding, Kind, Place, error, warning
from anthology.formats import FORMATS
from anthology.inspected import Inspect
from anthology.ledger import Ask, Ledger, Question
from anthology.manifest import MANIFEST
from anthology.model import Picture
from anthology.pictures import read_picture
from anthology.raster import read_raster
from anthology.regular import read_regular
from anthology.terminal import harmless

LONGEST_SHOWN = 200
"""Characters of an address in a finding."""

OTHER_TEXTS = frozenset(
    ".txt .text .doc .docx .odt .rtf .pdf .rst .adoc .org .textile .tex .mdx .wpd .pages".split()
)
"""The endings of texts that somebody may take for articles."""


class Project(Struct, frozen=True):
    """The folder of a book."""

    root: Path
    ledger: Ledger = field(default_factory=Ledger)
    """Where every file is entered that is read."""

    def read(self, file: str, kind: Kind = Kind.FILES) -> bytes:
        """Return the bytes of a file, named relative to the project folder.

        Raises AnthologyError (of the given kind) where it is not a regular file inside the
        folder, (files) where it cannot be read, and (limit) where it is too large.
        """
        found = self._locate(file)
        if isinstance(found, _Refusal):
            raise AnthologyError([found.finding(kind, file)])
        try:
            data = read_regular(found)
        except OSError as problem:
            large = problem.errno == errno.EFBIG
            raise AnthologyError(
                [
                    error(
                        Kind.LIMIT if large else Kind.FILES,
                        f"{file} cannot be read ({problem.strerror})",
                        "make it smaller" if large else "check that it may be read, and try again",
                        Place(file=file),
                    )
                ]
            ) from None
        self.ledger.note(file, data)
        return data

    def read_text(self, file: str, kind: Kind = Kind.FILES) -> Checked[str]:
        """Return the text of a file, whatever encoding it is in; raises like `read`."""
        return decode(self.read(file, kind), file)

    def answers_again(self, questions: Iterable[Question]) -> bool:
        """Return whether the project gives the same answers as before."""
        again = replace(self, ledger=Ledger())
        asks: Mapping[Ask, Callable[[str], object]] = {
            Ask.FILE: again.read,
            Ask.REFUSAL: again._locate,
            Ask.LISTING: again._listed,
            Ask.NEIGHBOURS: again._names_beside,
        }
        for question in questions:
            with suppress(AnthologyError):
                asks[question.ask](question.name)
            if question not in again.ledger:
                return False
        return True

    def _locate(self, file: str) -> "Path | _Refusal":
        """Return where a regular file of the project really is, or why there is none."""
        found = self._looked_for(file)
        if isinstance(found, _Refusal):
            self.ledger.note_refusal(file, found.what)
        return found

    def _looked_for(self, file: str) -> "Path | _Refusal":
        path = self._resolved(file)
        if isinstance(path, _Refusal):
            return path
        try:
            mode = path.stat().st_mode
        except OSError as problem:
            if problem.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG):
                return _NOT_THERE
            return _Refusal(f"cannot be read ({problem.strerror})", "check that it may be read")
        if stat.S_ISDIR(mode):
            return _FOLDER
        return path if stat.S_ISREG(mode) else _NO_FILE

    def _resolved(self, file: str) -> "Path | _Refusal":
        """Return the real path of a name that lies inside the project folder, if it does."""
        try:
            path = Path(os.path.realpath(self.root / file))
        except (OSError, ValueError):
            return _NOT_THERE
        if _is_circle(path):
            return _CIRCLE
        if f"{path}{os.sep}".startswith(_inside(self.root)):
            return path
        named_outside = PurePosixPath(posixpath.normpath(file)).parts[:1] in (("..",), ("/",))
        return _OUTSIDE if named_outside else _LEADS_OUT

    def article_files(self, pattern: str, kind: Kind = Kind.MANIFEST) -> Checked[tuple[str, ...]]:
        """Return the article files of a folder, a file or a glob, in one order everywhere.

        Files and folders whose names begin with a dot or an underscore are left out. A pattern
        that names nothing or leads out of the project folder is an error of `kind`, a name that
        leads out or is no text one of an article; a name that cannot be printed and a text in a
        format that is not read are warnings. Whether an article file can be read is not asked.
        """
        listed = self._listed(pattern)
        if isinstance(listed, _Refusal):
            return Checked((), (listed.finding(kind, pattern),))
        names = sorted(name for name in listed if not _hidden(name))
        doubtful = (name for name in names if _ending(name) not in FORMATS or not _is_text(name))
        findings = [fault for name in doubtful if (fault := self._fault(name))]
        broken = {fault.place.file for fault in findings if fault.place}
        findings += [
            _no_article(name) if _ending(name) in OTHER_TEXTS else _unprintable(name)
            for name in names
            if name not in broken and (_ending(name) in OTHER_TEXTS or harmless(name) != name)
        ]
        if not listed and not self._is_folder(pattern):
            findings.append(_names_nothing(pattern))
        articles = (name for name in names if _ending(name) in FORMATS and name not in broken)
        return Checked(tuple(articles), tuple(findings))

    def _listed(self, pattern: str) -> "list[str] | _Refusal":
        """Return the names of the files that a pattern names, and of links that lead nowhere."""
        listed = self._named_by(pattern)
        if isinstance(listed, _Refusal):
            self.ledger.note_names(Ask.LISTING, pattern, ("refused", listed.what))
        else:
            kind = "folder" if self._is_folder(pattern) else "pattern"
            self.ledger.note_names(Ask.LISTING, pattern, (kind, *sorted(listed)))
        return listed

    def _named_by(self, pattern: str) -> "list[str] | _Refusal":
        base = self._resolved(pattern)
        if isinstance(base, _Refusal) and base is not _NOT_THERE:
            return base
        if isinstance(base, Path) and os.path.lexists(base):
            return self._walk(pattern, ("**",)) if base.is_dir() else [pattern]
        parts = PurePosixPath(pattern).parts
        literal = tuple(takewhile(lambda part: not re.search(r"[*?[]", part), parts))
        folder = PurePosixPath(*literal).as_posix()
        base = self._resolved(folder)
        if isinstance(base, _Refusal):
            return base if base is not _NOT_THERE else []
        return self._walk(folder, parts[len(literal) :]) if self._is_folder(folder) else []

    def _walk(self, folder: str, wanted: tuple[str, ...]) -> list[str]:
        """Return the names of the files below a folder that the parts of a pattern fit.

        A link is followed where it leads to a folder of the project that was not yet seen, and
        returned like a file where it leads out or nowhere; so is a folder that cannot be listed.
        """
        found: list[str] = []
        seen: set[Path] = set()
        waiting: deque[tuple[str, frozenset[int]]] = deque([(folder, _first(wanted))])
        links: deque[tuple[str, frozenset[int]]] = deque()
        while waiting or links:
            name, state = (waiting or links).popleft()
            real = self._resolved(name)
            if not isinstance(real, Path) or real in seen:
                continue
            seen.add(real)
            entries = _entries(real)
            if entries is None:
                found.append(name)
            for entry in entries or ():
                inner = (PurePosixPath(name) / entry.name).as_posix()
                then = _next(wanted, state, entry.name)
                if not then:
                    continue
                target = self._resolved(inner) if entry.is_symlink() else real / entry.name
                if isinstance(target, Path) and target.is_dir():
                    if not _hidden(entry.name):
                        (links if entry.is_symlink() else waiting).append((inner, then))
                elif isinstance(target, _Refusal) or len(wanted) in then:
                    found.append(inner)
        return found

    def _is_folder(self, name: str) -> bool:
        path = self._resolved(name)
        return isinstance(path, Path) and os.path.isdir(path)  # noqa: PTH112 - knows long names

    def _fault(self, name: str) -> Finding | None:
        """Return what is wrong with a file that a pattern names."""
        if not _is_text(name):
            return _NO_TEXT.finding(Kind.ARTICLE, name)
        found = self._locate(name)
        if found is _FOLDER:
            found = _CLOSED
        return found.finding(Kind.ARTICLE, name) if isinstance(found, _Refusal) else None

    def picture(
        self, address: str, beside: str, inspect: Inspect = read_raster
    ) -> Checked[Picture | None]:
        """Return the picture that an article names by `address`, looked for beside its file.

        An address that begins with a slash is looked for from the project folder. Where there is
        no picture, the findings say why. `inspect` looks at what is no drawing.
        """
        if re.match(r"(?i)(https?:)?//", address):
            return _no_picture(
                f"the picture {address} is on the web, and a build opens no connection",
                "save it beside the article and name it there",
            )
        if re.match(r"(?i)[a-z][a-z0-9+.-]+:", address):
            return _no_picture(
                f"the picture {address[:LONGEST_SHOWN]} is no file of the project",
                "save it beside the article and name it there",
            )
        path = unquote(address.partition("#")[0].partition("?")[0])
        folder = PurePosixPath(beside).parent
        wanted = path.lstrip("/") if path.startswith("/") else (folder / path).as_posix()
        spellings = (unicodedata.normalize(form, wanted) for form in ("NFC", "NFD"))
        names = tuple(dict.fromkeys((wanted, *spellings)))
        file = next((name for name in names if isinstance(self._locate(name), Path)), None)
        if file is None:
            refused = self._locate(wanted)
            if isinstance(refused, _Refusal) and refused not in (_NOT_THERE, _FOLDER):
                return Checked(None, (refused.finding(Kind.ARTICLE, path),))
            if path.startswith("/") and PurePosixPath(wanted).parts[:1] in _SYSTEM:
                return Checked(None, (_OUTSIDE.finding(Kind.ARTICLE, path),))
            near = nearest(PurePosixPath(wanted).name, self._names_beside(wanted))
            return _no_picture(
                f"the picture {path[:LONGEST_SHOWN]} is not there",
                f"did you mean {near}?"
                if near
                else "check its name: it is looked for beside the article, or from the project "
                "folder where it begins with /",
            )
        try:
            return read_picture(self.read(file, Kind.ARTICLE), file, inspect)
        except AnthologyError as problem:
            return Checked(None, problem.findings)

    def _names_beside(self, file: str) -> list[str]:
        folder = self._resolved(PurePosixPath(file).parent.as_posix())
        entries = _entries(folder) if isinstance(folder, Path) else None
        names = [entry.name for entry in entries or ()]
        self.ledger.note_names(Ask.NEIGHBOURS, file, names)
        return names


def _is_circle(real: Path) -> bool:
    """Return whether what should be a real path is a link that leads to itself."""
    try:
        real.stat()
    except OSError as problem:
        return problem.errno == errno.ELOOP
    return False


@cache
def _inside(folder: Path) -> str:
    """Return how the real path of everything in a folder begins, and its own with a slash."""
    return os.path.join(folder.resolve(), "")  # noqa: PTH118 - Path leaves the slash away


class _Refusal(Struct, frozen=True):
    """Why a name is that of no file to read."""

    what: str
    advice: str

    def finding(self, kind: Kind, file: str) -> Finding:
        return error(kind, f"{file} {self.what}", self.advice, Place(file=file))


_CHECK_NAME = "check its name; names are relative to the folder of book.yml"
_NOT_THERE = _Refusal("is not there", _CHECK_NAME)
_FOLDER = _Refusal("is not a file", _CHECK_NAME)
_NO_FILE = _Refusal("is not a file", "delete it, or put a file in its place")
_CLOSED = _Refusal("cannot be listed", "check that the folder may be read")
_OUTSIDE = _Refusal(
    "lies outside the project folder", "copy it into the project folder and name it there"
)
_LEADS_OUT = _Refusal(
    "leads out of the project folder", "put a copy of what it leads to in the place of the link"
)
_CIRCLE = _Refusal("is a link that leads to itself", "put the file in the place of the link")
_RENAME = "give it a name of letters and digits"
_NO_TEXT = _Refusal("has a name that is no text in UTF-8", _RENAME)
_SYSTEM = tuple((name,) for name in "Users dev etc home proc root run sys tmp usr var".split())
"""The folders of a machine by which the address of a picture is known to be no site's."""


def _entries(folder: Path) -> list["os.DirEntry[str]"] | None:
    """Return what is in a folder, by name, or None where it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return None


def _first(wanted: tuple[str, ...]) -> frozenset[int]:
    """Return the places in a pattern that a walk may stand at before the first name."""
    return _with_skipped(wanted, {0})


def _next(wanted: tuple[str, ...], state: frozenset[int], name: str) -> frozenset[int]:
    """Return the places in a pattern that a walk may stand at behind a name."""
    parts = [(place, wanted[place]) for place in state if place < len(wanted)]
    here = {place for place, part in parts if part == "**"}
    return _with_skipped(
        wanted, here | {place + 1 for place, part in parts if fnmatchcase(name, part)}
    )


def _with_skipped(wanted: tuple[str, ...], state: set[int]) -> frozenset[int]:
    """Add the places behind each `**`, which may stand for no folder at all."""
    every = set(state)
    for place, part in enumerate(wanted):
        if part == "**" and place in every:
            every.add(place + 1)
    return frozenset(every)


def _hidden(name: str) -> bool:
    parts = name.split("/")
    return any(part[:1] in (".", "_") and part not in (".", "..") for part in parts)


def _ending(name: str) -> str:
    return posixpath.splitext(name)[1].lower()


def _is_text(name: str) -> bool:
    """Return whether the bytes of a name are UTF-8."""
    return not re.search("[\ud800-\udfff]", name)


def _no_picture(message: str, advice: str) -> Checked[Picture | None]:
    return Checked(None, (warning(Kind.ARTICLE, message, advice),))


def _no_article(name: str) -> Finding:
    return warning(
        Kind.ARTICLE,
        f"{name} is no article: {_ending(name)} is not read",
        "save it as Markdown (.md) or HTML, or begin its name with an underscore",
        Place(file=name),
    )


def _unprintable(name: str) -> Finding:
    return warning(
        Kind.ARTICLE,
        f"{name} has a name with characters that cannot be printed",
        _RENAME,
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
        if os.path.lexists(folder / MANIFEST):
            return Project(folder)
    advice = "go to the folder of a book, or begin one with `anthology init`"
    if (start / "book.yaml").is_file():
        advice = f"rename book.yaml to {MANIFEST}"
    raise AnthologyError(
        [error(Kind.MANIFEST, f"there is no {MANIFEST} here or in a folder above", advice)]
    )
