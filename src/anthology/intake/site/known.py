"""The tags of site generators that have one plain meaning."""

import re
from collections.abc import Callable
from html import escape

from msgspec import Struct

from anthology.body.locator import Locator
from anthology.body.markdown import to_html
from anthology.intake.site.tags import Tag, unquoted

_ADDRESS = frozenset(
    "url relative_url absolute_url relurl absurl get_url absolute prepend append slugify safe "
    "markdownify htmlsafe strip_html strip escape".split()
)
_PERSON = re.compile(r"author|person|people|team|member|name", re.IGNORECASE)
_PICTURE = re.compile(r"photo|image|avatar|picture|icon|thumbnail", re.IGNORECASE)
_FILE = ("src", "url", "file", "path", "image_path", "link", "0")
_ALT = ("alt", "description")
_CAPTION = ("caption", "title", "text")
_FIGURES = frozenset({"figimg", "imgproc", "lightbox"})
_FIGURE = re.compile(r"(?:.*[-_.])?(?:figure|image|img|picture|photo)(?:[-_.].*)?", re.IGNORECASE)
"""A name of a picture of any kind: `img-right`, `responsive_image`."""
_PLAYERS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "gist": "https://gist.github.com/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "twitter": "{}",
    "x": "https://twitter.com/i/status/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "spotify": "{}",
    "soundcloud": "{}",
    "speakerdeck": "https://speakerdeck.com/player/{}",
    "audio": "{}",
    "video": "{}",
    "iframe": "{}",
    "embed": "{}",
}
_CODE = frozenset({"highlight", "codeblock", "code"})
_QUOTES = frozenset({"quote", "blockquote", "pullquote", "epigraph", "cite"})
_LINKS = frozenset({"post_url", "link", "ref", "relref", "postlink"})
_LAYOUT = frozenset(
    "details notice note alert callout admonition aside div section center column columns row tabs "
    "tab hint warning tip info box lead small big".split()
)
_SILENT = frozenset("toc tableofcontents assign set capture endcapture import extends layout else "
                    "elsif elif break continue cycle increment decrement rawhtml "
                    "katex math chart".split())  # fmt: skip


_QUOTED = re.compile(r'"[^"]+"\s+(?:"[^"]*"\s+(?="))?"(.*)"\s*-?%\}', re.DOTALL)
"""The last of two or three values in quotation marks, which may hold such marks itself."""


class Around(Struct, frozen=True):
    """What a text's tags may ask of the site around it."""

    value: Callable[[str], str]
    """Returns what `site.…` or `page.…` names; nothing where it is not known."""
    person: Callable[[str], str]
    """Returns the name of a person by a key; the key where it is not known."""


def resolve(tag: Tag, around: Around) -> str | None:
    """Return what stands in the place of a tag; None where it has no plain meaning."""
    if tag.name == "=":
        return _output(tag, around)
    for names, made in _MEANINGS:
        if tag.name in names:
            return made(tag)
    if tag.name in {"include", "render", "partial", "includecached", "include_relative"}:
        return _include(tag)
    if _FIGURE.fullmatch(tag.name) or tag.name.startswith(("image", "img", "figure")):
        return _picture(tag)
    return None


def _output(tag: Tag, around: Around) -> str | None:
    value = tag.values[0] if tag.values else ""
    names = [one.partition(":")[0].partition("(")[0].strip() for one in tag.filters]
    quoted = value[:1] in "\"'" and value[-1:] == value[:1] and len(value) > 1
    plain = unquoted(value) if quoted else around.value(value)
    if all(name.casefold() in _ADDRESS for name in names):
        if quoted or plain:
            return plain
        return "" if re.fullmatch(r"site\.(?:base)?url|site\.github\.url", value) else None
    if quoted and any(_PICTURE.search(name) for name in names):
        return None
    if quoted and any(_PERSON.search(name) for name in names):
        return escape(around.person(plain))
    return None


