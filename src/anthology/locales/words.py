"""The words that the book itself says, in its language: "Contents", "Translated by …"."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType

import yaml
from msgspec import Struct
from msgspec.structs import replace

from anthology.errors import AnthologyError, Kind, error

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser of libyaml, where PyYAML was built with it."""

LANGUAGES = ("de", "en", "es", "fr", "it", "pl", "ru", "uk")
"""The languages that the book speaks; in any other it speaks English."""

ROLES = tuple("aft ann aui aut com cov ctb edt ill nrt pbl pfr pht red trl".split())
"""The MARC relator codes for which there is a phrase."""

KINDS = (
    "article",
    "blog post",
    "book",
    "broadcast",
    "chapter",
    "diary",
    "essay",
    "interview",
    "law",
    "letter",
    "magazine article",
    "manuscript",
    "newspaper article",
    "patent",
    "podcast",
    "poem",
    "press release",
    "report",
    "review",
    "social media post",
    "speech",
    "standard",
    "statement",
    "story",
    "thesis",
    "video",
    "web page",
)
"""The kinds of sources that have a name in every language."""


class Words(Struct, frozen=True, kw_only=True):
    """Every word and phrase of one language; those with `{…}` are filled by `str.format`."""

    language: str
    """The language that the words are in, a BCP 47 tag."""
    contents: str
    """The title of the table of contents."""
    sources: str
    """The title of the source appendix."""
    source: str
    """The link from an article to its entry in the source appendix."""
    index: str
    """The title of the index of names."""
    see: str
    """What stands in the index before the heading to look under instead."""
    imprint: str
    """The name of the page with the copyright and the publisher."""
    cover: str
    """The name of the cover in the contents of an e-book."""
    pages: str
    """The name of the list of the pages of print, in the contents of an e-book."""
    start: str
    """The landmark for where reading begins."""
    notes: str
    """The title of the notes at an article's end."""
    figure: str
    """What stands before the number of a figure, at its caption."""
    page_short: str
    """What stands before the number of the page to which a link leads, in print."""
    undated: str
    """The title of the chapter of articles without a date."""
    untagged: str
    """The title of the chapter of articles without a tag, beside chapters named after tags."""
    unknown_author: str
    """The title of the chapter of articles whose author is not known."""
    translated_by: str
    """`{names}`: who translated the article; stands in its byline."""
    quarter_1: str
    """`{year}`: the title of a chapter, January to March."""
    quarter_2: str
    """`{year}`: the title of a chapter, April to June."""
    quarter_3: str
    """`{year}`: the title of a chapter, July to September."""
    quarter_4: str
    """`{year}`: the title of a chapter, October to December."""
    source_kind: str
    """Label: what kind of text the source is."""
    source_title: str
    """Label: the original title."""
    source_author: str
    """Label: the author, where there is one or none."""
    source_authors: str
    """Label: the authors, where there are several."""
    source_date: str
    """Label: when the source appeared or came to be."""
    source_language: str
    """Label: the language of the source."""
    source_platform: str
    """Label: the site, paper or station where the source appeared."""
    source_link: str
    """Label: the address of the source."""
    source_translator: str
    """Label: the translator, where there is one or none."""
    source_translators: str
    """Label: the translators, where there are several."""
    source_published: str
    """Label: where the translation or reprint appeared before the book."""
    source_licence: str
    """Label: the licence."""
    source_unknown: str
    """`{parts}`: the labels, as a list in running text, of what is not known about a source."""
    source_none: str
    """Instead of a record, where nothing is known about a source."""
    qr_code: str
    """`{address}`: what a QR code shows, for those who cannot see it."""
    isbn: str
    """`{isbn}`, `{edition}`: the ISBN of one edition."""
    edition_epub: str
    """The e-book, as it stands in `isbn`."""
    edition_press: str
    """The printed book, as it stands in `isbn`."""
    set_in: str
    """`{typeface}`: the imprint's or the last page's sentence about the typeface."""
    made_with: str
    """The imprint's sentence about the program."""
    colophon: str
    """The title of the last page, which says how the book was made."""
    made_with_version: str
    """`{version}`: the last page's sentence about the program."""
    input_digest: str
    """The line above the digest of everything that the book was made from."""
    picture_missing: str
    """`{alt}`: instead of a picture that could not be had, with its description."""
    a11y_text: str
    """Accessibility summary: the text can be resized, reflowed and read aloud."""
    a11y_described: str
    """Accessibility summary: every picture has a description."""
    a11y_undescribed: str
    """Accessibility summary: some pictures have no description."""
    roles: Mapping[str, str]
    """`{names}`: for each code of `ROLES` a phrase that says who did it."""
    kinds: Mapping[str, str]
    """For each of `KINDS` its name."""


