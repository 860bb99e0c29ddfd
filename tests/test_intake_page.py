"""Saved pages: which heading is the title, when and by whom, and what is the site's."""

import pytest

from anthology.intake.addresses import Addresses
from anthology.intake.page import Pages, SavedPage
from anthology.intake.pictures import PictureShelf
from anthology.intake.post import Post, Site
from anthology.intake.settle import settle
from anthology.write import Folder

TEXT = "<p>" + "Many words of an article stand here. " * 40 + "</p>"


def post(head: str, body: str, address: str | None = None) -> Post:
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    (found,) = Pages([SavedPage(html=html, file="a.html", address=address, near="")]).texts()
    assert isinstance(found, Post)
    return found


@pytest.mark.parametrize(
    ("head", "headings"),
    [
        ('<meta property="og:title" content="On Type – Site">', "<h1>Site</h1><h1>On Type</h1>"),
        ("<title>On Type | A Site</title>", '<h1><a href="/">On</a></h1><h1>On Type</h1>'),
        ('<meta property="og:title" content="On Type @ A Site :: B">'
         '<meta property="og:site_name" content="A Site">', "<h1>B</h1>"),
        ('<script type="application/ld+json">//<![CDATA[\n{"@type": "Article", '
         '"headline": "On Type"}\n//]]></script>', "<h1>A Site</h1>"),
        ("<title>A Site | On Type</title>", "<h1>A Site's pages</h1><h2>On Type</h2>"),
        ('<meta property="og:title" content="On Type - Á Sité">'
         '<link rel="canonical" href="https://www.asite.example/type">', ""),
        ('<meta property="og:title" content="On Type │ The Asite">'
         '<link rel="canonical" href="https://asite.example/type">', ""),
    ],
)  # fmt: skip
def test_the_title_is_that_of_the_article(head: str, headings: str) -> None:
    assert post(head, f"{headings}<article>{TEXT}</article>").title == "On Type"


@pytest.mark.parametrize(
    ("head", "body", "iso"),
    [
        ('<meta property="article:published" content="2019-02-21T08:00:08Z">', "", "2019-02-21"),
        ('<meta name="publishDate" content="2020-11-11 12:00:00">', "", "2020-11-11"),
        ('<meta name="article:publicationdate" content="Fri Mar 13 21:30:09 2015">', "",
         "2015-03-13"),
        ("", '<h2 class="date-header">Sunday, May 8, 2016</h2>', "2016-05-08"),
        ("", '<article><p class="date">15 августа 2016, 13:43</p></article>', "2016-08-15"),
    ],
)  # fmt: skip
def test_dates(head: str, body: str, iso: str) -> None:
    date = post(f"<title>On Type</title>{head}", f"{body}<article>{TEXT}</article>").date
    assert date is not None
    assert date.isoformat() == iso


def test_a_date_in_the_address() -> None:
    found = post(
        "<title>A</title>", f"<article>{TEXT}</article>", "https://a.example/2015/02/01/b/"
    )
    assert found.date is not None
    assert found.date.isoformat() == "2015-02-01"


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="byl" content="By Corey Miller">',
        '<meta name="article:author" content="by: Corey Miller">',
        '<meta name="parsely-author" content="Corey Miller">',
    ],
)
def test_authors(head: str) -> None:
    assert post(f"<title>A</title>{head}", f"<article>{TEXT}</article>").authors == (
        "Corey Miller",
    )


@pytest.mark.parametrize("title", ["On Type – a Letter", "Press - ASITE: of all the type there is"])
def test_what_is_no_name_of_the_site_stays_in_the_title(title: str) -> None:
    head = f'<title>{title}</title><link rel="canonical" href="https://asite.example/type">'
    assert post(head, f"<article>{TEXT}</article>").title == title


def test_of_several_articles_the_one_with_the_title_is_taken() -> None:
    other = "<p>" + "Another one, which is longer. " * 90 + "</p>"
    found = post(
        "<title>On Type</title>",
        f"<article><h1>On Type</h1>{TEXT}</article><article><h3>More</h3>{other}</article>",
    )
    assert "Another" not in found.html


