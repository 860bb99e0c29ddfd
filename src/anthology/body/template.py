"""Tags of site generators in an article: those with one plain meaning are resolved, others told."""

import re
from collections.abc import Mapping

from anthology.body.locator import Locator
from anthology.errors import Checked, Finding, Kind, warning

_CODE = (
    r"(?P<code>^(?P<fence>```+|~~~+).*?^(?P=fence)[^\n]*$"
    r"|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
)
_RAW = r"\{%-?\s*raw\s*-?%\}(?P<raw>.*?)\{%-?\s*endraw\s*-?%\}"
_COMMENT = r"(?P<comment>\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\})"
_INSIDE = r"(?:(?!\{\{|\{%|\n[ \t]*\n).)*?"
_OUTPUT = rf"\{{\{{-?(?P<output>{_INSIDE})-?\}}\}}"
_TAG = rf"\{{%-?(?P<tag>{_INSIDE})-?%\}}"
_ANY = re.compile("|".join((_CODE, _RAW, _COMMENT, _OUTPUT, _TAG)), re.DOTALL | re.MULTILINE)

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
    if "{{" not in text and "{%" not in text:
        return Checked(text)
    findings: list[Finding] = []

    def replace(match: re.Match[str]) -> str:
        if match["code"] is not None:
            return match[0]
        if match["raw"] is not None:
            return match["raw"]
        if match["comment"] is not None:
            return "\n" * match[0].count("\n")
        resolved = (
            _output(match["output"].strip(), variables)
            if match["output"] is not None
            else _image(match["tag"].strip())
        )
        if resolved is None:
            findings.append(
                warning(
                    Kind.ARTICLE,
                    f"nothing resolves the tag {' '.join(match[0].split())}",
                    "write what it stands for; it is left out of the book",
                    locator.at(match.start()),
                )
            )
            return _NOTHING if _alone(match) else ""
        return resolved

    return Checked(_ANY.sub(replace, text), tuple(findings))


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
