"""The set pieces of a book in the cache."""

from anthology.codec import DAMAGE, decode, encode
from anthology.pdf.keys import Keys
from anthology.pdf.orders import Made, Order, Shared, made_of
from anthology.shelf import Shelf

Figures = dict[str, dict[str, int]]
"""How many figures the numbers in a page document have, by its id and what they lead to."""

_Written = tuple[tuple[str, tuple[tuple[str, int], ...]], ...]


class Kept:
    """What a cache has of one book."""

    def __init__(self, shelf: Shelf, shared: Shared) -> None:
        """Take the cache, and what every piece is set with."""
        self._shelf = shelf
        self._keys = Keys(shared)

    def key(self, order: Order) -> str:
        """Return the name of what an order asks for."""
        return self._keys.key(order)

    def get(self, key: str, order: Order) -> Made | None:
        """Return what an order asks for; None where it is not there, or damaged."""
        data = self._shelf.get(key)
        try:
            return decode(made_of(order), data) if data else None
        except DAMAGE:
            return None

    def put(self, key: str, made: Made) -> None:
        """Keep what an order asked for."""
        self._shelf.put(key, encode(made))

    @property
    def figures(self) -> Figures:
        """How many figures the numbers in the text had the last time."""
        data = self._shelf.get(self._keys.figures)
        try:
            known = decode(_Written, data) if data else ()
        except DAMAGE:
            return {}
        return {document: dict(found) for document, found in known}

    @figures.setter
    def figures(self, figures: Figures) -> None:
        known = tuple((document, tuple(found.items())) for document, found in figures.items())
        self._shelf.put(self._keys.figures, encode(known))
