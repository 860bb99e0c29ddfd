"""The inside of an article: markup of any quality into a clean tree, no word lost."""

import re
import unicodedata
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from anthology.body.locator import Locator
from anthology.body.make import Markup, Surroundings, make_body
from anthology.body.markdown import to_html
from anthology.body.tree import Element, text_of, to_xhtml, walk
from anthology.body.typography import set_plain
from anthology.errors import Checked, Kind, Severity, errors_in, warning
from anthology.formats import Format
from anthology.model import Body, Picture

PICTURE = Picture(name="square-0.png", media_type="image/png", width=4, height=4, data=b"")
TALL = Picture(name="tall-1.png", media_type="image/png", width=300, height=200, data=b"")
quick = settings(max_examples=150, deadline=None, derandomize=True)

INLINE = frozenset(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q rp rt ruby s samp small span "
    "strong sub sup time u var wbr".split()
)
FLOW = frozenset("blockquote div dl figure h3 h4 h5 h6 hr ol p pre table ul".split())
INSIDE = {
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "dl": frozenset({"dt", "dd"}),
    "table": frozenset({"caption", "colgroup", "thead", "tbody", "tfoot", "tr"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tfoot": frozenset({"tr"}),
    "tr": frozenset({"td", "th"}),
    "blockquote": FLOW,
    "figure": FLOW | INLINE | {"figcaption"},
    **dict.fromkeys(("li", "dd", "td", "th", "div", "figcaption", "caption"), FLOW | INLINE),
}
"""What may stand in what (HTML, section 4); an element that is not named holds running text."""


def find_picture(address: str) -> Checked[Picture | None]:
    known = {"square.png": PICTURE, "tall.png": TALL}
    if address in known:
        return Checked(known[address])
    return Checked(None, (warning(Kind.ARTICLE, f"{address} is not there", "mend it"),))


def find_article(path: str) -> str | None:
    return {"other.md": "other", "/other.md": "other"}.get(path)


def make(
    text: str, form: Format = Format.MARKDOWN, *, title: str = "T", language: str = "en"
) -> Checked[Body]:
    markup = Markup(text=text, format=form, file="a.md", first_line=1, variables={"title": "T"})
    around = Surroundings(
        title=title,
        language=language,
        id="article-a",
        find_picture=find_picture,
        find_document=find_article,
        picture_missing="[Missing: {alt}]",
    )
    return make_body(markup, around)


def xhtml(text: str, form: Format = Format.MARKDOWN, **kwargs: str) -> str:
    return to_xhtml(make(text, form, **kwargs).value.content).strip()


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def faults(body: Body) -> list[str]:
    """Return what in a body would make a document that EPUBCheck refuses."""
    found: list[str] = []
    ids: list[str] = []
    parts = [body.content, *(note.content for note in body.notes)]
    for part in parts:
        written = to_xhtml(part)
        root = etree.fromstring(
            f'<div xmlns:svg="s" xmlns:math="m">{written}</div>'.encode(),
            etree.XMLParser(resolve_entities=False, huge_tree=True),
        )
        found += [f"loose text {text.strip()!r}" for text in root.xpath("text()") if text.strip()]
        for node in part:
            if isinstance(node, Element):
                found += _misplaced(node, FLOW, "the text")
        for element in walk(part):
            ids += [element.get("id")] if element.get("id") else []
            if element.tag == "img" and "alt" not in dict(element.attributes):
                found.append("a picture without alt")
            if element.get("href").startswith("#") and element.get("href")[1:] not in _ids(parts):
                found.append(f"a link to nothing: {element.get('href')}")
    found += [f"the id {name} twice" for name in set(ids) if ids.count(name) > 1]
    found += [f"the id {name}" for name in ids if not name.startswith("article-a.")]
    numbers = [int(e.get("data-note")) for p in parts for e in walk(p) if e.get("data-note")]
    if not set(numbers) <= {note.number for note in body.notes}:
        found.append("a reference to a note that is not there")
    return found


def _misplaced(node: Element, allowed: frozenset[str], where: str) -> list[str]:
    if node.tag.startswith(("svg/", "math/")):
        return []
    found = [] if node.tag in allowed else [f"<{node.tag}> in {where}"]
    inside = INSIDE.get(node.tag, INLINE)
    for child in node.children:
        if isinstance(child, Element):
            found += _misplaced(child, inside, f"<{node.tag}>")
        elif child.strip() and not inside & {"span"} and node.tag != "pre":
            found.append(f"text {child.strip()!r} in <{node.tag}>")
    return found


def _ids(parts: list[tuple[Element | str, ...]]) -> set[str]:
    return {element.get("id") for part in parts for element in walk(part)}


# -- what must always hold


TAGS = (
    "p div span em b a ul ol li dl dt dd table tr td th thead tbody caption blockquote h1 h2 h4 "
    "pre code figure figcaption img br hr section aside script style iframe form input button "
    "center font sup sub svg math details summary video picture object title body html p:x"
).split()


@st.composite
def html_soup(draw: st.DrawFn) -> str:
    """Return HTML of the worst kind: any tags in any order, open and closed."""
    parts = []
    for _ in range(draw(st.integers(0, 12))):
        tag = draw(st.sampled_from(TAGS))
        parts.append(
            draw(
                st.sampled_from(
                    [
                        f"<{tag}>",
                        f"</{tag}>",
                        f"<{tag} id=x class=footnotes>",
                        f'<{tag} href="#x" src="square.png" id="y y">',
                        f'<{tag} src="tall.png" id="z">',
                        "<li id=fn1>",
                        "<a href='#fn1'>",
                        "word ",
                        "&lt; &amp; &nbsp; &bogus; ",
                        "<!-- c -->",
                        "\n\n",
                    ]
                )
            )
        )
    return "".join(parts)


MARKDOWN_PIECES = st.sampled_from(
    [
        "word ", "\n\n", "\n", "# ", "- ", "1. ", "> ", "    ", "`", "```\n", "*", "**", "~~", "|",
        "| a | b |\n|---|---|\n", "[", "](", ")", "![", "[^1]", "[^1]: ", "<div>", "</div>", "<b>",
        ": ", "---\n", "\\", "{{ x }}", "{% raw %}", "&amp;", "<", "square.png", "other.md#x", '"',
        "<script>", "\N{NO-BREAK SPACE}", "\x00", "\u2028", "{%", "-->", "<!--", "]]>",
    ]
)  # fmt: skip


@quick
@given(html_soup())
def test_any_html_becomes_xhtml_in_which_all_stands_where_it_may(text: str) -> None:
    assert faults(make(text, Format.HTML).value) == []


@pytest.mark.parametrize(
    "text",
    [
        "<figure>a<li>b</figure>", "<figure>a<dd>b</figure>", "<figure>a<dt>b</figure>",
        "<ul>a<dt>b</ul>", "<ol>a<dd>b</ol>", "<ol>a<figcaption>b</ol>", "<dl>a<li>b</dl>",
        "<figcaption>a<figcaption>b", "<h2><img src=square.png></h2>", "<h2><b></b></h2>a",
        "<ul><ul><li>a</ul></ul>", "<table>a<p>b<tr><td>c</table>", "<p>a<table><tr><td>b</table>",
        "<ul>a<caption>b</ul>", "<a href='https://example.org'><p>a</p><ul><li>b</ul></a>",
        "<pre>a<div>b</div></pre>", "<blockquote>a<figure>b</figure></blockquote>",
        "<p>a<sup><a href='#fn1'>1</a></sup><ol class=footnotes><li id=fn1><h1>b</h1>c</ol>",
        "<svg><a><text>a</text></a></svg>", "<math><mi>a</mi></math>", "<ruby>a<rt>b</rt></ruby>",
    ],
)  # fmt: skip
def test_what_stands_where_it_may_not_is_put_where_it_may(text: str) -> None:
    assert faults(make(text, Format.HTML).value) == []


def test_a_heading_in_a_note_is_below_the_title_too() -> None:
    body = make("a[^1]\n\n[^1]:\n    # Heading\n\n    b\n").value
    assert [e.tag for e in walk(body.notes[0].content)] == ["h3", "p"]


@quick
@given(st.lists(MARKDOWN_PIECES, max_size=25).map("".join))
def test_any_markdown_becomes_xhtml_in_which_all_stands_where_it_may(text: str) -> None:
    assert faults(make(text).value) == []


MORE_PIECES = st.sampled_from(
    [
        "~ a", "\n: a", "> : a", "\t: b\n", "Term", "===\n", "~~~\n", "^[", "]: /x\n", "[a]", "+ ",
        "!", "[^1]: a\n\n    b", "\r", "\r\n", "\0",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(MARKDOWN_PIECES | MORE_PIECES, max_size=25).map("".join))
def test_rules_that_find_nothing_make_no_difference(text: str) -> None:
    found = to_html(text, Locator(text, "a.md", 1))
    with patch("anthology.body.markdown._idle_rules", return_value=()):
        assert to_html(text, Locator(text, "a.md", 1)) == found


@quick
@given(st.text(max_size=80), st.sampled_from(Format))
def test_any_text_becomes_xhtml(text: str, form: Format) -> None:
    assert faults(make(text, form).value) == []


WORDS = st.lists(
    st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=9).filter(
        lambda word: unicodedata.normalize("NFC", word) == word
    ),
    min_size=1,
    max_size=30,
)


@quick
@given(
    st.lists(WORDS, min_size=1, max_size=4),
    st.sampled_from(Format),
    st.sampled_from(["en", "de", "uk", "fr", "ru", "pl"]),
)
def test_the_words_of_paragraphs_stay_in_their_order(
    paragraphs: list[list[str]], form: Format, language: str
) -> None:
    written = [" ".join(words) for words in paragraphs]
    text = "\n\n".join(written)
    if form is Format.HTML:
        text = "".join(f"<p>{paragraph}</p>" for paragraph in written)
    body = make(text, form, language=language).value
    kept = words_of(text_of(body.content))
    assert kept == words_of(" ".join(written))


@quick
@given(html_soup())
def test_every_word_of_html_stays_but_what_is_told(text: str) -> None:
    checked = make(text, Format.HTML)
    if any("cannot hold" in finding.message for finding in checked.findings):
        return
    if errors_in(checked.findings):
        return
    if re.search("<(script|style|title|head)", text):
        return
    body = checked.value
    kept = words_of(" ".join(map(text_of, (body.content, *(n.content for n in body.notes)))))
    assert kept.count("word") == len(re.findall(r"word ", re.sub("<!--.*?-->", "", text)))


# -- a text that looks like a file


@pytest.mark.parametrize("form", Format)
def test_a_text_is_never_taken_for_the_name_of_a_file(
    form: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text("what nobody may read", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("secret", str(tmp_path / "secret")):
        assert "nobody" not in xhtml(name, form)


def test_a_short_text_in_a_script_of_long_bytes() -> None:
    assert len(words_of(xhtml("друкарня " * 18))) == 20


# -- how things come out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("*a* **b** `c` ~~d~~", "<p><em>a</em> <strong>b</strong> <code>c</code> <s>d</s></p>"),
        ("a  \nb\\\nc", "<p>a<br/>\nb<br/>\nc</p>"),
        ("a\n: b", "<dl><dt>a</dt>\n<dd>b</dd></dl>"),
        ("***", "<hr/>"),
        ("> > a", "<blockquote>\n<blockquote>\n<p>a</p>\n</blockquote>\n</blockquote>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("    a < b", "<pre><code>a &lt; b\n</code></pre>"),
        ("![A](square.png)", '<figure><img src="square-0.png" alt="A"/></figure>'),
        (
            '![A](square.png "C")',
            '<figure><img src="square-0.png" alt="A"/><figcaption>C</figcaption></figure>',
        ),
        ("a ![](square.png) b", '<p>a <img src="square-0.png" alt=""/> b</p>'),
        ("[a](other.md)", '<p><a data-document="other">a</a></p>'),
        ("[a](https://example.org/b c)", "<p>[a](https://example.org/b c)</p>"),
        ("[a](<https://example.org/b c>)", '<p><a href="https://example.org/b%20c">a</a></p>'),
        ("a[^1]\n\n[^1]: b", '<p>a<a data-note="1"></a></p>'),
    ],
)
def test_markdown(text: str, said: str) -> None:
    assert xhtml(text) == said


TALL_SHOWN = '<figure><img src="tall-1.png" alt="A"/></figure>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\n![A](tall.png)\nb", f"<p>a</p>{TALL_SHOWN}<p>b</p>"),
        (
            '![A](tall.png "C") b',
            '<figure><img src="tall-1.png" alt="A"/><figcaption>C</figcaption></figure><p>b</p>',
        ),
        ("![A](tall.png)![A](tall.png)", TALL_SHOWN * 2),
        (
            "![](square.png) ![A](tall.png)  \nb",
            f'<p><img src="square-0.png" alt=""/></p>{TALL_SHOWN}<p>b</p>',
        ),
        (
            "a *b [c ![A](tall.png)](other.md)* d",
            '<p>a <em>b <a data-document="other">c </a></em></p>'
            '<figure><a data-document="other"><img src="tall-1.png" alt="A"/></a></figure>'
            "<p>d</p>",
        ),
        ("- a ![A](tall.png) b", f"<ul>\n<li>a{TALL_SHOWN}b</li>\n</ul>"),
        (
            '<p id="x">![A](tall.png) b <em id="y"><img src="tall.png" alt="A"></em></p>',
            '<p id="article-a.x">![A](tall.png) b</p>'
            '<figure id="article-a.y"><img src="tall-1.png" alt="A"/></figure>',
        ),
        (
            "<table><tr><td>a<img src=tall.png alt=A><td><img src=tall.png alt=A></table>",
            f'<table><tbody><tr><td>a{TALL_SHOWN}</td><td><img src="tall-1.png" alt="A"/></td>'
            "</tr></tbody></table>",
        ),
    ],
)
def test_tall_pictures_stand_between_paragraphs(text: str, said: str) -> None:
    assert xhtml(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a<p>b", "<p>a</p><p>b</p>"),
        ("<div>a<p>b</p>c</div>", "<div><p>a</p><p>b</p><p>c</p></div>"),
        ("<div>a</div>", "<p>a</p>"),
        ("<b>a<p>c</p></b>", "<p><b>a</b></p><p><b>c</b></p>"),
        ("<p onclick=x style=y class=z>a", "<p>a</p>"),
        ("<script>a</script><style>b</style>c", "<p>c</p>"),
        ("<font color=red>a</font>", "<p>a</p>"),
        ("<ul>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<li>a<li>b", "<ul><li>a</li><li>b</li></ul>"),
        ("<dt>a<dd>b", "<dl><dt>a</dt><dd>b</dd></dl>"),
        ("<table><tr><td>a</table>", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        (
            "<table><tr><th>a<td>b</table>",
            '<table><tbody><tr><th scope="row">a</th><td>b</td></tr></tbody></table>',
        ),
        ("<h2></h2><p>a", "<p>a</p>"),
        ("<blockquote>a</blockquote>", "<blockquote><p>a</p></blockquote>"),
        ("<p>a<form>b</form>c", "<p>a</p><p>b</p><p>c</p>"),
    ],
)
def test_html(text: str, said: str) -> None:
    assert xhtml(text, Format.HTML) == said


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# On Type", "On Type"),
        ('# It\'s "type"', 'It\'s "type"'),
        ("# On *type*", "On type"),
        ("On Type\n=======", "On Type"),
        ("# On   Type", "On Type"),
        ("# Type -- and ink...", "Type -- and ink..."),
    ],
)
def test_a_first_heading_that_is_the_title_is_not_said_twice(heading: str, title: str) -> None:
    assert xhtml(f"{heading}\n\nText.", title=set_plain(title, "en")) == "<p>Text.</p>"


