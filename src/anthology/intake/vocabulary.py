"""The words by which the source of a text is told: those known, and those an editor adds."""

from collections.abc import Mapping
from enum import Enum, auto
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from msgspec import Struct, field

from anthology.errors import AnthologyError, Finding, Kind, Place, error
from anthology.intake.given import read_given


class Field(Enum):
    """What a label says about the source."""

    KIND = auto()
    TITLE = auto()
    AUTHORS = auto()
    DATE = auto()
    LANGUAGE = auto()
    PLATFORM = auto()
    LINK = auto()
    TRANSLATORS = auto()
    LICENCE = auto()


HEADINGS = frozenset(
    {
        *("originalquelle", "quelle", "quellenangabe", "quelle des originals"),
        *("original source", "source", "source of the original"),
        *("першоджерело", "оригінальне джерело", "джерело", "джерело оригіналу"),
        *("первоисточник", "оригинальный источник", "источник", "источник оригинала"),
        *("źródło", "źródło oryginalne", "źródło oryginału", "oryginalne źródło"),
        *("source originale", "source de l'original", "sources"),
    }
)

LABELS: Mapping[Field, tuple[str, ...]] = MappingProxyType(
    {
        Field.KIND: (
            *("art der quelle", "quellenart", "quellentyp"),
            *("kind of source", "type of source", "source type", "source kind"),
            *("тип джерела", "вид джерела"),
            *("тип источника", "вид источника"),
            *("rodzaj źródła", "typ źródła", "type de source", "nature de la source"),
        ),
        Field.TITLE: (
            *("titel des originals", "originaltitel", "original title", "title of the original"),
            *("назва оригіналу", "оригінальна назва", "заголовок оригіналу"),
            *("название оригинала", "оригинальное название", "заголовок оригинала"),
            *("tytuł oryginału", "tytuł oryginalny", "titre original", "titre de l'original"),
        ),
        Field.AUTHORS: (
            *("autor", "autorin", "autoren", "autor/in", "autor/autorin", "autor:in", "verfasser"),
            *("author", "authors", "автор", "авторка", "автори", "авторы"),
            *("autorka", "autorzy", "auteur", "autrice", "auteure", "auteurs"),
        ),
        Field.DATE: (
            *("veröffentlichung", "veröffentlichung/entstehung", "veröffentlicht am", "datum"),
            *("publication/creation", "published/created", "publication", "published", "date"),
            *("публікація/створення", "публікація", "опубліковано", "дата", "дата публікації"),
            *("публикация/создание", "публикация", "опубликовано", "дата публикации"),
            *("publikacja", "publikacja/powstanie", "data publikacji", "opublikowano", "data"),
            *("publication/création", "publié le", "date de publication"),
        ),
        Field.LANGUAGE: (
            *("originalsprache", "sprache des originals"),
            *("original language", "language of the original"),
            *("мова оригіналу", "оригінальна мова", "язык оригинала", "оригинальный язык"),
            *("język oryginału", "język oryginalny", "langue originale", "langue de l'original"),
        ),
        Field.PLATFORM: (
            *("plattform", "plattform/quelle", "platform", "platform/source"),
            *("платформа", "платформа/джерело", "платформа/источник"),
            *("platforma", "platforma/źródło", "plateforme", "plateforme/source"),
        ),
        Field.LINK: (
            *("link zum originaltext", "link zum original", "originaltext", "link", "url"),
            *("link to the original text", "link to the original", "link to original"),
            *("посилання на оригінальний текст", "посилання на оригінал", "посилання"),
            *("ссылка на оригинальный текст", "ссылка на оригинал", "ссылка"),
            *("link do tekstu oryginalnego", "link do oryginału", "odnośnik do oryginału"),
            *("lien vers le texte original", "lien vers l'original", "lien"),
        ),
        Field.TRANSLATORS: (
            *("übersetzer", "übersetzerin", "übersetzer/in", "übersetzer:in", "übersetzung"),
            *("translator", "translators", "translation", "translated by"),
            *("перекладач", "перекладачка", "переклад"),
            *("переводчик", "переводчица", "перевод"),
            *("tłumacz", "tłumaczka", "tłumaczenie", "przekład"),
            *("traducteur", "traductrice", "traduction"),
        ),
        Field.LICENCE: ("lizenz", "licence", "license", "ліцензія", "лицензия", "licencja"),
    }
)

