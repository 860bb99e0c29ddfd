"""What a picture's file says besides the picture, taken out; no pixel is touched."""

import re
from collections.abc import Iterator

_MARKER = re.compile(rb"\xff+([^\x00\xff])", re.DOTALL)
"""The beginning of a segment, after any number of fill bytes (ITU-T T.81, B.1.1.2)."""
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
"""What ends the pixels of a scan: a marker that does not restart it."""
_END, _SCAN = 0xD9, 0xDA
_LONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers that have no place between segments."""
_TOLD = frozenset({*range(0xE0, 0xF0), 0xFE})
"""The markers of application data and of comments."""
_JFIF = 18
"""Bytes of a JFIF segment without a thumbnail (ITU-T T.871, 10.1)."""

_PNG_HEAD = 8
_CHUNKS = frozenset(b"IHDR PLTE IDAT IEND tRNS cHRM gAMA sRGB iCCP cICP sBIT pHYs".split())
"""The chunks of a PNG that are the picture and its colours (PNG, third edition, 11)."""


def without_metadata(data: bytes, kind: str) -> bytes:
    """Return a JPEG or PNG without what it says about itself, the same bytes if it says nothing.

    What goes is Exif, XMP, IPTC, comments, thumbnails, times, further frames, and whatever stands
    behind the picture; colour profiles and resolutions stay. `kind` is Pillow's word. Raises
    ValueError where the file is not built as the standard says.
    """
    parts = tuple(_chunks(data) if kind == "PNG" else _segments(data))
    return b"".join(parts)


def _segments(data: bytes) -> Iterator[bytes]:
    """Yield the parts of a JPEG to keep, up to the end of its first picture."""
    yield data[:2]
    at = 2
    while True:
        found = _MARKER.match(data, at)
        if not found or found[1][0] in _LONE:
            raise ValueError("there is something between the segments")
        marker, start = found[1][0], found.end()
        if marker == _END:
            yield b"\xff\xd9"
            return
        at = start + int.from_bytes(data[start : start + 2], "big")
        if not start + 2 <= at <= len(data):
            raise ValueError("a segment is cut off")
        yield _kept(marker, data[start - 2 : at])
        if marker == _SCAN:
            end = _SCAN_END.search(data, at)
            if not end:
                raise ValueError("a scan has no end")
            yield data[at : end.start()]
            at = end.start()


def _kept(marker: int, segment: bytes) -> bytes:
    """Return what stays of a segment: all of it, nothing, or a JFIF head without its thumbnail."""
    told = segment[4:]
    if marker == 0xE0 and told.startswith(b"JFIF\0") and len(segment) >= _JFIF:
        return b"\xff\xe0\0\x10" + segment[4 : _JFIF - 2] + b"\0\0"
    kept = (
        marker not in _TOLD
        or (marker == 0xE2 and told.startswith(b"ICC_PROFILE\0"))
        or (marker == 0xEE and told.startswith(b"Adobe"))
    )
    return segment if kept else b""


def _chunks(data: bytes) -> Iterator[bytes]:
    """Yield the parts of a PNG to keep, up to its end."""
    yield data[:_PNG_HEAD]
    at = _PNG_HEAD
    name = b""
    while name != b"IEND":
        name = data[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if end > len(data):
            raise ValueError("a chunk is cut off")
        if name in _CHUNKS:
            yield data[at:end]
        elif name[:1].isupper():
            raise ValueError("a chunk that is needed is not known")
        at = end
