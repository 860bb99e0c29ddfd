"""A saved page of a blog category, as plain text, into articles."""

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from anthology.errors import Finding, Kind, Place, error, warning
from anthology.intake.plaintext import clean, to_markdown
from anthology.intake.report import Duplicate, ImportedArticle, Intake, LeftOut
from anthology.intake.sourceblock import Line, extract, label_of
from anthology.intake.titleline import BAR, DASH, TitleLine, read_by_form, read_title_line
from anthology.intake.vocabulary import KNOWN, Vocabulary
from anthology.model import LangText

_FORM = "`Title | Author. 16.11.2025`"


_Read = Callable[[str], TitleLine | None]
"""Reads a line as a title line, if it is one."""


class _Found(Struct, frozen=True):
    at: int
    title: TitleLine


def read_category_page(
    text: str, file: str, vocabulary: Vocabulary = KNOWN, form: re.Pattern[str] | None = None
) -> Intake:
    """Return the articles of a page that was saved as text, in their order.

    Each article begins with a line `Title | Author. 16.11.2025` between empty lines. An article
    that stands there twice is taken once, with its source where only one of the two has it.
    Errors are a page without a title line, and a title line with a day that does not exist.
    """
    lines = tuple(Line(number=n, text=line) for n, line in enumerate(text.split("\n"), 1))
    read = _reader(lines, form)
    titles, findings = _title_lines(lines, file, read, vocabulary)
    if not titles:
        return Intake(
            left_out=_left_out(lines, "no article was found", file),
            findings=(
                *findings,
                error(
                    Kind.ARTICLE,
                    f"no article begins here: there is no line such as {_FORM}",
                    "write such a line, with an empty line before it, above each article",
                    Place(file=file),
                ),
            ),
        )
    articles: list[ImportedArticle] = []
    left_out = [*_left_out(lines[: titles[0].at], "before the first title line", file)]
    ends = [found.at for found in titles[1:]] + [len(lines)]
    for found, end in zip(titles, ends, strict=True):
        place = Place(file=file, line=lines[found.at].number)
        block = extract(lines[found.at + 1 : end], file, vocabulary)
        findings += block.findings
        left_out += block.left_out
        articles.append(
            ImportedArticle(
                title=LangText(text=found.title.title),
                date=found.title.date,
                authors=found.title.authors,
                translators=block.translators,
                language=block.language,
                source=block.source,
                body=to_markdown([line.text for line in block.rest]),
                place=place,
            )
        )
    once, duplicates, doubts = without_duplicates(articles)
    empty = tuple(article for article in once if not article.body)
    return Intake(
        articles=tuple(article for article in once if article.body),
        duplicates=duplicates,
        left_out=(
            *left_out,
            *(
                LeftOut(
                    text=article.title.text,
                    reason="no text follows the title line",
                    place=article.place,
                )
                for article in empty
            ),
        ),
        findings=(*findings, *doubts),
    )


def without_duplicates(
    articles: Sequence[ImportedArticle],
) -> tuple[tuple[ImportedArticle, ...], tuple[Duplicate, ...], tuple[Finding, ...]]:
    """Return the articles, each once, what was found twice, and what may have been.

    Two articles are one if title, authors, date and words are the same and not both have
    sources, which differ; the one with a source is taken. An article without a text is one with
    any of the same title, authors and date.
    """
    taken: list[ImportedArticle] = []
    duplicates: list[Duplicate] = []
    findings: list[Finding] = []
    for article in articles:
        alike = [at for at, other in enumerate(taken) if _key(other) == _key(article)]
        same = next((at for at in alike if _same(taken[at], article)), None)
        if same is None:
            taken.append(article)
            if alike:
                other = taken[alike[0]]
                findings.append(
                    warning(
                        Kind.ARTICLE,
                        f"“{article.title.text}” has the title, authors and date of the article at "
                        f"{other.place}, but not its words and source; both are taken",
                        "compare the two article files, and delete one",
                        article.place,
                    )
                )
            continue
        first, second = taken[same], article
        if _weight(second) > _weight(first):
            taken[same], first, second = second, second, first
        duplicates.append(
            Duplicate(title=article.title.text, place=second.place, taken=first.place)
        )
        findings.append(
            warning(
                Kind.ARTICLE,
                f"“{article.title.text}” stands here and at {first.place}; it is taken once",
                "delete one of the two, unless that is what you want",
                second.place,
            )
        )
    return tuple(taken), tuple(duplicates), tuple(findings)


