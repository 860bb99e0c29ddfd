"""The pipeline: a project folder in, a plan or finished files out."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from anthology import epub
from anthology.assemble import assemble
from anthology.completeness.aid import Aid
from anthology.completeness.report import Manuscripts, prove
from anthology.crew import Crew, Hire
from anthology.decode import nearest
from anthology.errors import (
    AnthologyError,
    Checked,
    Finding,
    Kind,
    Severity,
    error,
    errors_in,
)
from anthology.frontcover import make_cover, read_own_cover
from anthology.glyphs import missing_glyphs
from anthology.ledger import Ledger, Question
from anthology.load import Project
from anthology.locales.words import Words, check_override, override_keys, words
from anthology.manifest import MANIFEST, ColophonSpec, Located, read_manifest
from anthology.model import Book, Colophon, Edition, Picture
from anthology.pages import make_pages
from anthology.reading import read_texts
from anthology.record import Record, keep
from anthology.result import Made, Request, Result
from anthology.shelf import Shelf, open_shelf
from anthology.slug import slug
from anthology.styles import stylesheet
from anthology.write import check_output, opened

Progress: TypeAlias = Callable[[str, str, float], None]
"""Told of each step: what is being done, to which article or part, and the share of it done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A book, ready to be made, and the manifest that asked for it."""

    located: Located
    words: Words
    book: Book
    cover: Picture | None
    """The editor's own."""
    manuscripts: Manuscripts
    """The texts as they stand in their files, to prove that nothing was lost."""
    questions: tuple[Question, ...]
    """Everything that was asked of the project."""
    shelf: Shelf | None
    """The project's cache, if it may be used."""


