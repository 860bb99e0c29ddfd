"""Words on a cover: type measured, and lines that fit a room."""

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from typing import TypeAlias

from msgspec import Struct
from PIL import ImageFont

from anthology.typefaces import Face, Faces, coverage, font_files, require

WHOLE_WORDS = 0.035
"""A text is set smaller down to this part of its room before one of its words is broken."""
LINE = 1.1
"""From baseline to baseline, in sizes of the type."""

Font: TypeAlias = ImageFont.FreeTypeFont


class Setter(Struct, frozen=True, kw_only=True):
    """Type of one size: the faces in which characters are looked for, in that order."""

    size: int
    language: str
    """Of the text: a BCP 47 tag. A typeface has letters of their own for some languages."""
    faces: tuple[Face, ...]

    def runs(self, text: str) -> list[tuple[str, Font]]:
        """Return the text in pieces, each with its font, without what no font has."""
        pieces = groupby(filter(self._face, text), self._face)
        return [("".join(piece), _font(face, self.size)) for face, piece in pieces if face]

    def _face(self, character: str) -> Face | None:
        """Return the first face that has a character; the others are not even opened."""
        return next((face for face in self.faces if ord(character) in coverage((face,))), None)

    def printed(self, text: str) -> str:
        """Return a text without what no font has."""
        return "".join(piece for piece, _ in self.runs(text))

    def placed(self, text: str) -> Iterator[tuple[float, str, Font]]:
        """Yield the pieces of a text, each with where it begins, in pixels."""
        x = 0.0
        for piece, font in self.runs(text):
            yield x, piece, font
            x += font.getlength(piece, language=self.language)

    def width(self, text: str) -> float:
        """Return how wide a line is, in pixels."""
        return sum(font.getlength(piece, language=self.language) for piece, font in self.runs(text))

    def ink(self, text: str) -> tuple[float, float]:
        """Return how far a line reaches above its baseline and below it, in pixels."""
        boxes = [
            font.getbbox(piece, anchor="ls", language=self.language)
            for piece, font in self.runs(text)
            if not piece.isspace()
        ]
        return max((-box[1] for box in boxes), default=0.0), max(
            (box[3] for box in boxes), default=0.0
        )


def setter_of(family: tuple[Face, ...], language: str, size: int) -> Setter:
    """Return what measures type of a size, in pixels.

    Raises AnthologyError (files) where a typeface is missing.
    """
    require(family)
    return Setter(size=size, language=language, faces=family)


@lru_cache(maxsize=16)
def _font(face: Face, size: int) -> Font:
    (file,) = font_files((face,))
    return ImageFont.truetype(BytesIO(file.data), size)


def upright(faces: Faces) -> tuple[Face, ...]:
    """Return the roman of the heads, and where characters go that it lacks."""
    both = (*faces.heads, *faces.fallback)
    return tuple(face for face in both if face.style == "normal" and face.weight == 400)


def slanted(faces: Faces) -> tuple[Face, ...]:
    """Return the italic of the heads, and where characters go that it lacks."""
    italics = (face for face in faces.heads if face.style == "italic" and face.weight == 400)
    return (*italics, *upright(faces))


def _fill(setter: Setter, words: list[str], width: float) -> list[str]:
    """Return lines of words no wider than `width`, a word broken only where it must be."""
    lines: list[str] = []
    for word in words:
        if lines and setter.width(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
            continue
        if setter.width(word) <= width:
            lines.append(word)
            continue
        lines.append("")
        for character in word:
            if lines[-1] and setter.width(lines[-1] + character) > width:
                lines.append("")
            lines[-1] += character
    return lines


def _balanced(setter: Setter, words: list[str], width: float) -> list[str]:
    """Return as few lines as the width allows, as even as they can be."""
    lines = _fill(setter, words, width)
    narrow, wide = width / 3, width
    while wide - narrow > setter.size / 8:
        middle = (narrow + wide) / 2
        tried = _fill(setter, words, middle)
        unbroken = sum(len(line.split()) for line in tried) <= len(words)
        if len(tried) <= len(lines) and unbroken:
            wide, lines = middle, tried
        else:
            narrow = middle
    return lines


def fit(
    text: str,
    faces: tuple[Face, ...],
    language: str,
    largest: int,
    smallest: int,
    room: tuple[float, float],
) -> tuple[Setter, list[str]]:
    """Return the largest type in which a text fits a room (width, height), and its lines."""
    words = text.split()
    size = largest
    while True:
        setter = setter_of(faces, language, size)
        whole = all(setter.width(word) <= room[0] for word in words)
        if size <= smallest or whole or size < WHOLE_WORDS * room[0]:
            lines = _balanced(setter, words, room[0])
            if size <= smallest or len(lines) * size * LINE <= room[1]:
                return setter, lines
        size = min(size - 1, round(size * 0.94))
