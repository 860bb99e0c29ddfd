"""Rows of a Markdown table that are longer than its head, of which the end would be lost.

The extension for tables of GitHub Flavored Markdown (section 4.10) ignores the cells too many.
"""

from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_block.table import escapedSplit, getLine
from msgspec import Struct

from anthology.body.locator import Locator
from anthology.errors import Finding, Kind, error, shortened


class LongRow(Struct, frozen=True):
    """A row with more cells than the head of its table."""

    line: int
    """Counted from 0, in the text that is parsed."""
    columns: int
    """How many cells the head has."""
    lost: tuple[str, ...]
    """The words of the cells too many."""


LONG_ROWS = "long_rows"
"""Where the parser notes them in its environment."""


def watch_rows(parser: MarkdownIt) -> None:
    """Let a parser note the rows too long, for which its environment has a list, as LongRows."""
    parser.block.ruler.at("table", _watched, {"alt": ["paragraph", "reference"]})


def _watched(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    before = len(state.tokens)
    taken = table(state, start, end, silent)
    if taken and not silent:
        columns = sum(token.type == "th_open" for token in state.tokens[before:])
        state.env[LONG_ROWS].extend(_long_rows(state, range(start + 2, state.line), columns))
    return taken


def _long_rows(state: StateBlock, lines: Iterable[int], columns: int) -> Iterator[LongRow]:
    for line in lines:
        cells = escapedSplit(getLine(state, line).strip())
        if cells[0] == "":
            del cells[0]
        lost = tuple(cell.strip() for cell in cells[columns:] if cell.strip())
        if lost:
            yield LongRow(line, columns, lost)


def lost_cells(rows: Iterable[LongRow], locator: Locator) -> Iterator[Finding]:
    """Return an error for each row of which words would be lost."""
    for row in rows:
        yield error(
            Kind.ARTICLE,
            f"the row has more cells than the {row.columns} of its table's head, and "
            f"{shortened(' | '.join(row.lost))} would be lost",
            "add a column to the head and to the line of hyphens below it, or write \\| for a sign",
            locator.at_line(row.line),
        )
