"""The objects of a PDF as the bytes of a file (ISO 32000-1, 7.5).

Objects that are no streams stand together in compressed ones of a few hundred, so that a viewer
that opens one page of a long book has to read little else.
"""

import struct
import zlib
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_TOGETHER = 200
"""How many objects stand in one stream."""
_IN_STREAM, _AT_OFFSET = 2, 1
"""Types of cross-reference entries (ISO 32000-1, 7.5.8.3)."""
_ENTRY = struct.Struct(">BIH")
_WIDTHS = b"[1 4 2]"
"""Bytes of the fields of an entry."""
_SHORT = 256
"""Bytes below which a content stream is not compressed: there are many, and it gains little."""
_COMPRESSING = 2
"""How many threads compress: zlib lets others work meanwhile."""


def reference(number: int) -> bytes:
    """Return what refers to an object (ISO 32000-1, 7.3.10)."""
    return b"%d 0 R" % number


class Objects:
    """The objects of a PDF, by their numbers."""

    def __init__(self) -> None:
        """Have none."""
        self._written = [b""]  # no object has the number 0 (ISO 32000-1, 7.5.4)
        self._streams: set[int] = set()
        self._threads = ThreadPoolExecutor(_COMPRESSING)
        self._waiting: dict[int, Future[bytes]] = {}
        """The streams that are being compressed."""

    @property
    def next(self) -> int:
        """The number of the object that is added next."""
        return len(self._written)

    def reserve(self) -> int:
        """Return the number of an object that is put later."""
        self._written.append(b"null")
        return len(self._written) - 1

    def put(self, number: int, written: bytes) -> None:
        """Give an object that was reserved."""
        self._written[number] = written

    def add(self, written: bytes) -> bytes:
        """Add an object and return its reference."""
        self._written.append(written)
        return reference(len(self._written) - 1)

    def add_stream(self, dictionary: bytes, data: bytes) -> bytes:
        """Add a stream, with a dictionary that does not tell its length; return its reference."""
        self._streams.add(self.next)
        inside = dictionary.removeprefix(b"<<").removesuffix(b">>")
        return self.add(_stream(inside, data))

    def add_content(self, operators: bytes) -> bytes:
        """Add a content stream, compressed where that is worth it; return its reference."""
        if len(operators) < _SHORT:
            return self.add_stream(b"<<>>", operators)
        self._streams.add(self.next)
        self._waiting[self.next] = self._threads.submit(_packed, b"", operators)
        return self.add(b"")

    def file(self, catalog: bytes, info: bytes) -> bytes:
        """Return the bytes of a PDF 1.7 with object streams and a cross-reference stream.

        `catalog` refers to the document catalog, `info` to the information dictionary.
        """
        for number, packed in self._waiting.items():
            self._written[number] = packed.result()
        file = bytearray(_HEADER)
        entries = [_ENTRY.pack(0, 0, 0xFFFF)] * len(self._written)
        for number in sorted(self._streams):
            entries[number] = _ENTRY.pack(_AT_OFFSET, len(file), 0)
            file += _indirect(number, self._written[number])
        inside = [number for number in range(1, self.next) if number not in self._streams]
        groups = [inside[at : at + _TOGETHER] for at in range(0, len(inside), _TOGETHER)]
        with self._threads as threads:
            for group, stream in zip(groups, threads.map(self._together, groups), strict=True):
                for at, number in enumerate(group):
                    entries[number] = _ENTRY.pack(_IN_STREAM, len(entries), at)
                file += self._placed(entries, len(file), stream)
        start = len(file)
        table = b"/Type/XRef/Size %d/W%s/Root %s/Info %s" % (
            len(entries) + 1,
            _WIDTHS,
            catalog,
            info,
        )
        entries.append(_ENTRY.pack(_AT_OFFSET, start, 0))
        file += _indirect(len(entries) - 1, _packed(table, b"".join(entries)))
        return bytes(file + b"startxref\n%d\n%%%%EOF\n" % start)

    def _placed(self, entries: list[bytes], at: int, written: bytes) -> bytes:
        """Return an object that gets the next number, and enter where it is."""
        entries.append(_ENTRY.pack(_AT_OFFSET, at, 0))
        return _indirect(len(entries) - 1, written)

    def _together(self, numbers: Sequence[int]) -> bytes:
        """Return an object stream (ISO 32000-1, 7.5.7)."""
        places: list[bytes] = []
        written = [self._written[number] for number in numbers]
        at = 0
        for number, data in zip(numbers, written, strict=True):
            places.append(b"%d %d" % (number, at))
            at += len(data) + 1
        first = b" ".join(places) + b" "
        head = b"/Type/ObjStm/N %d/First %d" % (len(numbers), len(first))
        return _packed(head, first + b"\n".join(written))


def _packed(head: bytes, content: bytes) -> bytes:
    return _stream(head + b"/Filter/FlateDecode", zlib.compress(content))


def _stream(head: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (head, len(data), data)


def _indirect(number: int, data: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, data)
