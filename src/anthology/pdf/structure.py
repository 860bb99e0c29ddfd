"""The structure tree of the PDF: what WeasyPrint 70 leaves out of it or gets wrong.

WeasyPrint walks its boxes and makes a structure element of each. It knows no languages but the
book's, no notes, no tables of contents and no definition lists made of groups; it tags running
heads, leaders and decoration as if they were text. There is no hook for this, so `mended` puts a
`Tagger` around WeasyPrint's own walk for as long as a PDF is written.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from msgspec import Struct
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags as weasyprint_tags

from anthology.body.linknotes import ADDRESS
from anthology.flow import CROSS_REFERENCE, ENDNOTE, NOTE_COMMA, NOTE_NUMBER
from anthology.model import PageKind

INLINE_TAGS = {"code": "/Code", "kbd": "/Code", "samp": "/Code", "q": "/Quote"}
"""Inline elements that have a structure type of their own (ISO 32000-1, 14.8.4.4)."""
NOTES = {("span", "footnote"), ("div", ENDNOTE)}
"""The elements and classes of notes."""
PARTS = {ADDRESS: "/BibEntry", NOTE_COMMA: "/Reference", NOTE_NUMBER: "/Lbl"}
"""The classes of parts of notes that have a structure type of their own."""
CONTENTS_TYPES = {"/L": "/TOC", "/LI": "/TOCI", "/LBody": "/NonStruct"}
"""What lists are called inside a table of contents (ISO 32000-1, 14.8.4.2)."""

Box = Any
Element = Any

CHAPTER, ARTICLE = PageKind.CHAPTER.value, PageKind.ARTICLE.value
"""The classes of the sections that make up a part of the book."""
INDEX = PageKind.INDEX.value
"""The class of the section that is an index (ISO 32000-1, 14.8.4.2)."""


class PageReference(Struct, frozen=True, kw_only=True):
    """A page number in the text, as in “see p. 123”."""

    target: str
    """The id of the element whose page it tells."""
    marked: int
    """The number of its marked content."""
    figures: int
    after_blank: bool
    """Whether it stands in running text, in a text that begins with a blank: not with a line."""


class _Numbered:
    """A PDF that has all of its pages; asked where they are, it does not count them each time."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self.page_references = pdf.page_references

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pdf, name)


class Tagger:
    """A walk of boxes that mends the structure elements of WeasyPrint's own walk.

    It stands for one PDF: it counts notes, follows the levels of headings and remembers what has
    to become an artifact.
    """

    def __init__(
        self, walk: Callable[..., Iterator[Element]], headings: tuple[int, ...] = ()
    ) -> None:
        """Take WeasyPrint's walk, and the levels of the headings that stand above what comes."""
        self._walk = walk
        self._notes: Counter[str] = Counter()
        """How many elements each note has up to now: one on each of its pages."""
        self._headings = list(headings)
        self._contents_depth = 0
        self._artifacts: dict[int, dict[int, str]] = {}
        self._sections: dict[int, str] = {}
        """The class of each section, by the number of its element."""
        self._pdf: _Numbered | None = None
        self.references: dict[int, list[PageReference]] = {}
        """The page numbers in the text of each page."""

    def __call__(
        self,
        box: Box,
        parent: Element,
        pdf: pydyf.PDF,
        page: int,
        nums: dict[int, Any],
        annotations: list[Any],
        tags: dict[Box, Any],
    ) -> Iterator[Element]:
        """Yield the structure elements of a box, mended."""
        box = getattr(box, "_box", box)  # a positioned box stands behind a placeholder
        kind = _artifact_type(box)
        if kind:
            for piece in _pieces(box):
                if piece in tags:
                    number = tags.pop(piece)["mcid"]
                    nums[number] = "null"
                    self._artifacts.setdefault(page, {})[number] = kind
            return
        if _tag(box) == "a::after":
            self.references.setdefault(page, []).extend(_references(box, tags))
        in_contents = _tag(box) == "nav"
        self._contents_depth += in_contents
        self._pdf = self._pdf or _Numbered(pdf)
        made = list(self._walk(box, parent, self._pdf, page, nums, annotations, tags))
        self._contents_depth -= in_contents
        for element in made:
            if _tag(box) not in ("", "html", "body"):  # those yield what their children made
                self._mend(box, element, parent, pdf)
            if element["K"] or element["S"] != "/NonStruct":
                yield element

    def finish(self, pdf: pydyf.PDF) -> None:
        """Turn the content of what is no text into artifacts (ISO 32000-1, 14.8.2.2)."""
        for page, kinds in self._artifacts.items():
            dictionary = _object(pdf, pdf.page_references[page])
            operators = _object(pdf, dictionary["Contents"]).stream
            for index, item in enumerate(operators):
                number = item.get("MCID") if isinstance(item, pydyf.Dictionary) else None
                if number in kinds:
                    operators[index - 1] = "/Artifact"
                    operators[index] = pydyf.Dictionary({"Type": kinds[number]})

    def gather_chapters(self, pdf: pydyf.PDF) -> None:
        """Make a part of each chapter and its articles (ISO 32000-1, 14.8.4.2)."""
        (book,) = _object(pdf, pdf.catalog["StructTreeRoot"])["K"]
        document = _object(pdf, book)
        kids = pydyf.Array()
        part: Element | None = None
        for kid in document["K"]:
            section = _object(pdf, kid)
            kind = self._sections.get(section.number, "")
            if kind == CHAPTER:
                part = pydyf.Dictionary({"Type": "/StructElem", "S": "/Part", "P": book})
                part["K"] = pydyf.Array()
                pdf.add_object(part)
                kids.append(part.reference)
            elif kind != ARTICLE:
                part = None
            if part is None:
                kids.append(kid)
            else:
                part["K"].append(kid)
                section["P"] = part.reference
        document["K"] = kids

    def _mend(self, box: Box, element: Element, parent: Element, pdf: pydyf.PDF) -> None:
        tag = _tag(box)
        kind = element["S"]
        if tag == "section" and box.element.get("class") == INDEX:
            element["S"] = "/Index"
        if tag == "section":
            self._sections[element.number] = box.element.get("class", "")
        if language := box.element.get("lang"):
            element["Lang"] = pydyf.String(language)
        if box.link_annotation:
            text = " ".join("".join(box.element.itertext()).split())
            if text:
                box.link_annotation["Contents"] = pydyf.String(text)
        elif kind == "/Link":
            is_number = tag == "a::after" and box.element.get("class") == CROSS_REFERENCE
            element["S"] = "/Reference" if is_number else "/Span"
        if kind in {f"/H{level}" for level in range(1, 7)}:
            element["S"] = f"/H{self._heading_level(int(kind[2:]))}"
        elif kind == "/TH":
            element["A"]["Scope"] = "/Row" if box.element.get("scope") == "row" else "/Column"
        elif tag.endswith("::footnote-call"):
            element["S"] = "/Reference"
        elif tag.endswith("::footnote-marker"):
            element["S"] = "/Lbl"
        elif (tag, box.element.get("class")) in NOTES and parent["S"] != "/Note":
            element["S"] = "/Note"
            element["ID"] = pydyf.String(self._note_id(box.element.get("id", "note")))
        elif tag == "span" and box.element.get("class") in PARTS:
            element["S"] = PARTS[box.element.get("class")]
        elif tag == "div" and parent["S"] == "/L":
            element["S"] = "/LI"
        elif tag in ("dt", "dd") and kind == "/LI" and parent["S"] == "/Div":
            # In a group, the item that WeasyPrint makes of each is the label or the body of one.
            element["S"] = "/Lbl" if tag == "dt" else "/LBody"
            for reference in element["K"]:
                _object(pdf, reference)["S"] = "/Div"
        elif self._contents_depth:
            element["S"] = CONTENTS_TYPES.get(kind, kind)
        elif kind == "/LI" and tag == "li":
            _gather_body(element, pdf)
        elif tag == "pre":
            element["S"] = "/P"
        elif kind == "/P" and parent["S"] == "/P":  # what stands beside an initial
            element["S"] = "/Span"
        elif tag == "sup" and box.element.get("class") == "noteref":
            element["S"] = "/Reference"
        elif kind == "/NonStruct" and isinstance(box, boxes.InlineBox):
            element["S"] = INLINE_TAGS.get(tag, "/Span")

    def _note_id(self, name: str) -> str:
        """Return an ID that no other note has, nor the same one on another page."""
        self._notes[name] += 1
        return name if self._notes[name] == 1 else f"{name}--{self._notes[name]}"

    def _heading_level(self, level: int) -> int:
        """Return the level without a gap above it (PDF/UA-1, ISO 14289-1, 7.4.2)."""
        while self._headings and self._headings[-1] >= level:
            self._headings.pop()
        self._headings.append(level)
        return len(self._headings)


