"""An export as posts: who wrote them, when, where they stood, and which of them are wanted."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cached_property
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from anthology.errors import AnthologyError, Finding, Kind, Place, warning
from anthology.intake.languages import known_language
from anthology.intake.moments import read_moment
from anthology.intake.plainhtml import beginning, words_of_html
from anthology.intake.post import Post, Site, Skipped
from anthology.intake.report import LeftOut, Remark, Topic
from anthology.intake.settle import NOWHERE
from anthology.intake.wordpress.body import Attachment, Library, body_html, figure
from anthology.intake.wordpress.wxr import Channel, Item, read_items
from anthology.model import ArticleDate

_NO_YEAR = "-0001"
"""The year of a post that never appeared, as WordPress writes it."""
_SUBTITLES = ("wps_subtitle", "_subtitle", "subtitle", "kia_subtitle", "secondary_title")
_LANGUAGES = ("_wpml_language", "_locale", "language", "_language")


class Wanted(Struct, frozen=True, kw_only=True):
    """Which items of an export become articles."""

    types: tuple[str, ...] = ("post",)
    statuses: tuple[str, ...] = ("publish",)
    """publish, draft, private, future, pending, protected (by a password)."""


class _Known(Struct, frozen=True):
    site: Site
    authors: "dict[str, str]"
    library: Library
    problem: AnthologyError | None


class Export:
    """A WordPress export, read once for what its posts need of each other, then post by post."""

    def __init__(self, path: Path, file: str, wanted: Wanted) -> None:
        """Take the file, its name for people, and what of it is wanted."""
        self._path = path
        self._file = file
        self._wanted = wanted

    @property
    def site(self) -> Site:
        """Return what the export says of its site."""
        return self._known.site

    @property
    def breaks_off(self) -> tuple[Finding, ...]:
        """Return what is wrong with the end of the file, where something is."""
        return self._known.problem.findings if self._known.problem else ()

    def texts(self) -> Iterator[Post | Skipped]:
        """Yield the posts in the order of the export, with those that are not wanted."""
        comments = 0
        for item in self._items():
            if item.get("wp:post_type") in _NO_TEXTS:
                continue
            comments += item.comments
            reason = self._unwanted(item)
            yield self._skipped(item, reason) if reason else self._post(item)
        if comments:
            yield Skipped(
                left_out=LeftOut(
                    text="",
                    reason=f"{comments} {'comment' if comments == 1 else 'comments'} of readers",
                    place=Place(file=self._file),
                ),
                address="",
            )

    def _items(self) -> Iterator[Item]:
        try:
            for one in read_items(self._path, self._file):
                if isinstance(one, Item):
                    yield one
        except AnthologyError:
            if not self._known.problem:
                raise

    @cached_property
    def _known(self) -> _Known:
        site, authors = Site(), {}
        attachments: dict[str, Attachment] = {}
        reusable: dict[str, str] = {}
        problem = None
        items = 0
        try:
            for one in read_items(self._path, self._file):
                if isinstance(one, Channel):
                    site, authors = _site(one), dict(one.authors)
                    continue
                items += 1
                if one.get("wp:post_type") == "attachment":
                    found = _attachment(one)
                    attachments[found.id] = found
                elif one.get("wp:post_type") == "wp_block":
                    reusable[one.get("wp:post_id")] = one.get("content:encoded")
        except AnthologyError as broken:
            if not items:
                raise
            problem = broken
        return _Known(site, authors, Library(attachments, reusable), problem)

    def _unwanted(self, item: Item) -> str | None:
        """Return why an item is not taken, if it is not."""
        kind, status = item.get("wp:post_type") or "post", item.get("wp:status") or "publish"
        if item.get("wp:post_password"):
            status = "protected"
        if kind not in self._wanted.types:
            return f"it is of the type “{kind}” (--type {kind} takes those)"
        if status not in self._wanted.statuses:
            return f"its status is “{status}” (--status {status} takes those)"
        return None

    def _place(self, item: Item) -> Place:
        return Place(file=self._file, line=item.line)

    def _skipped(self, item: Item, reason: str) -> Skipped:
        text = words_of_html(item.get("title")) or unquote(item.get("wp:post_name")) or "a text"
        return Skipped(
            left_out=LeftOut(text=text, reason=f"“{text}”: {reason}", place=self._place(item)),
            address=item.get("link"),
            aliases=self._aliases(item),
        )

    def _aliases(self, item: Item) -> tuple[str, ...]:
        home = self.site.address or ""
        name = "page_id" if item.get("wp:post_type") == "page" else "p"
        by_id = f"{home}/?{name}={item.get('wp:post_id')}" if home else ""
        return tuple(filter(None, (by_id, item.get("guid"))))

    def _post(self, item: Item) -> Post:
        known, place = self._known, self._place(item)
        html, remarks = body_html(
            item.get("content:encoded"),
            item.get("wp:post_id"),
            item.meta.get("footnotes", ""),
            known.library,
            place,
        )
        html = self._featured(item, html)
        title = words_of_html(item.get("title"))
        date = _date(item)
        if not title:
            title, remark = _made_title(item, html, date, place)
            remarks = (*remarks, remark)
        address = item.get("link").strip()
        home = known.site.address or f"https://{NOWHERE}"
        return Post(
            key=f"{home}/?p={item.get('wp:post_id')}",
            title=title,
            subtitle=next((item.meta[one] for one in _SUBTITLES if item.meta.get(one)), None),
            date=date,
            authors=self._authors(item),
            language=_language(item),
            tags=_tags(item),
            excerpt=words_of_html(item.get("excerpt:encoded")) or None,
            slug=unquote(item.get("wp:post_name")) or None,
            html=html,
            address=address or f"{home}/?p={item.get('wp:post_id')}",
            published=bool(address) and item.get("wp:status") == "publish",
            aliases=self._aliases(item),
            place=place,
            share=item.share,
            remarks=remarks,
        )

    def _authors(self, item: Item) -> tuple[str, ...]:
        """Return the names of who wrote it; several where a plugin for that says so."""
        several = tuple(term.name for term in item.terms if term.domain == "author" and term.name)
        login = item.get("dc:creator").strip()
        names = several or ((login,) if login else ())
        return tuple(dict.fromkeys(self._known.authors.get(name, name) for name in names))

    def _featured(self, item: Item, html: str) -> str:
        """Return the body with the post's own picture before it, unless it shows it itself."""
        found = self._known.library.attachments.get(item.meta.get("_thumbnail_id", ""))
        if found is None:
            return html
        stem = re.sub(r"\.\w+$", "", found.address.rpartition("/")[2])
        return html if stem and stem in html else figure(found) + html


