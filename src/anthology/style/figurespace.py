"""A blank as wide as a figure, given to typefaces that have none.

In print it stands before the shorter numbers of pages, so that all of them end at the same place.
"""

from io import BytesIO
from typing import Any

import uharfbuzz as hb
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

FIGURE_SPACE = 0x2007
_NAME = "figurespace.added"


def with_figure_space(data: bytes) -> bytes:
    """Return the file of a typeface in which U+2007 is as wide as a tabular 0.

    Raises ValueError where it has no 0, or is of a kind to which nothing can be added.
    """
    if FIGURE_SPACE in set(hb.Face(data).unicodes):
        return data
    width = _width_of_zero(data)
    out = BytesIO()
    with TTFont(BytesIO(data), recalcTimestamp=False) as font:
        font.setGlyphOrder([*font.getGlyphOrder(), _NAME])
        if "glyf" in font:
            font["glyf"][_NAME] = Glyph()
        else:
            _add_charstring(font, width)
        font["hmtx"][_NAME] = (width, 0)
        for table in font["cmap"].tables:
            if table.isUnicode() and table.format in {4, 12}:
                table.cmap[FIGURE_SPACE] = _NAME
        font.save(out)
    return out.getvalue()


def _width_of_zero(data: bytes) -> int:
    font = hb.Font(hb.Face(data))
    buffer = hb.Buffer()
    buffer.add_str("0")
    buffer.guess_segment_properties()
    hb.shape(font, buffer, {"tnum": True})
    if not buffer.glyph_infos[0].codepoint:
        raise ValueError("it has no figures")
    return int(buffer.glyph_positions[0].x_advance)


def _add_charstring(font: TTFont, width: int) -> None:
    whole: Any = font["CFF "].cff if "CFF " in font else None
    top = whole.topDictIndex[0] if whole else None
    if top is None or hasattr(top, "FDSelect"):
        raise ValueError("its outlines are of a kind to which no blank can be added")
    blank = T2CharStringPen(width - top.Private.nominalWidthX, None).getCharString(
        top.Private, whole.GlobalSubrs
    )
    if _NAME not in top.charset:
        top.charset.append(_NAME)
    top.CharStrings.charStringsIndex.append(blank)
    top.CharStrings.charStrings[_NAME] = len(top.CharStrings.charStringsIndex) - 1
