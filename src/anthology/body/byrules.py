"""HTML of any quality into a tree, by all the rules of HTML5."""

import re
from collections.abc import Iterator
from typing import Any

from tinyhtml5.constants import Token
from tinyhtml5.parser import HTMLParser
from tinyhtml5.tokenizer import HTMLTokenizer
from tinyhtml5.treebuilder import ActiveFormattingElements, TreeBuilder

from anthology.body.locator import Locator
from anthology.body.scan import RAW, scan
from anthology.body.tree import BLOCKS, Element, Node, Nodes
from anthology.body.writable import UNWRITABLE, writable
from anthology.errors import Checked, Finding, Kind, error, warning

_NAMESPACE = re.compile(r"\{[^}]*\}")


MAX_DEPTH = 100
"""How deep elements may stand inside each other; what is deeper comes up to this depth."""

MAX_ELEMENTS = 12_000
"""How deep elements may stand inside each other for the text to be read at all."""

MAX_OPEN = 50
"""How many elements such as <b> may be left open over the ends of paragraphs."""

_GUARD = "<!DOCTYPE html>" + " " * 200
"""tinyhtml5 takes a short text for the name of a file, and opens it where there is one."""


def parse_by_rules(html: str, locator: Locator) -> Checked[Nodes]:
    """Return what `anthology.body.parse.parse_html` does, by all the rules of HTML5."""
    scanned = scan(html, locator)
    findings = list(scanned.findings)
    parser = _Parser()
    try:
        root = parser.parse(_GUARD + writable(scanned.value))
    except _TooDeepError:
        findings.append(_bottomless(locator))
        return Checked((), tuple(findings))
    body = root.find("body")
    if body is None:
        findings.append(_frames(locator))
        return Checked((), tuple(findings))
    deep: list[Any] = []
    nodes = _children(body, 0, deep)
    if deep:
        findings.append(_too_deep(deep[0], locator))
    if parser.forgotten:
        findings.append(_left_open(parser.forgotten[0], locator))
    return Checked(nodes, tuple(findings))


def _children(parent: Any, depth: int, deep: list[Any]) -> Nodes:
    nodes: list[Node] = []
    run: list[str] = [parent.text or ""]

    def close() -> None:
        if text := _text("".join(run)):
            nodes.append(text)
        run.clear()

    for child in parent:
        if isinstance(child.tag, str):
            close()
            if depth < MAX_DEPTH or not len(child):
                nodes.append(_element(child, _children(child, depth + 1, deep)))
            else:
                deep.append(child)
                nodes.append(_element(child, _flattened(child)))
        run.append(child.tail or "")
    close()
    return tuple(nodes)


def _element(node: Any, children: Nodes) -> Element:
    attributes = (
        (name, _text(value)) for name, value in node.attrib.items() if not name.startswith("data-")
    )
    return Element(_name(node.tag), tuple(attributes), children)


def _text(text: str | None) -> str:
    """Return a text without the characters that XML cannot hold, written as references."""
    return UNWRITABLE.sub("", text or "")


def _flattened(top: Any) -> Nodes:
    """Return what stands in an element: divisions side by side, and no element in another there."""
    divisions: list[Element] = []
    run: list[Node] = []

    def close() -> None:
        if any(isinstance(node, Element) or node.strip() for node in run):
            divisions.append(Element("div", (), tuple(run)))
        run.clear()

    waiting: list[tuple[Any, Iterator[Any]]] = [(top, iter(top))]
    run += _piece(top, top.text, top)
    while waiting:
        node, children = waiting[-1]
        child = next(children, None)
        if child is None:
            waiting.pop()
            if _name(node.tag) in BLOCKS:
                close()
            if waiting:
                run += _piece(waiting[-1][0], node.tail, top)
        elif not isinstance(child.tag, str):
            run += _piece(node, child.tail, top)
        elif _is_flat(child):
            run.append(_element(child, (_text("".join(child.itertext())),)))
            run += _piece(node, child.tail, top)
        else:
            if _name(child.tag) in BLOCKS:
                close()
            waiting.append((child, iter(child)))
            run += _piece(child, child.text, top)
    close()
    return divisions[0].children if len(divisions) == 1 else tuple(divisions)


def _is_flat(node: Any) -> bool:
    """Return whether only the text of an element is asked for, which no book shows."""
    name = _name(node.tag)
    return name in RAW or name.startswith(("svg/", "math/"))


