"""The bodies of WordPress posts, and what an export says of them."""

from pathlib import Path

import pytest

from anthology.errors import Place
from anthology.intake.addresses import Addresses
from anthology.intake.files import render_article
from anthology.intake.pictures import PictureShelf
from anthology.intake.plainhtml import beginning
from anthology.intake.post import Post, Site
from anthology.intake.settle import settle
from anthology.intake.wordpress.body import Library, body_html
from anthology.intake.wordpress.supply import Export, Wanted
from anthology.intake.wordpress.wxr import Item, read_items
from anthology.write import Folder

ITEM = """<item><title>{title}</title><link>https://a.example/one/</link>
<pubDate>{pub_date}</pubDate><content:encoded><![CDATA[{text}]]></content:encoded>
<wp:post_id>7</wp:post_id><wp:post_date>{date}</wp:post_date>
<wp:post_date_gmt>{gmt}</wp:post_date_gmt><wp:post_name>{name}</wp:post_name>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"""


def resolved(text: str) -> tuple[str, list[str]]:
    html, remarks = body_html(text, "1", "", Library(), Place(file="export.xml", line=1))
    return html.strip(), [remark.finding.message for remark in remarks]


def post(
    folder: Path,
    *,
    title: str = "One",
    text: str = "Words.",
    date: str = "",
    gmt: str = "",
    pub_date: str = "",
    name: str = "",
) -> Post:
    item = ITEM.format(title=title, text=text, date=date, gmt=gmt, pub_date=pub_date, name=name)
    path = folder / "export.xml"
    path.write_text(f"<rss><channel>{item}</channel></rss>", encoding="utf-8")
    (found,) = Export(path, "export.xml", Wanted()).texts()
    assert isinstance(found, Post)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "A class such as [a-z], [A-Z] or [a-zA-Z0-9_-] of letters",
        "[[gallery]] is how one types it",
        "It was [sic] so",
        "The keys [name] [tmp_name] and sys.modules[module_name] of it",
        'Nobody knew [and he said so :: <a href="https://a.example/">there</a>] of it',
    ],
)
def test_words_in_brackets_that_are_no_shortcodes_stay(text: str) -> None:
    html, told = resolved(text)
    assert html.replace("&#91;", "[").replace("&#93;", "]").replace("[[", "[").replace(
        "]]", "]"
    ) == f"<p>{text}</p>".replace("[[", "[").replace("]]", "]")
    assert told == []


def test_a_shortcode_may_follow_the_end_of_another() -> None:
    html, told = resolved(
        '[col grid="2"]One[/col]\n[col grid="3"]two[/col][col grid="4"]three[/col]'
    )
    assert "[" not in html
    assert len(told) == 3


def test_tags_are_words_and_each_stands_there_once(tmp_path: Path) -> None:
    item = ITEM.format(title="T", text="Words.", date="", gmt="", pub_date="", name="")
    tags = "".join(
        f'<category domain="{domain}" nicename="x"><![CDATA[{name}]]></category>'
        for domain, name in (("category", "Ink &amp; Paper"), ("post_tag", "Type"),
                             ("post_tag", "ink &amp; paper"))
    )  # fmt: skip
    path = tmp_path / "export.xml"
    path.write_text(f"<rss><channel>{item.replace('</item>', tags + '</item>')}</channel></rss>")
    (found,) = Export(path, "export.xml", Wanted()).texts()
    assert isinstance(found, Post)
    taken = settle(found, Site(), Addresses(), _no_pictures()).article
    assert taken.tags == ("Ink & Paper", "Type")


def test_words_in_brackets_on_lines_of_their_own_may_go_on_with_each_other() -> None:
    assert resolved("<pre>$files[0]\n[name]\n[size]</pre>")[1] == []


def test_an_unknown_shortcode_is_told() -> None:
    assert resolved("[recent-posts]") == (
        "",
        ["nothing is known of the shortcode [recent-posts]; it is left out"],
    )


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ('[sourcecode language="php"]', "[/sourcecode]"),
        ("[xml]", "[/xml]"),
        ("[ccnLe_php]", "[/ccnLe_php]"),
        ('[cc lang="diff"]', "[/cc]"),
        ('<pre lang="php" line="1">', "</pre>"),
        ('<code lang="PHP">\n', "\n</code>"),
    ],
)
def test_code_stands_as_it_was_typed(start: str, end: str) -> None:
    html, told = resolved(f'{start}\nif ($a[x] && !b) {{\n\n  <input value="&lt;">\n{end}')
    html = html.replace("&#91;", "[").replace("&#93;", "]")
    shown = 'if ($a[x] &amp;&amp; !b) {\n\n  &lt;input value="&lt;"&gt;'
    assert html == f"<pre><code>{shown}</code></pre>"
    assert told == []


def test_code_may_stand_in_a_line() -> None:
    assert resolved("Type [cci]a < b[/cci].")[0] == "<p>Type <code>a &lt; b</code>.</p>"
    assert resolved('Type <code lang="php">$a[x]</code>.')[0] == (
        "<p>Type <code>$a&#91;x&#93;</code>.</p>"
    )


