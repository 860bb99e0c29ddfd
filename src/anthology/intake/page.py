"""Web pages into posts: where on the page the article stands, and what the page says of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from anthology.errors import Kind, Place, warning
from anthology.intake.addresses import whole_address
from anthology.intake.languages import known_language
from anthology.intake.linkeddata import Described, described
from anthology.intake.moments import read_moment
from anthology.intake.plainhtml import words_of_html
from anthology.intake.post import Post, Site, Skipped
from anthology.intake.report import LeftOut, Remark, Topic
from anthology.model import ArticleDate
from anthology.values import is_web_address

_BODIES = (
    ("microdata", '[itemprop~="articleBody"]'),
    ("its class", ".entry-content, .e-content, .post-content, .post-body, .article-body, "
     ".article-content, .article__body, .article__content, .post__content, .post-entry, "
     ".story-body, .td-post-content, .available-content .body, .markdown.prose, .single-content"),
    ("<article>", "article"),
    ("the part of the page that is called main", "main, [role=main], #main, #content"),
)  # fmt: skip
_AROUND = (
    "script, style, template, nav, form, .sharedaddy, .jp-relatedposts, .post-navigation, "
    ".entry-footer, .entry-header, .entry-meta, .comments-area, #comments, .comment-list, "
    ".social-share, .share-buttons, .addtoany_share_save_container, .newsletter, .subscribe, "
    ".related-posts, .breadcrumb, .breadcrumbs, .author-box, .wp-block-post-navigation-link, "
    ".screen-reader-text, .visually-hidden, .sr-only, [aria-hidden=true]:not(img):not(svg)"
)
"""What stands in an article's element and is not the article."""
_LEAST = 25
"""Words; an element with fewer is no article where the page has more."""
_BYLINE = re.compile(r"^(?:by|von|від|автор|от|par|przez|di|de)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """A page as it was saved or fetched."""

    html: str
    file: str
    """Its name for people: a file or an address."""
    address: str | None
    """Where it stands on the web, if that is known."""
    near: str
    """Where its pictures may lie; empty where they are to be had at their own addresses only."""


class Pages:
    """Pages, one article each."""

    def __init__(self, pages: Sequence[SavedPage]) -> None:
        """Take the pages in their order."""
        self._pages = tuple(pages)

    @property
    def site(self) -> Site:
        """Return nothing: each page says itself where it was published."""
        return Site()

    def texts(self) -> Iterator[Post | Skipped]:
        """Yield the article of each page."""
        for number, page in enumerate(self._pages, 1):
            yield _post(page, number / len(self._pages))


def _post(page: SavedPage, share: float) -> Post | Skipped:
    tree = LexborHTMLParser(page.html)
    facts = described(tree)
    place = Place(file=page.file)
    html, way = _body(page.html, tree)
    title = facts.title or _said(tree, "h1") or _title(tree)
    if not html or not title:
        return Skipped(
            left_out=LeftOut(text="", reason="the page has no article", place=place),
            address=page.address or "",
        )
    address = _address(page, tree, facts)
    remarks: list[Remark] = []
    date = _date(tree, facts)
    if date is None:
        remarks.append(_remark("the page does not say its date", "date", place))
    authors = facts.authors or _authors(tree)
    if not authors:
        remarks.append(_remark("the page does not say who wrote it", "authors", place))
    return Post(
        key=address or page.file,
        title=title,
        date=date,
        authors=authors,
        language=known_language(facts.language or _attribute(tree, "html", "lang")),
        tags=facts.tags,
        html=html,
        address=address or "https://site.invalid/",
        near=page.near,
        published=bool(address),
        site=facts.site or _attribute(tree, 'meta[property="og:site_name"]', "content") or None,
        aliases=(page.address,) if page.address else (),
        way=way,
        place=place,
        share=share,
        remarks=tuple(remarks),
    )


def _remark(message: str, key: str, place: Place) -> Remark:
    finding = warning(
        Kind.ARTICLE, message, f"write `{key}:` into the article file, if you know it", place
    )
    return Remark(Topic.METADATA, finding)


def _body(html: str, tree: Any) -> tuple[str, str]:
    """Return the HTML of the article, and how it was found."""
    for way, selector in _BODIES:
        found = [one for one in tree.css(selector) if _words(one) >= _LEAST]
        outer = [one for one in found if not _inside(one, found)]
        if way == "<article>" and len(outer) > 1:
            outer = [max(outer, key=_words)]
        if outer:
            for node in outer:
                _without_surroundings(node)
            return "\n".join(node.html or "" for node in outer), way
    return _by_trafilatura(html), "trafilatura, which may leave captions and notes out"


def _words(node: Any) -> int:
    return len(node.text(separator=" ").split())


def _inside(node: Any, others: Sequence[Any]) -> bool:
    above = node.parent
    while above is not None:
        if any(above == other for other in others):
            return True
        above = above.parent
    return False


def _without_surroundings(node: Any) -> None:
    for one in node.css(_AROUND):
        if one != node:
            one.decompose()
    title = node.css_first("h1")
    if title is not None:
        title.decompose()


def _by_trafilatura(html: str) -> str:
    import trafilatura

    found = trafilatura.extract(
        html, output_format="html", include_comments=False, include_images=True, include_links=True,
        include_tables=True, include_formatting=True, favor_recall=True,
    )  # fmt: skip
    return re.sub(r"</?(?:html|body|head)[^>]*>", "", found or "")


def _title(tree: Any) -> str:
    named = _attribute(tree, 'meta[property="og:title"]', "content")
    return named or _said(tree, "title")


def _said(tree: Any, selector: str) -> str:
    found = tree.css_first(selector)
    return " ".join(found.text(separator=" ").split()) if found is not None else ""


def _attribute(tree: Any, selector: str, name: str) -> str:
    found = tree.css_first(selector)
    value = found.attributes.get(name) if found is not None else None
    return words_of_html(value or "")


def _address(page: SavedPage, tree: Any, facts: Described) -> str | None:
    named = (
        _attribute(tree, 'link[rel="canonical"]', "href"),
        _attribute(tree, 'meta[property="og:url"]', "content"),
        facts.address,
    )
    for one in named:
        whole = whole_address(one, page.address or "") if one else None
        if whole and is_web_address(whole):
            return whole
    return page.address


def _date(tree: Any, facts: Described) -> ArticleDate | None:
    said = (
        facts.date,
        _attribute(tree, 'meta[property="article:published_time"]', "content"),
        _attribute(tree, '[itemprop="datePublished"]', "datetime"),
        _attribute(tree, '[itemprop="datePublished"]', "content"),
        _attribute(tree, "time.entry-date, time.published, time.dt-published", "datetime"),
        _attribute(
            tree, 'meta[name="date"], meta[name="dc.date"], meta[name="DC.date"]', "content"
        ),
        _attribute(tree, "article time[datetime], time[pubdate]", "datetime"),
        _attribute(tree, "time[datetime]", "datetime"),
        _said(tree, "article time, .entry-date, .post-date, .published"),
    )
    return next(filter(None, map(read_moment, filter(None, said))), None)


def _authors(tree: Any) -> tuple[str, ...]:
    named = [
        _attribute(tree, 'meta[name="author"]', "content"),
        _attribute(tree, 'meta[property="article:author"]', "content"),
        *(
            _said(tree, selector)
            for selector in ('[itemprop="author"] [itemprop="name"]', '[itemprop="author"]',
                             'a[rel~="author"]', ".p-author", ".author.vcard", ".entry-author",
                             ".byline")
        ),
    ]  # fmt: skip
    for one in named:
        name = _BYLINE.sub("", one).strip()
        if name and len(name) <= 100 and "://" not in name:
            return (name,)
    return ()
