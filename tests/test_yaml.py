"""Both parsers of YAML say the same, wherever the fast one is asked."""

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anthology import yamltree
from anthology.errors import Checked, Kind
from anthology.yamltree import Yaml

PIECES = (
    "a", "key", "one two", "2016-01-04", "é", "😀", "\u00a0", "http://x.y/z?a=b#c", "~", "null",
    '"', "'", '"x y"', "'it''s'", '"a\\nb"', '"\\ud800"', "\\", ": ", ":", ":\n", "- ", "-", "? ",
    "?", "#", " #", ",", ", ", "[", "]", "{", "}", "|", "|\n", ">-\n", "&a", "*a", "!", "!!x", "%",
    "@", "`", " ", "  ", "\n", "\n  ", "\n- ", "\nkey: ", "\n  - ", "\n---\n", "...", "<<", "=",
    "(", ".", "\t", "\u2028", "\x85", "\ufeff",
)  # fmt: skip

without_the_other = patch.object(yamltree, "_FAST", None)


def read(text: str) -> Checked[Yaml | None]:
    return yamltree.parse(text, file="a.md", kind=Kind.ARTICLE, first_line=2)


@settings(max_examples=3000, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), st.booleans())
def test_both_parsers_read_alike(text: str, key_first: bool) -> None:
    text = f"title: {text}" if key_first else text
    told = read(text)
    with without_the_other:
        assert read(text) == told


@pytest.mark.skipif(not yamltree._FAST, reason="PyYAML was built without libyaml")
def test_plain_front_matter_is_read_by_the_fast_parser() -> None:
    text = 'title: "One: two"\ndate: 2016-01-04\ntags: [a, b]\nsource:\n  title: Why not?\n'
    with patch("yaml.SafeLoader", None):
        assert read(text.replace("?", "")).value is not None
