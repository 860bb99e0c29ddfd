"""The figures of typefaces: which glyphs they are and how wide."""

from collections.abc import Mapping
from functools import cache

import uharfbuzz
from msgspec import Struct

from anthology.typefaces import FontFile

FIGURE_SPACE = "\u2007"
"""As wide as a figure."""
_STYLES: tuple[Mapping[str, bool], ...] = (
    {"onum": True, "tnum": True},
    {"onum": True, "pnum": True},
    {"lnum": True, "tnum": True},
    {"lnum": True, "pnum": True},
    {"tnum": True},
    {"onum": True},
    {"lnum": True},
    {},
)
"""The features of OpenType by which figures differ."""


class Run(Struct, frozen=True, kw_only=True):
    """Glyphs that stand beside each other."""

    glyphs: tuple[int, ...]
    advances: tuple[float, ...]
    """How far each goes, in thousandths of the type size, with what stands between."""


@cache
def figures(file: FontFile, zero: int) -> tuple[int, ...]:
    """Return the glyphs of the figures 0 to 9 in the style in which `zero` is the glyph of 0.

    Raises LookupError where the typeface has no such style.
    """
    features = _features(file, zero)
    return tuple(_shaped(file, str(figure), features).glyphs[0] for figure in range(10))


def blank(file: FontFile) -> int:
    """Return the glyph of a blank that is as wide as a figure.

    Raises LookupError where the typeface has none.
    """
    glyph = file.font.get_nominal_glyph(ord(FIGURE_SPACE))
    if glyph is None:
        raise LookupError(f"{file.name} has no figure space")
    return int(glyph)


def number_run(file: FontFile, number: int, zero: int) -> Run:
    """Return a number in the style in which `zero` is the glyph of 0.

    Raises LookupError where the typeface has no such style.
    """
    return _shaped(file, str(number), _features(file, zero))


@cache
def is_zero(file: FontFile, glyph: int) -> bool:
    """Return whether a glyph is the 0 of a style of figures."""
    return any(_shaped(file, "0", features).glyphs == (glyph,) for features in _STYLES)


@cache
def _features(file: FontFile, zero: int) -> Mapping[str, bool]:
    for features in _STYLES:
        if _shaped(file, "0", features).glyphs == (zero,):
            return features
    raise LookupError(f"{file.name} has no style of figures in which glyph {zero} is 0")


def _shaped(file: FontFile, text: str, features: Mapping[str, bool]) -> Run:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(file.font, buffer, dict(features))
    units = file.font.face.upem
    return Run(
        glyphs=tuple(info.codepoint for info in buffer.glyph_infos),
        advances=tuple(place.x_advance * 1000 / units for place in buffer.glyph_positions),
    )
