"""What is looked for in one page document: a text of the book, or the notes of all texts."""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from anthology.body.tree import Element, Nodes, walk
from anthology.codec import encode
from anthology.completeness.compare import Missing, compare, missing_notes
from anthology.completeness.expected import Expected, address, expected, place_of
from anthology.completeness.found import Found
from anthology.completeness.manuscript import Manuscript
from anthology.documents import Text
from anthology.errors import Finding, Kind, error
from anthology.fingerprint import digest
from anthology.model import Body, Edition
from anthology.typefaces import Faces, unprintable

_NAMES = {Edition.EPUB: "EPUB", Edition.PDF: "PDF", Edition.PRESS: "press file"}
_MOST = 5
"""How many gaps of one text are told."""
_LONGEST = 120
"""How many characters of a gap are shown."""


class Proof(Struct, frozen=True, kw_only=True):
    """What was found by looking for every text in a finished file."""

    findings: tuple[Finding, ...]
    missing: int
    """How many words of the texts the finished file lacks."""


class Subject(Struct, frozen=True, kw_only=True):
    """A text of the book, to be found in the page document that it became."""

    text: Text
    manuscript: Manuscript
    notes_apart: bool
    """Whether its notes stand in another document."""

    @property
    def document(self) -> str:
        """The id of the page document."""
        return self.text.document

    def shape(self) -> bytes:
        """Return all that says what must be found."""
        body = self.text.body
        shown = tuple((one.get("src"), one.get("alt")) for one in _pictures(body) if body.pictures)
        return encode((self.manuscript, self.text.title, body.links_told, shown, self.notes_apart))

    def proved(self, found: Found, edition: Edition, faces: Faces) -> Proof:
        """Return what is missing of the text in what was found.

        `faces` are those that the edition is set in.
        """
        wanted = self._wanted(edition)
        return _proof(self, compare(wanted, found, _unset(wanted, edition, faces)), edition)

    def _wanted(self, edition: Edition) -> Expected:
        """Return what must be found: less what was told to be left out already."""
        wanted = expected(self.manuscript, self.text.title)
        body = self.text.body
        pictures = wanted.pictures
        if edition.has_pages:
            pictures = sum(map(_is_found, _pictures(body, notes=not self.notes_apart)))
        links, references = wanted.links, wanted.references
        if self.notes_apart:
            links, references = links - wanted.note_links, references - wanted.note_references
        if body.links_told:
            told = _told(body)
            links, references = links - told, references - (told - wanted.links).total()
        if edition is Edition.PRESS:  # paper leads nowhere
            links, references = Counter[str](), 0
        return replace(
            wanted,
            notes=() if self.notes_apart else wanted.notes,
            pictures=pictures,
            links=links,
            references=max(references, 0),
        )


class Notes(Struct, frozen=True, kw_only=True):
    """The notes of all texts, to be found in one page document; each there for itself."""

    document: str
    subjects: tuple[Subject, ...]

    def shape(self) -> bytes:
        """Return all that says what must be found."""
        return digest(one.shape() for one in self.subjects)

    def proved(self, found: Found, edition: Edition, faces: Faces) -> Proof:
        """Return what is missing of the notes in what was found."""
        wanted = {one.document: expected(one.manuscript, one.text.title) for one in self.subjects}
        notes = [(name, note) for name, text in wanted.items() for note in text.notes]
        unset = frozenset(char for text in wanted.values() for char in _unset(text, edition, faces))
        gaps: dict[str, list[Missing]] = {name: [] for name in wanted}
        for name, gap in missing_notes(notes, found.notes, unset):
            gaps[name].append(gap)
        links = Counter(found.links)
        pictures = found.pictures
        for one in self.subjects:
            needed = wanted[one.document].note_links - _told(one.text.body)
            if edition is Edition.PRESS:
                needed = Counter()
            if lost := needed - links:
                gaps[one.document].append(Missing(what="links", text=", ".join(sorted(lost))))
            links -= needed
            shown = sum(_is_found(picture) for picture in _pictures_of_notes(one.text.body))
            if shown > pictures:
                text = f"{max(pictures, 0)} of {shown} are there"
                gaps[one.document].append(Missing(what="pictures", text=text))
            pictures -= shown
        proofs = [_proof(one, gaps[one.document], edition) for one in self.subjects]
        return Proof(
            findings=tuple(finding for proof in proofs for finding in proof.findings),
            missing=sum(proof.missing for proof in proofs),
        )


def _proof(subject: Subject, gaps: Iterable[Missing], edition: Edition) -> Proof:
    gaps = tuple(gaps)
    return Proof(
        findings=tuple(_findings(gaps, subject.manuscript, edition)),
        missing=sum(len(gap.text.split()) for gap in gaps if "words" in gap.what),
    )


def _unset(wanted: Expected, edition: Edition, faces: Faces) -> frozenset[str]:
    """Return the characters that are known not to be printed."""
    if not edition.has_pages:
        return frozenset()
    return frozenset(unprintable("".join((wanted.text, *wanted.notes)), faces))


def _told(body: Body) -> Counter[str]:
    """Return the addresses of the links of which it was told that they are left out."""
    return Counter(map(address, body.links_told))


def _pictures(body: Body, *, notes: bool = True) -> Iterator[Element]:
    yield from _images(body.content)
    if notes:
        yield from _pictures_of_notes(body)


def _pictures_of_notes(body: Body) -> Iterator[Element]:
    for note in body.notes:
        yield from _images(note.content)


def _images(nodes: Nodes) -> Iterator[Element]:
    return (node for node in walk(nodes) if node.tag == "img")


def _is_found(picture: Element) -> bool:
    """Return whether a PDF has a picture as one: an undescribed drawing is no more than lines."""
    return bool(picture.get("alt")) or not picture.get("src").endswith(".svg")


def _findings(
    gaps: tuple[Missing, ...], manuscript: Manuscript, edition: Edition
) -> Iterator[Finding]:
    for gap in gaps[:_MOST]:
        text = gap.text if len(gap.text) <= _LONGEST else f"{gap.text[: _LONGEST - 1]}…"
        yield error(
            Kind.JUDGE,
            f"the {_NAMES[edition]} lacks {gap.what} of this text: “{text}”",
            "write the place another way, and report it: nothing may be lost",
            place_of(manuscript, gap.text, gap.share),
        )
    if len(gaps) > _MOST:
        yield error(
            Kind.JUDGE,
            f"the {_NAMES[edition]} lacks {len(gaps) - _MOST} more places of this text",
            "mend the first ones, then build again",
            place_of(manuscript, "", 0),
        )
