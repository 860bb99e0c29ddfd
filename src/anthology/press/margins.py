"""What stands too near to the edges of its page."""

from collections.abc import Iterator

from anthology.documents import texts
from anthology.errors import Finding, Kind, Place, error
from anthology.model import Book
from anthology.press.commission import Commission
from anthology.press.look import Look, Room

_NEAR = 0.1
"""mm that rounding may take."""


def outside(look: Look, made: Commission, pages: int, book: Book) -> tuple[Finding, ...]:
    """Return an error (judge) for each text that reaches into a margin that has to stay free.

    `pages` is how many the book has, which the inner margin depends on.
    """
    files = {text.document: text.file for text in texts(book)}
    found: dict[str, str] = {}
    for room in look.rooms:
        told = next(_narrow(room, made, made.profile.gutter(pages)), None)
        if told:
            found.setdefault(look.document(room.page), f"page {room.page + 1}: {told}")
    return tuple(
        error(
            Kind.JUDGE,
            f"the press file reaches into a margin ({made.profile.name}), {told}",
            "shorten words that cannot be divided, or take a larger page",
            Place(file=files[document]) if document in files else None,
        )
        for document, told in found.items()
    )


def _narrow(room: Room, made: Commission, gutter: float) -> Iterator[str]:
    kept = made.margins
    for name, has, least in (
        ("inner", room.inner, gutter),
        ("outer", room.outer, kept.outer),
        ("top", room.top, kept.top),
        ("bottom", room.bottom, kept.bottom),
    ):
        if has < least - _NEAR:
            yield f"the {name} one has {has:.1f} mm, and {least:.1f} is the least"
