"""Markdown into HTML: CommonMark with footnotes, tables, strikethrough and definition lists."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from anthology.body.locator import Locator
from anthology.errors import Checked, Finding, Kind, error, warning

MAX_NESTING = 100
"""How deep lists and quotations may stand inside each other."""


def to_html(text: str, locator: Locator) -> Checked[str]:
    """Return the Markdown as HTML.

    What would be lost is an error: a note that is never referred to or stands there twice, a
    comment without an end. What stands in the text as it was typed is a warning.
    """
    parser = (
        MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
        .enable(["table", "strikethrough"])
        .use(footnote_plugin)
        .use(deflist_plugin)
    )
    environment: dict[str, Any] = {}
    tokens = parser.parse(text, environment)
    _keep_numbers(tokens)
    typed = _free_text(tokens)
    html = str(parser.renderer.render(tokens, parser.options, environment))
    prose = re.sub(r"<(code|pre)\b.*?</\1>", "", html, flags=re.DOTALL)
    defined = environment.get("footnotes", {}).get("refs", {})
    findings = [
        *(_no_markup(tag, locator) for tag in typed),
        *_unused_notes(defined, locator),
        *_repeated_notes(text, defined, locator),
        *_unused_addresses(text, environment.get("references", {}), locator),
        *_missing_notes(prose, locator),
        *_broken_pictures(prose, locator),
        *_open_comment(html, locator),
    ]
    return Checked(html, tuple(findings))


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
            if match and not _BARE & set(match["names"].lower().split()):
                inner.type = "text"
                found.append(inner.content)
    return found


_TAG = re.compile(r"<[A-Za-z][A-Za-z0-9-]*(?P<names>(?:\s+[A-Za-z_:][\w.:-]*)+)\s*>")
_BARE = frozenset(
    "id class style title lang dir href src alt name hidden open reversed controls muted loop "
    "autoplay async defer download disabled checked selected readonly required multiple nowrap "
    "allowfullscreen ismap itemscope itemprop contenteditable draggable start type value width "
    "height border align valign clear rel target role cite datetime scope abbr headers srcset "
    "sizes loading summary content charset frameborder data-note".split()
)
"""Attributes that may stand without a value."""


def _no_markup(tag: str, locator: Locator) -> Finding:
    return warning(
        Kind.ARTICLE,
        f"{tag} is no HTML and stands in the book as it was typed",
        f"write \\{tag}, so that nothing mistakes it",
        locator.next(tag),
    )


def _unused_notes(defined: Mapping[str, int], locator: Locator) -> Iterator[Finding]:
    for label in (label[1:] for label, number in defined.items() if number < 0):
        yield error(
            Kind.ARTICLE,
            f"the note [^{label}] is never referred to",
            f"put [^{label}] where the note belongs, or delete the note",
            locator.next(f"[^{label}]:"),
        )


def _repeated_notes(text: str, defined: Mapping[str, int], locator: Locator) -> Iterator[Finding]:
    for label in (label[1:] for label in defined):
        places = list(re.finditer(rf"^ {{0,3}}\[\^{re.escape(label)}\]:", text, re.MULTILINE))
        for again in places[1:]:
            yield error(
                Kind.ARTICLE,
                f"the note [^{label}] stands here a second time",
                "give one of the two another name",
                locator.at(again.start()),
            )


def _unused_addresses(text: str, defined: Iterable[str], locator: Locator) -> Iterator[Finding]:
    """Find what Markdown takes for the address of a link, and no link uses."""
    used = {" ".join(label.split()).upper() for label in re.findall(r"\[([^\]]+)\](?!:)", text)}
    for label in defined:
        if label.upper() not in used:
            typed = re.search(rf"(?im)^ {{0,3}}(\[{re.escape(label)}\]:)", text)
            yield warning(
                Kind.ARTICLE,
                f"the line [{label.lower()}]: … is an address that no link uses, and is left out",
                "write \\[ at its beginning if it is text",
                locator.next(typed[1] if typed else ""),
            )


def _missing_notes(html: str, locator: Locator) -> Iterator[Finding]:
    for label in re.findall(r"\[\^([^\]\s]+)\]", html):
        yield warning(
            Kind.ARTICLE,
            f"there is no note [^{label}]",
            f"write it on a line of its own: `[^{label}]: …`",
            locator.next(f"[^{label}]"),
        )


def _broken_pictures(html: str, locator: Locator) -> Iterator[Finding]:
    """Find what was meant for a picture and stands in the text as it was typed."""
    for match in re.finditer(r"!\[[^\]\n]*\]\(([^)\n]+)\)", html):
        yield warning(
            Kind.ARTICLE,
            f"{match[0]} looks like a picture and is none",
            f"write the file's name in angle brackets: <{match[1].strip()}>",
            locator.next(unescape(match[0])),
        )


def _open_comment(html: str, locator: Locator) -> Iterator[Finding]:
    start = html.rfind("<!--")
    if start >= 0 and "-->" not in html[start:]:
        yield error(
            Kind.ARTICLE,
            "the comment that begins here has no end",
            "write --> where it ends; all that follows would be lost",
            locator.next("<!--"),
        )
