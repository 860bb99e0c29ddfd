"""What the book may say about its accessibility, computed from what stands in it.

The words are those of EPUB Accessibility 1.1 and of the schema.org accessibility vocabulary.
Nothing is claimed that a person would have to judge: no conformance, no certifier.
"""

import io
from collections.abc import Iterable, Sequence
from enum import Enum

from lxml import etree
from msgspec import Struct

from anthology.epub.xhtml import MATHML, SVG, XHTML, has
from anthology.model import Labels, Picture

MARKERS = "pageBreakMarkers"
"""The feature of a book that marks where the pages of its print edition begin."""


_PNG, _FRAMES = b"\x89PNG\r\n\x1a\n", b"acTL"
"""How a PNG begins, and the chunk without which it has one frame (PNG, third edition, 11.3.4.1)."""


class Accessibility(Struct, frozen=True, kw_only=True):
    """The accessibility metadata of a book."""

    modes: tuple[str, ...]
    """The senses that the content addresses (schema:accessMode)."""
    sufficient: tuple[str, ...]
    """The senses that are enough to take it in, each a list separated by commas."""
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str


_ROLES = etree.XPath("//@role", smart_strings=False)


class _Sight(Enum):
    DECORATIVE = "decorative"
    DESCRIBED = "described"
    UNDESCRIBED = "undescribed"


class Shown(Struct, frozen=True, kw_only=True):
    """What a document has that matters to who cannot see it."""

    sights: frozenset[_Sight]
    """What its pictures are."""
    roles: frozenset[str]
    has_math: bool


def look(root: etree._Element) -> Shown:
    """Return what a document has."""
    return Shown(
        sights=frozenset(map(_sight, root.iter(f"{XHTML}img", f"{SVG}svg"))),
        roles=frozenset(_ROLES(root)),
        has_math=has(root, f"{MATHML}math"),
    )


def describe(
    documents: Iterable[Shown], cover_alt: str, pictures: Iterable[Picture], labels: Labels
) -> Accessibility:
    """Return what is true of a book.

    `documents` are all without the cover page, `pictures` every picture with the cover's.
    """
    shown = tuple(documents)
    roles = frozenset[str]().union(*(one.roles for one in shown))
    is_paged = "doc-pagebreak" in roles
    sights = frozenset[_Sight]().union(*(one.sights for one in shown))
    has_pictures = bool(sights - {_Sight.DECORATIVE})
    all_described = _Sight.UNDESCRIBED not in sights
    features = [
        ("alternativeText", all_described and bool(cover_alt.strip())),
        ("ARIA", bool(roles)),
        ("displayTransformability", True),
        (MARKERS, is_paged),
        ("pageNavigation", is_paged),
        ("MathML", any(one.has_math for one in shown)),
        ("readingOrder", True),
        ("structuralNavigation", True),
        ("tableOfContents", True),
        ("unlocked", True),
    ]
    summary = [labels.a11y_text]
    if has_pictures:
        summary.append(labels.a11y_described if all_described else labels.a11y_undescribed)
    return Accessibility(
        modes=("textual", "visual") if has_pictures else ("textual",),
        sufficient=("textual",) if all_described else ("textual,visual",),
        features=tuple(name for name, is_so in features if is_so),
        hazards=("unknown",) if any(map(_may_move, pictures)) else ("none",),
        summary=" ".join(part.strip() for part in summary if part.strip()),
    )


def _sight(shown: etree._Element) -> _Sight:
    hidden = shown.get("aria-hidden") == "true" or shown.get("role") in ("presentation", "none")
    if hidden:
        return _Sight.DECORATIVE
    if shown.tag == f"{SVG}svg":
        named = shown.get("aria-label") or shown.findtext(f"{SVG}title")
        return _Sight.DESCRIBED if named else _Sight.UNDESCRIBED
    alt = shown.get("alt")
    if alt is None:
        return _Sight.UNDESCRIBED
    if alt.strip():
        return _Sight.DESCRIBED
    return _Sight.UNDESCRIBED if _is_figure(shown) else _Sight.DECORATIVE


def _is_figure(shown: etree._Element) -> bool:
    """Tell whether a picture stands as a figure: then it is no decoration."""
    return next(shown.iterancestors(f"{XHTML}figure"), None) is not None


def _may_move(picture: Picture) -> bool:
    if picture.media_type == "image/svg+xml":
        return _svg_moves(picture.data)
    if picture.data.startswith(_PNG) and _FRAMES not in picture.data:
        return False
    from PIL import Image, UnidentifiedImageError  # is slow to import

    try:
        with Image.open(io.BytesIO(picture.data)) as image:
            return bool(getattr(image, "is_animated", False))
    except (OSError, UnidentifiedImageError, ValueError):
        return True


def _svg_moves(data: bytes) -> bool:
    moving: Sequence[bytes] = (b"<animate", b"<set", b"animation", b"@keyframes", b"<script")
    return any(word in data for word in moving)
