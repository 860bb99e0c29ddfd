"""YAML as a tree in which every key and value knows its line and column."""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml
from msgspec import Struct

from anthology.directions import balanced
from anthology.errors import Checked, Finding, Kind, Place, error, warning

MAX_DEPTH = 20
"""How deep lists and mappings may stand inside each other."""

MAX_LENGTH = 200_000
"""How many characters a document may have."""

MAX_VALUES = 10_000
"""How many keys, values and lists a document may have."""


class Scalar(Struct, frozen=True, kw_only=True):
    """A single value, not yet interpreted."""

    text: str
    plain: bool
    """Written without quotation marks, so that `null` and `true` mean what they say."""
    place: Place

    @property
    def empty(self) -> bool:
        """Whether the value says that there is none."""
        return self.plain and self.text in {"", "~", "null", "Null", "NULL"}


class Sequence(Struct, frozen=True, kw_only=True):
    """A list of values."""

    items: tuple["Yaml", ...]
    place: Place


class Entry(Struct, frozen=True, kw_only=True):
    """A key and its value in a mapping."""

    key: str
    place: Place
    """The place of the key."""
    value: "Yaml"


class Mapping(Struct, frozen=True, kw_only=True):
    """Keys and their values, in the order of the file, no key twice."""

    entries: tuple[Entry, ...]
    place: Place


UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold or should not (XML 1.0, section 2.2)."""

Yaml: TypeAlias = Scalar | Sequence | Mapping


_SYNTAX = (
    (
        "found unexpected end of stream",
        True,
        "this is not YAML: the quotation mark opened here is never closed",
        "write it again at the end of the text",
    ),
    (
        "character '\\t'",
        False,
        "this is not YAML: a tab stands here",
        "indent with spaces",
    ),
    (
        "mapping values are not allowed here",
        False,
        "this is not YAML: there is a second colon in the line, or the line before has no value",
        'put a text that has a colon between quotation marks: `title: "One: two"`',
    ),
    (
        "while parsing a flow sequence",
        True,
        "this is not YAML: the bracket opened here is never closed",
        "write ] behind the last item",
    ),
    (
        "while parsing a flow mapping",
        True,
        "this is not YAML: the brace opened here is never closed",
        "write } behind the last value",
    ),
    (
        "could not find expected ':'",
        True,
        "this is not YAML: no colon and blank follow the key that begins here",
        "write `key: value`, with a plain blank behind the colon",
    ),
    (
        "expected '<document start>'",
        False,
        "this is not YAML: the lines are not indented alike",
        "let all keys of one level begin in the same column",
    ),
    (
        "expected <block end>",
        False,
        "this is not YAML: the line does not fit to the one before it",
        "let keys and list items of one level begin in the same column",
    ),
)
"""What the parser says, whether the mistake is where it began to read, and what people say."""


class _RefusalError(Exception):
    def __init__(self, finding: Finding) -> None:
        self.finding = finding


def parse(text: str, *, file: str, kind: Kind, first_line: int = 1) -> Checked[Yaml | None]:
    """Return the tree of one YAML document, or None where it is empty or cannot be read.

    Aliases, merge keys, tags and repeated keys are refused: each is a finding of `kind` whose
    line is counted from `first_line`.
    """
    reader = _Reader(text, file, kind, first_line)
    if len(text) > MAX_LENGTH:
        return Checked(None, (reader.too_long(),))
    try:
        tree = reader.document(_events(_without_tabs_at_ends(text)))
    except _RefusalError as refused:
        return Checked(None, (*reader.findings, refused.finding))
    except yaml.YAMLError as problem:
        return Checked(None, (*reader.findings, reader.syntax(problem)))
    except (ValueError, OverflowError):
        return Checked(None, (*reader.findings, reader.syntax(yaml.YAMLError())))
    return Checked(tree, tuple(reader.findings))


_FAST = getattr(yaml, "CSafeLoader", None)
"""The parser of libyaml, where PyYAML was built with it."""
_DISPUTED = re.compile(
    r"[\t\x85\u2028\u2029\ufeff]|^(?:---|\.\.\.)|(?:^|[\s\[{,:-])[|>!&*?%@`]|:\s*[\]},]",
    re.MULTILINE,
)
"""What the two parsers do not always read alike, with a question mark in brackets."""


def _events(text: str) -> Iterator[yaml.Event]:
    """Return what PyYAML's own parser reads in a text; libyaml tells it sooner, where it does."""
    in_doubt = "?" in text and ("[" in text or "{" in text)
    if _FAST and not in_doubt and not _DISPUTED.search(text):
        try:
            return iter(tuple(yaml.parse(text, _FAST)))
        except (yaml.YAMLError, ValueError):  # which the other parser says in its own words
            pass
    return yaml.parse(text, yaml.SafeLoader)


def _without_tabs_at_ends(text: str) -> str:
    """Leave out white space with a tab at a line's end.

    YAML 1.2 (section 6.1) allows it there, the parser does not.
    """
    return "\n".join(map(_without_tab_at_end, text.split("\n"))) if "\t" in text else text


def _without_tab_at_end(line: str) -> str:
    written = line.rstrip(" \t")
    return written if "\t" in line[len(written) :] else line


_CUT_BY_COMMENT = re.compile(r"\s+#\w")


