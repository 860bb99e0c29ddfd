"""A JSON Schema out of annotated structs, so that an editor checks a file while one types."""

import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any

from msgspec import Struct
from msgspec.structs import fields

from anthology.decode import Dialect, key_of


def schema_of(wanted: type, dialect: Dialect, *, title: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the files that `decode` reads as `wanted`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **_describe(wanted, dialect),
    }


def _describe(wanted: Any, dialect: Dialect) -> dict[str, Any]:
    if typing.get_origin(wanted) is Annotated:
        inner, text = typing.get_args(wanted)
        return {"description": text, **_describe(inner, dialect)}
    origin = typing.get_origin(wanted)
    if origin in (types.UnionType, typing.Union):
        options = [option for option in typing.get_args(wanted) if option is not type(None)]
        described = [_describe(option, dialect) for option in options]
        return described[0] if len(described) == 1 else {"anyOf": described}
    if origin is tuple:
        items = _describe(typing.get_args(wanted)[0], dialect)
        listed = {"type": "array", "items": items}
        return {"anyOf": [listed, items]} if dialect.single_items else listed
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": {"type": ["string", "number"]}}
    if wanted in dialect.scalars:
        return dict(dialect.scalars[wanted].schema)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return {"enum": [member.value for member in wanted]}
    if issubclass(wanted, Struct):
        return _record(wanted, dialect)
    return {"type": ["string", "number"]}


def _record(wanted: type[Struct], dialect: Dialect) -> dict[str, Any]:
    properties = {}
    for field in fields(wanted):
        described = _describe(field.type, dialect)
        default = field.default
        if isinstance(default, Enum):
            described["default"] = default.value
        elif isinstance(default, str | bool):
            described["default"] = default
        properties[key_of(field)] = described
    record: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "additionalProperties": not dialect.strict_keys,
    }
    needed = [key_of(field) for field in fields(wanted) if field.required]
    if needed:
        record["required"] = needed
    shorthand = dialect.shorthands.get(wanted)
    return {"anyOf": [{"type": "string"}, record]} if shorthand else record
