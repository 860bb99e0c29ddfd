"""From a plan to its editions, finished and proved, in no file yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from anthology.annotate import annotate, stand_apart
from anthology.apparatus.wanted import apparatus_of
from anthology.completeness.aid import Aid
from anthology.completeness.report import prove
from anthology.crew import Crew, Hire
from anthology.documents import in_order, texts
from anthology.errors import Checked, Finding, Kind, error
from anthology.fitting.book import fit_book
from anthology.fitting.needs import SMALL_BYTES, Needs, needs_of, small_needs_of
from anthology.frontcover import make_cover
from anthology.model import Book, Cover, Edition, PageStart
from anthology.pagelist import with_page_list
from anthology.pages import make_pages
from anthology.plan import Plan
from anthology.result import Progress
from anthology.scripts import unsettable_scripts


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """An edition, finished and in no file yet."""

    data: bytes = field(repr=False)
    pages: int | None = None
    """Pages of a PDF."""
    starts: tuple[PageStart, ...] = ()
    """Where the pages of a PDF begin."""
    names: Mapping[str, str] = field(default_factory=dict)
    """The digest of what was bound of each page document of a PDF, by its id, where known."""


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
) -> Checked[Finished]:
    """Return an edition of a book, with an error for each text of which something is missing.

    `hire` finds who sets the pieces of a PDF, which is set in one go without; `hands` is how many
    processes may fit pictures and compare texts; `small` asks for a small EPUB.
    """
    crew = _crew(hire, plan) if edition is Edition.PDF else None
    rendered = (
        render_small(plan, hands, progress)
        if small and edition is Edition.EPUB
        else render(plan, edition, crew, hands, progress)
    )
    progress("proof", edition.value, 0.0)
    data, names = rendered.value.data, rendered.value.names
    faces = plan.style.design(edition).faces
    aid = Aid(names=names, crew=crew, hands=hands, shelf=plan.shelf, faces=faces)
    apart = stand_apart(plan.located.manifest.notes, edition)
    proof = prove(plan.book, plan.manuscripts, edition, data, aid, notes_apart=apart)
    return Checked(rendered.value, (*rendered.findings, *proof.findings))


def render(
    plan: Plan, edition: Edition, crew: Crew | None, hands: int, progress: Progress
) -> Checked[Finished]:
    """Return an edition of a book; `crew` sets the pieces of a PDF, in one go without.

    `hands` is how many processes may fit its pictures.
    """
    needs = needs_of(plan.located.manifest, edition)
    if edition is Edition.EPUB:
        return Checked(_epub(plan, needs, hands, progress))
    from anthology.typeset import Setting, limits_of, typeset

    manifest = plan.located.manifest
    book, cover = _ready(plan, needs, edition, hands, progress)
    design = plan.style.design(edition)
    apparatus = apparatus_of(book, manifest, edition, design.faces)
    setting = Setting(
        design=design,
        size=manifest.pdf.page,
        limits=limits_of(manifest.limits),
        crew=crew,
        shelf=plan.shelf,
    )
    rendered = typeset(
        book,
        lambda care: make_pages(
            book, edition, cover, plan.words, apparatus, design.faces.names, care
        ),
        setting,
        lambda step, share: progress("pdf", step, share),
    )
    made = rendered.value
    done = Finished(data=made.data, pages=made.pages, starts=made.starts, names=dict(made.names))
    return Checked(done, (*unsettable_scripts(plan.book), *rendered.findings))


def render_small(plan: Plan, hands: int, progress: Progress) -> Checked[Finished]:
    """Return an EPUB with grey pictures, made smaller until mail takes the book.

    It is an error (limit) where that does not suffice. `hands` is how many processes may fit the
    pictures.
    """
    finished = Finished(data=b"")
    for needs in small_needs_of(plan.located.manifest):
        finished = _epub(plan, needs, hands, progress)
        if len(finished.data) <= SMALL_BYTES:
            return Checked(finished)
    return Checked(finished, (_too_large(len(finished.data)),))


def _epub(plan: Plan, needs: Needs, hands: int, progress: Progress) -> Finished:
    from anthology import epub  # is slow to import

    edition = Edition.EPUB
    book, cover = _ready(plan, needs, edition, hands, progress)
    progress("epub", "", 0.0)
    design = plan.style.design(edition)
    apparatus = apparatus_of(book, plan.located.manifest, edition, design.faces)
    pages = make_pages(book, edition, cover, plan.words, apparatus, design.faces.names)
    return Finished(data=epub.render(with_page_list(pages, plan.starts), design))


def _ready(
    plan: Plan, needs: Needs, edition: Edition, hands: int, progress: Progress
) -> tuple[Book, Cover]:
    """Return the book with its pictures and notes as they are needed, and its cover."""
    fitted = fit_book(plan.book, needs, plan.shelf, hands, lambda *at: progress("pictures", *at))
    progress("pages", edition.value, 0.0)
    manifest = plan.located.manifest
    faces = plan.style.design(edition).faces
    book = annotate(fitted, manifest, edition, faces)
    return book, make_cover(manifest, plan.book.metadata, plan.cover, edition, faces, plan.shelf)


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
    from anthology.breaks.find import find_breaks
    from anthology.breaks.read import read_pages

    rendered = render(plan, Edition.PDF, _crew(hire, plan), hands, progress)
    pages = read_pages(rendered.value.data, tuple(in_order(plan.book)))
    files = {text.document: text.file for text in texts(plan.book)}
    return (*rendered.findings, *find_breaks(pages, files))
