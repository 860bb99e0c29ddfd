"""The barcode of a book: its ISBN as EAN-13, and its price as the add-on of five digits beside it.

Sizes are in modules, the width of the narrowest bar (ISO/IEC 15420).
"""

from collections.abc import Iterator

from msgspec import Struct

from anthology.shapes import Box

MODULE = 0.33
"""mm at the usual size."""
SMALLEST, LARGEST = 0.8, 1.0
"""In parts of the usual size: a smaller one may not be, a larger one is not needed."""

_ODD = "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011".split()
"""The bars of each digit in number set A; in set B they are backwards and dark is light."""
_SIDES = "000000 001011 001101 001110 010011 011001 011100 010101 010110 011010".split()
"""Which of the six digits on the left are of set B (1), by the first digit of all."""
_ADDED = "11000 10100 10010 10001 01100 00110 00011 01010 01001 00101".split()
"""Which of the five digits of an add-on are of set B (1), by its check value."""

_QUIET_LEFT, _QUIET_RIGHT, _QUIET_END = 11, 7, 5
"""What stays white before the bars, after them, and after an add-on."""
_APART = 9
"""From the end of the bars to an add-on: 7 at least and 12 at most."""
_HEIGHT, _LONGER, _DIGITS = 69.24, 5.0, 8.3
"""Of the bars; how much longer the guards are; of the room for the digits beneath."""
_HEAD = 9.5
"""Of the line above, in which the ISBN stands with its hyphens."""
_ABOVE = 1.5
"""What stays white above it."""
TYPE, HEAD_TYPE = 8.8, 7.5
"""The size of the digits, and of the line above, which is as wide as the bars."""
_IN = 0.7
"""How far a digit stands in from the left of its seven modules."""


class Digits(Struct, frozen=True, kw_only=True):
    """A line beneath bars or above them."""

    left: float
    baseline: float
    text: str
    advance: float
    """From one to the next; 0 where they stand as their typeface has it."""


class Barcode(Struct, frozen=True, kw_only=True):
    """A barcode in modules, from the upper left corner of its white ground."""

    width: float
    height: float
    bars: tuple[Box, ...]
    digits: tuple[Digits, ...]
    head: Digits
    """The ISBN as it is written, above the bars."""


def ean_13(digits: str) -> str:
    """Return the modules of 13 digits: 1 is dark (ISO/IEC 15420, 4.3)."""
    first, left, right = int(digits[0]), digits[1:7], digits[7:]
    sides = zip(left, _SIDES[first], strict=True)
    coded = "".join(_digit(digit, other=side == "1") for digit, side in sides)
    mirrored = "".join(_inverted(_ODD[int(digit)]) for digit in right)
    return f"101{coded}01010{mirrored}101"


def ean_5(digits: str) -> str:
    """Return the modules of an add-on of 5 digits (ISO/IEC 15420, 4.3.5)."""
    check = sum(int(digit) * (9 if at % 2 else 3) for at, digit in enumerate(digits)) % 10
    sides = zip(digits, _ADDED[check], strict=True)
    return "1011" + "01".join(_digit(digit, other=side == "1") for digit, side in sides)


def barcode(isbn: str, price: str | None) -> Barcode:
    """Return the barcode of an ISBN as it is written, with an add-on for a price.

    The digits of the ISBN have to be right: nothing is checked here.
    """
    number = "".join(filter(str.isdigit, isbn))
    main = ean_13(number)
    top = _ABOVE + _HEAD
    bottom = top + _HEIGHT
    start = _QUIET_LEFT
    end = start + len(main)
    beneath = bottom + _DIGITS
    digits = [
        Digits(left=1 + _IN, baseline=beneath, text=number[0], advance=7),
        Digits(left=start + 3 + _IN, baseline=beneath, text=number[1:7], advance=7),
        Digits(left=start + 50 + _IN, baseline=beneath, text=number[7:], advance=7),
    ]
    guards = (range(3), range(45, 50), range(92, 95))
    bars = list(_bars(main, start, top, bottom, guards))
    width = end + _QUIET_RIGHT
    if price:
        left = end + _APART
        bars += _bars(ean_5(price), left, top + _DIGITS + 1, bottom + _LONGER, ())
        digits.append(
            Digits(left=left + 4 + _IN, baseline=top + _DIGITS - 1, text=price, advance=9)
        )
        width = left + 47 + _QUIET_END
    return Barcode(
        width=width,
        height=beneath + _ABOVE,
        bars=tuple(bars),
        digits=tuple(digits),
        head=Digits(left=start, baseline=_ABOVE + HEAD_TYPE, text=f"ISBN {isbn}", advance=0),
    )


def _digit(digit: str, *, other: bool) -> str:
    odd = _ODD[int(digit)]
    return _inverted(odd)[::-1] if other else odd


def _inverted(modules: str) -> str:
    return modules.translate(str.maketrans("01", "10"))


def _bars(
    modules: str, left: float, top: float, bottom: float, guards: tuple[range, ...]
) -> Iterator[Box]:
    """Yield a box for each run of dark modules; those of guards are longer."""
    at = 0
    while at < len(modules):
        end = at
        while end < len(modules) and modules[end] == modules[at]:
            end += 1
        if modules[at] == "1":
            longer = _LONGER if any(at in guard for guard in guards) else 0
            yield Box(left=left + at, top=top, right=left + end, bottom=bottom + longer)
        at = end
