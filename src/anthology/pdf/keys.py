"""The names under which set pieces are kept: a digest of everything that shaped each of them."""

import hashlib

from anthology.codec import encode
from anthology.fingerprint import digest, libraries, whole_program
from anthology.pdf.orders import Order, Shared
from anthology.typefaces import font_files


class Keys:
    """Names the orders of one book."""

    def __init__(self, shared: Shared) -> None:
        """Take what every piece is set with; raises AnthologyError where a typeface is missing."""
        self._start = hashlib.sha256()
        fonts = (file.data for file in font_files(shared.design.faces.all))
        self._start.update(digest((whole_program(), *libraries(), encode(shared), *fonts)))

    def key(self, order: Order) -> str:
        """Return the name of what an order asks for."""
        name = self._start.copy()
        name.update(type(order).__name__.encode())
        name.update(encode(order))
        return name.hexdigest()
