"""What an edition asks of its pictures."""

from dataclasses import dataclass

from anthology.manifest import Colour, Manifest, PicturesSpec
from anthology.model import Edition
from anthology.raster import MAX_PIXELS

EPUB_MEGAPIXELS = 3.2
"""More than the screen of an e-reader of eight inches has (1440 x 1920 pixels are 2.8 million), and
less than the 4 million that shops take."""

PDF_MEGAPIXELS = 8.0
"""More than the text of an A4 page takes at 300 dots an inch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a picture has to be like."""

    pixels: int
    """How many it may have."""
    grey: bool
    """Whether it is to have no colours."""
    profiles: bool
    """Whether those who show it mind its colour profile; else its colours have to be sRGB's."""


IN_A_DRAWING = Needs(pixels=MAX_PIXELS, grey=False, profiles=False)
"""What any edition asks of an image inside of a drawing."""


def needs_of(manifest: Manifest, edition: Edition) -> Needs:
    """Return what the manifest asks of the pictures in an edition."""
    if edition is Edition.EPUB:
        return _needs(manifest.epub.pictures, EPUB_MEGAPIXELS, profiles=True)
    return _needs(manifest.pdf.pictures, PDF_MEGAPIXELS, profiles=False)


def needs_of_cover(edition: Edition) -> Needs:
    """Return what an edition asks of its cover, which keeps its size and its colours."""
    return Needs(pixels=MAX_PIXELS, grey=False, profiles=edition is Edition.EPUB)


def _needs(spec: PicturesSpec, usual: float, *, profiles: bool) -> Needs:
    return Needs(
        pixels=round((spec.megapixels or usual) * 1_000_000),
        grey=spec.colour is Colour.GREY,
        profiles=profiles,
    )
