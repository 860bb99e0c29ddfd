"""Manifest and articles into a Book, with every finding on the way."""

import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from anthology.body.typography import set_plain
from anthology.completeness.manuscript import Manuscript
from anthology.duplicates import Twin, find_twins
from anthology.errors import Checked, Finding, Kind, error, warning
from anthology.locales.words import Words
from anthology.manifest import ChapterRule, Duplicates, Located
from anthology.metadata import metadata_of
from anthology.model import Article, Book, Chapter, Matter
from anthology.ordering import Group, by_list, by_rule, in_order, names_of


class Texts(Struct, frozen=True, kw_only=True):
    """Everything that was read for a book."""

    articles: tuple[Article, ...]
    front: tuple[Matter, ...]
    back: tuple[Matter, ...]
    intros: Mapping[int, Matter]
    """The texts that open chapters, by the position of the chapter in the manifest."""
    manuscripts: Mapping[str, Manuscript] = field(default_factory=dict)
    """Every text as it stands in its file, by the file's name."""


def assemble(
    located: Located, texts: Texts, words: Words, changed: dt.datetime | None
) -> Checked[Book]:
    """Return the book that a manifest and its texts make.

    `changed` is when the input last changed, if somebody says so; otherwise the date of the book
    or of its newest article stands for it.
    """
    manifest = located.manifest
    alike = _twins(texts.articles, manifest.duplicates)
    twins = tuple(twin for twin in alike if twin.certain)
    strict = manifest.duplicates is Duplicates.ERROR
    findings: list[Finding] = [_twice(twin) if strict else _left_out(twin) for twin in twins]
    findings += (_alike(twin) for twin in alike if not twin.certain)
    dropped = frozenset() if strict else frozenset(twin.second.file for twin in twins)
    kept = tuple(article for article in texts.articles if article.file not in dropped)
    findings += _slugs_twice(kept)
    articles = in_order(kept, manifest.order)
    explicit = not isinstance(manifest.chapters, ChapterRule)
    named = _named_articles(located) if explicit else frozenset()
    findings += (
        _undated(article)
        for article in articles
        if located.sound and _lacks_date(article) and named.isdisjoint(names_of(article))
    )
    if not articles and located.sound:
        findings.append(
            warning(
                Kind.ARTICLE,
                "the book has no article yet",
                "put articles where `articles:` in book.yml says, or use `anthology import`",
                located.place("articles"),
            )
        )
    if isinstance(manifest.chapters, ChapterRule):
        groups = by_rule(articles, manifest.chapters, words, manifest.language)
    else:
        listed = by_list(articles, manifest.chapters, located)
        findings += listed.findings
        groups = listed.value
    book = Book(
        metadata=metadata_of(located, (one.date for one in articles), changed),
        front=texts.front,
        chapters=_chapters(groups, texts.intros, manifest.language),
        back=texts.back,
        redirects=tuple((twin.second.slug, twin.first.slug) for twin in twins),
    )
    return Checked(book, tuple(findings))


def _slugs_twice(articles: Iterable[Article]) -> Iterable[Finding]:
    seen: dict[str, Article] = {}
    for article in articles:
        first = seen.setdefault(article.slug, article)
        if first is not article:
            yield error(
                Kind.ARTICLE,
                f"the slug {article.slug} is taken by {first.file}",
                "give one of the two another: add a line `slug: …` to its front matter",
                article.place,
            )


def _twins(articles: tuple[Article, ...], rule: Duplicates) -> tuple[Twin, ...]:
    return () if rule is Duplicates.KEEP_ALL else find_twins(articles)


def _twice(twin: Twin) -> Finding:
    return error(
        Kind.ARTICLE,
        f"this article repeats {twin.first.file} ({twin.reason})",
        "delete one of the two, or set `duplicates: keep-first` or `keep-all` in book.yml",
        twin.second.place,
    )


def _alike(twin: Twin) -> Finding:
    return warning(
        Kind.ARTICLE,
        f"this article may repeat {twin.first.file} ({twin.reason}); both are in the book",
        "compare them and delete one, or set `duplicates: keep-all` in book.yml",
        twin.second.place,
    )


def _left_out(twin: Twin) -> Finding:
    return warning(
        Kind.ARTICLE,
        f"this article is left out: it repeats {twin.first.file} ({twin.reason})",
        "delete it, or set `duplicates: keep-all` in book.yml",
        twin.second.place,
    )


def _named_articles(located: Located) -> frozenset[str]:
    specs = located.manifest.chapters
    assert not isinstance(specs, ChapterRule)  # noqa: S101 - the caller has looked
    return frozenset(name for spec in specs for name in spec.articles)


def _lacks_date(article: Article) -> bool:
    return article.date is None and not article.date_unknown


def _undated(article: Article) -> Finding:
    return error(
        Kind.ARTICLE,
        "the article has no date",
        "add a line `date: 2025-11-16` to its front matter (`date: unknown` where nobody knows it)"
        ", begin the file's name with the date, or name the article under `articles` of a chapter",
        article.place,
    )


def _chapters(
    groups: Iterable[Group], intros: Mapping[int, Matter], language: str
) -> tuple[Chapter, ...]:
    taken: set[str] = set()
    chapters = []
    for group in groups:
        names = (group.id, *(f"{group.id}-{number}" for number in range(2, len(taken) + 3)))
        name = next(name for name in names if name not in taken)
        taken.add(name)
        chapters.append(
            Chapter(
                id=name,
                title=set_plain(group.title, language),
                intro=None if group.intro is None else intros.get(group.intro),
                articles=group.articles,
            )
        )
    return tuple(chapters)
