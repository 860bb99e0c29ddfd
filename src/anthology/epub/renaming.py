"""A font file whose names say something else (OpenType 1.9, tables `head` and `name`)."""

import struct
from collections.abc import Mapping
from operator import itemgetter

_HEADER = struct.Struct(">4s4H")
_ENTRY = struct.Struct(">4s3L")
_NAMES = struct.Struct(">3H")
_RECORD = struct.Struct(">6H")
_WINDOWS, _UNICODE = 3, frozenset({0, 1, 10})
"""A platform, and those of its encodings that are UTF-16."""
_ADJUSTMENT = slice(8, 12)
"""Where in `head` a number stands that makes the checksum of the whole file the one below."""
_WHOLE = 0xB1B0AFBA


def renamed(font: bytes, texts: Mapping[int, str]) -> bytes:
    """Return a font with other texts, by the numbers of the names that are to say them.

    Names that it does not have are not added; those that are no UTF-16 of Windows are left out.
    """
    version, tables = _read(font)
    if b"name" in tables:
        tables[b"name"] = _names(tables[b"name"], texts)
    return _written(version, tables)


def _read(font: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """Return the kind of a font, and its tables in the order of the file."""
    version, count, *_ = _HEADER.unpack_from(font)
    starts = range(_HEADER.size, _HEADER.size + count * _ENTRY.size, _ENTRY.size)
    entries = sorted((_ENTRY.unpack_from(font, start) for start in starts), key=itemgetter(2))
    return version, {tag: font[offset : offset + length] for tag, _, offset, length in entries}


def _names(table: bytes, texts: Mapping[int, str]) -> bytes:
    _, count, start = _NAMES.unpack_from(table)
    records = []
    for number in range(count):
        at = _NAMES.size + number * _RECORD.size
        platform, encoding, language, name, length, offset = _RECORD.unpack_from(table, at)
        if platform == _WINDOWS and encoding in _UNICODE:
            said = table[start + offset : start + offset + length]
            text = texts[name].encode("utf-16-be") if name in texts else said
            records.append((platform, encoding, language, name, text))
    places: dict[bytes, int] = {}
    strings, entries = b"", b""
    for *numbers, text in sorted(records):
        if text not in places:
            places[text] = len(strings)
            strings += text
        entries += _RECORD.pack(*numbers, len(text), places[text])
    return _NAMES.pack(0, len(records), _NAMES.size + len(entries)) + entries + strings


def _written(version: bytes, tables: Mapping[bytes, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    ranges = (16 * power, count.bit_length() - 1, 16 * (count - power))
    offset = _HEADER.size + count * _ENTRY.size
    entries, written = [], []
    for tag, table in tables.items():
        data = _adjusted(table, 0) if tag == b"head" else table
        entries.append(_ENTRY.pack(tag, _checksum(data), offset, len(data)))
        written.append((tag, _padded(data)))
        offset += len(written[-1][1])
    directory = _HEADER.pack(version, count, *ranges) + b"".join(sorted(entries))
    sums = (_checksum(directory), *(_ENTRY.unpack(entry)[1] for entry in entries))
    adjustment = (_WHOLE - sum(sums)) & 0xFFFFFFFF
    return directory + b"".join(
        _adjusted(data, adjustment) if tag == b"head" else data for tag, data in written
    )


def _adjusted(head: bytes, number: int) -> bytes:
    return head[: _ADJUSTMENT.start] + struct.pack(">L", number) + head[_ADJUSTMENT.stop :]


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def _checksum(data: bytes) -> int:
    padded = _padded(data)
    numbers: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}L", padded)
    return sum(numbers) & 0xFFFFFFFF
