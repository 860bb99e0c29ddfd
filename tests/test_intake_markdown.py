"""Markup into Markdown that a build reads as the same markup."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anthology.body.clean import clean
from anthology.body.locator import Locator
from anthology.body.notes import NoteText, extract_notes
from anthology.body.parse import parse_html
from anthology.body.tree import Nodes, text_of
from anthology.intake.canonical import canonical
from anthology.intake.markdown import read_again, to_markdown

PROSE = "It is long enough to be a line of prose and not of a verse, this one."


def parsed(html: str) -> tuple[Nodes, list[NoteText]]:
    locator = Locator(html, "", 1)
    flow, notes = extract_notes(parse_html(html, locator).value)
    said = [NoteText(one.number, canonical(clean(one.content, locator).value)) for one in notes]
    return canonical(clean(flow, locator).value), said


def round_trip(html: str) -> str:
    content, notes = parsed(html)
    markdown = to_markdown(content, notes)
    there, said = read_again(markdown)
    assert there == canonical(content)
    assert [one.content for one in said] == [canonical(one.content) for one in notes]
    return markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>On <em>type</em> #</h2>", "## On *type* \\#"),
        ("<p>a <b>bold </b>word</p>", "a **bold** word"),
        ("<h3>Ends</h3><p>\u00a0An <b>end&nbsp;</b>of\u00a0it&nbsp;</p><ul><li>b\u3000</li></ul>",
         "### Ends\n\nAn **end**\u00a0of\u00a0it\n\n- b"),
        ("<h3>Di&shy;vi\u00added</h3><p>It <em>is</em>.</p>", "### Divided\n\nIt *is*."),
        ('<figure><img src="a.png" alt=" A  press"></figure>', "![A press](a.png)"),
        (f"<p>a<br>{PROSE}<br> <br><b>c</b> {PROSE}<br><br></p>",
         f"a\\\n{PROSE}\n\n**c** {PROSE}"),
        ("<p>a<br>b<br><br>c</p>", "a\\\nb\\\n\\\nc"),
        ("<p>x</p><p>\u00a0\u00a0a<br>\u00a0\u00a0b</p>",
         "x\n\n<p>\u00a0\u00a0a<br>\u00a0\u00a0b</p>"),
        ('<h3>Up</h3><p><a href="/c" title=" C ">c</a></p>', '### Up\n\n[c](/c "C")'),
        ("<p>- no item<br># no head<br>1. no number</p>",
         "\\- no item\\\n\\# no head\\\n1\\. no number"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
        ("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n<!-- -->\n\n- b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<pre><code>x ``` y\n\nz</code></pre>", "````\nx ``` y\n\nz\n````"),
        ("<p><code>a`b</code></p>", "``a`b``"),
        ("<pre>a\n\nb</pre>", "<pre>a&#10;\nb</pre>"),
        ("<table><thead><tr><th>a<th>b</tr></thead><tbody><tr><td>1<td>2</tr></tbody></table>",
         "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        ("<p>x<sub>2</sub> <span lang=de>ja</span></p>", 'x<sub>2</sub> <span lang="de">ja</span>'),
        ("<p>{{ a }} {% b %} [c] ![d](e) *f* &amp;amp;</p>",
         "\\{\\{ a }} \\{\\% b %} \\[c\\] !\\[d\\](e) \\*f\\* \\&amp;"),
        ('<figure><img src="a.png" alt="A"><figcaption>Said "so"</figcaption></figure>',
         '![A](a.png "Said &quot;so&quot;")'),
        ('<p>x<sup><a href="#n1">1</a></sup></p><ol class="footnotes"><li id="n1">Note.</li></ol>',
         "x[^1]\n\n[^1]: Note."),
        ('<p><a href="https://a.example/b_c(d)">e</a></p>', "[e](<https://a.example/b_c(d)>)"),
    ],
)  # fmt: skip
def test_markup_has_the_signs_that_an_editor_would_type(html: str, markdown: str) -> None:
    assert round_trip(html) == markdown + "\n"


WORDS = st.text(
    alphabet="ab \u00a0\u3000 1.*_`[]()<>#-+!|\\\\{}%&~:'\"\n=^/", min_size=1, max_size=14
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


INLINE = st.recursive(
    WORDS.map(escaped),
    lambda inner: st.tuples(
        st.sampled_from(["em", "strong", "s", "code", "sub", "a href='https://x.example/_y'", "q"]),
        st.lists(inner, max_size=3).map("".join),
    ).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>"),
    max_leaves=5,
)
LINES = st.lists(INLINE, min_size=1, max_size=3).map("<br>".join)
BLOCKS = st.recursive(
    st.one_of(
        LINES.map(lambda inner: f"<p>{inner}</p>"),
        LINES.map(lambda inner: f"<h3>{inner}</h3>"),
        WORDS.map(lambda inner: f"<pre><code>{escaped(inner)}</code></pre>"),
        st.just("<hr>"),
        st.just('<figure><img src="a.png" alt="b*c"><figcaption>d_e</figcaption></figure>'),
    ),
    lambda inner: st.tuples(
        st.sampled_from(
            [
                "<blockquote>{}</blockquote>",
                "<ul><li>{}</li><li>x</li></ul>",
                "<ol><li>{}</li></ol>",
                "<div>{}</div>",
                "<table><tr><td>{}</td></tr></table>",
                "<dl><dt>t</dt><dd>{}</dd></dl>",
            ]
        ),
        st.lists(inner, min_size=1, max_size=3).map("".join),
    ).map(lambda pair: pair[0].format(pair[1].replace("{", "&#123;"))),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=4).map("".join))
def test_no_word_of_any_markup_is_lost(html: str) -> None:
    content, notes = parsed(html)
    there, _ = read_again(to_markdown(content, notes))
    assert "".join(text_of(there).split()) == "".join(text_of(canonical(content)).split())


def test_headings_without_text_are_gone() -> None:
    assert round_trip("<h3></h3><p>a</p><h4> </h4>") == "a\n"