def test_a_first_heading_that_is_another_stays() -> None:
    assert "Another</h3>" in xhtml("# Another\n\nText.")


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ("1 2 3", "3 4 5"), ("2 2", "3 3"), ("4", "3"), ("2 5 2", "3 4 3"), ("3 1", "5 3"),
        ("1 2 3 4 5 6", "3 4 5 6 6 6"),
    ],
)  # fmt: skip
def test_headings_begin_below_the_title_and_leave_no_level_out(levels: str, expected: str) -> None:
    text = "\n\n".join(f"{'#' * int(level)} H" for level in levels.split())
    found = [e.tag[1:] for e in walk(make(text).value.content) if e.tag[0] == "h"]
    if expected[0] == "3":
        assert found == expected.split()
    first, *rest = (int(level) for level in found)
    assert first == 3
    assert all(later <= before + 1 for before, later in zip((first, *rest), rest, strict=False))


def test_notes_are_numbered_by_their_references() -> None:
    checked = make("a[^z] b[^a] c[^z]\n\n[^a]: A *note*.\n[^z]: Z.\n\n    More.\n")
    assert checked.findings == ()
    body = checked.value
    assert [(note.number, text_of(note.content).split()) for note in body.notes] == [
        (1, ["Z.", "More."]),
        (2, ["A", "note."]),
    ]
    assert [e.get("data-note") for e in walk(body.content) if e.get("data-note")] == ["1", "2", "1"]
    assert "footnotes" not in to_xhtml(body.content)


