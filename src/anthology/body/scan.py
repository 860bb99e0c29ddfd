"""What a parser of HTML would swallow without a word: found in the markup before it is parsed.

The places at which HTML5 (section 13.2.5) takes text for something else: a tag, a quotation mark
or an element that never ends, and the comments that are none.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from anthology.body.locator import Locator
from anthology.errors import Checked, Finding, Kind, error, warning

RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())
"""Elements in which no tag counts but their own end."""

MAX_ATTRIBUTES = 500
"""A tag with more of them is a text that was taken for a tag."""

_MARK = re.compile(
    r"<(?:(?P<comment>!--)|(?P<bogus>[!?]|/[^a-zA-Z>])|(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*))"
)
_COMMENT_END = re.compile(r"--!?>")
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?P<name>=?[^\s/>=]*)(?:\s*=\s*(?:(?P<quote>["'])|[^\s>"'][^\s>]*)?)?"""
)
_KNOWN = re.compile(r"<(?:!doctype|!\[(?:if|endif)|\?xml)\b", re.IGNORECASE)
"""What generators write that is meant for no reader."""
_LIKE_A_TAG = re.compile("<[/!a-zA-Z]")
_WITHOUT_TAGS = frozenset("href src id class name lang dir rel target style width height".split())
"""Attributes in which a tag can only be an accident."""


class _Tag(Struct, frozen=True):
    end: int
    """Behind its `>`; the end of the text where it has none."""
    closed: bool
    quote: int | None
    """Where a quotation mark stands that has no end of its own."""
    self_closed: bool
    attributes: int


def scan(html: str, locator: Locator) -> Checked[str]:
    """Return the HTML that can be parsed, with what of it no reader would see.

    What takes the text behind it along is an error; nothing is parsed from a text on that a
    parser takes for a tag.
    """
    findings: list[Finding] = []
    end = len(html)
    for finding, stop in _swallowed(html, locator):
        findings.append(finding)
        end = end if stop is None else stop
    return Checked(html[:end], tuple(findings))


def _swallowed(html: str, locator: Locator) -> Iterator[tuple[Finding, int | None]]:
    """Yield what is swallowed, and where the HTML that can be parsed ends."""
    at = 0
    foreign = 0
    while mark := _MARK.search(html, at):
        start = mark.start()
        if mark["comment"]:
            at = _end_of_comment(html, start)
            if at < 0:
                yield _open_comment(html, start, locator), None
                return
            continue
        if mark["bogus"]:
            at = html.find(">", start) + 1 or len(html)
            yield from ((found, None) for found in _bogus(html, start, at, locator))
            continue
        tag = _tag(html, mark.end())
        at = tag.end
        if tag.attributes > MAX_ATTRIBUTES:
            yield _open_tag(html, start, tag, locator), start
            return
        if not tag.closed or tag.quote is not None:
            yield _open_tag(html, start, tag, locator), None
        name = mark["name"].lower()
        if name in {"svg", "math"} and not tag.self_closed:
            foreign = max(0, foreign + (-1 if mark["end"] else 1))
        if mark["end"] or foreign or not tag.closed:
            continue
        if name == "plaintext":
            yield _plain(html, start, locator), None
            return
        if name in RAW:
            end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, at)
            if end is None:
                yield _open_element(html, start, name, locator), None
                return
            at = end.start()


def _end_of_comment(html: str, start: int) -> int:
    """Return the position behind a comment, or -1 where it has no end."""
    for empty in ("<!-->", "<!--->"):
        if html.startswith(empty, start):
            return start + len(empty)
    end = _COMMENT_END.search(html, start + 4)
    return end.end() if end else -1


def _tag(html: str, at: int) -> _Tag:
    odd: int | None = None
    count = 0
    while at < len(html) and html[at] != ">":
        match = _ATTRIBUTE.match(html, at)
        assert match is not None  # noqa: S101 - it matches the empty text too
        count += 1
        if match["quote"]:
            quote = match.end() - 1
            at = html.find(match["quote"], match.end()) + 1 or len(html) + 1
            if at > len(html):
                return _Tag(
                    len(html), closed=False, quote=quote, self_closed=False, attributes=count
                )
            value = html[match.end() : at - 1]
            glued = not re.match(r"[\s/>]", html[at : at + 1] or " ")
            if _LIKE_A_TAG.search(value) and (glued or match["name"].lower() in _WITHOUT_TAGS):
                odd = quote
        else:
            at = max(match.end(), at + 1)
    return _Tag(
        min(at + 1, len(html)),
        closed=at < len(html),
        quote=odd,
        self_closed=html[max(at - 1, 0) : at] == "/",
        attributes=count,
    )


def _open_comment(html: str, start: int, locator: Locator) -> Finding:
    return error(
        Kind.ARTICLE,
        "the comment that begins here has no end",
        "write --> where it ends; all that follows would be lost",
        locator.of(html, start, start + 20),
    )


def _bogus(html: str, start: int, end: int, locator: Locator) -> Iterator[Finding]:
    typed = html[start:end]
    if _KNOWN.match(typed) or not re.search(r"\w", typed):
        return
    if end == len(html) and not typed.endswith(">"):
        yield error(
            Kind.ARTICLE,
            f"{typed[:2]} begins a comment here that has no end",
            f"write &lt;{typed[1:2]} if it is text; all that follows would be lost",
            locator.of(html, start, end),
        )
        return
    shown = " ".join(typed.split())
    yield warning(
        Kind.ARTICLE,
        f"“{shown[:60]}” is no text to HTML and is left out",
        "write &lt; for its < if it is text, or take the signs around the text away",
        locator.of(html, start, end),
    )


def _open_tag(html: str, start: int, tag: _Tag, locator: Locator) -> Finding:
    if tag.quote is None:
        return error(
            Kind.ARTICLE,
            "the tag that begins here has no end",
            "write > where it ends, or &lt; for its < if it is text",
            locator.of(html, start, tag.end),
        )
    return error(
        Kind.ARTICLE,
        f"the quotation mark in {html[start : tag.quote + 1][:60]} is never closed",
        "close it where the value ends; the text that follows would be lost",
        locator.of(html, start, tag.end),
    )


def _open_element(html: str, start: int, name: str, locator: Locator) -> Finding:
    return error(
        Kind.ARTICLE,
        f"<{name}> has no end, and all that follows would be lost",
        f"write </{name}> where it ends, or delete it",
        locator.of(html, start, html.find(">", start) + 1),
    )


def _plain(html: str, start: int, locator: Locator) -> Finding:
    return warning(
        Kind.ARTICLE,
        "behind <plaintext> all stands in the book as it was typed, with its tags",
        "take <plaintext> away",
        locator.of(html, start, html.find(">", start) + 1),
    )
