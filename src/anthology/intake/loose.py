"""Values of JSON that somebody else wrote: of whatever kind they are, nothing stumbles."""

from collections.abc import Iterator, Mapping
from typing import Any


def text_in(values: Any, name: str) -> str:
    """Return a text or number under a name of a mapping; nothing where there is none."""
    found = values.get(name) if isinstance(values, Mapping) else None
    return str(found) if isinstance(found, str | int | float) else ""


def list_in(value: Any) -> tuple[Any, ...]:
    """Return what is in a list; nothing where it is none."""
    return tuple(value) if isinstance(value, list | tuple) else ()


def mappings_in(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the mappings in a list; nothing where it is none."""
    yield from (one for one in list_in(value) if isinstance(one, Mapping))
