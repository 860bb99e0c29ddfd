"""Web pages into posts: where on the page the article stands, and what the page says of it."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any
from unicodedata import combining, normalize

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

from anthology.errors import Kind, Place, shortened, warning
from anthology.intake.addresses import host_of, whole_address
from anthology.intake.dates import trailing_date
from anthology.intake.languages import known_language
from anthology.intake.linkeddata import Described, described
from anthology.intake.moments import date_in_address, read_moment
from anthology.intake.plainhtml import words_of_html
from anthology.intake.post import Post, Site, Skipped
from anthology.intake.report import LeftOut, Remark, Topic
from anthology.model import ArticleDate
from anthology.values import is_front_page, is_web_address

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
_LITTLE = 0.15
"""The share of an article's words that other things in it have, at most."""
_MUCH = 0.5
"""The share that they have at most where they are links."""
_LEAST = 25
"""Words; an element with fewer is no article where the page has more."""
_SIGN = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[*†‡]{1,3})[\])]?")
"""What leads to a note."""
_ID = re.compile(r"[\w:.-]+")
_NOTES = frozenset({"p", "li", "div", "dd", "aside"})
"""Elements that may be notes."""
_BYLINE = re.compile(r"^(?:by|von|від|автор|от|par|przez|di|de)(?:\s*:\s*|\s+)", re.IGNORECASE)
_CLOCK = re.compile(
    r"[,|\s–-]+(?:um |at |в |о |об |à |h )?\d{1,2}[:.h]\d{2}(?:\s*(?:uhr|[ap]\.?m\.?))?\s*$",
    re.IGNORECASE,
)
"""The time behind a day."""
_PUBLISHED = re.compile(
    r"(?:.*[:._-])?(?:date|published|publish(?:ed|ing)?[-_]?(?:date|time)|pub(?:lication)?[-_]?date"
    r"|date[-_]?published|issued)",
    re.IGNORECASE,
)
"""The name of a line in a page's head that says when its article appeared."""
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|recommended|most-read|read-more|newsletter|signup|"
    r"promo|advert|advertisement|outbrain|taboola|zergnet|sidebar)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""A class of what sites put into the text of an article."""


_SHARING = re.compile(
    r"(?:https?:)?//(?:[\w-]+\.)*(?:facebook\.com/(?:sharer|share|dialog)|twitter\.com/(?:intent|share)"
    r"|x\.com/(?:intent|share)|linkedin\.com/(?:share|sharing|cws)|pinterest\.\w+/pin/create"
    r"|reddit\.com/submit|tumblr\.com/(?:share|widgets/share)|xing\.com/(?:spi|social_plugins)"
    r"|t\.me/share|telegram\.me/share|(?:api\.|web\.)?whatsapp\.com/send|getpocket\.com/(?:save|edit)"
    r"|vk\.com/share|buffer\.com/add|plus\.google\.com/share)|whatsapp:",
    re.IGNORECASE,
)
"""An address by which readers send others to a page."""
_NAMED_LAST = re.compile(r"(?P<title>.*\S)\s+[-–—|│·»]\s+(?P<site>\S.*)")
"""A title with the name of its site behind it."""
_LEAST_LIKE = 4
"""Letters; a shorter part of a name says nothing."""
_NOBODY = frozenset({"unknown", "anonymous"})
"""What systems call an author of whom they know nothing."""


