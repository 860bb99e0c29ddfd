"""The pipeline: a project folder in, finished files out."""

import hashlib
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from anthology.crew import Hire
from anthology.errors import AnthologyError, Finding, Severity, errors_in
from anthology.load import Project
from anthology.model import Edition
from anthology.plan import Plan, plan_book
from anthology.record import Record, keep
from anthology.result import Made, Progress, Request, Result
from anthology.slug import slug
from anthology.style.read import Style
from anthology.write import check_output, opened

if TYPE_CHECKING:
    from anthology.editions import Finished


def build_book(
    project: Project,
    request: Request,
    *,
    jobs: int,
    hire: Hire | None,
    progress: Progress,
    ahead: Callable[[], object] = dict,
) -> Result:
    """Make the files of a book and return what was made and found.

    `jobs` is how many processes may work on it; 0 does without the cache. `hire` finds who sets
    the pieces of a PDF; without, it is set in one go. `ahead` waits for whoever puts drawn covers
    into the cache, which need the manifest alone.
    Raises AnthologyError, with every finding, where there are errors, or warnings and `strict`;
    then no file has been touched.
    """
    output, strict = request.output, request.strict
    checked = plan_book(
        project,
        request.changed,
        progress,
        max(jobs, 1),
        cached=jobs > 0,
        aside=partial(_prepare, request.editions),
    )
    plan = checked.value
    findings = list(checked.findings)
    if plan is None or _stops(findings, strict):
        raise AnthologyError(_as_errors(findings, strict))
    from anthology.editions import Finished, block_pages, finish, finish_wrap

    names = {edition: _file_name(plan, edition, request) for edition in request.editions}
    booklet, cover = f"{_stem(plan)}-booklet.pdf", f"{_stem(plan)}-cover.pdf"
    others = {booklet: request.booklet, cover: request.wrapped}
    check_output(output, (*names.values(), *(name for name, asked in others.items() if asked)))
    plan = replace(plan, covers_drawn=ahead)
    made: dict[Edition, Finished] = {}
    for edition in _needed(request):
        finished = finish(
            plan,
            edition,
            hire,
            max(jobs, 1),
            progress,
            small=request.small,
            marks=request.marks,
        )
        made[edition] = finished.value
        findings += (one for one in finished.findings if one not in findings)
        plan = replace(plan, starts=finished.value.starts)
    wrap = None
    if request.wrapped and not errors_in(findings):
        press = made.get(Edition.PRESS)
        pages = (press and press.pages) or block_pages(plan, hire, max(jobs, 1), progress)
        wrapped = finish_wrap(plan, pages, progress, needed=request.cover)
        wrap = wrapped.value
        findings += wrapped.findings
    if _stops(findings, strict):
        raise AnthologyError(_as_errors(findings, strict))
    files = {name: made[edition] for edition, name in names.items()}
    if wrap:
        files[cover] = wrap
    if request.booklet:
        from anthology.press.booklet import fold

        folded = fold(made[Edition.PDF].data, request.booklet)
        files[booklet] = Finished(data=folded.data, pages=folded.sides)
    with opened(output, lambda: progress("wait", str(output), 0.0)) as folder:
        progress("write", ", ".join(files), 0.0)
        folder.put({name: one.data for name, one in files.items()})
    articles = plan.book.articles
    result = Result(
        files=tuple(_made(name, one) for name, one in files.items()),
        findings=tuple(findings),
        articles=len(articles),
        words=sum(article.body.words for article in articles),
    )
    if plan.shelf:
        keep(plan.shelf, request, Record(questions=plan.questions, result=result))
        plan.shelf.tidy()
    return result


def _prepare(editions: Iterable[Edition], style: Style) -> None:
    """Do what needs no text while others read; what finishes a book is slow to import."""
    from anthology.editions import prepare

    prepare(editions, style)


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


def _needed(request: Request) -> tuple[Edition, ...]:
    """Return the editions that have to be made, in that order.

    A booklet is folded of the PDF. The EPUB comes last: it tells the pages of print, those of the
    press if there is to be a book of paper.
    """
    folded = (Edition.PDF,) if request.booklet else ()
    needed = dict.fromkeys((*request.editions, *folded))
    return tuple(sorted(needed, key=[Edition.PDF, Edition.PRESS, Edition.EPUB].index))


def _stem(plan: Plan) -> str:
    data = plan.book.metadata
    return slug(data.title, data.language, longest=80)


def _file_name(plan: Plan, edition: Edition, request: Request) -> str:
    if edition is Edition.PRESS:
        return f"{_stem(plan)}-press.pdf"
    kind = "-small" if request.small and edition is Edition.EPUB else ""
    return f"{_stem(plan)}{kind}.{edition.value}"
