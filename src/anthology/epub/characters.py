"""What the documents say, as typefaces see it: characters, and the styles they come in."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from anthology.epub.xhtml import XHTML

_BOLD = frozenset(XHTML + tag for tag in "b dt h1 h2 h3 h4 h5 h6 strong th".split())
_ITALIC = frozenset(XHTML + tag for tag in "cite dfn em i var".split())
_CODE = frozenset(XHTML + tag for tag in "code kbd pre samp".split())
_CLUSTER = re.compile(r"\S[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]*|\s")


@dataclass(frozen=True, slots=True)
class Style:
    """The style of a piece of text."""

    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """A letter with its combining marks, in a style."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What the typefaces of a book have to set."""

    text: frozenset[Sign]
    code: frozenset[Sign]
    """The signs of program code, none of them italic."""


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    style: Style
    is_code: bool


def usage(roots: Iterable[etree._Element]) -> Usage:
    """Return what the bodies of documents say; attributes, which nobody sees, do not count."""
    text: set[Sign] = set()
    code: set[Sign] = set()
    bodies = (body for root in roots for body in root.iterchildren(f"{XHTML}body"))
    for body in bodies:
        for run in _runs(body, Style(), is_code=False):
            style = replace(run.style, italic=False) if run.is_code else run.style
            seen = filter(_is_seen, set(_CLUSTER.findall(run.text)))
            (code if run.is_code else text).update(Sign(cluster, style) for cluster in seen)
    return Usage(text=frozenset(text), code=frozenset(code))


def _runs(element: etree._Element, style: Style, *, is_code: bool) -> Iterator[_Run]:
    style = Style(
        bold=style.bold or element.tag in _BOLD, italic=style.italic or element.tag in _ITALIC
    )
    is_code = is_code or element.tag in _CODE
    if element.text:
        yield _Run(element.text, style, is_code)
    for child in element:
        if isinstance(child.tag, str):
            yield from _runs(child, style, is_code=is_code)
        if child.tail:
            yield _Run(child.tail, style, is_code)


def _is_seen(cluster: str) -> bool:
    """Tell whether a typeface needs a glyph: not for a line break or a joiner on its own."""
    return unicodedata.category(cluster[0]) not in {"Cc", "Cf"}
