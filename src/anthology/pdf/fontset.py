"""The fonts of a book: one subset of each typeface, of all glyphs that its pieces use."""

import zlib
from collections.abc import Iterable, Iterator, Mapping

import pydyf
import uharfbuzz
from msgspec import Struct, field

from anthology.pdf.piece import Font
from anthology.pdf.writing import Objects
from anthology.typefaces import FontFile

_MAP_START = (
    b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
)
_MAP_END = b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
_MAP_LINES = 100
"""How many lines a section of a CMap may have (Adobe Technical Note 5014, 5.4)."""
_UNUSED_TABLES = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT")
_STEM = 80
"""How thick the stems of a typeface are said to be; viewers use it where they have no font."""
_FIXED_PITCH = 1
"""A flag of font descriptors (ISO 32000-1, 9.8.2)."""


class Face(Struct, kw_only=True):
    """A font as the book needs it, grown from the fonts of its pieces."""

    font: Font
    file: FontFile
    widths: dict[int, int] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)


class FontSet:
    """The fonts of all pieces, joined."""

    def __init__(self, files: Iterable[FontFile]) -> None:
        """Take the files of the typefaces."""
        self._files = {file.name: file for file in files}
        self._faces: dict[str, Face] = {}

    def join(self, fonts: Iterable[Font]) -> None:
        """Take in the fonts of a piece."""
        for font in fonts:
            face = self._faces.get(font.key)
            if face is None:
                face = self._faces[font.key] = Face(font=font, file=self._files[font.file])
            for glyph, width, text in zip(font.glyphs, font.widths, font.texts, strict=True):
                face.widths.setdefault(glyph, width)
                face.texts.setdefault(glyph, text)

    def glyph(self, key: str, glyph: int, text: str) -> None:
        """Take in a glyph, and the text that it stands for."""
        face = self._faces[key]
        face.texts.setdefault(glyph, text)
        if glyph not in face.widths:
            units = face.file.font.face.upem
            face.widths[glyph] = round(face.file.font.get_glyph_h_advance(glyph) * 1000 / units)

    def file(self, key: str) -> FontFile:
        """Return the file of a font."""
        return self._faces[key].file

    def texts(self, font: Font) -> tuple[str, ...]:
        """Return what the glyphs of a piece's font stand for in the book."""
        texts = self._faces[font.key].texts
        return tuple(texts[glyph] for glyph in font.glyphs)

    def widths(self, key: str) -> Mapping[int, int]:
        """Return the widths of the glyphs of a font, in thousandths of the type size."""
        return self._faces[key].widths

    def embed(self, objects: Objects) -> bytes:
        """Add the fonts to a PDF and return the dictionary of them all (ISO 32000-1, 9.7)."""
        programs: dict[str, bytes] = {}
        for name in sorted({face.file.name for face in self._faces.values()}):
            programs[name] = self._program(objects, name)
        fonts = pydyf.Dictionary()
        for key, face in sorted(self._faces.items()):
            fonts[key] = _font(objects, face, programs[face.file.name])
        return bytes(fonts.data)

    def _program(self, objects: Objects, name: str) -> bytes:
        glyphs = {
            glyph
            for face in self._faces.values()
            if face.file.name == name
            for glyph in face.widths
        }
        data = _subset(self._files[name], glyphs)
        kind = b"/Subtype/OpenType" if self._files[name].postscript else b"/Length1 %d" % len(data)
        return objects.add_stream(b"<<" + kind + b"/Filter/FlateDecode>>", zlib.compress(data))


def _font(objects: Objects, face: Face, program: bytes) -> bytes:
    font = face.font
    name = f"/{font.key}+{font.name}"
    pitch = _FIXED_PITCH if len(face.widths) > 1 and len(set(face.widths.values())) == 1 else 0
    descriptor = {
        "Type": "/FontDescriptor",
        "FontName": name,
        "FontFamily": pydyf.String(font.family),
        "Flags": font.flags | pitch,
        "FontBBox": pydyf.Array(
            [0, font.descent, max(face.widths.values(), default=0), font.ascent]
        ),
        "ItalicAngle": 0,
        "Ascent": font.ascent,
        "Descent": font.descent,
        "CapHeight": font.ascent,
        "StemV": _STEM,
        "StemH": _STEM,
        "FontFile3" if face.file.postscript else "FontFile2": program,
    }
    system = {
        "Registry": pydyf.String("Adobe"),
        "Ordering": pydyf.String("Identity"),
        "Supplement": 0,
    }
    kind = (
        {"Subtype": "/CIDFontType0"}
        if face.file.postscript
        else {"Subtype": "/CIDFontType2", "CIDToGIDMap": "/Identity"}
    )
    descendant = {
        "Type": "/Font",
        **kind,
        "BaseFont": name,
        "CIDSystemInfo": pydyf.Dictionary(system),
        "W": pydyf.Array(_runs(face.widths)),
        "FontDescriptor": _add(objects, descriptor),
    }
    texts = zlib.compress(_unicode_map(face.texts))
    return _add(
        objects,
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": pydyf.Array([_add(objects, descendant)]),
            "ToUnicode": objects.add_stream(b"<</Filter/FlateDecode>>", texts),
        },
    )


def _add(objects: Objects, values: Mapping[str, object]) -> bytes:
    return objects.add(pydyf.Dictionary(values).data)


def _runs(widths: Mapping[int, int]) -> Iterator[int | pydyf.Array]:
    """Yield the first glyph of each run and the widths of its glyphs (ISO 32000-1, 9.7.4.3)."""
    run = pydyf.Array()
    for glyph in sorted(widths):
        if glyph - 1 not in widths:
            run = pydyf.Array()
            yield glyph
            yield run
        run.append(widths[glyph])


def _unicode_map(texts: Mapping[int, str]) -> bytes:
    """Return the CMap that says which text each glyph stands for (ISO 32000-1, 9.10.3)."""
    lines = [
        b"<%04x> <%s>" % (glyph, text.encode("utf-16-be").hex().encode())
        for glyph, text in sorted(texts.items())
    ]
    sections = (lines[at : at + _MAP_LINES] for at in range(0, len(lines), _MAP_LINES))
    written = b"".join(
        b"%d beginbfchar\n%s\nendbfchar\n" % (len(section), b"\n".join(section))
        for section in sections
    )
    return _MAP_START + written + _MAP_END


def _subset(file: FontFile, glyphs: set[int]) -> bytes:
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = (
        uharfbuzz.SubsetFlags.RETAIN_GIDS
        | uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.DESUBROUTINIZE
        | uharfbuzz.SubsetFlags.PASSTHROUGH_UNRECOGNIZED
    )
    wanted.glyph_set.set(glyphs)
    wanted.drop_table_tag_set.update(
        int.from_bytes(table.encode(), "big") for table in _UNUSED_TABLES
    )
    return bytes(uharfbuzz.subset(uharfbuzz.Face(file.data), wanted).blob.data)
