"""The words of a cover."""

from msgspec import Struct

from anthology.model import Metadata


class Inscription(Struct, frozen=True, kw_only=True):
    """What stands on a cover."""

    title: str
    subtitle: str | None
    authors: tuple[str, ...]
    language: str


def inscription_of(data: Metadata) -> Inscription:
    """Return what stands on the cover of a book."""
    return Inscription(
        title=data.title, subtitle=data.subtitle, authors=data.authors, language=data.language
    )
