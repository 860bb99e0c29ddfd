"""The typefaces inside the EPUB: subsets of those that the text needs.

They are plain OpenType, which older reading systems and Kindle's converter take as well; those do
not know WOFF2.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import uharfbuzz as hb
from msgspec import Struct

from anthology.epub.characters import Sign, Style, Usage
from anthology.epub.renaming import renamed
from anthology.typefaces import Face, Faces, FontFile, coverage, font_files

FOLDER = "fonts"

_ALWAYS = frozenset("0123456789.-\u2010•–…")
"""What reading systems add by themselves: hyphens, numbers and bullets of lists."""
_BOLD_ITALIC = Style(bold=True, italic=True)
_EXTRA_FEATURES = ("c2sc", "case", "lnum", "onum", "pnum", "smcp", "tnum")
_UNUSED_TABLES = ("DSIG", "FFTM", "Silt")
_ENGLISH = 0x409
_FORMATS = {"font/ttf": "truetype", "font/otf": "opentype"}
"""What a stylesheet calls the formats of typefaces (CSS Fonts Module Level 4, 4.3.1)."""
_LICENCE_NAMES = (0, 7, 13, 14)
"""Copyright, trademark, licence, licence URL (OpenType, table `name`)."""


class EmbeddedFont(Struct, frozen=True, kw_only=True):
    """A font file of the book."""

    face: Face
    name: str
    """Its name in the content folder."""
    media_type: str
    data: bytes


def embed(usage: Usage, faces: Faces) -> tuple[EmbeddedFont, ...]:
    """Return the fonts for what a book says.

    The text typeface always comes in roman, italic and bold, and in bold italic where the text
    has it; another face only for the characters that those before it lack, and the face of code
    for code. A character that no face has is left to the reading system. Raises AnthologyError
    (files) where a typeface is not installed.
    """
    wanted: dict[Face, frozenset[str]] = {}
    for face, characters in _choose(usage, faces):
        if characters:
            wanted[face] = wanted.get(face, frozenset()) | characters
    return tuple(
        EmbeddedFont(
            face=file.face,
            name=f"{FOLDER}/{Path(file.name).stem}.{'otf' if file.postscript else 'ttf'}",
            media_type="font/otf" if file.postscript else "font/ttf",
            data=_subset(file, wanted[file.face]),
        )
        for file in font_files(wanted)
    )


def rules(fonts: Iterable[EmbeddedFont]) -> str:
    """Return an `@font-face` rule for each font."""
    return "".join(
        f'@font-face {{\n  font-family: "{font.face.family}";\n'
        f"  font-style: {font.face.style};\n  font-weight: {font.face.weight};\n"
        f'  src: url("{font.name}") format("{_FORMATS[font.media_type]}");\n}}\n'
        for font in fonts
    )


def _choose(usage: Usage, faces: Faces) -> Iterator[tuple[Face, frozenset[str]]]:
    everything = _characters(usage.text) | _ALWAYS
    for face in faces.text:
        if _style(face) != _BOLD_ITALIC or any(sign.style == _BOLD_ITALIC for sign in usage.text):
            yield face, _covered(face, everything)
    for face in faces.heads if faces.heads != faces.text else ():
        if _style(face) != _BOLD_ITALIC:
            yield face, _covered(face, usage.heads)
    left = frozenset(sign for sign in usage.text if _lacks(faces.text, sign))
    for family in _families(faces.fallback):
        found = frozenset(sign for sign in left if not _lacks(family, sign))
        yield from _by_style(family, found)
        left -= found
    yield from _by_style(faces.code, usage.code)


def _by_style(
    family: tuple[Face, ...], signs: frozenset[Sign]
) -> Iterator[tuple[Face, frozenset[str]]]:
    """Yield each face that has signs in its style; the roman takes styles without a face."""
    roman = family[0]
    styles = {_style(face) for face in family}
    for face in family:
        own = frozenset(
            sign
            for sign in signs
            if sign.style == _style(face) or (face is roman and sign.style not in styles)
        )
        if own:
            yield face, _covered(face, _characters(own))


def _characters(signs: Iterable[Sign]) -> frozenset[str]:
    return frozenset(character for sign in signs for character in sign.text)


def _style(face: Face) -> Style:
    return Style(bold=face.weight > 400, italic=face.style == "italic")


def _families(faces: Iterable[Face]) -> tuple[tuple[Face, ...], ...]:
    grouped: dict[str, list[Face]] = {}
    for face in faces:
        grouped.setdefault(face.family, []).append(face)
    return tuple(map(tuple, grouped.values()))


def _covered(face: Face, characters: Iterable[str]) -> frozenset[str]:
    covered = coverage((face,))
    return frozenset(character for character in characters if ord(character) in covered)


def _lacks(family: tuple[Face, ...], sign: Sign) -> bool:
    """Tell whether the roman of a family cannot set a letter with its marks."""
    covered = coverage(family[:1])
    composed = unicodedata.normalize("NFC", sign.text)
    return not (covered.issuperset(map(ord, sign.text)) or covered.issuperset(map(ord, composed)))


def _subset(file: FontFile, characters: frozenset[str]) -> bytes:
    wanted = hb.SubsetInput()
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    wanted.unicode_set.set(set(map(ord, characters)))
    wanted.layout_feature_tag_set.update(_tags(_EXTRA_FEATURES))
    wanted.drop_table_tag_set.update(_tags(_UNUSED_TABLES))
    wanted.name_id_set.set({*range(7), *_LICENCE_NAMES})
    wanted.name_lang_id_set.set({_ENGLISH})
    subset = hb.subset(hb.Face(file.data), wanted)
    return renamed(subset.blob.data, _names(file.face))


def _tags(names: Iterable[str]) -> set[int]:
    """Return the tags of features and tables as HarfBuzz counts them."""
    return {int.from_bytes(name.encode(), "big") for name in names}


def _names(face: Face) -> dict[int, str]:
    """Return the names of a subset: licences reserve a typeface's name for the whole."""
    parts = ((face.weight > 400, "Bold"), (face.style == "italic", "Italic"))
    style = " ".join(word for is_so, word in parts if is_so) or "Regular"
    family = "Subset " + "".join(word[0] for word in face.family.split())
    full = f"{family} {style}"
    return {1: family, 2: style, 3: full, 4: full, 6: full.replace(" ", "")}
