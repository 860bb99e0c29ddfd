"""The last lines of paragraphs in print: never a part of a word, never a very short word alone."""

import re
from collections.abc import Callable

from msgspec import Struct

from anthology.body.tree import Element, Node, Nodes, element, rewrite

SHORTEST = 5
"""A last word with fewer letters takes the word before it along."""

LONGEST = 24
"""Letters; a longer last word is divided where it has to be, as any other: it may fill a line."""

_PAGE = "(p.00"
"""What print sets behind a link that says on which page its goal is; bound to the last word."""

_LAST = re.compile(r"(?P<start>.*\s)?(?P<last>\S+)\s*", re.DOTALL)
_BEFORE = re.compile(r"(?P<start>.*\S\s)(?P<before>\S+)[ \n]", re.DOTALL)
_BLOCKS = frozenset({"p", "li", "dd"})
_INLINE = frozenset("a abbr b bdi cite del em i ins mark q s small span strong u".split())


def guard_endings(nodes: Nodes, is_numbered: Callable[[Element], bool]) -> Nodes:
    """Return the tree with the last words of each paragraph in a `span` that is not hyphenated.

    `is_numbered` tells of a link whether the number of a page comes to stand behind it.
    """

    def change(node: Element) -> Nodes:
        if node.tag not in _BLOCKS or not node.children:
            return (node,)
        return (node.with_children(_guarded(node.children, "", is_numbered).nodes),)

    return rewrite(nodes, change)


class _Guarded(Struct, frozen=True):
    """Nodes whose ending is guarded."""

    nodes: Nodes
    word: str
    """The last word, as far as it stands in them."""
    begins: bool
    """Whether it begins in them."""


def _guarded(nodes: Nodes, after: str, is_numbered: Callable[[Element], bool]) -> _Guarded:
    """Return nodes with the last word guarded; `after` is what of it comes after them."""
    result: list[Node] = list(nodes)
    for at in range(len(result) - 1, -1, -1):
        node = result[at]
        if isinstance(node, str):
            found = _text(node, after)
            result[at : at + 1] = found.nodes
        elif node.get("data-note"):
            continue
        elif node.tag in _INLINE:
            behind = f"{_PAGE}{after}" if is_numbered(node) else after
            found = _guarded(node.children, behind, is_numbered)
            result[at] = node.with_children(found.nodes)
        else:
            return _Guarded(tuple(result), after, begins=True)
        after = found.word
        if found.begins:
            return _Guarded(tuple(result), after, begins=True)
    return _Guarded(tuple(result), after, begins=False)


def _text(text: str, after: str) -> _Guarded:
    match = _LAST.fullmatch(text)
    if match is None or (after and text[-1:].isspace()):
        return _Guarded((text,), after, begins=bool(after and text))
    start, last = match["start"], match["last"]
    word = last + after
    if len(word) > LONGEST:
        return _Guarded((text,), word, begins=start is not None)
    shown: Node = element("span", last, class_="ending") if re.search(r"\w", last) else last
    if start is None:
        return _Guarded((shown,), word, begins=False)
    before = _BEFORE.fullmatch(start)
    if before and len(re.findall(r"\w", word)) < SHORTEST:
        shown = element("span", f"{before['before']}\u00a0{last}", class_="ending")
        start = before["start"]
    return _Guarded((start, shown), word, begins=True)
