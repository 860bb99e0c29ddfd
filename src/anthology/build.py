"""The pipeline: a project folder in, finished files out."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from anthology.crew import Hire
from anthology.editions import Finished, finish
from anthology.errors import AnthologyError, Finding, Severity
from anthology.load import Project
from anthology.model import Edition
from anthology.plan import Plan, plan_book
from anthology.record import Record, keep
from anthology.result import Made, Progress, Request, Result
from anthology.slug import slug
from anthology.write import check_output, opened


def build_book(
    project: Project,
    request: Request,
    *,
    jobs: int,
    hire: Hire | None,
    progress: Progress,
) -> Result:
    """Make the files of a book and return what was made and found.

    `jobs` is how many processes may work on it; 0 does without the cache. `hire` finds who sets
    the pieces of a PDF; without, it is set in one go.
    Raises AnthologyError, with every finding, where there are errors, or warnings and `strict`;
    then no file has been touched.
    """
    output, strict = request.output, request.strict
    checked = plan_book(project, request.changed, progress, max(jobs, 1), cached=jobs > 0)
    plan = checked.value
    findings = list(checked.findings)
    if plan is None or _stops(findings, strict):
        raise AnthologyError(_as_errors(findings, strict))
    names = {
        edition: _file_name(plan, edition, small=request.small) for edition in request.editions
    }
    check_output(output, names.values())
    made: dict[str, Finished] = {}
    for edition in sorted(names, key=lambda one: one is Edition.EPUB):  # it tells pages of print
        finished = finish(plan, edition, hire, max(jobs, 1), progress, small=request.small)
        made[names[edition]] = finished.value
        findings += finished.findings
        plan = replace(plan, starts=finished.value.starts)
    made = {name: made[name] for name in names.values()}
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
        plan.shelf.tidy()
    return result


def _made(name: str, finished: Finished) -> Made:
    data = finished.data
    digest = hashlib.sha256(data).hexdigest()
    return Made(name=name, size=len(data), pages=finished.pages, digest=digest)


def _stops(findings: Iterable[Finding], strict: bool) -> bool:
    return any(strict or finding.severity is Severity.ERROR for finding in findings)


def _as_errors(findings: Iterable[Finding], strict: bool) -> tuple[Finding, ...]:
    if not strict:
        return tuple(findings)
    return tuple(replace(one, severity=Severity.ERROR) for one in findings)


def _file_name(plan: Plan, edition: Edition, *, small: bool) -> str:
    data = plan.book.metadata
    name = slug(data.title, data.language, longest=80)
    kind = "-small" if small and edition is Edition.EPUB else ""
    return f"{name}{kind}.{edition.value}"
