"""The body of a WordPress post as the HTML that its readers saw."""

import json
import re
from collections.abc import Iterator, Mapping
from html import escape

from msgspec import Struct, field

from anthology.body.marks import PULL_QUOTE
from anthology.errors import Kind, Place, shortened, warning
from anthology.intake.report import Remark, Topic
from anthology.intake.wordpress.autop import with_paragraphs
from anthology.intake.wordpress.blocks import Block, has_blocks, resolve_blocks
from anthology.intake.wordpress.shortcodes import (
    Shortcode,
    as_text,
    is_code,
    is_inline_code,
    link,
    resolve_shortcodes,
)


class Attachment(Struct, frozen=True, kw_only=True):
    """A file of the site's media library."""

    id: str
    address: str
    parent: str
    """The id of the post to which it was added."""
    caption: str = ""
    alt: str = ""
    title: str = ""
    order: int = 0


class Library(Struct, frozen=True):
    """What posts take from elsewhere in their export."""

    attachments: Mapping[str, Attachment] = field(default_factory=dict)
    """By their ids."""
    reusable: Mapping[str, str] = field(default_factory=dict)
    """The bodies of blocks that several posts share, by their ids."""

    def of(self, parent: str) -> tuple[Attachment, ...]:
        """Return the attachments that were added to a post, in the order of their gallery."""
        found = (one for one in self.attachments.values() if one.parent == parent)
        return tuple(sorted(found, key=lambda one: (one.order, int(one.id or 0))))


def body_html(
    text: str, post: str, footnotes: str, library: Library, place: Place
) -> tuple[str, tuple[Remark, ...]]:
    """Return the body of a post as HTML, and what was found in it.

    `post` is the post's id, `footnotes` what the footnotes block keeps beside the text (JSON).
    """
    resolver = _Resolver(post, footnotes, library, place)
    return resolver.resolve(text), tuple(resolver.remarks)


_BY_THE_SITE = frozenset(
    "archives avatar calendar categories comments comments-query-loop latest-comments latest-posts "
    "loginout navigation page-list post-author post-author-biography post-author-name "
    "post-comments post-comments-form post-content post-date post-excerpt post-featured-image "
    "post-navigation-link post-template post-terms post-title query query-title read-more rss "
    "search site-logo site-tagline site-title social-link social-links tag-cloud template-part "
    "term-description widget-group legacy-widget pattern posts-list-block".split()
)
"""Blocks that the site fills in when they are shown."""
_NOTHING = frozenset({"more", "nextpage", "spacer", "separator-line", "post-comments-count"})
_EMBED = re.compile(r"(?:core-)?embed(?:/.*)?$")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_ALONE = re.compile(r"<p>\s*(https?://[^\s<>\"]+)\s*</p>")
_CAPTION = re.compile(r"<figcaption[^>]*>(.*?)</figcaption>", re.DOTALL)
_PLAYERS = frozenset({"audio", "video", "wpvideo", "videopress", "playlist"})
_SOURCES = ("src", "mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm", "ogv", "flv", "url", "0")
_SITES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "soundcloud": "{}",
    "tweet": "https://twitter.com/i/status/{}",
    "twitter": "{}",
    "instagram": "{}",
    "slideshare": "{}",
    "gist": "https://gist.github.com/{}",
}
"""Shortcodes that show something of another site, and where it is to be found."""
_HIGHLIGHTED = re.compile(
    r"<(?P<tag>pre|code)\b[^<>]*\slang=[\"']?(?P<language>[\w+#-]+)[^<>]*>", re.IGNORECASE
)
"""Code that a plugin highlights; it stands in the post as it was typed."""
_AS_IT_IS = re.compile(r"&(?!(?:lt|gt|amp|quot|apos|nbsp|#\d+|#x[0-9a-f]+);)", re.IGNORECASE)
"""A sign & that does not begin what an editor writes for another sign."""
_TRANSPARENT = frozenset(
    "align center left right box button callout column columns dropcap half highlight one_half "
    "one_third quote row section toggle two_third vc_column vc_column_text vc_row "
    "et_pb_section et_pb_row et_pb_column et_pb_text fusion_text text".split()
)
"""Shortcodes that only say how their content is laid out."""


