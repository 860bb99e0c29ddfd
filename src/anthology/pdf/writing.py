"""The objects of a PDF as the bytes of a file (ISO 32000-1, 7.5).

Objects that are no streams stand together in compressed ones of a few hundred, so that a viewer
that opens one page of a long book has to read little else.
"""

import zlib
from collections.abc import Sequence

import pydyf

_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_TOGETHER = 200
"""How many objects stand in one stream."""
_IN_STREAM, _AT_OFFSET = 2, 1
"""Types of cross-reference entries (ISO 32000-1, 7.5.8.3)."""
_FIELDS = (1, 4, 2)
"""Bytes of the fields of an entry."""


def write(pdf: pydyf.PDF) -> bytes:
    """Return the bytes of a PDF 1.7 with object streams and a cross-reference stream."""
    if pdf.info:
        pdf.add_object(pdf.info)
    things = [thing for thing in pdf.objects if thing.free != "f"]
    inside = [thing for thing in things if thing.compressible]
    file = bytearray(_HEADER)
    entries = [b""] * len(pdf.objects)
    entries[0] = _entry(0, 0, 0xFFFF)
    for thing in things:
        if not thing.compressible:
            entries[thing.number] = _entry(_AT_OFFSET, len(file), thing.generation)
            file += thing.indirect + b"\n"
    for start in range(0, len(inside), _TOGETHER):
        some = inside[start : start + _TOGETHER]
        number = len(entries)
        for at, thing in enumerate(some):
            entries[thing.number] = _entry(_IN_STREAM, number, at)
        entries.append(_entry(_AT_OFFSET, len(file), 0))
        file += _indirect(number, _together(some))
    start_of_table = len(file)
    entries.append(_entry(_AT_OFFSET, start_of_table, 0))
    table = b"/Type/XRef/Size %d/W[%s]/Root %s" % (
        len(entries),
        b" ".join(b"%d" % width for width in _FIELDS),
        pdf.catalog.reference,
    )
    if pdf.info:
        table += b"/Info " + pdf.info.reference
    file += _indirect(len(entries) - 1, _stream(table, b"".join(entries)))
    return bytes(file + b"startxref\n%d\n%%%%EOF\n" % start_of_table)


def _entry(kind: int, second: int, third: int) -> bytes:
    values = (kind, second, third)
    return b"".join(value.to_bytes(width) for value, width in zip(values, _FIELDS, strict=True))


def _together(things: Sequence[pydyf.Object]) -> bytes:
    """Return an object stream (ISO 32000-1, 7.5.7)."""
    places: list[bytes] = []
    written: list[bytes] = []
    at = 0
    for thing in things:
        data = thing.data
        places.append(b"%d %d" % (thing.number, at))
        written.append(data)
        at += len(data) + 1
    first = b" ".join(places) + b" "
    head = b"/Type/ObjStm/N %d/First %d" % (len(things), len(first))
    return _stream(head, first + b"\n".join(written))


def _stream(head: bytes, content: bytes) -> bytes:
    data = zlib.compress(content)
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (head, len(data), data)


def _indirect(number: int, data: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, data)
