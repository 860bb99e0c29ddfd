"""What it takes to draw a drawing: all that it repeats counted, and refused where it is a bomb."""

from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from anthology.raster import UnusableError
from anthology.svg.allowed import INHERITED_REFERENCES, LINKED, REFERENCES, TEXTS
from anthology.svg.source import MAX_DEPTH, SVG
from anthology.svg.transforms import parse_matrix
from anthology.svg.values import pixels, reference

MAX_DRAWN = 20_000
"""How many elements may be drawn, each as often as it is repeated."""

MAX_LETTERS = 20_000
"""How many letters may be drawn, in the same sense."""

MAX_STEPS = 200_000
"""How many steps of outlines may be drawn, in the same sense."""

MAX_TARGETS = 2000
"""How many elements others may refer to."""

MAX_CHAIN = 10
"""How many gradients or patterns may take over one another."""

MAX_FONT_SIZE = 10_000.0
MAX_SCALE = 1e12

HREF = "{http://www.w3.org/1999/xlink}href"
_OWN_REFERENCES = tuple(name for name in REFERENCES if name not in INHERITED_REFERENCES)
_MARKED = frozenset({"path", "line", "polyline", "polygon"})
_PAINTED = _MARKED | TEXTS | {"rect", "circle", "ellipse"}
_SIMPLIFY = "simplify it, or save it as PNG"


class _Around(Struct, frozen=True, kw_only=True):
    """What an element takes over from where it is drawn."""

    paint: Mapping[str, str]
    """The references that are inherited."""
    context: Mapping[str, str]
    """Those of the shape that a marker is drawn for."""
    font_size: float
    scale: float


class Effort:
    """Counts what is drawn of a cleaned drawing."""

    def __init__(self, targets: Mapping[str, etree._Element], steps: Mapping[str, int]) -> None:
        """Take the elements by their ids, and how many steps each outline has."""
        self._targets = targets
        self._steps = steps
        self._open: list[etree._Element] = []
        self._drawn = self._letters = self._points = 0

    def measure(self, root: etree._Element) -> None:
        """Count all that is drawn. Raises UnusableError where it is too much, or has no end."""
        if len(self._targets) > MAX_TARGETS:
            raise UnusableError(f"refers to more than {MAX_TARGETS} parts of its own", _SIMPLIFY)
        for node in self._targets.values():
            self._chain(node)
        self._draw(root, _Around(paint={}, context={}, font_size=16, scale=1))

    def _chain(self, node: etree._Element) -> None:
        name = etree.QName(node).localname
        if name in ("use", "textPath"):
            return
        seen = 0
        target: etree._Element | None = node
        while target is not None and target.get(HREF):
            seen += 1
            target = self._targets.get(target.get(HREF, "")[1:])
            if target is node:
                raise _endless()
            if seen > MAX_CHAIN:
                raise UnusableError(f"chains more than {MAX_CHAIN} gradients", _SIMPLIFY)

    def _draw(self, node: etree._Element, around: _Around) -> None:
        name = str(node.tag).removeprefix(SVG)
        self._count(node, name)
        if any(node is other for other in self._open):
            raise _endless()
        if len(self._open) >= MAX_DEPTH:
            raise UnusableError(
                f"nests its elements more than {MAX_DEPTH} deep", "ungroup it, or save it as PNG"
            )
        self._open.append(node)
        here = _here(node, around) if node.attrib else around
        for attribute, target in self._referred(node, name, here):
            self._repeat(node, attribute, target, here)
        if name in LINKED and node.get(HREF):
            self._draw(self._targets[node.get(HREF, "")[1:]], here)
        for child in node:
            self._draw(child, here)
        self._open.pop()

    def _repeat(
        self, node: etree._Element, attribute: str, target: etree._Element, here: _Around
    ) -> None:
        """Count what an attribute draws: a marker at every corner, all else once."""
        before = self._drawn, self._letters, self._points
        marker = attribute.startswith("marker")
        context = here.paint if marker else {}
        paint: Mapping[str, str] = {}
        for ancestor in reversed(list(target.iterancestors())):
            paint = _paint(ancestor, paint, context)
        self._draw(target, replace(here, paint=paint, context=context))
        if marker:
            more = self._steps.get(node.get("d", node.get("points", "")), 2) - 1
            self._drawn += more * (self._drawn - before[0])
            self._letters += more * (self._letters - before[1])
            self._points += more * (self._points - before[2])
            self._check()

    def _referred(
        self, node: etree._Element, name: str, here: _Around
    ) -> Iterator[tuple[str, etree._Element]]:
        """Yield the attributes that draw another element, with the element."""
        values = {name: node.get(name, "") for name in _OWN_REFERENCES}
        if name in _PAINTED:
            marked = name in _MARKED
            values |= {
                attribute: value
                for attribute, value in here.paint.items()
                if marked or not attribute.startswith("marker")
            }
        for attribute, value in values.items():
            found = reference(value) if value else None
            if found and found[0] in self._targets:
                yield attribute, self._targets[found[0]]

    def _count(self, node: etree._Element, name: str) -> None:
        self._drawn += 1
        if name in TEXTS:
            self._letters += len(node.text or "") + sum(len(child.tail or "") for child in node)
        self._points += self._steps.get(node.get("d", node.get("points", "")), 0)
        self._check()

    def _check(self) -> None:
        if self._drawn > MAX_DRAWN:
            raise UnusableError(f"draws more than {MAX_DRAWN} elements", _SIMPLIFY)
        if self._letters > MAX_LETTERS:
            raise UnusableError(f"draws more than {MAX_LETTERS} letters", _SIMPLIFY)
        if self._points > MAX_STEPS:
            raise UnusableError(f"draws outlines of more than {MAX_STEPS} steps", _SIMPLIFY)


