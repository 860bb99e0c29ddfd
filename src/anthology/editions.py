"""From a plan to its editions, finished and proved, in no file yet."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from anthology.annotate import annotate, stand_apart
from anthology.apparatus.wanted import apparatus_of
from anthology.completeness.aid import Aid
from anthology.crew import Crew, Hire
from anthology.documents import in_order, texts
from anthology.errors import AnthologyError, Checked, Finding, Kind, error, errors_in
from anthology.fitting.book import fit_book, fit_picture
from anthology.fitting.needs import (
    SMALL_BYTES,
    Needs,
    needs_of,
    needs_of_cover,
    small_needs_of,
    small_needs_of_cover,
)
from anthology.frontcover import make_cover
from anthology.model import Book, Cover, Edition, PageSize, PageStart
from anthology.pagelist import with_page_list
from anthology.plan import Plan
from anthology.press.commission import Commission, commission, equipped
from anthology.result import Progress
from anthology.style.read import Style

if TYPE_CHECKING:
    from anthology.pdf import Rendered


class Finished(Struct, frozen=True, kw_only=True):
    """An edition, finished and in no file yet."""

    data: bytes
    pages: int | None = None
    """Pages of a PDF."""
    starts: tuple[PageStart, ...] = ()
    """Where the pages of a PDF begin."""
    names: Mapping[str, str] = field(default_factory=dict)
    """The digest of what was bound of each page document of a PDF, by its id, where known."""


def prepare(editions: Iterable[Edition], style: Style) -> None:
    """Do what editions take that needs no text, so that it is done once the texts are read.

    Most of it is to import what is slow to import.
    """
    import anthology.completeness.report
    import anthology.pages

    for edition in editions:
        if edition is Edition.EPUB:
            import anthology.epub
        else:
            import anthology.typeset  # noqa: F401
        with suppress(AnthologyError):  # whoever needs a typeface that is missing says so
            style.design(edition)


def _crew(hire: Hire | None, plan: Plan) -> Crew | None:
    if hire is None:
        return None
    from anthology.typeset import limits_of

    return hire(plan.book, limits_of(plan.located.manifest.limits))


def finish(
    plan: Plan,
    edition: Edition,
    hire: Hire | None,
    hands: int,
    progress: Progress,
    *,
    small: bool = False,
    marks: bool = False,
) -> Checked[Finished]:
    """Return an edition of a book, with an error for each text of which something is missing.

    `hire` finds who sets the pieces of a PDF, which is set in one go without; `hands` is how many
    processes may fit pictures and compare texts; `small` asks for a small EPUB, `marks` for marks
    to cut the pages of the press edition along. Raises AnthologyError (manifest) where the printer
    of the press edition does not take what is asked for.
    """
    crew = _crew(hire, plan) if edition.has_pages else None
    if edition is Edition.PRESS:
        rendered = _press(plan, crew, hands, progress, marks=marks)
    elif small and edition is Edition.EPUB:
        rendered = render_small(plan, hands, progress)
    else:
        rendered = render(plan, edition, crew, hands, progress)
    progress("proof", edition.value, 0.0)
    from anthology.completeness.report import prove

    data, names = rendered.value.data, rendered.value.names
    faces = plan.style.design(edition).faces
    aid = Aid(names=names, crew=crew, hands=hands, shelf=plan.shelf, faces=faces)
    apart = stand_apart(plan.located.manifest.notes, edition)
    proof = prove(plan.book, plan.manuscripts, edition, data, aid, notes_apart=apart)
    return Checked(rendered.value, (*rendered.findings, *proof.findings))


def render(
    plan: Plan, edition: Edition, crew: Crew | None, hands: int, progress: Progress
) -> Checked[Finished]:
    """Return the EPUB or the PDF of a book; `crew` sets the pieces of a PDF, in one go without.

    `hands` is how many processes may fit its pictures.
    """
    manifest = plan.located.manifest
    needs = needs_of(manifest, edition)
    if edition is Edition.EPUB:
        return Checked(_epub(plan, needs, hands, progress))
    book = _ready(plan, needs, edition, hands, progress)
    typesetter = _typesetter(plan, book, edition, _cover(plan, edition), crew, progress)
    rendered = typesetter(manifest.pdf.page)
    made = rendered.value
    done = Finished(data=made.data, pages=made.pages, starts=made.starts, names=dict(made.names))
    return Checked(done, rendered.findings)


def _typesetter(
    plan: Plan,
    book: Book,
    edition: Edition,
    cover: Cover | None,
    crew: Crew | None,
    progress: Progress,
) -> "Callable[[PageSize], Checked[Rendered]]":
    """Return what sets a book on a page."""
    from anthology.pages import make_pages
    from anthology.typeset import Setting, limits_of, typeset

    manifest = plan.located.manifest
    design = plan.style.design(edition)
    apparatus = apparatus_of(book, manifest, edition, design.faces)

    def set_on(size: PageSize) -> "Checked[Rendered]":
        setting = Setting(
            design=design,
            size=size,
            limits=limits_of(manifest.limits),
            crew=crew,
            shelf=plan.shelf,
        )
        return typeset(
            book,
            lambda care: make_pages(
                book, edition, cover, plan.words, apparatus, design.faces.names, care
            ),
            setting,
            lambda step, share: progress(edition.value, step, share),
        )

    return set_on


def _press(
    plan: Plan, crew: Crew | None, hands: int, progress: Progress, *, marks: bool
) -> Checked[Finished]:
    """Return the book block as its printer wants it, with what speaks against it."""
    from anthology.press.checks import check
    from anthology.press.finish import finish as finish_press
    from anthology.press.look import look_at
    from anthology.press.margins import outside
    from anthology.press.resolution import coarse_pictures

    ready = equipped(_commission(plan, marks=marks), plan.located, "press")
    if errors_in(ready.findings):
        raise AnthologyError(ready.findings)
    made = ready.value
    book = _ready_for_press(plan, hands, progress)
    rendered = _set_block(plan, made, book, crew, progress)
    progress("press", made.profile.name, 1.0)
    data = finish_press(rendered.value.data, made, plan.book.metadata)
    pages = made.profile.pages.whole(rendered.value.pages)
    look = look_at(data, book)
    findings = (
        *rendered.findings,
        *check(data, made),
        *outside(look, made, pages, book),
        *coarse_pictures(look, book),
    )
    done = Finished(data=data, pages=pages, starts=rendered.value.starts)
    return Checked(done, findings)


def _commission(plan: Plan, *, marks: bool = False) -> Commission:
    """Return the press edition as it is to be made; raises AnthologyError (manifest)."""
    asked = commission(plan.located, plan.profiles.pages, marks=marks)
    if errors_in(asked.findings):
        raise AnthologyError(asked.findings)
    return asked.value


def _ready_for_press(plan: Plan, hands: int, progress: Progress) -> Book:
    needs = needs_of(plan.located.manifest, Edition.PRESS)
    return _ready(plan, needs, Edition.PRESS, hands, progress)


def _set_block(
    plan: Plan, made: Commission, book: Book, crew: Crew | None, progress: Progress
) -> "Checked[Rendered]":
    from anthology.press.gutter import set_with_gutter

    return set_with_gutter(
        made,
        plan.style.design(Edition.PRESS).measures,
        _typesetter(plan, book, Edition.PRESS, None, crew, progress),
    )


def block_pages(plan: Plan, hire: Hire | None, hands: int, progress: Progress) -> int:
    """Return how many pages the book block has, blank ones included.

    It is set for that, as far as the cache does not have it. `hire` finds who sets its pieces,
    `hands` is how many processes may fit its pictures. Raises AnthologyError (manifest) where the
    printer does not take what is asked for, and what `anthology.typeset.typeset` raises.
    """
    made = _commission(plan)
    book = _ready_for_press(plan, hands, progress)
    rendered = _set_block(plan, made, book, _crew(hire, plan), progress)
    return made.profile.pages.whole(rendered.value.pages)


def finish_wrap(
    plan: Plan, pages: int, progress: Progress, *, needed: bool
) -> Checked[Finished | None]:
    """Return the cover that is wrapped around a book block of so many pages, and what it lacks.

    None where it cannot be made; where nobody knows how wide its spine is, that is an error only if
    it is `needed`. Raises AnthologyError (manifest) where the printer does not take what is asked
    for.
    """
    from anthology.wrap.make import Wrapped, make_wrap

    progress("cover", "", 0.0)
    own = plan.cover
    made = make_wrap(
        Wrapped(
            located=plan.located,
            metadata=plan.book.metadata,
            design=plan.style.design(Edition.PRESS),
            picture=fit_picture(own, needs_of_cover(Edition.PRESS), plan.shelf) if own else None,
            made=_commission(plan),
            output=plan.profiles.cover,
            pages=pages,
            needed=needed,
        )
    )
    finished = Finished(data=made.value) if made.value else None
    return Checked(finished, made.findings)


def render_small(plan: Plan, hands: int, progress: Progress) -> Checked[Finished]:
    """Return an EPUB with grey pictures, made smaller until mail takes the book.

    It is an error (limit) where that does not suffice. `hands` is how many processes may fit the
    pictures.
    """
    finished = Finished(data=b"")
    for needs in small_needs_of(plan.located.manifest):
        finished = _epub(plan, needs, hands, progress, small_needs_of_cover(needs))
        if len(finished.data) <= SMALL_BYTES:
            return Checked(finished)
    return Checked(finished, (_too_large(len(finished.data)),))


def _epub(
    plan: Plan, needs: Needs, hands: int, progress: Progress, of_cover: Needs | None = None
) -> Finished:
    from anthology import epub
    from anthology.pages import make_pages

    edition, manifest = Edition.EPUB, plan.located.manifest
    book = _ready(plan, needs, edition, hands, progress)
    design = plan.style.design(edition)
    progress("epub", "", 0.0)
    apparatus = apparatus_of(book, manifest, edition, design.faces)
    names = design.faces.names
    pages = make_pages(book, edition, None, plan.words, apparatus, names, hands=hands)
    pages = replace(with_page_list(pages, plan.starts), cover=_cover(plan, edition, of_cover))
    return Finished(data=epub.render(pages, design, hands))


def _cover(plan: Plan, edition: Edition, needs: Needs | None = None) -> Cover:
    """Return the cover of an edition, with `needs` of its own where they are not the edition's."""
    plan.covers_drawn()
    faces, data = plan.style.design(edition).faces, plan.book.metadata
    return make_cover(plan.located.manifest, data, plan.cover, edition, faces, plan.shelf, needs)