def _key(article: ImportedArticle) -> tuple[object, ...]:
    title = re.sub(r"\W+", " ", article.title.text).casefold().strip()
    return (title, article.authors, article.date)


def _same(one: ImportedArticle, other: ImportedArticle) -> bool:
    if not one.body or not other.body:
        return True
    sources = {one.source, other.source} - {None}
    return one.body.split() == other.body.split() and len(sources) < 2


def _weight(article: ImportedArticle) -> tuple[bool, bool]:
    return (bool(article.body), article.source is not None)


def _title_lines(
    lines: Sequence[Line], file: str, read: _Read, vocabulary: Vocabulary
) -> tuple[list[_Found], list[Finding]]:
    found: list[_Found] = []
    findings: list[Finding] = []
    for at, line in enumerate(lines):
        title = read(line.text)
        if not title or _in_source_block(lines, at, vocabulary):
            continue
        place = Place(file=file, line=line.number)
        if not _stands_alone(lines, at, read):
            findings.append(
                warning(
                    Kind.ARTICLE,
                    "the line looks like a title line, but does not stand alone; it is taken as "
                    "text",
                    "if an article begins here, put an empty line before and after it",
                    place,
                )
            )
        elif title.date is None:
            findings.append(
                error(
                    Kind.ARTICLE,
                    "the title line has a date that no calendar has",
                    "correct the date, with the day before the month",
                    place,
                )
            )
        else:
            found.append(_Found(at, title))
    return found, [*findings, *_day_or_month(found, lines, file)]


def _day_or_month(found: Sequence[_Found], lines: Sequence[Line], file: str) -> tuple[Finding, ...]:
    """Warn once of dates such as 05/06/2025, of which either number may be the month."""
    for one in found:
        date = one.title.date
        if "/" in one.title.byline and date and date.day and date.day <= 12:
            return (
                warning(
                    Kind.ARTICLE,
                    f"“{one.title.byline}” is read with the day before the month, and so are all "
                    "dates with a slash",
                    "if the month comes first here, write the dates as 2025-11-16",
                    Place(file=file, line=lines[one.at].number),
                ),
            )
    return ()


def _reader(lines: Sequence[Line], form: re.Pattern[str] | None) -> _Read:
    """Return what reads the title lines of a page, by the editor's form if there is one.

    Otherwise a bar divides title and authors, or a dash where no title line has a bar and the page
    begins with a dash: it is common in sentences, so it counts only before capitalised names.
    """
    if form is not None:
        return lambda text: read_by_form(text, form)
    if any(read_title_line(line.text, BAR) for line in lines):
        return read_title_line
    first = next((line.text for line in lines if clean(line.text)), "")
    separator = DASH if read_title_line(first, DASH) else BAR
    return lambda text: read_title_line(text, separator)


def _stands_alone(lines: Sequence[Line], at: int, read: _Read) -> bool:
    before = clean(lines[at - 1].text) if at else ""
    after = lines[at + 1].text if at + 1 < len(lines) else ""
    return not before and not read(after)


def _in_source_block(lines: Sequence[Line], at: int, vocabulary: Vocabulary) -> bool:
    """Whether a line is the value of a label, on the same line or below it."""
    if label_of(lines[at].text, vocabulary):
        return True
    above = next((line.text for line in reversed(lines[:at]) if clean(line.text)), "")
    label = label_of(above, vocabulary)
    return label is not None and not label[1]


def _left_out(lines: Sequence[Line], reason: str, file: str) -> tuple[LeftOut, ...]:
    filled = [line for line in lines if clean(line.text)]
    if not filled:
        return ()
    text = "\n".join(clean(line.text) for line in filled)
    return (LeftOut(text=text, reason=reason, place=Place(file=file, line=filled[0].number)),)
