"""Articles that stand there twice."""

import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from anthology.body.phrases import phrases_of, sample, words_of
from anthology.body.tree import element, text_of
from anthology.duplicates import ALIKE, FEWEST, find_twins
from anthology.model import Article, Body, LangText, Source
from anthology.values import read_date

quick = settings(max_examples=60, deadline=None, derandomize=True)
SHUFFLER = random.Random(7)  # noqa: S311 - nothing is kept secret by it
VOCABULARY = [f"word{number}" for number in range(400)]
TEXT = " ".join(SHUFFLER.choice(VOCABULARY) for _ in range(400))


def article(
    slug: str,
    *,
    title: str | None = None,
    date: str | None = "2025-01-01",
    authors: tuple[str, ...] = (),
    url: str | None = None,
    text: str = "",
    language: str = "en",
) -> Article:
    content = (element("p", text),)
    return Article(
        slug=slug,
        file=f"articles/{slug}.md",
        title=LangText(text=title or slug),
        date=read_date(date) if date else None,
        authors=authors,
        language=language,
        source=Source(url=url) if url else None,
        body=Body(content=content, sample=sample(text_of(content))),
    )


def pairs(*articles: Article) -> list[tuple[str, str]]:
    return [(twin.first.slug, twin.second.slug) for twin in find_twins(articles)]


def changed(text: str, share: float) -> str:
    words = text.split()
    for place in SHUFFLER.sample(range(len(words)), int(len(words) * share)):
        words[place] = "other"
    return " ".join(words)


def test_one_address_whatever_its_last_slash() -> None:
    one, two = article("a", url="https://example.org/x"), article("b", url="https://example.org/x/")
    assert pairs(one, two) == [("a", "b")]
    assert "https://example.org/x" in find_twins((one, two))[0].reason


def test_the_address_of_a_whole_site_is_that_of_no_text() -> None:
    site = "https://example.org/"
    assert pairs(article("a", url=site), article("b", url=site)) == []


def test_one_title_author_and_day() -> None:
    assert pairs(
        article("a", title="On “Type”!", date="2025-01-01T10:00", authors=("William Morris",)),
        article("b", title="on type", date="2025-01-01", authors=("william morris",)),
    ) == [("a", "b")]


def test_another_author_day_or_title_is_another_article() -> None:
    assert not pairs(
        article("a", title="On Type", authors=("William Morris",)),
        article("b", title="On Type", authors=("Aldus Manutius",)),
        article("c", title="On Type", date="2025-01-02", authors=("William Morris",)),
        article("d", title="On Ink", authors=("William Morris",)),
    )


def test_translations_are_no_twins() -> None:
    assert not pairs(
        article("a", title="Ruby 3", url="https://example.org/x"),
        article("b", title="Ruby 3", url="https://example.org/x", language="uk"),
    )


def test_a_title_without_a_date_says_nothing() -> None:
    assert not pairs(article("a", title="Notes", date=None), article("b", title="Notes", date=None))


def test_titles_of_signs_only_are_not_the_same() -> None:
    assert not pairs(article("a", title="?"), article("b", title="!"))


def test_the_same_text_and_a_text_that_was_mended() -> None:
    assert pairs(article("a", text=TEXT), article("b", text=TEXT.upper())) == [("a", "b")]
    (mended,) = find_twins((article("a", text=TEXT), article("b", text=changed(TEXT, 0.01))))
    assert (mended.first.slug, mended.second.slug, mended.certain) == ("a", "b", False)


def test_the_same_words_in_two_languages_may_be_the_same() -> None:
    (twin,) = find_twins((article("a", text=TEXT), article("b", text=TEXT, language="de")))
    assert not twin.certain


def test_a_text_that_was_gone_on_with_may_be_the_same() -> None:
    more = " ".join(SHUFFLER.choice(VOCABULARY) for _ in range(50))
    first, second, third = (
        article(slug, text=text)
        for slug, text in (("a", TEXT), ("b", f"{TEXT} {more}"), ("c", f"{TEXT}, {more}!"))
    )
    told = find_twins((first, second, third))
    assert [(one.first.slug, one.second.slug, one.certain) for one in told] == [
        ("a", "b", False),
        ("b", "c", True),
    ]
    assert told[0].reason == "89% of the text is the same"


def test_texts_that_share_a_part_are_two() -> None:
    words = TEXT.split()
    half = len(words) // 2
    other = " ".join(SHUFFLER.choice(VOCABULARY) for _ in range(half))
    assert not pairs(
        article("a", text=TEXT), article("b", text=f"{' '.join(words[:half])} {other}")
    )
    assert not pairs(article("a", text=TEXT), article("b", text=changed(TEXT, 0.2)))


def test_short_texts_are_not_compared() -> None:
    short = " ".join(TEXT.split()[: FEWEST - 1])
    assert not pairs(article("a", text=short), article("b", text=short))
    just = " ".join(TEXT.split()[: FEWEST + 5])
    assert pairs(article("a", text=just), article("b", text=just)) == [("a", "b")]


def test_each_later_one_is_told_once_with_the_first() -> None:
    found = [article(slug, title="T", text=TEXT, url="https://example.org/x") for slug in "abc"]
    assert pairs(*found) == [("a", "b"), ("a", "c")]


@quick
@given(st.lists(st.sampled_from("abcdef"), max_size=8))
def test_the_first_of_each_stays_and_nothing_else(titles: list[str]) -> None:
    found = [article(f"s{n}", title=title) for n, title in enumerate(titles)]
    told = {twin.second.slug for twin in find_twins(found)}
    kept = [one.title.text for one in found if one.slug not in told]
    assert kept == list(dict.fromkeys(titles))


@quick
@given(
    st.randoms(use_true_random=False),
    st.sampled_from([(3, 12), (8, 30), (60, 90)]),
    st.sampled_from(["the", "der", "и", "wort’s", "naïve"]),
    st.integers(46, 120),
)
def test_a_text_of_sentences_that_was_mended_here_and_there(
    chance: random.Random, length: tuple[int, int], word: str, step: int
) -> None:
    words = [chance.choice(VOCABULARY) for _ in range(600)]
    ends: list[int] = []
    while sum(ends) < len(words):
        ends.append(chance.randint(*length))

    def written(said: list[str]) -> str:
        parts, start = [], 0
        for size in ends:
            parts.append(" ".join(said[start : start + size]))
            start += size
        return ", ".join(filter(None, parts))

    other = [word if at % step == step // 2 else one for at, one in enumerate(words)]
    texts = (written(words), written(other))
    mine, theirs = (phrases_of(words_of(text)) for text in texts)
    likeness = len(mine & theirs) / len(mine | theirs)
    found = pairs(article("a", text=texts[0]), article("b", text=texts[1]))
    assert bool(found) == (likeness >= ALIKE)


@quick
@given(st.text(max_size=80))
def test_words_are_what_stands_between_signs(text: str) -> None:
    assert words_of(text) == "\n".join(re.findall(r"\w+", text)).casefold().split()
    assert sample(text).words == len(words_of(text))


def test_words_stand_between_many_signs() -> None:
    text = "".join(f"word{chr(code)}" for code in range(0x2500, 0x2580))
    assert words_of(text) == ["word"] * 128