def test_a_note_that_a_note_refers_to() -> None:
    checked = make("a[^1]\n\n[^1]: One.[^2]\n\n[^2]: Two.\n")
    assert [text_of(n.content).strip() for n in checked.value.notes] == ["One.", "Two."]


def test_a_note_that_nobody_refers_to_is_an_error_and_a_reference_to_nothing_a_warning() -> None:
    checked = make("a[^2]\n\n[^1]: Lost.\n")
    told = {(f.severity, str(f.place)) for f in checked.findings}
    assert told == {(Severity.ERROR, "a.md:3:1"), (Severity.WARNING, "a.md:1:2")}


def test_a_link_that_runs_a_script_is_told_and_its_words_stay() -> None:
    text = "[Back](javascript:void(0)) <javascript:go>"
    made = make(text)
    assert xhtml(text) == "<p>Back javascript:go</p>"
    assert [one.severity for one in made.findings] == [Severity.WARNING] * 2


def test_an_address_in_angle_brackets_is_shown_as_it_was_typed() -> None:
    address = "https://a.example/?q=%28x%5E3%29"
    assert xhtml(f"<{address}>") == f'<p><a href="{address}">{address}</a></p>'


def test_the_words_of_a_link_to_a_note_stay() -> None:
    text = (
        '<p>See <a href="#fn1">the long story</a>.<sup><a href="#fn1">[1]</a></sup></p>'
        '<ol class="footnotes"><li id="fn1">It is short.</li></ol>'
    )
    body = make(text, Format.HTML).value
    assert "the long story" in text_of(body.content)
    assert "[1]" not in text_of(body.content)


