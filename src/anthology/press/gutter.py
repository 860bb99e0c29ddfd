"""A book block set with the inner margin that its printer asks for by the count of its pages."""

from collections.abc import Callable

from anthology.errors import Checked
from anthology.model import PageSize
from anthology.pdf import Rendered
from anthology.pdf.geometry import geometry
from anthology.press.commission import OVER, Commission
from anthology.style.design import Measures


def set_with_gutter(
    made: Commission, measures: Measures, set_on: Callable[[PageSize], Checked[Rendered]]
) -> Checked[Rendered]:
    """Set a book until its inner margin is wide enough for as many pages as it has.

    `set_on` sets it on a page, `measures` are those that the margins of a page depend on. The inner
    margin only grows: a book that gets shorter again keeps it, so this ends after as many rounds as
    the printer has gutters.
    """
    gutter = made.profile.gutter(made.profile.pages.least)
    while True:
        page = made.page(gutter)
        rendered = set_on(page)
        wanted = made.profile.gutter(made.profile.pages.whole(rendered.value.pages))
        if wanted + OVER <= geometry(page, measures).inner:
            return rendered
        gutter = wanted
