"""The command line: takes the words, calls one function, prints."""

import os
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import click

from anthology.console import Progress, plural, report_findings, shown, size_of
from anthology.terminal import harmless

if TYPE_CHECKING:
    from anthology.errors import Finding

STOPPED = 128
"""With the number of the signal, the exit code after Ctrl-C or a request to end."""

INTERNAL = 1
"""The exit code where the program itself is at fault."""


class _Group(click.Group):
    """A group whose commands end with the exit code of what went wrong, never with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        before = signal.signal(signal.SIGTERM, _stop)
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stopped:
            click.echo("stopped; every file is whole, as it was or as it was to be", err=True)
            ctx.exit(STOPPED + (stopped.args[0] if stopped.args else signal.SIGINT))
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as problem:
            from anthology.errors import AnthologyError, exit_code

            if isinstance(problem, AnthologyError):
                report_findings(problem.findings, quiet=True)
                ctx.exit(exit_code(problem.findings))
            if os.environ.get("ANTHOLOGY_DEBUG"):
                raise
            what = harmless(f"{type(problem).__name__}: {problem}")
            click.echo(
                f"error: the program itself failed ({what}); "
                "set ANTHOLOGY_DEBUG=1 for the details and report it",
                err=True,
            )
            ctx.exit(INTERNAL)
        finally:
            signal.signal(signal.SIGTERM, before)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    """End as Ctrl-C does, with what has to be put away put away."""
    raise KeyboardInterrupt(number)


def _processors() -> int:
    return os.cpu_count() or 1


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="anthology", message="%(prog)s %(version)s")
def main() -> None:
    """Make e-books and printed books out of dated articles."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--title", default="Untitled", help="The book's title.")
@click.option("--language", default="en", help="The book's language: de, en, uk …")
@click.option("--author", help="The author as printed on the title page.")
def init(folder: Path, title: str, language: str, author: str | None) -> None:
    """Begin a book in FOLDER: a manifest and a folder for articles."""
    from anthology.scaffold import create_project
    from anthology.values import read_language

    try:
        tag = read_language(language)
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--language") from None
    for name in create_project(folder, title, tag, author):
        click.echo(f"wrote {shown(folder / name)}")
    click.echo("next: put articles into articles/, then `anthology list` and `anthology build`")


@main.command(name="list")
@click.option("--explain", is_flag=True, help="Say why each article stands where it stands.")
def list_(explain: bool) -> None:
    """Show the plan of the book: chapters, articles, dates and words."""
    from anthology.listing import list_plan
    from anthology.plan import plan_book

    checked = plan_book(_project(), _changed(), _silent, _processors())
    report_findings(checked.findings)
    if checked.value is not None:
        for line in list_plan(checked.value.book, explain=explain):
            click.echo(harmless(line))
    _leave(checked.findings)


@main.command()
@click.option("--strict", is_flag=True, help="Let warnings fail.")
@click.option("--pages", is_flag=True, help="Set the PDF, and list its bad breaks.")
def check(strict: bool, pages: bool) -> None:
    """Report everything that a build would, without building."""
    from anthology.crew import hands
    from anthology.errors import errors_in
    from anthology.plan import plan_book
    from anthology.scripts import unsettable_scripts

    jobs = _processors()
    with (
        Progress(quiet=False, verbose=False) as progress,
        hands(jobs, None, needed=pages) as hire,
    ):
        checked = plan_book(_project(), _changed(), progress, jobs)
        findings = checked.findings
        if pages and checked.value is not None and not errors_in(findings):
            from anthology.editions import check_pages

            findings += check_pages(checked.value, hire, jobs, progress)
        elif checked.value is not None:
            findings += tuple(unsettable_scripts(checked.value.book))
    report_findings(findings)
    errors, warnings = _counts(findings)
    click.echo(f"{plural(errors, 'error')}, {plural(warnings, 'warning')}")
    _leave(findings, strict=strict)


@main.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["csl-json", "bibtex", "csv"]),
    default="csl-json",
    help="The format of the list.",
)
def sources(form: str) -> None:
    """Print where every article comes from, as data."""
    from anthology.apparatus.export import SourceFormat, export_sources
    from anthology.errors import AnthologyError, exit_code
    from anthology.plan import plan_book

    checked = plan_book(_project(), _changed(), _silent, _processors())
    if checked.value is None or exit_code(checked.findings):
        raise AnthologyError(checked.findings)
    click.echo(export_sources(checked.value.book, SourceFormat(form)), nl=False)


