"""Texts with the characters only that XML can hold."""

import re
from functools import cache

UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
    )
    + "]"
)
"""Characters that XML cannot hold or should not (XML 1.0, section 2.2)."""


@cache
def _usual() -> re.Pattern[str]:
    """Return the pattern of a text without them, which is found faster than one of them."""
    return re.compile("[\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd]*+")


def writable(text: str) -> str:
    """Return a text with the characters only that XML can hold, and no kind of line end twice."""
    if text.replace("\n", "").isprintable() or _usual().fullmatch(text):
        return text
    return UNWRITABLE.sub("", re.sub("[\x0c\x85]", " ", text))
