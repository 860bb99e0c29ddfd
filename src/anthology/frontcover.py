"""The cover of each edition: the editor's picture, or one that is drawn."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from msgspec.structs import replace

from anthology.codec import encode
from anthology.errors import (
    AnthologyError,
    Checked,
    Finding,
    Kind,
    Place,
    error,
    errors_in,
    warning,
)
from anthology.fingerprint import digest, whole_program
from anthology.fitting.book import fit_picture
from anthology.fitting.needs import Needs, needs_of_cover
from anthology.inscription import Inscription, inscription_of
from anthology.load import Project
from anthology.manifest import MANIFEST, Located, Manifest, read_manifest
from anthology.metadata import metadata_of
from anthology.model import Cover, Edition, Metadata, PageSize, Picture
from anthology.pictures import read_picture
from anthology.shelf import Shelf
from anthology.style.read import Style, read_style
from anthology.typefaces import Faces, unchanged

E_BOOK_COVER = (1600, 2560)
"""Pixels: the size of an e-book's cover that every shop takes."""


LEAST_COVER = (625, 1000)
"""Pixels, width and height: KDP takes no smaller one (kdp.amazon.com, G6GTK3T3NUHKLEFX)."""
LARGEST_COVER = 10_000
"""Pixels of a side: KDP takes no larger one."""


def read_own_cover(project: Project, located: Located) -> Checked[Picture | None]:
    """Return the picture that the manifest names, None where it names none or it cannot be used."""
    spec = located.manifest.cover
    if spec is None:
        return Checked(None)
    place = located.place("cover", "image")
    try:
        read = read_picture(project.read(spec.image, Kind.MANIFEST), spec.image)
    except AnthologyError as problem:
        return Checked(None, tuple(replace(one, place=place) for one in problem.findings))
    picture = read.value
    if picture is None:
        findings = (replace(one, kind=Kind.MANIFEST, place=place) for one in read.findings)
        return Checked(None, tuple(findings))
    if picture.media_type == "image/svg+xml":
        return Checked(None, (_drawn_cover(spec.image, place),))
    width, height = LEAST_COVER
    poor = (
        picture.width < width
        or picture.height < height
        or picture.width > picture.height
        or picture.height > LARGEST_COVER
    )
    return Checked(picture, (_poor_cover(picture, place),) if poor else ())


def _drawn_cover(file: str, place: Place) -> Finding:
    return error(
        Kind.MANIFEST,
        f"the cover {file} is a drawing, which shops and old readers do not take",
        "save it as JPEG or PNG, at best 1600 by 2560 pixels",
        place,
    )


def _poor_cover(picture: Picture, place: Place) -> Finding:
    return warning(
        Kind.MANIFEST,
        f"the cover has {picture.width} x {picture.height} pixels, and shops take those that are "
        f"taller than wide, with {LEAST_COVER[0]} x {LEAST_COVER[1]} at least and "
        f"{LARGEST_COVER:,} a side at most",
        "use another picture, at best 1600 x 2560",
        place,
    )


def drawing(
    project: Project, shelf: Shelf | None, editions: Iterable[Edition]
) -> Callable[[], object]:
    """Return what puts the drawn covers of editions on the shelf, where `make_cover` finds them.

    All that others need as well is asked for before. Nothing depends on it: what it cannot do is
    left to those who make the book.
    """
    with suppress(AnthologyError):
        text = project.read_text(MANIFEST, Kind.MANIFEST)
        located = read_manifest(text.value, MANIFEST).value
        if located is not None and located.manifest.cover is None:
            style = read_style(project, located)
            if not errors_in(style.findings):
                return _drawing(located, style.value, set(editions) - {Edition.PRESS}, shelf)
    return tuple


def _drawing(
    located: Located, style: Style, editions: Iterable[Edition], shelf: Shelf | None
) -> Callable[[], object]:
    said = inscription_of(metadata_of(located, (), None))
    faces = {edition: style.faces(edition) for edition in editions}
    manifest = located.manifest
    return lambda: [_drawn(manifest, said, edition, faces[edition], shelf) for edition in faces]


def make_cover(
    manifest: Manifest,
    data: Metadata,
    own: Picture | None,
    edition: Edition,
    faces: Faces,
    shelf: Shelf | None = None,
    needs: Needs | None = None,
) -> Cover:
    """Return the cover of an edition: the editor's own, fitted, or one drawn from the title.

    `shelf` is the cache, if there is one; `needs` are those of the editor's own cover, where they
    are not the edition's. Raises AnthologyError (files) where a typeface is missing.
    """
    title = ": ".join(part for part in (data.title, data.subtitle) if part)
    alt = ". ".join(part for part in (title, ", ".join(data.authors)) if part)
    if own:
        fitted = fit_picture(own, needs or needs_of_cover(edition), shelf)
        return Cover(picture=fitted, alt=(manifest.cover and manifest.cover.alt) or alt)
    return Cover(picture=_drawn(manifest, inscription_of(data), edition, faces, shelf), alt=alt)


def _drawn(
    manifest: Manifest, said: Inscription, edition: Edition, faces: Faces, shelf: Shelf | None
) -> Picture:
    """Return a cover that is drawn, or was before."""
    size = E_BOOK_COVER if edition is Edition.EPUB else _page_cover(manifest.pdf.page)
    key = _key((said, size), faces) if shelf else ""
    drawn = shelf.get(key) if shelf else None
    if drawn is None:
        from anthology.cover import draw_cover  # Pillow is slow to import

        drawn = draw_cover(said, size, faces)
        if shelf:
            shelf.put(key, drawn)
    width, height = size
    return Picture(name="cover.png", media_type="image/png", width=width, height=height, data=drawn)


def _page_cover(page: PageSize) -> tuple[int, int]:
    from anthology.cover import cover_size

    return cover_size(page)


def _key(wanted: tuple[Inscription, tuple[int, int]], faces: Faces) -> str:
    """Return the name of a drawn cover in the cache."""
    fonts = (part for face in faces.all for part in (face.file_name.encode(), face.data or b""))
    return digest((b"cover", whole_program(), unchanged(), encode(wanted), *fonts)).hex()
