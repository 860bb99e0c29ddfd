"""An article file as the proof reads it: its words, notes, pictures and links, in order."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import pyromark
from msgspec import Struct, field
from selectolax.lexbor import LexborHTMLParser

from anthology.body.clean import DROPPED_WHOLE, SILENT
from anthology.body.locator import Locator
from anthology.body.template import resolve_tags
from anthology.completeness.letters import letters
from anthology.errors import Place
from anthology.formats import Format


class Manuscript(Struct, frozen=True, kw_only=True):
    """A text as it stands in its file."""

    file: str
    text: str
    """The whole file, front matter included."""
    format: Format
    variables: Mapping[str, str] = field(default_factory=dict)
    """What the front matter says, for tags that ask for it."""


class Expected(Struct, frozen=True, kw_only=True):
    """What must be found of a text in every edition."""

    title: str
    text: str
    """The running text, without its notes."""
    notes: tuple[str, ...] = ()
    pictures: int = 0
    links: Counter[str] = field(default_factory=Counter)
    """How often each address on the web is linked to; see `address`."""
    references: int = 0
    """How many links lead to other places in the book."""
    note_links: Counter[str] = field(default_factory=Counter)
    """Those of the links to the web that stand in notes."""
    note_references: int = 0
    """How many of the other ones do."""


_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
)
_FRONT = re.compile(r"\s*^---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LEFT_OUT = sorted(name.rpartition("/")[2] for name in (DROPPED_WHOLE | SILENT))
_MAY_LEAVE_OUT = re.compile(f"<(?:{'|'.join(_LEFT_OUT)})".encode())
_NOTE_HOLDERS = ",".join(
    f'[{name}*="{word}" i] li[id], li[id][{name}*="{word}" i]'
    for name in ("class", "role", "id", "epub\\:type")
    for word in ("footnote", "endnote", "doc-endnotes")
)
_BACK = ",".join(
    f'a[href^="#"][{name}*="{word}" i]'
    for name in ("class", "role", "id", "epub\\:type")
    for word in ("backref", "backlink", "footnote-back", "reversefootnote")
)
_ITEM = re.compile(rb"<li[\s/]")
"""An item with an attribute; that of a note has an id."""
_BACK_HINTS = (b"backref", b"backlink", b"footnote-back", b"reversefootnote", b"&#")
"""One of these is in markup in which something says that it is a link back; `&#` hides letters."""
_SIGN = re.compile(r"\s*[\[(]?(\d+(:\d+)?|[a-zA-Z]|[*†‡§¶]+)[\])]?\s*")
_WEB = ("http:", "https:", "mailto:", "tel:")
_MARK = re.compile(r"(?:[\W_]|<[^>]*>)+")


def expected(manuscript: Manuscript, title: str) -> Expected:
    """Return what must be found of a text whose title is `title`.

    A first heading that only repeats the title is not expected a second time.
    """
    text = _below_front_matter(manuscript)
    text = resolve_tags(text, manuscript.variables, Locator(text, manuscript.file, 1)).value
    if manuscript.format is Format.MARKDOWN:
        text = pyromark.html(text, options=_OPTIONS)
    body = LexborHTMLParser(text).body
    return Expected(title=title, text="") if body is None else _read(body, _lower(text), title)


def place_of(manuscript: Manuscript, missing: str, share: float) -> Place:
    """Return where missing words stand in their file; `share` is how far down, 0 to 1."""
    typed = [re.escape(word) for word in missing.split()[:4]]
    found = list(re.finditer(_MARK.pattern.join(typed), manuscript.text)) if typed else []
    if not found:
        return Place(file=manuscript.file)
    wanted = share * len(manuscript.text)
    start = min((match.start() for match in found), key=lambda at: abs(at - wanted))
    line = manuscript.text.count("\n", 0, start) + 1
    column = start - manuscript.text.rfind("\n", 0, start)
    return Place(file=manuscript.file, line=line, column=column)


def address(href: str) -> str:
    """Return an address in the form in which addresses are compared: its letters."""
    return letters(_PUNYCODE.sub(lambda label: _spoken(label[0]), unquote(href.strip())))


_PUNYCODE = re.compile(r"(?i)\bxn--[a-z0-9-]+")


def _spoken(label: str) -> str:
    """Return a label of a host as people write it (RFC 5890, section 2.3.2.1)."""
    try:
        return label.encode().decode("idna")
    except UnicodeError:
        return label


def _below_front_matter(manuscript: Manuscript) -> str:
    front = _FRONT.match(manuscript.text)
    return manuscript.text[front.end() :] if front else manuscript.text


def _lower(markup: str) -> bytes:
    """Return markup in small letters, for a look at what it cannot have."""
    return markup.encode("utf-8", "surrogatepass").lower()


def _read(body: Any, markup: bytes, title: str) -> Expected:
    for node in body.css(",".join(_LEFT_OUT)) if _MAY_LEAVE_OUT.search(markup) else ():
        node.decompose()
    has_notes = b"#" in markup or b"footnote-definition" in markup
    notes = _notes(body, markup) if has_notes else []
    outside, references = _links(body) if b"<a" in markup else (Counter[str](), 0)
    has_pictures = b"<im" in markup  # an `image` is read as an `img`
    pictures = sum(1 for node in body.css("img") if _shows(node)) if has_pictures else 0
    said = tuple(node.text(separator=" ") for node in notes)
    for node in notes:
        node.decompose()
    text_links, text_references = (
        _links(body) if notes and outside.total() + references else (outside, references)
    )
    if b"<table" in markup or b"<figcaption" in markup:
        _reorder(body)
    if has_pictures:
        _show_captions(body)
    _drop_title(body, title)
    return Expected(
        title=title,
        text=body.text(separator=" "),
        notes=said,
        pictures=pictures,
        links=outside,
        references=references,
        note_links=outside - text_links,
        note_references=references - text_references,
    )


def _links(body: Any) -> tuple[Counter[str], int]:
    """Return how often each address on the web is linked to, and how many other links there are."""
    links = [node.attributes.get("href") or "" for node in body.css("a[href]") if _says(node)]
    outside = Counter(address(href) for href in links if href.strip().lower().startswith(_WEB))
    return outside, len(links) - outside.total()


def _notes(body: Any, markup: bytes) -> list[Any]:
    """Return the notes of a text, and take out the signs and links that lead to them and back."""
    for node in body.css(_BACK) if any(map(markup.__contains__, _BACK_HINTS)) else ():
        node.decompose()
    for node in body.css("sup.footnote-definition-label"):
        node.decompose()
    items = body.css(_NOTE_HOLDERS) if _ITEM.search(markup) else ()
    holders = {node.id: node for node in (*items, *body.css("div.footnote-definition"))}
    referred = set()
    for link in body.css('a[href^="#"]'):
        name = (link.attributes.get("href") or "")[1:]
        if name in holders:
            referred.add(name)
            if _SIGN.fullmatch(link.text()):
                link.decompose()
            else:
                link.unwrap()
        elif not letters(link.text()) and not link.css("img"):
            link.decompose()  # an arrow back, or a sign
    return [node for name, node in holders.items() if name in referred]


def _drop_title(body: Any, title: str) -> None:
    first = next((node for node in body.iter() if node.text().strip()), None)
    is_title = first is not None and first.tag == "h1" and letters(first.text()) == letters(title)
    if first is not None and is_title and not first.css("img"):
        first.decompose()


def _reorder(body: Any) -> None:
    """Put captions and the feet of tables where a book has them."""
    for caption in body.css("figure > figcaption"):
        caption.parent.insert_child(caption)
        caption.decompose()
    for table in body.css("table:has(> tfoot), table:has(> thead)"):
        parts = [part for part in table.iter() if part.tag in ("thead", "tbody", "tfoot")]
        order = sorted(parts, key=lambda part: ("thead", "tbody", "tfoot").index(part.tag))
        if order != parts:
            for part in order:
                table.insert_child(part)
                part.decompose()


def _show_captions(body: Any) -> None:
    """Put the title of each lone picture behind it: there it is the caption."""
    for picture in body.css("p > img[title], p > a > img[title]"):
        paragraph = picture.parent if picture.parent.tag == "p" else picture.parent.parent
        emphasised = "".join(node.text() for node in paragraph.css("em"))
        alone = len(paragraph.css("img")) == 1
        if alone and letters(paragraph.text()) == letters(emphasised):
            picture.insert_after(f" {picture.attributes.get('title') or ''} ")


def _says(link: Any) -> bool:
    return bool(link.attributes.get("href", "").strip()) and bool(
        link.text().strip() or link.css("img")
    )


def _shows(picture: Any) -> bool:
    return any((picture.attributes.get(name) or "").strip() for name in ("src", "alt"))
