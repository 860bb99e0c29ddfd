"""Pieces of one page document made one: what is set in runs is bound as if it were not."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from anthology.pdf.piece import (
    BETWEEN,
    DOCUMENT,
    FIRST_PAGE,
    FONTS,
    REFERENCE,
    Font,
    Link,
    Piece,
    PiecePage,
    Stream,
)

_MARK = re.compile(rb"\x00(\d+)\x00")


def joined(pieces: Sequence[Piece]) -> Piece | None:
    """Return pieces, one after the other, as one; None where their pages call unlike things alike.

    What the pages of all of them call by name, but for fonts, is that of the first.
    """
    takens = [_Taken.apart(piece) for piece in pieces]
    first = takens[0]
    states = dict(pieces[0].states)
    alike = all(
        one.resources == first.resources and dict(one.piece.states).items() <= states.items()
        for one in takens
    )
    if not alike or any(map(_MARK.search, (first.resources, *states.values()))):
        return None
    page, number = FIRST_PAGE, FIRST_PAGE + sum(len(piece.pages) for piece in pieces)
    moved: list[Piece] = []
    for taken in takens:
        called = None if taken is first else moved[0].resources
        moved.append(taken.moved(page, number, called))
        page += len(taken.piece.pages)
        number += len(taken.objects) - (len(taken.called) if called else 0)
    return Piece(
        pages=tuple(one for piece in moved for one in piece.pages),
        objects=BETWEEN.join(piece.objects for piece in moved if piece.objects),
        streams=tuple(stream for piece in moved for stream in piece.streams),
        resources=moved[0].resources,
        states=pieces[0].states,
        top=tuple(one for piece in moved for one in piece.top),
        fonts=tuple(_fonts(font for piece in pieces for font in piece.fonts)),
    )


class _Taken(Struct, frozen=True):
    """A piece taken apart."""

    piece: Piece
    objects: tuple[bytes, ...]
    called: tuple[int, ...]
    """The numbers of the objects that the pages call by name."""
    resources: bytes
    """Those names, with the objects themselves for what refers to them."""

    @classmethod
    def apart(cls, piece: Piece) -> "_Taken":
        objects = tuple(piece.objects.split(BETWEEN)) if piece.objects else ()
        start = FIRST_PAGE + len(piece.pages)
        called = tuple(int(found[1]) for found in _MARK.finditer(piece.resources))
        named = _MARK.sub(lambda mark: objects[int(mark[1]) - start], piece.resources)
        return cls(piece, objects, called, named)

    def moved(self, page: int, number: int, called: bytes | None) -> Piece:
        """Return the piece with other numbers: of its first page, and of its first object.

        `called` are the resources of a piece to whose objects this one refers for its own.
        """
        start = FIRST_PAGE + len(self.piece.pages)
        new = {DOCUMENT: DOCUMENT, FONTS: FONTS}
        new |= {FIRST_PAGE + at: page + at for at in range(len(self.piece.pages))}
        shared = self.called if called else ()
        if called:
            there = (int(found[1]) for found in _MARK.finditer(called))
            new |= dict(zip(shared, there, strict=True))
        own = [at for at in range(start, start + len(self.objects)) if at not in shared]
        new |= {old: number + at for at, old in enumerate(own)}

        def marked(data: bytes) -> bytes:
            return _MARK.sub(lambda mark: REFERENCE % new[int(mark[1])], data)

        return replace(
            self.piece,
            pages=tuple(_page(one, new) for one in self.piece.pages),
            objects=marked(BETWEEN.join(self.objects[old - start] for old in own)),
            streams=tuple(
                Stream(number=new[one.number], data=one.data) for one in self.piece.streams
            ),
            resources=marked(self.piece.resources),
            top=tuple(new[one] for one in self.piece.top),
        )


def _page(page: PiecePage, new: Mapping[int, int]) -> PiecePage:
    def moved(link: Link) -> Link:
        return replace(link, number=new[link.number], owner=new[link.owner])

    return replace(
        page,
        marked=tuple(new[one] for one in page.marked),
        links=tuple(map(moved, page.links)),
    )


def _fonts(fonts: Iterable[Font]) -> Iterator[Font]:
    """Yield each font with all glyphs that are used of it."""
    by_key: dict[str, list[Font]] = {}
    for font in fonts:
        by_key.setdefault(font.key, []).append(font)
    for key in sorted(by_key):
        used = {
            glyph: (width, text)
            for font in by_key[key]
            for glyph, width, text in zip(font.glyphs, font.widths, font.texts, strict=True)
        }
        glyphs = tuple(sorted(used))
        yield replace(
            by_key[key][0],
            glyphs=glyphs,
            widths=tuple(used[glyph][0] for glyph in glyphs),
            texts=tuple(used[glyph][1] for glyph in glyphs),
        )
