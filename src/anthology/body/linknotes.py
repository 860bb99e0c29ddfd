"""Notes that tell the addresses of links, for readers of paper."""

import math
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from anthology.body.tree import Element, Node, Nodes, element, rewrite, text_of, walk
from anthology.body.webaddress import Printable, breakable, is_address, readable
from anthology.model import Body, Note

ADDRESS = "address"
"""The class of an address that the program adds to a text."""
TYPED_ADDRESS = "typed-address"
"""The class of a link whose text is its address."""
MOST_LINKS = 4
"""The notes of a paragraph or a list with more links stand behind the text."""
MOST_LINES, AMONG = 10, 12
"""So do those that would be too much for the foot: lines of notes, among lines of the text."""

_HREF = "data-href"
"""The attribute of a sign that stands for the note of a link."""
_OUTSIDE = re.compile(r"(?i)(?:https?|mailto|tel):")
_WHOLE = frozenset({"p", "ul", "ol", "dl", "table", "figure", "h3", "h4", "h5", "h6", "pre"})
"""What is looked at as a whole to tell whether it has many links."""
_LINE, _NOTE_LINE = 60, 70
"""About how many characters a line of a text has, and one of a note."""
_REST = re.compile(r"(?:[’'\u2010\u2011-]?\w++)*+(?:[”’»“‘«\"'›‹]+(?!\w))?")
"""What comes before the sign of a note: the rest of its word, and what closes a quotation."""
_MARKS = re.compile(r"[.,;:!?…”’»“‘«\"'›‹]+(?!\w)")


def with_link_notes(body: Body, language: str, printable: Printable) -> Body:
    """Return a text with a note for each address that it links to and does not say.

    `language` is the text's; `printable` tells whether a character can be set. Links and notes are
    numbered together, in the order in which the text refers to them. An address is told once: a
    link that leads there again refers to the same note. Inside a note it stands behind its link.
    """
    if not any(_wants_note(node) for flow in body.flows for node in walk(flow)):
        return body
    content = _signed(body.content, _after_marks(language))
    noting = _Noting(printable, {note.number: note for note in body.notes})
    for whole in _wholes(content):
        signs = [node for node in walk((whole,)) if _is_sign(node)]
        crowded = sum(bool(sign.get(_HREF)) for sign in signs) > MOST_LINKS
        for sign in signs:
            if sign.get(_HREF):
                noting.address(sign.get(_HREF), crowded=crowded)
            else:
                noting.written_note(int(sign.get("data-note")))
        noting.foot.go_on(_lines(text_of(whole.children), _LINE))
    for note in body.notes:  # those to which only notes refer
        noting.written_note(note.number)
    return replace(
        body,
        content=noting.numbered(content),
        notes=tuple(
            replace(note, number=number, content=noting.numbered(note.content))
            for number, note in enumerate(noting.notes, 1)
        ),
    )


def divide_addresses(nodes: Nodes) -> Nodes:
    """Let lines end inside addresses that the text itself says, and bring no hyphen there."""

    def change(node: Element) -> Nodes:
        (text, *others) = node.children or ("",)
        if node.tag != "a" or others or not isinstance(text, str):
            return (node,)
        if not _OUTSIDE.match(node.get("href")) or not is_address(text, node.get("href")):
            return (node,)
        return (node.with_children((breakable(text),)).with_attribute("class", TYPED_ADDRESS),)

    return rewrite(nodes, change)


def _wants_note(node: Element) -> bool:
    """Return whether a link leads out of the book, and its text does not say where to."""
    href = node.get("href")
    if node.tag != "a" or not _OUTSIDE.match(href):
        return False
    text = text_of(node.children)
    return bool(text.strip()) and not is_address(text, href)


def _after_marks(language: str) -> bool:
    """Return whether the sign of a note comes after a punctuation mark, and not before it."""
    return language.partition("-")[0] == "en"