def words(language: str, overrides: Mapping[str, str] = MappingProxyType({})) -> Words:
    """Return the words of a language, a BCP 47 tag; of its parent (`de` for `de-AT`) or English.

    `overrides` replaces words by their keys, those of `override_keys`. Raises KeyError for any
    other key.
    """
    primary = language.lower().replace("_", "-").partition("-")[0]
    chosen = _load(primary if primary in LANGUAGES else "en")
    if unknown := overrides.keys() - override_keys():
        raise KeyError(*sorted(unknown))
    plain = {key: text for key, text in overrides.items() if "." not in key}
    return replace(
        chosen,
        language=language if primary in LANGUAGES else chosen.language,
        roles=_overridden("roles", chosen.roles, overrides),
        kinds=_overridden("kinds", chosen.kinds, overrides),
        **plain,
    )


@cache
def override_keys() -> frozenset[str]:
    """Return the keys that an editor may replace, such as `contents` and `roles.trl`."""
    return frozenset(_flat(_load("en")))


def check_override(key: str, text: str) -> str | None:
    """Return what is wrong with a replacement of the word `key`, or None.

    The text must have exactly the placeholders of the word that it replaces.
    """
    if key not in override_keys():
        return f"there is no word {key!r}"
    try:
        found = placeholders(text)
    except ValueError:
        return "a brace has no partner; write {{ or }} for a brace in the text"
    needed = placeholders(_flat(_load("en"))[key])
    if surplus := sorted(found - needed):
        return f"{_braced(surplus)} cannot stand here"
    if missing := sorted(needed - found):
        return f"{_braced(missing)} is missing"
    return None


def placeholders(text: str) -> frozenset[str]:
    """Return what stands between braces in a text; raises ValueError where braces do not pair."""
    return frozenset(
        name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
        for _, name, form, conversion in Formatter().parse(text)
        if name is not None
    )


def parse_words(text: str, name: str) -> Words:
    """Return the words in the text of a locale file called `name`.

    Raises AnthologyError (internal) that names every missing, unknown or empty key.
    """
    tree = yaml.load(text, _LOADER)  # noqa: S506 - one that is safe
    plain = tuple(
        name for name in Words.__struct_fields__ if name not in ("language", "roles", "kinds")
    )
    wrong = _wrong(tree, (*plain, "roles", "kinds"), "")
    if not wrong:
        wrong = [
            *_wrong({key: tree[key] for key in plain}, plain, "", texts=True),
            *_wrong(tree["roles"], ROLES, "roles.", texts=True),
            *_wrong(tree["kinds"], KINDS, "kinds.", texts=True),
        ]
    if wrong:
        raise AnthologyError(
            [error(Kind.INTERNAL, f"{name}: {what}", "mend the locale file") for what in wrong]
        )
    return Words(
        language=name.removesuffix(".yml"),
        roles=MappingProxyType(dict(tree["roles"])),
        kinds=MappingProxyType(dict(tree["kinds"])),
        **{key: tree[key] for key in plain},
    )


@cache
def _load(language: str) -> Words:
    name = f"{language}.yml"
    file = Path(__file__).parent / name
    return parse_words(file.read_text(encoding="utf-8"), name)


def _wrong(tree: object, keys: tuple[str, ...], prefix: str, *, texts: bool = False) -> list[str]:
    if not isinstance(tree, dict):
        return [f"{prefix.rstrip('.') or 'the file'} is no mapping"]
    missing = [f"{prefix}{key} is missing" for key in keys if key not in tree]
    unknown = [f"{prefix}{key} is unknown" for key in tree if key not in keys]
    empty = [
        f"{prefix}{key} is no text"
        for key, value in tree.items()
        if texts and not (isinstance(value, str) and value.strip())
    ]
    return missing + unknown + empty


def _flat(chosen: Words) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name in chosen.__struct_fields__:
        value: str | Mapping[str, str] = getattr(chosen, name)
        if name == "language":
            continue
        if isinstance(value, str):
            flat[name] = value
        else:
            flat |= {f"{name}.{key}": text for key, text in value.items()}
    return flat


def _overridden(
    prefix: str, base: Mapping[str, str], overrides: Mapping[str, str]
) -> Mapping[str, str]:
    return MappingProxyType(
        {key: overrides.get(f"{prefix}.{key}", text) for key, text in base.items()}
    )


def _braced(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