_NO_TEXTS = frozenset(
    "attachment nav_menu_item revision wp_block custom_css customize_changeset oembed_cache "
    "wp_template wp_template_part wp_global_styles wp_navigation user_request acf-field "
    "acf-field-group wpcf7_contact_form jp_pay_order feedback wp_font_face wp_font_family".split()
)


def _site(channel: Channel) -> Site:
    said = channel.texts
    return Site(
        name=said.get("title") or None,
        address=(said.get("wp:base_blog_url") or said.get("link") or "").rstrip("/") or None,
        language=known_language(said.get("language", "")),
    )


def _attachment(item: Item) -> Attachment:
    order = item.get("wp:menu_order").strip()
    return Attachment(
        id=item.get("wp:post_id").strip(),
        address=item.get("wp:attachment_url").strip() or item.get("guid").strip(),
        parent=item.get("wp:post_parent").strip(),
        caption=item.get("excerpt:encoded").strip(),
        alt=item.meta.get("_wp_attachment_image_alt", "").strip(),
        title=words_of_html(item.get("title")),
        order=int(order) if order.isdigit() else 0,
    )


def _tags(item: Item) -> tuple[str, ...]:
    domains = {"category", "post_tag", "tag"}
    found = (one for one in item.terms if one.domain in domains and one.slug != "uncategorized")
    return tuple(dict.fromkeys(unescape(one.name) for one in found if one.name))


def _made_title(
    item: Item, html: str, date: ArticleDate | None, place: Place
) -> tuple[str, Remark]:
    name = unquote(item.get("wp:post_name")).replace("-", " ")
    made = {
        "its first words stand": beginning(words_of_html(html)),
        "its name in its address stands": "" if name.isdigit() else name,
        "its date stands": _written(date) if date else "",
    }
    instead, title = next(((how, one) for how, one in made.items() if one), ("a sign stands", "…"))
    return title, _remark(
        f"the post has no title; {instead} for one: “{title}”",
        "write a title into the article file",
        place,
    )


def _written(date: ArticleDate) -> str:
    """Return a date with its time, by which posts of one day are told apart."""
    return f"{date.isoformat()}, {date.time:%H:%M}" if date.time else date.isoformat()


def _remark(message: str, advice: str, place: Place) -> Remark:
    return Remark(Topic.METADATA, warning(Kind.ARTICLE, message, advice, place))


def _date(item: Item) -> ArticleDate | None:
    """Return when a post appeared, in the time of its site."""
    local, utc = _moment(item.get("wp:post_date")), _moment(item.get("wp:post_date_gmt"))
    here = local or utc
    if here is None:
        said = item.get("pubDate")
        return None if _NO_YEAR in said else read_moment(said)
    zone = _zone(local - utc) if local and utc else None
    time = here.time().replace(tzinfo=zone) if here.time() != dt.time() else None
    return ArticleDate(year=here.year, month=here.month, day=here.day, time=time)


def _zone(difference: dt.timedelta) -> dt.timezone | None:
    minutes = round(difference.total_seconds() / 60)
    return dt.timezone(dt.timedelta(minutes=minutes)) if abs(minutes) <= 14 * 60 else None


def _moment(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None
    return found if found.year > 1 else None


def _language(item: Item) -> str | None:
    """Return the language of a post where a plugin for that says it."""
    said = (term.slug or term.name for term in item.terms if term.domain == "language")
    kept = (item.meta.get(name, "") for name in _LANGUAGES)
    return next(filter(None, map(known_language, (*said, *kept))), None)
