"""The index of names that a manifest asks for: its list read, and its names found in the book."""

from msgspec.structs import replace

from anthology.apparatus.register import make_index
from anthology.completeness.manuscript import Manuscripts
from anthology.errors import AnthologyError, Checked, Kind, errors_in
from anthology.load import Project
from anthology.manifest import Located
from anthology.model import Book
from anthology.names.candidates import gather
from anthology.names.capitals import runs
from anthology.names.doubts import doubts
from anthology.names.finder import Finders
from anthology.names.lines import lines_of
from anthology.names.listed import NameList, read_names


def read_list(project: Project, located: Located, file: str) -> Checked[NameList | None]:
    """Return the names that a file of the project lists, or None where they are wrong."""
    try:
        text = project.read_text(file, Kind.MANIFEST)
    except AnthologyError as problem:
        place = located.place("names")
        return Checked(None, tuple(replace(one, place=place) for one in problem.findings))
    read = read_names(text.value, file, located.manifest.language)
    findings = (*text.findings, *read.findings)
    return Checked(None if errors_in(findings) else read.value, findings)


def with_index(
    book: Book, names: NameList, manuscripts: Manuscripts, *, is_whole: bool
) -> Checked[Book]:
    """Return a book with its index; only where it has all its texts it is told what they lack."""
    finders = Finders(names.known)
    made = make_index(book, names, finders)
    if not is_whole:
        return Checked(made.value)
    others = gather(runs(lines_of(book, finders)))
    return Checked(made.value, (*made.findings, *doubts(others, names, manuscripts)))
