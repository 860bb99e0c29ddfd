"""Pictures that are bombs, traps or no pictures, and drawings that reach outside or run."""

import base64
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from PIL import Image

from hostile.case import HEAD, Hostile, files

_NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
_PLACE = r"articles/type\.md:5:6: "


def _svg(inside: str, attributes: str = 'viewBox="0 0 100 100"', before: str = "") -> str:
    return f"{before}<svg {_NAMESPACES} {attributes}>{inside}</svg>"


def _image(kind: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    file = BytesIO()
    image = Image.effect_mandelbrot(size, (-2, -1.5, 1, 1.5), 20).convert("RGB")
    image.save(file, kind, **options)
    return file.getvalue()


def _screens(side: int, frames: int) -> bytes:
    """Return a GIF that changes a dot of a large square screen in each frame."""
    size = side.to_bytes(2, "little")
    frame = b"," + bytes(4) + b"\1\0\1\0\x80" + bytes(6) + b"\2\2D\1\0"
    return b"GIF89a" + size * 2 + bytes(3) + frame * frames + b";"


def _animation(kind: str, frames: int, size: tuple[int, int]) -> bytes:
    file = BytesIO()
    pictures = [Image.new("L", size, number % 2 * 255) for number in range(frames)]
    pictures[0].save(file, kind, save_all=True, append_images=pictures[1:])
    return file.getvalue()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png(width: int, height: int, *chunks: bytes) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = _chunk(b"IDAT", zlib.compress(b"\0" * 4000))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + rows + _chunk(b"IEND", b"")


def _large_jpeg(width: int, height: int) -> bytes:
    data = bytearray(_image("JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def _large_avif(width: int, height: int) -> bytes:
    data = bytearray(_image("AVIF"))
    at = data.index(b"ispe") + 8
    data[at : at + 8] = struct.pack(">II", width, height)
    return bytes(data)


def _many_scans() -> bytes:
    """Return a progressive JPEG whose last scan stands there over and over."""
    data = _image("JPEG", (4000, 2000), progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * 300 + b"\xff\xd9"


_Data: TypeAlias = str | bytes | Callable[[], bytes]


def _shown(name: str, data: _Data) -> Callable[[Path], None]:
    """Return a maker of a project whose article shows this picture."""

    def make(folder: Path) -> None:
        content = data() if callable(data) else data
        text = f"{HEAD}![A]({name})\n\nWords.\n"
        files({"articles/type.md": text, f"articles/{name}": content})(folder)

    return make


def _refused(name: str, data: _Data, why: str, file: str = "x.svg") -> Hostile:
    """Return a case in which a picture is an error at its place in the article."""
    said = rf"{_PLACE}error: the picture articles/{file} {why}.*; \w"
    return Hostile(name=f"picture-{name}", make=_shown(file, data), exit_code=3, says=(said,))


def _loses(name: str, inside: str, *what: str) -> Hostile:
    """Return a case in which a drawing is kept, with a warning for what it loses."""
    return Hostile(
        name=f"picture-{name}",
        make=_shown("x.svg", _svg(f'<rect width="9" height="9"/>{inside}')),
        exit_code=0,
        says=tuple(rf"{_PLACE}warning: the picture articles/x\.svg loses {one}" for one in what),
        command=("build", "--epub", "--pdf"),
    )


def _tower(name: str, inside: str) -> str:
    """Return ten elements, each of which holds the one before ten times."""
    first = inside.format(id="a0", content='<rect width="1" height="1"/>')
    return first + "".join(
        inside.format(id=f"a{level}", content=name.format(f"a{level - 1}") * 10)
        for level in range(1, 10)
    )


_ENTITY = '<!DOCTYPE svg [<!ENTITY x "y">]>'
_BOMB = "<!DOCTYPE svg [<!ENTITY a '0123456789'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
_HTML = b"<html><script>alert(1)</script></html>"
_PNG_IN_SVG = base64.b64encode(_image("PNG")).decode()

_ENDLESS = "holds a part that contains itself"
_TOO_MANY = "draws more than 20000 elements"

DRAWINGS_REFUSED = (
    _refused("entities", _svg("<text>&x;</text>", before=_ENTITY), "declares entities"),
    _refused(
        "entities-in-utf-16",
        _svg("<text>&x;</text>", before=_ENTITY).encode("utf-16"),
        "declares entities",
    ),
    _refused(
        "entities-in-utf-16-without-mark",
        _svg("<text>&x;</text>", before=_ENTITY).encode("utf-16-be"),
        "declares entities",
    ),
    _refused(
        "entity-bomb-in-attribute",
        _svg('<text id="&i;"/>', before=f"{_BOMB}]>"),
        "declares entities",
    ),
    _refused(
        "entity-from-file",
        _svg("<text>&x;</text>", before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "declares entities",
    ),
    _refused(
        "second-document-type",
        _svg("<text>&x;</text>", before=f"<!DOCTYPE svg><!-- -->{_ENTITY}"),
        "declares entities",
    ),
    _refused(
        "entities-behind-spaces",
        _svg("<text>&x;</text>", before=f"<!-- -->{' ' * 30_000}{_ENTITY}"),
        "declares entities",
    ),
    _refused(
        "unknown-encoding",
        _svg("", before='<?xml version="1.0" encoding="utf-7"?>'),
        "is written in utf-7",
    ),
    _refused("not-well-formed", _svg("<g>"), r"is not well-formed SVG \(.*\)"),
    _refused("nul-in-drawing", _svg("\0"), "is not well-formed SVG"),
    _refused("svg-without-namespace", "<svg/>", "is not a plain SVG picture"),
    _refused("html-named-svg", _HTML, "is not a plain SVG picture"),
    _refused(
        "use-bomb", _svg(_tower('<use href="#{}"/>', '<g id="{id}">{content}</g>')), _TOO_MANY
    ),
    _refused(
        "pattern-bomb",
        _svg(
            _tower(
                '<rect width="1" height="1" fill="url(#{})"/>',
                '<pattern id="{id}" width="1" height="1">{content}</pattern>',
            )
            + '<rect width="9" height="9" fill="url(#a9)"/>'
        ),
        _TOO_MANY,
    ),
    _refused(
        "mask-bomb",
        _svg(
            _tower(
                '<rect width="1" height="1" mask="url(#{})"/>', '<mask id="{id}">{content}</mask>'
            )
            + '<rect width="9" height="9" mask="url(#a9)"/>'
        ),
        _TOO_MANY,
    ),
    _refused(
        "marker-bomb",
        _svg(
            f'<marker id="m">{"<rect/>" * 100}</marker>'
            f'<polyline marker-mid="url(#m)" points="{"1 2 3 4 " * 1000}"/>'
        ),
        _TOO_MANY,
    ),
    _refused("use-of-itself", _svg('<g id="a"><use href="#a"/></g>'), _ENDLESS),
    _refused(
        "use-in-a-ring",
        _svg('<g id="a"><use href="#b"/></g><g id="b"><use xlink:href="#a"/></g>'),
        _ENDLESS,
    ),
    _refused(
        "gradients-in-a-ring",
        _svg('<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>'),
        _ENDLESS,
    ),
    _refused(
        "marker-inherited-by-itself",
        _svg(
            '<marker id="m"><path d="M0 0L1 1"/></marker>',
            'viewBox="0 0 9 9" style="marker:url(#m)"',
        ),
        _ENDLESS,
    ),
    _refused(
        "clip-path-of-itself",
        _svg('<clipPath id="c"><rect width="1" height="1" clip-path="url(#c)"/></clipPath>'),
        _ENDLESS,
    ),
    _refused(
        "mask-of-itself-by-style",
        _svg('<style>.m{mask:u\\72l("#m")}</style><mask id="m"><rect class="m"/></mask>'),
        _ENDLESS,
    ),
    _refused("deep-drawing", _svg("<g>" * 100 + "</g>" * 100), "nests its elements more than 60"),
    _refused("too-deep-for-the-parser", _svg("<g>" * 5000 + "</g>" * 5000), "is not well-formed"),
    _refused("too-many-elements", _svg("<g/>" * 30_000), "has more than 20000 elements"),
    _refused("too-many-tags", _svg("<g/>" * 200_000), "is a drawing of too many elements"),
    _refused(
        "too-many-attributes",
        _svg("", " ".join(f'a{number}=""' for number in range(50_000))),
        "has an element of more than 200 attributes",
    ),
    _refused(
        "too-many-style-rules",
        _svg(f"<style>{'.a .b{fill:red}' * 9000}</style>{'<g/>' * 5000}"),
        "has too many style rules",
    ),
    _refused(
        "too-long-outline",
        _svg(f'<path d="M0 0{"l1 1" * 30_000}"/>'),
        "has an outline of more than 20000 steps",
    ),
    _refused(
        "too-many-filter-steps",
        _svg(f'<filter id="f">{"<feGaussianBlur/>" * 60}</filter>'),
        "has a filter of more than 50 steps",
    ),
    _refused(
        "huge-type",
        _svg('<g font-size="90em"><g font-size="90em"><text>a</text></g></g>'),
        "has type larger than 10000 pixels",
    ),
    _refused(
        "huge-scale",
        _svg('<g transform="scale(99999)">' * 4 + "<rect/>" + "</g>" * 4),
        "enlarges its parts beyond measure",
    ),
    _refused("huge-size", _svg("", 'width="999999" height="999999"'), "is 999999 x 999999 pixels"),
    _refused("no-size", _svg("", 'width="nan" height="1e400"'), "says neither width and height"),
    _refused(
        "broken-image-in-drawing",
        _svg(f'<image href="data:image/png;base64,{_PNG_IN_SVG[:400]}"/>'),
        "holds an image that is broken",
    ),
    _refused(
        "bomb-in-drawing",
        _svg(
            '<image href="data:image/png;base64,'
            f'{base64.b64encode(_png(60_000, 60_000)).decode()}"/>'
        ),
        "holds an image that has too many pixels",
    ),
)

DRAWINGS_CLEANED = (
    _loses("script", '<script>alert(1)</script><rect onload="alert(1)" width="1" height="1"/>'),
    _loses(
        "foreign-object",
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">Lost words</p></foreignObject>',
        "what stands in foreignObject: Lost words",
    ),
    _loses(
        "image-from-outside",
        '<image href="file:///etc/passwd"/><image xlink:href="https://example.org/a.png"/>'
        '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        r"an image that is not inside it as PNG, .*: file:///etc/passwd and 2 more",
    ),
    _loses(
        "references-outside",
        '<use href="other.svg#a"/><rect fill="url(http://example.org/#a)"/>'
        '<rect style="filter:u\\72l(file:///etc/passwd)"/>',
        r"what it takes from outside: other\.svg#a and 2 more",
    ),
    _loses(
        "style-from-outside",
        '<style>@import "http://example.org/a.css"; @font-face{src:url(file:///a)}</style>',
        'a style sheet from outside: "http://example.org/a.css"',
        "a typeface of its own",
    ),
    _loses(
        "movement",
        '<animate attributeName="href" to="javascript:alert(1)"/><set/>'
        "<style>@keyframes a{}</style>",
        "movement: @keyframes and 2 more",
    ),
    _loses(
        "odd-numbers",
        '<rect width="1e400" x="nan" y="infinity" rx="-3"/><circle r="99999999"/>'
        '<path d="M0 0L1e400 2"/><polygon points="1 2 x"/><g transform="scale(1e308)"/>'
        '<line stroke-dasharray="0.0000001"/><text font-size="1e9">a</text>',
        r'a value that SVG does not know, .*: width="1e400" and 9 more',
    ),
    _loses(
        "what-renderers-stumble-over",
        '<path d="M0 0" marker-end="url(#m)"/><path d="M1 1ZZ" marker-end="url(#m)"/>'
        '<marker id="m" orient="auto"><path d="M0 0A1 1 0 0 1 0 0L1 1"/></marker>'
        '<polyline points="" opacity=".5"/><g fill="currentcolor" color="currentColor">'
        '<rect width="1" height="1" transform="scale(0)"/></g>'
        '<linearGradient id="g" gradientTransform="scale(0)" spreadMethod="repeat" x2="0">'
        '<stop offset="1"/><stop/></linearGradient><rect width="1" height="1" fill="url(#g)"/>',
        "the repetition of a gradient",
        "a value that SVG does not know",
    ),
    _loses(
        "ids",
        '<g id="a b"/><g id="1"/><g id="1"/><g id="\'&quot;]"/><use href="#1"/>'
        '<rect fill="url(#1)"/><use href="#none"/><rect clip-path="url(#none)"/>',
    ),
    _loses(
        "image-inside",
        f'<image width="9" height="9" href="data:image/jpeg;base64,{_PNG_IN_SVG}"/>',
    ),
)

RASTERS_REFUSED = (
    _refused("cut-off-png", _image("PNG")[:-200], "is broken", "x.png"),
    _refused("cut-off-jpeg", _image("JPEG")[:-200], "is broken", "x.jpg"),
    _refused("cut-off-gif", _image("GIF")[:-200], "is broken", "x.gif"),
    _refused("cut-off-webp", _image("WEBP")[:-100], "is broken", "x.webp"),
    _refused("cut-off-avif", _image("AVIF")[:-100], "is broken", "x.avif"),
    _refused("empty", b"", "is broken", "x.png"),
    _refused("png-bomb", _png(65_000, 65_000), "has too many pixels", "x.png"),
    _refused("png-larger-than-its-data", _png(9000, 9000), "is broken", "x.png"),
    _refused(
        "png-text-bomb",
        lambda: _png(4, 4, _chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(90_000_000), 9))),
        "is broken",
        "x.png",
    ),
    _refused(
        "png-profile-bomb",
        lambda: _png(4, 4, _chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(90_000_000), 9))),
        "is broken",
        "x.png",
    ),
    _refused(
        "gif-screen",
        b"GIF89a\xff\xff\xff\xff\0\0\0" + _image("GIF")[13:],
        "has too many pixels",
        "x.gif",
    ),
    _refused("gif-frames", lambda: _animation("GIF", 1100, (2, 2)), "has more than 1000", "x.gif"),
    _refused(
        "gif-frames-large",
        _screens(9000, 7),
        "has too many pixels, all its frames together",
        "x.gif",
    ),
    _refused("avif-bomb", _large_avif(16_000, 16_000), "has too many pixels", "x.avif"),
    _refused("avif-large", _large_avif(12_000, 9000), "has 12000 x 9000 pixels", "x.avif"),
    _refused(
        "avif-frames", lambda: _animation("AVIF", 1100, (16, 16)), "has more than 1000", "x.avif"
    ),
    _refused("jpeg-of-a-wrong-size", _large_jpeg(9000, 9000), "is broken", "x.jpg"),
    _refused("jpeg-bomb", _large_jpeg(65_000, 65_000), "has too many pixels", "x.jpg"),
    _refused("jpeg-passes", _many_scans, r"is stored in \d+ passes", "x.jpg"),
    _refused("html-behind-gif-head", b"GIF89a" + _HTML, "is broken", "x.gif"),
    _refused(
        "postscript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "is broken", "x.png"
    ),
    _refused("bitmap", _image("BMP"), "is broken", "x.png"),
    _refused("tiff", _image("TIFF"), "is broken", "x.png"),
)

CASES: tuple[Hostile, ...] = (
    *DRAWINGS_REFUSED,
    *DRAWINGS_CLEANED,
    *RASTERS_REFUSED,
    Hostile(
        name="picture-with-html-behind-it",
        make=_shown("x.png", _image("PNG") + _HTML),
        exit_code=0,
    ),
)
