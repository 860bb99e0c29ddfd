"""Outlines: the data of paths and polygons, read as SVG says and written in one plain form.

What comes out is absolute, has one letter before every step and a step in every part, since
renderers stumble over the short forms that SVG allows.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from anthology.svg.values import MOST, NUMBER, parse_number, tokens

MAX_STEPS = 20_000
"""How many steps one outline may have."""

_TOKEN = re.compile(rf"[\s,]*(?:([MmZzLlHhVvCcSsQqTtAa])|({NUMBER}))")
_FLAG = re.compile(r"[\s,]*([01])")
_TAKES = {"m": 2, "z": 0, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7}


class Outline(Struct, frozen=True, kw_only=True):
    """An outline that renderers can draw."""

    text: str
    whole: bool
    """Whether all of it could be read; where not, it ends before what could not, as SVG asks."""
    steps: int


class _BrokenError(Exception):
    pass


def read_path(text: str) -> Outline:
    """Return the outline in the data of a path."""
    drawn = _Drawn()
    whole = True
    try:
        for letter, values in _commands(text):
            drawn.go(letter, values)
    except _BrokenError:
        whole = False
    return Outline(text=" ".join(drawn.parts), whole=whole, steps=len(drawn.parts))


def read_points(text: str) -> Outline:
    """Return the outline in the points of a polygon; a last coordinate without its pair is cut."""
    found = [part for part in re.split(r"[\s,]+|(?<=[0-9.])(?=[+-])", text.strip()) if part]
    numbers: list[float] = []
    for part in found[: 2 * MAX_STEPS]:
        value = parse_number(part)
        if value is None:
            break
        numbers.append(value)
    pairs = len(numbers) // 2
    return Outline(
        text=tokens(numbers[: 2 * pairs]) if pairs > 1 else "",
        whole=2 * pairs == len(found),
        steps=pairs,
    )


def _commands(text: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield each letter with its numbers; raises where neither is found."""
    at, letter = 0, ""
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise _BrokenError
        if found[1]:
            letter, at = found[1], found.end()
        elif not letter or letter in "Zz":
            raise _BrokenError
        values: list[float] = []
        for place in range(_TAKES[letter.lower()]):
            flag = letter in "Aa" and place in (3, 4)
            taken = (_FLAG if flag else _TOKEN).match(text, at)
            value = parse_number(taken[1] if flag else taken[2] or "") if taken else None
            if taken is None or value is None:
                raise _BrokenError
            values.append(value)
            at = taken.end()
        yield letter, tuple(values)
        letter = {"m": "l", "M": "L"}.get(letter, letter)


class _Drawn:
    """The steps drawn so far, and where the pen is."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.x = self.y = 0.0
        self.start: tuple[float, float] | None = None
        """Where the open part begins; None before the first."""
        self.moved = False
        """Whether the pen is down at the start of a part that has no step yet."""
        self.control: tuple[str, float, float] | None = None
        """The last control point, with the letter of its kind of curve."""

    def go(self, letter: str, values: tuple[float, ...]) -> None:
        """Take one command of a path."""
        kind = letter.upper()
        if self.start is None and kind != "M":
            raise _BrokenError
        points = self._absolute(kind, values) if letter.islower() else values
        control = self.control
        self.control = None
        match kind, points:
            case "M", (x, y):
                self.x, self.y, self.start, self.moved = x, y, (x, y), True
                self._within(x, y)
            case "Z", _:
                self._close()
            case "H", (x,):
                self._step("L", x, self.y)
            case "V", (y,):
                self._step("L", self.x, y)
            case "S", (x2, y2, x, y):
                self._curve("C", *self._mirrored("C", control), x2, y2, x, y)
            case "T", (x, y):
                self._curve("Q", *self._mirrored("Q", control), x, y)
            case "A", (rx, ry, _, _, _, x, y):
                if rx == 0 or ry == 0:
                    self._step("L", x, y)
                elif (x, y) != (self.x, self.y):
                    self._step("A", abs(rx), abs(ry), *points[2:])
            case "L", _:
                self._step("L", *points)
            case _:
                self._curve(kind, *points)

    def _absolute(self, kind: str, values: tuple[float, ...]) -> tuple[float, ...]:
        if kind == "V":
            return (values[0] + self.y,)
        if kind == "A":
            return (*values[:5], values[5] + self.x, values[6] + self.y)
        return tuple(v + (self.y if at % 2 else self.x) for at, v in enumerate(values))

    def _mirrored(self, kind: str, control: tuple[str, float, float] | None) -> tuple[float, float]:
        if control is None or control[0] != kind:
            return self.x, self.y
        return 2 * self.x - control[1], 2 * self.y - control[2]

    def _curve(self, kind: str, *points: float) -> None:
        self._step(kind, *points)
        self.control = (kind, points[-4], points[-3])

    def _step(self, kind: str, *points: float) -> None:
        self._within(*points)
        self._pen_down()
        self.parts.append(f"{kind} {tokens(points)}")
        self.x, self.y = points[-2:]
        if len(self.parts) > MAX_STEPS:
            raise _BrokenError

    def _pen_down(self) -> None:
        if self.moved:
            self.parts.append(f"M {tokens((self.x, self.y))}")
            self.moved = False

    def _close(self) -> None:
        if self.moved and self.parts and self.parts[-1] == "Z":
            return
        if self.moved:
            self._step("L", self.x, self.y)
        self.parts.append("Z")
        if self.start:
            self.x, self.y = self.start
        self.moved = True

    def _within(self, *points: float) -> None:
        if max(map(abs, points)) > MOST:
            raise _BrokenError
