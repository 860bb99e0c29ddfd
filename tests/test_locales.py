from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anthology.errors import AnthologyError
from anthology.locales import (
    KINDS,
    LANGUAGES,
    ROLES,
    check_override,
    direction,
    format_date,
    format_month,
    hyphenation_tag,
    in_sentence,
    join_names,
    language_name,
    override_keys,
    words,
)
from anthology.locales.words import parse_words
from anthology.model import ArticleDate

DAY = ArticleDate(year=2025, month=11, day=16)
MONTH = ArticleDate(year=2025, month=11)
TAGS = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?(-x-[a-z]{1,8})?", fullmatch=True),
)


def locale_text(language: str) -> str:
    file = resources.files("anthology.locales").joinpath(f"{language}.yml")
    return file.read_text(encoding="utf-8")


def text_of_key(language: str, key: str) -> str:
    chosen = words(language)
    group, _, name = key.partition(".")
    if group == "roles" and name:
        return chosen.roles[name]
    if group == "kinds" and name:
        return chosen.kinds[name]
    text = getattr(chosen, key)
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_placeholders_of_english(language: str) -> None:
    texts = {key: text_of_key(language, key) for key in override_keys()}
    assert {key: check_override(key, text) for key, text in texts.items()} == dict.fromkeys(texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_role_and_kind(language: str) -> None:
    assert set(words(language).roles) == set(ROLES)
    assert set(words(language).kinds) == set(KINDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_locale_file_says_a_key_twice(language: str) -> None:
    keys = [line.partition(":")[0] for line in locale_text(language).splitlines() if ":" in line]
    assert sorted(set(keys)) == sorted(keys)


@pytest.mark.parametrize("language", LANGUAGES)
def test_quarters_of_a_year_differ(language: str) -> None:
    chosen = words(language)
    quarters = (chosen.quarter_1, chosen.quarter_2, chosen.quarter_3, chosen.quarter_4)
    titles = {quarter.format(year=2025) for quarter in quarters}
    assert len(titles) == 4
    assert all(title.endswith("2025") for title in titles)


def test_no_language_borrows_its_sentences_from_another() -> None:
    for key in (
        "a11y_text",
        "a11y_described",
        "source_none",
        "set_in",
        "input_digest",
        "roles.ill",
    ):
        assert len({text_of_key(language, key) for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("tag", "contents"),
    [
        ("de", "Inhalt"),
        ("de-AT", "Inhalt"),
        ("DE_ch", "Inhalt"),
        ("uk", "Зміст"),
        ("uk-Cyrl-UA", "Зміст"),
        ("pl", "Spis treści"),
        ("fr-CA", "Sommaire"),
        ("en-US", "Contents"),
        ("ja", "Contents"),
        ("", "Contents"),
        ("deu", "Contents"),
    ],
)
def test_words_fall_back_to_the_parent_then_to_english(tag: str, contents: str) -> None:
    assert words(tag).contents == contents


def test_overrides_replace_one_word_each() -> None:
    changes = {
        "sources": "Nachweise",
        "roles.trl": "Deutsch von {names}",
        "kinds.speech": "Vortrag",
    }
    chosen = words("de", changes)
    assert chosen.sources == "Nachweise"
    assert chosen.roles["trl"] == "Deutsch von {names}"
    assert chosen.kinds["speech"] == "Vortrag"
    assert chosen.roles["edt"] == words("de").roles["edt"]
    assert chosen.contents == "Inhalt"
    assert words("de").sources == "Quellen"


def test_unknown_override_is_refused() -> None:
    with pytest.raises(KeyError, match="source_colour"):
        words("de", {"source_colour": "Farbe"})


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("contents", "In this book", None),
        ("contents", "{{In}}", None),
        ("roles.trl", "{names} (translation)", None),
        ("isbn", "{edition}: {isbn}", None),
        ("roles.trl", "Translated", "{names} is missing"),
        ("roles.trl", "Translated by {name}", "{name} cannot stand here"),
        ("roles.trl", "Translated by {}", "{} cannot stand here"),
        ("roles.trl", "Translated by {names!r}", "{names!r} cannot stand here"),
        ("roles.trl", "Translated by {names:9}", "{names:9} cannot stand here"),
        ("contents", "{year}", "{year} cannot stand here"),
        ("contents", "{", "a brace has no partner; write {{ or }} for a brace in the text"),
        ("content", "In this book", "there is no word 'content'"),
        ("roles.xyz", "{names}", "there is no word 'roles.xyz'"),
    ],
)
def test_overrides_are_checked(key: str, text: str, message: str | None) -> None:
    assert check_override(key, text) == message


@given(st.sampled_from(sorted(override_keys())), st.text(alphabet="{}names!:.[]0 ", max_size=14))
def test_what_the_check_lets_pass_can_be_filled(key: str, text: str) -> None:
    values = {"names": "N", "year": "Y", "parts": "P", "isbn": "I", "edition": "E"}
    if check_override(key, text) is None:
        text.format(**values, typeface="T", alt="A", version="V")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("contents: Contents\n", "", "contents is missing"),
        ("contents:", "content: x\ncontents:", "content is unknown"),
        ("contents: Contents", "contents: yes", "contents is no text"),
        ("contents: Contents", "contents: ''", "contents is no text"),
        ('  trl: "Translated by {names}"\n', "", "roles.trl is missing"),
        ("  video: Video", "  video: Video\n  film: Film", "kinds.film is unknown"),
    ],
)
def test_locale_file_with_a_wrong_key_is_refused(old: str, new: str, message: str) -> None:
    text = locale_text("en")
    assert old in text
    with pytest.raises(AnthologyError, match=f"^error: en.yml: {message};"):
        parse_words(text.replace(old, new, 1), "en.yml")


