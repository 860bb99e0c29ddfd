"""Initials that stand on a baseline of the text and reach up to the capitals of its first line."""

from typing import TYPE_CHECKING

from anthology.typefaces import Face, font_files

if TYPE_CHECKING:
    import uharfbuzz as hb

LINES = 2
"""How many lines high an initial is."""
_HAIR = 0.01
"""rem by which it is lower than its lines, lest it pushes another one aside."""


def initial_tokens(face: Face, leading: float) -> str:
    """Return the tokens, in rem, for the size of an initial, its line, and the space above it.

    `face` is that of the text, `leading` its distance of two baselines in sizes of the text.
    Raises AnthologyError (files) where the face is not installed.
    """
    (file,) = font_files((face,))
    font, units = file.font, file.font.face.upem
    extents = font.get_font_extents("ltr")
    above, below = extents.ascender / units, -extents.descender / units
    capital = _height_of("H", font) / units
    baseline = (LINES - 1) * leading + (leading - above - below) / 2 + above
    size = ((LINES - 1) * leading + capital) / capital
    whole = LINES * leading - _HAIR
    rise = 2 * baseline - whole - size * (above - below)
    return (
        f"--initial-size: {size:.4f}rem; --initial-line: {whole - rise:.4f}rem; "
        f"--initial-rise: {rise:.4f}rem"
    )


def _height_of(letter: str, font: "hb.Font") -> float:
    glyph = font.get_nominal_glyph(ord(letter))
    extents = font.get_glyph_extents(glyph) if glyph else None
    return float(extents.y_bearing) if extents else font.face.upem * 0.7
