"""The values of SVG attributes: each read by a grammar and written in one plain form.

A rule takes the text of a value and returns it rewritten, or None where it is none of its kind or
beyond its limits. What passes holds no address, no escape and no number that a renderer stumbles
over.
"""

import math
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeAlias

from tinycss2.color4 import parse_color  # type: ignore[import-untyped]

Rule: TypeAlias = Callable[[str], str | None]

MOST = 1_000_000.0
"""The largest number, whether positive or negative."""

LONGEST_LIST = 1000
"""How many values a list may have that is no outline."""

NUMBER = r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?"
_NUMBER = re.compile(NUMBER)
_LENGTH = re.compile(rf"({NUMBER})(px|pt|pc|mm|cm|in|em|rem|ex|%)?", re.IGNORECASE)
_ANGLE = re.compile(rf"({NUMBER})(deg|grad|rad|turn)?", re.IGNORECASE)
_SEPARATOR = re.compile(r"[\s,]+")
_COLOR = re.compile(
    r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|[a-z]{3,24}|(?:rgb|hsl)a?\([0-9a-z.,%/\s+-]{1,80}\)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"url\(\s*(['\"]?)#([^'\"()\s]{1,200})\1\s*\)\s*(.*)", re.DOTALL)
_FAMILIES = re.compile(r"[\w\s,'\"-]{1,300}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,5}")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_DEGREES = {"deg": 1.0, "grad": 0.9, "rad": 180 / math.pi, "turn": 360.0}
_SIZES = {
    "xx-small": "9",
    "x-small": "10",
    "small": "13",
    "medium": "16",
    "large": "18",
    "x-large": "24",
    "xx-large": "32",
    "smaller": "0.833em",
    "larger": "1.2em",
}


def written(value: float) -> str:
    """Return a number as it is written in a cleaned drawing: without an exponent."""
    text = f"{value:.9f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def parse_number(text: str, least: float = -MOST, most: float = MOST) -> float | None:
    """Return the number that a text is, or None where it is none or beyond the limits."""
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if least <= value <= most else None


def number(least: float = -MOST, most: float = MOST) -> Rule:
    """Return the rule for a number between two limits."""

    def rule(text: str) -> str | None:
        value = parse_number(text, least, most)
        return None if value is None else written(value)

    return rule


def whole(least: int, most: int) -> Rule:
    """Return the rule for a whole number between two limits."""

    def rule(text: str) -> str | None:
        value = parse_number(text, least, most)
        return str(int(value)) if value is not None and value == int(value) else None

    return rule


def length(least: float = -MOST, most: float = MOST, percent: float = 10_000) -> Rule:
    """Return the rule for a length; `percent` is the largest percentage."""

    def rule(text: str) -> str | None:
        found = _LENGTH.fullmatch(text)
        if found is None:
            return None
        unit = (found[2] or "").lower()
        limit = percent if unit == "%" else most
        value = parse_number(found[1], max(least, -limit), limit)
        return None if value is None else written(value) + unit

    return rule


def pixels(text: str) -> float | None:
    """Return how many pixels an absolute length is, or None where it is none."""
    found = _LENGTH.fullmatch(text.strip())
    unit = (found[2] or "px").lower() if found else ""
    value = parse_number(found[1]) if found else None
    return None if value is None or unit not in _PIXELS else value * _PIXELS[unit]


def some(rule: Rule, most: int = LONGEST_LIST, least: int = 1) -> Rule:
    """Return the rule for a list of values that are each of one kind."""

    def each(text: str) -> str | None:
        parts = _SEPARATOR.split(text)
        if not least <= len(parts) <= most:
            return None
        values = [rule(part) for part in parts]
        return None if None in values else " ".join(filter(None, values))

    return each


def one_of(words: str) -> Rule:
    """Return the rule for one of the words, in capitals or small letters."""
    known = {word.lower(): word for word in words.split()}
    return lambda text: known.get(text.lower())


def either(*rules: Rule) -> Rule:
    """Return the rule for a value that one of the rules takes."""
    return lambda text: next((taken for rule in rules if (taken := rule(text)) is not None), None)


def alpha(text: str) -> str | None:
    """Return an opacity as a number between 0 and 1."""
    percentage = text.endswith("%")
    value = parse_number(text.removesuffix("%"))
    if value is None:
        return None
    return written(min(1.0, max(0.0, value / 100 if percentage else value)))


def angle(text: str) -> str | None:
    """Return an angle in degrees, without its unit."""
    value = parse_angle(text)
    return None if value is None else written(value)


def parse_angle(text: str) -> float | None:
    """Return how many degrees an angle is, or None where it is none."""
    found = _ANGLE.fullmatch(text)
    value = parse_number(found[1]) if found else None
    if found is None or value is None:
        return None
    return math.fmod(value * _DEGREES[(found[2] or "deg").lower()], 360)


@lru_cache(maxsize=1000)
def color(text: str) -> str | None:
    """Return a colour: a name, six digits, or one of the functions `rgb()` and `hsl()`."""
    if text.lower() == "currentcolor":
        return "currentColor"
    if not _COLOR.fullmatch(text) or parse_color(text) is None:
        return None
    return text.lower()


def reference(text: str) -> tuple[str, str] | None:
    """Return the id in `url(#id)` and what follows it; None where the text is nothing like it."""
    found = _REFERENCE.fullmatch(text)
    return (found[2], found[3].strip()) if found else None


def families(text: str) -> str | None:
    """Return a list of typefaces."""
    if not _FAMILIES.fullmatch(text) or text.count("'") % 2 or text.count('"') % 2:
        return None
    return " ".join(text.split())


def font_size(text: str) -> str | None:
    """Return the size of type; words become numbers."""
    return _SIZES.get(text.lower()) or length(least=0.01, most=10_000, percent=1000)(text)


def spacing(text: str) -> str | None:
    """Return the space between letters or words."""
    return "0" if text.lower() == "normal" else length(least=-1000, most=10_000)(text)


def dashes(text: str) -> str | None:
    """Return the lengths of dashes and gaps; None where no viewer could draw so many."""
    if text.lower() == "none":
        return "none"
    found = some(length(least=0), most=100)(text)
    sizes = [parse_number(part.rstrip("%a-z")) for part in found.split()] if found else []
    return found if found and max(filter(None, sizes), default=0) >= 0.01 else None


def view_box(text: str) -> str | None:
    """Return a viewBox that has a width and a height."""
    found = some(number(), most=4, least=4)(text)
    if found is None or min(float(side) for side in found.split()[2:]) < 0.001:
        return None
    return found


def aspect_ratio(text: str) -> str | None:
    """Return how a picture is fitted into its frame."""
    words = text.removeprefix("defer").split()
    align = one_of("none " + " ".join(f"x{x}Y{y}" for x in _ALIGNED for y in _ALIGNED))
    kept = [align(words[0]) if words else None, *map(one_of("meet slice"), words[1:])]
    return None if None in kept or len(kept) > 2 else " ".join(filter(None, kept))


_ALIGNED = ("Min", "Mid", "Max")


def language(text: str) -> str | None:
    """Return a language tag."""
    return text if _LANGUAGE.fullmatch(text) else None


def outcome(text: str) -> str | None:
    """Return the name of what a step of a filter makes, or of what it takes."""
    return text if re.fullmatch(r"[A-Za-z_][\w-]{0,60}", text, re.ASCII) else None


def tokens(numbers: Iterable[float]) -> str:
    """Return numbers with a space between them."""
    return " ".join(map(written, numbers))
