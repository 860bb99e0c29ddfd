"""Picture files into Pictures: their kind, their size, and whether they are whole."""

import hashlib
import re
import warnings
from io import BytesIO

from lxml import etree
from PIL import Image

from anthology.errors import Finding, Kind, error
from anthology.model import Picture

MAX_PIXELS = 100_000_000
"""The largest picture that is opened, in pixels."""

_TYPES = {
    "PNG": ("image/png", "png"),
    "JPEG": ("image/jpeg", "jpg"),
    "MPO": ("image/jpeg", "jpg"),
    "GIF": ("image/gif", "gif"),
    "WEBP": ("image/webp", "webp"),
}
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d*)?)(?:px|pt)?")
_UNSAFE = re.compile(r"[^a-z0-9]+")
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_SVG_DROPPED = frozenset(
    _SVG + name
    for name in ("script", "foreignObject", "animate", "animateMotion", "animateTransform", "set")
)


def read_picture(data: bytes, file: str) -> Picture | Finding:
    """Return the picture in a file's bytes, or an error that says why it cannot be used.

    Its name in the book is made of the file's name and a digest of its content, so that it does
    not change while the picture does not.
    """
    if re.match(rb"\s*(\xef\xbb\xbf)?\s*<", data):
        return _vector(data, file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data)) as image:
                form, (width, height) = image.format or "", image.size
                if image.mode.startswith(("I", "F")):
                    return _unusable(file, "has more than 8 bits a colour", "save it with 8 bits")
                if form not in _TYPES:
                    return _unusable(
                        file, f"is a picture of the kind {form}", "save it as PNG or JPEG"
                    )
                if width * height > MAX_PIXELS:
                    return _unusable(
                        file,
                        f"has {width} x {height} pixels",
                        f"make it smaller: at most {MAX_PIXELS} pixels",
                    )
                image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return _unusable(
            file,
            "is broken, or of no kind that a book can show",
            "save it anew as PNG or JPEG",
        )
    media_type, ending = _TYPES[form]
    return Picture(
        name=_name(data, file, ending),
        media_type=media_type,
        width=width,
        height=height,
        data=data,
    )


def _vector(data: bytes, file: str) -> Picture | Finding:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        return _unusable(file, f"is not well-formed SVG ({problem.msg})", "save it anew")
    if root.tag != f"{_SVG}svg" or root.getroottree().docinfo.internalDTD is not None:
        return _unusable(file, "is not a plain SVG picture", "save it as plain SVG or PNG")
    _clean(root)
    size = _vector_size(root)
    if size is None:
        return _unusable(file, "says neither width and height nor viewBox", "save it with a size")
    cleaned = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Picture(
        name=_name(cleaned, file, "svg"),
        media_type="image/svg+xml",
        width=round(size[0]),
        height=round(size[1]),
        data=cleaned,
    )


def _clean(root: etree._Element) -> None:
    """Take out of a drawing what runs, moves or reaches outside."""
    for node in list(root.iter()):
        if not isinstance(node.tag, str) or node.tag in _SVG_DROPPED:
            parent = node.getparent()
            if parent is not None:
                parent.remove(node)
            continue
        for name, value in list(node.attrib.items()):
            outside = name in {"href", _XLINK} and not str(value).startswith(("#", "data:image/"))
            runs = str(name).lower().startswith("on")
            if outside and node.tag in {f"{_SVG}image", f"{_SVG}use", f"{_SVG}feImage"}:
                parent = node.getparent()
                if parent is not None:
                    parent.remove(node)
                break
            if outside or runs or re.search(r"url\(\s*['\"]?(?!#|['\"]?#)", str(value)):
                del node.attrib[name]
        if node.tag == f"{_SVG}style" and re.search(r"@import|url\(", node.text or ""):
            node.text = ""


def _vector_size(root: etree._Element) -> tuple[float, float] | None:
    sides = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    inside = [_LENGTH.fullmatch(side) for side in box[2:4]]
    for width, height in (sides, inside if len(inside) == 2 else (None, None)):
        if width and height and float(width[1]) > 0 and float(height[1]) > 0:
            return float(width[1]), float(height[1])
    return None


def _name(data: bytes, file: str, ending: str) -> str:
    stem = file.rpartition("/")[2].rpartition(".")[0].lower()
    digest = hashlib.sha256(data).hexdigest()[:8]
    return f"{_UNSAFE.sub('-', stem).strip('-')[:40] or 'picture'}-{digest}.{ending}"


def _unusable(file: str, what: str, advice: str) -> Finding:
    return error(Kind.ARTICLE, f"the picture {file} {what}", advice)
