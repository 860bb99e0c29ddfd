"""An article's body as the XHTML of an edition: its notes, links and pictures settled."""

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from anthology.body.endings import guard_endings
from anthology.body.forms import credited, initial, numbered, speeches, stanzas, verses
from anthology.body.letters import letters
from anthology.body.linknotes import divide_addresses
from anthology.body.links import inner_id
from anthology.body.marks import PULL_QUOTE
from anthology.body.plain import plainly
from anthology.body.tables import fit
from anthology.body.tree import (
    BLOCKS,
    Element,
    Node,
    Nodes,
    element,
    rewrite,
    text_of,
    to_xhtml,
    walk,
)
from anthology.locales.words import Words
from anthology.model import Body, Edition, Note

LONGEST_NOTE = 800
"""In characters; a longer note stands behind its article, since a page's foot cannot hold it."""

CROSS_REFERENCE = "cross-ref"
"""The class of links in the text, in print, that tell the page to which they lead."""

ENDNOTE = "endnote"
"""The class, in print, of a note behind its text."""
NOTE_NUMBER, NOTE_COMMA = "note-number", "note-comma"
"""The classes of the number that it begins with, and of what stands between two signs of notes."""

_GLUE = "\u2060"
"""A word joiner: no line may end between a word and the number of its note."""

Link: TypeAlias = Callable[[str, str], str]
"""Takes the id of a document and of an element in it, maybe empty; returns the address.

Where the document has no such element, the address is that of the document."""

Languages: TypeAlias = Callable[[str], tuple[tuple[str, str], ...]]
"""Takes a language tag; returns the attributes that say it."""


class Care(Struct, frozen=True, kw_only=True):
    """What print has to be spared, because it could not set it."""

    behind: frozenset[str] = frozenset()
    """The ids of notes that stand behind their text."""
    plain: frozenset[str] = frozenset()
    """The ids of documents whose text is set in its plainest form."""


class Flow(Struct, frozen=True, kw_only=True):
    """A body in an edition."""

    content: str
    """XHTML."""
    notes: str
    """XHTML of the notes that stand behind the text, one after the other."""


def set_flow(
    body: Body,
    id_: str,
    edition: Edition,
    link: Link,
    languages: Languages,
    words: Words,
    care: Care,
) -> Flow:
    """Return the body of the document `id_` as XHTML, and the notes that go behind it.

    In the EPUB every note stands behind the text, to pop up or be read in a row. In print a note
    stands at the foot of its page, unless it is to stand behind, is long, holds more than running
    text, belongs to a table, is referred to by another note only, or `care` says so.
    """
    settle = _Settler(id_, edition, link, languages, words, body.notes_before, set())
    if edition is Edition.EPUB:
        shown = letters(numbered(speeches(stanzas(body.content)), words.figure))
        content = settle.nodes(_set_aside(shown), settle.sign)
        return Flow(
            content=to_xhtml(content),
            notes=to_xhtml(_asides(settle, body.notes)),
        )
    plain = id_ in care.plain
    in_tables = _table_notes(body.content)
    in_text = frozenset() if plain else _references(body.content)
    at_foot = {
        note.number: note
        for note in body.notes
        if note.number in in_text - in_tables
        and not note.behind
        and _fits_foot(note)
        and settle.note_id(note.number) not in care.behind
    }
    rest = tuple(note for note in body.notes if note.number not in at_foot)

    def place(number: int, first: bool) -> Nodes:
        if number in at_foot and first:
            return (_GLUE, settle.footnote(at_foot[number]))
        return settle.sign(number, first)

    text = divide_addresses(body.content)
    shown = plainly(text) if plain else _formed(text, words, settle)
    content = settle.nodes(_kept_apart(shown), place)
    return Flow(
        content=to_xhtml(content),
        notes=to_xhtml(_endnotes(settle, rest)),
    )


def _formed(content: Nodes, words: Words, settle: "_Settler") -> Nodes:
    """Return what print makes of a text, beside its notes and links."""
    shown = initial(letters(verses(credited(numbered(speeches(content), words.figure)))))
    return fit(guard_endings(shown, settle.is_numbered))


def _set_aside(content: Nodes) -> Nodes:
    """Return a text whose pull quotes say what they are (DPUB-ARIA 1.0, doc-pullquote)."""

    def change(node: Element) -> Nodes:
        if node.get("class") != PULL_QUOTE:
            return (node,)
        said = (element("p", *node.children),) if node.tag == "p" else node.children
        return (Element("aside", (*node.attributes, ("role", "doc-pullquote")), said),)

    return rewrite(content, change)


def note_id(document: str, number: int) -> str:
    """Return the id of a note in the book."""
    return f"{document}--note-{number}"


def is_long(note: Note) -> bool:
    """Return whether a note is too long for the foot of a page."""
    return len(text_of(note.content)) > LONGEST_NOTE


def _references(nodes: Nodes) -> frozenset[int]:
    return frozenset(int(link.get("data-note")) for link in walk(nodes) if link.get("data-note"))


def _table_notes(nodes: Nodes) -> frozenset[int]:
    held = (node.children for node in walk(nodes) if node.tag in {"table", "figure"})
    return frozenset(number for children in held for number in _references(children))


def _fits_foot(note: Note) -> bool:
    plain = all(
        node.tag == "p" or node.tag not in BLOCKS | {"img", "br"} for node in walk(note.content)
    )
    return plain and not _references(note.content) and not is_long(note)


