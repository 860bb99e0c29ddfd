"""Articles into article files: the one way in which every importer writes.

A file carries `imported`, a short digest of what was written. As long as the digest is right
nobody has touched the file, and it may be written anew; otherwise it is somebody's work and is
left alone.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from anthology.errors import AnthologyError, Finding, Kind, Place, warning
from anthology.intake.report import ImportedArticle, Intake, LeftAlone, Report
from anthology.model import ArticleDate, LangText, Source
from anthology.slug import slug
from anthology.values import Unknown
from anthology.write import opened
from anthology.yamltree import UNWRITABLE

_MARK = re.compile(r"^imported: .*\n", re.MULTILINE)
_KEY = re.compile(r"^imported: \{mark: '[0-9a-f]+', from: (\".*\")\}$", re.MULTILINE)
_FRONT = re.compile(r"---\n(?P<yaml>.*?\n)---\n", re.DOTALL)
_MARK_LENGTH = 16


LONGEST_NAME = 60
"""Characters in a file's name behind its date."""


class Action(Enum):
    """What happens to a file."""

    WRITE = "write"
    UPDATE = "update"
    KEEP = "keep"
    """The file is there and the same."""
    LEAVE = "leave"
    """The file was edited."""


class Planned(Struct, frozen=True, kw_only=True):
    """A file of the target folder and what is to happen to it."""

    name: str
    text: str
    action: Action


def render_article(article: ImportedArticle) -> str:
    """Return the article as the text of an article file: front matter and body."""
    front = _front(article)
    return _with_mark(_yaml(front), article.body, article.key)


def file_name(article: ImportedArticle) -> str:
    """Return `2025-11-16-slug-of-the-title.md`, without a date where there is none."""
    date = f"{article.date.isoformat()}-" if article.date else ""
    return f"{date}{_stem(article)}.md"


def _stem(article: ImportedArticle) -> str:
    language = article.title.language or article.language
    return slug(article.title.text, language, longest=LONGEST_NAME)


def edited(text: str) -> bool:
    """Whether the text of an article file is not what an import wrote, line ends aside."""
    text = text.replace("\r\n", "\n")
    front = _FRONT.match(text)
    mark = _MARK.search(front["yaml"]) if front else None
    if not front or not mark:
        return True
    body = text[front.end() :].removeprefix("\n")
    plain = _MARK.sub("", front["yaml"], count=1)
    return _with_mark(plain, body, key_in(text)) != text


def plan_writes(
    articles: Iterable[ImportedArticle], read: Callable[[str], str | None], *, force: bool = False
) -> tuple[Planned, ...]:
    """Return what is to be written, in the order of the articles.

    `read` returns the text of a file in the target folder, or None where there is none. A file
    that an import wrote from another article keeps its name, and the new one gets a name that
    ends in `-2`, `-3` … An edited file is left, or written over with `force`.
    """
    planned: list[Planned] = []
    taken: set[str] = set()
    for article in articles:
        text = render_article(article)
        stem, number = file_name(article).removesuffix(".md"), 1
        while True:
            name = f"{stem}.md" if number == 1 else f"{stem}-{number}.md"
            number += 1
            if name in taken:
                continue
            there = read(name)
            if there is None or edited(there) or _identity(there) == _identity(text):
                break
        taken.add(name)
        planned.append(Planned(name=name, text=text, action=action_for(there, text, force=force)))
    return tuple(planned)


