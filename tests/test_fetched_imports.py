"""Imports that fetch, through the command line, from a server on this machine."""

import json
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result

from anthology.cli import main
from anthology.intake.fetch.answer import Limits
from anthology.intake.fetch.client import Fetcher
from loopback import Loopback, Request, loopback, resolved_here
from picture_fixtures import chart, stored

BOOKS = Path(__file__).parent / "books"
MAP = stored(chart(), "PNG")
LIMITS = Limits(seconds=10, patience=2, pause=0, tries=1)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Loopback]:
    """Run a server that every host of the web leads to; the working folder is an empty one."""
    fetcher = partial(Fetcher, limits=LIMITS, resolve=resolved_here)
    monkeypatch.setattr("anthology.intake.fetch.client.Fetcher", fetcher)
    monkeypatch.chdir(tmp_path)
    with loopback() as served:
        yield served


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["import", *words, "--into", "articles"])


def taken(*words: str) -> dict[str, str]:
    """Import, and return the article files."""
    result = run(*words)
    assert result.exit_code == 0, result.output
    return {one.name: one.read_text("utf-8") for one in Path("articles").glob("*.md")}


def serve_page(server: Loopback, path: str, picture: str = "") -> None:
    html = f"""<!doctype html><html lang="en"><head><title>On rivers - A blog</title>
<meta name="author" content="William Morris"><meta name="date" content="2024-02-03">
</head><body><nav><a href="/">Home</a></nav><article><h1>On rivers</h1>
<p>White rivers run through a page that is set badly, and the eye follows them down.</p>
{picture}<p>A setter stops them with care, and with a better break of the lines.</p></article>
</body></html>"""
    server.pages[path] = lambda one: one.answer(html.encode(), Content_Type="text/html")


def test_without_leave_nothing_is_asked(server: Loopback) -> None:
    serve_page(server, "/rivers")
    for words in (
        ("page", server.address("/rivers")),
        ("feed", server.address("/rivers")),
        ("feed", "--rest", server.address()),
    ):
        result = run(*words)
        assert result.exit_code != 0
        assert "add --fetch" in result.output
    assert server.paths == []


def test_a_page_comes_with_its_picture(server: Loopback) -> None:
    serve_page(server, "/2024/rivers", '<p><img src="../map.png" alt="A map"></p>')
    server.pages["/map.png"] = lambda one: one.answer(MAP)
    (article,) = taken("page", "--fetch", server.address("/2024/rivers")).values()
    assert "White rivers run" in article
    assert f"url: {server.address('/2024/rivers')}" in article
    assert "![A map](pictures/" in article
    (picture,) = Path("articles/pictures").iterdir()
    assert picture.read_bytes() == MAP


def test_pages_that_cannot_be_had_are_all_told(server: Loopback) -> None:
    serve_page(server, "/rivers")
    result = run(
        "page", "--fetch", server.address("/a"), server.address("/rivers"), server.address("/b")
    )
    assert result.exit_code == 4
    assert f"nothing at {server.address('/a')} (status 404)" in result.output
    assert f"nothing at {server.address('/b')} (status 404)" in result.output
    assert not tuple(Path("articles").glob("*.md"))


def test_a_picture_that_cannot_be_had_is_told_and_keeps_its_place(server: Loopback) -> None:
    serve_page(server, "/rivers", '<figure><img src="x.png" alt="A map"></figure>')
    result = run("page", "--fetch", server.address("/rivers"))
    assert result.exit_code == 0, result.output
    assert f"nothing at {server.address('/x.png')} (status 404)" in result.output
    (article,) = Path("articles").glob("*.md")
    assert "A map" in article.read_text("utf-8")


def test_a_feed_is_fetched(server: Loopback) -> None:
    feed = """<?xml version="1.0"?><rss version="2.0"><channel><title>A blog</title>
<link>http://blog.example/</link><item><title>On rivers</title>
<link>http://blog.example/rivers</link><pubDate>Sat, 03 Feb 2024 04:05:06 GMT</pubDate>
<description>&lt;p&gt;White rivers.&lt;/p&gt;</description></item></channel></rss>"""
    server.pages["/feed"] = lambda one: one.answer(feed.encode(), ETag='"1"')
    assert "White rivers." in taken("feed", "--fetch", server.address("/feed")).popitem()[1]


