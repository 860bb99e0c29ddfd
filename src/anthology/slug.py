"""Titles into names for files and ids: small ASCII letters, digits and hyphens."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

LONGEST = 120
"""In characters: no file system takes names of any length."""

EMPTY = "article"
"""The slug of a title that no letter can be taken from."""


def _table(letters: str, written: str) -> Mapping[str, str]:
    return dict(zip(letters.split(), written.split(), strict=True))


_LATIN = _table(
    "ä ö ü ß æ ø œ å ł đ ð þ ħ ı ĸ ŋ ŧ ə",
    "ae oe ue ss ae o oe a l d d th h i k n t e",
)
_RUSSIAN = _table(
    "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ы э ю я ў і",
    "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch y e yu ya u i",
)
_SERBIAN = _table("ђ ј љ њ ћ џ ѓ ќ ѕ", "dj j lj nj c dz gj kj dz")
_UKRAINIAN = _table("г ґ е є и і ї й щ ю я х", "h g e ie y i i i shch iu ia kh")
_GREEK = _table(
    "α β γ δ ε ζ η θ ι κ λ μ ν ξ ο π ρ σ ς τ υ φ χ ψ ω",
    "a v g d e z i th i k l m n x o p r s s t y f ch ps o",
)
_SILENT = frozenset("ьъ'’ʼ‘`´\u00ad\u200b\u2060")
"""Letters and signs that are not written; the last ones nobody sees."""
_LETTERS: Mapping[str, str] = MappingProxyType({**_LATIN, **_RUSSIAN, **_SERBIAN, **_GREEK})
_IN_UKRAINIAN: Mapping[str, str] = MappingProxyType({**_LETTERS, **_UKRAINIAN})


def slug(text: str, language: str | None = None, *, longest: int | None = None) -> str:
    """Return the text in ASCII; with `longest`, cut between words to so many characters.

    A name longer than any should be ends with a digest, so that two of them do not become one.

    Cyrillic is written as Ukrainian where the language (a BCP 47 tag) or a letter says so, and
    as Russian otherwise. A letter of a script without a table becomes its code point, so that two
    names never fall together.
    """
    folded = unicodedata.normalize("NFC", text).casefold()
    ukrainian = (language or "").split("-")[0] == "uk" or re.search("[іїєґ]", folded)
    letters = _IN_UKRAINIAN if ukrainian else _LETTERS
    written = "".join(_written(letter, letters) for letter in folded)
    words = re.findall(r"[a-z0-9]+", written)
    name = "-".join(words)
    if longest is not None:
        name = _cut(name, longest)
    elif len(name) > LONGEST:
        digest = hashlib.sha256(name.encode()).hexdigest()[:8]
        name = f"{_cut(name, LONGEST - len(digest) - 1)}-{digest}"
    return name or EMPTY


def _cut(name: str, longest: int) -> str:
    if len(name) <= longest:
        return name
    return name[: longest + 1].rpartition("-")[0] or name[:longest]


def _written(letter: str, letters: Mapping[str, str]) -> str:
    if letter in letters:
        return letters[letter]
    if letter in _SILENT:
        return ""
    if letter.isascii():
        return letter
    parts = unicodedata.normalize("NFKD", letter)
    base = "".join(part for part in parts if not unicodedata.combining(part))
    return "".join(letters.get(part) or _coded(part) for part in base)


def _coded(letter: str) -> str:
    if letter.isascii() or not letter.isalnum():
        return letter
    return f"-u{ord(letter):x}-"
