"""The posts that a WordPress site hands out itself (REST API, wp/v2), page by page."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import urlencode

from anthology.errors import AnthologyError, Kind, Place, error
from anthology.intake.languages import known_language
from anthology.intake.loose import list_in, mappings_in, text_in
from anthology.intake.moments import read_moment
from anthology.intake.plainhtml import words_of_html
from anthology.intake.post import Post, Site, Skipped

PER_PAGE = 100
"""The most posts that the API hands out at once."""

Get = Callable[[str], bytes | None]
"""Returns what stands at an address; None where there is nothing (more).

Raises AnthologyError where it cannot be had.
"""


class RestSite:
    """A site's posts, which are asked for as they are needed.

    What was fetched once is not fetched again where `get` keeps it, so that an import goes on
    where it broke off.
    """

    def __init__(self, address: str, get: Get) -> None:
        """Take the address of the site's first page, and who fetches."""
        self._address = address.rstrip("/").removesuffix("/wp-json")
        self._get = get
        self._end: int | None = None
        """The number of the page after the last one, once it is known."""

    @cached_property
    def site(self) -> Site:
        """Return what the site says of itself."""
        found = self._json(f"{self._address}/wp-json/?_fields=name,home")
        said = found if isinstance(found, Mapping) else {}
        return Site(
            name=words_of_html(text_in(said, "name")) or None,
            address=text_in(said, "home") or self._address,
        )

    def texts(self) -> Iterator[Post | Skipped]:
        """Yield the posts, the oldest first.

        A page may hold fewer posts than asked for (plug-ins take some out), and not be the last.
        """
        number = 1
        while number != self._end:
            asked = {
                "per_page": PER_PAGE,
                "page": number,
                "order": "asc",
                "orderby": "date",
                "_embed": "author,wp:term,wp:featuredmedia",
            }
            found = self._json(f"{self._address}/wp-json/wp/v2/posts?{urlencode(asked)}")
            if not isinstance(found, list) or not found:
                self._end = number
                break
            yield from (self._post(one) for one in mappings_in(found))
            number += 1

    def _json(self, address: str) -> Any:
        data = self._get(address)
        if data is None:
            return None
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            raise AnthologyError(
                [
                    error(
                        Kind.ARTICLE,
                        "the site does not answer as WordPress does",
                        "name its first page, and look whether /wp-json/ below it can be opened",
                        Place(file=address),
                    )
                ]
            ) from None

    def _post(self, one: Mapping[str, Any]) -> Post:
        link = text_in(one, "link")
        date = read_moment(text_in(one, "date"))
        embedded = one.get("_embedded")
        parts = embedded if isinstance(embedded, Mapping) else {}
        html = _rendered(one, "content")
        title = words_of_html(_rendered(one, "title")) or text_in(one, "slug") or "…"
        return Post(
            key=_rendered(one, "guid") or link,
            title=title,
            date=date,
            authors=tuple(text_in(person, "name") for person in mappings_in(parts.get("author"))),
            language=known_language(text_in(one, "lang")),
            tags=tuple(
                words_of_html(text_in(term, "name"))
                for terms in list_in(parts.get("wp:term"))
                for term in mappings_in(terms)
                if text_in(term, "slug") != "uncategorized"
            ),
            excerpt=None,
            slug=text_in(one, "slug") or None,
            html=_featured(parts, html) + html,
            address=link or self._address,
            published=bool(link),
            aliases=(f"{self._address}/?p={text_in(one, 'id')}",),
            place=Place(file=link or self._address),
        )


def _featured(parts: Mapping[str, Any], html: str) -> str:
    for media in mappings_in(parts.get("wp:featuredmedia")):
        source = text_in(media, "source_url")
        stem = source.rpartition("/")[2].rpartition(".")[0]
        if stem and stem not in html:
            alt = escape(text_in(media, "alt_text"))
            caption = _rendered(media, "caption")
            said = f"<figcaption>{caption}</figcaption>" if words_of_html(caption) else ""
            return f'<figure><img src="{escape(source)}" alt="{alt}">{said}</figure>'
    return ""


def _rendered(one: Mapping[str, Any], name: str) -> str:
    return text_in(one.get(name), "rendered")
