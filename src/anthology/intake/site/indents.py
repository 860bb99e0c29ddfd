"""Text that is indented inside of HTML in Markdown: prose, which CommonMark takes for code."""

import re

_BLOCK = re.compile(
    r"<(/?)(div|section|article|aside|blockquote|figure|figcaption|details|center|header|footer|"
    r"main|nav)\b[^<>]*?(/?)>",
    re.IGNORECASE,
)
_RAW = re.compile(r"<(/?)(?:pre|script|style|textarea)\b", re.IGNORECASE)
_FENCE = re.compile(r"\s*(```+|~~~+)")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")


def without_indents(text: str) -> str:
    """Return Markdown in which lines inside of HTML elements are not indented like code.

    Generators such as kramdown take all that stands in an element as it is, so that authors indent
    it as they like.
    """
    if not _BLOCK.search(text):
        return text
    lines: list[str] = []
    depth, raw, fence = 0, 0, ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark and not raw and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark[1]
            lines.append(line)
            continue
        inside = depth > 0 and not raw and not fence
        lines.append(line.lstrip() if inside and _is_deep(line) else line)
        if fence:
            continue
        for match in _RAW.finditer(line):
            raw = max(0, raw + (-1 if match[1] else 1))
        for match in _BLOCK.finditer(line):
            if not match[3]:
                depth = max(0, depth + (-1 if match[1] else 1))
    return "\n".join(lines)


def _is_deep(line: str) -> bool:
    indent = line[: len(line) - len(line.lstrip())].expandtabs(4)
    return len(indent) >= 4 and not _ITEM.match(line)
