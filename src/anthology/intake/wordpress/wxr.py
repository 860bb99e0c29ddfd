"""A WordPress export as its items, one at a time: whatever its size, it takes little memory."""

import codecs
import os
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from msgspec import Struct, field

from anthology.errors import AnthologyError, Finding, Kind, Place, error, shortened
from anthology.intake.given import unreadable
from anthology.intake.wordpress.cdata import mended
from anthology.regular import open_regular

_CHUNK = 1 << 16
"""Bytes."""
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b")
"""How ZIP and gzip files begin."""
_MOST = 100_000_000_000
"""Bytes of an export, which is never in memory as a whole."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding=["']([\w.-]+)["']""")
_TEXTS = frozenset(
    "title link guid dc:creator content:encoded excerpt:encoded wp:post_id wp:post_date "
    "wp:post_date_gmt wp:post_name wp:status wp:post_parent wp:post_type wp:post_password "
    "wp:attachment_url wp:menu_order pubDate".split()
)
_CHANNEL = frozenset({"title", "link", "language", "wp:base_blog_url"})
_AUTHOR = frozenset({"wp:author_login", "wp:author_display_name", "wp:author_first_name",
                     "wp:author_last_name"})  # fmt: skip


class Term(Struct, frozen=True, kw_only=True):
    """A category, tag or other term of an item."""

    domain: str
    """category, post_tag, language, author …"""
    slug: str
    name: str


