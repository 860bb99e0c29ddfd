"""A colour profile as a printing house hands one out, made up: small, and with all its parts."""

import struct
from collections.abc import Callable
from itertools import product

from PIL import Image, ImageCms

NAME = "A house of your own, coated"
_STEPS = 9
"""In each direction of the tables."""


def house_profile(*, version: int = 2, kind: bytes = b"prtr") -> bytes:
    """Return an ICC profile of a press in CMYK with tables in both directions (ICC.1:2001-04)."""
    tags = {
        b"desc": _description(NAME.encode()),
        b"cprt": b"text\0\0\0\0No rights reserved\0",
        b"wtpt": b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061),
        **{b"A2B%d" % number: _table(4, 3, _to_lab) for number in range(3)},
        **{b"B2A%d" % number: _table(3, 4, _to_inks) for number in range(3)},
    }
    table, data = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += name + struct.pack(">II", start + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    head = struct.pack(">II4s4s4s4s6H4s", start + len(data), 0, bytes([version, 0, 0, 0]), kind,
                       b"CMYK", b"Lab ", 2025, 1, 1, 0, 0, 0, b"acsp")  # fmt: skip
    rest = bytes(28) + struct.pack(">3i", 63190, 65536, 54061) + bytes(48)
    return head + rest + struct.pack(">I", len(tags)) + table + data


def _description(text: bytes) -> bytes:
    return b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text + b"\0" + bytes(78)


Nodes = list[tuple[float, ...]]


def _table(inputs: int, outputs: int, made: Callable[[Nodes], bytes]) -> bytes:
    """Return a lut8Type (ICC.1:2001-04, 6.5.7)."""
    steps = 5 if inputs == 4 else _STEPS
    nodes = list(product(*[[step / (steps - 1) for step in range(steps)]] * inputs))
    straight = bytes(range(256))
    unit = struct.pack(">9i", *(65536 if at % 4 == 0 else 0 for at in range(9)))
    head = b"mft1\0\0\0\0" + bytes([inputs, outputs, steps, 0]) + unit
    return head + straight * inputs + made(nodes) + straight * outputs


def _to_lab(nodes: Nodes) -> bytes:
    colours = bytes(round(255 * (1 - ink) * (1 - black)) for *inks, black in nodes for ink in inks)
    row = Image.frombytes("RGB", (len(nodes), 1), colours)
    seen = ImageCms.profileToProfile(
        row, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert seen is not None
    return bytes(part if at % 3 == 0 else part ^ 128 for at, part in enumerate(seen.tobytes()))


def _to_inks(nodes: Nodes) -> bytes:
    parts = bytes(
        round(255 * part) ^ (128 if at else 0) for node in nodes for at, part in enumerate(node)
    )
    row = Image.frombytes("LAB", (len(nodes), 1), parts)
    seen = ImageCms.profileToProfile(
        row, ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    assert seen is not None
    data = seen.tobytes()
    inks = b""
    for at in range(0, len(data), 3):
        colour = data[at : at + 3]
        light = max(colour)
        inks += bytes(255 - round(255 * part / light) if light else 0 for part in colour)
        inks += bytes([255 - light])
    return inks
