"""Exports, feeds, pages and sites that mean harm."""

import os
from collections.abc import Callable
from pathlib import Path

from hostile.case import Hostile, files

_DEEP = 8_000
"""Levels of nesting."""
_MANY = 20_000
"""Times that something is begun and never ended."""
_FROM_FILE = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
_BOMB = "<!DOCTYPE x [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 20))
)
_HEAD = (
    "<channel><title>T</title><link>https://a.example</link><wp:wxr_version>1.2</wp:wxr_version>"
)
_RSS = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/">'
)


def _item(body: str, title: str = "One", name: str = "one", date: str = "2024-02-03 04:05") -> str:
    return (
        f"<item><title>{title}</title><link>https://a.example/{name}/</link>"
        f"<guid>https://a.example/?p=1</guid><content:encoded>{body}</content:encoded>"
        f"<wp:post_id>1</wp:post_id><wp:post_name>{name}</wp:post_name>"
        f"<wp:post_date>{date}</wp:post_date><wp:status>publish</wp:status>"
        "<wp:post_type>post</wp:post_type></item>"
    )


def _export(items: str, doctype: str = "") -> str:
    return f'<?xml version="1.0"?>{doctype}{_RSS}{_HEAD}{items}</channel></rss>'


def _body(html: str) -> str:
    return _export(_item(f"<![CDATA[{html}]]>"))


def _case(name: str, contents: str | bytes, *command: str, exit_code: int = 0) -> Hostile:
    """Return the case of a file that an import names last."""
    return Hostile(
        name=f"import-{name}",
        make=files({command[-1]: contents}),
        exit_code=exit_code,
        command=("import", *command, "--into", "articles"),
    )


def _export_case(name: str, contents: str | bytes, exit_code: int = 0) -> Hostile:
    return _case(f"wordpress-{name}", contents, "wordpress", "export.xml", exit_code=exit_code)


def _feed_case(name: str, contents: str | bytes, exit_code: int = 0) -> Hostile:
    return _case(f"feed-{name}", contents, "feed", "feed.xml", exit_code=exit_code)


def _page_case(name: str, contents: str | bytes, exit_code: int = 0) -> Hostile:
    return _case(f"page-{name}", contents, "page", "page.html", exit_code=exit_code)


def _site_case(name: str, contents: str | bytes) -> Hostile:
    return Hostile(
        name=f"import-site-{name}",
        make=files({"site/_config.yml": "title: T\n", "site/_posts/2024-02-03-one.md": contents}),
        exit_code=0,
        command=("import", "site", "site", "--into", "articles"),
    )


def _page(body: str, head: str = "") -> str:
    words = "Some words of an article that somebody wrote with care. " * 10
    return (
        f"<html><head><title>One</title>{head}</head><body><article><p>{words}</p>"
        f"{body}</article></body></html>"
    )


def _linked_outside(folder: Path) -> None:
    files(
        {
            "site/_config.yml": "title: T\n",
            "site/_posts/2024-02-03-one.md": "---\ntitle: One\n---\n![x](/secret.png)\n",
        }
    )(folder)
    (folder / "site" / "_posts" / "2024-02-04-two.md").symlink_to("/etc/passwd")
    (folder / "site" / "secret.png").symlink_to("/etc/passwd")


def _links_in_a_circle(folder: Path) -> None:
    files({"site/_posts/2024-02-03-one.md": "---\ntitle: One\n---\nWords.\n"})(folder)
    (folder / "site" / "_posts" / "again").symlink_to("..")