@pytest.mark.parametrize("text", ["", "- a", "roles: 1", "a"])
def test_locale_file_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(AnthologyError):
        parse_words(text, "en.yml")


@pytest.mark.parametrize(
    ("language", "day", "month", "title"),
    [
        ("de", "16. November 2025", "November 2025", "November 2025"),
        ("en", "16 November 2025", "November 2025", "November 2025"),
        ("en-GB", "16 November 2025", "November 2025", "November 2025"),
        ("en-US", "November 16, 2025", "November 2025", "November 2025"),
        ("uk", "16 листопада 2025", "листопад 2025", "Листопад 2025"),
        ("ru", "16 ноября 2025", "ноябрь 2025", "Ноябрь 2025"),
        ("be", "16 лістапада 2025", "лістапад 2025", "Лістапад 2025"),
        ("bg", "16 ноември 2025", "ноември 2025", "Ноември 2025"),
        ("pl", "16 listopada 2025", "listopad 2025", "Listopad 2025"),
        ("fr", "16 novembre 2025", "novembre 2025", "Novembre 2025"),
        ("es", "16 de noviembre de 2025", "noviembre de 2025", "Noviembre de 2025"),
        ("it", "16 novembre 2025", "novembre 2025", "Novembre 2025"),
        ("qqq", "16 November 2025", "November 2025", "November 2025"),
    ],
)
def test_dates(language: str, day: str, month: str, title: str) -> None:
    assert format_date(DAY, language) == day
    assert format_date(MONTH, language) == month
    assert format_date(ArticleDate(year=2025), language) == "2025"
    assert format_month(2025, 11, language) == title


def test_first_day_of_a_french_month() -> None:
    assert format_date(ArticleDate(year=1911, month=1, day=1), "fr") == "1er janvier 1911"
    assert format_date(ArticleDate(year=1911, month=1, day=11), "fr") == "11 janvier 1911"


def test_early_year() -> None:
    assert format_date(ArticleDate(year=988), "uk") == "988"
    assert format_date(ArticleDate(year=988, month=8, day=1), "de") == "1. August 988"


@pytest.mark.parametrize(
    ("tag", "language", "name"),
    [
        ("ru", "de", "Russisch"),
        ("ru", "uk", "Російська"),
        ("uk", "en", "Ukrainian"),
        ("de-AT", "de", "Österreichisches Deutsch"),
        ("de-AT", "uk", "Німецька (Австрія)"),
        ("zh-Hant", "en", "Traditional Chinese"),
        ("de-x-old", "en", "German"),
        ("tlh", "de", "Klingonisch"),
        ("qqq", "de", "qqq"),
        ("x-own", "de", "x-own"),
        ("", "de", ""),
    ],
)
def test_language_names(tag: str, language: str, name: str) -> None:
    assert language_name(tag, language) == name


@pytest.mark.parametrize(
    ("language", "three"),
    [("de", "A, B und C"), ("en", "A, B and C"), ("uk", "A, B і C"), ("pl-PL", "A, B i C")],
)
def test_names_are_joined(language: str, three: str) -> None:
    assert join_names(("A", "B", "C"), language) == three
    assert join_names(("A",), language) == "A"
    assert join_names((), language) == ""


def test_labels_inside_a_sentence() -> None:
    assert in_sentence(words("de").source_date, "de-AT") == "Datum"
    assert in_sentence(words("uk").source_date, "uk") == "дата"
    assert in_sentence(words("ja").source_date, "ja") == "date"


@pytest.mark.parametrize("tag", "ar he iw fa ur yi ps ug dv ckb az-Arab az-IR pa-PK AR".split())
def test_right_to_left(tag: str) -> None:
    assert direction(tag) == "rtl"


@pytest.mark.parametrize(
    "tag", ["de", "uk", "az", "pa", "ar-Latn", "pa-Latn-PK", "ja", "x-own", ""]
)
def test_left_to_right(tag: str) -> None:
    assert direction(tag) == "ltr"


def test_hyphenation_tags() -> None:
    tags = ("en", "EN", "en-GB", "de", "uk-UA", "")
    assert tuple(map(hyphenation_tag, tags)) == ("en-US", "en-US", "en-GB", "de", "uk-UA", "")


@given(TAGS, TAGS)
def test_no_tag_is_too_strange(tag: str, language: str) -> None:
    assert words(language).contents
    assert "2025" in format_date(DAY, language)
    assert "2025" in format_month(2025, 11, language)
    assert join_names(("A", "B"), language)
    assert direction(tag) in ("ltr", "rtl")
    assert bool(language_name(tag, language)) == bool(tag)
