"""Plain text into Markdown that says the same words."""

import re
from collections.abc import Sequence

WRAPPED = range(45, 101)
"""The length of lines that a mail or text program broke, in characters."""

_SPACE = re.compile(r"[\t\v\f\x85\u2028\u2029]")
_INVISIBLE = "\u200b\u2060\ufeff"
_INLINE = re.compile(
    r"[\\`*\[{~|]"
    r"|(?<=\[)\^|(?<=\{)%"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|(?<![^\W_])_|_(?![^\W_])"
)
_LINE_START = re.compile(r"#{1,6}(?=\s|$)|[-+](?=\s|$)|>|:|=+$|-(?=[-\s:\\|]*$)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_OWN_LINE = re.compile(r"[-–—•*·‣▪>]|\d{1,3}[.)]\s|\w\)\s")


def clean(line: str) -> str:
    """Return a line without blanks of any kind at its ends; no-break spaces inside it stay."""
    return _SPACE.sub(" ", line).strip().strip(_INVISIBLE).strip()


def to_markdown(lines: Sequence[str]) -> str:
    """Return lines of plain text as Markdown that shows their words and nothing else.

    An empty line ends a paragraph. Lines that follow each other are one wrapped paragraph if
    none is longer than a wrapped line and only the last one is shorter; otherwise a line is kept
    as a line (a verse, a list), and one that is longer than a wrapped line is a paragraph.
    """
    paragraphs: list[str] = []
    block: list[str] = []
    for line in (*map(clean, lines), ""):
        if line:
            block.append(line)
        elif block:
            paragraphs += _paragraphs(block)
            block = []
    return "\n\n".join(paragraphs) + "\n" if paragraphs else ""


def _paragraphs(block: Sequence[str]) -> list[str]:
    if _wrapped(block):
        return [escape(" ".join(block))]
    paragraphs: list[str] = []
    joins = False
    for line in block:
        short = len(line) < WRAPPED.stop
        if joins and short:
            paragraphs[-1] += "\\\n" + escape(line)
        else:
            paragraphs.append(escape(line))
        joins = short
    return paragraphs


def _wrapped(block: Sequence[str]) -> bool:
    return (
        all(len(line) in WRAPPED for line in block[:-1])
        and len(block[-1]) < WRAPPED.stop
        and not any(_OWN_LINE.match(line) for line in block)
    )


def escape(line: str) -> str:
    """Return a line of plain text as Markdown, marked so that it says just these words."""
    escaped = _INLINE.sub(lambda match: "\\" + match.group(), line)
    escaped = _NUMBER.sub(r"\1\\\2", escaped, count=1) if _NUMBER.match(escaped) else escaped
    return "\\" + escaped if _LINE_START.match(escaped) else escaped
