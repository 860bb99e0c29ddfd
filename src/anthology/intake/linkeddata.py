"""What a page says of its article for programs: JSON-LD in the words of schema.org."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from anthology.intake.plainhtml import words_of_html

_ARTICLES = frozenset(
    "Article BlogPosting NewsArticle OpinionNewsArticle AnalysisNewsArticle ReportageNewsArticle "
    "ScholarlyArticle TechArticle Report SocialMediaPosting ReviewNewsArticle Review".split()
)
_MAX_DEPTH = 20
_WRAPPED = re.compile(
    r"^\s*(?://|/\*)?\s*<!(?:\[CDATA\[|--)(?:\s*\*/)?|(?://|/\*)?\s*(?:\]\]|--)>(?:\s*\*/)?\s*$"
)
"""What hides a script from old programs."""


class Described(Struct, frozen=True, kw_only=True):
    """What is said of an article; empty where nothing is."""

    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    language: str = ""
    address: str = ""
    site: str = ""
    tags: tuple[str, ...] = ()
    text: str = ""
    """The text of the article, without its paragraphs or as HTML."""


def described(tree: Any) -> Described:
    """Return what the JSON-LD of a parsed page says of its article."""
    things = [
        thing
        for script in tree.css('script[type="application/ld+json"]')
        for thing in _things(_values(script.text()), 0)
    ]
    found = next((thing for thing in things if _types(thing) & _ARTICLES), None)
    if found is None:
        return Described()
    by_id = {str(thing["@id"]): thing for thing in things if thing.get("@id") and thing.get("name")}
    return Described(
        title=_words(found.get("headline") or found.get("name")),
        authors=tuple(dict.fromkeys(filter(None, _names(found.get("author"), by_id)))),
        date=_text(found.get("datePublished") or found.get("dateCreated")),
        language=_text(found.get("inLanguage")),
        address=_text(found.get("url")) or _id(found.get("mainEntityOfPage")),
        site=next(filter(None, _names(found.get("publisher"), by_id)), ""),
        tags=tuple(dict.fromkeys(_tags(found.get("keywords")))),
        text=_text(found.get("articleBody")),
    )


def _values(text: str | None) -> Any:
    try:
        return json.loads(_WRAPPED.sub("", text or ""), strict=False)
    except (ValueError, RecursionError):
        return None


def _things(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, Mapping):
        yield value
        for inner in value.values():
            yield from _things(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _things(inner, depth + 1)


def _types(thing: Mapping[str, Any]) -> frozenset[str]:
    said = thing.get("@type")
    return frozenset(map(str, said if isinstance(said, list) else [said]))


def _text(value: Any) -> str:
    if isinstance(value, list) and value:
        return _text(value[0])
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _words(value: Any) -> str:
    return words_of_html(_text(value))


def _id(value: Any) -> str:
    return _text(value.get("@id")) if isinstance(value, Mapping) else _text(value)


def _names(value: Any, by_id: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _names(one, by_id)
    elif isinstance(value, Mapping):
        there = value if value.get("name") else by_id.get(_text(value.get("@id")), {})
        yield _words(there.get("name"))
    else:
        name = _words(value)
        yield "" if "://" in name else name


def _tags(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from (words_of_html(one) for one in value.split(",") if one.strip())
    elif isinstance(value, list):
        for one in value:
            yield from _tags(one)
