"""`names.yml`: the names that the index is to have, as their editor lists them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Annotated

from msgspec import Struct

from anthology import yamltree
from anthology.body.typography import set_plain
from anthology.decode import Dialect, Places, decode, name_of, nearest, place_in
from anthology.errors import Checked, Finding, Kind, Place, error, position, warning
from anthology.model import LangText
from anthology.names.finder import FEWEST, STAR, Known
from anthology.names.spelling import Word, words
from anthology.slug import slug
from anthology.values import SCALARS, Language


class NameKind(Enum):
    """What a name is the name of."""

    PERSON = "person"
    PLACE = "place"


class OriginalSpec(Struct, frozen=True, kw_only=True):
    """A name as it is spelt where it comes from."""

    text: Annotated[str, "The name."]
    language: Annotated[Language | None, "Its language, such as `uk`."] = None


class NameSpec(Struct, frozen=True, kw_only=True):
    """A name of the index."""

    name: Annotated[
        str, "The heading, under which it stands in the alphabet: `Franko, Ivan`, `Kyiv`."
    ]
    variants: Annotated[
        tuple[str, ...],
        "How else the texts spell it, where no ending makes the difference; a `*` at the end "
        "stands for any letters.",
    ] = ()
    original: Annotated[OriginalSpec | None, "How it is spelt where it comes from."] = None
    kind: Annotated[
        NameKind | None, "What it names; a heading with a comma is a person if nothing is said."
    ] = None
    main: Annotated[
        tuple[str, ...], "The articles that are chiefly about it, by slug or file name."
    ] = ()
    see: Annotated[str | None, "The heading to look under instead."] = None


class Name(Struct, frozen=True, kw_only=True):
    """A name of the index, checked."""

    heading: str
    family: str
    """The word under which a person stands in the alphabet; empty for places."""
    id: str
    """Unique among the names, made of the heading."""
    known: Known
    """As it is looked for."""
    original: LangText | None
    main: tuple[str, ...]
    """Articles, as the editor names them."""
    see: str | None
    """The heading to look under instead."""


class NameList(Struct, frozen=True, kw_only=True):
    """The names of an index, and where they stand in their file."""

    file: str
    names: tuple[Name, ...]
    places: Places

    @property
    def known(self) -> tuple[Known, ...]:
        """The names as they are looked for."""
        return tuple(name.known for name in self.names)

    def place(self, *path: str | int) -> Place:
        """Return the place of a value, or of the nearest value around it."""
        return place_in(self.places, path) or Place(file=self.file)


DIALECT = Dialect(
    kind=Kind.MANIFEST,
    scalars=SCALARS,
    shorthands={NameSpec: "name", OriginalSpec: "text"},
    single_items=True,
    strict_keys=True,
    checks={},
)
"""How `names.yml` is read."""

_REMARK = re.compile(r"\s*\([^()]*\)\s*$")
"""What a heading says besides the name: `Georgia (country)`."""


def read_names(text: str, file: str, language: str) -> Checked[NameList | None]:
    """Return the names in the text of a `names.yml`, or None where it cannot be used.

    Every mistake is a finding with its line and column; `file` is its name in them, `language`
    that of the book, a BCP 47 tag.
    """
    tree = yamltree.parse(text, file=file, kind=Kind.MANIFEST)
    empty = NameList(file=file, names=(), places={})
    if tree.value is None:
        return Checked(None, tree.findings) if tree.findings else Checked(empty, (_empty(file),))
    decoded = decode(tree.value, tuple[NameSpec, ...], DIALECT)
    specs: tuple[NameSpec, ...] = decoded.value or ()
    listed = NameList(file=file, names=tuple(_names(specs, language)), places=decoded.places)
    wrong = tuple(_wrong(specs, listed)) if specs or decoded.findings else (_empty(file),)
    found = sorted((*tree.findings, *decoded.findings, *wrong), key=position)
    return Checked(listed, tuple(found))


def _empty(file: str) -> Finding:
    return warning(
        Kind.MANIFEST,
        f"{file} lists no names, so that the book has no index",
        f"run `anthology names`, which proposes some, or take `names: {file}` out of book.yml",
        Place(file=file),
    )


def _names(specs: Iterable[NameSpec], language: str) -> Iterator[Name]:
    taken: set[str] = set()
    for spec in specs:
        id_ = slug(spec.name, language)
        names = (id_, *(f"{id_}-{number}" for number in range(2, len(taken) + 3)))
        id_ = next(one for one in names if one not in taken)
        taken.add(id_)
        original = spec.original
        yield Name(
            heading=set_plain(spec.name, language),
            family=_family(spec),
            id=id_,
            known=Known(
                spellings=() if spec.see else tuple(_spellings(spec)), place=not _is_person(spec)
            ),
            original=LangText(text=original.text, language=original.language) if original else None,
            main=spec.main,
            see=set_plain(spec.see, language) if spec.see else None,
        )


def _is_person(spec: NameSpec) -> bool:
    return spec.kind is NameKind.PERSON or (spec.kind is None and "," in spec.name)


def _family(spec: NameSpec) -> str:
    said = _said(spec.name.partition(",")[0])
    return said[-1].text if said and _is_person(spec) else ""


def _spellings(spec: NameSpec) -> Iterator[str]:
    """Yield all that a name is written as: a person's heading in the order of speech, too."""
    heading = _REMARK.sub("", spec.name)
    yield heading
    family, comma, given = heading.partition(",")
    if comma and _is_person(spec):
        yield f"{given.strip()} {family.strip()}"
    yield from spec.variants
    if spec.original:
        yield spec.original.text


