"""The last lines of paragraphs in print: never a part of a word, never a very short word alone."""

import re

from anthology.body.tree import Element, Nodes, element, rewrite

SHORTEST = 5
"""A last word with fewer letters takes the word before it along."""

_ENDING = re.compile(r"(?P<start>.*\S\s)(?P<before>\S+)[ \n](?P<last>\S+)\s*", re.DOTALL)


def guard_endings(nodes: Nodes) -> Nodes:
    """Return the tree with the last words of each paragraph in a `span` that is not hyphenated."""
    return rewrite(nodes, _change)


def _change(node: Element) -> Nodes:
    if node.tag != "p" or not node.children or not isinstance(node.children[-1], str):
        return (node,)
    match = _ENDING.fullmatch(node.children[-1])
    if not match:
        return (node,)
    last = match["last"]
    if len(re.findall(r"\w", last)) < SHORTEST:
        parts = (match["start"], element("span", f"{match['before']}\u00a0{last}", class_="ending"))
    else:
        start = f"{match['start']}{match['before']} "
        parts = (start, element("span", last, class_="ending"))
    return (node.with_children((*node.children[:-1], *parts)),)
