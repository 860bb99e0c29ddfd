"""The typefaces of the editions: their files and the characters they can set."""

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from anthology.errors import AnthologyError, Kind, error
from anthology.fingerprint import digest

if TYPE_CHECKING:
    import uharfbuzz as hb

_SUBSTITUTE = "\N{WHITE SQUARE}"


class Face(Struct, frozen=True, kw_only=True):
    """One font file: a family in a weight and a style."""

    family: str
    file_name: str
    weight: int = 400
    style: str = "normal"
    """normal or italic, as in CSS."""
    package: str = ""
    """The Debian package that brings the file."""
    data: bytes | None = None
    """The file itself, where it is the editor's own; None where this machine has to have it."""


def _family(family: str, package: str, names: Mapping[str, tuple[int, str]]) -> tuple[Face, ...]:
    return tuple(
        Face(family=family, file_name=name, weight=weight, style=style, package=package)
        for name, (weight, style) in names.items()
    )


_ROMAN, _ITALIC = (400, "normal"), (400, "italic")
_BOLD, _BOLD_ITALIC = (700, "normal"), (700, "italic")


def _four(family: str, package: str, name: str) -> tuple[Face, ...]:
    styles = {"Regular": _ROMAN, "Italic": _ITALIC, "Bold": _BOLD, "BoldItalic": _BOLD_ITALIC}
    files = {f"{name}-{style}.ttf": what for style, what in styles.items()}
    return _family(family, package, files)


VOLLKORN = _four("Vollkorn", "fonts-vollkorn", "Vollkorn")
LATO = _four("Lato", "fonts-lato", "Lato")
ANDIKA = _four("Andika", "fonts-sil-andika", "Andika")
GENTIUM = _four("Gentium Book Plus", "fonts-sil-gentiumplus", "GentiumBookPlus")
DEJAVU = _family(
    "DejaVu Sans",
    "fonts-dejavu-core",
    {"DejaVuSans.ttf": _ROMAN, "DejaVuSans-Bold.ttf": _BOLD},
)
DEJAVU_MONO = _family(
    "DejaVu Sans Mono",
    "fonts-dejavu-core",
    {"DejaVuSansMono.ttf": _ROMAN, "DejaVuSansMono-Bold.ttf": _BOLD},
)

FAMILIES: Mapping[str, tuple[Face, ...]] = {
    family[0].family: family for family in (VOLLKORN, LATO, ANDIKA, GENTIUM, DEJAVU, DEJAVU_MONO)
}
"""The families that a style may choose, by their names."""


class Faces(Struct, frozen=True, kw_only=True):
    """The typefaces that a book is set in."""

    text: tuple[Face, ...] = VOLLKORN
    """The first is the roman."""
    heads: tuple[Face, ...] = VOLLKORN
    code: tuple[Face, ...] = DEJAVU_MONO
    fallback: tuple[Face, ...] = (*GENTIUM, *DEJAVU)
    """Where a character goes that these lack."""

    @property
    def all(self) -> tuple[Face, ...]:
        """Every face, once."""
        return tuple(dict.fromkeys((*self.text, *self.heads, *self.fallback, *self.code)))

    @property
    def names(self) -> tuple[str, ...]:
        """The families of text and heads, each once."""
        return families((*self.text, *self.heads))


