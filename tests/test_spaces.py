"""No-break spaces: those of an editor on the web go, those of an indent stay."""

import pytest

from anthology.body.spaces import even_spaces
from anthology.body.tree import Nodes, element, text_of


def even(*nodes: object) -> str:
    made: Nodes = even_spaces(nodes)  # type: ignore[arg-type]
    return text_of(made).replace("\u00a0", "~").strip("\n")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\u00a0 b", "a b"),
        ("a \u00a0b", "a b"),
        ("a\u00a0b", "a~b"),
        ("\n\u00a0\u00a0 a", " a"),
        ("a\u2028b\u2029c\u0085d", "a\nb\nc\nd"),
        ("a\u2028\u00a0b", "a b"),
    ],
)
def test_a_space_beside_another_goes(typed: str, kept: str) -> None:
    assert even(typed) == kept


def test_the_indent_of_a_line_stays() -> None:
    line = "\n\u00a0\u00a0\u00a0two\u00a0 words"
    assert even(element("p", "one", element("br"), line)) == "one\n~~~two words"


def test_a_single_one_behind_a_break_is_no_indent() -> None:
    assert even(element("p", "one", element("br"), "\n\u00a0two")) == "one\n two"


def test_preformatted_text_stays() -> None:
    assert even(element("pre", "a \u00a0 b")) == "a ~ b"
