"""Which page document is being set: told before each page, so that trouble has a name.

WeasyPrint tells the number of a page when it begins it, not what stands on it, and there is no
hook for that; `watched` puts itself around its `make_page` for as long as a book is set.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from weasyprint.layout import page as weasyprint_page

COVERS = 1
"""How many parts of the one HTML document stand before the first page document."""


@contextmanager
def watched(tell: Callable[[int], None]) -> Iterator[None]:
    """Tell the position of the page document with which each page begins; the cover's is -1."""
    make_page = weasyprint_page.make_page

    def watching(context: Any, root: Any, kind: Any, resume_at: Any, *rest: Any) -> Any:
        tell(_position(resume_at) - COVERS)
        return make_page(context, root, kind, resume_at, *rest)

    weasyprint_page.make_page = watching
    try:
        yield
    finally:
        weasyprint_page.make_page = make_page


def _position(resume_at: Mapping[int, Any] | None) -> int:
    """Return which child of the body a page begins with: `{0: {7: …}}` is the eighth."""
    for inner in (resume_at or {}).values():
        return next(iter(inner or {}), 0)
    return 0