class SavedPage(Struct, frozen=True, kw_only=True):
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
    address = _address(page, tree, facts)
    title = _without_site(_title(tree, facts), _sites(tree, facts, address))
    html, way, left = _body(page.html, tree, title)
    told = _as_html(facts.text)
    if told and len(words_of_html(html).split()) * 2 < len(words_of_html(told).split()):
        html, way = told, "what it says for programs, which may lack paragraphs and pictures"
    if not html or not title:
        return Skipped(
            left_out=LeftOut(text="", reason="the page has no article", place=place),
            address=page.address or "",
        )
    remarks = [
        _remark(f"“{shortened(one)}” in the article is the site's and is left out", None, place)
        for one in dict.fromkeys(left)
        if one
    ]
    date = _date(tree, facts) or date_in_address(address or "")
    if date is None and (date := _guessed_date(page.html)):
        remarks.append(_remark(
            f"the page does not say its date for certain; {date.isoformat()} is guessed",
            "date", place))  # fmt: skip
    authors = facts.authors or _authors(tree)
    if not authors:
        remarks.append(_remark("the page does not say who wrote it", "authors", place))
    language = _language(tree, facts)
    if language is None:
        remarks.append(_remark("the page does not say its language", "language", place))
    return Post(
        key=address or page.file,
        title=title,
        date=date,
        authors=authors,
        language=language,
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


def _remark(message: str, key: str | None, place: Place) -> Remark:
    advice = (
        f"write `{key}:` into the article file, if you know it"
        if key
        else "write it into the article file, if a reader would miss it"
    )
    topic = Topic.METADATA if key else Topic.MARKUP
    return Remark(topic, warning(Kind.ARTICLE, message, advice, place))


def _body(html: str, tree: Any, title: str) -> tuple[str, str, list[str]]:
    """Return the HTML of the article, how it was found, and what in it was left out."""
    for way, selector in _BODIES:
        found = [one for one in tree.css(selector) if _words(one) >= _LEAST]
        outer = [one for one in found if not _inside(one, found)]
        if way == "<article>" and len(outer) > 1:
            outer = [max(outer, key=lambda one: (_is_headed(one, title), _words(one)))]
        if outer:
            left = [words for node in outer for words in _without_surroundings(node, title)]
            notes = "".join(_notes_elsewhere(tree, outer))
            holder = f'<ol class="footnotes">{notes}</ol>' if notes else ""
            return "\n".join((*(_html(node) for node in outer), holder)), way, left
    return _by_trafilatura(html), "trafilatura, which may leave captions and notes out", []


def _is_headed(node: Any, title: str) -> bool:
    """Return whether an element has the title of the article as a heading."""
    return any(_plain(_shown(one)) == _plain(title) for one in node.css("h1, h2, h3"))


def _html(node: Any) -> str:
    """Return an element as HTML, without a language, which is that of the article."""
    if "lang" in node.attributes:
        del node.attrs["lang"]
    return node.html or ""


def _notes_elsewhere(tree: Any, body: Sequence[Any]) -> Iterator[str]:
    """Yield the notes to which signs in an article lead, and which stand outside of it, as items.

    What leads back from a note to its sign is taken out of it.
    """
    seen: set[int] = set()
    for link in (one for part in body for one in part.css('a[href^="#"]')):
        name = (link.attributes.get("href") or "#")[1:]
        if not _SIGN.fullmatch(link.text(strip=True)) or not _ID.fullmatch(name):
            continue
        note = tree.css_first(f'[id="{name}"], a[name="{name}"]')
        while note is not None and note.parent is not None and note.tag not in _NOTES:
            note = note.parent
        if note is None or note.tag not in _NOTES or _is_within(note, body):
            continue
        if note.mem_id not in seen:
            seen.add(note.mem_id)
            yield f'<li id="{name}">{_without_way_back(note, link)}</li>'


def _without_way_back(note: Any, sign: Any) -> str:
    """Return what stands in a note, without the link to its sign and the brackets around it."""
    html = note.inner_html or ""
    around = (sign, *((sign.parent,) if sign.parent is not None else ()))
    names = (one.attributes.get(key) for one in around for key in ("id", "name"))
    for name in filter(None, names):
        back = rf"""[\[(]?\s*<a\b[^>]*href=["']?#{re.escape(name)}["'\s>][^<]*</a>\s*[\])]?"""
        html = re.sub(back, "", html, count=1)
    return html


def _is_within(node: Any, others: Sequence[Any]) -> bool:
    return any(node.mem_id == other.mem_id for other in others) or _inside(node, others)


def _words(node: Any) -> int:
    return len(node.text(separator=" ").split())


def _inside(node: Any, others: Sequence[Any]) -> bool:
    above = node.parent
    while above is not None:
        if any(above.mem_id == other.mem_id for other in others):
            return True
        above = above.parent
    return False


def _without_surroundings(node: Any, title: str) -> Iterator[str]:
    """Take what a site puts around an article out of it, and yield the words in doubt."""
    for one in node.css(_AROUND):
        if one.mem_id != node.mem_id:
            one.decompose()
    heads = node.css("h1")
    for one in [one for one in heads if _plain(_shown(one)) == _plain(title)] or heads[:1]:
        one.decompose()
    for one in node.css("a[href]"):
        if _SHARING.match(one.attributes.get("href") or ""):
            yield _shown(one)
            one.decompose()
    for one in node.css("h2, h3, h4"):
        if _plain(one.text(separator=" ")) == _plain(title):
            one.decompose()
            break
    total = _words(node)
    for one in node.css("div, section, aside, ul"):
        names = f"{one.attributes.get('class') or ''} {one.attributes.get('id') or ''}"
        if one.mem_id != node.mem_id and _FURNITURE.search(names) and _is_furniture(one, total):
            yield _shown(one)
            one.decompose()


def _is_furniture(node: Any, total: int) -> bool:
    """Return whether there is little in an element, or little but links."""
    words = _words(node)
    linked = sum(_words(one) for one in node.css("a"))
    if not linked and node.css_first("img, picture, table, video, iframe") is not None:
        return False
    most = _MUCH if linked * 2 > words else _LITTLE if words < _LEAST else 0
    return words <= total * most


def _by_trafilatura(html: str) -> str:
    import trafilatura

    found = trafilatura.extract(
        html, output_format="html", include_comments=False, include_images=True, include_links=True,
        include_tables=True, include_formatting=True, favor_recall=True,
    )  # fmt: skip
    return re.sub(r"</?(?:html|body|head)[^>]*>", "", found or "")


def _title(tree: Any, facts: Described) -> str:
    """Return the title of the article: the heading with which the page's own title begins.

    The first heading of many pages is the name of their site.
    """
    shared = _attribute(tree, 'meta[property="og:title"]', "content")
    whole = _said(tree, "title")
    heads = [_shown(one) for one in tree.css("h1, [itemprop~=headline]") if not _leads_home(one)]
    named = [one for one in (facts.title, *heads) if one]
    for said in filter(None, (shared, whole)):
        for one in named:
            if _plain(said).startswith(_plain(one)):
                return one
    for one in map(_shown, tree.css("h1, h2")):
        if _plain(one) and _plain(whole).endswith(_plain(one)):
            return one
    site = facts.site or _attribute(tree, 'meta[property="og:site_name"]', "content")
    tail = re.compile(rf"\s+[-–—|·:@»]+\s+{re.escape(site)}.*$") if site else None
    return facts.title or (tail.sub("", shared) if tail else shared) or next(iter(heads), whole)


def _sites(tree: Any, facts: Described, address: str | None) -> frozenset[str]:
    """Return the names of a page's site, and that in its address, as plain letters."""
    host = (host_of(address or "") or "").removeprefix("www.")
    names = (facts.site, _attribute(tree, 'meta[property="og:site_name"]', "content"), host,
             host.rpartition(".")[0])  # fmt: skip
    return frozenset(filter(None, map(_bare, names)))


def _without_site(title: str, sites: frozenset[str]) -> str:
    """Return a title without the name of its site behind it."""
    found = _NAMED_LAST.fullmatch(title)
    if not found:
        return title
    last = _bare(found["site"])
    is_site = any(
        last == site
        or (len(last) >= _LEAST_LIKE and last in site)
        or (len(site) >= _LEAST_LIKE and site in last and len(last) <= 2 * len(site))
        for site in sites
    )
    return found["title"] if is_site else title


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _bare(text: str) -> str:
    """Return the letters of a name without their accents."""
    return _plain("".join(c for c in normalize("NFKD", text) if not combining(c)))


def _leads_home(heading: Any) -> bool:
    """Return whether a heading is a link to the first page of its site."""
    inside, around = heading.css_first("a[href]"), heading.parent
    for one in (inside, around):
        href = (one.attributes.get("href") if one is not None else None) or ""
        if href and is_front_page(href):
            return not href.startswith("#")
    return False


def _as_html(text: str) -> str:
    """Return a text that has either tags or lines as HTML."""
    if re.search(r"<(?:p|br|div)\b", text):
        return text
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


def _said(tree: Any, selector: str) -> str:
    found = tree.css_first(selector)
    return _shown(found) if found is not None else ""


def _shown(node: Any) -> str:
    """Return the text of an element, with one blank between two words."""
    return " ".join(node.text(separator=" ").split())


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


def _language(tree: Any, facts: Described) -> str | None:
    said = (
        facts.language,
        _attribute(tree, "html", "lang"),
        _attribute(tree, "html", "xml:lang"),
        _attribute(tree, 'meta[http-equiv="content-language" i]', "content"),
        _attribute(tree, 'meta[name="language" i]', "content"),
        _attribute(tree, 'meta[property="og:locale"]', "content"),
    )
    return next(filter(None, map(known_language, said)), None)


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
        *_said_of_publishing(tree),
        _attribute(tree, "article time[datetime], time[pubdate]", "datetime"),
        _attribute(tree, "time[datetime]", "datetime"),
        _attribute(tree, "abbr.published", "title"),
        _said(tree, "article time, .entry-date, .post-date, .published, .date-header"),
        _said(tree, "article .date"),
    )
    return next(filter(None, map(_moment, filter(None, said))), None)


