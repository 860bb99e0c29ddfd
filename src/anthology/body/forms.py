"""What a text shows of its form without naming it: verse, the speakers of a talk, its figures.

Each form gets a class, by which the stylesheets set it; no word is added or lost.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from unicodedata import bidirectional, combining

from anthology.body.tree import Element, Node, Nodes, element, rewrite, text_of, walk

LONGEST_VERSE = 64
"""Characters: a longer line is no verse."""
STANZA = 8
"""So many lines at most are kept together on a page."""
LONGEST_NAME = 40
"""Characters of a speaker."""
_FEWEST_SPEECHES = 4
_MOST_SPEAKERS = 0.5
"""How many speakers there are at most for each speech."""
_NAMING = frozenset({"strong", "b", "em", "i"})


def stanzas(nodes: Nodes) -> Nodes:
    """Return the tree with the class `verse` at each verse, which stays as it is otherwise."""

    def change(node: Element) -> Nodes:
        return (node.with_attribute("class", "verse") if _verse_lines(node) else node,)

    return rewrite(nodes, change)


def verses(nodes: Nodes) -> Nodes:
    """Return the tree with each line of a verse in a `span` of the class `line`.

    A verse is a paragraph of short lines. What is turned over can be indented then.
    """
    return rewrite(nodes, _verse)


def _verse(node: Element) -> Nodes:
    lines = _verse_lines(node)
    if not lines:
        return (node,)
    spans = (element("span", *line, class_="line") for line in lines)
    named = "verse stanza" if len(lines) <= STANZA else "verse"
    return (node.with_attribute("class", named).with_children(spans),)


def _verse_lines(node: Element) -> tuple[Nodes, ...]:
    """Return the lines of a paragraph that is a verse; none of any other element."""
    if node.tag != "p" or not any(_is_break(child) for child in node.children):
        return ()
    lines = tuple(_lines(node.children))
    fit = all(0 < len(text_of(line).strip()) <= LONGEST_VERSE for line in lines)
    return lines if fit else ()


def _lines(nodes: Iterable[Node]) -> Iterator[Nodes]:
    line: list[Node] = []
    for node in nodes:
        if _is_break(node):
            yield tuple(line)
            line = []
        else:
            line.append(node.lstrip("\n ") if isinstance(node, str) and not line else node)
    if text_of(line).strip():
        yield tuple(line)


def _is_break(node: Node) -> bool:
    return isinstance(node, Element) and node.tag == "br"


def speeches(nodes: Nodes) -> Nodes:
    """Return the tree with the paragraphs of a talk, and the names of its speakers, told apart.

    A talk has several paragraphs that begin with one of few emphasised names and a colon. They
    have the class `speech`, the names the class `speaker`.
    """
    named = Counter(_speaker(node) for node in nodes)
    del named[""]
    count = sum(named.values())
    if count < _FEWEST_SPEECHES or len(named) > count * _MOST_SPEAKERS:
        return nodes
    return tuple(_speech(node) if _speaker(node) in named else node for node in nodes)


def _speaker(node: Node) -> str:
    """Return who speaks in a paragraph; empty where it does not begin with a name."""
    if not isinstance(node, Element) or node.tag != "p" or len(node.children) < 2:
        return ""
    first, second = node.children[:2]
    if not isinstance(first, Element) or first.tag not in _NAMING:
        return ""
    name = text_of((first,)).strip()
    told = name.endswith(":") or text_of((second,)).startswith(":")
    return name.rstrip(":").strip() if told and len(name) <= LONGEST_NAME else ""


def _speech(node: Node) -> Element:
    assert isinstance(node, Element)  # noqa: S101 - only a paragraph has a speaker
    first = node.children[0]
    assert isinstance(first, Element)  # noqa: S101
    named = first.with_attribute("class", "speaker")
    return node.with_attribute("class", "speech").with_children((named, *node.children[1:]))


LONGEST_CREDIT = 160
"""Characters: a longer paragraph does not say who wrote a quotation."""


def credited(nodes: Nodes) -> Nodes:
    """Return the tree with the class `credit` at who wrote a quotation, or where it stands.

    That is its last paragraph, where that begins with a dash, is short, and is no sentence: in many
    languages, speeches begin with a dash as well.
    """

    def change(node: Element) -> Nodes:
        if node.tag != "blockquote":
            return (node,)
        blocks = [(at, one) for at, one in enumerate(node.children) if isinstance(one, Element)]
        if len(blocks) < 2 or not _is_credit(blocks[-1][1]):
            return (node,)
        at, last = blocks[-1]
        marked = last.with_attribute("class", "credit")
        return (node.with_children((*node.children[:at], marked, *node.children[at + 1 :])),)

    return rewrite(nodes, change)


def _is_credit(node: Element) -> bool:
    text = text_of((node,)).strip()
    return (
        node.tag == "p"
        and not node.get("class")
        and text[:1] in tuple("—–―")
        and text[-1] not in ".!?…"
        and len(text) <= LONGEST_CREDIT
    )


def numbered(nodes: Nodes, word: str) -> Nodes:
    """Return the tree with the number of each figure at its caption, as the stylesheets show it.

    `word` says what is counted. A lone figure has no number, nor has one without a caption.
    """
    captions = [node for node in walk(nodes) if node.tag == "figcaption"]
    if len(captions) < 2:
        return nodes
    count = 0

    def number(node: Element) -> Nodes:
        nonlocal count
        if node.tag != "figcaption":
            return (node,)
        count += 1
        return (node.with_attribute("data-number", f"{word}\u00a0{count}"),)

    return rewrite(nodes, number)


SHORTEST_BEGINNING = 220
"""Characters: a shorter paragraph has no initial, which is as high as some lines of it."""


def initial(nodes: Nodes) -> Nodes:
    """Return the tree with the first letter of its first paragraph in a `span`, as an initial.

    A text that begins with anything but a long paragraph whose first sign is a letter, written from
    left to right, has none.
    """
    first = nodes[0] if nodes else ""
    if not isinstance(first, Element) or first.tag != "p" or first.get("class"):
        return nodes
    begins = first.children[0] if first.children else ""
    text = _plain(begins)
    if (
        not text[:1].isalpha()
        or bidirectional(text[0]) != "L"
        or combining(text[1:2] or " ")
        or any(_is_break(child) for child in first.children)
        or len(text_of((first,))) < SHORTEST_BEGINNING
    ):
        return nodes
    letter = element("span", text[0], class_="initial")
    rest = text[1:] if isinstance(begins, str) else begins.with_children((text[1:],))
    opened = first.with_attribute("class", "opened")
    return (opened.with_children((letter, rest, *first.children[1:])), *nodes[1:])


def _plain(node: Node) -> str:
    """Return the text of a node that is nothing more, or a `span` of it, such as a marked name."""
    if isinstance(node, str):
        return node
    if node.tag != "span" or node.get("lang") or len(node.children) != 1:
        return ""
    (inner,) = node.children
    return inner if isinstance(inner, str) else ""