_output = click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The folder for the files; by default `dist` beside book.yml.",
)
_strict = click.option("--strict", is_flag=True, help="Let warnings fail.")
_jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=_processors,
    help="How many processes work at a time; by default as many as there are processors.",
)
_scheduler = click.option("--scheduler", help="Let a Dask cluster set the PDF: tcp://HOST:PORT.")
_no_pieces = click.option("--no-pieces", is_flag=True, help="Set the PDF in one go, to compare.")
_quiet = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
_verbose = click.option("-v", "--verbose", is_flag=True, help="Print every step.")


@main.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it into a new file, such as names.yml.",
)
def names(output: Path | None) -> None:
    """Propose the names of an index: what the texts have, and the list has not yet."""
    from anthology.errors import AnthologyError, exit_code
    from anthology.names.candidates import gather
    from anthology.names.capitals import runs
    from anthology.names.finder import Finders
    from anthology.names.lines import lines_of
    from anthology.names.proposal import propose
    from anthology.names.where import place_of_name
    from anthology.plan import plan_book
    from anthology.write import write_new

    checked = plan_book(_project(), _changed(), _silent, _processors())
    plan = checked.value
    if plan is None or exit_code(checked.findings):
        raise AnthologyError(checked.findings)
    known = Finders(plan.names.known if plan.names else ())
    found = gather(runs(lines_of(plan.book, known)))
    text = propose(
        found,
        lambda one: place_of_name(plan.manuscripts[one.first.line.file], one.first.words),
        plan.book.metadata.language,
    )
    if output is None:
        for line in text.splitlines():
            click.echo(harmless(line))
    else:
        write_new(output, text.encode())
        click.echo(f"wrote {shown(output)}")


@main.command()
@click.option("--epub", is_flag=True, help="Make the EPUB.")
@click.option("--pdf", is_flag=True, help="Make the PDF. Without any, EPUB and PDF are made.")
@click.option("--press", is_flag=True, help="Make book block and cover for a printing house.")
@click.option("--marks", is_flag=True, help="Give the press edition marks to cut along.")
@click.option(
    "--booklet",
    type=click.Choice(["2", "4"]),
    is_flag=False,
    flag_value="2",
    help="Make a PDF to print at home and fold: 2 pages a side of A4, or 4 to cut.",
)
@click.option(
    "--small", is_flag=True, help="Make a small EPUB for e-ink and mail: grey, 50 MB at most."
)
@_output
@_strict
@_jobs
@_scheduler
@_no_pieces
@_quiet
@_verbose
def build(
    epub: bool,
    pdf: bool,
    press: bool,
    marks: bool,
    booklet: str | None,
    small: bool,
    output: Path | None,
    strict: bool,
    jobs: int,
    scheduler: str | None,
    no_pieces: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Make the book."""
    from anthology.model import Edition
    from anthology.result import Request

    wanted = {Edition.EPUB: epub or small, Edition.PDF: pdf, Edition.PRESS: press or marks}
    usual = () if booklet else (Edition.EPUB, Edition.PDF)
    project = _project()
    request = Request(
        editions=tuple(edition for edition, asked in wanted.items() if asked) or usual,
        output=output or project.root / "dist",
        changed=_changed(),
        strict=strict,
        small=small,
        marks=marks,
        booklet=int(booklet) if booklet else None,
    )
    _make(project, request, 0 if no_pieces else jobs, scheduler, quiet=quiet, verbose=verbose)


@main.command()
@_output
@_strict
@_jobs
@_scheduler
@_quiet
@_verbose
def cover(
    output: Path | None,
    strict: bool,
    jobs: int,
    scheduler: str | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Make the cover of the printed book: back, spine and front."""
    from anthology.result import Request

    project = _project()
    request = Request(
        editions=(),
        output=output or project.root / "dist",
        changed=_changed(),
        strict=strict,
        cover=True,
    )
    _make(project, request, jobs, scheduler, quiet=quiet, verbose=verbose)


def _make(
    project: Any,
    request: Any,
    jobs: int,
    scheduler: str | None,
    *,
    quiet: bool,
    verbose: bool,
) -> None:
    """Make files and say so; without `jobs`, without pieces and cache."""
    from anthology.record import recall

    began = time.monotonic()
    with Progress(quiet=quiet, verbose=verbose) as progress:
        shelf = _shelf(project) if jobs else None
        result = recall(project, shelf, request) if shelf else None
        if result is None:
            result = _built(project, request, shelf, jobs, scheduler, progress)
    report_findings(result.findings, quiet=quiet)
    if quiet:
        return
    for made in result.files:
        pages = f", {made.pages} pages" if made.pages else ""
        click.echo(f"{shown(request.output / made.name)}: {size_of(made.size)}{pages}")
    seconds = time.monotonic() - began
    _, warnings = _counts(result.findings)
    click.echo(
        f"{plural(result.articles, 'article')}, {plural(result.words, 'word')}, {seconds:.1f} s, "
        f"{plural(warnings, 'warning')}"
    )


def _built(
    project: Any, request: Any, shelf: Any, jobs: int, scheduler: str | None, progress: Progress
) -> Any:
    from anthology.crew import hands
    from anthology.spread import meanwhile

    with hands(jobs, scheduler, needed=request.paged) as hire:
        from anthology.frontcover import drawing  # here, while a first process starts

        with meanwhile(drawing(project, shelf, request.editions), jobs) as ahead:
            from anthology.build import build_book

            return build_book(
                project, request, jobs=jobs, hire=hire, progress=progress, ahead=ahead
            )


@main.command()
def clean() -> None:
    """Throw away the cache, which the next build makes anew, and what was fetched."""
    from anthology.intake.fetch.kept import FETCHED
    from anthology.shelf import open_shelf

    project = _project()
    size = _shelf(project).clear() + open_shelf(project.root, FETCHED).clear()
    click.echo(f"removed {size_of(size)}")


@main.group(name="import")
def import_() -> None:
    """Turn what you have into article files."""


_into = click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder for the article files.",
)
_force = click.option("--force", is_flag=True, help="Overwrite articles that were edited, too.")
_report_file = click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the report as JSON into a file.",
)
_fetch = click.option(
    "--fetch", is_flag=True, help="Fetch from the web what is not at hand: pictures, pages, feeds."
)
_rules = click.option(
    "--rules",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A YAML file with further words that tell the source of a text.",
)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@import_.command()
@click.argument("file", type=_FILE)
@_into
@_fetch
@click.option(
    "--media",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A copy of the site's folder wp-content/uploads.",
)
@click.option(
    "--type", "types", multiple=True, default=("post",), help="post, page …; posts by default."
)
@click.option(
    "--status",
    "statuses",
    multiple=True,
    default=("publish",),
    help="publish, draft, private, pending, future or protected; published ones by default.",
)
@_force
@_rules
@_report_file
def wordpress(
    file: Path,
    into: Path,
    fetch: bool,
    media: Path | None,
    types: tuple[str, ...],
    statuses: tuple[str, ...],
    force: bool,
    rules: Path | None,
    report: Path | None,
) -> None:
    """Turn the posts of a WordPress export (Tools, Export) into article files."""
    from anthology.intake.atfolder import uploads
    from anthology.intake.sources import open_sources
    from anthology.intake.wordpress import Export, Wanted

    export = Export(file.resolve(), str(file), Wanted(types=types, statuses=statuses))
    with open_sources(into, fetch=fetch) as sources:
        finders = (*((uploads(media),) if media else ()), *sources.finders)
        _take(
            export,
            into,
            finders,
            force=force,
            rules=rules,
            report=report,
            broken=lambda: export.breaks_off,
        )


