"""Exports whose CDATA sections end too early: old WordPress wrote `]]>` of a text as it was."""

import re
from collections.abc import Iterable, Iterator

_OPENS = re.compile(r"<([A-Za-z][\w:.-]*)(?:\s[^<>]*)?>\s*<!\[CDATA\[")
_HELD = 500
"""Characters that may be the beginning of a tag and of the section in it, or of their end."""
_END = "]]>"
_WRITTEN = "]]]]><![CDATA[>"
"""How the end of a section is written inside of one (XML 1.0, 2.7)."""


def mended(texts: Iterable[str]) -> Iterator[str]:
    """Yield a text in which each CDATA section goes on to the end of the element that it is in."""
    rest, element = "", ""
    for text in texts:
        rest += text
        while found := _next(rest, element):
            if element:
                yield rest[: found.start()].replace(_END, _WRITTEN) + found[0]
                element = "" if found["over"] else element
            else:
                yield rest[: found.end()]
                element = found[1]
            rest = rest[found.end() :]
        held = len(rest) - _HELD
        while held > 0 and rest[held - 1] in "]<":
            held -= 1
        if held > 0:
            yield rest[:held].replace(_END, _WRITTEN) if element else rest[:held]
            rest = rest[held:]
    yield rest


def _next(text: str, element: str) -> re.Match[str] | None:
    """Return the next section's beginning or, inside of an element, the end of this one."""
    if not element:
        return _OPENS.search(text)
    return re.search(rf"\]\]>\s*(?:(?P<over></{re.escape(element)}\s*>)|<!\[CDATA\[)", text)
