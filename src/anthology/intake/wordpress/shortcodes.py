"""Shortcodes: `[name attribute="value"]…[/name]` in a text, resolved or taken out."""

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape

from msgspec import Struct

_NAME = r"[A-Za-z][\w-]*"
_VALUES = r"""(?:[^\[\]"'<>]|"[^"\]]*"|'[^'\]]*'|<[^<>\[\]]*>)*?"""
_MARK = re.compile(
    rf"(?P<escaped>\[)?\[(?P<name>{_NAME})(?P<values>(?:[\s=:]{_VALUES})?)(?P<closed>/)?\]"
    rf"|\[/(?P<end>{_NAME})\s*\]"
)
_LINE = 500
"""Characters of a line that are looked at."""
_MAX_DEPTH = 30
"""How deep shortcodes may stand inside each other; what is deeper stays text."""
_VALUE = re.compile(
    r"""([\w:-]+)\s*=\s*("[^"]*"|'[^']*'|&quot;.*?&quot;|&\#8221;.*?&\#8221;|[^\s"']+)"""
    r"""|("[^"]*"|'[^']*'|\S+)"""
)


class Shortcode(Struct, frozen=True, kw_only=True):
    """One that stands in a text."""

    name: str
    values: Mapping[str, str]
    """Its attributes by their names, those without a name by their numbers: 0, 1 …"""
    content: str | None
    """What stands between it and its end; None where it has none. Code stands as it was typed."""
    written: str
    """Its beginning, as it was typed."""

    def get(self, *names: str) -> str:
        """Return the first of some attributes that it has; nothing where it has none."""
        return next((self.values[name] for name in names if self.values.get(name)), "")


_HIGHLIGHTED = frozenset(
    "code sourcecode source codesyntax crayon highlight_code as3 actionscript actionscript3 bash "
    "shell coldfusion cf clojure clj cpp c c-sharp csharp css delphi pas pascal diff patch erl "
    "erlang fsharp groovy haskell html java javafx javascript js jscript latex tex matlab objc "
    "perl pl php plain powershell ps ps1 py python r rails rb ruby scala scss sql swift vb vbnet "
    "xhtml xml xslt".split()
)
_CODECOLORER = re.compile(r"cc(?P<modes>[bceilnostw]*)(?:_[\w+#-]+)?")


def is_code(name: str) -> bool:
    """Return whether a shortcode shows what stands in it as code, so as it was typed."""
    return name.lower() in _HIGHLIGHTED or bool(_CODECOLORER.fullmatch(name.lower()))


def is_inline_code(name: str) -> bool:
    """Return whether a shortcode shows code within a line."""
    match = _CODECOLORER.fullmatch(name.lower())
    return match is not None and "i" in match["modes"]


Resolve = Callable[[Shortcode], str | None]
"""Returns the HTML in the place of a shortcode, its content resolved already; None where it is
not known."""


def resolve_shortcodes(
    text: str, resolve: Resolve, tell: Callable[[Shortcode], None], depth: int = _MAX_DEPTH
) -> str:
    """Return a text without shortcodes.

    One in two brackets is text. Of one that is not known the content stays, and `tell` is called;
    a word in brackets that nothing marks as a shortcode is text.
    """
    if "[" not in text or not depth:
        return text
    marks = tuple(_MARK.finditer(text))
    ends = _ends(text, marks)
    parts: list[str] = []
    at = 0
    for match in marks:
        if match["end"] or match.start() < at:
            continue
        parts.append(text[at : match.start()])
        at = match.end()
        if _is_typed(text, match):
            parts.append(as_text(match[0][1:]))
            at += 1
            continue
        if match["escaped"]:
            parts.append("[")
        end = ends.get(match.start())
        content = None
        if end is not None and is_code(match["name"]):
            content = text[at : end[0]]
        elif end is not None:
            content = resolve_shortcodes(text[at : end[0]], resolve, tell, depth - 1)
        code = Shortcode(
            name=match["name"].lower(),
            values=_values(match["values"]),
            content=content,
            written=match[0].removeprefix("[[") if match["escaped"] else match[0],
        )
        resolved = resolve(code)
        if resolved is None and not _is_shortcode(code, text, match):
            parts.append(match[0].removeprefix("[") if match["escaped"] else match[0])
            continue
        at = end[1] if end else at
        if resolved is None:
            tell(code)
            resolved = content or ""
        parts.append(resolved)
    parts.append(text[at:])
    return "".join(parts)


def as_text(text: str) -> str:
    """Return a text with brackets that no shortcode is read from."""
    return text.replace("[", "&#91;").replace("]", "&#93;")


def _is_typed(text: str, match: re.Match[str]) -> bool:
    """Return whether a beginning stands in two brackets, and so is text."""
    return bool(match["escaped"]) and text[match.end() : match.end() + 1] == "]"


def _ends(text: str, marks: Iterable[re.Match[str]]) -> dict[int, tuple[int, int]]:
    """Return where the content of shortcodes ends, and where what follows begins.

    They are told by their places; an end belongs to the last beginning of its name that has none.
    """
    ends: dict[int, tuple[int, int]] = {}
    open_: dict[str, list[int]] = {}
    until = ""
    for match in marks:
        if until and match["end"] != until:
            continue
        until = ""
        if match["end"]:
            begun = open_.get(match["end"])
            if begun:
                ends[begun.pop()] = match.span()
        elif not match["closed"] and not _is_typed(text, match):
            name = match["name"]
            open_.setdefault(name, []).append(match.start())
            until = name if is_code(name) and text.rfind(f"[/{name}]") > match.end() else ""
    return ends


def _values(text: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value, alone in _VALUE.findall(_with_plain_quotes(text)):
        if name:
            values[name.lower()] = unescape(value.strip("\"'"))
        elif alone not in {"=", ":"}:
            values[str(len([one for one in values if one.isdigit()]))] = unescape(
                alone.strip("\"'=")
            )
    return values


def _with_plain_quotes(text: str) -> str:
    """Return attributes whose quotation marks an editor turned into typographic ones as typed."""
    return re.sub("&quot;|&#82(?:20|21|16|17);|[“”„″]", '"', text)


_GOES_ON = re.compile(r"[\w\])]$")
"""The end of what a word in brackets may belong to, as in `files[name]`."""
_APART = re.compile(r"(?:\[/[\w-]+\]|\n)\Z")
"""The end of what no attributes can belong to: another shortcode, or a line."""


def _is_shortcode(code: Shortcode, text: str, match: re.Match[str]) -> bool:
    """Return whether a word in brackets can be nothing but a shortcode."""
    before = text[max(0, match.start() - _LINE) : match.start()]
    is_named = any(not name.isdigit() for name in code.values)
    is_apart = is_named and _APART.search(before)
    if "<" in match["values"] or (_GOES_ON.search(before) and not is_apart):
        return False
    if code.content is not None or match["closed"]:
        return True
    if is_named:
        return True
    if code.values:
        return False
    if re.fullmatch("[a-z0-9]{2,}(?:-+[a-z0-9]{2,})+", match["name"]):
        return True
    before = before.rpartition("\n")[2].rpartition(">")[2]
    after = re.split(r"[\n<]", text[match.end() : match.end() + _LINE], maxsplit=1)[0]
    return match["name"].islower() and not before.strip() and not after.strip()


def link(address: str, label: str = "") -> str:
    """Return a paragraph with a link."""
    return f'\n\n<p><a href="{escape(address)}">{escape(label or address)}</a></p>\n\n'