def _moment(text: str) -> ArticleDate | None:
    found = read_moment(text)
    if found is None and (last := trailing_date(_CLOCK.sub("", text))):
        return last.date
    return found


def _said_of_publishing(tree: Any) -> Iterator[str]:
    for one in tree.css("meta[content]"):
        names = (one.attributes.get(name) or "" for name in ("name", "property", "itemprop"))
        if any(map(_PUBLISHED.fullmatch, names)):
            yield one.attributes.get("content") or ""


def _guessed_date(html: str) -> ArticleDate | None:
    """Return the date that the writing of a page most likely gives its article."""
    from trafilatura import extract_metadata

    found = extract_metadata(html, extensive=False)
    return read_moment(found.date) if found is not None and found.date else None


def _authors(tree: Any) -> tuple[str, ...]:
    named = [
        _attribute(tree, 'meta[name="author"]', "content"),
        _attribute(tree, 'meta[property="article:author"], meta[name="article:author"]', "content"),
        _attribute(tree, 'meta[property="author"], meta[name="parsely-author"]', "content"),
        _attribute(tree, 'meta[name="byl"]', "content"),
        *(
            _said(tree, selector)
            for selector in ('[itemprop="author"] [itemprop="name"]', '[itemprop="author"]',
                             'a[rel~="author"]', ".p-author", ".author.vcard", ".entry-author",
                             ".byline")
        ),
    ]  # fmt: skip
    for one in named:
        name = _BYLINE.sub("", one).strip()
        if name and len(name) <= 100 and "://" not in name and name.casefold() not in _NOBODY:
            return (name,)
    return ()
