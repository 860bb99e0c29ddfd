"""A YAML tree into our own types, led by their annotations; the same annotations make a schema."""

import types
import typing
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cache
from typing import Annotated, Any, TypeAlias

from msgspec import Struct
from msgspec.structs import FieldInfo, fields, replace

from anthology import yamltree
from anthology.errors import Finding, Kind, Place, error, warning
from anthology.yamltree import Scalar, Sequence, Yaml

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys and positions, from the root."""


class ScalarType(Struct, frozen=True, kw_only=True):
    """How a type is read from one written value and how a JSON Schema describes it."""

    read: Callable[[str], object]
    """Takes the text; raises ValueError with a message that says what is expected."""
    schema: Mapping[str, object]


Places: TypeAlias = Mapping[Path, Place]
Check: TypeAlias = Callable[[Mapping[str, Any], Path, Places], Iterable[Finding]]
"""Takes the fields that could be read, their path and all places; returns contradictions."""


class Dialect(Struct, frozen=True, kw_only=True):
    """What a family of files adds to the annotations of its types."""

    kind: Kind
    scalars: Mapping[type, ScalarType]
    """Types that are written as one value."""
    shorthands: Mapping[type, str]
    """Types that may be written as one value, which then is this field."""
    single_items: bool
    """Whether a list of one may be written without a list."""
    strict_keys: bool
    """Whether an unknown key is an error; otherwise only one that looks mistyped is told."""
    checks: Mapping[type, Check]


class Decoded(Struct, frozen=True, kw_only=True):
    """What came out: the value, None where something required is missing or wrong."""

    value: Any
    places: Places
    findings: tuple[Finding, ...]
    unused: tuple[tuple[str, Place], ...] = ()
    """Keys that are not known, where those are no error, with their places."""


class _UnusableError(Exception):
    """A value that cannot be used; the finding has been recorded."""


def decode(tree: Yaml, wanted: Any, dialect: Dialect) -> Decoded:
    """Return the tree as a value of the type `wanted`, with every finding and every place."""
    decoder = _Decoder(dialect)
    try:
        value = decoder.value(tree, wanted, ())
    except _UnusableError:
        value = None
    return Decoded(
        value=value,
        places=decoder.places,
        findings=tuple(decoder.findings),
        unused=tuple(decoder.unused),
    )


def key_of(field: FieldInfo) -> str:
    """Return the key under which a field stands in a file: `from_` is `from`."""
    return field.name.rstrip("_").replace("_", "-")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that looks most like `word`, or None where none is near."""
    from difflib import get_close_matches  # is needed where something is wrong

    return next(iter(get_close_matches(word.lower(), tuple(known), n=1, cutoff=0.6)), None)


def place_in(places: Places, path: Path) -> Place | None:
    """Return the place of a value, or of the nearest value around it."""
    around = (path[:length] for length in range(len(path), -1, -1))
    return next((places[one] for one in around if one in places), None)


