"""The people whom a site's data files name by keys."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

_FILES = frozenset(
    "authors author team people persons members member staff contributors writers users".split()
)
_NAMES = ("name", "full_name", "fullname", "display_name", "displayname", "title")
_KEYS = ("id", "key", "username", "login", "slug", "github", "handle", "short_name", "uid")


def names_people(path: str) -> bool:
    """Return whether a file is one that names people."""
    named = _named(path.lower())
    return named.stem in _FILES or named.parent.name.lstrip("_") in _FILES


def _named(path: str) -> PurePosixPath:
    """Return the path of a file, or of its folder where it says what the folder is."""
    whole = PurePosixPath(path)
    return whole.parent if whole.stem in {"index", "_index"} else whole


def people_in(path: str, values: Any) -> Iterator[tuple[str, str]]:
    """Yield the keys of people with their names from what a file says."""
    if isinstance(values, Mapping):
        own = _name(values)
        if own and any(not isinstance(one, Mapping) for one in values.values()):
            yield _named(path).stem, own
            yield from ((key, own) for key in _keys(values))
            return
        for key, value in values.items():
            name = value if isinstance(value, str) else _name(value)
            if name:
                yield str(key), name
                yield from ((other, name) for other in _keys(value))
            elif isinstance(value, Sequence | Mapping) and not isinstance(value, str):
                yield from people_in(path, value)
    elif isinstance(values, Sequence) and not isinstance(values, str):
        for one in values:
            name = _name(one)
            if name:
                yield from ((key, name) for key in _keys(one))


def _name(value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    for name in _NAMES:
        if isinstance(value.get(name), str) and value[name].strip():
            return str(value[name]).strip()
    first, last = value.get("first_name"), value.get("last_name")
    return " ".join(one.strip() for one in (first, last) if isinstance(one, str) and one.strip())


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key in _KEYS:
            if isinstance(value.get(key), str):
                yield value[key]