def test_a_note_that_links_to_itself_only_stays_in_the_text() -> None:
    text = '<p>A.</p><ol class="footnotes"><li id="fn1"><a href="#fn1">1</a> Its words.</li></ol>'
    body = make(text, Format.HTML).value
    assert "Its words." in text_of(body.content)


def test_a_reference_in_code_is_none() -> None:
    assert make("`[^1]` and\n\n    [^2]\n").findings == ()


def test_links_lead_to_headings_by_the_id_that_sites_give_them() -> None:
    text = "# A\n\n[a](#on-type-it-s) [b](#on-type-2)\n\n## On Type: it-s!\n\n## On Type 2\n"
    checked = make(text)
    assert checked.findings == ()
    (leading, _) = [e.get("href")[1:] for e in walk(checked.value.content) if e.tag == "a"]
    assert [
        text_of((e,)).strip() for e in walk(checked.value.content) if e.get("id") == leading
    ] == ["On Type: it-s!"]


def test_a_link_that_leads_nowhere_is_told_and_its_text_stays() -> None:
    checked = make("x [a](#b) [c](d.md) [e](skype:f)")
    assert [str(f.place) for f in checked.findings] == ["a.md:1:7", "a.md:1:15", "a.md:1:25"]
    assert to_xhtml(checked.value.content).strip() == "<p>x a c e</p>"


