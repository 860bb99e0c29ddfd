"""The proof of an import: what a text said is looked for in the file that was made of it."""

from collections.abc import Iterator

from anthology.completeness.compare import compare
from anthology.completeness.expected import Expected, expected
from anthology.completeness.found import Found
from anthology.completeness.letters import letters
from anthology.completeness.manuscript import Manuscript
from anthology.formats import Format


def missing_words(html: str, markdown: str, moved: str, title: str) -> Iterator[str]:
    """Yield the words of some HTML that the Markdown made of it lacks.

    Both are read by parsers that no import uses. `moved` is what stands elsewhere in the article
    file: the source block.
    """
    wanted = _read(html, Format.HTML)
    there = _read(markdown, Format.MARKDOWN)
    found = Found(
        text=letters(f"{title} {there.text}"),
        notes=letters(" ".join((*there.notes, moved))),
        pictures=1 << 30,
        links=tuple(wanted.links.elements()),
        references=1 << 30,
    )
    for gap in compare(Expected(title=title, text=wanted.text, notes=wanted.notes), found):
        yield gap.text


def _read(text: str, markup: Format) -> Expected:
    return expected(Manuscript(file="", text=text, format=markup), "")
