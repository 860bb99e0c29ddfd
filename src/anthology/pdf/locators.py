"""The numbers of pages in the index of names, put in once it is known where each name stands.

The index comes with a link for each place where a name stands, and no text in it. Of these become
the numbers of pages: each page once, pages that follow each other joined, and bold those of texts
that are chiefly about what bears the name.
"""

from collections.abc import Callable, Iterable, Iterator
from xml.etree import ElementTree as ET

from msgspec import Struct
from msgspec.structs import replace

from anthology.model import PageDocument, PageKind

_LOCATORS = "index-locators"
"""The class of what holds the links of a name."""
_MAIN = "main"
"""The class of a link to a text that is chiefly about what bears the name."""
_DASH = "\N{EN DASH}"


class Locator(Struct, frozen=True, kw_only=True):
    """A page that an index names."""

    page: int
    main: bool
    target: str
    """The id of what stands there."""


def numbered(document: PageDocument, page_of: Callable[[str], int]) -> PageDocument:
    """Return an index with its numbers; `page_of` returns the number of the page of an id.

    Any other document stays as it is.
    """
    if document.kind is not PageKind.INDEX:
        return document
    root = ET.fromstring(document.content)  # noqa: S314 - made by the program itself
    for holder in root.iter("span"):
        if holder.get("class") == _LOCATORS:
            links = [(one.attrib["href"].removeprefix("#"), one.get("class")) for one in holder]
            found = (
                Locator(page=page_of(target), main=class_ == _MAIN, target=target)
                for target, class_ in links
            )
            _fill(holder, ranges(found))
    content = ET.tostring(root, encoding="unicode", short_empty_elements=False)
    return replace(document, content=content)


def ranges(locators: Iterable[Locator]) -> Iterator[tuple[Locator, Locator]]:
    """Yield the first and the last of pages that follow each other, in order, each page once.

    A page is bold where one of its locators is, and bold ones are not joined with others.
    """
    by_page: dict[int, Locator] = {}
    for one in locators:
        known = by_page.setdefault(one.page, one)
        if one.main and not known.main:
            by_page[one.page] = replace(known, main=True)
    first: Locator | None = None
    last: Locator | None = None
    for _, one in sorted(by_page.items()):
        if first and last and one.page == last.page + 1 and one.main == first.main:
            last = one
            continue
        if first and last:
            yield first, last
        first = last = one
    if first and last:
        yield first, last


def _fill(holder: ET.Element, found: Iterable[tuple[Locator, Locator]]) -> None:
    """Put numbers into an element, each a link to what stands on its page."""
    for child in list(holder):
        holder.remove(child)
    shown: ET.Element | None = None
    for first, last in found:
        if shown is not None:
            shown.tail = ", "
        shown = _shown(first, last)
        holder.append(shown)


def _shown(first: Locator, last: Locator) -> ET.Element:
    links = []
    for one in (first,) if first is last else (first, last):
        link = ET.Element("a", {"href": f"#{one.target}"})
        link.text = str(one.page)
        links.append(link)
    if len(links) == 1 and not first.main:
        return links[0]
    around = ET.Element("b" if first.main else "span")
    around.extend(links)
    if len(links) > 1:
        links[0].tail = _DASH
    return around
