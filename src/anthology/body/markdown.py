"""Markdown into HTML: CommonMark with footnotes, tables, strikethrough and definition lists."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape
from itertools import chain
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from anthology.body.clean import BARE
from anthology.body.locator import Locator
from anthology.body.rows import LONG_ROWS, lost_cells, watch_rows
from anthology.errors import Checked, Finding, Kind, error, shortened, warning

MAX_NESTING = 100
"""How deep lists and quotations may stand inside each other; a list counts twice."""


def to_html(text: str, locator: Locator) -> Checked[str]:
    """Return the Markdown as HTML.

    What would be lost is an error: a note that is never referred to or stands there twice. What
    stands in the text as it was typed is a warning, and so is what stands too deep.
    """
    parser = _parser(_idle_rules(text))
    environment: dict[str, Any] = {_DEEP: [], LONG_ROWS: [], _NESTED: []}
    tokens = parser.parse(text, environment)
    _keep_numbers(tokens)
    typed = _free_text(tokens)
    html = str(parser.renderer.render(tokens, parser.options, environment))
    prose = _without_code(html)
    defined = environment.get("footnotes", {}).get("refs", {})
    findings = [
        *_too_deep(text, environment[_DEEP], locator),
        *(_no_markup(tag, locator) for tag in typed),
        *(_note_in_note(outer, inner, locator) for outer, inner in environment[_NESTED]),
        *lost_cells(environment[LONG_ROWS], locator),
        *_unused_notes(defined, locator),
        *_repeated_notes(text, tokens, defined, locator),
        *_unused_addresses(text, environment.get("references", {}), locator),
        *_repeated_addresses(environment.get("duplicate_refs", ()), locator),
        *_missing_notes(prose, locator),
        *_broken_pictures(prose, locator),
    ]
    return Checked(html, tuple(findings))


_DEEP, _NESTED = "deep", "nested"
"""Where the parser notes, in its environment, the lines too deep and the notes inside others."""

_BLOCK_SIGNS = {
    "table": ("|",),
    "code": ("    ", "\t"),
    "fence": ("```", "~~~"),
    "blockquote": (">",),
    "reference": ("]:",),
    "footnote_def": ("]:",),
    "html_block": ("<",),
    "heading": ("#",),
    "deflist": tuple(before + sign for before in "\n\t >" for sign in ":~"),
}
"""By rules for blocks, signs of which one stands in a text in which the rule finds anything."""
_INLINE_SIGNS = {
    "escape": ("\\",),
    "backticks": ("`",),
    "strikethrough": ("~~",),
    "emphasis": ("*", "_"),
    "link": ("[", "]"),
    "image": ("![",),
    "footnote_inline": ("^[",),
    "footnote_ref": ("[^",),
    "autolink": ("<",),
    "html_inline": ("<",),
    "entity": ("&",),
}
"""The same for rules inside a line; the first character is where the rule is tried."""
_TEXT_SIGNS = {"normalize": ("\r", "\0")}
"""The same for rules of a whole text."""
_RULES = {**_TEXT_SIGNS, **_BLOCK_SIGNS, **_INLINE_SIGNS}
_SIGNS = tuple(dict.fromkeys(chain.from_iterable(_RULES.values())))


class _Parser(MarkdownIt):
    """Takes any address for one, and shows it as it was typed (CommonMark 0.31, section 6.5).

    What leads nowhere is told later.
    """

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it says so
        """Return that an address may stand in a link."""
        return True

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - the name is markdown-it's
        """Return what an address in angle brackets shows."""
        return link


def _idle_rules(text: str) -> tuple[str, ...]:
    """Return the rules that have nothing to find in a text."""
    found = {sign for sign in _SIGNS if sign[0] in text and sign[-1] in text and sign in text}
    return tuple(rule for rule, signs in _RULES.items() if found.isdisjoint(signs))


@lru_cache(maxsize=256)
def _parser(idle: tuple[str, ...] = ()) -> MarkdownIt:
    """Return a parser without some of the rules, which is quicker with what needs none of them."""
    parser = (
        _Parser("commonmark", {"maxNesting": MAX_NESTING})
        .enable(["table", "strikethrough"])
        .use(footnote_plugin)
        .use(deflist_plugin)
    )
    bounded = _Bounded()
    bounded.ruler = parser.block.ruler
    parser.block = bounded
    watch_rows(parser)
    parser.core.ruler.before("footnote_tail", "nested_notes", _watch_notes)
    parser.disable(idle)
    busy = (signs for rule, signs in _INLINE_SIGNS.items() if rule not in idle)
    tried = {"\n", *(sign[0] for signs in busy for sign in signs)}
    parser.inline.terminator_re = re.compile(f"[{re.escape(''.join(sorted(tried)))}]")
    return parser


class _Bounded(ParserBlock):
    """A block parser that keeps as text what stands too deep, and notes its lines."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        if state.level < MAX_NESTING:
            super().tokenize(state, startLine, endLine)
            return
        state.env[_DEEP].append(startLine)
        state.push("paragraph_open", "p", 1)
        inline = state.push("inline", "", 0)
        inline.content = state.getLines(startLine, endLine, state.blkIndent, False).strip()
        inline.children = []
        state.push("paragraph_close", "p", -1)
        state.line = endLine