class _Decoder:
    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.places: dict[Path, Place] = {}
        self.findings: list[Finding] = []
        self.unused: list[tuple[str, Place]] = []

    def refuse(self, message: str, advice: str, place: Place) -> _UnusableError:
        self.findings.append(error(self.dialect.kind, message, advice, place))
        return _UnusableError()

    def value(self, node: Yaml, wanted: Any, path: Path) -> Any:
        self.places[path] = node.place
        wanted, origin, arguments = _taken_apart(wanted)
        if origin in (types.UnionType, typing.Union):
            return self.union(node, _options_of(arguments), path)
        if origin is tuple:
            return self.items(node, arguments[0], path)
        if origin is not None and issubclass(origin, Mapping):
            return self.texts(node, path)
        if issubclass(wanted, Struct) and wanted not in self.dialect.scalars:
            return self.record(node, wanted, path)
        return self.scalar(node, wanted, path)

    def union(self, node: Yaml, options: "_Options", path: Path) -> Any:
        if options.may_be_none and isinstance(node, Scalar) and node.empty:
            return None
        if isinstance(node, Sequence):
            fitting = options.lists or options.texts or options.enums
        elif isinstance(node, Scalar) and node.text in options.words:
            fitting = options.enums
        else:
            fitting = options.texts or options.enums or options.lists
        return self.value(node, fitting[0], path)

    def items(self, node: Yaml, wanted: Any, path: Path) -> tuple[Any, ...]:
        if isinstance(node, Scalar) and node.empty:
            return ()
        if not isinstance(node, Sequence):
            if not self.dialect.single_items:
                raise self.refuse(
                    f"{name_of(path)} must be a list",
                    "write it as `[one, two]` or one `- item` a line",
                    node.place,
                )
            return (self.value(node, wanted, (*path, 0)),)
        found: list[Any] = []
        for number, item in enumerate(node.items):
            try:
                value = self.value(item, wanted, (*path, number))
            except _UnusableError:
                continue
            self.move_places((*path, number), (*path, len(found)))
            found.append(value)
        return tuple(found)

    def move_places(self, old: Path, new: Path) -> None:
        """Keep the places of an item under its position among those that could be read."""
        if old != new:
            inside = [path for path in self.places if path[: len(old)] == old]
            for path in inside:
                self.places[new + path[len(old) :]] = self.places.pop(path)

    def texts(self, node: Yaml, path: Path) -> Mapping[str, str]:
        if isinstance(node, Scalar) and node.empty:
            return {}
        if not isinstance(node, yamltree.Mapping):
            raise self.refuse(
                f"{name_of(path)} must be keys with texts", "write `key: text` lines", node.place
            )
        found: dict[str, str] = {}
        for entry in node.entries:
            try:
                found[entry.key] = self.value(entry.value, str, (*path, entry.key))
            except _UnusableError:
                continue
            self.places[(*path, entry.key)] = entry.place
        return found

    def record(self, node: Yaml, wanted: type[Struct], path: Path) -> Any:
        shorthand = self.dialect.shorthands.get(wanted)
        if isinstance(node, Scalar) and shorthand:
            return wanted(**{shorthand: self.value(node, str, path)})
        if not isinstance(node, yamltree.Mapping):
            raise self.refuse(
                f"{name_of(path)} must be keys with values" + (f", not {_shape(node)}"),
                "write one `key: value` a line, indented alike",
                node.place,
            )
        known = _fields_of(wanted)
        values: dict[str, Any] = {}
        broken = False
        for entry in node.entries:
            field = known.get(entry.key)
            if field is None:
                self.unknown(entry, path, known)
                continue
            if isinstance(entry.value, Scalar) and entry.value.empty and not field.required:
                continue
            try:
                values[field.name] = self.value(entry.value, field.type, (*path, entry.key))
            except _UnusableError:
                broken = broken or field.required
        given = {entry.key for entry in node.entries}
        for key, field in known.items():
            if field.required and key not in given:
                broken = True
                self.findings.append(
                    error(
                        self.dialect.kind,
                        f"{name_of((*path, key))} is missing",
                        f"add a line `{key}: …`",
                        node.place,
                    )
                )
        check = self.dialect.checks.get(wanted)
        if check:
            self.findings.extend(check(values, path, self.places))
        if broken:
            raise _UnusableError
        return wanted(**values)

    def unknown(self, entry: yamltree.Entry, path: Path, known: Iterable[str]) -> None:
        near = nearest(entry.key, known)
        where = f" in {name_of(path)}" if path else ""
        advice = (
            f"did you mean `{near}`?" if near else (f"delete it; known keys are {', '.join(known)}")
        )
        if self.dialect.strict_keys:
            self.findings.append(
                error(self.dialect.kind, f"unknown key {entry.key}{where}", advice, entry.place)
            )
        elif near and _mistyped(entry.key, near):
            self.findings.append(
                warning(
                    self.dialect.kind,
                    f"the key {entry.key}{where} is not used",
                    advice,
                    entry.place,
                )
            )
        else:
            self.unused.append((entry.key + where, entry.place))

    def scalar(self, node: Yaml, wanted: Any, path: Path) -> Any:
        if not isinstance(node, Scalar):
            raise self.refuse(
                f"{name_of(path)} must be one value, not {_shape(node)}",
                "write it on one line",
                node.place,
            )
        if node.empty:
            raise self.refuse(
                f"{name_of(path)} is empty", "write a value after the colon", node.place
            )
        if wanted is str:
            if node.text.strip():
                return node.text
            raise self.refuse(
                f"{name_of(path)} is empty", "write a text, or delete the line", node.place
            )
        if isinstance(wanted, type) and issubclass(wanted, Enum):
            return self.choice(node, wanted, name_of(path))
        try:
            return self.dialect.scalars[wanted].read(node.text)
        except ValueError as problem:
            raise self.refuse(
                f"{name_of(path)}: {problem}", "correct the value", node.place
            ) from None

    def choice(self, node: Scalar, wanted: type[Enum], name: str) -> Enum:
        known = [str(member.value) for member in wanted]
        if node.text in known:
            return wanted(node.text)
        near = nearest(node.text, known)
        raise self.refuse(
            f"{name} cannot be {node.text!r}",
            f"did you mean `{near}`?" if near else f"write one of: {', '.join(known)}",
            node.place,
        )


@cache
def _fields_of(wanted: type[Struct]) -> Mapping[str, FieldInfo]:
    """Return the fields of a type by their keys, their types without annotations."""
    return {key_of(field): replace(field, type=bare(field.type)) for field in fields(wanted)}


class _Options(Struct, frozen=True, kw_only=True):
    """The types that one value may have."""

    may_be_none: bool
    lists: tuple[Any, ...]
    enums: tuple[type[Enum], ...]
    words: frozenset[object]
    """What a value of these may say."""
    texts: tuple[Any, ...]
    """The other ones that are no list."""


@cache
def _options_of(options: tuple[Any, ...]) -> _Options:
    """Return the types of a union by what fits them."""
    rest = tuple(option for option in options if option is not type(None))
    lists = tuple(option for option in rest if typing.get_origin(bare(option)) is tuple)
    singles = tuple(option for option in rest if option not in lists)
    enums = tuple(one for one in singles if isinstance(one, type) and issubclass(one, Enum))
    return _Options(
        may_be_none=len(rest) < len(options),
        lists=lists,
        enums=enums,
        words=frozenset(member.value for option in enums for member in option),
        texts=tuple(option for option in singles if option not in enums),
    )


@cache
def _taken_apart(wanted: Any) -> tuple[Any, Any, tuple[Any, ...]]:
    """Return a type without its annotation, its origin and its arguments."""
    wanted = bare(wanted)
    return wanted, typing.get_origin(wanted), typing.get_args(wanted)


def bare(wanted: Any) -> Any:
    """Return a type without its annotation."""
    return typing.get_args(wanted)[0] if typing.get_origin(wanted) is Annotated else wanted


def name_of(path: Path) -> str:
    """Return the path as people write it: `chapters[2].from`."""
    name = ""
    for step in path:
        name += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return name.lstrip(".") or "the file"


def _shape(node: Yaml) -> str:
    if isinstance(node, Scalar):
        return "a single value"
    return "a list" if isinstance(node, Sequence) else "keys with values"


def _mistyped(word: str, known: str) -> bool:
    from difflib import SequenceMatcher  # as above

    return SequenceMatcher(None, word.lower(), known).ratio() >= 0.8
