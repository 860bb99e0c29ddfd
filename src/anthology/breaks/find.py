"""What a setter would not leave: headings at the foot, lone lines, parts of words, many hyphens."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import groupby, pairwise, zip_longest

from anthology.breaks.pages import MOST_HYPHENS, Block, Page
from anthology.errors import Finding, Kind, Place, shortened, warning

FEWEST_LINES = 3
"""How many lines a page has at least that ends a text."""


def find_breaks(
    pages: Sequence[Page], files: Mapping[str, str], words: Mapping[str, Set[str]]
) -> tuple[Finding, ...]:
    """Return a warning for each bad break, in the order of the pages.

    `files` are the names of the files of page documents, by their ids, and `words` the words that
    stand in them; pages of others, such as the contents, are not looked at.
    """
    texts = [page for page in pages if page.document in files]
    found: list[Finding] = []
    began = False
    for page, after in zip_longest(texts, texts[1:]):
        goes_on = after is not None and page.goes_on(after)
        ends = after is None or after.document != page.document
        place = Place(file=files[page.document])
        problems = (*_at_edges(page, began=began, goes_on=goes_on, ends=ends),
                    *_in_lines(page, goes_on=goes_on),
                    *_broken(page, words[page.document]))  # fmt: skip
        found += (
            warning(Kind.ARTICLE, f"page {page.label}: {what}", advice, place)
            for what, advice in problems
        )
        began = goes_on
    return tuple(found)


def _at_edges(page: Page, *, began: bool, goes_on: bool, ends: bool) -> Iterator[tuple[str, str]]:
    """Yield what is wrong at the head and foot of a page, and what to do.

    `began` says whether its first paragraph goes on from the page before, `goes_on` whether its
    last one does on the next, `ends` whether the text ends here.
    """
    if not page.blocks:
        return
    last, first = page.blocks[-1], page.blocks[0]
    if last.is_heading and not all(block.is_heading for block in page.blocks):
        yield (
            f"a heading stands at the foot, without its text: {_quoted(last)}",
            "make the text before it longer or shorter by a line, or leave the heading out",
        )
    if goes_on and len(last.lines) == 1 and not (began and len(page.blocks) == 1):
        yield (
            f"the first line of a paragraph stands alone at the foot: {_quoted(last)}",
            "make the text before it longer or shorter by a line",
        )
    if began and len(first.lines) == 1 and not (goes_on and len(page.blocks) == 1):
        yield (
            f"the last line of a paragraph stands alone at the head: {_quoted(first)}",
            "make the paragraph longer or shorter by a line",
        )
    lines = sum(len(block.lines) for block in page.blocks)
    pictures = any(not block.lines for block in page.blocks)
    if ends and not page.opens and not pictures and lines < FEWEST_LINES:
        yield (
            f"the last page of a text has {lines} line{'s' if lines > 1 else ''}: {_quoted(first)}",
            "make the text shorter by so much, or longer by some lines",
        )


def _in_lines(page: Page, *, goes_on: bool) -> Iterator[tuple[str, str]]:
    for block in page.blocks:
        if not block.is_paragraph:
            continue
        ends = block is not page.blocks[-1] or not goes_on
        if ends and len(block.lines) > 1:
            line, above = block.lines[-1], block.lines[-2]
            if above.is_divided and len(line.text.split()) == 1:
                yield (
                    f"the last line of a paragraph is a part of a word: {_quoted(block, -2)}",
                    "make the paragraph longer or shorter by a word",
                )
        for divided, run in groupby(block.lines, key=lambda line: line.is_divided):
            lines = tuple(run)
            if divided and len(lines) > MOST_HYPHENS:
                yield (
                    f"{len(lines)} lines in a row end with a hyphen, from {_quoted(block)} on",
                    "change a word of the paragraph",
                )


def _broken(page: Page, words: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield the words that go on on the next line without a hyphen."""
    for block in page.blocks:
        for line, below in pairwise(line for line in block.lines if line.text.strip()):
            (*others, before), after = line.text.split(), below.text.split()[0]
            whole, parts = _bare(before + after), {_bare(before), _bare(after)}
            is_word = whole in words and whole.isalpha()
            # What stands alone is an initial.
            if others and is_word and all(parts) and not parts <= words:
                yield (
                    f"a word is broken without a hyphen: “{shortened(whole)}”",
                    "change a word of the paragraph, or tell the makers of anthology",
                )


def _bare(word: str) -> str:
    """Return a word without the signs around it."""
    return re.sub(r"^\W+|\W+$|\xad", "", word)


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text as `find_breaks` takes them."""
    return frozenset(_bare(word) for word in text.split())


def _quoted(block: Block, line: int = 0) -> str:
    return f"“{shortened(block.lines[line].text.strip())}”"
