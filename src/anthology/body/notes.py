"""Footnotes out of the flow: references become `<a data-note="1"/>`, the notes stand apart."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from anthology.body.tree import Element, Nodes, element, rewrite, text_of, walk

_NOTE_WORDS = re.compile(r"footnote|endnote|doc-endnotes", re.IGNORECASE)
_BACK_WORDS = re.compile(r"backref|backlink|footnote-back|reversefootnote", re.IGNORECASE)
_ARROWS = frozenset("↩↑⤴^\ufe0e\ufe0f ")


@dataclass(frozen=True, slots=True)
class NoteText:
    """A footnote as it was written, its link back to the text taken off."""

    number: int
    content: Nodes


def extract_notes(nodes: Nodes) -> tuple[Nodes, tuple[NoteText, ...]]:
    """Return the tree without its footnotes, and the footnotes in the order of their references.

    Footnotes are the items of a list in an element that calls itself footnotes or endnotes; any
    link to one refers to it. An item that nothing refers to stays where it is.
    """
    items = {
        item.get("id"): item
        for holder in walk(nodes)
        if _says(holder, _NOTE_WORDS)
        for item in walk((holder,))
        if item.tag == "li" and item.get("id")
    }
    numbers: dict[str, int] = {}
    for link in walk(nodes):
        if link.tag == "a" and link.get("href")[1:] in items and not _says(link, _BACK_WORDS):
            numbers.setdefault(link.get("href")[1:], len(numbers) + 1)
    if not numbers:
        return nodes, ()
    notes = tuple(
        NoteText(number, rewrite(items[name].children, lambda node: _refer(node, numbers)))
        for name, number in numbers.items()
    )
    return rewrite(nodes, lambda node: _refer(node, numbers)), notes


def _refer(node: Element, numbers: Mapping[str, int]) -> Nodes:
    if node.tag == "li" and node.get("id") in numbers:
        return ()
    if node.tag == "a" and _leads_back(node):
        return ()
    if node.tag == "a" and node.get("href")[1:] in numbers:
        return (element("a", data_note=str(numbers[node.get("href")[1:]])),)
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
    return any(words.search(node.get(name)) for name in ("class", "role", "epub:type", "id"))


def _leads_back(node: Element) -> bool:
    text = text_of(node.children)
    return node.get("href").startswith("#") and (
        _says(node, _BACK_WORDS) or bool(text and set(text) <= _ARROWS)
    )