def plan_book(
    project: Project,
    changed: dt.datetime | None,
    progress: Progress,
    hands: int = 1,
    *,
    cached: bool = False,
) -> Checked[Plan | None]:
    """Return the book of a project, or None where its manifest cannot be used.

    Reads everything and finds everything that is wrong with it. `changed` is when the input last
    changed, if the environment says so; `hands` is how many processes may work on it, and `cached`
    lets it use the project's cache.
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
    usable = {key: said for key, said in asked.words.items() if check_override(key, said) is None}
    said = words(asked.language, usable)

    shelf = None
    try:
        shelf = open_shelf(project.root, asked.cache) if cached else None
    except AnthologyError as problem:
        findings += problem.findings
    texts = read_texts(project, located, said, hands, shelf, lambda *at: progress("read", *at))
    findings += texts.findings
    book = assemble(located, texts.value, said, changed)
    broken = {one.place.file for one in errors_in(texts.findings) if one.place} - {MANIFEST}
    findings += (one for one in book.findings if one.place is None or one.place.file not in broken)
    findings += missing_glyphs(book.value, hands)
    cover = read_own_cover(project, located)
    findings += cover.findings
    whole = replace(book.value, colophon=_colophon(asked.colophon, project.ledger))
    plan = Plan(
        located=located,
        words=said,
        book=whole,
        cover=cover.value,
        manuscripts=texts.value.manuscripts,
        questions=project.ledger.questions(),
        shelf=shelf,
    )
    return Checked(plan, tuple(findings))


def _colophon(spec: ColophonSpec | None, read: Ledger) -> Colophon | None:
    if spec is None:
        return None
    from importlib.metadata import version

    return Colophon(version=version("anthology"), digest=read.digest() if spec.digest else None)


def build_book(
    project: Project,
    request: Request,
    *,
    jobs: int,
    scheduler: str | None = None,
    progress: Progress,
) -> Result:
    """Make the files of a book and return what was made and found.

    `jobs` is how many processes work on it; 0 sets the PDF in one go. `scheduler` is the address
    of a Dask scheduler whose workers set its pieces instead.
    Raises AnthologyError, with every finding, where there are errors, or warnings and `strict`;
    then no file has been touched.
    """
    output, strict = request.output, request.strict
    with _hands(request, jobs, scheduler) as hire:
        checked = plan_book(project, request.changed, progress, max(jobs, 1), cached=jobs > 0)
        plan = checked.value
        findings = list(checked.findings)
        if plan is None or _stops(findings, strict):
            raise AnthologyError(_as_errors(findings, strict))
        names = {edition: f"{_file_name(plan)}.{edition.value}" for edition in request.editions}
        check_output(output, names.values())
        made: dict[str, Finished] = {}
        for edition in names:
            crew = _crew(hire, plan) if edition is Edition.PDF else None
            rendered = render(plan, edition, crew, progress)
            made[names[edition]] = rendered.value
            findings += rendered.findings
            progress("proof", edition.value, 0.0)
            data, bound = rendered.value.data, rendered.value.names
            aid = Aid(names=bound, crew=crew, hands=max(jobs, 1), shelf=plan.shelf)
            findings += prove(plan.book, plan.manuscripts, edition, data, aid).findings
    if _stops(findings, strict):
        raise AnthologyError(_as_errors(findings, strict))
    with opened(output, lambda: progress("wait", str(output), 0.0)) as folder:
        progress("write", ", ".join(made), 0.0)
        folder.put({name: one.data for name, one in made.items()})
    articles = plan.book.articles
    result = Result(
        files=tuple(_made(name, one) for name, one in made.items()),
        findings=tuple(findings),
        articles=len(articles),
        words=sum(article.body.words for article in articles),
    )
    if plan.shelf:
        keep(plan.shelf, request, Record(questions=plan.questions, result=result))
    return result


def _made(name: str, finished: "Finished") -> Made:
    data = finished.data
    digest = hashlib.sha256(data).hexdigest()
    return Made(name=name, size=len(data), pages=finished.pages, digest=digest)


def _stops(findings: Iterable[Finding], strict: bool) -> bool:
    return any(strict or finding.severity is Severity.ERROR for finding in findings)


def _as_errors(findings: Iterable[Finding], strict: bool) -> tuple[Finding, ...]:
    if not strict:
        return tuple(findings)
    return tuple(replace(one, severity=Severity.ERROR) for one in findings)


def _file_name(plan: Plan) -> str:
    data = plan.book.metadata
    return slug(data.title, data.language, longest=80)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """An edition, finished and in no file yet."""

    data: bytes = field(repr=False)
    pages: int | None = None
    """Pages of a PDF."""
    names: Mapping[str, str] = field(default_factory=dict)
    """The digest of what was bound of each page document of a PDF, by its id, where known."""


def _hands(
    request: Request, jobs: int, scheduler: str | None
) -> AbstractContextManager[Hire | None]:
    """Give who sets the pieces of a PDF, if there is to be one, in pieces."""
    if Edition.PDF not in request.editions or not jobs:
        return nullcontext()
    if scheduler:
        from anthology.cluster import cluster

        return cluster(scheduler)
    from anthology.typeset import processes

    return processes(jobs)


def _crew(hire: Hire | None, plan: Plan) -> Crew | None:
    if hire is None:
        return None
    from anthology.typeset import limits_of

    return hire(plan.book, limits_of(plan.located.manifest.limits))


def render(
    plan: Plan, edition: Edition, crew: Crew | None, progress: Progress
) -> Checked[Finished]:
    """Return an edition of a book; `crew` sets the pieces of a PDF, in one go without."""
    manifest = plan.located.manifest
    progress("pages", edition.value, 0.0)
    cover = make_cover(plan.located.manifest, plan.book.metadata, plan.cover, edition)
    style = stylesheet(edition)
    order = manifest.sources.order
    if edition is Edition.EPUB:
        progress("epub", "", 0.0)
        pages = make_pages(plan.book, edition, cover, plan.words, order)
        return Checked(Finished(data=epub.render(pages, style)))
    from anthology.typeset import Setting, limits_of, typeset

    setting = Setting(
        stylesheet=style,
        size=manifest.pdf.page,
        limits=limits_of(manifest.limits),
        crew=crew,
        shelf=plan.shelf,
    )
    rendered = typeset(
        plan.book,
        lambda care: make_pages(plan.book, edition, cover, plan.words, order, care),
        setting,
        lambda step, share: progress("pdf", step, share),
    )
    made = rendered.value
    done = Finished(data=made.data, pages=made.pages, names=dict(made.names))
    return Checked(done, rendered.findings)


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
