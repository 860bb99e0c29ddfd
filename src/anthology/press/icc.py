"""A profile of black ink on paper, as PDF/X-4 wants one in the file (ICC.1:2001-04)."""

import struct

_DOT_GAIN = 1.75
"""The exponent that makes of half a tint what 20 % of dot gain make of it."""
_D50 = (0.9642, 1.0, 0.8249)
"""The white of the profile connection space (ICC.1:2001-04, A.1)."""
_HEADER = struct.Struct(">II4s4s4s4s6H4s4sI4s4sQI3i4s44x")
BLACK_INK = "Black ink, dot gain 20 %"
"""What the profile says of itself."""
_RIGHTS = b"No rights reserved"


def black_ink() -> bytes:
    """Return an output profile of one channel: the same bytes each time."""
    tags = {
        b"desc": _description(BLACK_INK.encode()),
        b"cprt": b"text\0\0\0\0" + _RIGHTS + b"\0",
        b"wtpt": b"XYZ \0\0\0\0" + struct.pack(">3i", *map(_fixed, _D50)),
        b"kTRC": b"curv\0\0\0\0" + struct.pack(">IH", 1, round(_DOT_GAIN * 256)),
    }
    table, data = b"", b""
    start = _HEADER.size + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += name + struct.pack(">II", start + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    header = _HEADER.pack(
        start + len(data),
        0,
        b"\x02\x40\0\0",  # version 2.4
        b"prtr",
        b"GRAY",
        b"XYZ ",
        *(2026, 1, 1, 0, 0, 0),
        b"acsp",
        bytes(4),
        0,
        bytes(4),
        bytes(4),
        0,
        1,  # relative colorimetric
        *map(_fixed, _D50),
        bytes(4),
    )
    return header + struct.pack(">I", len(tags)) + table + data


def _description(text: bytes) -> bytes:
    """Return a textDescriptionType (ICC.1:2001-04, 6.5.17)."""
    return (
        b"desc\0\0\0\0"
        + struct.pack(">I", len(text) + 1)
        + text
        + b"\0"
        + bytes(4 + 4 + 2 + 1 + 67)
    )


def _fixed(value: float) -> int:
    """Return a number as s15Fixed16Number."""
    return round(value * 65536)
