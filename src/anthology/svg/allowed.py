"""The elements and attributes of a static drawing: whatever is not named here is left out."""

from collections.abc import Mapping

from anthology.svg.values import (
    Rule,
    alpha,
    angle,
    aspect_ratio,
    color,
    dashes,
    either,
    families,
    font_size,
    language,
    length,
    number,
    one_of,
    outcome,
    some,
    spacing,
    view_box,
    whole,
)

_SIZE = length(least=0)
_POSITION = length()
_LIST = some(_POSITION)
_UNITS = one_of("userSpaceOnUse objectBoundingBox")
_BOX: dict[str, Rule] = {"x": _POSITION, "y": _POSITION, "width": _SIZE, "height": _SIZE}
_FILTER_BOX: dict[str, Rule] = {
    "x": length(percent=1000),
    "y": length(percent=1000),
    "width": length(least=0, percent=1000),
    "height": length(least=0, percent=1000),
    "result": outcome,
    "in": outcome,
}
_TILE = length(least=0.01)

PRESENTATION: dict[str, Rule] = {
    "alignment-baseline": one_of(
        "auto baseline before-edge text-before-edge middle central after-edge text-after-edge "
        "ideographic alphabetic hanging mathematical text-bottom text-top center top bottom"
    ),
    "baseline-shift": either(one_of("baseline sub super"), length(most=10_000, percent=1000)),
    "clip-rule": one_of("nonzero evenodd"),
    "color": color,
    "color-interpolation": one_of("auto sRGB linearRGB"),
    "color-interpolation-filters": one_of("auto sRGB linearRGB"),
    "direction": one_of("ltr rtl"),
    "display": one_of("none inline block"),
    "dominant-baseline": one_of(
        "auto text-bottom alphabetic ideographic middle central mathematical hanging text-top "
        "text-before-edge text-after-edge use-script no-change reset-size"
    ),
    "fill": either(one_of("none context-fill context-stroke"), color),
    "fill-opacity": alpha,
    "fill-rule": one_of("nonzero evenodd"),
    "flood-color": color,
    "flood-opacity": alpha,
    "font-family": families,
    "font-size": font_size,
    "font-stretch": one_of(
        "normal condensed expanded semi-condensed semi-expanded extra-condensed extra-expanded "
        "ultra-condensed ultra-expanded"
    ),
    "font-style": one_of("normal italic oblique"),
    "font-variant": one_of("normal small-caps"),
    "font-weight": either(one_of("normal bold bolder lighter"), whole(1, 1000)),
    "image-rendering": one_of("auto optimizeQuality optimizeSpeed pixelated crisp-edges smooth"),
    "letter-spacing": spacing,
    "lighting-color": color,
    "opacity": alpha,
    "overflow": one_of("visible hidden scroll auto"),
    "paint-order": either(one_of("normal"), some(one_of("fill stroke markers"), most=3)),
    "shape-rendering": one_of("auto optimizeSpeed crispEdges geometricPrecision"),
    "stop-color": color,
    "stop-opacity": alpha,
    "stroke": either(one_of("none context-fill context-stroke"), color),
    "stroke-dasharray": dashes,
    "stroke-dashoffset": _POSITION,
    "stroke-linecap": one_of("butt round square"),
    "stroke-linejoin": one_of("miter round bevel arcs miter-clip"),
    "stroke-miterlimit": number(least=1),
    "stroke-opacity": alpha,
    "stroke-width": _SIZE,
    "text-anchor": one_of("start middle end"),
    "text-decoration": one_of("none underline overline line-through"),
    "text-rendering": one_of("auto optimizeSpeed optimizeLegibility geometricPrecision"),
    "unicode-bidi": one_of("normal embed bidi-override isolate isolate-override plaintext"),
    "vector-effect": one_of("none non-scaling-stroke"),
    "visibility": one_of("visible hidden collapse"),
    "word-spacing": spacing,
    "writing-mode": one_of("lr-tb rl-tb tb-rl lr rl tb horizontal-tb vertical-rl vertical-lr"),
    "xml:lang": language,
    "xml:space": one_of("default preserve"),
}
"""What may stand at every element, as attribute or as declaration of a style sheet."""

