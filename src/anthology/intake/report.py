"""What an import finds and does: the articles, what was left out, the files written."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import Enum

from msgspec import Struct

from anthology.errors import Finding, Place, Severity
from anthology.model import ArticleDate, LangText, Source


class Topic(Enum):
    """What a remark is about."""

    PICTURE = "pictures"
    LINK = "links"
    TAG = "tags and shortcodes"
    EMBEDDED = "embedded things"
    MARKUP = "markup"
    SOURCE = "sources"
    METADATA = "titles, dates and people"
    TWICE = "texts that stand there twice"
    FILE = "files"


class Remark(Struct, frozen=True):
    """A finding of an import, and what it is about."""

    topic: Topic
    finding: Finding


class ImportedArticle(Struct, frozen=True, kw_only=True):
    """An article as an importer found it, ready to be written as an article file."""

    title: LangText
    subtitle: str | None = None
    date: ArticleDate | None = None
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    language: str | None = None
    """A BCP 47 tag; None where the input does not say."""
    tags: tuple[str, ...] = ()
    excerpt: str | None = None
    source: Source | None = None
    body: str
    """Markdown."""
    place: Place
    """Where it begins in the input."""
    key: str | None = None
    """What names it at its source and stays the same there, if something does."""


class LeftOut(Struct, frozen=True, kw_only=True):
    """A text of the input that is in no article."""

    text: str
    reason: str
    place: Place

    @property
    def words(self) -> int:
        """The number of words, as white space divides them."""
        return len(self.text.split())


class Duplicate(Struct, frozen=True, kw_only=True):
    """An article that stands in the input once more and was taken once."""

    title: str
    place: Place
    taken: Place
    """Where the one stands that was taken."""


class Intake(Struct, frozen=True, kw_only=True):
    """What an importer made of its input. An error among the findings means: do not write."""

    articles: tuple[ImportedArticle, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()


class LeftAlone(Struct, frozen=True, kw_only=True):
    """A file that was not written."""

    name: str
    reason: str


class Report(Struct, frozen=True, kw_only=True):
    """What an import did; the names are those of files in the target folder."""

    written: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    left_alone: tuple[LeftAlone, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()
    remarks: tuple[Remark, ...] = ()
    """Findings with what they are about; they are not among `findings`."""
    words: int = 0
    """Of the texts that were taken, whether their files were written or not."""
    pictures: int = 0
    """Picture files that they show."""
    ways: tuple[str, ...] = ()
    """How each text was found, where there are several ways."""

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Return every finding."""
        return (*self.findings, *(remark.finding for remark in self.remarks))

    def as_json(self) -> str:
        """Return the report as JSON: the same things as its lines, for programs."""
        return json.dumps(
            {
                "written": self.written,
                "updated": self.updated,
                "unchanged": self.unchanged,
                "left_alone": [{"file": one.name, "reason": one.reason} for one in self.left_alone],
                "duplicates": [
                    {"title": one.title, "place": str(one.place), "taken": str(one.taken)}
                    for one in self.duplicates
                ],
                "left_out": [
                    {"place": str(one.place), "words": one.words, "reason": one.reason}
                    for one in self.left_out
                ],
                "found": self.ways,
                "words": self.words,
                "pictures": self.pictures,
                "findings": [_finding(None, finding) for finding in self.findings]
                + [_finding(remark.topic, remark.finding) for remark in self.remarks],
                "findings_by_topic": {
                    topic.value: count for topic, count in self._by_topic().items()
                },
            },
            ensure_ascii=False,
            indent=2,
        )

    def _by_topic(self) -> Counter[Topic]:
        return Counter(remark.topic for remark in self.remarks)

    def lines(self) -> Iterator[str]:
        """Yield the report for people, one thing a line, findings last."""
        for heading, names in (
            ("written", self.written),
            ("updated", self.updated),
            ("unchanged", self.unchanged),
        ):
            yield from (f"{heading}: {name}" for name in names)
        yield from (f"found: {way}" for way in self.ways)
        yield from (f"left alone: {file.name} ({file.reason})" for file in self.left_alone)
        for left in self.left_out:
            yield f"left out: {left.place}, {_count(left.words, 'word')}: {left.reason}"
        yield from (str(finding) for finding in self.all_findings)
        counted = self._by_topic()
        for topic in Topic:
            if counted[topic]:
                yield f"{topic.value}: {_count(counted[topic], 'finding')}"
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
        if self.words:
            parts.append(f"{self.words:,} words")
            parts.append(_count(self.pictures, "picture"))
        warnings = sum(one.severity is Severity.WARNING for one in self.all_findings)
        if warnings:
            parts.append(_count(warnings, "warning"))
        return ", ".join(parts)

    def __str__(self) -> str:
        """Return the lines of the report as one text."""
        return "\n".join(self.lines())


def _finding(topic: Topic | None, finding: Finding) -> Mapping[str, str | None]:
    return {
        "topic": topic.value if topic else None,
        "severity": finding.severity.value,
        "place": str(finding.place) if finding.place else None,
        "message": finding.message,
        "advice": finding.advice,
    }


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
