"""The inside of an article as a tree of frozen nodes, and the tree as XHTML."""

from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import TypeAlias

from msgspec import Struct


class Element(Struct, frozen=True, array_like=True):
    """An element: its lower-case name, its attributes in order, its children in order."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple["Node", ...] = ()

    def get(self, name: str, default: str = "") -> str:
        """Return the value of an attribute, or `default`."""
        for key, value in self.attributes:
            if key == name:
                return value
        return default

    def with_attribute(self, name: str, value: str) -> "Element":
        """Return the element with an attribute added, or replaced where it stands."""
        if any(key == name for key, _ in self.attributes):
            changed = tuple((k, value if k == name else v) for k, v in self.attributes)
        else:
            changed = (*self.attributes, (name, value))
        return Element(self.tag, changed, self.children)

    def without_attribute(self, name: str) -> "Element":
        """Return the element without an attribute."""
        kept = tuple((key, value) for key, value in self.attributes if key != name)
        return Element(self.tag, kept, self.children)

    def with_children(self, children: Iterable["Node"]) -> "Element":
        """Return the element with other children."""
        return Element(self.tag, self.attributes, tuple(children))


Node: TypeAlias = Element | str
Nodes: TypeAlias = tuple[Node, ...]

VOID = frozenset({"area", "br", "col", "hr", "img", "wbr"})
"""Elements that are written without an end tag."""

BLOCKS = frozenset(
    "address article aside blockquote caption dd details div dl dt figcaption figure footer h1 "
    "h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead "
    "tr ul".split()
)
"""Elements that begin a new line: a word does not run over their edges."""


def element(tag: str, *children: Node, **attributes: str) -> Element:
    """Return an element; in attribute names `_` stands for `-`, a `_` at the end is dropped."""
    named = tuple((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    return Element(tag, named, children)


def rewrite(nodes: Nodes, change: Callable[[Element], Nodes]) -> Nodes:
    """Return the tree with each element, innermost first, replaced by what `change` returns.

    What stays as it is is not copied.
    """
    result: list[Node] | None = None
    for place, node in enumerate(nodes):
        if isinstance(node, str):
            if result is not None:
                result.append(node)
            continue
        if _has_elements(node.children):
            inner = rewrite(node.children, change)
            changed = change(node if inner is node.children else node.with_children(inner))
        else:
            changed = change(node)
        if result is None:
            if len(changed) == 1 and changed[0] is node:
                continue
            result = list(nodes[:place])
        result += changed
    return nodes if result is None else tuple(result)


def walk(nodes: Iterable[Node]) -> Iterator[Element]:
    """Yield every element in document order."""
    waiting = [iter(nodes)]
    while waiting:
        for node in waiting[-1]:
            if isinstance(node, str):
                continue
            yield node
            if _has_elements(node.children):
                waiting.append(iter(node.children))
                break
        else:
            waiting.pop()


def _has_elements(children: Nodes) -> bool:
    """Return whether it is worth looking into an element: most have a text and nothing else."""
    return len(children) > 1 or (len(children) == 1 and not isinstance(children[0], str))


def text_of(nodes: Iterable[Node]) -> str:
    """Return the text, with a line break where a block begins or ends."""
    parts: list[str] = []
    _collect(nodes, parts)
    return "".join(parts)


def _collect(nodes: Iterable[Node], parts: list[str]) -> None:
    for node in nodes:
        if isinstance(node, str):
            parts.append(node)
        elif node.tag == "br":
            parts.append("\n")
        elif node.tag in BLOCKS:
            parts.append("\n")
            _collect(node.children, parts)
            parts.append("\n")
        else:
            _collect(node.children, parts)


def to_xhtml(nodes: Iterable[Node]) -> str:
    """Return the tree as well-formed XHTML."""
    parts: list[str] = []
    _write(nodes, parts)
    return "".join(parts)


def _write(nodes: Iterable[Node], parts: list[str]) -> None:
    for node in nodes:
        if isinstance(node, str):
            parts.append(escape(node, quote=False))
            continue
        parts.append(f"<{node.tag}")
        for key, value in node.attributes:
            parts.append(f' {key}="{escape(value)}"')
        if node.tag in VOID:
            parts.append("/>")
        else:
            parts.append(">")
            _write(node.children, parts)
            parts.append(f"</{node.tag}>")