class _Settler(Struct, frozen=True):
    """Settles notes, links and languages of a document in an edition."""

    id: str
    edition: Edition
    link: Link
    languages: Languages
    words: Words
    notes_before: int
    seen: set[int]
    """The notes that were referred to up to now."""

    def note_id(self, number: int) -> str:
        return note_id(self.id, number)

    def shown(self, number: int) -> str:
        """Return the number of a note as a reader sees it."""
        return str(self.notes_before + number)

    def back(self, number: int, *attributes: tuple[str, str]) -> Element:
        """Return the number of a note as a link to where the text refers to it."""
        href = ("href", f"#{self.id}--noteref-{number}")
        return Element("a", (("class", "note-back"), href, *attributes), (self.shown(number),))

    def nodes(self, nodes: Nodes, place: Callable[[int, bool], Nodes]) -> Nodes:
        def change(node: Element) -> Nodes:
            if not node.attributes:
                return (node,)
            if node.get("lang"):
                said = self.languages(node.get("lang"))
                kept = tuple(pair for pair in node.attributes if pair[0] != "lang")
                node = Element(node.tag, (*kept, *said), node.children)
            if node.get("data-note"):
                number = int(node.get("data-note"))
                first = number not in self.seen
                self.seen.add(number)
                return place(number, first)
            if node.get("data-document"):
                return self.to_document(node)
            if node.tag == "img":
                return (node.with_attribute("src", f"pictures/{node.get('src')}"),)
            return (node,)

        return rewrite(nodes, change)

    def is_numbered(self, node: Element) -> bool:
        """Return whether print says behind a link on which page its goal is."""
        return self.edition is not Edition.EPUB and node.get("data-document") not in {"", self.id}

    def to_document(self, node: Element) -> Nodes:
        """Return a link into the book; in print the number of the page stands behind it."""
        document = node.get("data-document")
        fragment = node.get("data-fragment")
        address = self.link(document, inner_id(document, fragment) if fragment else "")
        kept = node.without_attribute("data-document").without_attribute("data-fragment")
        settled = kept.with_attribute("href", address)
        if not self.is_numbered(node):
            return (settled,)
        told = settled.with_attribute("class", CROSS_REFERENCE)
        return (told.with_attribute("data-page", self.words.page_short), ")")

    def reference(self, number: int, first: bool) -> Element:
        attributes = [("href", f"#{self.note_id(number)}")]
        if first:
            attributes.insert(0, ("id", f"{self.id}--noteref-{number}"))
        if self.edition is Edition.EPUB:
            attributes += [("epub:type", "noteref"), ("role", "doc-noteref")]
            attributes.append(("class", "noteref"))
        return Element("a", tuple(attributes), (self.shown(number),))

    def sign(self, number: int, first: bool) -> Nodes:
        """Return what refers to a note, its number raised."""
        reference = self.reference(number, first)
        if self.edition is Edition.EPUB:
            return (reference,)
        return (_GLUE, element("sup", reference, class_="noteref"))

    def footnote(self, note: Note) -> Element:
        content: Nodes = ()
        paragraphs = [node for node in note.content if isinstance(node, Element)]
        for paragraph in paragraphs:
            content += (element("br"), *paragraph.children) if content else paragraph.children
        return Element(
            "span",
            (
                ("id", self.note_id(note.number)),
                ("class", "footnote"),
                ("data-number", self.shown(note.number)),
            ),
            self.nodes(divide_addresses(content), lambda *_: ()),
        )


def _asides(settle: _Settler, notes: tuple[Note, ...]) -> Nodes:
    return tuple(
        Element(
            "aside",
            (
                ("id", settle.note_id(note.number)),
                ("class", "note"),
                ("epub:type", "footnote"),
                ("role", "doc-footnote"),
            ),
            _led_by(
                (settle.back(note.number, ("role", "doc-backlink")), " "),
                settle.nodes(note.content, settle.sign),
            ),
        )
        for note in notes
    )


def _endnotes(settle: _Settler, notes: tuple[Note, ...]) -> Nodes:
    return tuple(
        element(
            "div",
            *_led_by(
                (element("span", settle.back(note.number), class_=NOTE_NUMBER),),
                settle.nodes(_kept_apart(divide_addresses(note.content)), settle.sign),
            ),
            id=settle.note_id(note.number),
            class_=ENDNOTE,
        )
        for note in notes
    )


def _kept_apart(nodes: Nodes) -> Nodes:
    """Put a comma between the signs of notes that would be read as one number."""

    def change(node: Element) -> Nodes:
        return (node.with_children(between(node.children)),)

    def between(children: Nodes) -> Nodes:
        result: list[Node] = []
        for child in children:
            if result and _refers(result[-1]) and _refers(child):
                result += (_GLUE, element("span", ",", class_=NOTE_COMMA))
            result.append(child)
        return tuple(result)

    return between(rewrite(nodes, change))


def _refers(node: Node) -> bool:
    return isinstance(node, Element) and bool(node.get("data-note"))


def _led_by(lead: Nodes, content: Nodes) -> Nodes:
    """Put something before the first words of the first paragraph."""
    first = content[0] if content else ""
    if isinstance(first, Element) and first.tag == "p":
        return (first.with_children((*lead, *first.children)), *content[1:])
    return (element("p", *lead), *content)
