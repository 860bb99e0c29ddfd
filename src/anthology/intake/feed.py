"""Feeds into posts: RSS and Atom of any version, and JSON Feed."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from anthology.errors import AnthologyError, Kind, Place, error, warning
from anthology.intake.languages import known_language
from anthology.intake.loose import list_in, mappings_in, text_in
from anthology.intake.moments import read_moment
from anthology.intake.plainhtml import beginning, words_of_html
from anthology.intake.post import Post, Site, Skipped
from anthology.intake.report import LeftOut, Remark, Topic
from anthology.values import is_web_address


class Feed:
    """A feed that is read whole: feeds are short."""

    def __init__(self, data: bytes, file: str) -> None:
        """Take the feed and its name for people.

        Raises AnthologyError (article) for what is no feed.
        """
        self._file = file
        self._site, self._texts = _read(data, file)

    @property
    def site(self) -> Site:
        """Return what the feed says of its site."""
        return self._site

    def texts(self) -> Iterator[Post | Skipped]:
        """Yield the entries in the order of the feed."""
        yield from self._texts


def _read(data: bytes, file: str) -> tuple[Site, tuple[Post | Skipped, ...]]:
    if data.lstrip().removeprefix(b"\xef\xbb\xbf").startswith(b"{"):
        return _json_feed(data, file)
    import feedparser

    found = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    if not found.get("version"):
        raise AnthologyError([_no_feed(file)])
    told = found.feed
    site = Site(
        name=words_of_html(told.get("title", "")) or None,
        address=_address(told.get("link", "")),
        language=known_language(told.get("language", "")),
    )
    entries = found.entries
    return site, tuple(
        _entry(one, file, site, number / len(entries)) for number, one in enumerate(entries, 1)
    )


def _no_feed(file: str) -> Any:
    return error(
        Kind.ARTICLE,
        "this is no feed: neither RSS nor Atom nor JSON Feed",
        "name the address or file of the feed itself, which often ends in /feed or .xml",
        Place(file=file),
    )


def _entry(one: Mapping[str, Any], file: str, site: Site, share: float) -> Post | Skipped:
    contents = [part.get("value", "") for part in one.get("content", ())]
    whole = max(contents, key=len, default="")
    summary = str(one.get("summary", ""))
    base = next((part.get("base") for part in one.get("content", ()) if part.get("base")), "")
    people = [str(person.get("name", "")) for person in one.get("authors", ())]
    return _post(
        key=str(one.get("id") or one.get("link") or ""),
        title=str(one.get("title", "")),
        link=_address(str(one.get("link", ""))) or base or "",
        date=str(one.get("published") or one.get("updated") or ""),
        people=tuple(filter(None, people)),
        tags=tuple(str(tag.get("term") or "") for tag in one.get("tags", ())),
        html=whole or summary,
        summary=summary if whole else "",
        is_short=not whole,
        language=str(one.get("language", "")),
        file=file,
        site=site,
        share=share,
    )


def _json_feed(data: bytes, file: str) -> tuple[Site, tuple[Post | Skipped, ...]]:
    try:
        found = json.loads(data.decode("utf-8-sig", "replace"))
        items = tuple(mappings_in(found["items"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise AnthologyError([_no_feed(file)]) from None
    site = Site(
        name=words_of_html(text_in(found, "title")) or None,
        address=_address(text_in(found, "home_page_url")),
        language=known_language(text_in(found, "language")),
    )
    return site, tuple(
        _json_item(one, file, site, number / len(items)) for number, one in enumerate(items, 1)
    )


def _json_item(one: Mapping[str, Any], file: str, site: Site, share: float) -> Post | Skipped:
    people = (one.get("author"), *list_in(one.get("authors")))
    plain = text_in(one, "content_text")
    paragraphs = (f"<p>{escape(part, quote=False)}</p>" for part in plain.split("\n\n"))
    html = text_in(one, "content_html") or ("".join(paragraphs) if plain else "")
    return _post(
        key=text_in(one, "id") or text_in(one, "url"),
        title=text_in(one, "title"),
        link=_address(text_in(one, "url")) or "",
        date=text_in(one, "date_published"),
        people=tuple(text_in(person, "name") for person in people),
        tags=tuple(map(str, list_in(one.get("tags")))),
        html=html or text_in(one, "summary"),
        summary=text_in(one, "summary") if html else "",
        is_short=not html,
        language=text_in(one, "language"),
        file=file,
        site=site,
        share=share,
    )


def _address(text: str) -> str | None:
    return text.strip() if is_web_address(text.strip()) else None


def _post(
    *,
    key: str,
    title: str,
    link: str,
    date: str,
    people: tuple[str, ...],
    tags: tuple[str, ...],
    html: str,
    summary: str,
    is_short: bool,
    language: str,
    file: str,
    site: Site,
    share: float,
) -> Post | Skipped:
    place = Place(file=file)
    words = words_of_html(html)
    plain = words_of_html(title)
    name = plain or beginning(words)
    if not name:
        left = LeftOut(text="", reason="an entry without a title and a text", place=place)
        return Skipped(left_out=left, address=link)
    remarks: list[Remark] = []
    if is_short and words:
        remarks.append(
            _remark(
                f"the feed has no more of “{name}” than a summary",
                "import its page with `anthology import page`",
                place,
            )
        )
    if not plain:
        remarks.append(
            _remark(
                f"an entry has no title; its first words stand for one: “{name}”",
                "write a title into the article file",
                place,
            )
        )
    found = read_moment(date)
    return Post(
        key=key or link or name,
        title=name,
        date=found,
        authors=tuple(dict.fromkeys(filter(None, (words_of_html(one) for one in people)))),
        language=known_language(language),
        tags=tuple(dict.fromkeys(filter(None, map(words_of_html, tags)))),
        excerpt=_excerpt(words_of_html(summary), words),
        html=html,
        address=link or site.address or "https://site.invalid/",
        published=bool(link),
        aliases=(key,) if is_web_address(key) else (),
        place=place,
        share=share,
        remarks=tuple(remarks),
    )


def _excerpt(summary: str, words: str) -> str | None:
    """Return a summary, unless it is the beginning of the text."""
    start = summary.rstrip(" .…[]")[:60]
    return summary if summary and start not in words[: len(summary) + 60] else None


def _remark(message: str, advice: str, place: Place) -> Remark:
    return Remark(Topic.METADATA, warning(Kind.ARTICLE, message, advice, place))