def _wrong(specs: Sequence[NameSpec], listed: NameList) -> Iterator[Finding]:
    yield from _unusable(specs, listed)
    yield from _twice(specs, listed)
    yield from _elsewhere(specs, listed)


def _unusable(specs: Sequence[NameSpec], listed: NameList) -> Iterator[Finding]:
    for number, spec in enumerate(specs):
        typed = (
            (spec.name, ("name",)),
            *((variant, ("variants", at)) for at, variant in enumerate(spec.variants)),
        )
        for text, path in typed:
            name, place = name_of((number, *path)), listed.place(number, *path)
            if not _said(text):
                yield error(Kind.MANIFEST, f"{name} has no letters", "write the name", place)
            elif STAR in text and not _has_good_star(text):
                yield error(
                    Kind.MANIFEST,
                    f"{name}: a star stands at the end, right behind {FEWEST} letters or more",
                    "write it as in `Kyiv*`, or list the spellings",
                    place,
                )


def _has_good_star(text: str) -> bool:
    bare = text.removesuffix(STAR)
    return STAR not in bare and bare[-1].isalnum() and len(_said(bare)[-1].text) >= FEWEST


def _twice(specs: Sequence[NameSpec], listed: NameList) -> Iterator[Finding]:
    """Yield what is under two headings, and headings that stand there twice."""
    headings: dict[str, int] = {}
    owners: dict[tuple[tuple[str, str], ...], int] = {}
    for number, spec in enumerate(specs):
        first = headings.setdefault(spec.name, number)
        if first != number:
            yield error(
                Kind.MANIFEST,
                f"the name {spec.name} stands there twice",
                f"make one of it and the one at {listed.place(first)}",
                listed.place(number, "name"),
            )
            continue
        for typed in () if spec.see else dict.fromkeys(_spellings(spec)):
            key = tuple((word.before, word.text) for word in _said(typed))
            owner = owners.setdefault(key, number)
            if key and owner != number:
                at = spec.variants.index(typed) if typed in spec.variants else None
                path = ("name",) if at is None else ("variants", at)
                yield error(
                    Kind.MANIFEST,
                    f"{typed} is a spelling of {specs[owner].name}, too, so no text tells the two "
                    "apart",
                    "leave it with one of them, or give longer spellings",
                    listed.place(number, *path),
                )


def _elsewhere(specs: Sequence[NameSpec], listed: NameList) -> Iterator[Finding]:
    """Yield what is wrong with names that stand under other headings."""
    known = {spec.name: spec for spec in specs}
    for number, spec in enumerate(specs):
        if not spec.see:
            continue
        place = listed.place(number, "see")
        target = known.get(spec.see)
        if target is spec:
            yield error(
                Kind.MANIFEST, f"{spec.name} stands under itself", "delete its `see`", place
            )
        elif target is None:
            near = nearest(spec.see, known.keys() - {spec.name})
            yield error(
                Kind.MANIFEST,
                f"there is no name {spec.see!r} to look under",
                f"did you mean `{near}`?" if near else "write a heading of this file",
                place,
            )
        elif target.see:
            yield error(
                Kind.MANIFEST,
                f"{spec.see} stands elsewhere itself",
                f"write `see: {target.see}`",
                place,
            )
        for key in ("variants", "original", "main"):
            if getattr(spec, key):
                yield error(
                    Kind.MANIFEST,
                    f"{name_of((number, key))} has no use in a name that says where to look",
                    f"move it to {spec.see}, or delete `see`",
                    listed.place(number, key),
                )


def _said(typed: str) -> tuple[Word, ...]:
    return tuple(words(typed, ""))
