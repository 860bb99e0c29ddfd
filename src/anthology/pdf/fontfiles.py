"""The files of the typefaces."""

from dataclasses import dataclass, field
from functools import cached_property

import uharfbuzz

from anthology.typefaces import CODE_FACES, FALLBACK_FACES, TEXT_FACES, locate

FACES = (*TEXT_FACES, *FALLBACK_FACES, *CODE_FACES)


@dataclass(frozen=True, kw_only=True)
class FontFile:
    """The file of a typeface."""

    name: str
    data: bytes = field(repr=False)

    @cached_property
    def font(self) -> uharfbuzz.Font:
        """The font, in units of its own."""
        return uharfbuzz.Font(uharfbuzz.Face(self.data))


def font_files() -> tuple[FontFile, ...]:
    """Return the files of the typefaces; raises AnthologyError (files) where one is missing."""
    return tuple(
        FontFile(name=face.file_name, data=path.read_bytes()) for face, path in locate(FACES)
    )