@pytest.mark.parametrize(
    ("head", "language"),
    [
        ('<meta http-equiv="Content-Language" content="uk">', "uk"),
        ('<meta property="og:locale" content="de_DE">', "de-DE"),
        ("", None),
    ],
)
def test_languages(head: str, language: str | None) -> None:
    found = post(f"<title>A</title>{head}", f"<article>{TEXT}</article>")
    assert found.language == language
    told = [one.finding.message for one in found.remarks]
    assert ("the page does not say its language" in told) is (language is None)


def test_links_for_sharing_are_the_sites() -> None:
    found = post(
        "<title>On Type</title>",
        f'<article><p><a href="https://www.facebook.com/sharer/sharer.php?u=x">Share</a> '
        f'<a href="https://www.facebook.com/press">a press</a></p>{TEXT}</article>',
    )
    assert "Share" not in found.html
    assert "a press" in found.html
    assert any("“Share”" in one.finding.message for one in found.remarks)


def test_a_title_may_stand_there_twice_and_no_other_heading_is_taken_for_it() -> None:
    found = post(
        "<title>On Type</title>",
        f"<article><h1>Of faces</h1><h1>On Type</h1>{TEXT}<h1>On type</h1></article>",
    )
    assert "Of faces" in found.html
    assert "On Type" not in found.html
    assert "On type" not in found.html


def test_points_by_which_readers_are_counted_are_no_pictures() -> None:
    found = post(
        "<title>A</title>",
        f'<article><img src="https://vg.example/1" width="1" height=1 alt="">{TEXT}</article>',
    )
    body = settle(found, Site(), Addresses(), PictureShelf((), _nowhere)).article.body
    assert "vg.example" not in body


def test_what_the_site_puts_into_an_article_is_left_out_and_told() -> None:
    found = post(
        "<title>On Type</title>",
        f'<article>{TEXT}<div class="article-related"><h3>Related</h3><a href="/b">Other</a></div>'
        f'<div class="social-note"><img src="a.png"></div>{TEXT}</article>',
    )
    assert "Related" not in found.html
    assert "a.png" in found.html
    assert any("“Related Other”" in one.finding.message for one in found.remarks)


def test_much_text_is_never_taken_for_the_sites() -> None:
    found = post("<title>A</title>", f'<article><div class="share">{TEXT}</div>{TEXT}</article>')
    assert found.html.count("Many words") == 80


def test_a_page_that_shows_less_than_it_says_for_programs() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "Article", "headline": "A", '
        '"articleBody": "One & only.\\n' + "Words and words. " * 60 + '"}</script>'
    )
    found = post(head, "<article>" + "A beginning. " * 15 + "</article>")
    assert found.html.startswith("<p>One &amp; only.</p><p>Words and words.")
    assert "for programs" in found.way


def test_notes_below_the_article_belong_to_it() -> None:
    article = (
        f'<div class="entry-content"><p>Said [<a href="#n1" id="s1">1</a>] and'
        f'<sup id="s2"><a href="#n2">2</a></sup>, <a href="#more">more</a>.</p>{TEXT}</div>'
    )
    notes = (
        '<div class="notes"><h4>Notes</h4><div id="n1"><p>[<a href="#s1">1</a>] First.</p></div>'
        '<p><a name="n2"></a><a href="#s2">2</a> Second.</p></div><p id="more">Comments</p>'
    )
    found = post("<title>On Type</title>", article + notes)
    settled = settle(found, Site(), Addresses(), PictureShelf((), _nowhere)).article
    assert settled.body.startswith("Said[^1] and[^2], [more](")
    assert settled.body.endswith("[^1]: First.\n\n[^2]: Second.\n")
    assert "Comments" not in settled.body


def test_the_title_is_no_heading_of_the_text() -> None:
    found = post("<title>On Type</title>", f"<article lang=de><h3>On type</h3>{TEXT}</article>")
    assert "<h3>" not in found.html
    assert "lang" not in found.html


def _nowhere() -> Folder:
    raise AssertionError("there are no pictures")
