"""What printing houses ask for, as data: `profiles.yml`, with the day on which it was checked."""

import datetime as dt
from enum import Enum
from functools import cache
from pathlib import Path

from msgspec import Struct

from anthology import yamltree
from anthology.decode import Dialect, ScalarType, decode
from anthology.errors import Kind
from anthology.model import PageSize
from anthology.values import SCALARS, Length

FILE = "profiles.yml"


class Printer(Enum):
    """Who prints the book."""

    KDP = "kdp"
    INGRAM = "ingram"
    BOD = "bod"
    EPUBLI = "epubli"
    TREDITION = "tredition"
    ANY = "any"


class Standard(Enum):
    """What kind of PDF a file is: a part of PDF/X (ISO 15930), or none."""

    X_4 = "x-4"
    """PDF/X-4 (ISO 15930-7), PDF 1.6."""
    X_3 = "x-3"
    """PDF/X-3:2002 (ISO 15930-3), PDF 1.3."""
    X_1A = "x-1a"
    """PDF/X-1a:2001 (ISO 15930-1), PDF 1.3."""
    PLAIN = "plain"
    """PDF 1.6."""


class Ink(Enum):
    """With what the pages are printed."""

    BLACK = "black"
    COLOUR = "colour"


class Space(Enum):
    """The colours that a file may have."""

    GREY = "grey"
    RGB = "rgb"
    CMYK = "cmyk"


_NOTHING = Length(0)
_A_HAIR = Length(1.5)
_INK_LIMIT = 300


class Edges(Struct, frozen=True, kw_only=True):
    """What is added to a page, or kept free of it, at its edges, in mm."""

    inner: Length = _NOTHING
    """At the spine."""
    outer: Length
    top: Length
    bottom: Length


NO_EDGES = Edges(inner=_NOTHING, outer=_NOTHING, top=_NOTHING, bottom=_NOTHING)


class Gutter(Struct, frozen=True, kw_only=True):
    """The least inner margin of books up to so many pages."""

    pages: int
    least: Length


class PageCount(Struct, frozen=True, kw_only=True):
    """How many pages a book may have."""

    least: int
    most: int
    multiple: int
    """A book ends with blank pages until its count is a multiple of it."""
    last_blank: bool = False
    """Whether the last page has to be blank."""

    def whole(self, pages: int) -> int:
        """Return how many pages there are with the blank ones at the end."""
        count = pages + self.last_blank
        return count + -count % self.multiple


class Paper(Struct, frozen=True, kw_only=True):
    """A paper that the printer has."""

    name: str
    page: Length | None = None
    """How thick a page is, half a leaf, in mm; None where the printer has to be asked."""
    ink: Ink = Ink.COLOUR
    """Up to what it can be printed with: any takes black."""
    least: int | None = None
    """How many pages a book of it has at least, where those are more than of others."""
    most: int | None = None
    """How many pages a book of it may have, where that is fewer than of others."""


class Condition(Struct, frozen=True, kw_only=True):
    """A printing condition that the ICC registry knows (ISO 15930-1, 6.4)."""

    name: str
    """In the registry."""
    title: str
    """For people."""
    file: str | None = None
    """The colour profile of it that everybody may have, by the name of its file."""
    package: str | None = None
    """The Debian package that brings the file."""


class Barcode(Struct, frozen=True, kw_only=True):
    """The room for the barcode on the back of the cover, in mm; one that needs more has more."""

    width: Length
    height: Length
    edge: Length
    """How far it stands from the edges of the back."""
    printed: bool
    """Whether the printer prints one of its own into that room."""
    left: bool = False
    """Whether it stands in the lower left corner; the usual one is at the right."""


class CoverRules(Struct, frozen=True, kw_only=True):
    """What is asked of the cover that is wrapped around a book, in mm."""

    bleed: Length
    """On all four sides."""
    safe: Length
    """How far texts stay away from its edges."""
    spine_text: int | None = None
    """From how many pages on the spine may bear a text; None where there is no rule."""
    spine_safe: Length = _A_HAIR
    """How far the text on the spine stays away from both folds."""
    barcode: Barcode
    template: str | None = None
    """Where the printer tells how wide a spine is, if not by the thickness of its papers."""
    condition: str | None = None
    """The printing condition of covers, where it is not that of the pages."""


