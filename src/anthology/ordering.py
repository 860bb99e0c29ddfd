"""The total order of articles and the rules that make chapters of them."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from anthology.decode import nearest
from anthology.errors import Checked, Finding, Kind, Place, error
from anthology.locales.alphabet import sort_key
from anthology.locales.format import format_month, join_names
from anthology.locales.words import Words
from anthology.manifest import ChapterRule, ChapterSpec, Located, Order, reaches
from anthology.model import Article, PlacedArticle
from anthology.slug import slug


class Group(Struct, frozen=True, kw_only=True):
    """The articles of a chapter that is to be."""

    id: str
    """What the ids of the chapter are made of: stable when articles are added."""
    title: str
    articles: tuple[PlacedArticle, ...]
    intro: int | None = None
    """The position in the manifest of the chapter whose intro opens it."""


def in_order(articles: Iterable[Article], order: Order) -> tuple[Article, ...]:
    """Return the articles by date, those of one date by slug; those without a date last."""
    by_slug = sorted(articles, key=lambda article: article.slug)
    dated = sorted(
        (article for article in by_slug if article.date),
        key=lambda article: article.date.key if article.date else (0, 0, 0),
        reverse=order is Order.NEWEST_FIRST,
    )
    return (*dated, *(article for article in by_slug if not article.date))


def by_rule(
    articles: tuple[Article, ...], rule: ChapterRule, words: Words, language: str
) -> tuple[Group, ...]:
    """Return chapters by what articles have in common.

    Chapters of a time stand in the order of their articles, chapters of an author or a tag in the
    order of the alphabet. An article stands under all its authors together, and under its first
    tag.
    """
    groups: dict[str, list[Article]] = {}
    titles: dict[str, str] = {}
    for article in articles:
        key, title = _KEYS[rule](article, words, language)
        groups.setdefault(key, []).append(article)
        titles.setdefault(key, title)
    keys = list(groups)
    if rule in {ChapterRule.AUTHOR, ChapterRule.TAG}:
        keys.sort(key=lambda key: (key == _NONE, sort_key(titles[key], language), key))
    return tuple(
        Group(
            id=slug(key, language),
            title=titles[key],
            articles=tuple(
                PlacedArticle(
                    article=article,
                    reason=_reason_of(key, rule, titles[key]),
                )
                for article in groups[key]
            ),
        )
        for key in keys
    )


def _reason_of(key: str, rule: ChapterRule, title: str) -> str:
    if key == _UNDATED:
        return "its date is unknown"
    return f"no {rule.value}" if key == _NONE else f"{rule.value} {title}"


def _month(article: Article, words: Words, language: str) -> tuple[str, str]:
    date = article.date
    if date is None or date.month is None:
        return _year(article, words, language)
    return f"{date.year:04d}-{date.month:02d}", format_month(date.year, date.month, language)


def _quarter(article: Article, words: Words, language: str) -> tuple[str, str]:
    date = article.date
    if date is None or date.quarter is None:
        return _year(article, words, language)
    title = getattr(words, f"quarter_{date.quarter}").replace("{year}", str(date.year))
    return f"{date.year:04d}-q{date.quarter}", title


def _year(article: Article, words: Words, _language: str) -> tuple[str, str]:
    if article.date is None:
        return _UNDATED, words.undated
    return f"{article.date.year:04d}", str(article.date.year)


def _author(article: Article, words: Words, language: str) -> tuple[str, str]:
    if not article.authors:
        return _NONE, words.unknown_author
    names = join_names(article.authors, language)
    return f"author {names.casefold()}", names


def _tag(article: Article, words: Words, _language: str) -> tuple[str, str]:
    if not article.tags:
        return _NONE, words.untagged
    tag = article.tags[0]
    return f"tag {tag.casefold()}", tag[:1].upper() + tag[1:]


_NONE = "none"
"""The key of the chapter for articles that have no author, or no tag."""
_UNDATED = "undated"
"""The key of the chapter for articles whose date nobody knows."""

_KEYS = {
    ChapterRule.MONTH: _month,
    ChapterRule.QUARTER: _quarter,
    ChapterRule.YEAR: _year,
    ChapterRule.AUTHOR: _author,
    ChapterRule.TAG: _tag,
}


def by_list(
    articles: tuple[Article, ...], specs: tuple[ChapterSpec, ...], located: Located
) -> Checked[tuple[Group, ...]]:
    """Return chapters as a list in the manifest describes them.

    Articles that a chapter names come first, in its order; the rest by its rule. An article that
    two chapters take, or none takes, is an error unless the manifest says where the rest goes.
    """
    findings: list[Finding] = []
    named = _named(articles, specs, located, findings)
    by_name = {article.slug for found in named.values() for article in found}
    taken: dict[str, list[int]] = {}
    groups: list[Group] = []
    for number, spec in enumerate(specs):
        explicit = [
            PlacedArticle(article=article, reason=f"named by chapters[{number + 1}].articles")
            for article in named[number]
        ]
        ruled = [
            PlacedArticle(article=article, reason=reason)
            for article in articles
            if article.slug not in by_name and (reason := _reason(article, spec)) is not None
        ]
        for placed in (*explicit, *ruled):
            taken.setdefault(placed.article.slug, []).append(number)
        groups.append(
            Group(
                id=slug(spec.title, located.manifest.language),
                title=spec.title,
                articles=(*explicit, *ruled),
                intro=number if spec.intro else None,
            )
        )
        if not explicit and not ruled and located.sound:
            findings.append(
                error(
                    Kind.MANIFEST,
                    f"the chapter “{spec.title}” takes no article",
                    "widen its rule or delete it; `anthology list` shows every article",
                    located.place("chapters", number),
                )
            )
    findings += _taken_twice(articles, specs, taken, located)
    rest = tuple(article for article in articles if article.slug not in taken)
    unplaced = located.manifest.unplaced
    if rest and unplaced == "error":
        findings += (_unplaced(article) for article in rest if located.sound)
    elif rest:
        placed_rest = tuple(
            PlacedArticle(article=one, reason="no chapter takes it") for one in rest
        )
        id_ = slug(unplaced, located.manifest.language)
        groups.append(Group(id=id_, title=unplaced, articles=placed_rest))
    return Checked(tuple(groups), tuple(findings))


def _named(
    articles: tuple[Article, ...],
    specs: tuple[ChapterSpec, ...],
    located: Located,
    findings: list[Finding],
) -> Mapping[int, tuple[Article, ...]]:
    known = {name: article for article in articles for name in names_of(article)}
    found: dict[int, tuple[Article, ...]] = {}
    for number, spec in enumerate(specs):
        chosen: list[Article] = []
        place = ("chapters", number, "articles")
        for position, name in enumerate(spec.articles):
            if name in known:
                if known[name] in chosen:
                    findings.append(_named_again(name, located.place(*place, position)))
                else:
                    chosen.append(known[name])
                continue
            near = nearest(name, known)
            findings.append(
                error(
                    Kind.MANIFEST,
                    f"there is no article {name}",
                    f"did you mean `{near}`?" if near else "`anthology list` shows every article",
                    located.place(*place, position),
                )
            )
        found[number] = tuple(chosen)
    return found


def _named_again(name: str, place: Place) -> Finding:
    return error(
        Kind.MANIFEST, f"the chapter names the article {name} twice", "keep one of the two", place
    )


def names_of(article: Article) -> tuple[str, ...]:
    """Return the names under which a manifest may list an article: slug, path and file name."""
    file_name = article.file.rpartition("/")[2]
    return (article.slug, article.file, file_name, file_name.rpartition(".")[0])


def _reason(article: Article, spec: ChapterSpec) -> str | None:
    """Return why the rule of a chapter takes an article, or None where it does not."""
    reasons: list[str] = []
    if spec.from_ or spec.to:
        date = article.date
        if date is None:
            return None
        if (spec.from_ and not reaches(spec.from_, date)) or (
            spec.to and not reaches(date, spec.to)
        ):
            return None
        first = spec.from_.isoformat() if spec.from_ else "the beginning"
        last = spec.to.isoformat() if spec.to else "the end"
        reasons.append(f"{date.isoformat()} lies between {first} and {last}")
    if spec.tags:
        shared = [tag for tag in spec.tags if tag in article.tags]
        if not shared:
            return None
        reasons.append(f"tag {', '.join(shared)}")
    return " and ".join(reasons) or None


def _taken_twice(
    articles: tuple[Article, ...],
    specs: tuple[ChapterSpec, ...],
    taken: Mapping[str, list[int]],
    located: Located,
) -> Iterable[Finding]:
    for article in articles:
        numbers = taken.get(article.slug, [])
        if len(numbers) > 1:
            titles = " and ".join(f"“{specs[number].title}”" for number in numbers)
            yield error(
                Kind.MANIFEST,
                f"the chapters {titles} both take {article.file}",
                "narrow one rule, or name the article under `articles` of one of them",
                located.place("chapters", numbers[1]),
            )


def _unplaced(article: Article) -> Finding:
    return error(
        Kind.ARTICLE,
        "no chapter takes this article",
        "widen a chapter's rule, or set `unplaced:` to the title of a chapter for the rest",
        article.place,
    )