def write_articles(intake: Intake, folder: Path, *, force: bool = False) -> Report:
    """Write the articles into the folder, which is made if it is not there, and report.

    Each file is whole or not written at all, and nothing outside the folder is touched. A file
    that cannot be written is an error among the findings; one that cannot be read means that
    nothing is written.
    """
    done: dict[Action, list[str]] = {action: [] for action in Action}
    findings: list[Finding] = []
    try:
        with opened(folder) as target:
            planned = plan_writes(
                intake.articles, lambda name: text_in(target.read(name)), force=force
            )
            for file in planned:
                try:
                    if file.action in {Action.WRITE, Action.UPDATE}:
                        target.put({file.name: file.text.encode()})
                except AnthologyError as problem:
                    findings += problem.findings
                    continue
                done[file.action].append(file.name)
    except AnthologyError as problem:
        return Report(
            duplicates=intake.duplicates,
            left_out=intake.left_out,
            findings=(*intake.findings, *problem.findings),
        )
    left = tuple(
        LeftAlone(name=name, reason="it was edited since it was imported, or no import wrote it")
        for name in done[Action.LEAVE]
    )
    findings += [
        warning(
            Kind.FILES,
            f"the file was not written: {file.reason}",
            "use --force to write over it, or rename it to have both",
            Place(file=file.name),
        )
        for file in left
    ]
    return Report(
        written=tuple(done[Action.WRITE]),
        updated=tuple(done[Action.UPDATE]),
        unchanged=tuple(done[Action.KEEP]),
        left_alone=left,
        duplicates=intake.duplicates,
        left_out=intake.left_out,
        findings=(*intake.findings, *findings),
    )


def action_for(there: str | None, text: str, *, force: bool) -> Action:
    """Return what happens to a file that is to have a text; `there` is what it has, if it is."""
    if there is None:
        return Action.WRITE
    if there.replace("\r\n", "\n") == text:
        return Action.KEEP
    return Action.UPDATE if force or not edited(there) else Action.LEAVE


def _front(article: ImportedArticle) -> dict[str, Any]:
    return _filled(
        title=_text(article.title),
        subtitle=article.subtitle,
        date=article.date or Unknown.UNKNOWN.value,
        authors=list(article.authors),
        translators=list(article.translators),
        language=article.language,
        tags=list(article.tags),
        excerpt=article.excerpt,
        source=_source(article.source) if article.source else None,
    )


def _source(source: Source) -> dict[str, Any]:
    published = source.published
    return _filled(
        kind=source.kind,
        title=_text(source.title) if source.title else None,
        authors=list(source.authors),
        date=source.date,
        language=source.language,
        platform=source.platform,
        url=source.url,
        translators=list(source.translators),
        published=_filled(name=published.name, url=published.url) if published else None,
        licence=source.licence,
    )


def _text(text: LangText) -> str | dict[str, Any]:
    return _filled(text=text.text, language=text.language) if text.language else text.text


def _filled(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


class _Dumper(yaml.SafeDumper):
    """Writes a date as a date, without quotation marks, and every value out."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_str(UNWRITABLE.sub("", text))


def _represent_date(dumper: yaml.SafeDumper, date: ArticleDate) -> yaml.ScalarNode:
    if date.month is None:
        return dumper.represent_scalar("tag:yaml.org,2002:int", date.isoformat())
    if date.day is None:
        return dumper.represent_scalar("tag:yaml.org,2002:str", date.isoformat())
    time = f"T{date.time.isoformat()}" if date.time else ""
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", date.isoformat() + time)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(ArticleDate, _represent_date)


def _yaml(front: dict[str, Any]) -> str:
    written: str = yaml.dump(
        front,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=10**9,
    )
    return written


def _with_mark(front: str, body: str, key: str | None) -> str:
    content = f"{front}---\n\n{body}"
    mark = hashlib.sha256(content.encode()).hexdigest()[:_MARK_LENGTH]
    named = json.dumps(key, ensure_ascii=False)
    said = f"{{mark: '{mark}', from: {named}}}" if key else f"'{mark}'"
    return f"---\n{front}imported: {said}\n---\n\n{body}"


def key_in(text: str) -> str | None:
    """Return what names the text of an article file at its source, where an import wrote it."""
    front = _FRONT.match(text.replace("\r\n", "\n"))
    said = _KEY.search(front["yaml"]) if front else None
    with suppress(ValueError):
        return str(json.loads(said[1])) if said else None
    return None


def _identity(text: str) -> tuple[str, ...]:
    """Return what makes an imported file that of one article: its key, or title, authors, date."""
    key = key_in(text)
    if key:
        return (key,)
    front = _FRONT.match(text.replace("\r\n", "\n"))
    found = yaml.safe_load(_MARK.sub("", front["yaml"])) if front else {}
    return tuple(str(found.get(key)) for key in ("title", "authors", "date"))


def text_in(data: bytes | None) -> str | None:
    """Return the text in the bytes of a file, if there is one."""
    return None if data is None else data.decode("utf-8", "replace")
