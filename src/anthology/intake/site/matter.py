"""What stands above the text of a site's file: YAML, TOML, JSON, or lines `Key: value`."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml
from msgspec import Struct, field
from msgspec.structs import replace

_FLAGS = re.DOTALL | re.MULTILINE
_YAML = re.compile(r"\A\s*---[ \t]*(?:yaml)?[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", _FLAGS)
_TOML = re.compile(
    r"\A\s*(?:\+\+\+[ \t]*\n(.*?)^\+\+\+|---toml[ \t]*\n(.*?)^---)[ \t]*(?:\n|\Z)", _FLAGS
)
_JSON = re.compile(r"\A\s*(?:---json|;;;)[ \t]*\n(.*?)^(?:---|;;;)[ \t]*(?:\n|\Z)", _FLAGS)
_LINES = re.compile(r"\A\s*((?:[A-Za-z][\w -]*:[ \t]*.*\n(?:[ \t]+\S.*\n)*)+)[ \t]*(?:\n|\Z)")
_LINE = re.compile(r"^([A-Za-z][\w -]*):[ \t]*(.*(?:\n[ \t]+\S.*)*)$", re.MULTILINE)
_MOST_ALIASES = 50


class Misread(Struct, frozen=True, kw_only=True):
    """What could not be made of a text."""

    line: int
    what: str


class Matter(Struct, frozen=True, kw_only=True):
    """The values above a text, by their names in small letters."""

    values: Mapping[str, Any] = field(default_factory=dict)
    body: str
    first_line: int = 1
    """The line of the file on which the body begins."""
    problem: str = ""
    """Why the values could only be read line by line, where that is so."""
    misread: tuple[Misread, ...] = ()
    """What is left out of the body, or stands in it as it was typed."""

    def text(self, *names: str) -> str:
        """Return the first of some values that is a text; `a.b` is a value inside of another."""
        for name in names:
            found = self._found(name)
            if isinstance(found, str | int | float) and str(found).strip():
                return str(found).strip()
        return ""

    def texts(self, *names: str) -> tuple[str, ...]:
        """Return the texts of a list, or of a text with commas, under the first name that has any.

        Of a list of mappings it is the name or title of each.
        """
        for name in names:
            found = tuple(dict.fromkeys(_texts(self._found(name))))
            if found:
                return found
        return ()

    def is_true(self, name: str) -> bool:
        """Return whether a value is one that says yes."""
        return str(self._found(name)).strip().casefold() in {"true", "yes", "1", "on"}

    def is_false(self, name: str) -> bool:
        """Return whether a value is one that says no."""
        return str(self._found(name)).strip().casefold() in {"false", "no", "0", "off"}

    def _found(self, name: str) -> Any:
        value: Any = self.values
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from (part.strip() for part in value.split(",") if part.strip())
    elif isinstance(value, int | float):
        yield str(value)
    elif isinstance(value, Mapping):
        named = next((value[key] for key in ("name", "title", "key", "id") if key in value), None)
        yield from (str(named).strip(),) if named else ()
    elif isinstance(value, Sequence):
        for one in value:
            yield from (one.strip(),) if isinstance(one, str) and one.strip() else _texts(one)


def read_matter(text: str, *, lines: bool = False) -> Matter:
    """Return a file's text and what stands above it.

    `lines` allows for lines `Key: value` without marks around them, as Pelican has them.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for form, read in ((_TOML, _toml), (_JSON, json.loads), (_YAML, load_yaml)):
        match = form.match(text)
        if match:
            return _matter(text, match.end(), next(filter(None, match.groups()), ""), read)
    if text.lstrip().startswith("{"):
        found = _leading_json(text)
        if found:
            return found
    match = _LINES.match(text) if lines else None
    if match:
        found_lines = {name: " ".join(value.split()) for name, value in _LINE.findall(match[1])}
        return _made(found_lines, text, match.end())
    return Matter(body=text)


def _matter(text: str, end: int, written: str, read: Any) -> Matter:
    try:
        values = read(written)
    except (ValueError, TypeError, yaml.YAMLError, RecursionError) as problem:
        said = " ".join(str(problem).split())
        try:
            values = read(written.expandtabs(2))
        except (ValueError, TypeError, yaml.YAMLError, RecursionError):
            values = _line_by_line(written)
        return replace(_made(values, text, end), problem=said)
    return _made(values, text, end)


def _line_by_line(written: str) -> dict[str, Any]:
    """Return what can be read of values that are not well-formed: `key: value`, and lists."""
    found: dict[str, Any] = {}
    name = ""
    for line in written.split("\n"):
        match = re.match(r"([A-Za-z][\w-]*)\s*[:=]\s*(.*)$", line)
        item = re.match(r"\s*-\s+(.+)$", line)
        if match:
            name, value = match[1], match[2].strip()
            listed = re.fullmatch(r"\[(.*)\]", value)
            said = [_bare(one) for one in listed[1].split(",")] if listed else _bare(value)
            found[name] = said if value else []
        elif item and isinstance(found.get(name), list):
            found[name].append(_bare(item[1]))
    return found


def _bare(text: str) -> str:
    return text.strip().strip("\"'").strip()


def _made(values: Any, text: str, end: int) -> Matter:
    plain = _plain(values) if isinstance(values, Mapping) else {}
    return Matter(values=plain, body=text[end:], first_line=text.count("\n", 0, end) + 1)


def _leading_json(text: str) -> Matter | None:
    start = len(text) - len(text.lstrip())
    try:
        values, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    return _made(values, text, end) if isinstance(values, dict) else None


def _plain(value: Any) -> Any:
    """Return values with names in small letters, and dates as they are written."""
    if isinstance(value, Mapping):
        return {str(key).strip().casefold(): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_plain(one) for one in value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _toml(text: str) -> Any:
    return tomllib.loads(text)


def load_yaml(text: str) -> Any:
    """Return YAML with every value as it is written.

    Raises yaml.YAMLError where it is none, ValueError where it repeats itself without bounds.
    """
    if len(re.findall(r"(?<!\S)\*\w", text)) > _MOST_ALIASES:
        raise ValueError("it repeats itself too often")
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - makes texts, lists and mappings only
