"""The files that a book is set from, and a fetcher that knows no others."""

import base64
import re
from collections.abc import Iterable, Mapping

from msgspec import Struct
from weasyprint.urls import URLFetcher, URLFetcherResponse

from anthology.model import Pages, Picture
from anthology.typefaces import Faces, font_files

BASE_URL = "anthology:book"
"""A made-up scheme, against which a relative address stays as it is."""

_IMAGE = re.compile(r"data:(image/(?:png|jpeg));base64,")
"""How an image inside a drawing begins; no other place of a book has one."""


class Resource(Struct, frozen=True, kw_only=True):
    """A file of the book."""

    media_type: str
    data: bytes


def resources(pages: Pages, faces: Faces) -> dict[str, Resource]:
    """Return every file that the book may ask for, by the address it is asked for under.

    Raises AnthologyError (files) where a typeface is missing.
    """
    covers = (pages.cover.picture,) if pages.cover else ()
    return picture_resources((*pages.pictures, *covers)) | font_resources(faces)


def picture_resources(pictures: Iterable[Picture]) -> dict[str, Resource]:
    """Return pictures by the addresses they are asked for under."""
    return {
        f"pictures/{picture.name}": Resource(media_type=picture.media_type, data=picture.data)
        for picture in pictures
    }


def font_resources(faces: Faces) -> dict[str, Resource]:
    """Return the typefaces by the addresses they are asked for under.

    Raises AnthologyError (files) where one is missing.
    """
    return {
        _font_url(file.name): Resource(media_type="font/ttf", data=file.data)
        for file in font_files(faces.all)
    }


def font_face_css(faces: Faces) -> str:
    """Return the rules that name the typefaces."""
    return "".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f'font-style: {face.style}; src: url("{_font_url(face.file_name)}") }}\n'
        for face in faces.all
    )


class BookFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
    """Serves the files of the book from memory; whatever else is asked for stops the rendering."""

    def __init__(self, files: Mapping[str, Resource]) -> None:
        """Take the files by their addresses."""
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._files = files

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return a file of the book, or an image inside one of its drawings.

        Raises ValueError for every other address.
        """
        del headers
        image = _IMAGE.match(url)
        if image:
            data = base64.b64decode(url[image.end() :])
            return URLFetcherResponse(url, data, {"Content-Type": image[1]})
        if url not in self._files:
            raise ValueError(f"{url} is no file of the book")
        file = self._files[url]
        return URLFetcherResponse(url, file.data, {"Content-Type": file.media_type})


def _font_url(file_name: str) -> str:
    return f"fonts/{file_name}"