def own_links(links: list[Any]) -> list[Any]:
    """Return the links of a page without those that a box has only from the link around it."""
    return [link for link in links if link[3].link]


@contextmanager
def mended(headings: tuple[int, ...] = ()) -> Iterator[Tagger]:
    """Let a new tagger make the structure tree of what is written inside the `with` block.

    `headings` are the levels of the headings that stand above it in the book.
    """
    walk = weasyprint_tags._build_box_tree
    tagger = Tagger(walk, headings)
    weasyprint_tags._build_box_tree = tagger
    try:
        yield tagger
    finally:
        weasyprint_tags._build_box_tree = walk


def _gather_body(item: Element, pdf: pydyf.PDF) -> None:
    """Put the blocks of a list item, which WeasyPrint leaves beside its label, into its body.

    A list item holds nothing but a label and a body (ISO 32000-1, 14.8.4.3.3).
    """
    loose = [kid for kid in item["K"] if _object(pdf, kid)["S"] not in ("/Lbl", "/LBody")]
    if not loose:
        return
    body = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/LBody",
            "K": pydyf.Array(loose),
            "Pg": item["Pg"],
            "P": item.reference,
        }
    )
    pdf.add_object(body)
    for kid in loose:
        _object(pdf, kid)["P"] = body.reference
    kept = [kid for kid in item["K"] if kid not in loose]
    item["K"] = pydyf.Array([*kept, body.reference])


def _tag(box: Box) -> str:
    return "" if box.element is None else box.element_tag or ""


def _references(box: Box, tags: dict[Box, Any]) -> Iterator[PageReference]:
    for piece in _pieces(box):
        text = getattr(piece, "text", "")
        figures = len(text) - len(text.rstrip("0123456789"))
        if figures:
            yield PageReference(
                target=box.element.get("href").removeprefix("#"),
                marked=tags[piece]["mcid"],
                figures=figures,
                after_blank=box.element.get("class") == CROSS_REFERENCE and text[:1].isspace(),
            )


def _artifact_type(box: Box) -> str | None:
    if isinstance(box, boxes.MarginBox):
        return "/Pagination"
    tag = _tag(box)
    decorative = tag == "img" and not box.element.get("alt", "").strip()
    if decorative or box.is_leader or tag.partition("::")[0] == "hr":
        return "/Layout"
    return None


def _pieces(box: Box) -> Iterator[Box]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _pieces(getattr(child, "_box", child))


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