def test_an_export_comes_with_pictures_that_are_not_at_hand(server: Loopback) -> None:
    export = (BOOKS / "import-wordpress" / "export.xml").read_text("utf-8")
    here = f"http://type.example:{server.port}"
    Path("export.xml").write_text(export.replace("https://type.example", here), "utf-8")
    shutil.copytree(BOOKS / "import-wordpress" / "uploads", "uploads")
    whole = taken("wordpress", "export.xml", "--media", "uploads")
    shutil.rmtree("articles")
    for file in Path("uploads").rglob("*.*"):
        path = f"/wp-content/{file.as_posix()}"
        server.pages[path] = partial(Request.answer, data=file.read_bytes())
    assert taken("wordpress", "export.xml", "--fetch") == whole
    assert server.paths
    assert len(server.paths) == len(set(server.paths))


def posts(count: int) -> list[dict[str, Any]]:
    return [
        {
            "id": number,
            "date": f"2024-02-{number % 28 + 1:02}T03:04:05",
            "slug": f"post-{number}",
            "link": f"http://blog.example/post-{number}/",
            "guid": {"rendered": f"http://blog.example/?p={number}"},
            "title": {"rendered": f"Post {number}"},
            "content": {"rendered": f"<p>Words of post {number}.</p>"},
        }
        for number in range(count)
    ]


def serve_posts(server: Loopback, count: int, *, broken_at: int = 0) -> None:
    """Serve posts in pages, as WordPress does; one page may be broken."""
    whole = posts(count)

    def reply(one: Request) -> None:
        asked = parse_qs(urlsplit(one.path).query)
        size, number = int(asked["per_page"][0]), int(asked["page"][0])
        part = whole[(number - 1) * size : number * size]
        if number == broken_at:
            one.answer(b"", 503)
        elif part or number == 1:
            one.answer(json.dumps(part).encode())
        else:
            one.answer(b'{"code": "rest_post_invalid_page_number"}', 400)

    server.pages["/wp-json/wp/v2/posts"] = reply
    server.pages["/wp-json/"] = lambda one: one.answer(b'{"name": "A blog"}')


@pytest.mark.parametrize("count", [0, 1, 100, 201])
def test_a_site_hands_out_all_of_its_posts(server: Loopback, count: int) -> None:
    serve_posts(server, count)
    assert len(taken("feed", "--rest", "--fetch", server.address())) == count


def test_a_site_that_broke_off_is_gone_on_with(server: Loopback) -> None:
    serve_posts(server, 150, broken_at=2)
    result = run("feed", "--rest", "--fetch", server.address())
    assert result.exit_code == 4
    assert "status 503" in result.output
    server.asked.clear()
    serve_posts(server, 150)
    assert len(taken("feed", "--rest", "--fetch", server.address())) == 150
    asked = (parse_qs(urlsplit(path).query).get("page") for path in server.paths)
    assert [page for page in asked if page] == [["2"], ["3"]]


def test_another_site_is_told(server: Loopback) -> None:
    server.pages["/wp-json/wp/v2/posts"] = lambda one: one.answer(b"<html>")
    result = run("feed", "--rest", "--fetch", server.address())
    assert result.exit_code == 3
    assert "does not answer as WordPress does" in result.output


def test_what_was_fetched_can_be_thrown_away(server: Loopback) -> None:
    serve_page(server, "/rivers")
    Path("book.yml").write_text("title: A book\n", "utf-8")
    taken("page", "--fetch", server.address("/rivers"))
    assert Path(".anthology/fetched").is_dir()
    result = CliRunner().invoke(main, ["clean"])
    assert result.exit_code == 0, result.output
    assert not Path(".anthology").exists()
