"""Pictures that are printed with too few dots."""

from collections import defaultdict

from anthology.documents import texts
from anthology.errors import Finding, Kind, Place, warning
from anthology.model import Body, Book
from anthology.press.look import Look, PrintedPicture

LEAST = 300
"""Dots an inch that every printer asks for."""
_HAIR = 0.5
"""Dots an inch that rounding may take."""
_MOST = 3
"""How many pictures of one text are named."""


def coarse_pictures(look: Look, book: Book) -> tuple[Finding, ...]:
    """Return a warning for each text that shows pictures with fewer dots than printers ask for."""
    shown: dict[str, list[PrintedPicture]] = defaultdict(list)
    for one in look.pictures:
        shown[look.document(one.page)].append(one)
    found = ((text.file, _coarse(shown[text.document], text.body)) for text in texts(book))
    return tuple(_told(file, coarse) for file, coarse in found if coarse)


def _coarse(printed: list[PrintedPicture], body: Body) -> list[str]:
    """Return the names of pictures with too few dots, and their dots, the fewest first."""
    names = defaultdict(list)
    for picture in body.pictures:
        names[picture.width, picture.height].append(picture.name)
    told = []
    for one in printed:
        alike = names[one.width, one.height]
        name = (alike.pop(0) if len(alike) > 1 else alike[0]) if alike else "a picture in a drawing"
        if one.dots < LEAST - _HAIR:
            told.append((one.dots, f"{name} with {one.dots:.0f} (page {one.page + 1})"))
    return [text for _, text in sorted(told)]


def _told(file: str, coarse: list[str]) -> Finding:
    more = f" and {len(coarse) - _MOST} more" if len(coarse) > _MOST else ""
    return warning(
        Kind.ARTICLE,
        f"pictures are printed with fewer than {LEAST} dots an inch: "
        f"{', '.join(coarse[:_MOST])}{more}",
        "show larger files of them",
        Place(file=file),
    )
