"""A press edition as it is to be made: the manifest's wishes and the printer's profile, agreed."""

from collections.abc import Iterator
from math import hypot

from msgspec import Struct
from msgspec.structs import replace

from anthology.errors import Checked, Finding, Kind, Place, error
from anthology.manifest import Located, PressSpec
from anthology.model import Margins, PageSize
from anthology.press.outputs import OutputProfile, installed_profile
from anthology.press.profiles import (
    NO_EDGES,
    Condition,
    Edges,
    Ink,
    Paper,
    Profile,
    Space,
    Standard,
    condition_of,
    profile_of,
)

_TAKES_RGB = frozenset({Standard.PLAIN})
"""PDF/X has no RGB that is not described by a profile (ISO 15930-3, 6.4; ISO 15930-7, 6.2.4.2)."""
_OPAQUE = frozenset({Standard.X_1A, Standard.X_3})
"""PDF 1.3, on which they build, knows no transparency."""
_OLD = 2
"""The version of the ICC's specification that PDF 1.3 knows."""
OVER = 1.0
"""mm by which texts may reach over the end of their lines."""


class Commission(Struct, frozen=True, kw_only=True):
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
    output: OutputProfile | None = None
    """What the inks look like on the paper: the editor's own, or what `equipped` found."""

    @property
    def space(self) -> Space:
        """Return the colours of what is not black, grey or white."""
        if self.ink is Ink.BLACK:
            return Space.GREY
        takes_rgb = self.standard in _TAKES_RGB and Space.RGB in self.profile.colours
        return Space.RGB if takes_rgb and self.output is None else Space.CMYK

    @property
    def condition(self) -> Condition | None:
        """Return the printing condition, None where the editor's own profile says what it is."""
        named = None if self.output and self.output.own else self.profile.condition
        return condition_of(named) if named else None

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


def commission(
    located: Located, own: OutputProfile | None = None, *, marks: bool = False
) -> Checked[Commission]:
    """Return the press edition that a manifest asks for, with an error where no printer takes it.

    `own` is the editor's own colour profile; `marks` are wanted to cut along.
    """
    asked = located.manifest.press
    profile = profile_of(asked.profile)
    made = Commission(
        profile=profile,
        size=asked.page or located.manifest.pdf.page,
        paper=profile.paper(asked.paper) or profile.papers[0],
        ink=asked.ink,
        standard=asked.standard or profile.standards[0],
        bleed=profile.bleed if asked.bleed else NO_EDGES,
        marks=marks,
        output=own,
    )
    return Checked(made, tuple(_contradictions(made, asked, located)))


def equipped(made: Commission, located: Located, *path: str) -> Checked[Commission]:
    """Return a commission with the colour profile that it needs.

    An error (files, or manifest) where colours become inks, and the editor brought no profile and
    this machine has none of the printing condition. `path` leads to what asks for the file.
    """
    if made.output or made.space is not Space.CMYK or made.condition is None:
        return Checked(made)
    found = installed_profile(made.condition, ".".join((*path, "icc")))
    if isinstance(found, Finding):
        return Checked(made, (replace(found, place=located.place(*path)),))
    return Checked(replace(made, output=found))


def unfit(made: Commission, place: Place) -> Iterator[Finding]:
    """Yield an error where the editor's own colour profile does not fit what is to be made."""
    own = made.output
    if own and own.space is Space.GREY and made.ink is Ink.COLOUR:
        yield error(
            Kind.MANIFEST,
            f"the colour profile {own.name} is one of black ink, and the {made.file} is in colour",
            "write one of CMYK",
            place,
        )
    if own and own.version > _OLD and made.standard in _OPAQUE:
        yield error(
            Kind.MANIFEST,
            f"the colour profile {own.name} is of version {own.version}, and "
            f"{made.standard.value} knows version {_OLD} alone",
            "ask for one of version 2, or write `standard: x-4` if the printer takes that",
            place,
        )


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
    yield from unfit(made, located.place("press", "icc"))
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
