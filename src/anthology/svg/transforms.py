"""Transformations: a list of functions to one matrix."""

import math
import re

from msgspec import Struct

from anthology.svg.values import MOST, parse_angle, parse_number, pixels, tokens

_FUNCTION = re.compile(r"[\s,]*([a-zA-Z]{4,10})\s*\(([^()]{0,300})\)")
_SEPARATOR = re.compile(r"[\s,]+")
_LEAST_DETERMINANT = 1e-12


class Matrix(Struct, frozen=True):
    """An affine transformation, its numbers in the order of SVG."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def then(self, inner: "Matrix") -> "Matrix":
        """Return the transformation that applies `inner` first and then this one."""
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            self.a * inner.e + self.c * inner.f + self.e,
            self.b * inner.e + self.d * inner.f + self.f,
        )

    @property
    def numbers(self) -> tuple[float, ...]:
        """Its six numbers."""
        return (self.a, self.b, self.c, self.d, self.e, self.f)

    @property
    def flat(self) -> bool:
        """Whether nothing of what it transforms can be seen."""
        return abs(self.a * self.d - self.b * self.c) < _LEAST_DETERMINANT

    @property
    def scale(self) -> float:
        """How much it enlarges at most."""
        return max(map(abs, self.numbers[:4]))

    def __str__(self) -> str:
        """Return it as SVG writes it."""
        return f"matrix({tokens(self.numbers)})"


def parse_matrix(text: str) -> Matrix | None:
    """Return what a cleaned `transform` says, as one matrix; None where it is no list of them."""
    matrix, at = Matrix(), 0
    text = text.strip()
    if text == "none":
        return matrix
    while at < len(text):
        found = _FUNCTION.match(text, at)
        step = _matrix(found[1].lower(), found[2].strip()) if found else None
        if found is None or step is None:
            return None
        matrix, at = matrix.then(step), found.end()
        if max(map(abs, matrix.numbers)) > MOST:
            return None
    return matrix


def around(matrix: Matrix, origin: str) -> Matrix | None:
    """Return a matrix about the point of a `transform-origin`, None where that is no point."""
    words = _SEPARATOR.split(origin.strip())
    point = [pixels(word) for word in words]
    if len(point) not in (2, 3) or point[0] is None or point[1] is None:
        return None
    to = Matrix(e=point[0], f=point[1])
    return to.then(matrix).then(Matrix(e=-point[0], f=-point[1]))


def _matrix(name: str, text: str) -> Matrix | None:
    words = _SEPARATOR.split(text) if text else []
    read = {"rotate": _rotation, "skewx": _skew, "skewy": _skew, "skew": _skew}.get(name, _numbers)
    values = read(words)
    if values is None:
        return None
    match name, values:
        case "matrix", (a, b, c, d, e, f):
            return Matrix(a, b, c, d, e, f)
        case "translate", (x, *y) if len(y) < 2:
            return Matrix(e=x, f=y[0] if y else 0)
        case "translatex", (x,):
            return Matrix(e=x)
        case "translatey", (y,):
            return Matrix(f=y)
        case "scale", (x, *y) if len(y) < 2:
            return Matrix(a=x, d=y[0] if y else x)
        case "scalex", (x,):
            return Matrix(a=x)
        case "scaley", (y,):
            return Matrix(d=y)
        case "rotate", (angle, *center) if len(center) in (0, 2):
            cos, sin = math.cos(angle), math.sin(angle)
            x, y = center or (0.0, 0.0)
            turned = Matrix(cos, sin, -sin, cos)
            return Matrix(e=x, f=y).then(turned).then(Matrix(e=-x, f=-y))
        case "skewx" | "skew", (x,):
            return Matrix(c=math.tan(x))
        case "skewy", (y,):
            return Matrix(b=math.tan(y))
        case "skew", (x, y):
            return Matrix(b=math.tan(y), c=math.tan(x))
    return None


def _numbers(words: list[str]) -> list[float] | None:
    values = [pixels(word) for word in words]
    return None if None in values else [value for value in values if value is not None]


def _skew(words: list[str]) -> list[float] | None:
    angles = [parse_angle(word) for word in words]
    return None if None in angles else [math.radians(one) for one in angles if one is not None]


def _rotation(words: list[str]) -> list[float] | None:
    angle = parse_angle(words[0]) if words else None
    center = [parse_number(word) for word in words[1:]]
    if angle is None or None in center:
        return None
    return [math.radians(angle), *(value for value in center if value is not None)]
