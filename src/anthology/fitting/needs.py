"""What an edition asks of its pictures."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from anthology.manifest import Colour, Manifest, PicturesSpec
from anthology.model import Edition
from anthology.press.profiles import Ink
from anthology.raster import MAX_PIXELS

EPUB_MEGAPIXELS = 3.2
"""More than the screen of an e-reader of eight inches has (1440 x 1920 pixels are 2.8 million), and
less than the 4 million that shops take."""

PDF_MEGAPIXELS = 8.0
"""More than the text of an A4 page takes at 300 dots an inch."""

SMALL_MEGAPIXELS = (1.6, 0.8, 0.4, 0.2, 0.1)
"""What pictures may have that are to be small, one after the other until the book is small enough:
the first is what the text of an e-ink screen of six or seven inches shows."""

_SMALL_COVER = 625 * 1000
"""Pixels that the cover of a small EPUB keeps: shops show no smaller one."""

SMALL_BYTES = 50_000_000
"""What a book may have that is sent to a reading device by mail."""


class Needs(Struct, frozen=True, kw_only=True):
    """What a picture has to be like."""

    pixels: int
    """How many it may have."""
    grey: bool
    """Whether it is to have no colours."""
    profiles: bool
    """Whether those who show it mind its colour profile; else its colours have to be sRGB's."""
    opaque: bool = False
    """Whether what is transparent in it is to be white."""


IN_A_DRAWING = Needs(pixels=MAX_PIXELS, grey=False, profiles=False)
"""What any edition asks of an image inside of a drawing."""


def needs_of(manifest: Manifest, edition: Edition) -> Needs:
    """Return what the manifest asks of the pictures in an edition."""
    if edition is Edition.EPUB:
        return _needs(manifest.epub.pictures, EPUB_MEGAPIXELS, profiles=True)
    if edition is Edition.PRESS:
        grey = manifest.press.ink is Ink.BLACK
        pixels = round(PDF_MEGAPIXELS * 1_000_000)
        return Needs(pixels=pixels, grey=grey, profiles=False, opaque=True)
    return _needs(manifest.pdf.pictures, PDF_MEGAPIXELS, profiles=False)


def small_needs_of(manifest: Manifest) -> Iterator[Needs]:
    """Yield what may be asked of the pictures in a small EPUB, the largest first: all are grey."""
    usual = needs_of(manifest, Edition.EPUB)
    budgets = (min(round(one * 1_000_000), usual.pixels) for one in SMALL_MEGAPIXELS)
    for pixels in dict.fromkeys(budgets):
        yield replace(usual, pixels=pixels, grey=True)


def needs_of_cover(edition: Edition) -> Needs:
    """Return what an edition asks of its cover, which keeps its size and its colours."""
    return Needs(
        pixels=MAX_PIXELS,
        grey=False,
        profiles=edition is Edition.EPUB,
        opaque=edition is Edition.PRESS,
    )


def small_needs_of_cover(pictures: Needs) -> Needs:
    """Return what a small EPUB asks of its cover, whose pictures have to meet needs."""
    return replace(pictures, pixels=max(pictures.pixels, _SMALL_COVER))


def _needs(spec: PicturesSpec, usual: float, *, profiles: bool) -> Needs:
    return Needs(
        pixels=round((spec.megapixels or usual) * 1_000_000),
        grey=spec.colour is Colour.GREY,
        profiles=profiles,
    )