def test_a_language_of_people_is_none_of_programs() -> None:
    assert "<em>ja</em>" in resolved('<pre lang="de">so <em>ja</em></pre>')[0]


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ({"date": "2024-05-30 00:40:17", "gmt": "2024-05-29 21:40:17"}, "2024-05-30"),
        ({"date": "2024-05-30T00:40:17", "gmt": "2024-05-29T21:40:17Z"}, "2024-05-30"),
        ({"date": "0000-00-00 00:00:00", "pub_date": "Thu, 30 May 2024 08:00:00 +0000"},
         "2024-05-30"),
        ({"pub_date": "Mon, 30 Nov -0001 00:00:00 +0000"}, None),
    ],
)  # fmt: skip
def test_dates(tmp_path: Path, said: dict[str, str], iso: str | None) -> None:
    date = post(tmp_path, **said).date
    assert (date.isoformat() if date else None) == iso


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ({"text": "Some words."}, "Some words."),
        ({"text": "https://video.example/1", "name": "a-film"}, "a film"),
        ({"text": "", "name": "175231692", "date": "2024-05-30 00:40:17"}, "2024-05-30, 00:40"),
        ({"text": ""}, "…"),
    ],
)
def test_titles_that_are_made(tmp_path: Path, said: dict[str, str], title: str) -> None:
    assert post(tmp_path, title="", **said).title == title


def test_the_beginning_of_a_text_without_blanks() -> None:
    assert beginning("文" * 80) == "文" * 60 + "…"
    assert beginning("A song. Source: https://a.example/") == "A song."


@pytest.mark.parametrize("length", [0, 65_000, 65_500, 66_000, 200_000])
def test_a_section_of_characters_that_ends_too_early_is_mended(tmp_path: Path, length: int) -> None:
    text = f"{'é' * length}<script>// <![CDATA[\nx = a[b[0]];\n// ]]></script> Words, &c. ]]> more"
    items = "".join(
        ITEM.format(title=f"T{n}", text=said, date="", gmt="", pub_date="", name="")
        for n, said in enumerate(("First, a[b[0]]]]]><![CDATA[> of it.", text, "<b>Last</b>"))
    )
    path = tmp_path / "export.xml"
    path.write_text(f"<rss><channel>{items}</channel></rss>", encoding="utf-8")
    found = [one for one in read_items(path, "export.xml") if isinstance(one, Item)]
    assert [one.get("title") for one in found] == ["T0", "T1", "T2"]
    assert [one.get("content:encoded") for one in found] == [
        "First, a[b[0]]]> of it.",
        text,
        "<b>Last</b>",
    ]


def test_addresses_of_files_on_a_machine_are_left_out_and_told(tmp_path: Path) -> None:
    text = (
        '<img src="https://a.example/1.png" alt="file:////home/x/1.png" /> '
        '<a href="file:///C:/x.doc#_ftn1">One</a> <img src="FILE:///C:/2.png" alt="two" />'
    )
    taken = settle(post(tmp_path, text=text), Site(), Addresses(), _no_pictures())
    assert taken.article.body == "![](https://a.example/1.png) One\n"
    told = [one.finding.message for one in taken.remarks]
    assert sum("on somebody's machine" in message for message in told) == 3


def test_links_that_lead_nowhere_are_text(tmp_path: Path) -> None:
    text = '<a href="#">One</a> <a href="javascript:void(0)">two</a> <a href="#a">three</a>'
    article = settle(post(tmp_path, text=text), Site(), Addresses(), _no_pictures()).article
    assert article.body == "One two [three](#a)\n"


@pytest.mark.parametrize(("site", "written"), [("fr-FR", "fr-FR"), ("en-US", None), (None, None)])
def test_the_language_of_a_site_counts_where_somebody_chose_it(
    tmp_path: Path, site: str | None, written: str | None
) -> None:
    taken = settle(post(tmp_path), Site(language=site), Addresses(), _no_pictures())
    assert taken.article.language == written


def test_what_no_book_can_print_is_not_written(tmp_path: Path) -> None:
    article = settle(post(tmp_path, title="A\x9db"), Site(), Addresses(), _no_pictures()).article
    assert "title: Ab\n" in render_article(article)


def test_a_line_in_a_list_of_links_is_no_source(tmp_path: Path) -> None:
    line = '<li><a href="https://a.example/{0}">House {0}</a>, 3 May 2024</li>'
    alone = '<p>Words.</p><p><a href="https://a.example/1">2024 May 3</a></p>'
    for text in (f"<p>Words.</p><ul>{line.format(1)}{line.format(2)}</ul>", alone):
        settled = settle(post(tmp_path, text=text), Site(), Addresses(), _no_pictures())
        assert "a.example" in settled.article.body
    told = f"<p>Words.</p>{line.format(1).replace('li>', 'p>')}"
    settled = settle(post(tmp_path, text=told), Site(), Addresses(), _no_pictures())
    assert settled.article.source is not None
    assert settled.article.source.url == "https://a.example/1"


@pytest.mark.parametrize(
    "text",
    [
        "<p>A.</p>[pullquote]Said.[/pullquote]",
        "<!-- wp:paragraph --><p>A.</p><!-- /wp:paragraph --><!-- wp:pullquote -->"
        '<figure class="wp-block-pullquote"><blockquote><p>Said.</p></blockquote></figure>'
        "<!-- /wp:pullquote -->",
    ],
)
def test_pull_quotes_come_in_as_such(tmp_path: Path, text: str) -> None:
    taken = settle(post(tmp_path, text=text), Site(), Addresses(), _no_pictures())
    _, pulled = taken.article.body.strip().split("\n\n")
    assert 'class="pullquote"' in pulled
    assert "Said." in pulled


def _no_pictures() -> PictureShelf:
    def no_folder() -> Folder:
        raise AssertionError

    return PictureShelf((), no_folder)
