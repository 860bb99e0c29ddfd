"""The order of articles and the chapters that rules make of them."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anthology.errors import Checked, errors_in
from anthology.locales.words import words
from anthology.manifest import ChapterRule, ChapterSpec, Located, Order, read_manifest
from anthology.model import Article, ArticleDate, LangText
from anthology.ordering import Group, by_list, by_rule, in_order
from anthology.values import read_date
from test_values import dates

quick = settings(max_examples=150, deadline=None, derandomize=True)


def article(
    slug: str, date: str | None = None, *, tags: tuple[str, ...] = (), authors: tuple[str, ...] = ()
) -> Article:
    return Article(
        slug=slug,
        file=f"articles/{slug}.md",
        title=LangText(text=slug),
        date=read_date(date) if date else None,
        language="en",
        tags=tags,
        authors=authors,
    )


@st.composite
def many(draw: st.DrawFn) -> tuple[Article, ...]:
    found = draw(st.lists(st.one_of(st.none(), dates()), max_size=8))
    return tuple(
        Article(
            slug=f"a{number}",
            file=f"a{number}.md",
            title=LangText(text="A"),
            date=date,
            language="en",
            tags=draw(st.sampled_from([(), ("ink",), ("ink", "paper"), ("Paper",)])),
            authors=draw(st.sampled_from([(), ("William Morris",), ("Aldus Manutius",)])),
        )
        for number, date in enumerate(found)
    )


@quick
@given(many(), st.sampled_from(Order), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_the_files(
    articles: tuple[Article, ...], order: Order, shuffler: random.Random
) -> None:
    shuffled = list(articles)
    shuffler.shuffle(shuffled)
    placed = in_order(shuffled, order)
    assert placed == in_order(articles, order)
    assert sorted(one.slug for one in placed) == sorted(one.slug for one in articles)


@quick
@given(many())
def test_dates_ascend_and_ties_follow_the_slug(articles: tuple[Article, ...]) -> None:
    placed = in_order(articles, Order.OLDEST_FIRST)
    dated = [one for one in placed if one.date]
    assert placed[: len(dated)] == tuple(dated)
    keys = [(one.date.key, one.slug) for one in dated if one.date]
    assert keys == sorted(keys)


@quick
@given(many())
def test_the_newest_first_turns_dates_round_but_not_slugs(articles: tuple[Article, ...]) -> None:
    placed = [one for one in in_order(articles, Order.NEWEST_FIRST) if one.date]
    dates_ = [one.date.key for one in placed if one.date]
    assert dates_ == sorted(dates_, reverse=True)
    for one, other in itertools.pairwise(placed):
        assert one.date != other.date or one.slug < other.slug


@quick
@given(many(), st.sampled_from(ChapterRule))
def test_a_rule_puts_every_article_into_one_chapter(
    articles: tuple[Article, ...], rule: ChapterRule
) -> None:
    ordered = in_order(articles, Order.OLDEST_FIRST)
    groups = by_rule(ordered, rule, words("en"), "en")
    placed = [one.article for group in groups for one in group.articles]
    assert sorted(one.slug for one in placed) == sorted(one.slug for one in articles)
    for group in groups:
        inside = [one.article for one in group.articles]
        assert inside == [one for one in ordered if one in inside]
        assert all(one.reason for one in group.articles)
    assert len({group.title for group in groups}) == len(groups)


@quick
@given(many(), st.sampled_from([ChapterRule.MONTH, ChapterRule.QUARTER, ChapterRule.YEAR]))
def test_chapters_of_a_time_keep_the_order_of_the_articles(
    articles: tuple[Article, ...], rule: ChapterRule
) -> None:
    ordered = in_order(articles, Order.OLDEST_FIRST)
    groups = by_rule(ordered, rule, words("en"), "en")
    assert [one.article for group in groups for one in group.articles] == list(ordered)


def titles(rule: ChapterRule, language: str, *articles: Article) -> list[str]:
    ordered = in_order(articles, Order.OLDEST_FIRST)
    return [group.title for group in by_rule(ordered, rule, words(language), language)]


def test_authors_stand_in_the_order_of_the_alphabet_of_the_book() -> None:
    names = [("Zoilos",), ("Äsop",), ("Aristoteles",)]
    found = titles(
        ChapterRule.AUTHOR,
        "de",
        *(article(f"a{n}", "2025-01-01", authors=name) for n, name in enumerate(names)),
    )
    assert found == ["Aristoteles", "Äsop", "Zoilos"]


def test_tags_stand_in_the_order_of_the_ukrainian_alphabet() -> None:
    tags = ["якість", "їжа", "історія", "єдність", "зерно", "ґрунт", "діло"]
    found = titles(
        ChapterRule.TAG,
        "uk",
        *(article(f"a{n}", "2025-01-01", tags=(tag,)) for n, tag in enumerate(tags)),
    )
    assert found == ["Ґрунт", "Діло", "Єдність", "Зерно", "Історія", "Їжа", "Якість"]


def test_what_has_no_tag_or_author_stands_last() -> None:
    tagged = (article("a", "2025-01-01", tags=("zinc",)), article("b", "2025-01-01"))
    assert titles(ChapterRule.TAG, "en", *tagged)[-1] == words("en").untagged
    written = (article("a", "2025-01-01", authors=("Zoilos",)), article("b", "2025-01-01"))
    assert titles(ChapterRule.AUTHOR, "en", *written)[-1] == words("en").unknown_author


def test_tags_in_small_and_capital_letters_are_one_chapter() -> None:
    found = titles(
        ChapterRule.TAG,
        "en",
        article("a", "2025-01-01", tags=("Paper",)),
        article("b", "2025-01-02", tags=("paper",)),
    )
    assert found == ["Paper"]


def located(chapters: str) -> Located:
    text = f"title: T\nlanguage: en\nidentifier: urn:x-test:1\nchapters:\n{chapters}"
    read = read_manifest(text, "book.yml")
    assert read.findings == ()
    assert read.value is not None
    return read.value


def listed(chapters: str, *articles: Article) -> Checked[tuple[Group, ...]]:
    manifest = located(chapters)
    specs = manifest.manifest.chapters
    assert isinstance(specs, tuple)
    return by_list(in_order(articles, Order.OLDEST_FIRST), specs, manifest)


@quick
@given(many(), st.data())
def test_a_list_takes_every_article_once_or_says_why_not(
    articles: tuple[Article, ...], data: st.DataObject
) -> None:
    specs = data.draw(
        st.lists(
            st.builds(
                ChapterSpec,
                title=st.sampled_from(["One", "Two"]),
                from_=st.one_of(st.none(), dates()),
                to=st.one_of(st.none(), dates()),
                tags=st.sampled_from([(), ("ink",), ("paper", "Paper")]),
                articles=st.lists(
                    st.sampled_from([one.slug for one in articles] or ["none"]), max_size=2
                ).map(tuple),
            ),
            max_size=3,
        )
    )
    ordered = in_order(articles, Order.OLDEST_FIRST)
    made = by_list(ordered, tuple(specs), located("  - {title: T, from: 2025}"))
    placed = [one.article.slug for group in made.value for one in group.articles]
    if not errors_in(made.findings):
        assert sorted(placed) == sorted(one.slug for one in articles)
    else:
        told = " ".join(str(finding) for finding in made.findings)
        for one in articles:
            assert placed.count(one.slug) == 1 or one.file in told


@pytest.mark.parametrize(
    ("rule", "date", "belongs"),
    [
        ("from: 2025-03, to: 2025-05", "2025-03-01", True),
        ("from: 2025-03, to: 2025-05", "2025-05-31", True),
        ("from: 2025-03, to: 2025-05", "2025-06-01", False),
        ("from: 2025-03, to: 2025-05", "2025-02-28", False),
        ("from: 2025-03-02", "2025-03-01", False),
        ("from: 2025-03-02", "2025-03-02", True),
        ("to: 2025", "2025-12-31", True),
        ("to: 2025", "2026-01-01", False),
        ("from: 2025-03, to: 2025-05", "2025-04", True),
        ("from: 2025-03, to: 2025-05", "2024", False),
    ],
)
def test_the_edges_of_a_range_belong_to_it(rule: str, date: str, belongs: bool) -> None:
    made = listed(f"  - {{title: Range, {rule}}}\n", article("a", date))
    assert (made.findings == ()) == belongs


def test_an_article_named_twice_in_one_chapter_is_told_as_that() -> None:
    made = listed("  - {title: One, articles: [a, a]}\n", article("a", "2025-01-01"))
    (found,) = made.findings
    assert "both" not in found.message
    assert "a.md" in found.message or "article a" in found.message


def test_an_article_may_be_named_by_slug_file_name_or_path() -> None:
    made = listed(
        "  - {title: One, articles: [c, articles/b.md, a.md, d]}\n",
        *(article(name, "2025-01-01") for name in "abcd"),
    )
    assert made.findings == ()
    assert [one.article.slug for one in made.value[0].articles] == ["c", "b", "a", "d"]


def test_named_articles_go_before_those_of_the_rule() -> None:
    made = listed(
        "  - {title: One, tags: [t], articles: [z]}\n",
        article("z", "2025-12-31", tags=("t",)),
        article("a", "2025-01-01", tags=("t",)),
    )
    assert made.findings == ()
    assert [one.article.slug for one in made.value[0].articles] == ["z", "a"]


def test_chapters_of_one_title_have_ids_of_their_own() -> None:
    made = listed(
        "  - {title: One, articles: [a]}\n  - {title: One!, articles: [b]}\n",
        article("a", "2025-01-01"),
        article("b", "2025-01-01"),
    )
    assert made.findings == ()
    assert len({group.title for group in made.value}) == 2


def test_a_date_has_a_quarter() -> None:
    quarters = [ArticleDate(year=2025, month=month).quarter for month in range(1, 13)]
    assert quarters == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]
    assert ArticleDate(year=2025).quarter is None
