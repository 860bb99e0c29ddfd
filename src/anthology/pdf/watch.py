"""What is done around each page as WeasyPrint makes it: the one place that wraps its `make_page`.

WeasyPrint tells the number of a page when it begins it, not what stands on it, and has no hook;
what wants one is put around its `make_page` for as long as a book is set.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

from weasyprint.layout import page as weasyprint_page

COVERS = 1
"""How many parts of the one HTML document stand before the first page document."""

MakePage: TypeAlias = Callable[..., Any]
"""Takes context, root box, page type, where to resume, page number and page state."""


@contextmanager
def around_each_page(wrap: Callable[[MakePage], MakePage]) -> Iterator[None]:
    """Make every page with what `wrap` returns for the function that makes one."""
    make_page = weasyprint_page.make_page
    weasyprint_page.make_page = wrap(make_page)
    try:
        yield
    finally:
        weasyprint_page.make_page = make_page


@contextmanager
def watched(tell: Callable[[int], None]) -> Iterator[None]:
    """Tell the position of the page document with which each page begins; the cover's is -1."""

    def wrap(make_page: MakePage) -> MakePage:
        def watching(context: Any, root: Any, kind: Any, resume_at: Any, *rest: Any) -> Any:
            tell(_position(resume_at) - COVERS)
            return make_page(context, root, kind, resume_at, *rest)

        return watching

    with around_each_page(wrap):
        yield


def _position(resume_at: Mapping[int, Any] | None) -> int:
    """Return which child of the body a page begins with: `{0: {7: …}}` is the eighth."""
    for inner in (resume_at or {}).values():
        return next(iter(inner or {}), 0)
    return 0
