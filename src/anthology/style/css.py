"""Stylesheets read and written: their rules, their media, and the design tokens in them.

A design token is a custom property of `:root` (CSS Custom Properties for Cascading Variables
Module Level 1). Reading systems of e-books do not know them, so they are resolved here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import Any, TypeAlias

import tinycss2  # type: ignore[import-untyped]
from msgspec import Struct

Node: TypeAlias = Any
"""A rule, a declaration or a component value of tinycss2, which is untyped."""


class Token(Struct, frozen=True, kw_only=True):
    """A design token as a stylesheet gives it."""

    name: str
    """With its two hyphens."""
    value: tuple[Node, ...]
    line: int
    column: int

    @property
    def text(self) -> str:
        """Return the value as it is written."""
        return written(self.value).strip()


Tokens: TypeAlias = Mapping[str, Token]


def rules_of(css: str) -> tuple[Node, ...]:
    """Return the rules of a stylesheet, with what stands between them and what is wrong in it."""
    return tuple(tinycss2.parse_stylesheet(css))


def for_medium(rules: Iterable[Node], medium: str) -> Iterator[Node]:
    """Yield rules without those for other media: `medium` is print or screen.

    Only `@media print` and `@media screen` are looked into; a rule with a condition stays.
    """
    for rule in rules:
        named = rule.type == "at-rule" and rule.lower_at_keyword == "media"
        asked = written(rule.prelude).strip().lower() if named else ""
        if asked not in {"print", "screen"}:
            yield rule
        elif asked == medium:
            yield from tinycss2.parse_rule_list(rule.content)


def tokens_of(rules: Iterable[Node]) -> dict[str, Token]:
    """Return the design tokens that rules give, the last of each name."""
    found: dict[str, Token] = {}
    for rule in rules:
        if _is_root(rule):
            for one in tinycss2.parse_blocks_contents(rule.content):
                if one.type == "declaration" and one.name.startswith("--"):
                    found[one.name] = Token(
                        name=one.name,
                        value=tuple(one.value),
                        line=one.source_line,
                        column=one.source_column,
                    )
    return found


def without_tokens(rules: Iterable[Node]) -> Iterator[Node]:
    """Yield rules without those of `:root` that give design tokens and nothing else."""
    for rule in rules:
        if not (_is_root(rule) and _only_tokens(rule)):
            yield rule


def _is_root(rule: Node) -> bool:
    return rule.type == "qualified-rule" and written(rule.prelude).strip() == ":root"


def _only_tokens(rule: Node) -> bool:
    inside = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    return all(one.type == "declaration" and one.name.startswith("--") for one in inside)


def resolved(rules: Iterable[Node], tokens: Tokens) -> str:
    """Return rules as CSS, with the values of tokens in the place of `var()`.

    A `var()` of another name stays; a token that names itself, however far around, stays as well.
    """
    return written(_resolved_rule(rule, tokens) for rule in rules)


def value_of(name: str, tokens: Tokens) -> str:
    """Return the value of a token with those of others in it; empty where there is no such."""
    token = tokens.get(name)
    if token is None:
        return ""
    return written(_resolved(token.value, tokens, frozenset({name}))).strip()


def variables(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield every `var()` in component values, those inside of blocks and of others too."""
    for node in nodes:
        if node.type == "function" and node.lower_name == "var":
            yield node
        yield from variables(_inside(node))


def variable_name(node: Node) -> str:
    """Return the name that a `var()` asks for."""
    names = [one.value for one in node.arguments if one.type == "ident"]
    return names[0] if names else ""


def _resolved_rule(rule: Node, tokens: Tokens) -> Node:
    if rule.type not in {"qualified-rule", "at-rule"}:
        return rule
    rule = copy(rule)
    for part in ("prelude", "content"):
        nodes = getattr(rule, part)
        if nodes is not None:
            setattr(rule, part, list(_resolved(nodes, tokens, frozenset())))
    return rule


def _resolved(nodes: Sequence[Node], tokens: Tokens, within: frozenset[str]) -> Iterator[Node]:
    for node in nodes:
        if node.type == "function" and node.lower_name == "var":
            name = variable_name(node)
            if name in tokens and name not in within:
                value = _stripped(tokens[name].value)
                yield from _resolved(value, tokens, within | {name})
                continue
        inside = _inside(node)
        if inside:
            node = copy(node)
            setattr(node, _INSIDE[node.type], list(_resolved(inside, tokens, within)))
        yield node


def _stripped(nodes: Sequence[Node]) -> Sequence[Node]:
    shown = [at for at, node in enumerate(nodes) if node.type not in {"whitespace", "comment"}]
    return nodes[shown[0] : shown[-1] + 1] if shown else ()


_INSIDE: Mapping[str, str] = {
    "function": "arguments",
    "() block": "content",
    "[] block": "content",
    "{} block": "content",
}
"""Where component values of each type have others in them."""


def _inside(node: Node) -> Sequence[Node]:
    return getattr(node, _INSIDE[node.type]) or () if node.type in _INSIDE else ()


def written(nodes: Iterable[Node]) -> str:
    """Return nodes as CSS."""
    text: str = tinycss2.serialize(list(nodes))
    return text