class Item(Struct, frozen=True, kw_only=True):
    """A post, page, attachment or anything else of an export."""

    texts: Mapping[str, str]
    """What its elements say, by their names."""
    terms: tuple[Term, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    comments: int = 0
    line: int
    """The line of the file on which it begins."""
    share: float
    """How far down in the file it ends, from 0 to 1."""

    def get(self, name: str) -> str:
        """Return what an element says; nothing where there is none."""
        return self.texts.get(name, "")


class Channel(Struct, frozen=True, kw_only=True):
    """What an export says of the whole site."""

    texts: Mapping[str, str]
    authors: Mapping[str, str]
    """The names under which authors are shown, by their logins."""


def read_items(path: Path, file: str) -> Iterator[Channel | Item]:
    """Yield what an export says of the site, then its items in their order.

    What is said of the site comes again where there is more of it. `file` is its name for people.
    Raises AnthologyError (article) at the place where the file is no export or breaks off; what
    stands before has been yielded by then.
    """
    taken = 0
    try:
        for one in _items(path, file, _as_it_is):
            taken += isinstance(one, Item)
            yield one
    except expat.ExpatError:
        yield from _mended_items(path, file, taken)


def _mended_items(path: Path, file: str, taken: int) -> Iterator[Channel | Item]:
    """Yield the items of a file that is no XML as it stands, but for those that were taken.

    Raises AnthologyError (article) where it is none either with its CDATA sections mended.
    """
    try:
        for one in _items(path, file, mended):
            if isinstance(one, Item) and taken:
                taken -= 1
            else:
                yield one
    except expat.ExpatError as problem:
        raise AnthologyError([_broken(problem, file)]) from None


def _as_it_is(texts: Iterator[str]) -> Iterator[str]:
    return texts


def _items(
    path: Path, file: str, change: Callable[[Iterator[str]], Iterator[str]]
) -> Iterator[Channel | Item]:
    """Yield the items of a file whose text is changed before it is parsed.

    Raises ExpatError where that text is no XML, after what stands before.
    """
    try:
        stream = open_regular(path, _MOST)
    except OSError as problem:
        raise unreadable(file, problem) from None
    reader = _Reader(os.fstat(stream.fileno()).st_size, file)
    try:
        with stream:
            for text in change(_texts(stream, file)):
                reader.feed(text)
                yield from reader.take()
        reader.end()
        yield from reader.take()
    except expat.ExpatError:
        yield from reader.take()
        raise
    if not reader.is_export:
        raise AnthologyError(
            [
                error(
                    Kind.ARTICLE,
                    "this is no export of WordPress: it has no <rss> with <channel>",
                    "in WordPress, choose Tools, Export, All content, and take that file",
                    Place(file=file, line=1),
                )
            ]
        )


def _broken(problem: expat.ExpatError, file: str) -> Finding:
    return error(
        Kind.ARTICLE,
        f"the export breaks off here, or is no XML ({expat.ErrorString(problem.code)})",
        "export it once more; what stands above this line can be imported",
        Place(file=file, line=problem.lineno, column=problem.offset + 1),
    )


def _packed(file: str) -> Finding:
    return error(
        Kind.ARTICLE,
        "this is an archive with the export in it",
        "unpack it, and name the .xml file that was in it; if there are several, import each",
        Place(file=file),
    )


def _texts(stream: BinaryIO, file: str) -> Iterator[str]:
    """Yield a file as text that XML can hold, whatever its bytes are."""
    first = stream.read(_CHUNK)
    if first.startswith(_ARCHIVES):
        raise AnthologyError([_packed(file)])
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = codecs.lookup("utf-16")
    else:
        first = first.removeprefix(codecs.BOM_UTF8).lstrip()
        codec = _codec(first)
    decoder = codec.incrementaldecoder("replace")
    data = first
    while data:
        yield _UNWRITABLE.sub("", decoder.decode(data))
        data = stream.read(_CHUNK)
    yield _UNWRITABLE.sub("", decoder.decode(b"", final=True))


def _codec(first: bytes) -> codecs.CodecInfo:
    """Return how the text of a file is written that begins with some bytes."""
    declared = _DECLARED.match(first)
    try:
        return codecs.lookup(declared[1].decode() if declared else "utf-8")
    except LookupError:
        return codecs.lookup("utf-8")


class _Reader:
    def __init__(self, size: int, file: str) -> None:
        self._file = file
        self.is_export = False
        self._size = max(size, 1)
        self._done: list[Channel | Item] = []
        self._channel: dict[str, str] = {}
        self._authors: dict[str, str] = {}
        self._path: list[str] = []
        self._said: list[str] = []
        self._new_item()
        self._line = 0
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.UseForeignDTD(True)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._said.append
        parser.SkippedEntityHandler = lambda name, _: self._said.append(unescape(f"&{name};"))
        parser.EntityDeclHandler = self._refuse_entity
        parser.ExternalEntityRefHandler = lambda *_: 1
        self._parser = parser

    def feed(self, text: str) -> None:
        self._parser.Parse(text.encode("utf-8", "replace"), False)

    def end(self) -> None:
        self._parser.Parse(b"", True)

    def take(self) -> Iterator[Channel | Item]:
        done, self._done = self._done, []
        yield from done

    def _refuse_entity(self, name: str, *_: object) -> None:
        """Take no entity of a file's own: it could grow without bounds, or name another file."""
        raise AnthologyError(
            [
                error(
                    Kind.ARTICLE,
                    f"the export declares the entity {shortened(name)}, which WordPress never does",
                    "take the file as WordPress wrote it",
                    Place(file=self._file, line=self._parser.CurrentLineNumber),
                )
            ]
        )

    def _new_item(self) -> None:
        self._texts: dict[str, str] = {}
        self._terms: list[Term] = []
        self._meta: dict[str, str] = {}
        self._comments = 0
        self._pair: dict[str, str] = {}
        self._attributes: dict[str, str] = {}

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        self._said.clear()
        if name == "channel":
            self.is_export = True
        elif name == "item":
            if not self._done or not isinstance(self._done[0], Channel):
                self._say_channel()
            self._new_item()
            self._line = self._parser.CurrentLineNumber
        elif name in {"category", "wp:postmeta", "wp:author"}:
            self._attributes = attributes
            self._pair = {}
        elif name == "wp:comment":
            self._comments += 1

    def _say_channel(self) -> None:
        self._done.append(Channel(texts=dict(self._channel), authors=dict(self._authors)))

    def _end(self, name: str) -> None:
        said = "".join(self._said)
        self._said.clear()
        self._path.pop()
        around = self._path[-1] if self._path else ""
        if name == "item":
            self._done.append(self._item())
        elif around == "item" and name in _TEXTS:
            self._texts[name] = said
        elif around == "item" and name == "category":
            given = self._attributes
            self._terms.append(
                Term(
                    domain=given.get("domain", "category"),
                    slug=given.get("nicename", ""),
                    name=said.strip(),
                )
            )
        elif around == "wp:postmeta":
            self._pair[name] = said
        elif name == "wp:postmeta" and around == "item":
            self._meta[self._pair.get("wp:meta_key", "")] = self._pair.get("wp:meta_value", "")
        elif around == "wp:author" and name in _AUTHOR:
            self._pair[name] = said.strip()
        elif name == "wp:author":
            self._add_author()
        elif around == "channel" and name in _CHANNEL:
            self._channel.setdefault(name, said.strip())
        elif around == "channel" and name == "wp:wxr_version":
            self.is_export = True
        elif not self._path and not self.is_export:
            self.is_export = False

    def _add_author(self) -> None:
        login = self._pair.get("wp:author_login", "")
        names = (self._pair.get("wp:author_first_name"), self._pair.get("wp:author_last_name"))
        shown = self._pair.get("wp:author_display_name") or " ".join(filter(None, names))
        if login:
            self._authors[login] = shown or login

    def _item(self) -> Item:
        return Item(
            texts=self._texts,
            terms=tuple(self._terms),
            meta=self._meta,
            comments=self._comments,
            line=self._line,
            share=min(1.0, self._parser.CurrentByteIndex / self._size),
        )
