"""Page documents to the bytes of a PDF; the only user of WeasyPrint."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from anthology.errors import Checked
from anthology.model import Pages, PageSize, PageStart, Picture
from anthology.pdf.surroundings import same_everywhere
from anthology.style.design import Design
from anthology.typefaces import Faces


class Rendered(Struct, frozen=True, kw_only=True):
    """A PDF and what there is to say about it."""

    data: bytes
    pages: int
    """How many pages it has, blank ones and the cover included."""
    lost_notes: tuple[str, ...] = ()
    """The ids of footnotes of which words were lost, since no page could hold them at its foot.
    With any of them `data` is empty: the book has to be set again with these notes elsewhere."""
    starts: tuple[PageStart, ...] = ()
    """Where each page with a number begins; blank ones are left out."""
    names: tuple[tuple[str, str], ...] = ()
    """The id of each page document and the digest of all that was bound of it, where known."""


class RendererFailedError(Exception):
    """Raised where WeasyPrint itself fails; its cause is what WeasyPrint raised."""

    def __init__(self, cause: Exception) -> None:
        """Take what WeasyPrint raised."""
        told = f": {cause}" if str(cause) else ""
        super().__init__(f"{type(cause).__name__}{told}")


def render(
    pages: Pages, design: Design, size: PageSize, progress: Callable[[str], None]
) -> Checked[Rendered]:
    """Set the page documents as a tagged PDF (PDF/UA-1, ISO 14289-1).

    The stylesheet of `design` is read after the page's geometry. `progress` is told each step in
    a word or two. What the renderer complains about comes back as warnings.

    Raises AnthologyError where a typeface is missing (files) or the book asks for a file that is
    not part of it (article), and RendererFailedError where the renderer fails.
    """
    with same_everywhere():  # WeasyPrint asks for fonts as soon as it is imported
        from anthology.pdf.setting import set_book  # and is slow to import

        return set_book(pages, design, size, progress)


class Sheet(Struct, frozen=True, kw_only=True):
    """A single page that is no part of a book."""

    language: str
    head: str
    """The inside of the head of its HTML document."""
    content: str
    """XHTML: the inside of its body."""
    stylesheet: str
    size: PageSize
    faces: Faces
    pictures: tuple[Picture, ...] = ()
    """What it shows as `pictures/` and their names."""


class SetSheet(Struct, frozen=True, kw_only=True):
    """A sheet, set."""

    data: bytes
    """The PDF."""
    heights: Mapping[str, float]
    """How high each box is that has an id, in mm."""


def render_sheet(sheet: Sheet) -> Checked[SetSheet]:
    """Set a sheet as a PDF without tags.

    What the renderer complains about comes back as warnings. Raises AnthologyError where a
    typeface is missing (files), and RendererFailedError where the renderer fails.
    """
    with same_everywhere():  # WeasyPrint asks for fonts as soon as it is imported
        from anthology.pdf.sheet import set_sheet  # and is slow to import

        return set_sheet(sheet)
