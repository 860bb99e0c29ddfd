"""Template tags and shortcodes of site generators in a text, resolved or taken out."""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

_MAX_DEPTH = 30
"""How deep tags may stand inside each other; those that stand deeper stay as they are."""
_FLAGS = re.DOTALL | re.MULTILINE
_CODE = re.compile(
    r"^(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)|(?P<ticks>`+)", _FLAGS
)
_INNER = r"""(?>"[^"\n]{0,200}"|(?!\{\{|\{%|\{\#)[^}]|\}(?!\}))*?"""
"""What may stand in a tag: no other one, so that nothing is looked at again and again."""
_TAG = re.compile(
    rf"\{{\{{[<%]?/\*(?:(?!\{{\{{).)*?\*/[>%]?\}}\}}|\{{\#(?:(?!\{{\#).)*?\#\}}"
    rf"|\{{\{{<(?P<angled>{_INNER})>\}}\}}|\{{\{{%(?P<marked>{_INNER})%\}}\}}"
    rf"|\{{%-?(?P<tag>{_INNER})-?%\}}"
    rf"|\{{\{{-?(?P<output>{_INNER})-?\}}\}}"
    r"|^[ \t]*\{::?[^{}\n]*\}[ \t]*$|\{:[^{}\n]*\}|(?<=[)\]*_`>])\{:[^{}]{0,200}\}"
    r"|(?<=[ \t])\{\#(?P<id>[\w:.-]+)(?:[ \t][^{}\n]*)?\}(?=[ \t]*$)",
    re.DOTALL | re.MULTILINE,
)
_ESCAPED = re.compile(r"^\{\{([<%])/\*(.*?)\*/([>%])\}\}$", re.DOTALL)
_ELEMENT = re.compile(r"<[a-zA-Z]")
_GOES_ON = re.compile(r"[ \t]*\n[ \t]*\S")
_WORDS = re.compile(
    r"""(?P<name>[\w.-]+)\s*[=:]\s*(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,"']+)"""
    r"""|(?P<alone>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,"']+)"""
)


class Tag(Struct, frozen=True, kw_only=True):
    """One tag of a text."""

    name: str
    values: tuple[str, ...] = ()
    """Those without a name."""
    named: Mapping[str, str] = field(default_factory=dict)
    content: str | None = None
    """What stands between it and its end; None where it has none."""
    filters: tuple[str, ...] = ()
    """For `{{ value | filter }}`, whose name is `=`."""
    written: str

    def get(self, *names: str) -> str:
        """Return the first of some values: those with these names, or with their numbers."""
        for name in names:
            if name.isdigit() and int(name) < len(self.values):
                return self.values[int(name)]
            if self.named.get(name):
                return self.named[name]
        return ""


Resolve = Callable[[Tag], str | None]
"""Returns what stands in the place of a tag; None where it is not known."""


def resolve_tags(
    text: str, resolve: Resolve, tell: Callable[[Tag], None], depth: int = _MAX_DEPTH
) -> str:
    """Return a text without tags; code stays as it is.

    Of one that is not known the content stays, and `tell` is called.
    """
    if "{" not in text:
        return text
    parts: list[str] = []
    at = 0
    for mark in _marks(text):
        if mark.start < at:
            continue
        parts.append(text[at : mark.start])
        at = mark.content[1] if mark.content else mark.end
        if mark.tag is None or mark.tag.name in _SILENT:
            parts.append(_as_text(mark.shown))
            continue
        content = text[mark.end : mark.content[0]] if mark.content else None
        if mark.tag.name == _RAW:
            parts.append(content or "" if mark.is_code else _as_text(content or ""))
            continue
        if content is not None and depth and mark.tag.name not in _VERBATIM:
            content = resolve_tags(content, resolve, tell, depth - 1)
        whole = replace(mark.tag, content=content)
        resolved = resolve(whole)
        if resolved is None:
            tell(whole)
            resolved = content or ""
        if _is_alone(text, mark.start, at):
            resolved = resolved or "<!-- -->"
            if _ELEMENT.match(resolved) and _GOES_ON.match(text, at):
                resolved += "\n"  # or else what follows is no Markdown, but more of the HTML
        parts.append(resolved)
    parts.append(text[at:])
    return "".join(parts)


_RAW = "raw"
_SILENT = frozenset({"comment", "#"})
"""Tags whose content nobody sees."""
_VERBATIM = frozenset({"highlight", "code", "codeblock", "verbatim"})
"""Tags whose content is code."""
_ZOLA = frozenset({"quote", "alert", "note"})
"""Tags that end with `{% end %}`, as do all that are written as a call."""


class _Mark(Struct):
    """Where something of a template stands in a text."""

    start: int
    end: int
    tag: Tag | None
    """None for a comment or a list of attributes."""
    is_code: bool = False
    shown: str = ""
    """What stands in its place: a tag that is shown, not followed, or the place that it names."""
    content: tuple[int, int] | None = None
    """Where the content of the tag ends, and where what follows begins; None where it has none."""