@pytest.mark.parametrize(
    "address", ["http://", "https:example.org", "https://[::1/x", "https:///x", "http://a b", "//x"]
)
def test_a_link_that_is_no_address_is_told_and_its_text_stays(address: str) -> None:
    checked = make(f'<p><a href="{address}">a</a></p>', Format.HTML)
    assert to_xhtml(checked.value.content) == "<p>a</p>"
    assert [f.severity for f in checked.findings] == [Severity.WARNING]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<table><tr><td colspan=0>a</table>", "colspan"),
        ("<table><tr><td colspan=x>a</table>", "colspan"),
        ("<table><tr><td rowspan=-1>a</table>", "rowspan"),
        ("<table><tr><td headers=none>a</table>", "headers"),
        ("<table><tr><th scope=all>a</table>", 'scope="all"'),
        ("<ol start=x><li>a</ol>", "start"),
        ("<ol type=q><li>a</ol>", "type"),
        ("<ol><li value=y>a</ol>", "value"),
        ("<p><time datetime=soon>a</time>", "datetime"),
        ("<p dir=up>a", "dir"),
        ("<p lang='not a language'>a", "lang"),
        ("<p><bdo>a</bdo>", "<bdo>"),
        ("<ruby>a<rp>(</rp><rt>b</rt></ruby>", "<rp>"),
    ],
)
def test_a_value_that_no_attribute_may_have_goes(text: str, name: str) -> None:
    said = xhtml(text, Format.HTML)
    assert name not in said
    assert "a" in words_of(text_of(make(text, Format.HTML).value.content))


