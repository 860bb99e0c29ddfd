"""A drawing built anew of what is allowed in it, with all that was left out of it and is missed."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote_to_bytes

from lxml import etree
from msgspec import Struct

from anthology.fitting.needs import IN_A_DRAWING
from anthology.fitting.picture import fit
from anthology.raster import MAX_PIXELS, UnusableError, read_raster
from anthology.svg.allowed import (
    ATTRIBUTES,
    CHILDREN,
    GEOMETRY,
    LINKED,
    MOVEMENT,
    PRESENTATION,
    REFERENCES,
    TEXTS,
    UNSEEN,
)
from anthology.svg.effort import HREF, Effort
from anthology.svg.outlines import MAX_STEPS, Outline, read_path, read_points
from anthology.svg.source import SVG, parse_svg
from anthology.svg.styles import declared, moves, read_sheets
from anthology.svg.transforms import around, parse_matrix
from anthology.svg.values import Rule, pixels, reference, written

MAX_ELEMENTS = 20_000
"""How many elements a drawing may have."""

MAX_SIDE = 20_000.0
"""The largest width or height of a drawing, in pixels."""

MAX_FILTER_STEPS = 50

_XML = "http://www.w3.org/XML/1998/namespace"
_DATA = re.compile(
    r"\s*data:image/(?:png|jpe?g|gif|webp|avif)((?:;[\w=-]{1,40})*?);base64,", re.IGNORECASE
)
_STYLED = {*PRESENTATION, *REFERENCES, "transform", "transform-origin", "mix-blend-mode"}
"""What a style sheet may set at every element."""

_OUTLINES = {"path": "d", "polyline": "points", "polygon": "points"}
_TRANSFORMS = {
    "linearGradient": "gradientTransform",
    "radialGradient": "gradientTransform",
    "pattern": "patternTransform",
}
_NEED = {"polyline": "points", "polygon": "points", "image": HREF, "use": HREF}
"""Elements that show nothing without an attribute, and make renderers stumble."""


class Drawing(Struct, frozen=True, kw_only=True):
    """A drawing that is safe to show."""

    data: bytes
    """SVG in UTF-8."""
    width: float
    """In pixels, as the height."""
    height: float
    losses: Mapping[str, tuple[str, ...]]
    """What was left out and may be missed: what it is, and each piece of it."""


def clean_svg(data: bytes) -> Drawing:
    """Return the drawing in the bytes of an SVG file, rebuilt of what is allowed in it.

    Style sheets become attributes. Raises UnusableError where it is no SVG, or a bomb.
    """
    source = parse_svg(data)
    cleaner = _Cleaner(source)
    root = cleaner.root()
    targets = _settle_references(root)
    _drop_idle(root)
    Effort(targets, cleaner.steps).measure(root)
    width, height = _size(root)
    return Drawing(
        data=etree.tostring(root, encoding="utf-8", xml_declaration=True),
        width=width,
        height=height,
        losses={what: tuple(pieces) for what, pieces in cleaner.losses.items()},
    )


class _Cleaner:
    def __init__(self, source: etree._Element) -> None:
        self.losses: dict[str, dict[str, None]] = {}
        self.steps: dict[str, int] = {}
        """How many steps each outline has, by its text."""
        self._source = source
        self._pixels = self._elements = 0
        sheet = read_sheets(
            "".join(node.itertext())
            for node in source.iter(f"{SVG}style")
            if node.get("type", "text/css").strip().lower() in ("text/css", "")
        )
        for what, piece in sheet.lost:
            self.lose(what, piece)
        self._declared = declared(sheet, source)
        self._ids: dict[str, str] = {}
        for node in source.iter(f"{SVG}*"):
            if node.get("id"):
                self._ids.setdefault(node.get("id", ""), f"part-{len(self._ids) + 1}")
        self._used: set[str] = set()

    def lose(self, what: str, piece: str) -> None:
        """Note that something was left out that a reader may miss."""
        self.losses.setdefault(what, {})[" ".join(piece.split())[:60]] = None

    def root(self) -> etree._Element:
        root = etree.Element(
            f"{SVG}svg",
            nsmap={None: SVG[1:-1], "xlink": HREF[1:].partition("}")[0]},
        )
        self._fill(root, self._source, "svg")
        return root

    def _fill(self, made: etree._Element, node: etree._Element, name: str) -> None:
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise UnusableError(
                f"has more than {MAX_ELEMENTS} elements", "simplify it, or save it as PNG"
            )
        for attribute, value in self._attributes(node, name):
            made.set(attribute, value)
        shows_text = name in TEXTS or name in ("title", "desc")
        if shows_text:
            made.text = node.text
        for child in self._children(node):
            kept = self._element(child, name)
            if kept is not None:
                made.append(kept)
            if shows_text and child.tail:
                _add_text(made, child.tail)
        if name == "filter" and len(made) > MAX_FILTER_STEPS:
            raise UnusableError(
                f"has a filter of more than {MAX_FILTER_STEPS} steps", "simplify it"
            )

    def _children(self, node: etree._Element) -> Iterator[etree._Element]:
        for child in node:
            if child.tag == f"{SVG}switch":
                yield from _chosen(child)
            else:
                yield child

    def _element(self, node: etree._Element, parent: str) -> etree._Element | None:
        """Return an element as it is kept inside one of the name `parent`; None if it is not."""
        qualified = etree.QName(node)
        name = qualified.localname
        if f"{{{qualified.namespace}}}" != SVG:
            return None
        if name == "a":
            name = "tspan" if parent in TEXTS else "g"
        if name in CHILDREN.get(parent, ()):
            made = etree.Element(f"{SVG}{name}")
            self._fill(made, node, name)
            needed = _NEED.get(name)
            return made if needed is None or made.get(needed) else None
        text = " ".join("".join(node.itertext()).split())
        if name in MOVEMENT:
            self.lose("movement", f"<{name}>")
        elif name == "foreignObject":
            self.lose("what stands in foreignObject", text or "<foreignObject>")
        elif name not in UNSEEN and (name not in ATTRIBUTES or text):
            self.lose("an element that a book cannot take", f"<{name}> {text}")
        return None

    def _attributes(self, node: etree._Element, name: str) -> Iterator[tuple[str, str]]:
        own = ATTRIBUTES[name]
        values = self._values(node, name)
        if node.get("id") in self._ids and node.get("id") not in self._used:
            self._used.add(node.get("id", ""))
            yield "id", self._ids[node.get("id", "")]
        if name in LINKED or name == "image":
            yield from self._link(node, name)
        if name in _OUTLINES:
            yield from self._outline(name, values.get(_OUTLINES[name], ""))
        yield from self._transform(values, name)
        if values.get("mix-blend-mode", "normal") != "normal":
            self.lose("a way of mixing colours", values["mix-blend-mode"])
        if values.get("spreadMethod", "pad") != "pad" and name.endswith("Gradient"):
            self.lose("the repetition of a gradient", values["spreadMethod"])
        for attribute, value in values.items():
            rule = own.get(attribute) or PRESENTATION.get(attribute)
            if attribute in REFERENCES:
                yield from self._reference(attribute, value, rule)
            elif rule is not None:
                kept = self._value(attribute, value, rule, root=node is self._source)
                if kept is not None:
                    yield _qualified(attribute), kept

    def _values(self, node: etree._Element, name: str) -> dict[str, str]:
        """Return the attributes of an element, those set by style sheets among them."""
        found = {
            str(key).replace(f"{{{_XML}}}", "xml:"): str(value).strip()
            for key, value in node.attrib.items()
        }
        for said in self._declared.get(node, ()):
            if moves(said):
                self.lose("movement", said.name)
            elif said.name in _STYLED or (
                said.name in GEOMETRY and name != "svg" and said.value != "auto"
            ):
                found[said.name] = said.value
        return found

    def _value(self, attribute: str, value: str, rule: Rule, *, root: bool) -> str | None:
        if value.lower() in ("", "inherit", "unset"):
            passed_on = value.lower() == "inherit" and attribute in PRESENTATION
            return "inherit" if passed_on and not root and attribute != "color" else None
        if attribute == "color" and value.lower() == "currentcolor":
            return None
        kept = rule(value)
        if kept is None and not (root and attribute in ("width", "height")):
            self.lose(
                "a value that SVG does not know, or that is too large", f'{attribute}="{value}"'
            )
        return kept

    def _reference(
        self, attribute: str, value: str, rule: Rule | None
    ) -> Iterator[tuple[str, str]]:
        found = reference(value)
        if found and found[0] in self._ids:
            yield attribute, f"url(#{self._ids[found[0]]})"
        elif found:
            fallback = rule(found[1]) if rule and found[1] else None
            if fallback is not None:
                yield attribute, fallback
        elif value.lower() == "none":
            yield attribute, "none"
        elif "(" in value and not (rule and rule(value)):
            self.lose("what it takes from outside", f'{attribute}="{value}"')
        elif rule is not None:
            kept = self._value(attribute, value, rule, root=False)
            if kept is not None:
                yield attribute, kept

    def _link(self, node: etree._Element, name: str) -> Iterator[tuple[str, str]]:
        address = (node.get("href") or node.get(HREF) or "").strip()
        if name == "image":
            kept = self._image(address)
            if kept is not None:
                yield HREF, kept
        elif address.startswith("#"):
            if address[1:] in self._ids:
                yield HREF, f"#{self._ids[address[1:]]}"
        elif address:
            self.lose("what it takes from outside", address)

    def _image(self, address: str) -> str | None:
        found = _DATA.match(address)
        if found is None:
            if address:
                self.lose("an image that is not inside it as PNG, JPEG, GIF, WebP or AVIF", address)
            return None
        try:
            data = base64.b64decode(
                re.sub(rb"\s+", b"", unquote_to_bytes(address[found.end() :])), validate=True
            )
            raster = read_raster(data)
        except (binascii.Error, UnusableError) as problem:
            what = problem.what if isinstance(problem, UnusableError) else "is broken"
            raise UnusableError(
                f"holds an image that {what}", "put the image in anew, or save all of it as PNG"
            ) from None
        self._pixels += raster.pixels
        if self._pixels > MAX_PIXELS:
            raise UnusableError(
                f"holds images of more than {MAX_PIXELS} pixels", "make the images smaller"
            )
        fitted = fit(data, IN_A_DRAWING)
        return f"data:{fitted.media_type};base64,{base64.b64encode(fitted.data).decode()}"

    def _outline(self, name: str, text: str) -> Iterator[tuple[str, str]]:
        if not text or text == "none":
            return
        outline: Outline = read_path(text) if name == "path" else read_points(text)
        if outline.steps >= MAX_STEPS:
            raise UnusableError(
                f"has an outline of more than {MAX_STEPS} steps", "simplify it, or save it as PNG"
            )
        if not outline.whole:
            self.lose(
                "a value that SVG does not know, or that is too large",
                f'{_OUTLINES[name]}="{text}"',
            )
        if outline.text:
            self.steps[outline.text] = outline.steps
            yield _OUTLINES[name], outline.text

    def _transform(self, values: Mapping[str, str], name: str) -> Iterator[tuple[str, str]]:
        attribute = _TRANSFORMS.get(name, "transform")
        text = values.get(attribute) or ""
        if not text:
            return
        matrix = parse_matrix(text)
        origin = values.get("transform-origin", "")
        if matrix is not None and origin:
            matrix = around(matrix, origin)
            text = f"{text} at {origin}"
        if matrix is None or (matrix.flat and attribute != "transform"):
            self.lose(
                "a value that SVG does not know, or that is too large", f'{attribute}="{text}"'
            )
        elif matrix.flat:
            yield "display", "none"
        else:
            yield attribute, str(matrix)


def _chosen(switch: etree._Element) -> Iterator[etree._Element]:
    """Yield the one child of a `switch` that a picture shows: the one without a condition."""
    children = [
        child
        for child in switch
        if str(child.tag).startswith(SVG) and child.tag != f"{SVG}foreignObject"
    ]
    plain = [child for child in children if not child.get("systemLanguage")]
    for child in (plain or children or list(switch))[:1]:
        yield from _chosen(child) if child.tag == switch.tag else (child,)


def _add_text(made: etree._Element, text: str) -> None:
    """Add text to the end of an element."""
    if len(made):
        made[-1].tail = (made[-1].tail or "") + text
    else:
        made.text = (made.text or "") + text


def _qualified(attribute: str) -> str:
    return f"{{{_XML}}}{attribute[4:]}" if attribute.startswith("xml:") else attribute


def _settle_references(root: etree._Element) -> dict[str, etree._Element]:
    """Take out references to what is not there or of another kind; return what is referred to."""
    by_id = {node.get("id", ""): node for node in root.iter() if node.get("id")}
    targets: dict[str, etree._Element] = {}

    def meant(id_: str, kinds: frozenset[str]) -> bool:
        node = by_id.get(id_)
        if node is None or etree.QName(node).localname not in kinds:
            return False
        targets[id_] = node
        return True

    for node in root.iter():
        linked = LINKED.get(etree.QName(node).localname)
        if linked and node.get(HREF) and not meant(node.get(HREF, "")[1:], linked):
            del node.attrib[HREF]
        for attribute, kinds in REFERENCES.items():
            found = reference(node.get(attribute, ""))
            if found and not meant(found[0], kinds):
                del node.attrib[attribute]
    for id_, node in by_id.items():
        if id_ not in targets:
            del node.attrib["id"]
    return targets


def _drop_idle(root: etree._Element) -> None:
    """Take out elements that refer to nothing any more; their text stays in a text."""
    for node in list(root.iter(f"{SVG}use", f"{SVG}textPath")):
        parent = node.getparent()
        if node.get(HREF) or parent is None:
            continue
        if node.tag == f"{SVG}use":
            parent.remove(node)
        else:
            node.tag = f"{SVG}tspan"
            for attribute in set(node.attrib) & {"startOffset", "method", "spacing", "side"}:
                del node.attrib[attribute]


def _size(root: etree._Element) -> tuple[float, float]:
    """Return the size of a drawing in pixels, and take out of its root what says none."""
    sides = {side: pixels(root.get(side, "")) for side in ("width", "height")}
    for side, value in sides.items():
        if value:
            root.set(side, written(value))
        elif root.get(side) is not None:
            del root.attrib[side]
    box = [float(side) for side in root.get("viewBox", "").split()[2:]]
    width, height = sides["width"], sides["height"]
    if not (width and height):
        if not box:
            raise UnusableError("says neither width and height nor viewBox", "save it with a size")
        if width:
            width, height = width, width * box[1] / box[0]
        elif height:
            width, height = height * box[0] / box[1], height
        else:
            width, height = box
    if max(width, height) > MAX_SIDE or min(width, height) < 0.1:
        raise UnusableError(
            f"is {width:.6g} x {height:.6g} pixels large", f"give it a size up to {MAX_SIDE:.0f}"
        )
    return width, height