def _signed(nodes: Nodes, after_marks: bool) -> Nodes:
    """Put the sign of a note behind each link that wants one."""
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, Element):
            result.append(node.with_children(_signed(node.children, after_marks)))
            if _wants_note(node):
                result.append(element("a", data_href=node.get("href")))
            continue
        sign = result[-1] if result else ""
        if isinstance(sign, Element) and sign.get(_HREF):
            end = _end(_REST, node, 0)
            end = _end(_MARKS, node, end) if after_marks else end
            result[-1:] = [part for part in (node[:end], sign, node[end:]) if part]
        else:
            result.append(node)
    return tuple(result)


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start


def _wholes(nodes: Nodes) -> Iterator[Element]:
    """Yield paragraphs, lists and their like, and the signs of notes that stand in none."""
    for node in nodes:
        if isinstance(node, Element):
            if node.tag in _WHOLE or _is_sign(node):
                yield node
            else:
                yield from _wholes(node.children)


def _is_sign(node: Element) -> bool:
    return bool(node.get(_HREF) or node.get("data-note"))


def _lines(text: str, length: int) -> int:
    return sum(math.ceil(len(line.strip()) / length) for line in text.split("\n"))


class _Foot(Struct):
    """What the notes of the last lines of a text have taken of the feet of pages."""

    at: int = 0
    """How many lines of the text came before."""
    taken: list[tuple[int, int]] = field(default_factory=list)
    """How many lines before a note, and how many it has itself."""

    def go_on(self, lines: int) -> None:
        """Go on by lines of the text."""
        self.at += lines
        self.taken = [one for one in self.taken if one[0] > self.at - AMONG]

    def take(self, lines: int) -> None:
        """Take room for a note of so many lines."""
        self.taken.append((self.at, lines))

    def has_room(self, lines: int) -> bool:
        """Return whether a note of so many lines is not too much."""
        return sum(taken for _, taken in self.taken) + lines <= MOST_LINES


class _Noting(Struct, frozen=True):
    """Takes the notes of a text in the order of their signs."""

    printable: Printable
    written: Mapping[int, Note]
    """The author's notes, by their numbers without those of links."""
    foot: _Foot = field(default_factory=_Foot)
    notes: list[Note] = field(default_factory=list)
    """The notes up to now; numbers are given at the end."""
    numbers: dict[int, int] = field(default_factory=dict)
    """The numbers of the author's notes among them."""
    told: dict[str, int] = field(default_factory=dict)
    """The number of the note that tells an address."""

    def address(self, href: str, *, crowded: bool) -> None:
        """Take a note that tells an address, if none does yet."""
        address = readable(href, self.printable)
        if address not in self.told:
            lines = _lines(address, _NOTE_LINE)
            behind = crowded or not self.foot.has_room(lines)
            self.foot.take(0 if behind else lines)
            content = (element("p", _said(address)),)
            self.notes.append(Note(number=0, content=content, of_link=True, behind=behind))
            self.told[address] = len(self.notes)

    def written_note(self, number: int) -> None:
        """Take a note of the author's, if it is not there yet."""
        note = self.written.get(number)
        if note is None or number in self.numbers:
            return
        self.foot.take(_lines(text_of(note.content), _NOTE_LINE))
        own = self.numbers[number] = len(self.notes) + 1
        self.notes.append(note)

        def change(node: Element) -> Nodes:
            if not _wants_note(node):
                return (node,)
            address = readable(node.get("href"), self.printable)
            teller = self.told.setdefault(address, own)
            if teller != own:
                return (node, element("a", data_href=node.get("href")))
            if address in said:
                return (node,)
            said.add(address)
            return (node, " (", _said(address), ")")

        said: set[str] = set()
        self.notes[own - 1] = replace(note, content=rewrite(note.content, change))

    def numbered(self, nodes: Nodes) -> Nodes:
        """Return what refers to notes by the numbers that they have now."""

        def change(node: Element) -> Nodes:
            if href := node.get(_HREF):
                return (element("a", data_note=str(self.told[readable(href, self.printable)])),)
            number = int(node.get("data-note") or 0)
            if number in self.numbers:
                return (node.with_attribute("data-note", str(self.numbers[number])),)
            return (node,)

        return rewrite(nodes, change)


def _said(address: str) -> Element:
    return element("span", breakable(address), class_=ADDRESS)