@import_.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@_into
@click.option("--drafts", is_flag=True, help="Take texts that are not published yet, too.")
@click.option("--address", help="Where the site stands, if its configuration does not say so.")
@_fetch
@_force
@_rules
@_report_file
def site(
    folder: Path,
    into: Path,
    drafts: bool,
    address: str | None,
    fetch: bool,
    force: bool,
    rules: Path | None,
    report: Path | None,
) -> None:
    """Turn the posts of a static site's FOLDER (Jekyll, Hugo, Eleventy …) into article files."""
    from anthology.intake.atfolder import site_files
    from anthology.intake.site import SiteFolder
    from anthology.intake.sources import open_sources

    supply = SiteFolder(folder, str(folder), drafts=drafts, address=address)
    with open_sources(into, fetch=fetch) as sources:
        finders = (site_files(folder, supply.site.address), *sources.finders)
        _take(supply, into, finders, force=force, rules=rules, report=report)


@import_.command()
@click.argument("source")
@_into
@click.option(
    "--rest", is_flag=True, help="SOURCE is a WordPress site; ask it for all its posts itself."
)
@_fetch
@_force
@_rules
@_report_file
def feed(
    source: str,
    into: Path,
    rest: bool,
    fetch: bool,
    force: bool,
    rules: Path | None,
    report: Path | None,
) -> None:
    """Turn the entries of a feed (a file or an address of RSS, Atom, JSON Feed) into articles."""
    from anthology.intake.sources import open_sources

    with open_sources(into, fetch=fetch) as sources:
        supply = sources.rest(source) if rest else sources.feed(source)
        _take(supply, into, sources.finders, force=force, rules=rules, report=report)


