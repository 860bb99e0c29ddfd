"""The proof of an edition: every text of the book looked for in the finished file."""

from collections.abc import Callable, Iterator, Sequence

from anthology.completeness.aid import ALONE, Aid
from anthology.completeness.epub import EpubReader
from anthology.completeness.found import Found
from anthology.completeness.kept import Kept
from anthology.completeness.manuscript import Manuscripts
from anthology.completeness.subject import Notes, Proof, Subject
from anthology.documents import NOTES, in_order, texts
from anthology.model import Book, Edition
from anthology.spread import spread

_NOTHING = Found(text="")


def prove(
    book: Book,
    manuscripts: Manuscripts,
    edition: Edition,
    data: bytes,
    aid: Aid = ALONE,
    *,
    notes_apart: bool = False,
) -> Proof:
    """Look for the words, notes, pictures and links of every text in a finished file.

    `data` is the file, `aid` what there is to read it faster; `notes_apart` says whether the notes
    of all texts stand in a document of their own. What is missing is an error (judge) at its place
    in the text's own file.
    """
    subjects = tuple(_subjects(book, manuscripts, apart=notes_apart))
    kept = Kept(aid)
    keys = {subject.document: kept.key(subject.document, subject.shape) for subject in subjects}
    others = tuple(subject for subject in subjects if not kept.has(keys[subject.document]))
    read = _reader(book, others, edition, data, aid)

    def compared(subject: Subject | Notes) -> Proof:
        return subject.proved(read(subject.document) or _NOTHING, edition, aid.faces)

    proofs = spread(compared, others, aid.hands)
    for subject, proof in zip(others, proofs, strict=True):
        if not proof.findings:
            kept.put(keys[subject.document])
    return Proof(
        findings=tuple(finding for proof in proofs for finding in proof.findings),
        missing=sum(proof.missing for proof in proofs),
    )


def _reader(
    book: Book, subjects: Sequence[Subject | Notes], edition: Edition, data: bytes, aid: Aid
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


def _subjects(book: Book, manuscripts: Manuscripts, *, apart: bool) -> Iterator[Subject | Notes]:
    subjects = tuple(
        Subject(text=text, manuscript=manuscripts[text.file], notes_apart=apart)
        for text in texts(book)
    )
    yield from subjects
    noted = tuple(one for one in subjects if one.text.body.notes)
    if apart and noted:
        yield Notes(document=NOTES, subjects=noted)