_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Categories of characters that need no glyph."""
_SELECTOR = "VARIATION SELECTOR"
"""How the names of others begin that need none."""


class FontFile(Struct, frozen=True, kw_only=True, dict=True):
    """The file of a face."""

    face: Face
    data: bytes

    @property
    def name(self) -> str:
        """Its name, unique in a book."""
        return self.face.file_name

    @property
    def postscript(self) -> bool:
        """Return whether its outlines are those of PostScript (OpenType, table `CFF`)."""
        return self.data.startswith(b"OTTO")

    @cached_property
    def font(self) -> "hb.Font":
        """The font, in units of its own."""
        import uharfbuzz as hb  # is slow to import

        return hb.Font(hb.Face(self.data))


def families(faces: Iterable[Face]) -> tuple[str, ...]:
    """Return the names of the families that faces belong to, each once."""
    return tuple(dict.fromkeys(face.family for face in faces))


def folders() -> tuple[Path, ...]:
    """Return the folders where this machine keeps its fonts, in the order they are searched."""
    home = Path.home()
    if sys.platform == "darwin":
        return (home / "Library/Fonts", Path("/Library/Fonts"))
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home))
        return (local / "Microsoft/Windows/Fonts", Path(r"C:\Windows\Fonts"))
    return (home / ".local/share/fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


@cache
def _files() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in folders():
        for path in sorted(folder.rglob("*.[to]tf")):
            found.setdefault(path.name, path)
    return found


def font_files(faces: Iterable[Face]) -> tuple[FontFile, ...]:
    """Return the files of faces.

    Raises AnthologyError (files) that names every face that is not installed.
    """
    faces = tuple(faces)
    require(faces)
    return tuple(_file(face) for face in faces)


def require(faces: Iterable[Face]) -> None:
    """Raise AnthologyError (files) that names every face that is not installed."""
    missing = [face for face in faces if face.data is None and face.file_name not in _files()]
    if missing:
        packages = " ".join(dict.fromkeys(face.package for face in missing))
        raise AnthologyError(
            [
                error(
                    Kind.FILES,
                    f"typefaces are missing: {', '.join(face.file_name for face in missing)}",
                    f"install them, on Debian with: apt-get install {packages}",
                )
            ]
        )


def _file(face: Face) -> FontFile:
    return FontFile(face=face, data=face.data or _files()[face.file_name].read_bytes())


@cache
def installed() -> bytes:
    """Return the digest of the names and files of all known faces that this machine has.

    It is the same on two machines with the same files.
    """
    found = sorted(_installed())
    return digest(part for path in found for part in (path.name.encode(), path.read_bytes()))


@cache
def unchanged() -> bytes:
    """Return what stays the same on this machine while no known face is changed, taken or added.

    It is a digest of where they are, how large and from when, quicker than that of what they are.
    """
    stats = ((path, path.stat()) for path in sorted(_installed()))
    return digest(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}".encode() for path, stat in stats)


def _installed() -> Iterator[Path]:
    known = (face for family in FAMILIES.values() for face in family)
    return (_files()[face.file_name] for face in known if face.file_name in _files())


@cache
def coverage(faces: tuple[Face, ...]) -> frozenset[int]:
    """Return the code points for which at least one of the faces has a glyph."""
    import uharfbuzz as hb  # is slow to import

    covered: set[int] = set()
    for file in font_files(faces):
        covered |= set(hb.Face(file.data).unicodes)
    return frozenset(covered)


@cache
def features(face: Face) -> frozenset[str]:
    """Return the features by which a face replaces glyphs (OpenType, table `GSUB`).

    Raises AnthologyError (files) where it is not installed.
    """
    import uharfbuzz as hb  # is slow to import

    (file,) = font_files((face,))
    font = hb.Face(file.data)
    scripts = range(len(font.get_table_script_tags("GSUB")))
    return frozenset(
        tag for script in scripts for tag in font.get_language_feature_tags("GSUB", script)
    )


def unprintable(text: str, faces: Faces) -> tuple[str, ...]:
    """Return the characters of a text that no typeface of the book can set, each once.

    Those that have a plainer form which one can set are not among them: letters of mathematics.
    Raises AnthologyError (files) where the typefaces are not installed.
    """
    found = substitutes(text, faces)
    return tuple(char for char in dict.fromkeys(text) if found.get(ord(char)) == _SUBSTITUTE)


def printable(faces: Faces, char: str) -> bool:
    """Return whether a typeface of the book can set a character."""
    return not substitutes(char, faces)


def substitutes(text: str, faces: Faces) -> Mapping[int, str]:
    """Return what is printed for the characters of a text that no typeface can set.

    It is the compatibility form (Unicode, NFKC) of a character where that can be set, and else a
    sign. PDF/UA-1 (ISO 14289-1, 7.21.8) allows no reference to a glyph that is not there. Raises
    AnthologyError (files) where the typefaces are not installed.
    """
    rare = {char for char in set(text) - _covered(faces.text[0]) if _is_seen(char)}
    found = {}
    for char in _lacking(rare, faces):
        plain = unicodedata.normalize("NFKC", char)
        found[ord(char)] = _SUBSTITUTE if _lacking(plain, faces) else plain
    return found


def _is_seen(char: str) -> bool:
    """Return whether a character needs a glyph."""
    name = unicodedata.name(char, "")
    return unicodedata.category(char) not in _INVISIBLE and not name.startswith(_SELECTOR)


def _lacking(chars: Iterable[str], faces: Faces) -> set[str]:
    """Return the characters that no face has; the first faces have most."""
    left = set(chars)
    for face in faces.all if left else ():
        if not left:
            break
        left -= _covered(face)
    return left


@cache
def _covered(face: Face) -> frozenset[str]:
    return frozenset(map(chr, coverage((face,))))
