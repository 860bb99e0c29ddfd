"""The PDF of a book, whatever its articles hold: what cannot be set one way is set another.

A note that finds no room goes behind its article. An article on which the renderer fails is set in
its plainest form. Both are told. What takes too long or too much memory is an error.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from anthology.crew import Crew
from anthology.documents import Text, texts
from anthology.errors import (
    AnthologyError,
    Checked,
    Finding,
    Kind,
    Place,
    error,
    warning,
)
from anthology.flow import Care, is_long, note_id
from anthology.manifest import CeilingSpec, LimitsSpec
from anthology.model import Book, Note, Pages, PageSize
from anthology.pdf import Rendered
from anthology.pdf.apart import Job, Outcome, render_apart
from anthology.pdf.compose import Composer
from anthology.pdf.limits import Ceiling, Failure, Limits, Trouble
from anthology.scripts import unsettable_scripts
from anthology.shelf import Shelf
from anthology.style.design import Design

_ARTICLE = Ceiling(seconds=900, memory=3_000_000_000)
_BOOK = Ceiling(seconds=7200, memory=8_000_000_000)


class Setting(Struct, frozen=True, kw_only=True):
    """How a book is to be set."""

    design: Design
    size: PageSize
    limits: Limits
    crew: Crew | None
    """Who sets its pieces; None for all of it in one go."""
    shelf: Shelf | None
    """The cache of the pieces, if there is to be one."""


def limits_of(spec: LimitsSpec) -> Limits:
    """Return the ceilings that a manifest asks for, with the usual ones for the rest."""
    return Limits(article=_ceiling(spec.article, _ARTICLE), book=_ceiling(spec.book, _BOOK))


def _ceiling(spec: CeilingSpec, usual: Ceiling) -> Ceiling:
    return Ceiling(
        seconds=spec.seconds or usual.seconds,
        memory=int(spec.megabytes * 1_000_000) if spec.megabytes else usual.memory,
    )


Engine: TypeAlias = Callable[[Pages], Checked[Rendered] | tuple[Failure, ...]]
"""Sets page documents, or tells on which it failed."""


def typeset(
    book: Book,
    make_pages: Callable[[Care], Pages],
    setting: Setting,
    progress: Callable[[str, float], None],
) -> Checked[Rendered]:
    """Return the PDF of a book, with a warning for everything that was set another way.

    `make_pages` returns the page documents with the care that is asked for; `progress` is told
    what is being set, and the share done. Raises AnthologyError (limit) where a ceiling is
    exceeded, (article) where an article cannot be set in any form, and what
    `anthology.pdf.render` raises.
    """
    places = dict(_places(book))
    if not setting.crew:
        return _settle(book, make_pages, setting, places, _in_one_go(setting, places, progress))
    shelf = setting.shelf
    crew = setting.crew
    composer = Composer(crew.executor, setting.design, setting.size, shelf, progress, crew.hands)
    return _settle(book, make_pages, setting, places, composer.compose)


def _settle(
    book: Book,
    make_pages: Callable[[Care], Pages],
    setting: Setting,
    places: Mapping[str, Place],
    engine: Engine,
) -> Checked[Rendered]:
    """Set a book until nothing has to be set another way."""
    care = Care()
    findings: list[Finding] = [*unsettable_scripts(book), *_long_notes(book)]
    while True:
        pages = make_pages(care)
        outcome = engine(pages)
        if isinstance(outcome, tuple):
            outcome = _blamed(outcome, pages, places)
            care = _plain(outcome, care, places, setting.limits)
            findings += (_plainer(one, places[one.document]) for one in outcome if one.document)
        elif outcome.value.lost_notes:
            lost = frozenset(outcome.value.lost_notes)
            care = replace(care, behind=care.behind | lost)
            findings += _lost_notes(book, lost)
        else:
            return Checked(outcome.value, (*findings, *outcome.findings))


def _blamed(
    failures: tuple[Failure, ...], pages: Pages, places: Mapping[str, Place]
) -> tuple[Failure, ...]:
    """Return a single failure where the book as a whole takes too much: of its longest text."""
    whole = [one for one in failures if one.trouble in (Trouble.BOOK_TIME, Trouble.BOOK_MEMORY)]
    if not whole:
        return failures
    texts = [one for one in pages.documents if one.id in places]
    longest = max(texts, key=lambda one: len(one.content), default=None)
    if longest is None or whole[0].document in places:
        return (whole[0],)
    return (replace(whole[0], document=longest.id),)


def _plain(
    failures: tuple[Failure, ...], care: Care, places: Mapping[str, Place], limits: Limits
) -> Care:
    """Ask for the plainest form of the texts on which the renderer failed.

    Raises AnthologyError where that cannot help: a ceiling is exceeded, or it was asked before.
    """
    exceeded = [one for one in failures if one.trouble is not Trouble.BROKEN]
    if exceeded:
        raise AnthologyError([_exceeded(one, places, limits) for one in exceeded])
    failed = {one.document for one in failures if one.document in places} - care.plain
    hopeless = [one for one in failures if one.document not in failed]
    if hopeless:
        raise AnthologyError([_unsettable(one, places) for one in hopeless])
    return replace(care, plain=care.plain | {one for one in failed if one})


def _in_one_go(
    setting: Setting, places: Mapping[str, Place], progress: Callable[[str, float], None]
) -> Engine:
    texts = frozenset(places)

    def set_apart(pages: Pages) -> Outcome:
        job = Job(pages=pages, design=setting.design, size=setting.size, texts=texts)
        return render_apart(job, setting.limits, lambda step: progress(step, 0.5))

    def set_pages(pages: Pages) -> Checked[Rendered] | tuple[Failure, ...]:
        outcome = set_apart(pages)
        if not isinstance(outcome, Failure):
            return outcome
        if outcome.document is None and outcome.trouble is Trouble.BROKEN:
            return (replace(outcome, document=_culprit(pages, texts, set_apart)),)
        return (outcome,)

    return set_pages


def _culprit(
    pages: Pages, texts: frozenset[str], set_pages: Callable[[Pages], Outcome]
) -> str | None:
    """Return the id of the text on which the renderer fails, found by setting ever fewer."""
    suspects = [one for one in pages.documents if one.id in texts]
    while len(suspects) > 1:
        half = suspects[: len(suspects) // 2]
        outcome = set_pages(replace(pages, documents=tuple(half)))
        suspects = half if isinstance(outcome, Failure) else suspects[len(half) :]
    return suspects[0].id if suspects else None


def _places(book: Book) -> Iterator[tuple[str, Place]]:
    for text in texts(book):
        yield text.document, Place(file=text.file)


def _long_notes(book: Book) -> Iterator[Finding]:
    for text in texts(book):
        for note in text.body.notes:
            if is_long(note) and not note.behind:
                yield _behind(text, note, "is too long for the foot of a page")


def _lost_notes(book: Book, lost: frozenset[str]) -> Iterator[Finding]:
    for text in texts(book):
        for note in text.body.notes:
            if note_id(text.document, note.number) in lost and not note.of_link:
                yield _behind(text, note, "finds no room on its page")


def _behind(text: Text, note: Note, why: str) -> Finding:
    return warning(
        Kind.ARTICLE,
        f"note {text.body.notes_before + note.number} {why}, and stands behind the article in "
        "print",
        "shorten it, or accept this",
        Place(file=text.file),
    )


def _plainer(failure: Failure, place: Place) -> Finding:
    return warning(
        Kind.ARTICLE,
        f"the PDF renderer failed on this text ({failure.detail}), which is set without its "
        "tables, lists and quotations in print, all words kept",
        "simplify its markup, and report it",
        place,
    )


def _unsettable(failure: Failure, places: Mapping[str, Place]) -> Finding:
    place = places.get(failure.document or "")
    if place is None:
        return error(
            Kind.INTERNAL,
            f"the PDF renderer failed ({failure.detail})",
            "leave out the last article you added to find what it cannot set, and report it",
        )
    return error(
        Kind.ARTICLE,
        f"the PDF renderer fails on this text, in its plainest form, too ({failure.detail})",
        "take out what is unusual in it, pictures first, and report it",
        place,
    )


def _exceeded(failure: Failure, places: Mapping[str, Place], limits: Limits) -> Finding:
    ceilings = {
        Trouble.ARTICLE_TIME: ("this text", f"{limits.article.seconds:g} seconds", "article"),
        Trouble.ARTICLE_MEMORY: ("this text", _megabytes(limits.article.memory), "article"),
        Trouble.BOOK_TIME: ("the book", f"{limits.book.seconds:g} seconds", "book"),
        Trouble.BOOK_MEMORY: ("the book", _megabytes(limits.book.memory), "book"),
    }
    what, most, key = ceilings[failure.trouble]
    most_of_it = " (this text took the most)" if key == "book" and failure.document else ""
    return error(
        Kind.LIMIT,
        f"setting {what} as a PDF takes more than {most}{most_of_it}",
        f"shorten or divide it, or raise `limits: {{{key}: …}}` in book.yml",
        places.get(failure.document or ""),
    )


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:g} MB of memory"