class _Resolver:
    def __init__(self, post: str, footnotes: str, library: Library, place: Place) -> None:
        self.remarks: list[Remark] = []
        self._post = post
        self._footnotes = footnotes
        self._library = library
        self._place = place
        self._depth = 0

    def resolve(self, text: str) -> str:
        html = resolve_blocks(text, self._block) if has_blocks(text) else self._classic(text)
        return _ALONE.sub(lambda alone: link(alone[1]), html)

    def _classic(self, text: str) -> str:
        return with_paragraphs(self._without_shortcodes("".join(_highlighted(text))))

    def _without_shortcodes(self, text: str) -> str:
        return resolve_shortcodes(text, self._shortcode, self._unknown)

    def _unknown(self, code: Shortcode) -> None:
        stays = "what stands in it stays" if (code.content or "").strip() else "it is left out"
        self._say(
            f"nothing is known of the shortcode {shortened(code.written)}; {stays}",
            "write what it stood for into the article file",
        )

    def _say(self, message: str, advice: str) -> None:
        remark = Remark(Topic.TAG, warning(Kind.ARTICLE, message, advice, self._place))
        if remark not in self.remarks:
            self.remarks.append(remark)

    def _block(self, block: Block, inner: str) -> str | None:
        name = block.name
        if name in {"freeform", "classic"}:
            return self._classic(inner)
        if name == "shortcode":
            return self._classic(inner)
        if name in _NOTHING:
            return ""
        if _EMBED.match(name):
            return self._embedded(block, inner)
        if name == "file":
            return _file(inner)
        if name == "footnotes":
            return self._notes()
        if name == "block":
            return self._shared(str(block.values.get("ref", "")))
        if name in _BY_THE_SITE or (block.closed and not inner.strip()):
            if not self._is_part(name):
                self._say(
                    f"the site filled in the block “{name}” when it was shown; it is left out",
                    "write what it showed into the article file, if a reader would miss it",
                )
            return ""
        if "[" not in inner or name.rpartition("/")[2].startswith("code"):
            return None
        return self._without_shortcodes(inner)

    def _is_part(self, name: str) -> bool:
        """Return whether a block says nothing without the one around it, which is told itself."""
        return name.startswith(("query-", "comment-", "comments-", "post-")) or name in {
            "social-link", "read-more", "avatar", "navigation-link", "page-list-item",
        }  # fmt: skip

    def _embedded(self, block: Block, inner: str) -> str:
        found = _ADDRESS.search(inner)
        address = str(block.values.get("url") or (found[0] if found else ""))
        caption = _CAPTION.search(inner)
        said = f"<p>{caption[1]}</p>" if caption else ""
        return (link(address) if address.startswith("http") else "") + said

    def _shared(self, ref: str) -> str:
        body = self._library.reusable.get(ref)
        if body is None or self._depth > 5:
            self._say(
                "a block that several posts share is not in the export",
                "export all content, or write the block into the article file",
            )
            return ""
        self._depth += 1
        html = self.resolve(body)
        self._depth -= 1
        return html

    def _notes(self) -> str:
        try:
            notes = json.loads(self._footnotes) if self._footnotes else []
        except ValueError:
            notes = []
        items = "".join(
            f'<li id="{escape(str(note.get("id", "")))}">{note.get("content", "")}</li>'
            for note in notes
            if isinstance(note, dict)
        )
        return f'<div class="footnotes"><ol>{items}</ol></div>' if items else ""

    def _shortcode(self, code: Shortcode) -> str | None:
        name = code.name
        if name in {"caption", "wp_caption"} and code.content is not None:
            return _captioned(code)
        if name == "gallery":
            return self._gallery(code)
        if name == "embed":
            address = (code.content or code.get("src", "0")).strip()
            return link(re.sub("<[^>]*>", "", address)) if address else ""
        if name in _PLAYERS:
            return self._player(code)
        if name in _SITES:
            return _elsewhere(code)
        if is_code(name) and code.content is not None:
            return _typed(code)
        if name == PULL_QUOTE and code.content is not None:
            return f'<aside class="{PULL_QUOTE}">{code.content}</aside>'
        if name in _TRANSPARENT and code.content is not None:
            return code.content
        return None

    def _player(self, code: Shortcode) -> str | None:
        address = code.get(*_SOURCES) or (code.content or "").strip()
        address = re.sub("<[^>]*>", "", address)
        if code.name == "playlist" and not address:
            ids = re.findall(r"\d+", code.get("ids"))
            files = [
                self._library.attachments[one] for one in ids if one in self._library.attachments
            ]
            return "".join(link(one.address, one.title) for one in files) or None
        if not address:
            return None
        return link(address.split("|")[0])

    def _gallery(self, code: Shortcode) -> str:
        library = self._library
        ids = re.findall(r"\d+", code.get("ids", "include"))
        without = set(re.findall(r"\d+", code.get("exclude")))
        parent = code.get("id") or self._post
        found = [library.attachments[one] for one in ids if one in library.attachments]
        found = found if ids else [one for one in library.of(parent) if one.id not in without]
        missing = len(ids) - len(found) if ids else int(not found)
        if missing:
            self._say(
                f"{missing} of the pictures of a gallery "
                f"({shortened(code.written)}) {'is' if missing == 1 else 'are'} not in the export"
                if ids
                else f"the pictures of a gallery ({shortened(code.written)}) are not in the export",
                "export all content, with the media, or put the pictures into the article file",
            )
        pictures = (one for one in found if re.search(_IMAGE, one.address))
        return "\n\n" + "".join(map(figure, pictures)) + "\n\n"