LINK_TEXTS = frozenset(
    {
        *("original ansehen", "zum original", "original lesen", "zum originaltext"),
        *("view original", "view the original", "see the original", "read the original"),
        *("переглянути оригінал", "дивитися оригінал", "читати оригінал"),
        *("смотреть оригинал", "посмотреть оригинал", "читать оригинал"),
        *("zobacz oryginał", "czytaj oryginał", "voir l'original", "lire l'original"),
    }
)
"""Words of a link whose address a saved text has lost."""


LINE_LABELS = frozenset(
    {
        *(
            "quelle",
            "original",
            "zuerst erschienen",
            "zuerst erschienen in",
            "erstveröffentlichung",
        ),
        *("source", "original", "originally published at", "originally published on"),
        *("джерело", "оригінал", "першоджерело", "источник", "оригинал", "первоисточник"),
        *("źródło", "oryginał", "source originale", "texte original"),
    }
)
"""What stands before a colon in one line that tells the source."""


class Vocabulary(Struct, frozen=True, kw_only=True):
    """Words in small letters, without signs at their ends."""

    headings: frozenset[str] = HEADINGS
    """Headings of source blocks."""
    labels: Mapping[Field, tuple[str, ...]] = field(default_factory=lambda: LABELS)
    """What stands before the colon in the lines of a block."""
    link_texts: frozenset[str] = LINK_TEXTS
    """Words of a link that say nothing but that it leads to the original."""
    lines: frozenset[str] = LINE_LABELS
    """What stands before the colon of a line that tells the source alone."""


KNOWN = Vocabulary()
"""The words that are known without an editor's rules."""


def read_rules(path: Path) -> Vocabulary:
    """Return the known words with those of an editor's file.

    It is YAML: `headings`, `link_texts` and `lines` are lists of words, `labels` has a list for
    each of kind, title, authors, date, language, platform, link, translators and licence.
    Raises AnthologyError where the file cannot be read (files) or says something else (manifest).
    """
    data = read_given(path.absolute(), str(path))
    try:
        found = yaml.load(data.decode("utf-8-sig"), yaml.BaseLoader)  # noqa: S506 - makes texts, lists and mappings only
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        said = " ".join(str(problem).split())
        raise AnthologyError([_wrong(path, f"it is not well-formed ({said})")]) from None
    return _vocabulary(found, path)


def _vocabulary(found: Any, path: Path) -> Vocabulary:
    given = found if isinstance(found, Mapping) else {"": found}
    problems = [
        _wrong(path, f"the key {key!r} is not known")
        for key in given
        if key not in {"headings", "labels", "link_texts", "lines"}
    ]
    labels = given.get("labels", {})
    by_field: dict[Field, tuple[str, ...]] = dict(LABELS)
    for key, words in labels.items() if isinstance(labels, Mapping) else [("labels", ())]:
        meant = Field.__members__.get(str(key).upper())
        if meant is None:
            problems.append(_wrong(path, f"the label {key!r} is not known"))
        else:
            by_field[meant] = (*by_field[meant], *_words(words))
    if problems:
        raise AnthologyError(problems)
    return Vocabulary(
        headings=HEADINGS | set(_words(given.get("headings"))),
        labels=by_field,
        link_texts=LINK_TEXTS | set(_words(given.get("link_texts"))),
        lines=LINE_LABELS | set(_words(given.get("lines"))),
    )


def _words(value: Any) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value] if value else []
    return tuple(" ".join(str(one).casefold().strip(" :").split()) for one in listed)


def _wrong(path: Path, what: str) -> Finding:
    return error(
        Kind.MANIFEST,
        f"the rules cannot be used: {what}",
        "write lists under headings, link_texts, lines, and under labels.title, labels.authors …",
        Place(file=str(path)),
    )
