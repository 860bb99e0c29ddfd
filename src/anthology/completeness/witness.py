"""A finished PDF read by many hands, and no page document twice.

What a document said is kept under the digest of all that was bound of it. Where that is the same
again, its pages are not read again.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from anthology.codec import DAMAGE, decode, encode
from anthology.completeness.aid import Aid
from anthology.completeness.found import Found
from anthology.fingerprint import digest, fingerprint

_WORTH_A_HAND = 16
"""How many documents at least are handed to a process."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Who reads a finished PDF."""

    data: bytes = field(repr=False)
    aid: Aid

    def read(self, documents: Sequence[str], wanted: Sequence[str]) -> Mapping[str, Found]:
        """Return what the file says in the wanted ones out of all its page documents.

        `documents` are in the order of the book.

        Raises pypdfium2.PdfiumError where the file is no PDF.
        """
        known = dict(self._known(wanted))
        others = [document for document in wanted if document not in known]
        if not others:
            return known
        read = dict(self._read(documents, others))
        if self.aid.shelf:
            for document, found in read.items():
                if document in self.aid.names:
                    self.aid.shelf.put(self._key(document), encode(found))
        return known | read

    def _read(self, documents: Sequence[str], wanted: Sequence[str]) -> Iterator[tuple[str, Found]]:
        from anthology.completeness.pdf import read_pdf

        crew = self.aid.crew
        count = min(crew.hands, len(wanted) // _WORTH_A_HAND) if crew else 0
        if not crew or count < 2:
            yield from read_pdf(self.data, documents, wanted).items()
            return
        size = -(-len(wanted) // count)
        shares = [frozenset(wanted[at : at + size]) for at in range(0, len(wanted), size)]
        asked = [crew.executor.submit(read_pdf, self.data, documents, share) for share in shares]
        for share, future in zip(shares, asked, strict=True):
            failed = future.exception() is not None
            read = read_pdf(self.data, documents, share) if failed else future.result()
            yield from read.items()

    def _known(self, wanted: Sequence[str]) -> Iterator[tuple[str, Found]]:
        shelf = self.aid.shelf
        for document in wanted:
            data = shelf.get(self._key(document)) if shelf and document in self.aid.names else None
            with suppress(*DAMAGE):
                if data:
                    yield document, decode(Found, data)

    def _key(self, document: str) -> str:
        program = fingerprint(("completeness",), ("pypdfium2",))
        return digest((b"proof", program, self.aid.names[document].encode())).hex()