class Profile(Struct, frozen=True, kw_only=True):
    """What a printing house asks for."""

    printer: Printer
    name: str
    """For people."""
    checked: dt.date
    """When somebody last looked whether it is still so."""
    sources: tuple[str, ...]
    trims: tuple[PageSize, ...] = ()
    """The sizes it has; empty where it cuts to any."""
    smallest: PageSize | None = None
    """From this size to the largest any other is cut, too."""
    largest: PageSize | None = None
    bleed: Edges
    """What pages are larger than trimmed where something reaches over their edge."""
    margins: Edges
    """What pages without bleed keep free; the inner one is that of the gutters."""
    bleed_margins: Edges
    """What pages with bleed keep free."""
    gutters: tuple[Gutter, ...]
    pages: PageCount
    marks: bool = False
    """Whether there may be marks to cut along."""
    standards: tuple[Standard, ...]
    """What it takes; the first is what it gets."""
    condition: str | None = None
    """The printing condition, by its name: for it colours become inks, and a PDF/X file says it."""
    ink_limit: int = _INK_LIMIT
    """How much ink lies on a place at most, in hundredths of one ink's most."""
    colours: tuple[Space, ...]
    transparency: bool = True
    """Whether something may shine through."""
    megabytes: int | None = None
    """The most that a file may have, of 1,000,000 bytes each."""
    papers: tuple[Paper, ...]
    """The first is taken where nothing is said."""
    cover: CoverRules

    def gutter(self, pages: int) -> float:
        """Return the least inner margin of a book of so many pages, in mm."""
        return next(
            (one.least for one in self.gutters if pages <= one.pages), self.gutters[-1].least
        )

    def takes(self, size: PageSize) -> bool:
        """Return whether it cuts books to a size."""
        return any(_alike(size, trim) for trim in self.trims) or (
            self.smallest is not None
            and self.largest is not None
            and self.smallest.width <= size.width <= self.largest.width
            and self.smallest.height <= size.height <= self.largest.height
        )

    def paper(self, name: str | None) -> Paper | None:
        """Return the paper of a name, the usual one without a name, None where it has none such."""
        if name is None:
            return self.papers[0]
        return next((paper for paper in self.papers if paper.name == name), None)


class _Profiles(Struct, frozen=True, kw_only=True):
    """The file of profiles."""

    conditions: tuple[Condition, ...]
    profiles: tuple[Profile, ...]


_NEAR = 0.3
"""mm: how far two sizes may be apart that are the same, in inches and in cm."""


def _alike(one: PageSize, other: PageSize) -> bool:
    return abs(one.width - other.width) < _NEAR and abs(one.height - other.height) < _NEAR


_DIALECT = Dialect(
    kind=Kind.INTERNAL,
    scalars={
        **SCALARS,
        dt.date: ScalarType(read=dt.date.fromisoformat, schema={}),
        int: ScalarType(read=int, schema={}),
    },
    shorthands={},
    single_items=False,
    strict_keys=True,
    checks={},
)


@cache
def _read() -> _Profiles:
    """Return what stands in the file; raises ValueError where it is broken."""
    text = (Path(__file__).parent / FILE).read_text("utf-8")
    tree = yamltree.parse(text, file=FILE, kind=Kind.INTERNAL)
    read = decode(tree.value, _Profiles, _DIALECT) if tree.value else None
    findings = (*tree.findings, *(read.findings if read else ()))
    if findings or read is None:
        raise ValueError("\n".join(map(str, findings)))
    known: _Profiles = read.value
    return known


def profiles() -> tuple[Profile, ...]:
    """Return every profile, in the order of the file."""
    return _read().profiles


def conditions() -> tuple[Condition, ...]:
    """Return every printing condition, in the order of the file."""
    return _read().conditions


def profile_of(printer: Printer) -> Profile:
    """Return what a printer asks for."""
    return next(profile for profile in profiles() if profile.printer is printer)


def condition_of(name: str) -> Condition:
    """Return the printing condition of a name."""
    return next(condition for condition in conditions() if condition.name == name)
