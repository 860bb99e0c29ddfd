"""What a wrap is to be like for its printer: how wide its spine is, and what kind of file it is."""

from collections.abc import Iterator

from msgspec.structs import replace

from anthology.errors import Checked, Finding, Kind, error, warning
from anthology.manifest import Located, SpineDirection
from anthology.model import PageSize
from anthology.press.commission import Commission, commission, unfit
from anthology.press.outputs import OutputProfile
from anthology.press.profiles import Edges, Ink, PageCount
from anthology.values import Length

_FILE = "cover"
"""What findings call it."""
_OFF = 1.0
"""mm by which a given spine may differ from the one that the paper makes."""
_DOWN = frozenset({"en", "nl", "da", "sv", "nb", "nn", "no", "fi", "is"})
"""Languages whose spines read down, as ISO 6357 wants it; most others' read up."""


def spine_width(
    located: Located, made: Commission, pages: int, *, needed: bool
) -> Checked[float | None]:
    """Return how wide the spine of a book of so many pages is, in mm.

    None where neither the profile nor the manifest tells. That is an error (manifest) if the cover
    is needed, and a warning if the manifest says something about it.
    """
    given = located.manifest.press.cover.spine.width
    page, profile = made.paper.page, made.profile
    counted = f"{pages} pages on the paper {made.paper.name}"
    if given is None and page is None:
        unknown = (error if needed else warning)(
            Kind.MANIFEST,
            f"the cover needs the width of the spine, which the profile of {profile.name} does not "
            f"know for {counted}",
            f"ask {profile.cover.template}, and write it as press.cover.spine.width",
            located.place("press", "cover"),
        )
        told = needed or ("press", "cover") in located.places
        return Checked(None, (unknown,) if told else ())
    if given is None or page is None:
        return Checked(given or pages * (page or 0))
    wide = pages * page
    if abs(given - wide) <= _OFF:
        return Checked(given)
    other = warning(
        Kind.MANIFEST,
        f"the spine is {given:g} mm wide, and {counted} make {wide:.1f} mm",
        "correct it, or leave it out",
        located.place("press", "cover", "spine", "width"),
    )
    return Checked(given, (other,))


def bears_text(made: Commission, pages: int) -> bool:
    """Return whether the printer takes a text on the spine of a book of so many pages."""
    least = made.profile.cover.spine_text
    return least is None or pages >= least


def spine_direction(located: Located, language: str) -> SpineDirection:
    """Return how the text on the spine is turned."""
    usual = language.partition("-")[0] in _DOWN
    given = located.manifest.press.cover.spine.direction
    return given or (SpineDirection.DOWN if usual else SpineDirection.UP)


def wrap_commission(
    made: Commission, size: PageSize, own: OutputProfile | None = None
) -> Commission:
    """Return the file of a wrap: one page, in colour whatever the pages of the book are in.

    `own` is the editor's own colour profile for it.
    """
    rules = made.profile.cover
    bleed = Length(rules.bleed)
    profile = replace(
        made.profile,
        pages=PageCount(least=1, most=1, multiple=1),
        condition=rules.condition or made.profile.condition,
    )
    return replace(
        made,
        file=_FILE,
        profile=profile,
        size=size,
        ink=Ink.COLOUR,
        bleed=Edges(inner=bleed, outer=bleed, top=bleed, bottom=bleed),
        marks=False,
        output=own,
    )


def contradictions(located: Located, own: OutputProfile | None = None) -> Iterator[Finding]:
    """Yield a warning for a price without a barcode, an error for a colour profile that is unfit.

    `own` is the editor's own colour profile for the cover.
    """
    manifest, asked = located.manifest, commission(located).value
    cover = wrap_commission(asked, asked.size, own)
    yield from unfit(cover, located.place("press", "cover", "icc"))
    if manifest.press.cover.price and not manifest.isbn.press:
        yield warning(
            Kind.MANIFEST,
            "the price on the cover stands beside a barcode, and the printed book has no ISBN",
            "write it as isbn.press, or leave the price out",
            located.place("press", "cover", "price"),
        )