@pytest.mark.parametrize(
    "said",
    [
        '<td colspan="2" rowspan="3">', '<ol start="4" type="a" reversed="">', '<li value="3">',
        '<time datetime="2025-11-16">', '<p lang="de">', '<p dir="rtl">', '<th scope="col">',
    ],
)  # fmt: skip
def test_a_value_that_an_attribute_may_have_stays(said: str) -> None:
    table = f"<table><thead><tr>{said}a<tr><td>b<tr><td>c<tbody><tr><td>d</table>"
    text = table if said.startswith("<t") and "time" not in said else f"<ol>{said}a"
    assert said in xhtml(text, Format.HTML)


def test_a_finding_has_the_line_of_its_own_occurrence() -> None:
    text = "![A](square.png)\n\nsquare.png\n\n![](square.png)\n\n![B](no.png)\n\n![C](no.png)\n"
    lines = sorted(f.place.line or 0 for f in make(text).findings if f.place)
    assert lines == [5, 7, 9]


def test_a_missing_picture_leaves_its_description() -> None:
    checked = make("![A press](no.png)")
    assert "[Missing: A press]" in to_xhtml(checked.value.content)
    assert [f.severity for f in checked.findings] == [Severity.WARNING]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ title }}", "T"), ('[a]({{ "/other.md" | url }})', '<a data-document="other">a</a>'),
        ("`{{ title }}`", "<code>{{ title }}</code>"), ("a {% comment %}b{% endcomment %}", "a"),
        ("{% raw %}{{ b }}{% endraw %}", "{{ b }}"),
    ],
)  # fmt: skip
def test_tags_with_one_meaning(text: str, said: str) -> None:
    checked = make(text)
    assert checked.findings == ()
    assert to_xhtml(checked.value.content).strip() == f"<p>{said}</p>"