def _too_deep(text: str, deep: list[int], locator: Locator) -> Iterator[Finding]:
    if deep:
        line = text.split("\n", deep[0] + 1)[deep[0]]
        yield warning(
            Kind.ARTICLE,
            f"lists and quotations stand more than {MAX_NESTING} deep inside each other here; "
            "their text stays, as it was typed",
            "take signs from the beginning of the lines away",
            locator.next(line),
        )


def _code_lines(tokens: Iterable[Token]) -> frozenset[int]:
    """Return the numbers of the lines that are code."""
    blocks = (token.map for token in tokens if token.type in {"fence", "code_block"})
    return frozenset(line for block in blocks if block for line in range(*block))


def _without_code(html: str) -> str:
    """Return some HTML without its elements of code."""
    kept: list[str] = []
    depth = 0
    for number, piece in enumerate(re.split(r"<(/?)(?:code|pre)\b", html)):
        if number % 2:
            depth = max(0, depth - 1) if piece else depth + 1
        elif not depth:
            kept.append(piece)
    return "".join(kept)


def _keep_numbers(tokens: Sequence[Token]) -> None:
    """Let the items of a numbered list keep the numbers that were typed.

    Where all are the same, they were typed to be counted.
    """
    lists: list[list[Token]] = []
    for token in tokens:
        if token.type == "ordered_list_open":
            lists.append([])
        elif token.type == "list_item_open" and token.info and lists:
            lists[-1].append(token)
        elif token.type == "ordered_list_close":
            items = lists.pop()
            expected = int(items[0].info) if items else 0
            counted = len({item.info for item in items}) == 1
            for item in () if counted else items:
                if int(item.info) != expected:
                    expected = int(item.info)
                    item.attrSet("value", item.info)
                expected += 1


def _free_text(tokens: Sequence[Token]) -> list[str]:
    """Turn tags that are some by accident, such as that in “a<b and c>d”, into the text they were.

    Returns them.
    """
    found: list[str] = []
    for token in tokens:
        for inner in token.children or ():
            match = _TAG.fullmatch(inner.content) if inner.type == "html_inline" else None
            if match and not BARE & set(match["names"].lower().split()):
                inner.type = "text"
                found.append(inner.content)
    return found


_TAG = re.compile(r"<[A-Za-z][A-Za-z0-9-]*(?P<names>(?:\s+[A-Za-z_:][\w.:-]*)+)\s*>")


def _no_markup(tag: str, locator: Locator) -> Finding:
    return warning(
        Kind.ARTICLE,
        f"{shortened(tag)} is no HTML and stands in the book as it was typed",
        f"write \\{shortened(tag)}, so that nothing mistakes it",
        locator.next(tag),
    )


def _watch_notes(state: StateCore) -> None:
    state.env[_NESTED].extend(_nested_notes(state.tokens))