def _endless() -> UnusableError:
    return UnusableError("holds a part that contains itself", "take the reference out")


def _paint(
    node: etree._Element, around: Mapping[str, str], context: Mapping[str, str]
) -> Mapping[str, str]:
    """Return the references that are inherited inside an element."""
    paint = dict(around)
    for attribute in INHERITED_REFERENCES:
        value = node.get(attribute, "inherit")
        if value.startswith("context-"):
            value = context.get(value.removeprefix("context-"), "none")
        if value != "inherit":
            paint[attribute] = value
    return paint


def _here(node: etree._Element, around: _Around) -> _Around:
    font_size = around.font_size * _relative(node.get("font-size", "1em"), around.font_size)
    matrix = parse_matrix(node.get("transform", ""))
    scale = around.scale * max(1.0, matrix.scale if matrix else 1.0) * _zoom(node)
    if font_size > MAX_FONT_SIZE:
        raise UnusableError(f"has type larger than {MAX_FONT_SIZE:.0f} pixels", "make it smaller")
    if scale > MAX_SCALE:
        raise UnusableError("enlarges its parts beyond measure", "scale it down")
    return replace(
        around, paint=_paint(node, around.paint, around.context), font_size=font_size, scale=scale
    )


def _relative(size: str, around: float) -> float:
    """Return how many times as large as the type around it a size is."""
    for unit, share in (("rem", 1.0), ("em", 1.0), ("ex", 0.5), ("%", 0.01)):
        if size.endswith(unit):
            return float(size.removesuffix(unit)) * share
    return (pixels(size) or 0) / around if around else 0


def _zoom(node: etree._Element) -> float:
    """Return how much a viewBox enlarges at most."""
    if node.tag == f"{SVG}filter" or not node.get("viewBox"):
        return 1.0
    sides = [float(side) for side in node.get("viewBox", "").split()[2:]]
    frame = [pixels(node.get(side, "")) or 0 for side in ("width", "height")]
    return max(1.0, max(*frame, 1000.0) / min(sides))
