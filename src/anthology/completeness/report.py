"""The proof of an edition: every text of the book looked for in the finished file."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from anthology.body.tree import Element, walk
from anthology.codec import encode
from anthology.completeness.aid import ALONE, Aid
from anthology.completeness.compare import Missing, compare
from anthology.completeness.epub import EpubReader
from anthology.completeness.found import Found
from anthology.completeness.kept import Kept
from anthology.completeness.manuscript import Expected, Manuscript, address, expected, place_of
from anthology.documents import in_order
from anthology.errors import Finding, Kind, error
from anthology.model import Body, Book, Edition
from anthology.spread import spread
from anthology.typefaces import Faces, unprintable

_MOST = 5
"""How many gaps of one text are told."""
_LONGEST = 120
"""How many characters of a gap are shown."""

_NAMES = {Edition.EPUB: "EPUB", Edition.PDF: "PDF", Edition.PRESS: "press file"}
_NOTHING = Found(text="")

Manuscripts: TypeAlias = Mapping[str, Manuscript]
"""The texts of a book as they stand in their files, by the files' names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was found by looking for every text in a finished file."""

    findings: tuple[Finding, ...]
    words: int
    """How many words the texts have."""
    missing: int
    """How many of them the finished file lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """A text of the book and the page document that it became."""

    document: str
    manuscript: Manuscript
    title: str
    body: Body


def prove(
    book: Book, manuscripts: Manuscripts, edition: Edition, data: bytes, aid: Aid = ALONE
) -> Proof:
    """Look for the words, notes, pictures and links of every text in a finished file.

    `data` is the file, `aid` what there is to read it faster. What is missing is an error (judge)
    at its place in the text's own file.
    """
    subjects = tuple(_subjects(book, manuscripts))
    kept = Kept(aid)
    keys = {
        subject.document: kept.key(subject.document, partial(_shape, subject))
        for subject in subjects
    }
    asked = ((document, kept.get(key)) for document, key in keys.items())
    known = {document: words for document, words in asked if words is not None}
    others = tuple(subject for subject in subjects if subject.document not in known)
    read = _reader(book, others, edition, data, aid)

    def compared(subject: _Subject) -> Proof:
        found = read(subject.document) or _NOTHING
        return _compared(subject, found, edition, aid.faces)

    proofs = spread(compared, others, aid.hands)
    for subject, proof in zip(others, proofs, strict=True):
        if not proof.findings:
            kept.put(keys[subject.document], proof.words)
    return Proof(
        findings=tuple(finding for proof in proofs for finding in proof.findings),
        words=sum(known.values()) + sum(proof.words for proof in proofs),
        missing=sum(proof.missing for proof in proofs),
    )


def _reader(
    book: Book, subjects: Sequence[_Subject], edition: Edition, data: bytes, aid: Aid
) -> Callable[[str], Found | None]:
    """Return what reads a page document out of a finished file."""
    if edition is Edition.EPUB:
        return EpubReader(data).read
    from anthology.completeness.witness import Witness

    wanted = [subject.document for subject in subjects]
    found = Witness(data, aid.crew).read(tuple(in_order(book)), wanted) if wanted else {}
    if aid.crew:
        aid.crew.rest()
    return found.get


def _shape(subject: _Subject) -> bytes:
    """Return all that says what must be found of a text."""
    body = subject.body
    shown = tuple((one.get("src"), one.get("alt")) for one in _pictures(body) if body.pictures)
    return encode((subject.manuscript, subject.title, body.links_told, shown))


def _compared(subject: _Subject, found: Found, edition: Edition, faces: Faces) -> Proof:
    wanted = _wanted(subject, edition)
    unset = frozenset(unprintable(wanted.text, faces) if edition.has_pages else ())
    gaps = compare(wanted, found, unset)
    return Proof(
        findings=tuple(_findings(gaps, subject, edition)),
        words=sum(len(text.split()) for text in (wanted.text, *wanted.notes)),
        missing=sum(len(gap.text.split()) for gap in gaps if "words" in gap.what),
    )


def _subjects(book: Book, manuscripts: Manuscripts) -> Iterator[_Subject]:
    matters = (
        *((f"front-{matter.slug}", matter) for matter in book.front),
        *((f"chapter-{one.id}", one.intro) for one in book.chapters if one.intro),
        *((f"back-{matter.slug}", matter) for matter in book.back),
    )
    for document, matter in matters:
        yield _Subject(
            document=document,
            manuscript=manuscripts[matter.file],
            title=matter.title or "",
            body=matter.body,
        )
    for article in book.articles:
        yield _Subject(
            document=f"article-{article.slug}",
            manuscript=manuscripts[article.file],
            title=article.title.text,
            body=article.body,
        )


def _wanted(subject: _Subject, edition: Edition) -> Expected:
    """Return what a finished file must have: less what was told to be left out already."""
    wanted = expected(subject.manuscript, subject.title)
    told = [address(href) for href in subject.body.links_told]
    outside = wanted.links.copy()
    outside.subtract(one for one in told if one in wanted.links)
    inside = wanted.references - sum(one not in wanted.links for one in told)
    pictures = wanted.pictures
    if edition.has_pages:
        pictures = sum(map(_is_found, _pictures(subject.body)))
    if edition is Edition.PRESS:  # paper leads nowhere
        outside, inside = Counter(), 0
    return replace(wanted, links=+outside, references=max(inside, 0), pictures=pictures)


def _pictures(body: Body) -> Iterator[Element]:
    for nodes in (body.content, *(note.content for note in body.notes)):
        yield from (node for node in walk(nodes) if node.tag == "img")


def _is_found(picture: Element) -> bool:
    """Return whether a PDF has a picture as one: an undescribed drawing is no more than lines."""
    return bool(picture.get("alt")) or not picture.get("src").endswith(".svg")


def _findings(gaps: Iterable[Missing], subject: _Subject, edition: Edition) -> Iterator[Finding]:
    gaps = list(gaps)
    for gap in gaps[:_MOST]:
        text = gap.text if len(gap.text) <= _LONGEST else f"{gap.text[: _LONGEST - 1]}…"
        yield error(
            Kind.JUDGE,
            f"the {_NAMES[edition]} lacks {gap.what} of this text: “{text}”",
            "write the place another way, and report it: nothing may be lost",
            place_of(subject.manuscript, gap.text, gap.share),
        )
    if len(gaps) > _MOST:
        yield error(
            Kind.JUDGE,
            f"the {_NAMES[edition]} lacks {len(gaps) - _MOST} more places of this text",
            "mend the first ones, then build again",
            place_of(subject.manuscript, "", 0),
        )
