"""The pictures of a book, each fitted once for an edition and kept in the cache."""

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from anthology.body.tree import Element, Nodes, rewrite
from anthology.codec import DAMAGE, decode, encode
from anthology.documents import texts, with_bodies
from anthology.fingerprint import digest, whole_program
from anthology.fitting.fitted import Fitted
from anthology.fitting.needs import Needs
from anthology.model import Body, Book, Picture
from anthology.pictures import renamed
from anthology.shelf import Shelf
from anthology.spread import spread

_WORTH_A_COPY = 2
"""How many pictures take as long to fit as it takes to copy this process."""
_DRAWING = "image/svg+xml"


class _Kept(Struct, frozen=True, kw_only=True):
    """What the cache has of a picture; None where it fits as it is."""

    fitted: Fitted | None


class Fitter:
    """Fits pictures for the needs of an edition; drawings fit as they are."""

    def __init__(self, needs: Needs, shelf: Shelf | None) -> None:
        """Take the needs, and the cache, if there is one."""
        self._needs = needs
        self._shelf = shelf
        self._start = digest((b"picture", whole_program(), encode(needs))) if shelf else b""

    def kept(self, picture: Picture) -> Picture | None:
        """Return a picture that need not be fitted any more; None where it has to be."""
        if picture.media_type == _DRAWING:
            return picture
        data = self._shelf.get(self._key(picture)) if self._shelf else None
        try:
            return _as_picture(decode(_Kept, data).fitted, picture) if data else None
        except DAMAGE:
            return None

    def fitted(self, picture: Picture) -> Picture:
        """Return a picture that is made to fit, and keep it."""
        from anthology.fitting.picture import fit  # Pillow is slow to import

        made = fit(picture.data, self._needs)
        kept = _Kept(fitted=None if made.data == picture.data else made)
        if self._shelf:
            self._shelf.put(self._key(picture), encode(kept))
        return _as_picture(kept.fitted, picture)

    def _key(self, picture: Picture) -> str:
        return digest((self._start, picture.data)).hex()


def _as_picture(fitted: Fitted | None, picture: Picture) -> Picture:
    if fitted is None:
        return picture
    return Picture(
        name=renamed(picture.name, fitted.data, fitted.ending),
        media_type=fitted.media_type,
        width=fitted.width,
        height=fitted.height,
        data=fitted.data,
    )


def fit_picture(picture: Picture, needs: Needs, shelf: Shelf | None) -> Picture:
    """Return a picture that meets the needs, the same one where it does already."""
    fitter = Fitter(needs, shelf)
    return fitter.kept(picture) or fitter.fitted(picture)


def fit_book(
    book: Book,
    needs: Needs,
    shelf: Shelf | None,
    hands: int,
    progress: Callable[[str, float], None],
) -> Book:
    """Return a book whose texts show pictures that meet the needs of an edition.

    `shelf` is the cache, if there is one; `hands` is how many processes may work on it. `progress`
    is told the names of pictures and the share of them that is done.
    """
    fitter = Fitter(needs, shelf)
    pictures = {picture.name: picture for body in book.bodies for picture in body.pictures}
    fitted = {name: fitter.kept(picture) for name, picture in pictures.items()}
    rest = [pictures[name] for name, kept in fitted.items() if kept is None]

    def tell(picture: Picture, share: float) -> None:
        progress(picture.name, share)

    made = spread(fitter.fitted, rest, hands, tell, _WORTH_A_COPY)
    fitted |= {old.name: new for old, new in zip(rest, made, strict=True)}
    others = {name: new for name, new in fitted.items() if new and new is not pictures[name]}
    return _showing(book, others) if others else book


def _showing(book: Book, others: Mapping[str, Picture]) -> Book:
    """Return a book that shows other pictures in the place of some, by the names of those."""
    return with_bodies(book, {text.document: _body(text.body, others) for text in texts(book)})


def _body(body: Body, others: Mapping[str, Picture]) -> Body:
    if not any(picture.name in others for picture in body.pictures):
        return body

    def change(node: Element) -> Nodes:
        other = others.get(node.get("src")) if node.tag == "img" else None
        return (node.with_attribute("src", other.name) if other else node,)

    return replace(
        body,
        content=rewrite(body.content, change),
        notes=tuple(replace(note, content=rewrite(note.content, change)) for note in body.notes),
        pictures=tuple(others.get(picture.name, picture) for picture in body.pictures),
    )