def _ready(plan: Plan, needs: Needs, edition: Edition, hands: int, progress: Progress) -> Book:
    """Return the book with its pictures and notes as they are needed."""
    fitted = fit_book(plan.book, needs, plan.shelf, hands, lambda *at: progress("pictures", *at))
    progress("pages", edition.value, 0.0)
    return annotate(fitted, plan.located.manifest, edition, plan.style.design(edition).faces)


def _too_large(size: int) -> Finding:
    return error(
        Kind.LIMIT,
        f"the small EPUB has {size / 1_000_000:.0f} MB, and mail takes {SMALL_BYTES // 1_000_000}",
        "show fewer pictures, above all drawings (SVG), which are not made smaller",
    )


def check_pages(
    plan: Plan, hire: Hire | None, hands: int, progress: Progress
) -> tuple[Finding, ...]:
    """Return what the setting of a book tells, and the bad breaks of its pages.

    `hire` finds who sets its pieces, `hands` is how many processes may fit its pictures. Raises
    what `anthology.typeset.typeset` raises.
    """
    from anthology.body.tree import text_of
    from anthology.breaks.find import find_breaks, words_of
    from anthology.breaks.read import read_pages

    rendered = render(plan, Edition.PDF, _crew(hire, plan), hands, progress)
    pages = read_pages(rendered.value.data, tuple(in_order(plan.book)))
    files = {text.document: text.file for text in texts(plan.book)}
    words = {text.document: words_of(text_of(text.body.content)) for text in texts(plan.book)}
    return (*rendered.findings, *find_breaks(pages, files, words))