def _piece(node: Any, text: str | None, top: Any) -> Iterator[Node]:
    """Yield a piece of an element's text, in an element of its own where that is inline."""
    if node is top or _name(node.tag) in BLOCKS:
        if text:
            yield _text(text)
    elif text or not len(node):
        yield _element(node, (_text(text),) if text else ())


def _name(tag: str) -> str:
    if not tag.startswith("{"):
        return tag
    local = _NAMESPACE.sub("", tag)
    return f"svg/{local}" if "/svg}" in tag else f"math/{local}"


def _frames(locator: Locator) -> Finding:
    return error(
        Kind.ARTICLE,
        "<frameset> divides a window; the file holds no text of its own",
        "save the page that stands in its frame, and use that",
        locator.next_tag("frameset"),
    )


def _too_deep(node: Any, locator: Locator) -> Finding:
    words = next((text.strip() for text in node.itertext() if text.strip()), "")
    place = locator.next(words[:60].partition("\n")[0])
    return warning(
        Kind.ARTICLE,
        f"elements stand more than {MAX_DEPTH} deep inside each other here; the text of the "
        "inner ones stays, their order in each other does not",
        "take tags away, or close those that were left open",
        place if place.line else locator.next_tag(_name(node.tag)),
    )


def _left_open(tag: str, locator: Locator) -> Finding:
    return warning(
        Kind.ARTICLE,
        f"more than {MAX_OPEN} elements such as <{tag}> are left open; the text stays, but what "
        "they make of it ends with the paragraph",
        f"write </{tag}> where each of them ends",
        locator.next_tag(tag),
    )


def _bottomless(locator: Locator) -> Finding:
    return error(
        Kind.LIMIT,
        f"more than {MAX_ELEMENTS} elements are open at once",
        "close the elements that were left open",
        locator.at(0),
    )


class _TooDeepError(Exception):
    """Raised where elements stand too deep even to be looked at."""


class _Formatting(ActiveFormattingElements):  # type: ignore[misc]
    """The elements that go on in the next paragraph; without a limit few bytes make millions."""

    def __init__(self, forgotten: list[str]) -> None:
        super().__init__()
        self._forgotten = forgotten

    def append(self, node: Any) -> None:
        super().append(node)
        since = self[::-1].index(None) if None in self else len(self)
        if since > MAX_OPEN:
            self._forgotten.append(self.pop(len(self) - since).name)


class _Tree(TreeBuilder):  # type: ignore[misc]
    def __init__(self, forgotten: list[str]) -> None:
        self._forgotten = forgotten
        super().__init__(namespace_html_elements=False)

    def reset(self) -> None:
        super().reset()
        self.active_formatting_elements = _Formatting(self._forgotten)

    def insert_element_normal(self, token: Any) -> Any:
        if len(self.open_elements) > MAX_ELEMENTS:
            raise _TooDeepError
        return super().insert_element_normal(token)

    def generate_implied_end_tags(self, exclude: str | None = None) -> None:
        """Do what the original does, however many elements are to be closed."""
        while self.open_elements[-1].name in _IMPLIED - {exclude}:
            self.open_elements.pop()


_IMPLIED = frozenset("dd dt li option optgroup p rp rt".split())


class _Tokenizer(HTMLTokenizer):  # type: ignore[misc]
    def __iter__(self) -> Iterator[Any]:
        """Yield the tokens, texts in a row as one, and none of what is wrong."""
        texts: list[str] = []
        for token in super().__iter__():
            kind = token["type"]
            if kind == Token.PARSE_ERROR:
                continue
            if kind == Token.CHARACTERS or (kind == Token.SPACE_CHARACTERS and texts):
                texts.append(token["data"])
                continue
            if texts:
                yield {"type": Token.CHARACTERS, "data": "".join(texts)}
                texts.clear()
            yield token
        if texts:
            yield {"type": Token.CHARACTERS, "data": "".join(texts)}


class _Parser(HTMLParser):  # type: ignore[misc]
    """tinyhtml5 without what takes more time than the text has length."""

    def __init__(self) -> None:
        super().__init__(namespace_html_elements=False)
        self.forgotten: list[str] = []
        self.tree = _Tree(self.forgotten)
        self.phases: dict[str, Any] = {
            name: type(phase)(self, self.tree) for name, phase in self.phases.items()
        }

    def _parse(self, stream: str) -> None:
        self.container = None
        self.scripting = False
        self.tokenizer = _Tokenizer(stream, parser=self)
        self.reset()
        self.main_loop()

    def parse_error(self, errorcode: str, datavars: Any = None) -> None:
        """Do not keep what is wrong: nobody asks, and finding its place takes time."""
