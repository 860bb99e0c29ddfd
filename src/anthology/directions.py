"""The invisible characters that turn the direction of writing (Unicode, UAX 9)."""

import re

EMBEDDINGS = "\u202a\u202b\u202d\u202e"
ISOLATES = "\u2066\u2067\u2068"
POP_EMBEDDING = "\u202c"
POP_ISOLATE = "\u2069"

_SIGN = re.compile(f"[{EMBEDDINGS}{ISOLATES}{POP_EMBEDDING}{POP_ISOLATE}]")


def balanced(text: str) -> str:
    """Return a text without the signs that turn its direction and never turn it back.

    Left in a title, they would turn whatever stands behind it.
    """
    if text.isprintable() or not _SIGN.search(text):
        return text
    opened: list[int] = []
    dropped: set[int] = set()
    for at, sign in enumerate(text):
        if sign in EMBEDDINGS or sign in ISOLATES:
            opened.append(at)
        elif sign == POP_EMBEDDING:
            if opened and text[opened[-1]] in EMBEDDINGS:
                opened.pop()
            else:
                dropped.add(at)
        elif sign == POP_ISOLATE:
            if not any(text[start] in ISOLATES for start in opened):
                dropped.add(at)
                continue
            while text[start := opened.pop()] not in ISOLATES:
                dropped.add(start)
    dropped.update(opened)
    return "".join(sign for at, sign in enumerate(text) if at not in dropped)