@pytest.mark.parametrize("text", ["{{ x }}", "{% include y %}", "{{ title | upcase }}", "{{}}"])
def test_a_tag_that_nothing_resolves_is_told_and_goes(text: str) -> None:
    checked = make(f"a\n\nb {text} c")
    (found,) = checked.findings
    assert (found.severity, str(found.place)) == (Severity.WARNING, "a.md:3:3")
    assert "{" not in to_xhtml(checked.value.content)


def test_embedded_things_are_told_once_each() -> None:
    text = (
        '<iframe src="https://example.org/film"></iframe>\n<form><input><button>B</button></form>'
    )
    checked = make(text, Format.HTML)
    assert len([f for f in checked.findings if "iframe" in f.message]) == 1
    assert "https://example.org/film" in checked.findings[0].message
    assert not errors_in(checked.findings)
    assert text_of(checked.value.content).strip() == "B"


def test_the_number_of_words() -> None:
    assert make("It's a well-made book, 2025.[^1]\n\n[^1]: Two words.").value.words == 7


@pytest.mark.parametrize("deep", ["> " * 30 + "a", "- " * 30 + "a", "<div>" * 3000 + "a"])
def test_nests_of_any_depth_do_no_harm(deep: str) -> None:
    form = Format.HTML if deep.startswith("<") else Format.MARKDOWN
    assert "a" in text_of(make(deep, form).value.content)


@pytest.mark.parametrize(
    "tag", ["em", "b", "a href='https://example.org'", "span", "div", "blockquote", "ul", "table"]
)
def test_a_tag_left_open_does_not_swallow_the_text(tag: str) -> None:
    body = make(f"<p>a <{tag}>b</p><p>c</p>", Format.HTML).value
    assert sorted(words_of(text_of(body.content))) == ["a", "b", "c"]


# -- what was typed stands in the book as it was typed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("She said <illegible> and left.", "She said <illegible> and left."),
        ("For a<b and c>d it holds.", "For a<b and c>d it holds."),
    ],
)
def test_a_tag_that_is_none_stays_as_text_and_is_told(text: str, said: str) -> None:
    checked = make(text)
    assert text_of(checked.value.content).strip() == said
    (found,) = checked.findings
    assert found.place is not None
    assert (found.place.line, found.place.column) == (1, text.index("<") + 1)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3. October\n\n12. October\n\n13. October\n", ["12"]),
        ("1. a\n1. b\n1. c\n", []),
        ("4. a\n5. b\n", []),
        ("1. a\n3. b\n\n   2. c\n   9. d\n", ["3", "9"]),
    ],
)
def test_numbers_of_a_list_stay_as_they_were_typed(text: str, values: list[str]) -> None:
    items = [node for node in walk(make(text).value.content) if node.tag == "li"]
    assert [item.get("value") for item in items if item.get("value")] == values


@pytest.mark.parametrize(
    ("text", "form", "message"),
    [
        ("a[^1]\n\n[^1]: b\n[^1]: c\n", Format.MARKDOWN, "[^1] stands here a second time"),
        ("|a|b|\n|-|-|\n|1|2|three\n|4|5|\n", Format.MARKDOWN, "and three would be lost"),
        ("- > |a|\n  > |-|\n  > |1| |two||\n", Format.MARKDOWN, "and two would be lost"),
        ("a\n\n<!-- b\n\nc\n", Format.MARKDOWN, "the comment that begins here has no end"),
        ("<p>a</p><script>b<p>c", Format.HTML, "<script> has no end"),
    ],
)
def test_what_would_be_lost_is_an_error(text: str, form: Format, message: str) -> None:
    found = errors_in(make(text, form).findings)
    assert [message in one.message for one in found] == [True]


@pytest.mark.parametrize("row", ["|1|2|", "|1|2||  |", "|1|2\\|3|", "1", "|1|`2\\|3`|"])
def test_rows_that_lose_nothing_are_no_error(row: str) -> None:
    assert not errors_in(make(f"|a|b|\n|-|-|\n{row}\n").findings)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("![A press](a press.jpg)", "looks like a picture and is none"),
        ("a\n\n[Remark]: This\n", "is an address that no link uses"),
    ],
)
def test_what_markdown_takes_otherwise_is_told(text: str, message: str) -> None:
    assert any(message in one.message for one in make(text).findings)


