"""Dates, names of languages and lists of names as the book's language writes them; pure.

Every function takes BCP 47 tags of any kind. For a language without data in the CLDR it falls
back to the parent of the tag, then to English.
"""

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.lists import format_list

from anthology.locales.dates import format_date as babel_date
from anthology.locales.dates import format_skeleton
from anthology.model import ArticleDate

_YEAR_WORD = re.compile(r"(?<=\d)\s(?:р|г)\.$")
"""The abbreviation of "year" that Cyrillic dates end with, and that books leave out."""

_RTL_SCRIPTS = frozenset("Adlm Arab Hebr Mand Mend Nkoo Rohg Samr Syrc Thaa Yezi".split())


@cache
def format_date(date: ArticleDate, language: str) -> str:
    """Return a year, `November 2025` or `16 November 2025`; the time of day is left out."""
    if date.month is None or date.day is None:
        skeleton = "y" if date.month is None else "yMMMM"
        return _skeleton(skeleton, date.year, date.month or 1, language)
    day = dt.date(date.year, date.month, date.day)
    text = babel_date(day, "long", locale_of(language))
    if date.day == 1 and locale_of(language).language == "fr":
        text = text.replace("1", "1er", 1)
    return _YEAR_WORD.sub("", text)


@cache
def format_month(year: int, month: int, language: str) -> str:
    """Return a month as the title of a chapter: `November 2025`, `Листопад 2025`."""
    return _capitalised(_skeleton("yMMMM", year, month, language))


@cache
def language_name(tag: str, language: str) -> str:
    """Return the name of the language `tag` in `language`, with a capital; unknown: `tag`."""
    locale = locale_of(language)
    known = locale.languages.get("_".join(_subtags(tag)))
    if known is None:
        named = _babel_locale(tag)
        known = named.get_display_name(locale) if named else None
    return _capitalised(known) if known else tag


def join_names(names: Sequence[str], language: str) -> str:
    """Return names as a list in running text: `A, B und C`; nothing for no names."""
    return format_list(names, locale=locale_of(language))


def in_sentence(label: str, language: str) -> str:
    """Return a label of one's own locale as it stands inside a sentence: mostly in lower case."""
    keeps = _subtags(language)[:1] == ("de",)
    return label if keeps else label[:1].lower() + label[1:]


@cache
def direction(tag: str) -> str:
    """Return `rtl` or `ltr`: how a language is written, by its script or its likely one."""
    subtags = _subtags(tag)
    script = next((part for part in subtags[1:] if len(part) == 4 and part.isalpha()), None)
    if script is None:
        territory = next((part for part in subtags[1:] if len(part) == 2), None)
        likely = get_global("likely_subtags")
        key = subtags[0] if subtags else ""
        full = likely.get(f"{key}_{territory}") or likely.get(key) or ""
        script = next((part for part in full.split("_")[1:] if len(part) == 4), "Latn")
    return "rtl" if script in _RTL_SCRIPTS else "ltr"


def hyphenation_tag(tag: str) -> str:
    """Return the tag for WeasyPrint, which hyphenates plain `en` by the rules of `en-GB`."""
    return "en-US" if tag.lower() == "en" else tag


@cache
def locale_of(tag: str) -> Locale:
    """Return the locale for a tag; British for plain `en` and for languages without data."""
    if _subtags(tag) == ("en",):
        return Locale("en", "GB")
    return _babel_locale(tag) or Locale("en", "GB")


@cache
def _babel_locale(tag: str) -> Locale | None:
    subtags = _subtags(tag)
    for end in range(len(subtags), 0, -1):
        try:
            return Locale.parse("_".join(subtags[:end]))
        except (UnknownLocaleError, ValueError):
            continue
    return None


def _subtags(tag: str) -> tuple[str, ...]:
    """Return the subtags before any extension, each in the case that RFC 5646 recommends."""
    result: list[str] = []
    for part in re.split("[-_]", tag):
        if len(part) == 1 or len(part) > 8 or not (part.isascii() and part.isalnum()):
            break
        if not result:
            result.append(part.lower())
        elif len(part) == 4 and part.isalpha():
            result.append(part.title())
        else:
            result.append(part.upper() if len(part) == 2 else part.lower())
    return tuple(result)


def _skeleton(skeleton: str, year: int, month: int, language: str) -> str:
    text = format_skeleton(skeleton, dt.date(year, month, 1), locale=locale_of(language))
    return _YEAR_WORD.sub("", text)


def _capitalised(text: str) -> str:
    return text[:1].title() + text[1:]
