"""Drawings: what is kept, what is told to be lost, and that renderers take what comes out."""

import logging
import re
from pathlib import Path

import pytest
from lxml import etree
from weasyprint import HTML

from anthology.epub import render
from anthology.errors import Severity
from anthology.model import Edition, Picture
from anthology.pdf.resources import BASE_URL, BookFetcher, Resource
from anthology.pictures import read_picture
from anthology.style.read import Style
from anthology.svg.outlines import read_path, read_points
from anthology.svg.transforms import parse_matrix
from drawings import drawing
from epub_fixtures import small_pages
from judges import epubcheck

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"


def clean(inside: str, attributes: str = 'viewBox="0 0 9 9"') -> tuple[etree._Element, str]:
    """Return the root of a drawing that is kept, and what it loses."""
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    read = read_picture(f"<svg {spaces} {attributes}>{inside}</svg>".encode(), "a/x.svg")
    assert read.value is not None, read.findings
    assert all(found.severity is Severity.WARNING for found in read.findings)
    lost = "\n".join(found.message for found in read.findings)
    assert lost.count("the picture a/x.svg loses ") == len(read.findings)
    return etree.fromstring(read.value.data), lost


def first(inside: str, tag: str = "rect") -> etree._Element:
    """Return the first element of a kind in a drawing that loses nothing."""
    root, lost = clean(inside)
    assert lost == ""
    return next(root.iter(f"{SVG}{tag}"))


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="30" height="20"', (30, 20)),
        ('width="1in" height="2.54cm"', (96, 96)),
        ('width="100%" height="auto" viewBox="0 0 30 20"', (30, 20)),
        ('width="60" viewBox="0 0 30 20"', (60, 40)),
        ('viewBox="-5,-5 30,20"', (30, 20)),
    ],
)
def test_a_drawing_has_a_size(attributes: str, size: tuple[int, int]) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode()
    read = read_picture(data, "x.svg")
    assert read.findings == ()
    assert read.value is not None
    assert (read.value.width, read.value.height) == size


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_drawing_is_read_in_any_unicode(encoding: str) -> None:
    text = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">\n'
    text += '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>é</text></svg>'
    read = read_picture(text.encode(encoding), "x.svg")
    assert read.value is not None
    assert "é".encode() in read.value.data
    assert b"DOCTYPE" not in read.value.data


def test_a_drawing_is_read_in_the_encoding_it_declares() -> None:
    text = '<?xml version="1.0" encoding="windows-1251"?>'
    text += '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>Привет</text></svg>'
    read = read_picture(text.encode("windows-1251"), "x.svg")
    assert read.value is not None
    assert "Привет".encode() in read.value.data


def test_what_a_still_picture_needs_not_goes_without_a_word() -> None:
    root, lost = clean(
        '<script>alert(1)</script><metadata>x</metadata><rect onclick="x()" data-a="1" '
        'xmlns:ink="http://ink" ink:label="a" width="1"/><ink:view xmlns:ink="http://ink"/>'
        '<a href="javascript:x()"><text>Hi</text></a>'
    )
    assert lost == ""
    assert [node.tag.removeprefix(SVG) for node in root.iter()] == ["svg", "rect", "g", "text"]
    assert dict(root[0].attrib) == {"width": "1"}


def test_style_sheets_become_attributes() -> None:
    inside = (
        "<style>rect{fill:red;stroke:blue !important} .a{fill:rgb(1, 2, 3)} g > .b{opacity:50%}"
        ".c rect.b{stroke-width:2px} #i{fill:#ABC} text .b{fill:lime}</style>"
    )
    assert dict(first(f'{inside}<rect class="x a" style="stroke:green"/>').attrib) == {
        "fill": "rgb(1, 2, 3)",
        "stroke": "blue",
    }
    inner = first(f'{inside}<g class="c"><g><rect id="i" class="a b"/></g></g>')
    assert dict(inner.attrib) == {
        "fill": "#abc",
        "stroke": "blue",
        "opacity": "0.5",
        "stroke-width": "2px",
    }


def test_the_shorthand_for_type_is_read() -> None:
    text = first("<text style=\"font: italic bold 12px/1.2 'My Face', serif\">a</text>", "text")
    assert dict(text.attrib) == {
        "font-style": "italic",
        "font-weight": "bold",
        "font-size": "12px",
        "font-family": '"My Face", serif',
    }


def test_ids_are_unique_and_only_those_that_are_meant() -> None:
    root, lost = clean(
        '<g id="1 x"/><g id="s"/><linearGradient id="1"/><rect id="1" fill="url(#1)"/>'
        '<use href="#s"/><use href="#1"/><use href="#nowhere"/><rect fill="url(#nowhere) red"/>'
    )
    assert lost == ""
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids)) == 2
    assert all(re.fullmatch(r"part-\d+", id_) for id_ in ids)
    assert [node.get("fill") for node in root.iter(f"{SVG}rect")] == [f"url(#{ids[1]})", "red"]
    assert [node.get(HREF) for node in root.iter(f"{SVG}use")] == [f"#{ids[0]}"]


def test_of_a_choice_the_words_for_all_stay() -> None:
    root, lost = clean(
        "<switch><foreignObject>Rich</foreignObject><switch><text>Plain</text></switch></switch>"
        '<switch><text systemLanguage="de">Ja</text><text>Yes</text></switch>'
    )
    assert lost == ""
    assert [node.text for node in root] == ["Plain", "Yes"]


