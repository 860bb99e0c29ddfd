"""Footnotes out of the flow: references become `<a data-note="1"/>`, the notes stand apart."""

import re
from collections import deque
from collections.abc import Iterator, Mapping

from msgspec import Struct

from anthology.body.clean import DROPPED_WHOLE, SILENT
from anthology.body.tree import Element, Nodes, element, rewrite, text_of, walk

_NOTE_WORDS = re.compile(r"footnote|endnote|doc-endnotes", re.IGNORECASE)
_BACK_WORDS = re.compile(r"backref|backlink|footnote-back|reversefootnote", re.IGNORECASE)
_SIGN = re.compile(r"\s*[\[(]?(\d+(:\d+)?|[a-zA-Z]|[*†‡§¶]+)[\])]?\s*")
_ARROWS = frozenset("↩↑⤴^\ufe0e\ufe0f ")


class NoteText(Struct, frozen=True):
    """A footnote as it was written, its link back to the text taken off."""

    number: int
    content: Nodes


def extract_notes(nodes: Nodes) -> tuple[Nodes, tuple[NoteText, ...]]:
    """Return the tree without its footnotes, and the footnotes in the order of their references.

    Footnotes are the items of a list in an element that calls itself footnotes or endnotes; any
    link to one refers to it, unless it stands in something that a book cannot hold. An item that
    nothing refers to stays where it is.
    """
    items = {
        item.get("id"): item
        for holder in walk(nodes)
        if _says(holder, _NOTE_WORDS)
        for item in walk((holder,))
        if item.tag == "li" and item.get("id")
    }
    if not items:
        return nodes, ()
    numbers: dict[str, int] = {}
    waiting = deque(link for link in _outside(nodes, items) if _refers(link, items))
    while waiting:
        name = waiting.popleft().get("href")[1:]
        if name not in numbers:
            numbers[name] = len(numbers) + 1
            inside = _outside(items[name].children, {})
            waiting += (link for link in inside if _refers(link, items))
    if not numbers:
        return nodes, ()
    notes = tuple(
        NoteText(number, rewrite(items[name].children, lambda node: _refer(node, numbers)))
        for name, number in numbers.items()
    )
    return rewrite(nodes, lambda node: _refer(node, numbers)), notes


def _outside(nodes: Nodes, items: Mapping[str, Element]) -> Iterator[Element]:
    """Yield every element that stands in no footnote, and in nothing that goes with its text."""
    waiting = [iter(nodes)]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
        elif isinstance(node, Element) and not (
            node.tag in DROPPED_WHOLE
            or node.tag in SILENT
            or (node.tag == "li" and node.get("id") in items)
        ):
            yield node
            waiting.append(iter(node.children))


def _refers(link: Element, items: Mapping[str, Element]) -> bool:
    return link.tag == "a" and link.get("href")[1:] in items and not _says(link, _BACK_WORDS)


def _refer(node: Element, numbers: Mapping[str, int]) -> Nodes:
    if node.tag == "li" and node.get("id") in numbers:
        return ()
    if node.tag == "a" and _leads_back(node):
        return ()
    if node.tag == "a" and node.get("href")[1:] in numbers:
        reference = element("a", data_note=str(numbers[node.get("href")[1:]]))
        only_a_sign = _SIGN.fullmatch(text_of(node.children))
        return (reference,) if only_a_sign else (*node.children, reference)
    if node.tag == "sup" and len(node.children) == 1:
        only = node.children[0]
        if isinstance(only, Element) and only.get("data-note"):
            return (only,)
    if node.tag == "hr" and "footnotes-sep" in node.get("class"):
        return ()
    if node.tag in {"ol", "ul", "section", "div", "aside"} and _says(node, _NOTE_WORDS):
        return (node,) if text_of(node.children).strip() else ()
    return (node,)


def _says(node: Element, words: re.Pattern[str]) -> bool:
    return bool(node.attributes) and any(
        words.search(value) for name, value in node.attributes if name in _NAMED
    )


_NAMED = frozenset({"class", "role", "epub:type", "id"})
"""Attributes that may say what an element is for."""


def _leads_back(node: Element) -> bool:
    text = text_of(node.children)
    return node.get("href").startswith("#") and (
        _says(node, _BACK_WORDS) or bool(text and set(text) <= _ARROWS)
    )