REFERENCES: dict[str, frozenset[str]] = {
    "fill": frozenset({"linearGradient", "radialGradient", "pattern"}),
    "stroke": frozenset({"linearGradient", "radialGradient", "pattern"}),
    "clip-path": frozenset({"clipPath"}),
    "mask": frozenset({"mask"}),
    "filter": frozenset({"filter"}),
    "marker-start": frozenset({"marker"}),
    "marker-mid": frozenset({"marker"}),
    "marker-end": frozenset({"marker"}),
}
"""The attributes that take `url(#id)`, with the elements that may be meant."""

INHERITED_REFERENCES = ("fill", "stroke", "marker-start", "marker-mid", "marker-end")
"""Those that hold for what stands inside, too."""

GEOMETRY = frozenset("x y width height cx cy r rx ry".split())
"""Attributes that a style sheet may set besides the presentation."""

_SHAPES = frozenset("path rect circle ellipse line polyline polygon".split())
TEXTS = frozenset({"text", "tspan", "textPath"})
"""The elements whose text is shown."""

_DRAWN = _SHAPES | {"g", "svg", "text", "image", "use"}
_GRADIENT: dict[str, Rule] = {"gradientUnits": _UNITS}
_TEXT: dict[str, Rule] = {
    "x": _LIST,
    "y": _LIST,
    "dx": _LIST,
    "dy": _LIST,
    "rotate": some(number()),
    "textLength": _SIZE,
}

ATTRIBUTES: dict[str, Mapping[str, Rule]] = {
    "svg": {**_BOX, "viewBox": view_box, "preserveAspectRatio": aspect_ratio},
    "g": {},
    "defs": {},
    "symbol": {
        **_BOX,
        "viewBox": view_box,
        "preserveAspectRatio": aspect_ratio,
        "refX": _POSITION,
        "refY": _POSITION,
    },
    "use": _BOX,
    "title": {},
    "desc": {},
    "path": {"pathLength": number(least=0)},
    "rect": {**_BOX, "rx": _SIZE, "ry": _SIZE},
    "circle": {"cx": _POSITION, "cy": _POSITION, "r": _SIZE},
    "ellipse": {"cx": _POSITION, "cy": _POSITION, "rx": _SIZE, "ry": _SIZE},
    "line": dict.fromkeys(("x1", "y1", "x2", "y2"), _POSITION),
    "polyline": {},
    "polygon": {},
    "image": {**_BOX, "preserveAspectRatio": aspect_ratio},
    "text": _TEXT,
    "tspan": _TEXT,
    "textPath": {
        "startOffset": _POSITION,
        "method": one_of("align stretch"),
        "spacing": one_of("auto exact"),
        "side": one_of("left right"),
        "textLength": _SIZE,
    },
    "linearGradient": {**_GRADIENT, **dict.fromkeys(("x1", "y1", "x2", "y2"), _POSITION)},
    "radialGradient": {
        **_GRADIENT,
        **dict.fromkeys(("cx", "cy", "fx", "fy"), _POSITION),
        "r": _SIZE,
        "fr": _SIZE,
    },
    "stop": {"offset": length(percent=100)},
    "pattern": {
        "x": _POSITION,
        "y": _POSITION,
        "width": _TILE,
        "height": _TILE,
        "patternUnits": _UNITS,
        "patternContentUnits": _UNITS,
        "viewBox": view_box,
        "preserveAspectRatio": aspect_ratio,
    },
    "clipPath": {"clipPathUnits": _UNITS},
    "mask": {
        **_BOX,
        "maskUnits": _UNITS,
        "maskContentUnits": _UNITS,
        "mask-type": one_of("luminance alpha"),
    },
    "marker": {
        "refX": _POSITION,
        "refY": _POSITION,
        "markerWidth": _TILE,
        "markerHeight": _TILE,
        "markerUnits": one_of("strokeWidth userSpaceOnUse"),
        "orient": either(one_of("auto auto-start-reverse"), angle),
        "viewBox": view_box,
        "preserveAspectRatio": aspect_ratio,
    },
    "filter": {
        "x": length(percent=1000),
        "y": length(percent=1000),
        "width": length(least=0, percent=1000),
        "height": length(least=0, percent=1000),
        "filterUnits": _UNITS,
        "primitiveUnits": _UNITS,
    },
    "feBlend": {
        **_FILTER_BOX,
        "in2": outcome,
        "mode": one_of(
            "normal multiply screen overlay darken lighten color-dodge color-burn hard-light "
            "soft-light difference exclusion hue saturation color luminosity"
        ),
    },
    "feColorMatrix": {
        **_FILTER_BOX,
        "type": one_of("matrix saturate hueRotate luminanceToAlpha"),
        "values": some(number(), most=20),
    },
    "feComponentTransfer": _FILTER_BOX,
    **{
        name: {
            "type": one_of("identity table discrete linear gamma"),
            "tableValues": some(number(), most=256),
            **dict.fromkeys(("slope", "intercept", "amplitude", "exponent", "offset"), number()),
        }
        for name in ("feFuncR", "feFuncG", "feFuncB", "feFuncA")
    },
    "feComposite": {
        **_FILTER_BOX,
        "in2": outcome,
        "operator": one_of("over in out atop xor lighter arithmetic"),
        **dict.fromkeys(("k1", "k2", "k3", "k4"), number()),
    },
    "feDropShadow": {
        **_FILTER_BOX,
        "dx": number(-10_000, 10_000),
        "dy": number(-10_000, 10_000),
        "stdDeviation": some(number(0, 500), most=2),
    },
    "feFlood": _FILTER_BOX,
    "feGaussianBlur": {**_FILTER_BOX, "stdDeviation": some(number(0, 500), most=2)},
    "feMerge": _FILTER_BOX,
    "feMergeNode": {"in": outcome},
    "feMorphology": {
        **_FILTER_BOX,
        "operator": one_of("erode dilate"),
        "radius": some(number(0, 500), most=2),
    },
    "feOffset": {**_FILTER_BOX, "dx": number(-10_000, 10_000), "dy": number(-10_000, 10_000)},
    "feTurbulence": {
        **_FILTER_BOX,
        "baseFrequency": some(number(0, 10), most=2),
        "numOctaves": whole(1, 10),
        "seed": number(),
        "stitchTiles": one_of("stitch noStitch"),
        "type": one_of("fractalNoise turbulence"),
    },
}
"""The elements that are kept, each with the attributes of its own. Outlines, transformations and
references are read elsewhere."""

