"""Style sheets inside a drawing: which declarations hold for which of its elements.

Only what static drawings use is read: selectors of names, classes and ids, one inside or right
inside the other. All else is said to be lost.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import tinycss2  # type: ignore[import-untyped]
from lxml import etree
from msgspec import Struct

from anthology.raster import UnusableError

MAX_LETTERS = 500_000
"""How long the style sheets of a drawing may be, all together."""

MAX_COMPARISONS = 500_000
"""How many selectors may be held against elements."""

_SHORTHANDS = {"marker": ("marker-start", "marker-mid", "marker-end")}
_NAME = r"[\w\u0080-\U0010ffff-]+"
_COMPOUND = re.compile(rf"(\*|{_NAME})?((?:[.#]{_NAME})*)")
_FONT = re.compile(
    r"(?P<words>(?:(?:normal|italic|oblique|small-caps|bold|bolder|lighter|[1-9]00)\s+)*)"
    r"(?P<size>[0-9.]+[a-z%]*|[a-z]+-?[a-z]+)(?:\s*/\s*[\w.%-]+)?\s+(?P<family>.+)",
    re.IGNORECASE | re.DOTALL,
)
_MOVES = ("animation", "transition", "keyframes")


class Declaration(Struct, frozen=True):
    """A property and its value."""

    name: str
    value: str
    important: bool = False


class _Compound(Struct, frozen=True):
    """The part of a selector that speaks of one element."""

    tag: str
    id: str
    classes: frozenset[str]
    right_inside: bool
    """Whether the part before it speaks of the parent, and not of any ancestor."""


_Named: TypeAlias = tuple[str, str | None, frozenset[str]]
"""What a selector asks of an element: its name, its id and its classes."""


class _Rule(Struct, frozen=True):
    selector: tuple[_Compound, ...]
    declarations: tuple[Declaration, ...]
    weight: tuple[int, int, int]


class Sheet(Struct, frozen=True):
    """The rules of a drawing's style sheets."""

    rules: tuple[_Rule, ...]
    lost: tuple[tuple[str, str], ...]
    """What was left out that may be seen: what it is, and the piece itself."""


def read_sheets(texts: Iterable[str]) -> Sheet:
    """Return the rules of style sheets. Raises UnusableError where they are too long."""
    whole = "\n".join(texts)
    if len(whole) > MAX_LETTERS:
        raise UnusableError(
            f"has style sheets of more than {MAX_LETTERS} characters", "save it as PNG"
        )
    rules: list[_Rule] = []
    lost: list[tuple[str, str]] = []
    for node in tinycss2.parse_stylesheet(whole, skip_comments=True, skip_whitespace=True):
        if node.type == "at-rule":
            lost += _lost_at_rule(node)
        elif node.type == "qualified-rule":
            prelude = _flat(node.prelude)
            declarations = _declarations(node.content)
            for selector in (prelude or "?").split(","):
                read = _selector(selector.strip())
                if read is not None:
                    rules.append(_Rule(read, declarations, _weight(read)))
                elif not _never(selector):
                    lost.append(("a style rule", selector.strip()))
    return Sheet(tuple(rules), tuple(lost))


def read_declarations(text: str) -> tuple[Declaration, ...]:
    """Return the declarations of a `style` attribute."""
    if len(text) > MAX_LETTERS:
        raise UnusableError("has a style that is too long", "save it as PNG")
    return _declarations(text)


def declared(sheet: Sheet, root: etree._Element) -> dict[etree._Element, tuple[Declaration, ...]]:
    """Return the declarations that hold for each element, the strongest last.

    Raises UnusableError where there is too much to compare.
    """
    elements = [node for node in root.iter() if isinstance(node.tag, str)]
    styled = sum(1 for node in elements if node.get("style"))
    if len(sheet.rules) * len(elements) > MAX_COMPARISONS:
        raise UnusableError("has too many style rules", "simplify it, or save it as PNG")
    found: dict[etree._Element, tuple[Declaration, ...]] = {}
    if not sheet.rules and not styled:
        return found
    read: dict[str, tuple[Declaration, ...]] = {}
    none = (0,) * len(sheet.rules)
    above: dict[etree._Element, tuple[tuple[int, ...], tuple[int, ...]]] = {}
    for node in elements:
        parent = node.getparent()
        parents, ancestors = (none, none) if parent is None else above[parent]
        name = etree.QName(node).localname
        classes = frozenset(node.get("class", "").split())
        here = tuple(
            _reached(rule.selector, (name, node.get("id"), classes), parents[at], ancestors[at])
            for at, rule in enumerate(sheet.rules)
        )
        above[node] = here, tuple(a | b for a, b in zip(here, ancestors, strict=True))
        matching = [
            (rule.weight, at, rule)
            for at, rule in enumerate(sheet.rules)
            if here[at] >> len(rule.selector) & 1
        ]
        matching.sort(key=lambda one: one[:2])
        every = [said for _, _, rule in matching for said in rule.declarations]
        style = node.get("style", "")
        if style not in read:
            read[style] = read_declarations(style)
        every += read[style]
        if every:
            found[node] = tuple(sorted(every, key=lambda said: said.important))
    return found