def _marks(text: str) -> list[_Mark]:
    """Return what stands outside of code, and inside the tags that let something stand as it is."""
    code = _code(text)
    starts = [start for start, _ in code]
    marks: list[_Mark] = []
    ends = _Ends()
    until = ""
    for match in _TAG.finditer(text):
        inside = bisect_right(starts, match.start()) - 1
        is_code = inside >= 0 and match.start() < code[inside][1]
        mark = _mark(match)
        mark.is_code = is_code
        name = mark.tag.name if mark.tag else ""
        if until not in {"", name} or (is_code and name not in {_RAW, f"end{_RAW}"}):
            continue
        is_verbatim = name == _RAW or name in _SILENT
        until = f"end{name}" if is_verbatim and text.rfind(f"end{name}") > mark.end else ""
        if not ends.take(mark, is_hugo=match["angled"] is not None or match["marked"] is not None):
            marks.append(mark)
    return marks


class _Ends:
    """Finds the end of each tag: it belongs to the last beginning of its name that has none."""

    def __init__(self) -> None:
        self._open: dict[tuple[bool, str], list[_Mark]] = {}
        self._calls: list[_Mark] = []

    def take(self, mark: _Mark, *, is_hugo: bool) -> bool:
        """Take the next mark; return whether it ends one of those before."""
        tag = mark.tag
        if tag is None or tag.name == "=":
            return False
        begun = self._begun(tag.name, is_hugo=is_hugo)
        if begun is not None:
            begun.content = (mark.start, mark.end)
            return True
        if not tag.written.rstrip("}%>").rstrip().endswith("/"):
            self._open.setdefault((is_hugo, tag.name), []).append(mark)
            if not is_hugo and (tag.name in _ZOLA or _has_call(tag)):
                self._calls.append(mark)
        return False

    def _begun(self, name: str, *, is_hugo: bool) -> _Mark | None:
        """Return what a tag of this name ends; None where it ends nothing."""
        if name == "end" and not is_hugo:
            while self._calls:
                begun = self._calls.pop()
                if begun.content is None:
                    return begun
        for start in ("/",) if is_hugo else ("/", "end_", "end"):
            open_ = self._open.get((is_hugo, name.removeprefix(start).strip()))
            while name.startswith(start) and open_:
                begun = open_.pop()
                if begun.content is None:
                    return begun
        return None


def _mark(match: re.Match[str]) -> _Mark:
    escaped = _ESCAPED.match(match[0])
    if escaped:
        shown = f"{{{{{escaped[1]}{escaped[2]}{escaped[3]}}}}}"
        return _Mark(match.start(), match.end(), None, shown=shown)
    shown = f'<span id="{match["id"]}"></span>' if match["id"] else ""
    return _Mark(match.start(), match.end(), _tag(match), shown=shown)


def _code(text: str) -> list[tuple[int, int]]:
    """Return where code stands: fences, and what stands between backticks in one paragraph."""
    found: list[tuple[int, int]] = []
    at = 0
    while match := _CODE.search(text, at):
        at = match.end()
        if match["ticks"] is None:
            found.append(match.span())
            continue
        ticks = match["ticks"]
        end = re.compile(rf"(?<!`){ticks}(?!`)").search(text, at, at + 5000)
        if end and "\n\n" not in text[at : end.start()]:
            found.append((match.start(), end.end()))
            at = end.end()
    return found


def _as_text(text: str) -> str:
    """Return a text with braces that no other tag is read from."""
    return re.sub(r"\{(?=[{%#])", "&#123;", text) if "`" not in text else text


def _tag(match: re.Match[str]) -> Tag | None:
    """Return the tag that was found; None for a comment or a list of attributes."""
    if match["output"] is not None:
        return _output(match["output"].strip(), match[0])
    given = (match["angled"], match["marked"], match["tag"])
    found = next((one for one in given if one is not None), None)
    if found is None:
        return None
    inner = found.strip()
    if inner.startswith("/"):
        return Tag(name=f"/{inner[1:].strip()}".split(None, 1)[0], written=match[0])
    call = re.fullmatch(r"([\w:]+)\s*\((.*)\)", inner, re.DOTALL)
    name, rest = (call[1], call[2]) if call else (*inner.split(None, 1), "", "")[:2]
    values, named = _arguments(rest.rstrip("/"))
    return Tag(name=name, values=values, named=named, written=match[0])


def _output(inner: str, written: str) -> Tag:
    call = re.fullmatch(r"([\w:]+)\s*\((.*)\)", inner, re.DOTALL)
    if call:
        values, named = _arguments(call[2])
        return Tag(name=call[1], values=values, named=named, written=written)
    value, *filters = (
        part.strip() for part in re.split(r"\|(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", inner)
    )
    return Tag(name="=", values=(value,), filters=tuple(filters), written=written)


def _arguments(text: str) -> tuple[tuple[str, ...], dict[str, str]]:
    values: list[str] = []
    named: dict[str, str] = {}
    for match in _WORDS.finditer(text):
        if match["name"]:
            named[match["name"].casefold()] = unquoted(match["value"])
        else:
            values.append(unquoted(match["alone"]))
    return tuple(values), named


def unquoted(text: str) -> str:
    """Return a value without the quotation marks around it."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text


def _has_call(tag: Tag) -> bool:
    return bool(re.match(r"\{%-?\s*\w+\s*\(", tag.written))


def _is_alone(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 200) : start].rpartition("\n")[2]
    after = text[end : end + 200].partition("\n")[0]
    return not before.strip() and not after.strip()
