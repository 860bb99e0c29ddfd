"""Drawings made by chance out of all that SVG allows and renderers stumble over."""

import base64
import random
from io import BytesIO

from PIL import Image

from anthology.svg.allowed import ATTRIBUTES, CHILDREN, LINKED, PRESENTATION, REFERENCES, TEXTS

_NUMBERS = (
    "0 1 -1 10 1e-9 1e6 -1e6 0.5 1e400 nan inf -0 .5 1. 1e-400 100% 50% -50% 1em 2ex 1rem 3px 2mm "
    "auto inherit none 999999 0.001 0.01 1e5"
).split()
_WORDS = (
    "none inherit currentColor currentcolor red #abc url(#a) url(#zz) normal bold auto evenodd "
    "middle end rtl hidden visible userSpaceOnUse objectBoundingBox context-fill context-stroke "
    "round slice xMinYMax auto-start-reverse 45deg"
).split()
_STEPS = {"M": 2, "Z": 0, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7}
_FUNCTIONS = {"rotate": 3, "scale": 2, "translate": 2, "matrix": 6, "skewX": 1, "scaleX": 1}
_LISTS = frozenset("points viewBox x y dx dy rotate stroke-dasharray values stdDeviation".split())
_IDS = "abcdef"


def drawing(seed: int) -> str:
    """Return the SVG of a drawing, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  # it has to be the same each time
    root = chance.choice(
        (
            'viewBox="0 0 100 100"',
            'width="100" height="50"',
            'width="10" height="50" viewBox="-5 0 10 10"',
        )
    )
    inside = "".join(_element(chance, 4, "svg") for _ in range(chance.randint(1, 8)))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f"{root}>{inside}</svg>"
    )


def _element(chance: random.Random, depth: int, parent: str) -> str:
    names = sorted(CHILDREN.get(parent, frozenset()) - {"title", "desc"})
    if not names:
        return ""
    name = chance.choice(names)
    own = sorted(ATTRIBUTES[name])
    some = [
        *chance.sample(own, min(len(own), chance.randint(0, 6))),
        *chance.sample(sorted(PRESENTATION), chance.randint(0, 3)),
        *chance.sample(sorted(REFERENCES), chance.randint(0, 1)),
        *chance.sample(("transform", "opacity", "lengthAdjust", "id"), chance.randint(0, 3)),
    ]
    values = {attribute: _value(chance, attribute) for attribute in some}
    if name in LINKED:
        values["href"] = f"#{chance.choice(_IDS)}"
    match name:
        case "image":
            values["href"] = _PICTURE
        case "path":
            values["d"] = _path(chance)
        case "polyline" | "polygon":
            values["points"] = _value(chance, "points")
        case "linearGradient" | "radialGradient":
            values["spreadMethod"] = chance.choice(("pad", "repeat", "reflect"))
            values["gradientTransform"] = _transform(chance)
        case "pattern":
            values["patternTransform"] = _transform(chance)
    inside = ""
    if depth:
        inside = "".join(_element(chance, depth - 1, name) for _ in range(chance.randint(0, 4)))
    if name in TEXTS:
        inside = chance.choice(("", "a", "Hello w", "\u200b", " \n ")) + inside + "tail"
    attributes = " ".join(f'{key}="{value}"' for key, value in values.items())
    return f"<{name} {attributes}>{inside}</{name}>"


def _value(chance: random.Random, attribute: str) -> str:
    if attribute == "id":
        return chance.choice(_IDS)
    if attribute == "transform":
        return _transform(chance)
    if attribute in _LISTS:
        length = 4 if attribute == "viewBox" else chance.randint(1, 5)
        return " ".join(_number(chance) for _ in range(length))
    if attribute in REFERENCES and chance.random() < 0.8:
        return f"url(#{chance.choice(_IDS)})"
    return _number(chance) if chance.random() < 0.6 else chance.choice(_WORDS)


def _number(chance: random.Random) -> str:
    if chance.random() < 0.6:
        return chance.choice(_NUMBERS)
    return str(round(chance.uniform(-50, 50), 2))


def _transform(chance: random.Random) -> str:
    name = chance.choice(sorted(_FUNCTIONS))
    return f"{name}({','.join(_number(chance) for _ in range(_FUNCTIONS[name]))})"


def _path(chance: random.Random) -> str:
    parts = []
    for _ in range(chance.randint(0, 8)):
        kind = chance.choice(sorted(_STEPS))
        numbers = [chance.choice("0 1 5 -3 0.1 1e-9 20 1e6".split()) for _ in range(_STEPS[kind])]
        if kind == "A":
            numbers[3:5] = chance.choice("01"), chance.choice("01")
        parts.append(chance.choice((kind, kind.lower())) + " ".join(numbers))
    return "M0 0" + "".join(parts)


def _picture() -> str:
    file = BytesIO()
    Image.new("RGB", (4, 4), "red").save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


_PICTURE = _picture()