class _Reader:
    def __init__(self, text: str, file: str, kind: Kind, first_line: int) -> None:
        self.lines = text.split("\n")
        self.file = file
        self.kind = kind
        self.first_line = first_line
        self.findings: list[Finding] = []
        self.values = 0

    def place(self, mark: Any) -> Place:
        if mark is None:
            return Place(file=self.file)
        return Place(file=self.file, line=mark.line + self.first_line, column=mark.column + 1)

    def cuts_text(self, end: Any) -> bool:
        """Return whether right behind a value a # stands that looks like part of it."""
        if end is None or end.line >= len(self.lines):
            return False
        return bool(_CUT_BY_COMMENT.match(self.lines[end.line], end.column))

    def finding(self, message: str, advice: str, place: Place) -> Finding:
        return error(self.kind, message, advice, place)

    def too_long(self) -> Finding:
        return self.finding(
            f"there are more than {MAX_LENGTH} characters of keys and values",
            "move the text below the lines `---`, or into an article",
            Place(file=self.file, line=self.first_line, column=1),
        )

    def syntax(self, problem: yaml.YAMLError) -> Finding:
        what = getattr(problem, "problem", None) or getattr(problem, "reason", None) or ""
        context = getattr(problem, "context", None) or ""
        mark = getattr(problem, "problem_mark", None)
        for sign, at_start, message, advice in _SYNTAX:
            if sign in f"{context}: {what}":
                if at_start:
                    mark = getattr(problem, "context_mark", None) or mark
                return self.finding(message, advice, self.place(mark))
        return self.finding(
            f"this is not YAML: {what or 'it cannot be read'}",
            "mend the line; a text with a colon, a hash or a bracket wants quotation marks",
            self.place(mark),
        )

    def document(self, events: Iterator[yaml.Event]) -> Yaml | None:
        tree: Yaml | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and tree is not None:
                raise _RefusalError(
                    self.finding(
                        "a second YAML document begins here",
                        "keep everything in one document and delete the line `---`",
                        self.place(event.start_mark),
                    )
                )
            if isinstance(event, yaml.AliasEvent | yaml.ScalarEvent | yaml.CollectionStartEvent):
                tree = self.node(event, events, depth=1)
        return tree

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Yaml:
        place = self.place(event.start_mark)
        self.values += 1
        if self.values > MAX_VALUES:
            raise _RefusalError(
                self.finding(
                    f"there are more than {MAX_VALUES} keys and values", "leave some out", place
                )
            )
        if isinstance(event, yaml.AliasEvent):
            self.findings.append(
                self.finding(
                    f"the alias *{event.anchor} is not allowed here",
                    "write the value out where it is needed",
                    place,
                )
            )
            return Scalar(text="", plain=True, place=place)
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.findings.append(
                self.finding(f"the tag {tag} is not allowed here", "delete the tag", place)
            )
        if isinstance(event, yaml.ScalarEvent):
            if not event.value.isprintable() and UNWRITABLE.search(event.value):
                self.findings.append(
                    self.finding(
                        "the value has a character that no book can print",
                        "delete the escape, such as \\0 or \\uD800, that stands for it",
                        place,
                    )
                )
                return Scalar(text=UNWRITABLE.sub("", event.value), plain=False, place=place)
            if not event.style and self.cuts_text(event.end_mark):
                self.findings.append(
                    warning(
                        self.kind,
                        "the text ends before the #, where YAML begins a comment",
                        "put the text between quotation marks, or a blank behind the #",
                        place,
                    )
                )
            text = balanced(event.value)
            if text != event.value:
                self.findings.append(
                    warning(
                        self.kind,
                        "the value turns the direction of writing and does not turn it back; "
                        "the signs that do are left out",
                        "delete the invisible characters U+202A to U+202E and U+2066 to U+2069",
                        place,
                    )
                )
            return Scalar(text=text, plain=not event.style, place=place)
        if depth > MAX_DEPTH:
            raise _RefusalError(
                self.finding(
                    f"values stand more than {MAX_DEPTH} deep inside each other",
                    "take the brackets or the indentation away",
                    place,
                )
            )
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Yaml] = []
            for inner in events:
                if isinstance(inner, yaml.SequenceEndEvent):
                    break
                items.append(self.node(inner, events, depth + 1))
            return Sequence(items=tuple(items), place=place)
        return self.mapping(place, events, depth)

    def mapping(self, place: Place, events: Iterator[yaml.Event], depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key_place = self.place(event.start_mark)
            key = self.node(event, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self.findings.append(
                    self.finding(
                        "a key must be a word",
                        "write `key: value`, the key without brackets",
                        key_place,
                    )
                )
            elif key.text == "<<" and key.plain:
                self.findings.append(
                    self.finding(
                        "the merge key << is not allowed here",
                        "write the keys out where they are needed",
                        key_place,
                    )
                )
            elif key.text in entries:
                first = entries[key.text].place
                self.findings.append(
                    self.finding(
                        f"the key {key.text} stands here a second time (first in line "
                        f"{first.line})",
                        "keep one of the two",
                        key_place,
                    )
                )
            else:
                entries[key.text] = Entry(key=key.text, place=key_place, value=value)
        return Mapping(entries=tuple(entries.values()), place=place)
