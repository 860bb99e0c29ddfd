"""The typefaces of the editions: their files on this machine and the characters they can set."""

import os
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import uharfbuzz as hb

from anthology.errors import AnthologyError, Kind, error


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One font file: a family in a weight and a style."""

    family: str
    file_name: str
    weight: int = 400
    style: str = "normal"
    """normal or italic, as in CSS."""


TEXT_FACES = (
    Face(family="Vollkorn", file_name="Vollkorn-Regular.ttf"),
    Face(family="Vollkorn", file_name="Vollkorn-Italic.ttf", style="italic"),
    Face(family="Vollkorn", file_name="Vollkorn-Bold.ttf", weight=700),
    Face(family="Vollkorn", file_name="Vollkorn-BoldItalic.ttf", weight=700, style="italic"),
)
"""The typeface that books are set in: Latin, Cyrillic and Greek."""

FALLBACK_FACES = (
    Face(family="Gentium Book Plus", file_name="GentiumBookPlus-Regular.ttf"),
    Face(family="Gentium Book Plus", file_name="GentiumBookPlus-Italic.ttf", style="italic"),
    Face(family="Gentium Book Plus", file_name="GentiumBookPlus-Bold.ttf", weight=700),
    Face(
        family="Gentium Book Plus",
        file_name="GentiumBookPlus-BoldItalic.ttf",
        weight=700,
        style="italic",
    ),
    Face(family="DejaVu Sans", file_name="DejaVuSans.ttf"),
    Face(family="DejaVu Sans", file_name="DejaVuSans-Bold.ttf", weight=700),
)
"""Where a character goes that the text typeface lacks."""

CODE_FACES = (
    Face(family="DejaVu Sans Mono", file_name="DejaVuSansMono.ttf"),
    Face(family="DejaVu Sans Mono", file_name="DejaVuSansMono-Bold.ttf", weight=700),
)
"""The typeface of program code."""

_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Categories of characters that need no glyph."""

PACKAGES = "fonts-vollkorn fonts-sil-gentiumplus fonts-dejavu-core"
"""The Debian packages that hold the faces."""


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


def locate(faces: Iterable[Face]) -> tuple[tuple[Face, Path], ...]:
    """Return each face with its file.

    Raises AnthologyError (files) that names every face that is not installed.
    """
    faces = tuple(faces)
    files = _files()
    missing = [face.file_name for face in faces if face.file_name not in files]
    if missing:
        raise AnthologyError(
            [
                error(
                    Kind.FILES,
                    f"typefaces are missing: {', '.join(missing)}",
                    f"install them, on Debian with: apt-get install {PACKAGES}",
                )
            ]
        )
    return tuple((face, files[face.file_name]) for face in faces)


@cache
def coverage(faces: tuple[Face, ...]) -> frozenset[int]:
    """Return the code points for which at least one of the faces has a glyph."""
    covered: set[int] = set()
    for _, path in locate(faces):
        covered |= set(hb.Face(hb.Blob.from_file_path(str(path))).unicodes)
    return frozenset(covered)


def unprintable(text: str) -> tuple[str, ...]:
    """Return the characters of a text that no typeface of the book can set, each once.

    Raises AnthologyError (files) where the typefaces are not installed.
    """
    missing = set(text) - covered()
    return tuple(
        char
        for char in dict.fromkeys(text if missing else "")
        if char in missing
        and unicodedata.category(char) not in _INVISIBLE
        and not unicodedata.name(char, "").startswith("VARIATION SELECTOR")
    )


@cache
def covered() -> frozenset[str]:
    """Return the characters that the typefaces of the book can set."""
    return frozenset(map(chr, coverage((*TEXT_FACES, *FALLBACK_FACES, *CODE_FACES))))
