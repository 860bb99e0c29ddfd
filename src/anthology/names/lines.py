"""The texts of a book as lines in which names are looked for."""

import re
from collections.abc import Iterator
from itertools import accumulate

from anthology.body.tree import Element, Nodes, rewrite
from anthology.documents import texts
from anthology.model import Book
from anthology.names.capitals import Line
from anthology.names.marking import is_name_id, texts_of

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Signs that no text has, around a name that is marked."""
_MARKED = re.compile(f"{_OPEN}|{_CLOSE}")


def lines_of(book: Book) -> Iterator[Line]:
    """Yield the lines of a book's articles and other texts, and which of their names are marked."""
    titles = {one.file: (one.title.text, one.language) for one in book.articles}
    intros = (chapter.intro for chapter in book.chapters if chapter.intro)
    for matter in (*book.front, *intros, *book.back):
        titles[matter.file] = (matter.title or "", matter.language)
    for _, file, body in texts(book):
        title, tag = titles[file]
        language = tag.partition("-")[0]
        yield Line(text=title, file=file, language=language)
        for flow in (body.content, *(note.content for note in body.notes)):
            for text in texts_of(rewrite(flow, _bracketed)):
                parts = _MARKED.split(text)
                ends = tuple(accumulate(map(len, parts)))
                known = tuple(zip(ends[::2], ends[1::2], strict=False))
                yield Line(text="".join(parts), file=file, language=language, known=known)


def _bracketed(node: Element) -> Nodes:
    return (_OPEN, *node.children, _CLOSE) if is_name_id(node.get("id")) else (node,)
