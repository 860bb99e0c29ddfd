"""Tables as XHTML and PDF/UA want them: one head, one body, one foot, every row as wide."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from anthology.body.tree import BLOCKS, Element, Node, Nodes, element, rewrite, text_of, walk

MOST_BLANK = 20
"""So many empty cells a row is filled up with; more of them become a single one."""

_SECTIONS = ("thead", "tbody", "tfoot")


def mend_table(table: Element) -> Nodes:
    """Return a table with its parts in order and its rows filled up with empty cells.

    What stands in it outside of a cell gets one. Of a table without cells its captions stay, as
    paragraphs.
    """
    captions = [part for part in _elements(table) if part.tag == "caption"]
    rows = {tag: list(_rows(table, tag)) for tag in _SECTIONS}
    if not any(rows.values()):
        return tuple(Element("p", (), caption.children) for caption in captions)
    if not rows["tbody"]:
        rows = {"thead": [], "tbody": rows["thead"] + rows["tfoot"], "tfoot": []}
    width = max(max(_widths(rows[tag]), default=0) for tag in _SECTIONS)
    parts = [
        Element(tag, (), tuple(_filled(rows[tag], width, "col" if tag == "thead" else "row")))
        for tag in _SECTIONS
        if rows[tag]
    ]
    return (table.with_children((*_caption(captions), *parts)),)


def fit(nodes: Nodes) -> Nodes:
    """Return the tree with classes by which its tables fit the pages of print.

    A table whose words do not fit into a line gets `dense` or `densest`, a row that may be taller
    than a page `tall`, and a head with such a row, or with many, `tall` as well. Cells of a few
    words are `short` where all of them fit beside one another on one line.
    """
    return rewrite(nodes, lambda node: (_fitting(node),))


def _fitting(node: Element) -> Element:
    if node.tag == "table":
        return _condensed(node)
    tall = (node.tag == "tr" and _lines(node) > _MOST_LINES) or (
        node.tag == "thead" and sum(map(_lines, _elements(node))) > _MOST_LINES
    )
    return node.with_attribute("class", "tall") if tall else node


def _lines(row: Element) -> int:
    """Return about how many lines of print a row takes, its cells being of one width."""
    cells = _elements(row)
    return max((_lines_of(cell, _LINE // len(cells)) for cell in cells), default=0)


def _lines_of(cell: Element, width: int) -> int:
    parts = sum(part.tag in BLOCKS or part.tag == "br" for part in walk(cell.children))
    return 1 + parts + len(text_of(cell.children)) // max(width, 3)


_LINE = 66
"""How many characters a line of print holds."""
_MOST_LINES = 15
"""How many lines of a table are kept together."""


def _condensed(node: Element) -> Element:
    line = _width(node, _longest_word)
    name = next((name for most, name in _DENSITIES if line > most), None)
    if name:
        return node.with_attribute("class", name)
    if _width(node, _unbroken) > _ROOM:
        return node
    return node.with_children(rewrite(node.children, lambda part: (_kept_short(part),)))


def _width(table: Element, length: Callable[[str], int]) -> int:
    """Return how wide all columns of a table are together, from the lengths of its cells."""
    longest: dict[int, int] = {}
    for row in walk((table,)):
        for column, cell in enumerate(_elements(row) if row.tag == "tr" else ()):
            longest[column] = max(longest.get(column, 0), length(text_of(cell.children)))
    return sum(longest.values()) + _GAP * len(longest)


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _unbroken(text: str) -> int:
    return len(text) if _is_short(text) else _longest_word(text)


def _is_short(text: str) -> bool:
    return 0 < len(text) <= _SHORT


def _kept_short(cell: Element) -> Element:
    if cell.tag not in {"th", "td"} or not _is_short(text_of(cell.children)):
        return cell
    names = (value for name, value in cell.attributes if name == "class")
    return cell.with_attribute("class", " ".join((*names, "short")))


_SHORT = 14
"""How many characters a cell has at most that stands on one line."""
_ROOM = 46
"""How many characters of a table's type a line of large print holds."""
_GAP = 3
_DENSITIES = ((110, "densest"), (66, "dense"))
"""In characters: how long the longest words of all columns may be side by side."""


def _elements(parent: Element) -> list[Element]:
    return [child for child in parent.children if isinstance(child, Element)]


def _rows(table: Element, tag: str) -> Iterable[Element]:
    for kind, parts in groupby(_elements(table), key=_section):
        if kind != tag:
            continue
        found = [row for part in parts for row in (_elements(part) if part.tag == tag else [part])]
        for is_row, group in groupby(found, key=lambda node: node.tag == "tr"):
            for row in group if is_row else [Element("tr", (), tuple(group))]:
                cells = tuple(_cells(_elements(row)))
                if cells:
                    yield row.with_children(cells)


def _section(part: Element) -> str:
    """Return the part of a table that a child belongs in; what may not stand there is a row."""
    return part.tag if part.tag in {*_SECTIONS, "caption"} else "tbody"


_ITEMS = frozenset({"li", "dt", "dd", "figcaption"})
"""Elements that may not stand in a cell."""


def _cells(nodes: Iterable[Element]) -> Iterable[Element]:
    """Yield the cells of a row; what stands beside them in a row gets one of its own."""
    for is_cell, group in groupby(nodes, key=lambda node: node.tag in {"td", "th"}):
        if is_cell:
            yield from group
            continue
        loose = [
            Element("div", (), node.children) if node.tag in _ITEMS else node for node in group
        ]
        if text_of(loose).strip() or any(inner.tag == "img" for inner in walk(loose)):
            yield element("td", *loose)


def _caption(captions: Sequence[Element]) -> Nodes:
    if not captions:
        return ()
    joined: list[Node] = list(captions[0].children)
    for caption in captions[1:]:
        joined += (element("br"), *caption.children)
    return (captions[0].with_children(joined),)


def _widths(rows: Sequence[Element]) -> list[int]:
    """Return how many columns each row takes, with the cells that reach into it from above."""
    changes = [0] * (len(rows) + 1)
    widths: list[int] = []
    reaching = 0
    for number, row in enumerate(rows):
        reaching += changes[number]
        own = 0
        for cell in _elements(row):
            width = _span(cell, "colspan")
            own += width
            end = min(number + _span(cell, "rowspan"), len(rows))
            changes[min(number + 1, end)] += width
            changes[end] -= width
        widths.append(reaching + own)
    return widths


def _span(cell: Element, name: str) -> int:
    return int(cell.get(name, "1"))


def _filled(rows: Sequence[Element], width: int, scope: str) -> Iterable[Element]:
    for number, (row, taken) in enumerate(zip(rows, _widths(rows), strict=True)):
        cells = (_cell(cell, scope, len(rows) - number) for cell in _elements(row))
        yield row.with_children((*cells, *_blank(width - taken)))


def _blank(missing: int) -> Nodes:
    """Return empty cells for the end of a row, or one for all where they are many."""
    if missing > MOST_BLANK:
        return (element("td", colspan=str(missing)),)
    return tuple(element("td") for _ in range(missing))


def _cell(cell: Element, scope: str, rows_left: int) -> Element:
    """Return a cell that ends with its part of the table; a head cell says what it heads."""
    if _span(cell, "rowspan") > rows_left:
        cell = cell.with_attribute("rowspan", str(rows_left))
    if cell.tag == "th" and not cell.children:
        return Element("td", cell.without_attribute("scope").attributes)
    if cell.tag == "th" and not cell.get("scope"):
        return cell.with_attribute("scope", scope)
    return cell
