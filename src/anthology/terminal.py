"""Texts and names for a terminal: what would steer it, or turn a line around, is shown instead."""

import re

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, ends of lines, what turns the writing around, and bytes that are no text."""


def harmless(text: str) -> str:
    r"""Return a text as one line that does nothing to a terminal: an escape is written `\x1b`."""
    return _STEERING.sub(lambda match: _shown(match[0]), text)


def _shown(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
