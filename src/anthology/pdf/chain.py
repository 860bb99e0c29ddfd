"""A long list on its way into a book: its runs, each of which begins where the one before ends."""

from anthology.pdf import runs
from anthology.pdf.joining import joined
from anthology.pdf.orders import PieceOrder, RunOrder, SetPiece, SetRun
from anthology.pdf.runs import LongList, standing
from anthology.pdf.skeleton import skeleton

_WIDER = 3
"""How many times as much is set where no page was found to begin with an item."""


class Chain:
    """The runs of a list that are set, and what is to be set next."""

    def __init__(self, found: LongList, whole: PieceOrder) -> None:
        """Take the list, and the order that sets it in one piece."""
        self._list = found
        self._whole = whole
        self._at = 0
        self._size = runs.ENOUGH
        self._set: list[SetRun] = []

    def next(self) -> RunOrder:
        """Return what is to be set next."""
        run = self._list.run(self._at, self._size)
        headings = standing(run.headings, self._whole.headings)
        return RunOrder(
            id=self._whole.id,
            run=run,
            headings=headings,
            pictures=tuple(one for one in self._whole.pictures if f'/{one.name}"' in run.content),
            room=self._whole.room,
        )

    def follow(self, done: SetRun) -> RunOrder | PieceOrder | SetPiece:
        """Return what is to be set after a run, or what all of them have become.

        Where they cannot be joined, the list is to be set in one piece.
        """
        if done.piece is None:
            self._size *= _WIDER
            return self.next()
        self._set.append(done)
        self._at += done.items
        self._size = runs.ENOUGH
        if self._at < len(self._list.items):
            return self.next()
        piece = joined([one.piece for one in self._set if one.piece])
        if piece is None:
            return self._whole
        complaints = (complaint for one in self._set for complaint in one.complaints)
        return SetPiece(
            piece=piece,
            skeleton=skeleton(self._whole.content, self._whole.title_id),
            lost_notes=(),
            complaints=tuple(dict.fromkeys(complaints)),
        )