def _include(tag: Tag) -> str | None:
    name = re.sub(r"\.(?:html?|njk|liquid)$", "", tag.get("0").rpartition("/")[2])
    if re.search("figure|image|img|picture|photo", name):
        return _picture(Tag(name=name, values=tag.values[1:], named=tag.named, written=tag.written))
    if re.search("youtube|vimeo|video|audio|tweet|gist", name):
        kind = next(one for one in (*_PLAYERS, "video") if one in name)
        return _player(Tag(name=kind, values=tag.values[1:], named=tag.named, written=tag.written))
    return None


def _picture(tag: Tag) -> str | None:
    """Return a picture as HTML, its caption with it."""
    address = tag.get(*_FILE)
    if not address:
        return None
    if not re.match(r"[\w./:@%+~-]*\.\w{3,4}(?:\?.*)?$", address) and "src" not in tag.named:
        return None
    quoted = _QUOTED.search(tag.written)
    alt = tag.get(*_ALT) or (" ".join(quoted[1].split()) if quoted else "")
    caption = tag.get(*_CAPTION) or (tag.content or "").strip()
    is_near = "/" not in address or re.match(r"[a-z]+:|[./]", address)
    lead = "" if is_near else "/"
    picture = f'<img src="{escape(lead + address)}" alt="{escape(alt or "")}">'
    if not caption:
        return picture
    said = to_html(caption, Locator(caption, "", 1)).value.strip()
    said = re.sub(r"^<p>(.*)</p>$", r"\1", said, flags=re.DOTALL)
    return f"<figure>{picture}<figcaption>{said}</figcaption></figure>"


def _player(tag: Tag) -> str | None:
    found = tag.get("id", "url", "src", "href", "video", "0")
    if tag.name == "gist" and len(tag.values) > 1:
        found = "/".join(tag.values[:2])
    if tag.name in {"tweet", "x"} and tag.get("user"):
        return _link(f"https://twitter.com/{tag.get('user')}/status/{tag.get('id')}")
    if not found:
        return None
    return _link(found if "://" in found else _PLAYERS[tag.name].format(found))


def _link(address: str) -> str | None:
    return f'<a href="{escape(address)}">{escape(address)}</a>' if "/" in address else None


def _code(tag: Tag) -> str | None:
    if tag.content is None:
        return None
    return f"<pre><code>{escape(tag.content.strip(chr(10)), quote=False)}</code></pre>"


def _quote(tag: Tag) -> str | None:
    if tag.content is None:
        return None
    said = ", ".join(filter(None, (tag.get("author", "0"), tag.get("source", "cite"))))
    cite = f"\n\n<p><cite>{escape(said)}</cite></p>" if said else ""
    return f"<blockquote>\n\n{tag.content.strip()}{cite}\n\n</blockquote>"


def _target(tag: Tag) -> str | None:
    found = tag.get("path", "0")
    if not found:
        return None
    dated = _DATED.search(found)
    if dated:
        return "/" + "/".join(dated.groups())
    if found.startswith(("#", "http", "/")):
        return found
    return f"/{re.sub(_ENDING, '', found)}"


_DATED = re.compile(r"(\d{4})-(\d{2})-(\d{2})-([^/.]+)(?:\.\w+)?$")
_ENDING = r"(?:/(?:_?index))?\.(?:md|markdown|html)\b"


def _content(tag: Tag) -> str | None:
    title = tag.get("title", "summary")
    lead = f"\n\n**{title}**\n\n" if title else ""
    return lead + tag.content if tag.content is not None else None


def _nothing(tag: Tag) -> str | None:
    return "" if tag.content is None else None


_MEANINGS: tuple[tuple[frozenset[str], Callable[[Tag], str | None]], ...] = (
    (_FIGURES, _picture),
    (frozenset(_PLAYERS), _player),
    (_CODE, _code),
    (_QUOTES, _quote),
    (_LINKS, _target),
    (_LAYOUT, _content),
    (_SILENT, _nothing),
)
