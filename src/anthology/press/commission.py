"""A press edition as it is to be made: the manifest's wishes and the printer's profile, agreed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import hypot

from anthology.errors import Checked, Finding, Kind, error
from anthology.manifest import Located, PressSpec
from anthology.model import Margins, PageSize
from anthology.press.profiles import (
    NO_EDGES,
    Edges,
    Ink,
    Paper,
    Profile,
    Space,
    Standard,
    profile_of,
)

_TAKES_RGB = frozenset({Standard.PLAIN})
"""PDF/X has no RGB that is not described by a profile (ISO 15930-3, 6.4; ISO 15930-7, 6.2.4.2)."""
_OPAQUE = frozenset({Standard.X_1A, Standard.X_3})
"""PDF 1.3, on which they build, knows no transparency."""
OVER = 1.0
"""mm by which texts may reach over the end of their lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commission:
    """A book block, or a cover, as a printer is to get it."""

    file: str = "press file"
    """What findings call it."""
    profile: Profile
    size: PageSize
    """Trimmed."""
    paper: Paper
    ink: Ink
    standard: Standard
    bleed: Edges
    """What the pages are larger than trimmed."""
    marks: bool

    @property
    def space(self) -> Space:
        """Return the colours of what is not black, grey or white."""
        if self.ink is Ink.BLACK:
            return Space.GREY
        if self.standard in _TAKES_RGB and Space.RGB in self.profile.colours:
            return Space.RGB
        return Space.CMYK

    @property
    def transparency(self) -> bool:
        """Return whether something may shine through."""
        return self.profile.transparency and self.standard not in _OPAQUE

    @property
    def margins(self) -> Edges:
        """Return what the pages keep free, but for the gutter."""
        bleeds = self.bleed != NO_EDGES
        return self.profile.bleed_margins if bleeds else self.profile.margins

    def page(self, gutter: float) -> PageSize:
        """Return the page with the margins that it must have, the inner one in mm.

        They are a little wider: a line may reach over its end by a hair or two.
        """
        kept = self.margins
        least = Margins(
            inner=gutter + OVER,
            outer=kept.outer + OVER,
            top=kept.top + OVER,
            bottom=kept.bottom + OVER,
        )
        return replace(self.size, least=least)


def commission(located: Located, *, marks: bool = False) -> Checked[Commission]:
    """Return the press edition that a manifest asks for, with an error where no printer takes it.

    `marks` are wanted to cut along.
    """
    asked = located.manifest.press
    profile = profile_of(asked.profile)
    made = Commission(
        profile=profile,
        size=asked.page or located.manifest.pdf.page,
        paper=profile.paper(asked.paper) or profile.papers[0],
        ink=asked.ink,
        standard=asked.standard or usual_standard(profile, asked.ink),
        bleed=profile.bleed if asked.bleed else NO_EDGES,
        marks=marks,
    )
    return Checked(made, tuple(_contradictions(made, asked, located)))


def usual_standard(profile: Profile, ink: Ink, wanted: Standard | None = None) -> Standard:
    """Return the kind of file that a printer gets: the wanted one, if it can be made in an ink."""
    known: tuple[Standard, ...] = (*((wanted,) if wanted else ()), *profile.standards)
    return next(one for one in known if _possible(one, ink))


def _possible(standard: Standard, ink: Ink) -> bool:
    """Return whether a file of a standard can be made: colours in PDF/X-4 want a printer's profile.

    It has to hold the profile itself (ISO 15930-7, 6.2.2); earlier parts may name one.
    """
    return standard is not Standard.X_4 or ink is Ink.BLACK


def _contradictions(made: Commission, asked: PressSpec, located: Located) -> Iterator[Finding]:
    profile, name = made.profile, made.profile.name
    if not profile.takes(made.size):
        yield error(
            Kind.MANIFEST,
            f"{name} does not cut books to {_written(made.size)}",
            f"write `page: {_written(_nearest(made.size, profile))}`, the nearest that it has",
            located.place("press", "page"),
        )
    if profile.paper(asked.paper) is None:
        yield error(
            Kind.MANIFEST,
            f"{name} has no paper {asked.paper!r}",
            f"write one of: {', '.join(paper.name for paper in profile.papers)}",
            located.place("press", "paper"),
        )
    elif asked.ink is Ink.COLOUR and made.paper.ink is Ink.BLACK:
        fit = [paper.name for paper in profile.papers if paper.ink is Ink.COLOUR]
        yield error(
            Kind.MANIFEST,
            f"{name} prints the paper {made.paper.name!r} in black only",
            f"write `paper: {fit[0]}`, or `ink: black`",
            located.place("press", "ink"),
        )
    if made.standard not in profile.standards:
        yield error(
            Kind.MANIFEST,
            f"{name} takes no {made.standard.value}",
            f"write one of: {', '.join(one.value for one in profile.standards)}",
            located.place("press", "standard"),
        )
    elif not _possible(made.standard, made.ink):
        yield error(
            Kind.MANIFEST,
            "PDF/X-4 in colour has to hold a printer's colour profile, and there is none",
            "write `standard: x-3`, or `ink: black`",
            located.place("press", "standard"),
        )
    if made.marks and not profile.marks:
        yield error(
            Kind.MANIFEST,
            f"{name} takes no file with marks",
            "leave out --marks",
            located.place("press"),
        )


def _nearest(size: PageSize, profile: Profile) -> PageSize:
    known = profile.trims or tuple(one for one in (profile.smallest, profile.largest) if one)
    return min(known, key=lambda one: hypot(one.width - size.width, one.height - size.height))


def _written(size: PageSize) -> str:
    return f"{size.width:g}mm x {size.height:g}mm"
