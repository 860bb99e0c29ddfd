"""What is read without the rules of HTML is what the rules make of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anthology.body.byrules import parse_by_rules
from anthology.body.locator import Locator
from anthology.body.markdown import to_html
from anthology.body.parse import parse_html
from anthology.body.tidy import parse_tidy
from anthology.body.tree import Nodes
from anthology.errors import Checked
from anthology.formats import Format
from fuzz import SOUND, fragments

TAGS = (
    "a b br code em i img s span strong sub sup blockquote dd div dl dt h1 h3 hr li ol p pre "
    "section table tbody td th thead tr ul"
).split()
ATTRIBUTES = ("", ' href="#x"', ' title="a &amp; b=" id="c"', ' id="a" id="b"', ' data-x="y"')
TEXTS = ("", "\n", " ", "\n\n", "One", "\n two &lt;b&gt; ", "\u00a0", "&copy;", "& ", "<", "a > b")
PLACES = {
    "li": "<ul>{}</ul>",
    "dt": "<dl>{}<dd>x</dd></dl>",
    "dd": "<dl>{}</dl>",
    "td": "<table><tbody><tr>{}</tr></tbody></table>",
    "th": "<table>\n<thead>\n<tr>{}</tr></thead></table>",
}


def by_rules(html: str) -> Checked[Nodes]:
    return parse_by_rules(html, Locator(html, "a.html", 1))


def rendered(text: str) -> str:
    return to_html(text, Locator(text, "a.md", 1)).value


def elements(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def write(tag: str, attributes: str, content: str, end: str) -> str:
        if tag in {"br", "hr", "img"}:
            return f"<{tag}{attributes} />"
        return PLACES.get(tag, "{}").format(f"<{tag}{attributes}>{content}{end or f'</{tag}>'}")

    ends = st.sampled_from(("",) * 30 + ("</p>", "</em>", " "))
    parts = st.lists(st.one_of(inner, st.sampled_from(TEXTS)), max_size=4).map("".join)
    return st.builds(write, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES), parts, ends)


HTML = st.recursive(st.sampled_from(TEXTS), elements, max_leaves=12)


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(st.lists(HTML, max_size=4).map("".join))
def test_the_rules_change_nothing_of_tidy_html(html: str) -> None:
    tidy = parse_tidy(html)
    assert tidy is None or by_rules(html) == Checked(tidy)


def test_malformed_articles_are_read_alike() -> None:
    for form, text in fragments(7, 300):
        html = rendered(text) if form is Format.MARKDOWN else text
        assert parse_html(html, Locator(html, "a.html", 1)) == by_rules(html)


@pytest.mark.parametrize("text", [text for form, text in SOUND if form is Format.MARKDOWN])
def test_markdown_without_html_is_tidy(text: str) -> None:
    html = rendered(text)
    written = "<" in text.replace("<http", "")
    assert written or parse_tidy(html) == by_rules(html).value
