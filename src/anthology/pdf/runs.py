"""Long lists cut into runs: each is set by itself, from the top of one page to the top of another.

The contents, the notes and the sources of a book of a thousand articles fill hundreds of pages and
change with every title. Where a page begins with an item of the list, all that follows depends on
what comes before by nothing else, so that it can be set, and kept, apart from it.

A run is set behind a page that is full, since a page that goes on with something drops the margins
at its top, and with more items than it keeps, since these decide where its last page ends.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise, takewhile
from typing import TypeAlias
from xml.etree import ElementTree as ET

from msgspec import Struct

from anthology.flow import ENDNOTE
from anthology.model import PageDocument, PageKind

ENOUGH = 40_000
"""Characters of XHTML that are set at a time, some ten pages."""

ADDED = "item--"
"""How ids begin that were given to elements to find them again."""

_ITEMS: Mapping[PageKind, tuple[str, str]] = {
    PageKind.CONTENTS: ("li", "toc-article"),
    PageKind.NOTES: ("div", ENDNOTE),
    PageKind.SOURCES: ("section", "source"),
}
"""The element and the class of the items of each list."""
_FULL = (
    "break-inside: avoid; border: 0; box-sizing: border-box; display: block; "
    "height: var(--text-height); margin: 0; padding: 0"
)
"""The style of what fills the page before a run."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}

_Path: TypeAlias = tuple[ET.Element, ...]
"""An element, after all those that it stands in."""


class Run(Struct, frozen=True, kw_only=True):
    """Items of a list, to be set from the top of a page."""

    content: str
    """XHTML."""
    starts: tuple[str, ...]
    """The id of what each item begins with."""
    headings: tuple[int, ...]
    """The levels of the headings in the list that stand above it."""
    follows: bool
    """Whether it goes on with a list: then a full page comes before it."""
    last: bool
    """Whether no item comes after it."""


class LongList(Struct, frozen=True):
    """A page document that is a list."""

    root: ET.Element
    items: tuple[_Path, ...]
    begins: tuple[ET.Element, ...]
    """With which element each item begins: a chapter with its title, and so its first article."""

    def run(self, start: int, size: int) -> Run:
        """Return the run that begins with an item, of about so many characters of XHTML."""
        end = start
        while end < len(self.items) and size > 0:
            size -= len(_written(self.items[end][-1]))
            end += 1
        starts = tuple(one.attrib["id"] for one in self.begins[start:end])
        before = takewhile(lambda one: one is not self.begins[start], self.root.iter())
        return Run(
            content=_written(self._cut(start, end)),
            starts=starts,
            headings=standing(_HEADINGS[one.tag] for one in before if one.tag in _HEADINGS),
            follows=start > 0,
            last=end == len(self.items),
        )

    def _cut(self, start: int, end: int) -> ET.Element:
        """Return the list with the items from one to before another, and what they stand in."""
        first, last = self.items[start], self.items[end - 1]
        before = self.items[start - 1] if start else ()
        after = self.items[end] if end < len(self.items) else ()
        goes_on, stops = _shared(before, first), _shared(last, after)

        def cut(element: ET.Element, depth: int) -> ET.Element:
            begun = depth < goes_on and element is first[depth]
            ends = depth < stops and element is last[depth]
            if not begun and not ends:
                return element
            copied = ET.Element(element.tag, element.attrib)
            copied.tail = element.tail
            children = list(element)
            if ends:
                children = children[: children.index(last[depth + 1]) + 1]
            if not begun:
                copied.text = element.text
            elif depth + 1 < goes_on:
                children = children[children.index(first[depth + 1]) :]
            else:
                copied.append(_full(before[goes_on]))
                children = children[children.index(before[goes_on]) + 1 :]
            copied.extend(cut(child, depth + 1) for child in children)
            return copied

        return cut(self.root, 0)


def long_list(document: PageDocument | None) -> LongList | None:
    """Return a page document as a list; None where it is none, or a short one."""
    if document is None or document.kind not in _ITEMS or len(document.content) <= 2 * ENOUGH:
        return None
    root = ET.fromstring(document.content)  # noqa: S314 - made by the program itself
    items = tuple(_paths((root,), *_ITEMS[document.kind]))
    if not items:
        return None
    begins = (root, *(_begins(before, item) for before, item in pairwise(items)))
    names: set[str] = set()
    for number, one in enumerate(begins):
        if "id" not in one.attrib:
            link = one.find(".//a[@href]")
            name = ADDED + ("" if link is None else link.attrib["href"].removeprefix("#"))
            one.set("id", f"{name}--{number}" if name in names else name)
            names.add(one.attrib["id"])
    return LongList(root, items, begins)


def standing(levels: Iterable[int], above: tuple[int, ...] = ()) -> tuple[int, ...]:
    """Return the levels of the headings that stand above what comes after headings of `levels`.

    `above` are those that stand above these.
    """
    for level in levels:
        above = (*(one for one in above if one < level), level)
    return above


def _paths(path: _Path, tag: str, class_: str) -> Iterator[_Path]:
    for child in path[-1]:
        if child.tag == tag and child.get("class") == class_:
            yield (*path, child)
        else:
            yield from _paths((*path, child), tag, class_)


def _shared(one: _Path, other: _Path) -> int:
    """Return how many elements two paths have in common."""
    same = takewhile(lambda pair: pair[0] is pair[1], zip(one, other, strict=False))
    return sum(1 for _ in same)


def _begins(before: _Path, item: _Path) -> ET.Element:
    """Return the first element behind an item."""
    shared = _shared(before, item)
    siblings = list(item[shared - 1])
    return siblings[siblings.index(before[shared]) + 1]


def _full(element: ET.Element) -> ET.Element:
    """Return an element like the one before a run, that fills a page."""
    kept = {name: element.attrib[name] for name in ("class",) if name in element.attrib}
    return ET.Element(element.tag, kept | {"style": _FULL})


def _written(element: ET.Element) -> str:
    return ET.tostring(element, encoding="unicode", method="html")
