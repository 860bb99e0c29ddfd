"""Names marked in a text, tree to tree: each gets an element with an id, and no word changes."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from itertools import count

from msgspec import Struct, field

from anthology.body.tree import BLOCKS, Element, Node, Nodes
from anthology.names.finder import Match

LONGEST = 24
"""Letters; a longer word of a name is divided where it has to be, as any other."""
CLASS = "name"
"""Of what stands around a name."""

_MARK = "--name-"
"""What is in the id of every name in a text, and in no other id."""

_APART = BLOCKS | {"br", "img"}
"""Elements over whose edges no name runs."""
_SILENT = frozenset({"code", "kbd", "pre", "rp", "rt", "samp"})
"""Elements in which no names are looked for."""


class _Run(Struct):
    """The text between two blocks."""

    texts: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """Where each of the texts begins in all of it."""
    numbers: list[int] = field(default_factory=list)
    """The number of each of the texts among those of the tree."""
    length: int = 0

    def add(self, text: str, number: int) -> None:
        self.texts.append(text)
        self.starts.append(self.length)
        self.numbers.append(number)
        self.length += len(text)


class _Cut(Struct, frozen=True):
    """A part of a text that gets an element of its own."""

    start: int
    end: int
    id: str


def name_id(document: str, name: str, number: int) -> str:
    """Return the id for where a name stands in a document for the nth time."""
    return f"{document}{_MARK}{name}-{number}"


def is_name_id(id_: str) -> bool:
    """Return whether an id is that of a name in a text."""
    return _MARK in id_


def marked(
    nodes: Nodes, find: Callable[[str], tuple[Match, ...]], name: Callable[[Match], str]
) -> Nodes:
    """Return the tree with a `span` around each name, or around its first part in another element.

    `find` returns where names stand in a text, `name` the id for one; it is asked in the order of
    the text.
    """
    cuts: dict[int, list[_Cut]] = {}
    for run in _runs(nodes):
        for match in find("".join(run.texts)):
            at = bisect_right(run.starts, match.start) - 1
            start = match.start - run.starts[at]
            end = min(match.end - run.starts[at], len(run.texts[at]))
            cuts.setdefault(run.numbers[at], []).append(_Cut(start, end, name(match)))
    return _rebuilt(nodes, cuts, count()) if cuts else nodes


def texts_of(nodes: Nodes) -> Iterator[str]:
    """Yield the texts between blocks, in which names are looked for."""
    for run in _runs(nodes):
        yield "".join(run.texts)


def _runs(nodes: Nodes) -> Iterator[_Run]:
    found = [_Run()]
    _collect(nodes, found, count(), silent=False)
    return (run for run in found if run.texts)


def _collect(nodes: Nodes, found: list[_Run], numbers: Iterator[int], *, silent: bool) -> None:
    for node in nodes:
        if isinstance(node, str):
            number = next(numbers)
            if not silent:
                found[-1].add(node, number)
            continue
        apart = node.tag in _APART
        if apart:
            found.append(_Run())
        _collect(node.children, found, numbers, silent=silent or node.tag in _SILENT)
        if apart:
            found.append(_Run())


def _rebuilt(nodes: Nodes, cuts: Mapping[int, list[_Cut]], numbers: Iterator[int]) -> Nodes:
    """Return the tree with its texts cut; what stays as it is is not copied."""
    result: list[Node] = []
    same = True
    for node in nodes:
        if isinstance(node, str):
            some = cuts.get(next(numbers))
            result += _pieces(node, some) if some else (node,)
            same = same and not some
        else:
            inner = _rebuilt(node.children, cuts, numbers)
            kept = inner is node.children
            result.append(node if kept else node.with_children(inner))
            same = same and kept
    return nodes if same else tuple(result)


def _pieces(text: str, cuts: list[_Cut]) -> Iterator[Node]:
    end = 0
    for cut in cuts:
        if end < cut.start:
            yield text[end : cut.start]
        yield _named(text[cut.start : cut.end], cut.id)
        end = cut.end
    if end < len(text):
        yield text[end:]


def _named(text: str, id_: str) -> Element:
    whole = all(len(word) <= LONGEST for word in text.split())
    class_ = (("class", CLASS),) if whole else ()
    return Element("span", (("id", id_), *class_), (text,))
