"""The blocks of WordPress's editor: comments around HTML, and some that the site fills in."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field

_MARK = re.compile(
    r"<!--\s+(?P<end>/)?wp:(?P<name>[a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s+"
    r"(?P<values>\{(?:(?!<!--).)*?\}\s+)?(?P<closed>/)?-->",
    re.DOTALL,
)


class Block(Struct):
    """A block with what stands in it; the name is empty for what stands in none."""

    name: str
    """Without `core/`."""
    values: Mapping[str, Any] = field(default_factory=dict)
    parts: "list[str | Block]" = field(default_factory=list)
    closed: bool = False
    """Whether it is a comment alone, without an end."""


Resolve = Callable[[Block, str], str | None]
"""Takes a block and the HTML inside of it; returns the HTML in its place, None to leave it."""


def has_blocks(text: str) -> bool:
    """Return whether a text was written with the block editor."""
    return "<!-- wp:" in text


def resolve_blocks(text: str, resolve: Resolve) -> str:
    """Return a text of blocks as HTML without their comments."""
    return _html(parse_blocks(text), resolve)


def parse_blocks(text: str) -> Block:
    """Return a text as a block with no name, in which its blocks stand.

    A block without an end goes to the end of the one around it, and an end without a beginning is
    nothing.
    """
    root = Block("")
    open_: list[Block] = [root]
    at = 0
    for match in _MARK.finditer(text):
        before = text[at : match.start()]
        if before:
            open_[-1].parts.append(before)
        at = match.end()
        name = match["name"].removeprefix("core/")
        if match["end"]:
            if any(block.name == name for block in open_[1:]):
                while open_.pop().name != name:
                    pass
            continue
        block = Block(name, _values(match["values"]), closed=bool(match["closed"]))
        open_[-1].parts.append(block)
        if not block.closed and len(open_) < _MAX_DEPTH:
            open_.append(block)
    if text[at:]:
        open_[-1].parts.append(text[at:])
    return root


_MAX_DEPTH = 200


def _values(text: str | None) -> Mapping[str, Any]:
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _html(block: Block, resolve: Resolve) -> str:
    inner = "".join(
        _free(part, block, resolve) if isinstance(part, str) else _html(part, resolve)
        for part in block.parts
    )
    resolved = resolve(block, inner) if block.name else None
    return inner if resolved is None else resolved


def _free(text: str, around: Block, resolve: Resolve) -> str:
    """Return what stands in no block as the editor's classic block does."""
    if around.name or not text.strip():
        return text
    resolved = resolve(Block("freeform"), text)
    return text if resolved is None else resolved
