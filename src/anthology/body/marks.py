"""The forms that an author has to name, since no text shows them: pull quotes and letters."""

import re
from collections.abc import Iterable

from anthology.body.tree import Element, Node

PULL_QUOTE = "pullquote"
"""The class of words of a text that stand out of it a second time."""
LETTER = "letter"
"""The class of a letter in a text."""

_FORMS = {
    PULL_QUOTE: re.compile(r"(?:^|[\s_-])pull-?quote(?=$|[\s_-])", re.IGNORECASE),
    LETTER: re.compile(r"(?:^|\s)letter(?=$|\s)", re.IGNORECASE),
}
_NAMED = ("class", "role", "epub:type")
_HOLDERS = frozenset({"aside", "blockquote", "div", "figure", "p", "section"})


def named_form(node: Element) -> str:
    """Return the class of the form that an element's attributes name; empty where they name none.

    `pull-quote`, `wp-block-pullquote` and `doc-pullquote` name a pull quote as `pullquote` does.
    """
    if node.tag not in _HOLDERS:
        return ""
    said = [node.get(name) for name in _NAMED]
    return next((form for form, words in _FORMS.items() if any(map(words.search, said))), "")


def inside(children: Iterable[Node]) -> tuple[Node, ...]:
    """Return what a quotation holds that is all that there is; else what there is."""
    there = tuple(children)
    said = [node for node in there if not isinstance(node, str) or node.strip()]
    match said:
        case [Element(tag="blockquote", attributes=()) as quotation]:
            return quotation.children
    return there