def moves(declaration: Declaration) -> bool:
    """Return whether a declaration makes something move."""
    return declaration.name.startswith(_MOVES) and declaration.value != "none"


def _reached(selector: tuple[_Compound, ...], node: _Named, parent: int, ancestors: int) -> int:
    """Return how many parts of a selector may end at an element, as bits: bit n for n parts."""
    reached = 0
    for at, part in enumerate(selector):
        before = at == 0 or (parent if part.right_inside else ancestors) >> at & 1
        if before and _fits(part, node):
            reached |= 1 << (at + 1)
    return reached


def _fits(part: _Compound, node: _Named) -> bool:
    name, id_, classes = node
    return (
        (not part.tag or part.tag == name)
        and (not part.id or part.id == id_)
        and part.classes <= classes
    )


def _selector(text: str) -> tuple[_Compound, ...] | None:
    parts: list[_Compound] = []
    right_inside = False
    for word in text.replace(">", " > ").split():
        if word == ">":
            right_inside = True
            continue
        found = _COMPOUND.fullmatch(word)
        if found is None:
            return None
        signs = re.findall(rf"[.#]{_NAME}", found[2])
        ids = [sign[1:] for sign in signs if sign[0] == "#"]
        if len(set(ids)) > 1:
            return None
        parts.append(
            _Compound(
                tag="" if found[1] in (None, "*") else found[1],
                id=ids[0] if ids else "",
                classes=frozenset(sign[1:] for sign in signs if sign[0] == "."),
                right_inside=right_inside and bool(parts),
            )
        )
        right_inside = False
    return tuple(parts) if 0 < len(parts) <= 10 else None


def _never(selector: str) -> bool:
    """Return whether a selector speaks of what a still picture never is."""
    return (
        re.search(r":(hover|active|focus\S*|visited|link|target|before|after)", selector)
        is not None
    )


def _weight(selector: tuple[_Compound, ...]) -> tuple[int, int, int]:
    return (
        sum(1 for part in selector if part.id),
        sum(len(part.classes) for part in selector),
        sum(1 for part in selector if part.tag),
    )


def _declarations(content: str | list[tinycss2.ast.Node]) -> tuple[Declaration, ...]:
    found: list[Declaration] = []
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        value = _flat(node.value) if node.type == "declaration" else None
        if value is None:
            continue
        if node.lower_name == "font":
            found += _font(value, node.important)
            continue
        names = _SHORTHANDS.get(node.lower_name, (node.lower_name,))
        found += (Declaration(name, value, node.important) for name in names)
    return tuple(found)


def _font(value: str, important: bool) -> Iterator[Declaration]:
    """Yield what the shorthand `font` says of style, weight, size and typeface."""
    parts = _FONT.fullmatch(value) if len(value) <= 300 else None
    if parts is None:
        return
    for word in parts["words"].lower().split():
        if word in ("italic", "oblique"):
            yield Declaration("font-style", word, important)
        elif word == "small-caps":
            yield Declaration("font-variant", word, important)
        elif word != "normal":
            yield Declaration("font-weight", word, important)
    yield Declaration("font-size", parts["size"], important)
    yield Declaration("font-family", parts["family"], important)


def _flat(nodes: list[tinycss2.ast.Node]) -> str | None:
    """Return the text of values, None where blocks are nested as no value of a drawing is."""
    kept = [node for node in nodes if node.type != "comment"]
    if _nested(kept, 2):
        return None
    return str(tinycss2.serialize(kept)).strip()


def _nested(nodes: Iterable[tinycss2.ast.Node], most: int) -> bool:
    for node in nodes:
        inside = getattr(node, "arguments", None) or getattr(node, "content", None)
        if isinstance(inside, list) and (most == 0 or _nested(inside, most - 1)):
            return True
    return False


def _lost_at_rule(node: tinycss2.ast.AtRule) -> Iterator[tuple[str, str]]:
    match node.lower_at_keyword:
        case "import":
            yield "a style sheet from outside", _flat(node.prelude) or "@import"
        case "font-face":
            yield "a typeface of its own", "@font-face"
        case name if name.endswith("keyframes"):
            yield "movement", f"@{name}"
