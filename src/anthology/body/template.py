"""Tags of site generators in an article: those with one plain meaning are resolved, others told."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from anthology.body.locator import Locator
from anthology.errors import Checked, Finding, Kind, shortened, warning

_INSIDE = r"(?:(?!\{\{|\{%|\n[ \t]*\n).)*?"
_START = re.compile(
    r"^(?P<fence>```+|~~~+)|(?P<ticks>`+)"
    r"|(?P<raw>\{%-?\s*raw\s*-?%\})|(?P<comment>\{%-?\s*comment\s*-?%\})"
    rf"|\{{\{{-?(?P<output>{_INSIDE})-?\}}\}}|\{{%-?(?P<tag>{_INSIDE})-?%\}}",
    re.DOTALL | re.MULTILINE,
)
_ENDS = {
    "raw": re.compile(r"\{%-?\s*endraw\s*-?%\}"),
    "comment": re.compile(r"\{%-?\s*endcomment\s*-?%\}"),
}
_FENCE = re.compile(r"^(?:```+|~~~+)[^\n]*$", re.MULTILINE)
_TICKS = re.compile(r"`+|\n[ \t]*(?=\n)")

_IMAGE = re.compile(
    r'(?:image|image_with_class\s+(?="[^"]+"\s+"[^"]*"\s+"))\s*'
    r'"(?P<file>[^"]+)"\s+(?:"[^"]*"\s+(?="))?"(?P<alt>.*)"',
    re.DOTALL,
)
_NOTHING = "<!-- -->"
"""Instead of a tag alone on its line: an empty line would end the HTML around it."""

_ADDRESS_FILTERS = frozenset({"url", "relative_url", "absolute_url"})
_ROOTS = frozenset({"site.baseurl", "site.url"})


def resolve_tags(text: str, variables: Mapping[str, str], locator: Locator) -> Checked[str]:
    """Return the text without tags such as `{{ … }}` and `{% … %}`.

    An address filter, a variable of the front matter and the `image` tag are resolved; code is
    left alone; every other tag is taken out and is a warning with its place.
    """
    if "{" not in text or ("{{" not in text and "{%" not in text):
        return Checked(text)
    findings: list[Finding] = []
    parts: list[str] = []
    ends = _Ends(text)
    done = at = 0
    while match := _START.search(text, at):
        kind = match.lastgroup or ""
        at = match.end()
        end = ends.behind(kind, match)
        if kind in {"fence", "ticks"}:
            at = end.end() if end else at
            continue
        if end:
            resolved: str | None = text[at : end.start()] if kind == "raw" else ""
            at = end.end()
            if kind == "comment":
                resolved = "\n" * text.count("\n", match.start(), at)
        elif kind == "output":
            resolved = _output(match["output"].strip(), variables)
        else:
            resolved = _image((match["tag"] or "").strip())
        if resolved is None:
            findings.append(_unresolved(match, locator))
            resolved = _NOTHING if _alone(match) else ""
        parts += (text[done : match.start()], resolved)
        done = at
    return Checked("".join((*parts, text[done:])), tuple(findings))


def _unresolved(match: re.Match[str], locator: Locator) -> Finding:
    return warning(
        Kind.ARTICLE,
        f"nothing resolves the tag {shortened(' '.join(match[0].split()))}",
        "write what it stands for; it is left out of the book",
        locator.at(match.start()),
    )


class _Ends:
    """Where what begins in a text ends; what has no end is looked for once only."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._endless: set[str] = set()
        self._ticks: dict[str, list[re.Match[str]]] = {}
        self._breaks: list[int] = []

    def behind(self, kind: str, start: re.Match[str]) -> re.Match[str] | None:
        if kind == "ticks":
            return self._closing_ticks(start)
        if kind == "fence":
            wanted = start["fence"]
            found = (end for end in _FENCE.finditer(self._text, start.end()))
            return self._once(wanted, (end for end in found if end[0].startswith(wanted)))
        if kind in _ENDS:
            return self._once(kind, _ENDS[kind].finditer(self._text, start.end()))
        return None

    def _once(self, key: str, found: Iterator[re.Match[str]]) -> re.Match[str] | None:
        end = None if key in self._endless else next(found, None)
        if end is None:
            self._endless.add(key)
        return end

    def _closing_ticks(self, start: re.Match[str]) -> re.Match[str] | None:
        """Return the run of as many backticks in the same paragraph."""
        if not self._ticks:
            for found in _TICKS.finditer(self._text):
                if found[0][0] == "`":
                    self._ticks.setdefault(found[0], []).append(found)
                else:
                    self._breaks.append(found.start())
        alike = self._ticks[start["ticks"]]
        after = bisect_left(alike, start.end(), key=lambda run: run.start())
        if after == len(alike):
            return None
        end = bisect_left(self._breaks, start.end())
        limit = self._breaks[end] if end < len(self._breaks) else len(self._text)
        return alike[after] if alike[after].start() < limit else None


def _alone(match: re.Match[str]) -> bool:
    """Return whether a tag stands on lines of its own."""
    before = match.string[: match.start()].rpartition("\n")[2]
    after = match.string[match.end() :].partition("\n")[0]
    return not before.strip() and not after.strip()


def _output(expression: str, variables: Mapping[str, str]) -> str | None:
    value, *filters = (part.strip() for part in expression.split("|"))
    if any(name not in _ADDRESS_FILTERS for name in filters):
        return None
    if value in _ROOTS:
        return ""
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return variables.get(value.removeprefix("page."))


def _image(tag: str) -> str | None:
    match = _IMAGE.fullmatch(tag)
    if not match:
        return None
    alt = re.sub(r"([][\\])", r"\\\1", " ".join(match["alt"].split()))
    return f"![{alt}](</{match['file'].lstrip('/')}>)"
