"""A font gets other names, and is else the font that it was."""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from anthology.epub.renaming import renamed
from anthology.typefaces import DEJAVU, LATO, VOLLKORN, FontFile, font_files

FILES = font_files((*VOLLKORN, *LATO, *DEJAVU))
TEXTS = {1: "Subset Ä", 2: "Regular", 4: "Subset Ä Regular", 6: "SubsetRegular"}


def opened(data: bytes) -> TTFont:
    return TTFont(BytesIO(data), checkChecksums=2, lazy=True)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_names_say_what_is_wanted_and_the_rest_is_the_same(file: FontFile) -> None:
    data = file.data
    before, after = opened(data), opened(renamed(data, TEXTS))
    said = {one.nameID: one.toUnicode() for one in after["name"].names if one.platformID == 3}
    assert TEXTS.items() <= said.items()
    assert list(after.reader.tables) == list(before.reader.tables)
    for tag in list(before.reader.tables):
        if tag not in ("name", "head"):
            assert after.reader[tag] == before.reader[tag]


@pytest.mark.parametrize("file", FILES[:1], ids=lambda file: file.name)
def test_it_is_what_fonttools_writes(file: FontFile) -> None:
    data = renamed(file.data, {})
    with TTFont(BytesIO(data), recalcTimestamp=False, lazy=True) as font:
        for record in font["name"].names:
            record.string = TEXTS.get(record.nameID, record.string)
        expected = BytesIO()
        font.save(expected, reorderTables=False)
    assert renamed(data, TEXTS) == expected.getvalue()
