"""What the documents say, as typefaces see it: characters, and the styles they come in."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import TypeAlias

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from anthology.distinct import distinct
from anthology.epub.xhtml import XHTML

_HEADINGS = frozenset(XHTML + tag for tag in "h1 h2 h3 h4 h5 h6".split())
_BOLD = _HEADINGS | frozenset(XHTML + tag for tag in "b dt strong th".split())
_ITALIC = frozenset(XHTML + tag for tag in "cite dfn em i var".split())
_CODE = frozenset(XHTML + tag for tag in "code kbd pre samp".split())
_SPEAKING = _BOLD | _ITALIC | _CODE
"""Elements inside which text has another style."""
_MARKS = r"\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_MARK = re.compile(f"[{_MARKS}]")
_CLUSTER = re.compile(rf"\S[{_MARKS}]*|\s")


class Style(Struct, frozen=True):
    """The style of a piece of text."""

    bold: bool = False
    italic: bool = False


class Sign(Struct, frozen=True):
    """A letter with its combining marks, in a style."""

    text: str
    style: Style


class Usage(Struct, frozen=True, kw_only=True):
    """What the typefaces of a book have to set."""

    text: frozenset[Sign]
    heads: frozenset[str]
    """The characters of headings."""
    code: frozenset[Sign]
    """The signs of program code, none of them italic."""


_Voice: TypeAlias = tuple[Style, bool]
"""The style of a piece of text, and whether it is program code."""
_Pieces: TypeAlias = defaultdict[_Voice, list[str]]


class Said(Struct, frozen=True, kw_only=True):
    """What a document says."""

    clusters: Mapping[_Voice, Set[str]]
    """The letters, each with its marks."""
    heads: Set[str]
    """The characters of its headings."""


def said_in(root: etree._Element) -> Said:
    """Return what the body of a document says, but for attributes, which nobody sees."""
    heads: set[str] = set()
    pieces: _Pieces = defaultdict(list)
    for body in root.iterchildren(f"{XHTML}body"):
        for heading in body.iter(*_HEADINGS):
            heads.update(*heading.itertext())
        _collect(body, (Style(), False), pieces)
    clusters = {voice: _clusters("\n".join(said)) for voice, said in pieces.items()}
    return Said(clusters=clusters, heads=heads)


def usage(documents: Iterable[Said]) -> Usage:
    """Return what documents say together."""
    text: defaultdict[Style, set[str]] = defaultdict(set)
    heads: set[str] = set()
    code: defaultdict[Style, set[str]] = defaultdict(set)
    for said in documents:
        heads |= said.heads
        for (style, is_code), clusters in said.clusters.items():
            if is_code:
                code[replace(style, italic=False)] |= clusters
            else:
                text[style] |= clusters
    return Usage(text=frozenset(_signs(text)), heads=frozenset(heads), code=frozenset(_signs(code)))


def _collect(element: etree._Element, voice: _Voice, pieces: _Pieces) -> None:
    here = pieces[voice]
    here.append(element.text or "")
    for child in element:
        tag = child.tag
        if isinstance(tag, str):
            _collect(child, _inside(tag, voice) if tag in _SPEAKING else voice, pieces)
        here.append(child.tail or "")


def _inside(tag: str, voice: _Voice) -> _Voice:
    """Return the voice inside an element."""
    style, is_code = voice
    bold, italic = style.bold or tag in _BOLD, style.italic or tag in _ITALIC
    return Style(bold, italic), is_code or tag in _CODE


def _clusters(text: str) -> set[str]:
    """Return the letters of a text, each with its marks where it has some."""
    found = distinct(text)
    return set(_CLUSTER.findall(text)) if _MARK.search("".join(found)) else found


def _signs(clusters: Mapping[Style, Iterable[str]]) -> Iterator[Sign]:
    for style, found in clusters.items():
        yield from (Sign(cluster, style) for cluster in found if _is_seen(cluster))


def _is_seen(cluster: str) -> bool:
    """Tell whether a typeface needs a glyph: not for a line break or a joiner on its own."""
    return unicodedata.category(cluster[0]) not in {"Cc", "Cf"}
