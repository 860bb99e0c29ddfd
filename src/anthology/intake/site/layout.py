"""How a folder of a static site is laid out: its texts, its data, its addresses."""

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from msgspec import Struct, field

from anthology.intake.site.matter import load_yaml
from anthology.intake.site.people import names_people, people_in
from anthology.regular import read_regular

_TEXTS = frozenset({".md", ".markdown", ".mdown", ".mkd", ".html", ".htm", ".mdx", ".rst"})
_CONFIGS = ("_config.yml", "_config.yaml", "hugo.toml", "hugo.yaml", "hugo.json", "config.toml",
            "config.yaml", "config.yml", "config.json", "zola.toml", "pelicanconf.py",
            "publishconf.py", "_data/site.json", "_data/metadata.json", "src/_data/site.json",
            "src/_data/metadata.json")  # fmt: skip
_NO_TEXTS = frozenset(
    "node_modules vendor _site public dist build output themes theme layouts _layouts _includes "
    "includes templates _sass sass scss css js fonts static assets images img archetypes i18n "
    "_data data resources bin scripts test tests spec plugins _plugins coverage".split()
)
"""Folders in which no texts are looked for."""
_NO_POSTS = re.compile(
    r"(?:readme|license|licence|changelog|contributing|code_of_conduct|security|authors|search|"
    r"404|index|_index|feed|sitemap|archive|archives|tags|categories|about|contact)$",
    re.IGNORECASE,
)
"""Names of files that are no posts unless they say a date themselves."""
_PYTHON = re.compile(
    r"""^(SITENAME|SITEURL|DEFAULT_LANG|AUTHOR)\s*=\s*[rub]*["'](.*?)["']""", re.MULTILINE
)


class Layout(Struct, frozen=True):
    """A site's folder."""

    root: Path
    config: Mapping[str, Any] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    """The names of people by their keys."""

    def text(self, *names: str) -> str:
        """Return the first of some values of the configuration that is a text."""
        for name in names:
            value: Any = self.config
            for part in name.split("."):
                value = value.get(part) if isinstance(value, Mapping) else None
            if isinstance(value, str) and value.strip():
                return value.strip()
        return ""

    def files(self) -> Iterator[str]:
        """Yield the paths of the files that may be texts, in their order."""
        yield from _walk(self.root, PurePosixPath())


def read_layout(root: Path) -> Layout:
    """Return what a site's folder says of itself; what cannot be read says nothing."""
    config: dict[str, Any] = {}
    for name in _CONFIGS:
        values = _values(root / name)
        if isinstance(values, Mapping):
            config = {**_lowered(values), **config}
    people: dict[str, str] = {}
    for path in _data_files(root):
        for key, name in people_in(path.as_posix(), _values(path)):
            people.setdefault(key, name)
    for key, name in people_in("authors", config.get("authors")):
        people.setdefault(key, name)
    return Layout(root, config, people)


def _lowered(values: Mapping[str, Any]) -> dict[str, Any]:
    return {str(key).casefold(): value for key, value in values.items()}


def _data_files(root: Path) -> Iterator[Path]:
    places = ("_data", "data", "src/_data", "_authors", "_team", "_people", "content/authors",
              "content/author", "content/people", "authors", "team")  # fmt: skip
    for place in places:
        folder = root / place
        if not folder.is_dir() or folder.is_symlink():
            continue
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(root).as_posix()
            if path.is_file() and names_people(inside) and not path.is_symlink():
                yield path


def _values(path: Path) -> Any:
    """Return what a file of values says; nothing where it is none."""
    try:
        text = read_regular(path).decode("utf-8", "replace")
        if path.suffix in {".yml", ".yaml"}:
            return load_yaml(text)
        if path.suffix == ".json":
            return json.loads(text)
        if path.suffix == ".toml":
            return tomllib.loads(text)
        if path.suffix == ".py":
            named = {"SITENAME": "title", "SITEURL": "url", "DEFAULT_LANG": "lang"}
            return {named.get(name, name): value for name, value in _PYTHON.findall(text)}
        if path.suffix in {".md", ".markdown"}:
            from anthology.intake.site.matter import read_matter

            return read_matter(text).values
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return None
    return None


def _walk(root: Path, folder: PurePosixPath) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        name = entry.name
        if entry.is_symlink() or name.startswith("."):
            continue
        if entry.is_dir():
            if name.casefold() not in _NO_TEXTS:
                yield from _walk(root, folder / name)
        elif PurePosixPath(name).suffix.lower() in _TEXTS:
            yield (folder / name).as_posix()


def may_be_post(path: str) -> bool:
    """Return whether a file is one that could be a post by its name."""
    name = PurePosixPath(path)
    is_bundle = name.stem == "index" and len(name.parts) > 1
    return is_bundle or not _NO_POSTS.fullmatch(name.stem)
