"""The text on a spine: as large as the spine allows, and in its middle."""

from msgspec import Struct

from anthology.lettering import Setter, setter_of, upright
from anthology.model import Metadata
from anthology.press.profiles import CoverRules
from anthology.shapes import Box
from anthology.typefaces import Faces
from anthology.units import POINT

_LEAST = 7 * POINT
"""mm: 7 points; smaller type is not printed well."""
_LARGEST = 0.028
"""Of the type, in parts of the height of the book."""
_ENDS = 0.06
"""What stays free at the ends, in parts of the height of the book."""
_MEASURED = 2000
"""The size in pixels at which type is measured."""
_APART = "\N{NO-BREAK SPACE}" * 5
"""Between the authors and the title."""


class SpineText(Struct, frozen=True, kw_only=True):
    """A line on a spine, in mm."""

    text: str
    size: float
    """Of its type."""
    baseline: float
    """How far beneath the middle of the spine: what is inked then has it for its middle."""


class TooLong(Struct, frozen=True, kw_only=True):
    """A text that is too long for a spine that is wide enough for type."""

    text: str


def spine_text(
    data: Metadata, wanted: str | None, spine: Box, rules: CoverRules, faces: Faces
) -> SpineText | TooLong | None:
    """Return the text of a spine: the wanted one, authors and title, or the title alone.

    None where the spine is too narrow for any. What no typeface has is left out. Raises
    AnthologyError (files) where a typeface is missing.
    """
    setter = setter_of(upright(faces), data.language, _MEASURED)
    authors = ", ".join(data.authors)
    both = f"{authors}{_APART}{data.title}" if authors else data.title
    texts = tuple(map(setter.printed, (wanted,) if wanted else (both, data.title)))
    room = spine.height - 2 * max(rules.safe, _ENDS * spine.height)
    wide = spine.width - 2 * rules.spine_safe
    least = _LEAST * _ink_height(setter, texts[-1])
    if not least or wide < least:
        return None
    for text in texts:
        length = setter.width(text) / _MEASURED
        above, below = (part / _MEASURED for part in setter.ink(text))
        size = min(wide / (above + below), room / length, _LARGEST * spine.height)
        if size >= _LEAST:
            return SpineText(
                text=text,
                size=size,
                baseline=size * (above - below) / 2,
            )
    return TooLong(text=texts[-1])


def _ink_height(setter: Setter, text: str) -> float:
    """Return how high the ink of a text is, in sizes of its type."""
    return sum(setter.ink(text)) / _MEASURED
