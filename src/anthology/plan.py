"""From a project folder to a plan: a book that is read, ordered and checked."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from anthology.anchors import lost_aims
from anthology.assemble import assemble
from anthology.completeness.manuscript import Manuscripts
from anthology.decode import nearest
from anthology.errors import AnthologyError, Checked, Finding, Kind, error, errors_in
from anthology.frontcover import read_own_cover
from anthology.glyphs import missing_glyphs
from anthology.ledger import Ledger, Question
from anthology.load import Project
from anthology.locales.words import Words, check_override, override_keys, words
from anthology.manifest import MANIFEST, ColophonSpec, Located, read_manifest
from anthology.model import Book, Colophon, Edition, PageStart, Picture
from anthology.press.commission import commission
from anthology.press.outputs import OwnProfiles, read_own_profiles
from anthology.reading import read_texts
from anthology.result import Progress
from anthology.shelf import Shelf, open_shelf
from anthology.style.read import Style, read_style
from anthology.wrap.commission import contradictions

if TYPE_CHECKING:
    from anthology.names.listed import NameList


class Plan(Struct, frozen=True, kw_only=True):
    """A book, ready to be made, and the manifest that asked for it."""

    located: Located
    words: Words
    style: Style
    book: Book
    cover: Picture | None
    """The editor's own."""
    profiles: OwnProfiles
    """The editor's own colour profiles for the press."""
    manuscripts: Manuscripts
    """The texts as they stand in their files, to prove that nothing was lost."""
    names: "NameList | None"
    """The names of its index, if it is to have one."""
    questions: tuple[Question, ...]
    """Everything that was asked of the project."""
    shelf: Shelf | None
    """The project's cache, if it may be used."""
    starts: tuple[PageStart, ...] = ()
    """Where the pages of the print edition begin, once it is set."""
    covers_drawn: Callable[[], object] = tuple
    """Waits for whoever draws covers meanwhile and puts them into the cache."""


def plan_book(
    project: Project,
    changed: dt.datetime | None,
    progress: Progress,
    hands: int = 1,
    *,
    cached: bool = False,
    aside: Callable[[Style], object] = lambda _: None,
) -> Checked[Plan | None]:
    """Return the book of a project, or None where its manifest cannot be used.

    Reads everything and finds everything that is wrong with it. `changed` is when the input last
    changed, if the environment says so; `hands` is how many processes may work on it, and `cached`
    lets it use the project's cache. `aside` is called with the style of the book while others have
    begun to read.
    """
    progress("manifest", MANIFEST, 0.0)
    project = replace(project, ledger=Ledger())
    text = project.read_text(MANIFEST, Kind.MANIFEST)
    manifest = read_manifest(text.value, MANIFEST)
    findings = [replace(one, kind=Kind.MANIFEST) for one in text.findings]
    if not errors_in(text.findings):
        findings += manifest.findings
    located = manifest.value
    if located is None or errors_in(text.findings):
        return Checked(None, tuple(findings))
    asked = located.manifest
    findings += _check_words(located)
    profiles = read_own_profiles(project, located)
    findings += profiles.findings
    if ("press",) in located.places:
        if not any(one.place == located.place("press", "profile") for one in manifest.findings):
            findings += commission(located, profiles.value.pages).findings
        findings += contradictions(located, profiles.value.cover)
    usable = {key: said for key, said in asked.words.items() if check_override(key, said) is None}
    said = words(asked.language, usable)

    shelf = None
    try:
        shelf = open_shelf(project.root, asked.cache) if cached else None
    except AnthologyError as problem:
        findings += problem.findings
    style = read_style(project, located)
    texts = read_texts(
        project,
        located,
        said,
        hands,
        shelf,
        lambda *at: progress("read", *at),
        lambda: aside(style.value),
    )
    findings += texts.findings
    book = assemble(located, texts.value, said, changed)
    broken = {one.place.file for one in errors_in(texts.findings) if one.place} - {MANIFEST}
    findings += (one for one in book.findings if one.place is None or one.place.file not in broken)
    findings += lost_aims(book.value)
    names = _names(project, located)
    indexed = _indexed(book.value, names.value, texts.value.manuscripts, is_whole=not broken)
    findings += (*names.findings, *indexed.findings)
    findings += missing_glyphs(indexed.value, style.value.faces(Edition.PDF))
    findings += style.findings
    cover = read_own_cover(project, located)
    findings += cover.findings
    whole = replace(indexed.value, colophon=_colophon(asked.colophon, project.ledger))
    plan = Plan(
        located=located,
        words=said,
        style=style.value,
        book=whole,
        cover=cover.value,
        profiles=profiles.value,
        manuscripts=texts.value.manuscripts,
        names=names.value,
        questions=project.ledger.questions(),
        shelf=shelf,
    )
    return Checked(plan, tuple(findings))


def _names(project: Project, located: Located) -> "Checked[NameList | None]":
    """Return the names that a manifest asks for, or None where it does not or they are wrong."""
    file = located.manifest.names
    if file is None:
        return Checked(None)
    from anthology.indexing import read_list  # is slow to import

    return read_list(project, located, file)


def _indexed(
    book: Book, names: "NameList | None", manuscripts: Manuscripts, *, is_whole: bool
) -> Checked[Book]:
    if names is None:
        return Checked(book)
    from anthology.indexing import with_index

    return with_index(book, names, manuscripts, is_whole=is_whole)


def _colophon(spec: ColophonSpec | None, read: Ledger) -> Colophon | None:
    if spec is None:
        return None
    from importlib.metadata import version

    return Colophon(version=version("anthology"), digest=read.digest() if spec.digest else None)


def _check_words(located: Located) -> Iterable[Finding]:
    for key, said in located.manifest.words.items():
        wrong = check_override(key, said)
        if wrong:
            near = nearest(key, override_keys() - {key})
            yield error(
                Kind.MANIFEST,
                f"words.{key}: {wrong}",
                f"did you mean `{near}`?"
                if key not in override_keys() and near
                else "write the phrase with the same words in braces as the original",
                located.place("words", key),
            )
