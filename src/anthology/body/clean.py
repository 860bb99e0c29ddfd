"""The allowlist: what of an author's markup may stand in a book."""

import re
from collections.abc import Iterator

from anthology.body.locator import Locator
from anthology.body.marks import LETTER, PULL_QUOTE, inside, named_form
from anthology.body.tree import Element, Nodes, rewrite, text_of, walk
from anthology.errors import Checked, Finding, Kind, error, shortened, warning

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
    "iframe frame frameset object embed applet video audio canvas svg/svg math/math form input "
    "button select textarea map picture".split()
)
"""Elements a book cannot hold; they go, and that they went is told."""

UNWRAPPED = frozenset(
    "html head body font basefont label option optgroup output progress meter "
    "datalist rb rtc nobr data slot source track param area col colgroup menu "
    "noframes marquee blink spacer plaintext isindex bgsound keygen frameset multicol".split()
)
"""Elements of HTML of which a book keeps the content only."""

DROPPED_WHOLE = EMBEDDED - {"form", "picture", "object", "map", "button"}
"""Elements a book cannot hold that take what is in them along."""

BARE = frozenset(
    "id class style title lang dir href src alt name hidden open reversed controls muted loop "
    "autoplay async defer download disabled checked selected readonly required multiple nowrap "
    "allowfullscreen ismap itemscope itemprop contenteditable draggable start type value width "
    "height border align valign clear rel target role cite datetime scope abbr headers srcset "
    "sizes loading summary content charset frameborder data-note compact noshade inert default "
    "playsinline defaultvalue novalidate".split()
)
"""Attributes that may stand without a value."""

_SPOKEN = ("value", "alt", "label", "placeholder")
"""Attributes of elements that go, which say something to a reader."""

_ALIGN = re.compile(r"text-align:\s*(left|right|center)")


def clean(nodes: Nodes, locator: Locator) -> Checked[Nodes]:
    """Return the tree with allowed elements and attributes only.

    Of an element that is not known its content stays; what is dropped with its content and meant
    something is a finding.
    """
    findings: list[Finding] = []

    def as_typed(node: Element) -> str:
        findings.append(_no_html(node, locator))
        return _typed(node)

    def change(node: Element) -> Nodes:
        if not node.attributes and node.tag in KEPT and node.tag not in _NEEDED:
            return (node,)
        if node.tag in SILENT:
            findings.extend(_swallowed(node, locator))
            return ()
        if node.tag in EMBEDDED:
            findings.append(_dropped(node, locator))
            if node.tag == "form":
                return (Element("div", (), node.children),)
            return () if node.tag in DROPPED_WHOLE else node.children
        if node.tag.startswith(("svg/", "math/")):
            return () if node.tag in _FOREIGN_CODE else node.children
        if _by_accident(node):
            return (as_typed(node), *node.children)
        if node.tag in KEPT or node.tag in RENAMED:
            findings.extend(_unsaid(node, locator))
            return (_with_allowed(node, RENAMED.get(node.tag, node.tag)),)
        if node.tag in UNWRAPPED:
            findings.extend(_unlabelled(node, locator))
            return node.children
        if ":" in node.tag or "-" in node.tag:
            return node.children
        if locator.has_end(node.tag):
            findings.extend(_unknown(node, locator))
            return node.children
        return (as_typed(node), *node.children)

    return Checked(rewrite(nodes, change), tuple(findings))


def _by_accident(node: Element) -> bool:
    """Return whether words became a tag, as those in “a<b and c>d” do."""
    names = {name for name, _ in node.attributes}
    return (
        bool(names)
        and not any(value for _, value in node.attributes)
        and not names & BARE
        and all(re.fullmatch(r"[\w.,;:!?'’-]+", name) for name in names)
        and not any(name.startswith(("on", "aria-", "xml", "v-", "x-")) for name in names)
    )


def _unknown(node: Element, locator: Locator) -> Iterator[Finding]:
    """Yield what the attributes of an element say of which HTML knows nothing."""
    said = [
        f'{name}="{value}"'
        for name, value in node.attributes
        if value
        and name not in _FOR_PROGRAMS
        and not name.startswith(("on", "aria-", "data-", "xml"))
    ]
    if said:
        yield warning(
            Kind.ARTICLE,
            f"<{node.tag}> is no HTML: its text stays, and {shortened(' '.join(said))} is left out",
            "write it as text",
            locator.next_tag(node.tag),
        )


_FOR_PROGRAMS = frozenset({"class", "dir", "id", "lang", "style"})
"""Attributes that say nothing to a reader, on any element."""


def _typed(node: Element) -> str:
    said = (f'{name}="{value}"' if value else name for name, value in node.attributes)
    return f"<{' '.join((node.tag, *said))}>"


def _no_html(node: Element, locator: Locator) -> Finding:
    typed = _typed(node)
    return warning(
        Kind.ARTICLE,
        f"{shortened(typed)} is no HTML and stands in the book as it was typed",
        f"write \\{shortened(typed)} or &lt;{shortened(typed[1:-1])}&gt;, so that nothing "
        "mistakes it",
        locator.next_tag(node.tag),
    )


