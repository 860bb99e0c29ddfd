"""Template tags and shortcodes of site generators in a text, resolved or taken out."""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_FLAGS = re.DOTALL | re.MULTILINE
_CODE = re.compile(
    r"^(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)|(?P<ticks>`+)", _FLAGS
)
_TAG = re.compile(
    r"\{%-?\s*raw\s*-?%\}(?P<raw>.*?)\{%-?\s*endraw\s*-?%\}"
    r"|\{%-?\s*(?:comment|#)\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}"
    r"|\{\{[<%]?/\*.*?\*/[>%]?\}\}|\{#.*?#\}"
    r"|\{\{<\s*(?P<angled>.*?)\s*>\}\}|\{\{%\s*(?P<marked>.*?)\s*%\}\}"
    r"|\{%-?\s*(?P<tag>.*?)\s*-?%\}"
    r"|\{\{-?\s*(?P<output>.*?)\s*-?\}\}"
    r"|^[ \t]*\{::?[^{}\n]*\}[ \t]*$|\{:[^{}\n]*\}",
    re.DOTALL | re.MULTILINE,
)
_ESCAPED = re.compile(r"^\{\{([<%])/\*(.*?)\*/([>%])\}\}$", re.DOTALL)
_WORDS = re.compile(
    r"""(?P<name>[\w.-]+)\s*[=:]\s*(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,"']+)"""
    r"""|(?P<alone>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,"']+)"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
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


def resolve_tags(text: str, resolve: Resolve, tell: Callable[[Tag], None]) -> str:
    """Return a text without tags; code stays as it is.

    Of one that is not known the content stays, and `tell` is called.
    """
    if "{" not in text:
        return text
    parts: list[str] = []
    at = 0
    code = _code(text)
    starts = [start for start, _ in code]
    while match := _TAG.search(text, at):
        inside = bisect_right(starts, match.start()) - 1
        if inside >= 0 and match.start() < code[inside][1] and match["raw"] is None:
            parts.append(text[at : code[inside][1]])
            at = code[inside][1]
            continue
        parts.append(text[at : match.start()])
        at = match.end()
        if match["raw"] is not None:
            parts.append(_as_text(match["raw"]))
            continue
        escaped = _ESCAPED.match(match[0])
        if escaped:
            parts.append(_as_text(f"{{{{{escaped[1]}{escaped[2]}{escaped[3]}}}}}"))
            continue
        tag = _tag(match)
        if tag is None:
            continue
        is_hugo = match["angled"] is not None or match["marked"] is not None
        end = _end(text, at, tag, is_hugo=is_hugo) if tag.name != "=" else None
        content = None
        if end is not None:
            content = text[at : end[0]]
            if tag.name not in _VERBATIM:
                content = resolve_tags(content, resolve, tell)
            at = end[1]
        whole = Tag(
            name=tag.name,
            values=tag.values,
            named=tag.named,
            content=content,
            filters=tag.filters,
            written=match[0],
        )
        resolved = resolve(whole)
        if resolved is None:
            tell(whole)
            resolved = content or ""
        if not resolved and _is_alone(text, match.start(), at):
            resolved = "<!-- -->"
        parts.append(resolved)
    parts.append(text[at:])
    return "".join(parts)


_VERBATIM = frozenset({"highlight", "code", "codeblock", "verbatim", "raw"})
"""Tags whose content is code."""


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
        return _output(match["output"], match[0])
    given = (match["angled"], match["marked"], match["tag"])
    inner = next((one for one in given if one is not None), None)
    if inner is None:
        return None
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


def _end(text: str, start: int, tag: Tag, *, is_hugo: bool) -> tuple[int, int] | None:
    """Return where the content of a tag ends, and where what follows begins."""
    name = re.escape(tag.name)
    if is_hugo:
        form = re.compile(rf"\{{\{{[<%]\s*(?P<end>/)?\s*{name}\b.*?[>%]\}}\}}", re.DOTALL)
    else:
        ends = rf"end_?{name}|/{name}" + ("|end" if tag.name in _ZOLA or _has_call(tag) else "")
        form = re.compile(rf"\{{%-?\s*(?:(?P<end>{ends})\b|{name}\b).*?%\}}", re.DOTALL)
    if tag.written.rstrip("}%>").rstrip().endswith("/"):
        return None
    depth = 1
    for match in form.finditer(text, start):
        depth += -1 if match["end"] else 1
        if not depth:
            return match.start(), match.end()
    return None


_ZOLA = frozenset({"quote", "alert", "note"})


def _has_call(tag: Tag) -> bool:
    return bool(re.match(r"\{%-?\s*\w+\s*\(", tag.written))


def _is_alone(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 200) : start].rpartition("\n")[2]
    after = text[end : end + 200].partition("\n")[0]
    return not before.strip() and not after.strip()