_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp)(?:$|\?)", re.IGNORECASE)


def figure(one: Attachment) -> str:
    """Return an attachment as a picture with its caption."""
    said = f"<figcaption>{one.caption}</figcaption>" if one.caption.strip() else ""
    return f'<figure><img src="{escape(one.address)}" alt="{escape(one.alt)}">{said}</figure>\n'


def _typed(code: Shortcode) -> str:
    return _code(code.content or "", inline=is_inline_code(code.name))


def _highlighted(text: str) -> Iterator[str]:
    """Yield a text piece by piece, code that is highlighted as code without shortcodes."""
    at = 0
    endless: set[str] = set()
    for start in _HIGHLIGHTED.finditer(text):
        tag = start["tag"].lower()
        if start.start() < at or tag in endless:
            continue
        end = re.compile(f"</{tag}>", re.IGNORECASE).search(text, start.end())
        if end is None:
            endless.add(tag)
            continue
        yield text[at : start.start()]
        at = end.end()
        typed = text[start.end() : end.start()]
        if is_code(re.sub(r"\d+$|4strict$", "", start["language"])):
            inline = tag == "code" and "\n" not in typed.strip()
            yield as_text(_code(typed, inline=inline))
        else:
            yield text[start.start() : at]
    yield text[at:]


def _code(text: str, *, inline: bool) -> str:
    """Return code as it was typed: a sign < is one, and begins no tag."""
    typed = _AS_IT_IS.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
    if inline:
        return f"<code>{typed.strip()}</code>"
    return "\n\n<pre><code>" + typed.strip("\r\n").rstrip() + "</code></pre>\n\n"


def _captioned(code: Shortcode) -> str:
    content = code.content or ""
    match = re.match(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", content, re.DOTALL)
    if not match:
        return content
    said = code.get("caption") or match[2].strip()
    caption = f"<figcaption>{said}</figcaption>" if said else ""
    return f"\n\n<figure>{match[1]}{caption}</figure>\n\n"


def _elsewhere(code: Shortcode) -> str | None:
    found = code.get("id", "url", "src", "0") or re.sub("<[^>]*>", "", code.content or "").strip()
    if not found:
        return None
    return link(found if found.startswith("http") else _SITES[code.name].format(found))


def _file(inner: str) -> str:
    """Return the link to a file without its preview and its button."""
    plain = re.sub(r"<object\b.*?</object>", "", inner, flags=re.DOTALL)
    return re.sub(r"<a\b[^>]*wp-block-file__button[^>]*>.*?</a>", "", plain, flags=re.DOTALL)
