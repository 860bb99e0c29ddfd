"""Addresses of files on somebody's machine, which no article may have."""

import re
from collections.abc import Iterator
from html import unescape

from anthology.body.locator import Locator
from anthology.body.make import Markup
from anthology.body.markdown import to_html
from anthology.body.parse import parse_html
from anthology.body.tree import text_of, walk
from anthology.errors import Finding, Kind, error
from anthology.formats import Format

_ADDRESSES = frozenset(
    "action background cite classid codebase data formaction href longdesc manifest poster src "
    "srcset usemap xlink:href".split()
)
"""The attributes whose value is an address."""

_MARKED = re.compile(r"\]\(\s*<?(file:[^\s)>]*)", re.IGNORECASE)
"""A link or picture of Markdown; with this scheme Markdown takes it for text."""

_IN_BODY = "<p></p>"
"""Keeps what would stand in a head in the body, the only part that is parsed."""

_WRITTEN = re.compile(r"file:\s*[/\\][^\s\"')>;,]*", re.IGNORECASE)


def files_named(name: str, value: str) -> list[str]:
    """Return the addresses of files that an attribute has or writes."""
    is_address = name in _ADDRESSES and re.match(r"\s*file:", value, re.IGNORECASE)
    return [value] if is_address else _WRITTEN.findall(value)


def file_addresses(markup: Markup) -> Iterator[Finding]:
    """Yield an error for each `file:` address in a link, an attribute or a style of an article."""
    if "file:" not in unescape(markup.text).lower():
        return
    locator = Locator(markup.text, markup.file, markup.first_line)
    html = markup.text
    if markup.format is Format.MARKDOWN:
        html = to_html(html, Locator(html, markup.file, markup.first_line)).value
    tree = parse_html(_IN_BODY + html, Locator(html, markup.file, markup.first_line)).value
    prose = re.sub(r"<(code|pre)\b.*?</\1>", "", html, flags=re.DOTALL)
    addresses = [found[1] for found in _MARKED.finditer(unescape(prose))]
    for node in walk(tree):
        for name, value in node.attributes:
            addresses += files_named(name, value)
        if node.tag in {"style", "svg:style"}:
            addresses += _WRITTEN.findall(text_of(node.children))
    for address in addresses:
        yield error(
            Kind.ARTICLE,
            f"{address.strip()[:200]} is the address of a file outside the book",
            "take it out, or copy the file into the project folder and name it there",
            locator.next(address, address.strip()),
        )
