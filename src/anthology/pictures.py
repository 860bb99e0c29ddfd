"""Picture files into Pictures: what can be shown of them, and what was left out."""

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from anthology.errors import Checked, Finding, Kind, error, warning
from anthology.inspected import Inspect
from anthology.model import Picture
from anthology.raster import UnusableError, read_raster
from anthology.svg.source import looks_like_svg

if TYPE_CHECKING:
    from anthology.svg.clean import Drawing

_UNSAFE = re.compile(r"[^a-z0-9]+")


def read_picture(data: bytes, file: str, inspect: Inspect = read_raster) -> Checked[Picture | None]:
    """Return the picture in a file's bytes, or None with an error that says why there is none.

    A drawing is cleaned; what it loses by that and a reader may miss is a warning. Its name in
    the book is made of the file's name and a digest of its content, so that it does not change
    while the picture does not. `inspect` looks at what is no drawing. The findings have no place.
    """
    try:
        if looks_like_svg(data):
            from anthology.svg.clean import clean_svg

            drawing = clean_svg(data)
            return Checked(_drawn(drawing, file), tuple(_losses(drawing, file)))
        raster = inspect(data)
    except UnusableError as problem:
        found = error(Kind.ARTICLE, f"the picture {file} {problem.what}", problem.advice)
        return Checked(None, (found,))
    picture = Picture(
        name=_name(data, file, raster.ending),
        media_type=raster.media_type,
        width=raster.width,
        height=raster.height,
        data=data,
    )
    return Checked(picture)


def _drawn(drawing: "Drawing", file: str) -> Picture:
    return Picture(
        name=_name(drawing.data, file, "svg"),
        media_type="image/svg+xml",
        width=max(1, round(drawing.width)),
        height=max(1, round(drawing.height)),
        data=drawing.data,
    )


def _losses(drawing: "Drawing", file: str) -> Iterator[Finding]:
    for what, pieces in drawing.losses.items():
        more = f" and {len(pieces) - 1} more" if len(pieces) > 1 else ""
        yield warning(
            Kind.ARTICLE,
            f"the picture {file} loses {what}: {pieces[0]}{more}",
            "look whether it is missed; if so, draw it another way or save the picture as PNG",
        )


def renamed(name: str, data: bytes, ending: str) -> str:
    """Return the name in the book of a picture that was made of the one with this name."""
    return _with_digest(name.rpartition("-")[0], data, ending)


def _name(data: bytes, file: str, ending: str) -> str:
    stem = file.rpartition("/")[2].rpartition(".")[0].lower()
    return _with_digest(_UNSAFE.sub("-", stem).strip("-")[:40] or "picture", data, ending)


def _with_digest(stem: str, data: bytes, ending: str) -> str:
    return f"{stem}-{hashlib.sha256(data).hexdigest()[:8]}.{ending}"
