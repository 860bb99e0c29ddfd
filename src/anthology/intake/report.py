"""What an import finds and does: the articles, what was left out, the files written."""

from collections.abc import Iterator
from dataclasses import dataclass

from anthology.errors import Finding, Place, Severity
from anthology.model import ArticleDate, LangText, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedArticle:
    """An article as an importer found it, ready to be written as an article file."""

    title: LangText
    subtitle: str | None = None
    date: ArticleDate | None = None
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    language: str | None = None
    """A BCP 47 tag; None where the input does not say."""
    tags: tuple[str, ...] = ()
    source: Source | None = None
    body: str
    """Markdown."""
    place: Place
    """Where it begins in the input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A text of the input that is in no article."""

    text: str
    reason: str
    place: Place

    @property
    def words(self) -> int:
        """The number of words, as white space divides them."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """An article that stands in the input once more and was taken once."""

    title: str
    place: Place
    taken: Place
    """Where the one stands that was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What an importer made of its input. An error among the findings means: do not write."""

    articles: tuple[ImportedArticle, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAlone:
    """A file that was not written."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an import did; the names are those of files in the target folder."""

    written: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    left_alone: tuple[LeftAlone, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield the report for people, one thing a line, findings last."""
        for heading, names in (
            ("written", self.written),
            ("updated", self.updated),
            ("unchanged", self.unchanged),
        ):
            yield from (f"{heading}: {name}" for name in names)
        yield from (f"left alone: {file.name} ({file.reason})" for file in self.left_alone)
        for left in self.left_out:
            yield f"left out: {left.place}, {_count(left.words, 'word')}: {left.reason}"
        yield from (str(finding) for finding in self.findings)
        yield self.summary()

    def summary(self) -> str:
        """Return the report in one line."""
        parts = [
            f"{_count(len(self.written), 'file')} written",
            f"{len(self.updated)} updated",
            f"{len(self.unchanged)} unchanged",
            f"{len(self.left_alone)} left alone",
        ]
        if self.duplicates:
            parts.append(f"{_count(len(self.duplicates), 'duplicate')} skipped")
        warnings = sum(finding.severity is Severity.WARNING for finding in self.findings)
        if warnings:
            parts.append(_count(warnings, "warning"))
        return ", ".join(parts)

    def __str__(self) -> str:
        """Return the lines of the report as one text."""
        return "\n".join(self.lines())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
