"""An article file as the proof takes it: the whole of its text."""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field

from anthology.formats import Format


class Manuscript(Struct, frozen=True, kw_only=True):
    """A text as it stands in its file."""

    file: str
    text: str
    """The whole file, front matter included."""
    format: Format
    variables: Mapping[str, str] = field(default_factory=dict)
    """What the front matter says, for tags that ask for it."""


Manuscripts: TypeAlias = Mapping[str, Manuscript]
"""The texts of a book as they stand in their files, by the files' names."""
