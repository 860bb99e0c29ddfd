"""The folder of the article files: which file stands for which text, and what is written."""

import re

from msgspec import Struct

from anthology.intake.files import LONGEST_NAME, Action, action_for, key_in, text_in
from anthology.intake.post import Post
from anthology.slug import slug
from anthology.write import Folder


class Written(Struct, frozen=True):
    """What happened to a file."""

    name: str
    action: Action
    changed_at_source: bool
    """Whether a file that was left alone would have been written anew."""


class ArticleFolder:
    """Names the files of texts, and never writes over somebody's work."""

    def __init__(self, target: Folder, *, force: bool) -> None:
        """Take the folder; with `force` edited files are written over."""
        self._target = target
        self._force = force
        self._kept = dict(_keys(target))
        self._slugs = {_slug(name) for name in target.names(".md")}

    def name(self, post: Post) -> str:
        """Return the name of a text's file: that of an earlier import, or a new one."""
        if post.key in self._kept:
            return self._kept[post.key]
        date = f"{post.date.isoformat()}-" if post.date else ""
        stem = slug(post.slug or post.title, post.language, longest=LONGEST_NAME)
        number, here = 1, stem
        while here in self._slugs or self._target.read(f"{date}{here}.md") is not None:
            number += 1
            here = f"{stem}-{number}"
        self._slugs.add(here)
        name = self._kept[post.key] = f"{date}{here}.md"
        return name

    def put(self, name: str, text: str) -> Written:
        """Write a file, unless an editor changed it."""
        there = text_in(self._target.read(name))
        action = action_for(there, text, force=self._force)
        if action in {Action.WRITE, Action.UPDATE}:
            self._target.put({name: text.encode()})
        changed = action is Action.LEAVE and there is not None and not _same_origin(there, text)
        return Written(name, action, changed)


_DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}-")


def _slug(name: str) -> str:
    """Return what a book takes for an article's name: that of its file without date and ending."""
    return _DATE.sub("", name.removesuffix(".md"), count=1)


def _same_origin(there: str, text: str) -> bool:
    """Return whether an edited file was made of the same text at its source."""
    return _mark(there) == _mark(text)


def _mark(text: str) -> str:
    return text.partition("\nimported: {mark: '")[2][:16]


def _keys(target: Folder) -> "dict[str, str]":
    found: dict[str, str] = {}
    for name in target.names(".md"):
        text = text_in(target.read(name))
        key = key_in(text) if text else None
        if key:
            found.setdefault(key, name)
    return found
