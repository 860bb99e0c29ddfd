"""Frozen dataclasses to bytes and back, for the cache: JSON for what is small, bytes as they are.

Nothing in the bytes names a type or runs anything; who reads them says what they must be.
"""

import dataclasses
import datetime as dt
import json
import types
import typing
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")

DAMAGE = (ValueError, TypeError, KeyError, IndexError)
"""What `decode` raises where bytes are not what they should be."""
_LENGTH = 8
"""How many bytes say how long the JSON is."""


def encode(value: object) -> bytes:
    """Return a value of dataclasses, tuples, mappings, enums, dates, texts and bytes as bytes.

    Equal values of one type give equal bytes, mappings in the same order.
    """
    blobs: list[bytes] = []

    def plain(one: Any) -> Any:
        if isinstance(one, bytes):
            blobs.append(one)
            return len(blobs) - 1
        if isinstance(one, Enum):
            return one.value
        if isinstance(one, dt.date | dt.time):
            return one.isoformat()
        return [getattr(one, name) for name in _fields(one.__class__)]

    tree = _json(value, plain)
    lengths = _json([len(blob) for blob in blobs], None)
    head = f"[{tree},{lengths}]".encode("utf-8", "surrogatepass")
    return b"".join((len(head).to_bytes(_LENGTH, "big"), head, *blobs))


def _json(value: object, default: Callable[[Any], Any] | None) -> str:
    return json.dumps(
        value, default=default, ensure_ascii=False, check_circular=False, separators=(",", ":")
    )


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    if not dataclasses.is_dataclass(kind):
        raise TypeError(f"{kind.__name__} cannot be kept")
    return tuple(field.name for field in dataclasses.fields(kind))


def decode(kind: type[T], data: bytes) -> T:
    """Return the value of a type that `encode` made into bytes.

    Raises one of `DAMAGE` where the bytes are something else.
    """
    end = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
    tree, lengths = json.loads(data[_LENGTH:end].decode("utf-8", "surrogatepass"))
    blobs = []
    for length in lengths:
        blobs.append(data[end : end + length])
        end += length
    if end != len(data):
        raise ValueError("the bytes have another length than they say")
    read: _Reader = _reader(kind)  # type: ignore[arg-type]  # types are hashable
    return read(tree, blobs)  # type: ignore[no-any-return]


_Reader = Callable[[Any, list[bytes]], Any]


@cache
def _reader(kind: Any) -> _Reader:
    """Return what makes a value of a type from its tree and the blobs."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind is bytes:
        return lambda tree, blobs: blobs[tree]
    if origin is tuple:
        return _tuple_reader(arguments)
    if origin is Mapping:
        value = _reader(arguments[1])
        return lambda tree, blobs: {key: value(one, blobs) for key, one in tree.items()}
    if origin in (types.UnionType, typing.Union):
        return _union_reader(arguments)
    if kind in (dt.date, dt.time, dt.datetime):
        return lambda tree, _: kind.fromisoformat(tree)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda tree, _: kind(tree)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        readers = [
            (name, _reader(hints[name]))
            for name in (field.name for field in dataclasses.fields(kind))
        ]
        return lambda tree, blobs: kind(  # type: ignore[operator]
            **{name: one(part, blobs) for (name, one), part in zip(readers, tree, strict=True)}
        )
    return _as_it_is


def _as_it_is(tree: Any, _: list[bytes]) -> Any:
    return tree


def _union_reader(arguments: tuple[Any, ...]) -> _Reader:
    """Return what makes a value that may be missing, or a text in the place of a dataclass."""
    others = [one for one in arguments if one not in (type(None), str)]
    if not others:
        return _as_it_is
    (inner,) = others
    plain = str if str in arguments else ()
    return lambda tree, blobs: (
        tree
        if tree is None or isinstance(tree, plain)
        else _reader(inner)(tree, blobs)  # found late: the union may stand in it
    )


def _tuple_reader(arguments: tuple[Any, ...]) -> _Reader:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        read = _reader(arguments[0])
        if read is _as_it_is:
            return lambda tree, _: tuple(tree)
        return lambda tree, blobs: tuple([read(one, blobs) for one in tree])
    readers = [_reader(one) for one in arguments]
    return lambda tree, blobs: tuple(
        [one(part, blobs) for one, part in zip(readers, tree, strict=True)]
    )