def test_a_table_has_one_head_one_body_one_foot_and_rows_of_one_width() -> None:
    html = (
        "<table><tfoot><tr><td>f</tfoot><thead><tr><th>h</thead><thead><tr><th>i</thead>"
        "<tr><td rowspan=9>a<td>b<tr><td>c<td>d</tr><caption>one</caption><caption>two</caption>"
    )
    (table,) = (node for node in walk(make(html, Format.HTML).value.content) if node.tag == "table")
    parts = [part for part in table.children if not isinstance(part, str)]
    assert [part.tag for part in parts] == ["caption", "thead", "tbody", "tfoot"]
    rows = [node for node in walk(parts) if node.tag == "tr"]
    cells = [[c.tag for c in row.children if not isinstance(c, str)] for row in rows]
    assert cells == [["th", "td", "td"]] * 2 + [["td"] * 3, ["td", "td"], ["td"] * 3]
    assert next(walk(rows[2].children)).get("rowspan") == "2"


# -- what stands too deep, or where it may not, loses no word


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<ruby>a<rt>b</ruby>", "<p><ruby>a<rt>b</rt></ruby></p>"),
        (
            "<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp>c<rt>d</rt></ruby>",
            "<p><ruby>a<rp>(</rp><rt>b</rt><rp>)</rp>c<rp>(</rp><rt>d</rt><rp>)</rp></ruby></p>",
        ),
        ("<ruby>a<rt>b</rt>c</ruby>", "<p><ruby>a<rt>b</rt></ruby>c</p>"),
        ("<ruby>a</ruby>", "<p>a</p>"),
        ("<ruby><rp>word</rp>a<rt>b</ruby>", "<p><ruby>worda<rt>b</rt></ruby></p>"),
        ("a<rt>b</rt>c", "<p>a b c</p>"),
    ],
)
def test_ruby_holds_letters_with_their_annotations_only(text: str, said: str) -> None:
    assert xhtml(text, Format.HTML) == said


@pytest.mark.parametrize("depth", range(92, 104))
def test_no_word_is_torn_lost_or_glued_at_the_greatest_depth(depth: int) -> None:
    inside = "<p>o<b>n<i>e</i></b> two<table><tr><td>three<td>four</table><ul><li>five<li>six</ul>"
    checked = make("<div>" * depth + inside + "</div>seven", Format.HTML)
    assert words_of(text_of(checked.value.content)) == "one two three four five six seven".split()
    assert faults(checked.value) == []


def test_what_a_parser_would_swallow_has_the_place_where_it_begins() -> None:
    text = "<p>a</p>\n<p>b <em\ntitle='c>d</em></p>\n<p>e <em title='f'>g</em></p>"
    (found,) = errors_in(make(text, Format.HTML).findings)
    assert str(found.place) == "a.md:2:6"


@pytest.mark.parametrize(
    "text",
    [
        "<p title='a > b, c < d'>e</p>",
        "<p title='<b>bold</b>'>e</p>",
        "<svg><style/><script/></svg><p>e</p>",
        "<!--><p>e</p>",
        "<!-- a -- b --!><p>e</p>",
        "<script>if (a < b) { '</p>' }</script>e",
        "<p>a &lt;b and 1 < 2 <3</p>",
        "<?xml version='1.0'?><!DOCTYPE html><p>e</p>",
        "<![if !mso]><p>e</p><![endif]>",
    ],
)
def test_what_a_parser_does_not_swallow_is_not_told(text: str) -> None:
    assert errors_in(make(text, Format.HTML).findings) == ()
    assert not any("no text to HTML" in one.message for one in make(text, Format.HTML).findings)


def test_a_tag_of_a_generator_in_an_unclosed_backtick_is_resolved() -> None:
    assert xhtml("a ` b\n\n{{ title }} ` c") == "<p>a ` b</p>\n<p>T ` c</p>"
