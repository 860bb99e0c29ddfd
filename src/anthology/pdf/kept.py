"""The set pieces of a book in the cache."""

from anthology.codec import DAMAGE, decode, encode
from anthology.pdf.keys import Keys
from anthology.pdf.orders import Made, Order, Shared, made_of
from anthology.shelf import Shelf


class Kept:
    """What a cache has of one book."""

    def __init__(self, shelf: Shelf, shared: Shared) -> None:
        """Take the cache, and what every piece is set with."""
        self._shelf = shelf
        self._keys = Keys(shared)

    def key(self, order: Order) -> str:
        """Return the name of what an order asks for."""
        return self._keys.key(order)

    def has(self, key: str) -> bool:
        """Tell whether something is kept under a key."""
        return self._shelf.has(key)

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
