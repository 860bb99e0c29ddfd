"""A finished PDF read by many hands, and no page document twice."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from anthology.completeness.found import Found
from anthology.crew import Crew

_WORTH_A_HAND = 16
"""How many documents at least are handed to a process."""


class Witness(Struct, frozen=True):
    """Who reads a finished PDF."""

    data: bytes
    crew: Crew | None
    """Who helps."""

    def read(self, documents: Sequence[str], wanted: Sequence[str]) -> Mapping[str, Found]:
        """Return what the file says in the wanted ones out of all its page documents.

        `documents` are in the order of the book.

        Raises pypdfium2.PdfiumError where the file is no PDF.
        """
        return dict(self._read(documents, wanted))

    def _read(self, documents: Sequence[str], wanted: Sequence[str]) -> Iterator[tuple[str, Found]]:
        from anthology.completeness.pdf import read_pdf

        crew = self.crew
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