_FUNCTIONS = frozenset({"feFuncR", "feFuncG", "feFuncB", "feFuncA"})
_STEPS = (
    frozenset(name for name in ATTRIBUTES if name.startswith("fe")) - _FUNCTIONS - {"feMergeNode"}
)
_CONTAINER = _DRAWN | {
    "defs",
    "symbol",
    "linearGradient",
    "radialGradient",
    "pattern",
    "clipPath",
    "mask",
    "marker",
    "filter",
    "title",
    "desc",
}

CHILDREN: dict[str, frozenset[str]] = {
    **dict.fromkeys(("svg", "g", "defs", "symbol", "pattern", "mask", "marker"), _CONTAINER),
    "clipPath": _SHAPES | {"text", "use"},
    **dict.fromkeys(
        ("text", "tspan", "textPath"), frozenset({"tspan", "textPath", "title", "desc"})
    ),
    **dict.fromkeys(("linearGradient", "radialGradient"), frozenset({"stop"})),
    "filter": _STEPS,
    "feMerge": frozenset({"feMergeNode"}),
    "feComponentTransfer": _FUNCTIONS,
    **dict.fromkeys((*_SHAPES, "image", "use"), frozenset({"title", "desc"})),
}
"""What may stand in what; an element that is not named has no elements inside."""

LINKED: dict[str, frozenset[str]] = {
    "use": _DRAWN | {"symbol"},
    "textPath": frozenset({"path"}),
    "linearGradient": frozenset({"linearGradient", "radialGradient"}),
    "radialGradient": frozenset({"linearGradient", "radialGradient"}),
    "pattern": frozenset({"pattern"}),
}
"""The elements that take over another by `href`, with the elements that may be meant."""

UNSEEN = frozenset(
    "script metadata cursor view font font-face font-face-src font-face-uri font-face-name "
    "font-face-format glyph missing-glyph hkern vkern style title desc color-profile mpath "
    "altGlyphDef solidcolor handler listener link".split()
)
"""Elements that are left out without a word: nobody sees or reads them in a picture."""

MOVEMENT = frozenset("animate animateColor animateMotion animateTransform set discard".split())
"""Elements that make others move."""