def _pipe(name: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        files({})(folder)
        os.mkfifo(folder / name)

    return make


_NESTED_JSON = "[" * 10_000

CASES = (
    _export_case("empty", "", exit_code=3),
    _export_case("noise", bytes(range(256)) * 100, exit_code=3),
    _export_case("zip", b"PK\x03\x04" + bytes(range(256)), exit_code=3),
    _export_case("html", "<html><body>Log in</body></html>", exit_code=3),
    _export_case("entity-bomb", _export(_item("&a19;"), _BOMB), exit_code=3),
    _export_case("entity-file", _export(_item("&e;"), _FROM_FILE), exit_code=3),
    _export_case("cut-off", _export(_item("Words."))[:-40], exit_code=3),
    _export_case("nul", _export(_item("a\0b")).encode(), exit_code=0),
    _export_case("utf-16", _export(_item("Words.")).encode("utf-16")),
    _export_case("deep-xml", _export("<x>" * _DEEP + "</x>" * _DEEP)),
    _export_case("deep-html", _body("<div>" * _DEEP + "x" + "</div>" * _DEEP)),
    _export_case("deep-lists", _body("<ul><li>" * _DEEP + "x")),
    _export_case("open-inline", _body("<b><i>" * _DEEP + "x")),
    _export_case("open-brackets", _body("[" * _MANY)),
    _export_case("open-shortcodes", _body("[caption " * _MANY)),
    _export_case("nested-shortcodes", _body("[a]" * _MANY + "x" + "[/a]" * _MANY)),
    _export_case("open-galleries", _body('[gallery ids="' + "1," * _MANY + '"]')),
    _export_case("open-blocks", _body("<!-- wp:group -->" * _MANY + "x")),
    _export_case("open-comments", _body("<!-- wp:paragraph {" * _MANY)),
    _export_case("deep-attributes", _body(f'<!-- wp:x {{"a":{_NESTED_JSON}}} -->x<!-- /wp:x -->')),
    _export_case("open-code", _body('<pre lang="php">' * _MANY)),
    _export_case("open-tags", _body("<pre " * _MANY)),
    _export_case("open-code-shortcodes", _body("[php]" * _MANY)),
    _export_case("empty-lines", _body("x\n\n" * _MANY + "\n" * _MANY)),
    _export_case("one-long-line", _body("x" * 2_000_000)),
    _export_case("stars", _body("*_`~" * _MANY)),
    _export_case("quotes", _body("&gt; " * _MANY)),
    _export_case("same-words", _body("<p>again and again</p>" * _MANY)),
    _export_case("name-outside", _export(_item("Words.", name="../../../etc/cron"))),
    _export_case("name-endless", _export(_item("Words.", title="x" * 100_000, name="y" * 100_000))),
    _export_case(
        "name-control", _export(_item("Words.", title="a&#x202E;b&#x9;c/\\:", name="é%00"))
    ),
    _export_case("date-endless", _export(_item("Words.", date="9" * 10_000))),
    _export_case("date-none", _export(_item("Words.", date="0000-00-00 00:00:00"))),
    _export_case("picture-outside", _body('<img src="../../../../etc/passwd">')),
    _export_case("picture-file", _body('<img src="file:///etc/passwd">')),
    _export_case("picture-data", _body(f'<img src="data:image/png;base64,{"A" * 1_000_000}">')),
    _export_case("picture-address", _body('<img src="http://[" alt="x">')),
    _export_case("link-address", _body('<a href="http://[::bad">x</a> <a href="//[">y</a>')),
    _export_case("link-script", _body('<a href="javascript:alert(1)">x</a><script>x</script>')),
    Hostile(
        name="import-wordpress-pipe",
        make=_pipe("export.xml"),
        exit_code=4,
        command=("import", "wordpress", "export.xml", "--into", "articles"),
    ),
    _feed_case("empty", "", exit_code=3),
    _feed_case("noise", bytes(range(256)) * 100, exit_code=3),
    _feed_case("html", "<html><body>Log in</body></html>", exit_code=3),
    _feed_case(
        "entity-bomb", f"{_BOMB}<rss><channel><item><title>&a19;</title></item></channel></rss>"
    ),
    _feed_case(
        "entity-file", f"{_FROM_FILE}<rss><channel><item><title>&e;</title></item></channel></rss>"
    ),
    _feed_case("deep-xml", "<rss><channel><item>" + "<x>" * _DEEP),
    _feed_case(
        "deep-json",
        '{"version": "https://jsonfeed.org/version/1.1", "items": ' + _NESTED_JSON,
        exit_code=3,
    ),
    _feed_case(
        "json-of-other-kinds",
        '{"version": "https://jsonfeed.org/version/1.1", "items": '
        '[1, null, {"content_html": 3, "authors": 4, "tags": {}}]}',
    ),
    _feed_case(
        "odd-charset",
        b'<?xml version="1.0" encoding="x-none"?><rss><channel><item><title>a</title>'
        b"<description>b</description></item></channel></rss>",
    ),
    _page_case("empty", ""),
    _page_case("noise", bytes(range(256)) * 100, exit_code=3),
    _page_case("odd-charset", b'<meta charset="idna">' + _page("").encode()),
    _page_case("deep", _page("<div>" * (_DEEP // 2))),
    _page_case("deep-tables", _page("<table><tr><td>" * 5000)),
    _page_case(
        "deep-data", _page("", f'<script type="application/ld+json">{_NESTED_JSON}</script>')
    ),
    _page_case(
        "data-of-other-kinds",
        _page(
            "",
            '<script type="application/ld+json">{"@type": ["Article", 3],'
            ' "author": [[1], {"name": {}}],'
            ' "datePublished": {"a": 1}, "headline": [null], "@graph": 7}</script>',
        ),
    ),
    _page_case("endless-attribute", _page(f'<p title="{"x" * 2_000_000}">y</p>')),
    _page_case("control", _page("<p>a&#0;b&#x1;c&#xFFFF;d&#xD800;e</p>")),
    _site_case(
        "yaml-bomb",
        "---\n"
        + "a0: &a0 [x]\n"
        + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 20))
        + "---\nWords.\n",
    ),
    _site_case(
        "yaml-object", "---\ntitle: !!python/object/apply:os.system ['true']\n---\nWords.\n"
    ),
    _site_case("yaml-deep", "---\na: " + "[" * _DEEP + "\n---\nWords.\n"),
    _site_case("toml-deep", "+++\na = " + "[" * _DEEP + "\n+++\nWords.\n"),
    _site_case("json-deep", '{"a": ' + _NESTED_JSON + "\n\nWords.\n"),
    _site_case("open-tags", "---\ntitle: One\n---\n" + "{% if x %}" * _MANY),
    _site_case("half-tags", "---\ntitle: One\n---\n" + "{% " * _MANY),
    _site_case("open-braces", "---\ntitle: One\n---\n" + "{{" * _MANY),
    _site_case("open-shortcodes", "---\ntitle: One\n---\n" + "{{< figure " * _MANY),
    _site_case("open-links", "---\ntitle: One\n---\n" + "[" * _MANY + "x" + "](" * _MANY),
    _site_case("noise", b"---\ntitle: One\n---\n" + bytes(range(256)) * 100),
    _site_case("picture-outside", "---\ntitle: One\n---\n![x](../../../../etc/passwd)\n"),
    _site_case("include-outside", "---\ntitle: One\n---\n{% include ../../../../etc/passwd %}\n"),
    Hostile(
        name="import-site-links-outside",
        make=_linked_outside,
        exit_code=0,
        command=("import", "site", "site", "--into", "articles"),
    ),
    Hostile(
        name="import-site-links-in-a-circle",
        make=_links_in_a_circle,
        exit_code=0,
        command=("import", "site", "site", "--into", "articles"),
    ),
)
