"""The few words by which names are told from other words with capitals, for each language."""

from collections.abc import Iterator, Mapping
from functools import cache

from anthology.locales.format import locale_of
from anthology.names.endings import forms

PARTICLES = frozenset(
    "al ben bin da de del della den der di do dos du el ibn la le van von".split()
)
"""Small words inside a name: Ursula von der Leyen."""

_TITLES: Mapping[str, str] = {
    "de": "bundeskanzler bundeskanzlerin doktor dr frau general generalsekretär gouverneur herr "
    "herrn hl journalist journalistin kaiser kanzler kanzlerin könig königin minister papst "
    "patriarch premier prof professor sankt sekretär st",
    "en": "chancellor director doctor dr general governor king lady lord minister miss mr mrs ms "
    "pope president prime prof professor queen secretary senator sir st",
    "ru": "академик г генерал господин госпожа директор доктор журналист журналистка император "
    "канцлер король королева министр патриарх писатель премьер премьер-министр президент проф "
    "профессор св святой товарищ",
    "uk": "академік генерал директор доктор журналіст журналістка імператор канцлер король "
    "королева міністр пан пані патріарх письменник прем'єр прем'єр-міністр президент проф "
    "професор св святий",
}
_TITLE_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "de": (
        *("chef", "chefin", "chefs", "kanzler", "kanzlers", "minister", "ministerin", "ministers"),
        *("präsident", "präsidenten", "präsidentin", "sekretär", "sekretärs", "sprecher"),
        *("sprecherin", "vorsitzende", "vorsitzenden", "vorsitzender"),
    ),
}
_DETERMINERS: Mapping[str, str] = {
    "de": "all beid dein dies eb eigen ein einig euer eur hundert ihr jed jen kein manch mehrer "
    "mein mill sein solch tausend unser viel welch wenig zwei drei vier fünf sechs sieben acht "
    "neun zehn",
}
_BENT = ("", "e", "em", "en", "er", "es")
_ARTICLES: Mapping[str, str] = {
    "de": "am ans beim das dem den der des die im ins vom zum zur",
}


def is_title(word: str, language: str) -> bool:
    """Return whether a word stands before names and is no part of them: President, Mrs."""
    small = word.lower()
    return small in _title_forms(language) or small.endswith(_TITLE_ENDINGS.get(language, ()))


def is_determiner(word: str, language: str) -> bool:
    """Return whether a small word stands before nouns, and not before names: one, this, her."""
    return word in _determiners(language)


def is_article(word: str, language: str) -> bool:
    """Return whether a small word is the definite article, or has it at its end."""
    return word in _article_words(language)


def titles_have_capitals(language: str) -> bool:
    """Return whether the words of titles begin with capitals: How We Built It."""
    return language == "en"


def nouns_have_capitals(language: str) -> bool:
    """Return whether every noun of a language begins with a capital."""
    return language == "de"


@cache
def _title_forms(language: str) -> frozenset[str]:
    titles = _TITLES.get(language, "").split()
    return frozenset().union(*(forms(one, language, last=True, place=False) for one in titles))


@cache
def _determiners(language: str) -> frozenset[str]:
    stems = _DETERMINERS.get(language, "").split()
    return frozenset(stem + ending for stem in stems for ending in _BENT)


@cache
def _article_words(language: str) -> frozenset[str]:
    return frozenset(_ARTICLES.get(language, "").split())


@cache
def places(language: str) -> frozenset[str]:
    """Return names of countries and cities in a language, as the CLDR has them."""
    locale = locale_of(language)
    cities = (zone.get("city") for zone in locale.time_zones.values())
    return frozenset((*locale.territories.values(), *filter(None, cities)))


@cache
def calendar(language: str) -> frozenset[str]:
    """Return the names of months, days and languages with capitals, which are no names here."""
    return frozenset(_calendar(language))


def _calendar(language: str) -> Iterator[str]:
    locale = locale_of(language)
    for names in (locale.months, locale.days):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for name in names[context][width].values():
                    yield name.rstrip(".").capitalize()
    yield from (name.capitalize() for name in locale.languages.values())
