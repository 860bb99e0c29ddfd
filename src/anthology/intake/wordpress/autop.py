"""Paragraphs from empty lines and line breaks from lines, as WordPress shows its classic texts."""

import re
from collections import Counter

_BLOCKS = frozenset(
    "address article aside audio blockquote canvas caption center col colgroup dd details dir div "
    "dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr "
    "iframe legend li main map menu nav noscript object ol p pre script section style summary "
    "table tbody td textarea tfoot th thead tr ul video".split()
)
_AS_IT_IS = frozenset({"pre", "script", "style", "textarea", "svg"})
"""Elements whose lines are their own."""
_LINES_ONLY = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend", "dt"})
"""Elements that hold lines, but no paragraphs."""
_MAYBE = frozenset({"li", "dd", "td", "th", "caption", "figcaption"})
"""Elements that have paragraphs only where an empty line divides them."""
_NONE = frozenset({"table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl", "select", "object",
                   "video", "audio", "figure", "iframe", "map", "colgroup"})  # fmt: skip
"""Elements whose white space says nothing."""
_VOID = frozenset({"hr", "col", "br", "img", "input", "wbr", "area", "embed", "source", "track"})
_TOKEN = re.compile(
    r"<!--(?:(?!<!--).)*?-->|<(/?)([a-zA-Z][\w:-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL
)
_EMPTY_LINE = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def with_paragraphs(text: str) -> str:
    """Return a classic text of WordPress as HTML with its paragraphs and line breaks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("&nbsp;\n", "\n")
    return "".join(_Paragraphs().made(text))


class _Paragraphs:
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._run: list[str] = []
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()

    def made(self, text: str) -> list[str]:
        at = 0
        while match := _TOKEN.search(text, at):
            self._run.append(text[at : match.start()])
            at = match.end()
            name = (match[2] or "").lower()
            if name not in _BLOCKS and name not in _AS_IT_IS:
                self._run.append(match[0])
                continue
            self._close_run()
            self._parts.append(match[0])
            if match[1]:
                self._leave(name)
            elif name in _AS_IT_IS:
                at = self._copy(text, at, name)
            elif name not in _VOID and not match[0].endswith("/>"):
                self._open.append(name)
                self._counts[name] += 1
        self._run.append(text[at:])
        self._close_run()
        return self._parts

    def _copy(self, text: str, start: int, name: str) -> int:
        end = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, start)
        stop = end.end() if end else len(text)
        self._parts.append(text[start:stop])
        return stop

    def _leave(self, name: str) -> None:
        while self._counts[name]:
            left = self._open.pop()
            self._counts[left] -= 1
            if left == name:
                return

    def _close_run(self) -> None:
        run, self._run = "".join(self._run), []
        inside = self._open[-1] if self._open else ""
        if not run.strip():
            self._parts.append("\n" if run else "")
        elif inside in _NONE:
            self._parts.append(run)
        elif inside in _LINES_ONLY:
            self._parts.append(_lines(run.strip()))
        else:
            found = [part.strip() for part in _EMPTY_LINE.split(run) if part.strip()]
            if inside in _MAYBE and len(found) == 1:
                self._parts.append(_lines(found[0]))
            else:
                self._parts += (f"<p>{_lines(part)}</p>\n" for part in found)


def _lines(text: str) -> str:
    """Return a text with a line break where a line ends, but for those inside of tags."""
    parts: list[str] = []
    at = 0
    for match in _TOKEN.finditer(text):
        parts += (_broken(text[at : match.start()]), match[0])
        at = match.end()
    parts.append(_broken(text[at:]))
    return re.sub(r"(<br\s*/?>)\s*<br />\n", r"\1\n", "".join(parts))


def _broken(text: str) -> str:
    return re.sub(r"[ \t]*\n", "<br />\n", text)
