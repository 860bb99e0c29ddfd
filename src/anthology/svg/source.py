"""The bytes of an SVG file to its tree, without a document type and without entities."""

import codecs
import re
from typing import TYPE_CHECKING

from anthology.raster import UnusableError

if TYPE_CHECKING:
    from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"

MAX_BYTES = 10_000_000
"""The largest drawing that is read."""

MAX_TAGS = 100_000
"""How many tags may stand in a file, those of its editor's own data included."""

MAX_ATTRIBUTES = 200
"""How many attributes an element may have."""

MAX_DEPTH = 60
"""How deep elements may be nested."""

_ENCODINGS = frozenset(
    "utf-8 us-ascii iso-8859-1 iso-8859-2 iso-8859-5 iso-8859-15 windows-1250 windows-1251 "
    "windows-1252 koi8-r koi8-u".split()
)
"""The encodings that the XML declaration of a drawing may name."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MISC = (("<!--", "-->"), ("<?", "?>"))
_SPACE = re.compile(r"\s*")
_DECLARATION = re.compile(r"\A<\?xml\s[^>]*?\?>")
_DECLARED = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_PLAIN_DOCTYPE = re.compile(
    r"<!DOCTYPE\s+svg(\s+(PUBLIC\s+(\"[^\"<>]*\"|'[^'<>]*')|SYSTEM)\s+(\"[^\"<>]*\"|'[^'<>]*'))?\s*>"
)


def looks_like_svg(data: bytes) -> bool:
    """Return whether a file's bytes begin as XML does, in UTF-8 or UTF-16."""
    return re.match(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<", data) is not None


def parse_svg(data: bytes) -> "etree._Element":
    """Return the root of the tree in a file's bytes.

    A document type is cut off before the parser sees it. Raises UnusableError where there is one
    with declarations of its own, and where the file is no well-formed SVG or too large.
    """
    from lxml import etree  # is slow to import

    if len(data) > MAX_BYTES:
        raise UnusableError(f"is a drawing of more than {MAX_BYTES} bytes", "save it as PNG")
    text = _without_doctype(_text(data))
    if text.count("<") > MAX_TAGS:
        raise UnusableError("is a drawing of too many elements", "simplify it, or save it as PNG")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError) as problem:
        told = getattr(problem, "msg", None) or "characters that XML does not allow"
        told = " ".join(told.split())
        raise UnusableError(f"is not well-formed SVG ({told})", "save it anew") from None
    if root.tag != f"{SVG}svg":
        raise UnusableError("is not a plain SVG picture", "save it as plain SVG or PNG")
    if any(len(node.attrib) > MAX_ATTRIBUTES for node in root.iter()):
        raise UnusableError(
            f"has an element of more than {MAX_ATTRIBUTES} attributes", "save it as PNG"
        )
    if _deeper_than(root, MAX_DEPTH):
        raise UnusableError(
            f"nests its elements more than {MAX_DEPTH} deep", "ungroup it, or save it as PNG"
        )
    return root


def _text(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is None and data[:2] in (b"<\0", b"\0<"):
        encoding = "utf-16-le" if data[:1] == b"<" else "utf-16-be"
    if encoding is None:
        declared = _DECLARED.match(data)
        encoding = declared[1].decode().lower() if declared else "utf-8"
        if encoding not in _ENCODINGS:
            raise UnusableError(f"is written in {encoding}", "save it in UTF-8")
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise UnusableError(f"is not written in {encoding}", "save it in UTF-8") from None


def _without_doctype(text: str) -> str:
    """Return the text without its XML declaration and its document type."""
    text = _DECLARATION.sub("", text.lstrip(), count=1)
    at = _prolog_end(text)
    if not text.startswith("<!", at):
        return text
    doctype = _PLAIN_DOCTYPE.match(text, at)
    rest = text[doctype.end() :] if doctype else ""
    if doctype is None or rest.startswith("<!", _prolog_end(rest)):
        raise UnusableError(
            "declares entities or a document type of its own", "save it as plain SVG"
        )
    return rest


def _prolog_end(text: str) -> int:
    """Return where what is no space, comment or processing instruction begins."""
    at = 0
    while True:
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing as well
        end = next((end for sign, end in _MISC if text.startswith(sign, at)), None)
        found = text.find(end, at + 2) if end else -1
        if end is None or found < 0:
            return at
        at = found + len(end)


def _deeper_than(root: "etree._Element", most: int) -> bool:
    level = [root]
    for _ in range(most):
        level = [child for node in level for child in node]
        if not level:
            return False
    return True