@import_.command()
@click.argument("sources", nargs=-1, required=True)
@_into
@_fetch
@_force
@_rules
@_report_file
def page(
    sources: tuple[str, ...],
    into: Path,
    fetch: bool,
    force: bool,
    rules: Path | None,
    report: Path | None,
) -> None:
    """Turn web pages (saved files, or addresses) into article files, one each."""
    from anthology.intake.sources import open_sources

    with open_sources(into, fetch=fetch) as opened_:
        supply = opened_.pages(sources)
        _take(supply, into, opened_.finders, force=force, rules=rules, report=report)


@import_.command()
@click.argument("file", type=_FILE)
@_into
@click.option(
    "--title-line",
    default=None,
    help='How articles begin: "{title} ({author}, {date})"; else {title} | {author}. {date}',
)
@_force
@_rules
def text(file: Path, into: Path, title_line: str | None, force: bool, rules: Path | None) -> None:
    """Split a saved category page into articles at its title lines."""
    from anthology.encoding import decode
    from anthology.errors import AnthologyError, exit_code
    from anthology.intake.files import write_articles
    from anthology.intake.given import read_given
    from anthology.intake.text import read_category_page
    from anthology.intake.titleline import title_form
    from anthology.intake.vocabulary import KNOWN, read_rules

    data = read_given(file.resolve(), str(file))
    decoded = decode(data, str(file))
    if exit_code(decoded.findings):
        raise AnthologyError(decoded.findings)
    try:
        form = title_form(title_line) if title_line else None
    except ValueError as problem:
        raise click.UsageError(f"--title-line: {problem}") from None
    vocabulary = read_rules(rules) if rules else KNOWN
    intake = read_category_page(decoded.value, str(file), vocabulary, form)
    if exit_code(intake.findings):
        raise AnthologyError((*decoded.findings, *intake.findings))
    report = write_articles(intake, into, force=force)
    for line in report.lines():
        click.echo(harmless(line))
    _leave(report.findings)


def _take(
    supply: Any,
    into: Path,
    finders: tuple[Any, ...],
    *,
    force: bool,
    rules: Path | None,
    report: Path | None,
    broken: Any = tuple,
) -> None:
    """Import from a supply, and print what came of it."""
    from anthology.intake.take import take
    from anthology.intake.vocabulary import KNOWN, read_rules

    vocabulary = read_rules(rules) if rules else KNOWN
    with Progress(quiet=False, verbose=False) as progress:
        done = take(
            supply,
            into,
            finders,
            force=force,
            vocabulary=vocabulary,
            told=lambda title, share: progress("import", title, share),
        )
    if report:
        from anthology.write import opened

        with opened(report.absolute().parent) as folder:
            folder.put({report.name: done.as_json().encode() + b"\n"})
    for line in done.lines():
        click.echo(harmless(line))
    findings = (*done.all_findings, *broken())
    report_findings(broken(), quiet=False)
    _leave(findings)


@main.command()
def schema() -> None:
    """Print the JSON Schema of book.yml, for editors that complete and check it."""
    import json

    from anthology.manifest import manifest_schema

    click.echo(json.dumps(manifest_schema(), ensure_ascii=False, indent=2))


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a SHELL: eval "$(anthology completion bash)"."""
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    if script is not None:
        click.echo(script(main, {}, "anthology", "_ANTHOLOGY_COMPLETE").source())


def _project() -> Any:
    from anthology.load import find_project

    return find_project(Path.cwd())


def _shelf(project: Any) -> Any:
    """Return the cache of a project, in its usual place where the manifest cannot be used."""
    from anthology.errors import Kind
    from anthology.manifest import CACHE, MANIFEST, read_manifest
    from anthology.shelf import open_shelf

    located = read_manifest(project.read_text(MANIFEST, Kind.MANIFEST).value, MANIFEST).value
    return open_shelf(project.root, located.manifest.cache if located else CACHE)


def _changed() -> Any:
    """Return when the input last changed, where SOURCE_DATE_EPOCH says so."""
    import datetime as dt

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return None
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    except (ValueError, OverflowError, OSError):
        raise click.UsageError("SOURCE_DATE_EPOCH must be a number of seconds") from None


def _silent(_step: str, _item: str, _share: float) -> None:
    """Show no progress."""


def _counts(findings: "Iterable[Finding]") -> tuple[int, int]:
    from anthology.errors import Severity

    severities = [finding.severity for finding in findings]
    return severities.count(Severity.ERROR), severities.count(Severity.WARNING)


def _leave(findings: "tuple[Finding, ...]", *, strict: bool = False) -> None:
    from anthology.errors import Severity, exit_code

    code = exit_code(findings)
    if not code and strict and findings:
        from msgspec.structs import replace

        code = exit_code(replace(finding, severity=Severity.ERROR) for finding in findings)
    if code:
        sys.exit(code)