def _nested_notes(tokens: Iterable[Token]) -> Iterator[tuple[Token, Token]]:
    """Yield each note that stands inside another, behind that one."""
    opened: list[Token] = []
    for token in tokens:
        if token.type == "footnote_reference_open":
            if opened:
                yield opened[-1], token
            opened.append(token)
        elif token.type == "footnote_reference_close":
            opened.pop()


def _note_in_note(outer: Token, inner: Token, locator: Locator) -> Finding:
    labels = [shortened(token.meta["label"]) for token in (outer, inner)]
    return error(
        Kind.ARTICLE,
        f"the note [^{labels[1]}] stands inside the note [^{labels[0]}], which would be lost",
        f"begin [^{labels[1]}] on a line of its own, without blanks before it",
        locator.at_line(inner.map[0] if inner.map else 0),
    )


def _unused_notes(defined: Mapping[str, int], locator: Locator) -> Iterator[Finding]:
    for label in (label[1:] for label, number in defined.items() if number < 0):
        yield error(
            Kind.ARTICLE,
            f"the note [^{shortened(label)}] is never referred to",
            f"put [^{shortened(label)}] where the note belongs, or delete the note",
            locator.next(f"[^{label}]:"),
        )


def _repeated_notes(
    text: str, tokens: Iterable[Token], defined: Mapping[str, int], locator: Locator
) -> Iterator[Finding]:
    if not defined:
        return
    code = _code_lines(tokens)
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n")):
        match = _NOTE.match(line)
        if not match or number in code or f":{match['label']}" not in defined:
            continue
        if match["label"] in seen:
            yield error(
                Kind.ARTICLE,
                f"the note [^{shortened(match['label'])}] stands here a second time",
                "give one of the two another name",
                locator.at_line(number, match.start("label") - 2),
            )
        seen.add(match["label"])


_NOTE = re.compile(r" {0,3}\[\^(?P<label>[^\]\s]+)\]:")
_LABEL = re.compile(r"\[(?P<label>(?:[^][\\]|\\.){1,999}+)\](?P<colon>:?)", re.DOTALL)
"""CommonMark 0.31, section 4.7: a label has at most 999 characters."""


def _unused_addresses(text: str, defined: Collection[str], locator: Locator) -> Iterator[Finding]:
    """Find what Markdown takes for the address of a link, and no link uses."""
    if not defined:
        return
    used: set[str] = set()
    typed: dict[str, re.Match[str]] = {}
    for match in _LABEL.finditer(text):
        label = normalizeReference(match["label"])
        if match["colon"]:
            typed.setdefault(label, match)
        else:
            used.add(label)
    for label in defined:
        if label not in used:
            yield warning(
                Kind.ARTICLE,
                f"the line [{shortened(label.lower())}]: … is an address that no link uses, and "
                "is left out",
                "write \\[ at its beginning if it is text",
                locator.at(typed[label].start()) if label in typed else locator.next(""),
            )


def _repeated_addresses(
    repeated: Iterable[Mapping[str, Any]], locator: Locator
) -> Iterator[Finding]:
    for definition in repeated:
        yield warning(
            Kind.ARTICLE,
            f"the line [{shortened(definition['label'].lower())}]: … stands here a second time, "
            "and is left out",
            "give one of the two addresses another name",
            locator.at_line(definition["map"][0]),
        )


def _missing_notes(html: str, locator: Locator) -> Iterator[Finding]:
    for label in re.findall(r"\[\^([^][\s]+)\]", html):
        yield warning(
            Kind.ARTICLE,
            f"there is no note [^{shortened(label)}]",
            f"write it on a line of its own: `[^{shortened(label)}]: …`",
            locator.next(f"[^{label}]", f"[^{unescape(label)}]"),
        )


def _broken_pictures(html: str, locator: Locator) -> Iterator[Finding]:
    """Find what was meant for a picture and stands in the text as it was typed."""
    for match in re.finditer(r"!\[[^][\n]{0,300}\]\(([^()\n]{1,300})\)", html):
        yield warning(
            Kind.ARTICLE,
            f"{shortened(match[0])} looks like a picture and is none",
            f"write the file's name in angle brackets: <{shortened(match[1].strip())}>",
            locator.next(unescape(match[0])),
        )
