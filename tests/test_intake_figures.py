"""Verses of sites keep their lines, stanzas and indents."""

from anthology.body.tree import Element, element, to_xhtml
from anthology.intake.figures import plain_figures


def verse(*children: object) -> str:
    node = Element("pre", (("class", "wp-block-verse"),), children)  # type: ignore[arg-type]
    return to_xhtml(plain_figures((node,))).replace("\u00a0", "~").replace("\n", "")


def test_a_line_ends_where_it_ends_beside_an_element() -> None:
    assert verse("one ", element("em", "two"), "\nthree\n", element("b", "four"), "\nfive") == (
        "<p>one <em>two</em><br/>three<br/><b>four</b><br/>five</p>"
    )


def test_an_empty_line_ends_a_stanza() -> None:
    assert verse("\none\ntwo\n \n\nthree\n") == "<p>one<br/>two</p><p>three</p>"


def test_an_element_goes_on_over_lines_and_stanzas() -> None:
    node = Element("em", (("id", "a"),), ("one\ntwo\n\nthree",))
    assert verse(node) == ('<p><em id="a">one</em><br/><em>two</em></p><p><em>three</em></p>')


def test_an_indent_stays() -> None:
    assert verse("one\n  two\n\tthree") == "<p>one<br/>~~two<br/>~~~~three</p>"
