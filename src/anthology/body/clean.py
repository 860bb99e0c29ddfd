"""The allowlist: what of an author's markup may stand in a book."""

import re
from collections.abc import Iterator

from anthology.body.locator import Locator
from anthology.body.tree import Element, Nodes, rewrite, text_of
from anthology.errors import Checked, Finding, Kind, error, warning

GLOBAL_ATTRIBUTES = frozenset({"id", "lang", "dir", "title"})
ATTRIBUTES = {
    "a": frozenset({"href", "data-note"}),
    "img": frozenset({"src", "alt"}),
    "ol": frozenset({"start", "type", "reversed"}),
    "li": frozenset({"value"}),
    "td": frozenset({"colspan", "rowspan", "style"}),
    "th": frozenset({"colspan", "rowspan", "scope", "style"}),
    "time": frozenset({"datetime"}),
    "bdo": frozenset({"dir"}),
}
"""The attributes an element keeps beside the global ones."""

KEPT = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong "
    "sub sup table tbody td tfoot th thead time tr u ul var wbr".split()
)
"""Elements that stand in the book as they are."""

RENAMED = {
    "strike": "s",
    "tt": "code",
    "big": "span",
    "center": "div",
    "section": "div",
    "article": "div",
    "aside": "div",
    "header": "div",
    "footer": "div",
    "main": "div",
    "nav": "div",
    "address": "p",
    "details": "div",
    "summary": "p",
    "hgroup": "div",
    "dir": "ul",
    "listing": "pre",
    "xmp": "pre",
    "acronym": "abbr",
    "fieldset": "div",
    "dialog": "div",
    "search": "div",
    "legend": "p",
}
"""Elements for which the book has another."""

SILENT = frozenset("script style link meta base template noscript title".split())
"""Elements that say nothing to a reader; they go with what is in them."""

EMBEDDED = frozenset(
    "iframe frame frameset object embed applet video audio canvas svg:svg math:math form input "
    "button select textarea map picture".split()
)
"""Elements a book cannot hold; they go, and that they went is told."""

UNWRAPPED = frozenset(
    "html head body font basefont label option optgroup output progress meter "
    "datalist rb rtc nobr data slot source track param area col colgroup menu "
    "noframes marquee blink spacer plaintext isindex bgsound keygen frameset multicol".split()
)
"""Elements of HTML of which a book keeps the content only."""

_ALIGN = re.compile(r"text-align:\s*(left|right|center)")
DROPPED_WHOLE = EMBEDDED - {"form", "picture", "object", "map", "button"}


def clean(nodes: Nodes, locator: Locator) -> Checked[Nodes]:
    """Return the tree with allowed elements and attributes only.

    Of an element that is not known its content stays; what is dropped with its content and meant
    something is a finding.
    """
    findings: list[Finding] = []

    def as_typed(node: Element) -> str:
        typed = " ".join((node.tag, *(name for name, _ in node.attributes)))
        findings.append(
            warning(
                Kind.ARTICLE,
                f"<{typed}> is no HTML and stands in the book as it was typed",
                f"write \\<{typed}> or &lt;{typed}&gt;, so that nothing mistakes it",
                locator.next(f"<{node.tag}"),
            )
        )
        return f"<{typed}>"

    def change(node: Element) -> Nodes:
        if node.tag in SILENT:
            findings.extend(_swallowed(node, locator))
            return ()
        if node.tag in EMBEDDED:
            findings.append(_dropped(node, locator))
            if node.tag == "form":
                return (Element("div", (), node.children),)
            return () if node.tag in DROPPED_WHOLE else node.children
        if node.tag == "ruby" and _lone_parenthesis(node):
            node = node.with_children(_without_rp(node.children))
        if node.tag in KEPT:
            return (_with_allowed(node, node.tag),)
        if node.tag in RENAMED:
            return (_with_allowed(node, RENAMED[node.tag]),)
        if node.tag.startswith(("svg:", "math:")):
            return (node,)
        if node.tag in UNWRAPPED:
            return node.children
        return (as_typed(node), *node.children)

    return Checked(rewrite(nodes, change), tuple(findings))


def _lone_parenthesis(node: Element) -> bool:
    """Return whether the fallback parentheses of a ruby annotation do not pair."""
    return sum(isinstance(child, Element) and child.tag == "rp" for child in node.children) % 2 == 1


def _without_rp(nodes: Nodes) -> Nodes:
    return rewrite(nodes, lambda node: node.children if node.tag == "rp" else (node,))


def _swallowed(node: Element, locator: Locator) -> Iterator[Finding]:
    """Yield an error where an element without an end may have taken the article along."""
    text = " ".join(text_of(node.children).split())
    if node.tag in {"noscript", "template", "title"} and text:
        yield warning(
            Kind.ARTICLE,
            f"the text of <{node.tag}> is left out: “{text[:60]}”",
            f"take the tags <{node.tag}> away to have it in the book",
            locator.next(f"<{node.tag}"),
        )
    elif node.tag in {"script", "style"} and not locator.has(f"</{node.tag}"):
        yield error(
            Kind.ARTICLE,
            f"<{node.tag}> has no end, and all that follows would be lost",
            f"write </{node.tag}> where it ends, or delete it",
            locator.next(f"<{node.tag}"),
        )


def _dropped(node: Element, locator: Locator) -> Finding:
    name = node.tag.partition(":")[2] or node.tag
    address = node.get("src") or node.get("data")
    what = f"<{name}>" + (f" ({address})" if address else "")
    text = " ".join(text_of(node.children).split())
    lost = f" with its text “{text[:60]}”" if text and node.tag in DROPPED_WHOLE else ""
    return warning(
        Kind.ARTICLE,
        f"a book cannot hold {what}{lost}",
        "describe it in words, or put a picture or a link in its place",
        locator.next(f"<{name}"),
    )


def _with_allowed(node: Element, tag: str) -> Element:
    allowed = GLOBAL_ATTRIBUTES | ATTRIBUTES.get(tag, frozenset())
    attributes = [
        (key, value)
        for key, value in node.attributes
        if key in allowed and (key not in _VALUES or _VALUES[key].fullmatch(value.strip()))
    ]
    name = node.get("name")
    if tag == "a" and name and not node.get("id"):
        attributes.append(("id", name))
    if tag == "bdo" and not any(key == "dir" for key, _ in attributes):
        tag = "span"
    return Element(tag, tuple(_aligned(attributes)), node.children)


_NUMBER = re.compile(r"-?\d{1,9}")
_SPAN = re.compile(r"[1-9]\d{0,2}")
_VALUES = {
    "colspan": _SPAN,
    "rowspan": _SPAN,
    "start": _NUMBER,
    "value": _NUMBER,
    "type": re.compile(r"[1aAiI]"),
    "scope": re.compile(r"(row|col)(group)?"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "lang": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?"),
    "datetime": re.compile(r"\d{4}(-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:?\d\d)?)?)?)?"),
}
"""The values that attributes may have; any other would make the document invalid."""


def _aligned(attributes: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Turn the one style that a Markdown table has into a class."""
    kept = []
    for key, value in attributes:
        if key != "style":
            kept.append((key, value))
        elif match := _ALIGN.search(value):
            kept.append(("class", f"align-{match[1]}"))
    return kept