@pytest.mark.parametrize(
    ("inside", "lost"),
    [
        ("<foreignObject>Lost words</foreignObject>", "foreignObject: Lost words"),
        ('<image href="a.png"/>', "an image that is not inside it"),
        ('<image href="data:image/svg+xml,x"/>', "an image that is not inside it"),
        ('<use href="a.svg#b"/>', "takes from outside: a.svg#b"),
        ('<rect fill="url(a.svg#b)"/>', "takes from outside: fill="),
        ('<style>@import "a.css";</style>', "a style sheet from outside"),
        ("<style>@font-face{src:url(a)}</style>", "a typeface of its own"),
        ("<style>rect:nth-child(2){fill:red}</style>", "a style rule: rect:nth-child(2)"),
        ('<rect style="animation:a 2s"/>', "movement: animation"),
        ("<rect><animate/></rect>", "movement: <animate>"),
        ("<video>Words</video>", "<video> Words"),
        ("<filter><feImage/></filter>", "<feImage>"),
        ('<rect width="1e400"/>', 'width="1e400"'),
        ('<path d="M0 0L1 1 nan"/>', 'd="M0 0L1 1 nan"'),
        ('<g style="mix-blend-mode:multiply"/>', "mixing colours: multiply"),
        ('<linearGradient spreadMethod="reflect"/>', "repetition of a gradient"),
    ],
)
def test_what_may_be_missed_is_told(inside: str, lost: str) -> None:
    root, told = clean(inside)
    assert lost in told
    assert b"url(" not in etree.tostring(root)
    assert root.xpath("//@*[contains(., 'a.')]") == []


def test_text_is_kept_whatever_stands_in_it() -> None:
    text = first(
        '<text>One <a href="x"><tspan>two</tspan></a> three<title>t</title> <textPath>four'
        "</textPath> five</text>",
        "text",
    )
    assert "".join(text.itertext()) == "One two threet four five"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("m1,1-1.5.5z", "M 1 1 L -0.5 1.5 Z"),
        ("M0 0h1v2H3V4", "M 0 0 L 1 0 L 1 2 L 3 2 L 3 4"),
        ("M0 0a1 1 0 011 1", "M 0 0 A 1 1 0 0 1 1 1"),
        ("M0 0A1 1 0 0 1 0 0L1 1", "M 0 0 L 1 1"),
        ("M0 0A0 1 0 0 1 2 0", "M 0 0 L 2 0"),
        ("M0 0c1 1 2 2 3 3s1 1 2 2", "M 0 0 C 1 1 2 2 3 3 C 4 4 4 4 5 5"),
        ("M0 0Q1 1 2 0T4 0", "M 0 0 Q 1 1 2 0 Q 3 -1 4 0"),
        ("M0 0M1 1ZZ", "M 1 1 L 1 1 Z"),
        ("M0 0L1 1zL2 2", "M 0 0 L 1 1 Z M 0 0 L 2 2"),
        ("M0 0", ""),
    ],
)
def test_outlines_are_written_in_one_form(data: str, text: str) -> None:
    outline = read_path(data)
    assert (outline.text, outline.whole) == (text, True)
    assert read_path(text).text == text


@pytest.mark.parametrize("data", ["L1 1", "M0 0L1", "M0 0L1 1e9", "M0 0 x", "M0 0A1 1 0 2 0 1 1"])
def test_outlines_end_before_what_is_wrong(data: str) -> None:
    assert not read_path(data).whole


def test_points_are_pairs() -> None:
    assert read_points("1,2-3,4 5").text == "1 2 -3 4"
    assert read_points("1 2").text == ""


@pytest.mark.parametrize(
    ("transform", "matrix"),
    [
        ("translate(1 2), scale(3)", "matrix(3 0 0 3 1 2)"),
        ("rotate(90)", "matrix(0 1 -1 0 0 0)"),
        ("rotate(0.5turn 1 1)", "matrix(-1 0 0 -1 2 2)"),
        ("translate(10px)", "matrix(1 0 0 1 10 0)"),
        ("skewX(45deg)", "matrix(1 0 1 1 0 0)"),
    ],
)
def test_transformations_become_one_matrix(transform: str, matrix: str) -> None:
    assert str(parse_matrix(transform)) == matrix


@pytest.mark.parametrize("transform", ["scale(1e308)", "spin(3)", "translate(5%)", "rotate(1", "x"])
def test_other_transformations_are_none(transform: str) -> None:
    assert parse_matrix(transform) is None


class _Told(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def chance_pictures(seeds: range) -> list[Picture]:
    found = (read_picture(drawing(seed).encode(), f"{seed}.svg").value for seed in seeds)
    return [picture for picture in found if picture is not None]


@pytest.mark.slow
def test_whatever_is_kept_can_be_set() -> None:
    pictures = chance_pictures(range(150))
    assert len(pictures) > 100
    files = {
        picture.name: Resource(media_type=picture.media_type, data=picture.data)
        for picture in pictures
    }
    html = "".join(f'<img src="{picture.name}" alt="">' for picture in pictures)
    told = _Told()
    logging.getLogger("weasyprint").addHandler(told)
    try:
        book = HTML(string=html, base_url=BASE_URL, url_fetcher=BookFetcher(files))
        pdf = book.write_pdf(uncompressed_pdf=True)
    finally:
        logging.getLogger("weasyprint").removeHandler(told)
    assert told.messages == []
    assert not re.search(rb"\b(?:nan|inf)\b", pdf)


@pytest.mark.slow
def test_whatever_is_kept_makes_a_valid_epub(tmp_path: Path) -> None:
    pictures = chance_pictures(range(1000, 1080))
    body = "".join(
        f'<figure><img src="pictures/{picture.name}" alt="Lines"/></figure>' for picture in pictures
    )
    book = tmp_path / "book.epub"
    book.write_bytes(render(small_pages(body, *pictures), Style().design(Edition.EPUB)))
    assert epubcheck(book).messages == ()