def _swallowed(node: Element, locator: Locator) -> Iterator[Finding]:
    """Yield what goes with the text of an element that says nothing to a reader."""
    text = " ".join(text_of(node.children).split())
    if node.tag in {"noscript", "template", "title"} and text:
        yield warning(
            Kind.ARTICLE,
            f"the text of <{node.tag}> is left out: “{shortened(text)}”",
            f"take the tags <{node.tag}> away to have it in the book",
            locator.next_tag(node.tag),
        )
    elif "</script" in text.lower():
        yield error(
            Kind.ARTICLE,
            "<script> has no end, and all that follows would be lost",
            "write --> and </script> where it ends, or delete it",
            locator.next_tag("script"),
        )


def _dropped(node: Element, locator: Locator) -> Finding:
    name = node.tag.partition("/")[2] or node.tag
    address = node.get("src") or node.get("data")
    what = f"<{name}>" + (f" ({shortened(address)})" if address else "")
    text = " ".join(" ".join((*_said_by(node), text_of(node.children))).split())
    whole = node.tag in DROPPED_WHOLE
    if node.tag in _OPEN_ENDED and text and not locator.has_end(name):
        return error(
            Kind.ARTICLE,
            f"<{name}> has no end, and all that follows would be lost",
            f"write </{name}> where it ends, or delete it",
            locator.next_tag(name),
        )
    lost = f" with its text “{shortened(text)}”" if text and whole else ""
    return warning(
        Kind.ARTICLE,
        f"a book cannot hold {what}{lost}",
        "describe it in words, or put a picture or a link in its place",
        locator.next_tag(name),
    )


_FOREIGN_CODE = frozenset({"svg/script", "svg/style"})
_OPEN_ENDED = frozenset({"select", "audio", "video", "canvas", "applet"})
"""Elements that go on to the end of the text where they are not closed."""


def _unlabelled(node: Element, locator: Locator) -> Iterator[Finding]:
    """Yield what an attribute shows to a reader of an element whose content alone stays."""
    said = " ".join((node.get("label") or node.get("alt")).split())
    if said:
        yield warning(
            Kind.ARTICLE,
            f"the label of <{node.tag}> is left out: “{shortened(said)}”",
            "write it as text",
            locator.next_tag(node.tag),
        )


def _said_by(node: Element) -> Iterator[str]:
    """Yield what the attributes of an element and of those inside it say to a reader."""
    if node.get("type") == "hidden":
        return
    for inner in (node, *walk(node.children)):
        yield from (inner.get(name) for name in _SPOKEN if not (name == "value" and _coded(inner)))


def _coded(node: Element) -> bool:
    """Return whether the value of an element is for a program, and a reader sees another text."""
    return node.tag != "input" or node.get("type") in {"checkbox", "radio", "color", "range"}


def _unsaid(node: Element, locator: Locator) -> Iterator[Finding]:
    """Yield the attributes that go although they say something."""
    for name, value in node.attributes:
        said = " ".join(value.split())
        if name in _TOLD and name in _allowed(node.tag) and said and not _may_be(name, value):
            yield warning(
                Kind.ARTICLE,
                f"{name}={shortened(said)} of <{node.tag}> says nothing to a book and is left out",
                "write a value that HTML knows, and no number beyond 9 digits (colspan: 3)",
                locator.next_tag(node.tag),
            )
        elif name == "summary" and node.tag == "table" and said:
            yield warning(
                Kind.ARTICLE,
                f"the summary of a table is left out: “{shortened(said)}”",
                "write it as a <caption>, or above the table",
                locator.next_tag(node.tag),
            )


def _allowed(tag: str) -> frozenset[str]:
    return GLOBAL_ATTRIBUTES | ATTRIBUTES.get(tag, frozenset())


def _may_be(name: str, value: str) -> bool:
    return name not in _VALUES or bool(_VALUES[name].fullmatch(value.strip()))


def _with_allowed(node: Element, tag: str) -> Element:
    attributes = [
        (key, value.strip() if key in _VALUES else value)
        for key, value in node.attributes
        if key in _allowed(tag) and _may_be(key, value)
    ]
    name = node.get("name")
    if tag == "a" and name and not node.get("id"):
        attributes.append(("id", name))
    form = named_form(node)
    if form == PULL_QUOTE:
        kept = (*_aligned(attributes), ("class", form))
        return Element("div", kept, inside(node.children))
    if form == LETTER:
        attributes.append(("class", form))
    needed = _NEEDED.get(tag)
    if needed and not any(key == needed for key, _ in attributes):
        tag = "span"
    return Element(tag, tuple(_aligned(attributes)), node.children)


_NEEDED = {"bdo": "dir", "time": "datetime"}
"""The attribute without which an element says nothing, or may hold text alone."""

_NUMBER = re.compile(r"-?[0-9]{1,9}")
_SPAN = re.compile(r"[1-9][0-9]{0,2}")
_TOLD = frozenset({"colspan", "rowspan", "start", "value", "type", "lang"})
"""Attributes whose value changes what a reader sees."""
_VALUES = {
    "colspan": _SPAN,
    "rowspan": _SPAN,
    "start": _NUMBER,
    "value": _NUMBER,
    "type": re.compile(r"[1aAiI]"),
    "scope": re.compile(r"(row|col)(group)?"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "lang": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"),
    "datetime": re.compile(
        r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])"
        r"([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?(Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?"
    ),
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
