"""What a text shows of its form: verse, talks, the numbers of figures, initials."""

import subprocess
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pypdfium2 import PdfDocument, raw

from anthology.body.clean import clean
from anthology.body.forms import (
    LONGEST_VERSE,
    credited,
    initial,
    numbered,
    speeches,
    stanzas,
    verses,
)
from anthology.body.letters import letters
from anthology.body.locator import Locator
from anthology.body.parse import parse_html
from anthology.body.tree import Nodes, element, text_of, to_xhtml, walk
from anthology.cli import main
from anthology.pdf.geometry import geometry
from anthology.style.design import Measures
from anthology.units import POINT
from anthology.values import read_page_size

LONG = "Once upon a time there was a paragraph that was long enough for an initial. " * 4


def paragraphs(*texts: str) -> Nodes:
    return tuple(element("p", text) for text in texts)


def test_short_lines_are_verse_and_long_ones_are_not() -> None:
    poem = element("p", "One line,", element("br"), "\nand ", element("em", "two"), ".")
    assert to_xhtml(verses((poem,))) == (
        '<p class="verse stanza"><span class="line">One line,</span>'
        '<span class="line">and <em>two</em>.</span></p>'
    )
    prose = element("p", "x" * (LONGEST_VERSE + 1), element("br"), "short")
    assert verses((prose,)) == (prose,)


def test_a_long_poem_may_break_between_its_lines() -> None:
    lines = [node for number in range(12) for node in (f"Line {number}", element("br"))]
    (made,) = verses((element("p", *lines),))
    assert to_xhtml((made,)).startswith('<p class="verse"><span class="line">Line 0</span>')


def test_verse_keeps_its_breaks_where_readers_choose_the_width() -> None:
    poem = element("p", "One line,", element("br"), "\nand two.")
    assert stanzas((poem,)) == (poem.with_attribute("class", "verse"),)
    prose = paragraphs("One line.")
    assert stanzas(prose) == prose


def speech(name: str, said: str) -> Nodes:
    return (element("p", element("strong", f"{name}:"), f" {said}"),)


def test_a_talk_is_told_from_emphasis() -> None:
    talk = (*speech("A", "What?"), *speech("B", "That."), *speech("A", "So?"), *speech("B", "Yes."))
    made = to_xhtml(speeches((*talk, *paragraphs("Between."))))
    assert made.count('class="speech"') == 4
    assert made.count('<strong class="speaker">A:</strong>') == 2
    assert "<p>Between.</p>" in made
    few = talk[:3]
    assert speeches(few) == few
    points = tuple(node for name in "ABCDE" for node in speech(name, "A point."))
    assert speeches(points) == points


def test_who_wrote_a_quotation_is_told_from_speech() -> None:
    said, credit = (
        element("p", "Ink is what the press drinks."),
        element("p", "— a journeyman, 1574"),
    )
    marked = credit.with_attribute("class", "credit")
    (made,) = credited((element("blockquote", said, "\n", credit, "\n"),))
    assert made == element("blockquote", said, "\n", marked, "\n")
    speech, long = paragraphs("— Ink, of course!", f"— {LONG}, he said")
    alone = (element("blockquote", credit), element("blockquote"))
    outside = (said, credit)
    for other in (alone, outside, *((element("blockquote", said, one),) for one in (speech, long))):
        assert credited(other) == other


def test_figures_are_counted_where_there_are_several() -> None:
    figure = element("figure", element("img"), element("figcaption", "A press"))
    bare = element("figure", element("img"))
    made = to_xhtml(numbered((figure, bare, figure), "Abb."))
    assert 'data-number="Abb.\u00a01"' in made
    assert 'data-number="Abb.\u00a02"' in made
    assert numbered((figure, bare), "Abb.") == (figure, bare)


def test_an_initial_begins_a_long_paragraph_of_letters() -> None:
    (made,) = initial(paragraphs(LONG))
    assert to_xhtml((made,)).startswith('<p class="opened"><span class="initial">O</span>nce')
    for other in (paragraphs("Short."), paragraphs(f"“{LONG}"), paragraphs("e\u0301" + LONG)):
        assert initial(other) == other
    heading = (element("h3", "A heading"), *paragraphs(LONG))
    assert initial(heading) == heading


def test_an_initial_may_be_that_of_a_marked_name() -> None:
    (made,) = initial((element("p", element("span", "Ann", id="a"), f" said {LONG}"),))
    assert to_xhtml((made,)).startswith(
        '<p class="opened"><span class="initial">A</span><span id="a">nn</span> said'
    )
    emphasis = (element("p", element("em", "Ann"), f" said {LONG}"),)
    assert initial(emphasis) == emphasis


def cleaned(html: str) -> Nodes:
    locator = Locator(html, "a.html", 1)
    return clean(parse_html(html, locator).value, locator).value


def classes(nodes: Nodes) -> list[str]:
    return [node.get("class") for node in walk(nodes) if node.tag == "p"]


@pytest.mark.parametrize(
    "lines",
    [
        ("Wien, 3. März 1916", "Lieber Freund!", LONG, "Mit besten Grüßen", "Dein K."),
        ("London, 1916", "My dear Sir,", LONG, "I remain, Sir,", "yours truly"),
        ("Київ, 1920", "Шановний пане,", LONG, "З повагою", "Л."),
        ("Paris, le 3 mars", "Cher ami,", LONG, "Cordialement", "A. B."),
    ],
)
def test_a_letter_is_told_by_its_salutation_and_its_farewell(lines: tuple[str, ...]) -> None:
    parts = ["dateline", "salutation", "", "closing", "closing"]
    assert classes(letters(paragraphs(*lines))) == parts
    quotation = element("blockquote", *paragraphs(*lines))
    assert classes(letters((*paragraphs(LONG), quotation))) == ["", *parts]


def test_what_is_no_letter_stays_as_it_is() -> None:
    for text in (
        paragraphs("Dear Sir,", LONG, LONG),
        paragraphs("Dear is what costs much.", LONG, "Yours,", "A."),
        paragraphs("One.", LONG, "Yours,", "A."),
        paragraphs(LONG, "Dear Sir,", LONG, "Yours,", "A."),
    ):
        assert letters(text) == text


def test_a_letter_ends_before_what_is_written_below_it() -> None:
    said = ("Dear Sir,", LONG, "Yours,", "A. B.", "P.S. One more thing.", "A short sentence.")
    assert classes(letters(paragraphs(*said))) == ["salutation", "", "closing", "closing", "", ""]
    answer = ("Liebe Leser!", LONG, "Ihr habt gefragt.", LONG, "Herzlich", "K.")
    assert classes(letters(paragraphs(*answer))) == [
        *("salutation", "", "", ""),
        *("closing", "closing"),
    ]


def test_what_is_marked_as_a_letter_may_say_anything() -> None:
    made = letters(
        cleaned(f'<div class="letter"><p>Rome</p><p>My Lord,</p><p>{LONG}</p><p>Seneca</p></div>')
    )
    assert classes(made) == ["dateline", "salutation", "", "closing"]
    short = cleaned('<div class="letter"><p>Come.</p></div>')
    assert text_of(letters(short)) == text_of(short)


@pytest.mark.parametrize(
    "html",
    [
        '<aside class="pull-quote"><p>Said.</p></aside>',
        '<blockquote class="big pullquote"><p>Said.</p></blockquote>',
        '<aside role="doc-pullquote"><p>Said.</p></aside>',
        '<figure class="wp-block-pullquote"><blockquote><p>Said.</p></blockquote></figure>',
    ],
)
def test_a_pull_quote_is_known_by_its_name(html: str) -> None:
    assert to_xhtml(cleaned(html)) == '<div class="pullquote"><p>Said.</p></div>'


def test_an_aside_is_no_pull_quote() -> None:
    assert to_xhtml(cleaned('<aside class="pullquotes"><p>A</p></aside>')) == "<div><p>A</p></div>"


@given(st.lists(st.text(alphabet="ab: \n", max_size=80), max_size=6))
def test_no_form_changes_a_word(texts: list[str]) -> None:
    nodes: Nodes = tuple(
        element("p", element("strong", f"{text[:3]}:"), text, element("br"), text, LONG)
        for text in texts
    )
    letter = paragraphs("Rome", "Dear Sir,", *texts, "Yours,", "A.")
    nodes = (*nodes, element("div", *letter, class_="letter"), *letter)
    made = initial(letters(verses(numbered(speeches(nodes), "Figure"))))
    assert text_of(made).split() == text_of(nodes).split()


@pytest.mark.slow
def test_forms_stand_in_print_with_all_their_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text("title: F\nlanguage: de\nidentifier: urn:x-test:1\n")
    talk = "".join(f"**{name}:** Satz {n}.\n\n" for n, name in enumerate(("Ja", "Nein") * 3))
    letter = f"> Wien, 1916\n>\n> Lieber Freund!\n>\n> {LONG}\n>\n> Herzlich\\\n> Dein K.\n\n"
    pulled = '<aside class="pullquote">Noch ein Satz.</aside>\n\n'
    text = f"{LONG}\n\n{talk}> Eine Zeile,\\\n> noch eine.\n\n{letter}{pulled}"
    (tmp_path / "articles/a.md").write_text(f"---\ntitle: A\ndate: 2025\n---\n{text}")
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["build", "--strict", "--pdf"])
    assert made.exit_code == 0, made.output
    shown = subprocess.run(
        ["pdftotext", "-layout", "dist/f.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Eine Zeile,\n" in shown
    assert shown.lower().count("nein: satz") == 3
    starts = {words: starts_at(Path("dist/f.pdf"), words) for words in LETTER}
    width = geometry(read_page_size("A5"), Measures()).text_width / POINT
    assert starts["Wien, 1916"] > starts["Lieber Freund!"] + width / 3
    assert starts["Dein K."] > starts["Lieber Freund!"] + width / 3
    assert starts["Noch ein Satz."] > starts["Lieber Freund!"] + width / 6


LETTER = ("Wien, 1916", "Lieber Freund!", "Dein K.", "Noch ein Satz.")


def starts_at(pdf: Path, words: str) -> float:
    """Return how far from the left edge words stand that a PDF has once, in pt."""
    with PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            found = text.search(words).get_next()
            if found:
                return float(text.get_charbox(found[0])[0])
    raise AssertionError(words)


def test_a_pull_quote_says_in_the_epub_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text("title: F\nlanguage: en\nidentifier: urn:x-test:1\n")
    pulled = '<blockquote class="pullquote" id="said">Said.</blockquote>'
    text = f"---\ntitle: A\ndate: 2025\n---\n{LONG}\n\n{pulled}\n\n{LONG}\n"
    (tmp_path / "articles/a.md").write_text(text)
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["build", "--strict", "--epub"])
    assert made.exit_code == 0, made.output
    with ZipFile("dist/f.epub") as archive:
        pages = [archive.read(name) for name in archive.namelist() if name.endswith(".xhtml")]
    asides = [aside for page in pages for aside in etree.fromstring(page).iter("{*}aside")]
    assert [(aside.get("role"), "".join(aside.itertext())) for aside in asides] == [
        ("doc-pullquote", "Said.")
    ]


@pytest.mark.slow
def test_verse_stands_apart_from_prose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text("title: F\nlanguage: de\nidentifier: urn:x-test:1\n")
    said = "Before.", "One line,\\\nanother.", "A third,\\\na fourth.", "Behind."
    (tmp_path / "articles/a.md").write_text("---\ntitle: A\ndate: 2025\n---\n" + "\n\n".join(said))
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["build", "--strict"])
    assert made.exit_code == 0, made.output
    pdf = PdfDocument(tmp_path / "dist/f.pdf")
    page = next(text for one in pdf if "A third" in (text := one.get_textpage()).get_text_range())
    words = "Before", "One", "another", "A third", "a fourth", "Behind"
    found = [page.search(word, match_case=True).get_next() for word in words]
    tops = [page.get_charbox(at[0], loose=True)[1] for at in found if at]
    line, *_ = steps = [above - below for above, below in pairwise(tops[1:])]
    assert steps == pytest.approx([line, 2 * line, line, 2 * line], abs=0.1)
    assert tops[0] - tops[1] == pytest.approx(2 * line, abs=0.1)
    with ZipFile(tmp_path / "dist/f.epub") as epub:
        article = etree.fromstring(epub.read("EPUB/article-a.xhtml"))
    verse = article.findall(".//{*}p[@class='verse']")
    assert [len(one.findall("{*}br")) for one in verse] == [1, 1]


def beginnings() -> list[str]:
    """Return texts whose first lines stand beside an initial, and end in many ways."""
    begun = "Yesterday, the Government Accountability Office (GAO) released"
    words = ("i" * (number % 20) + "m" * (number // 20) for number in range(40))
    return [
        *(f"{begun} {word} [their review](https://example.org/) of it. {LONG}" for word in words),
        *(f"Words {number} and [link](https://example.org/). " * 20 for number in range(12)),
    ]


@pytest.mark.slow
def test_no_line_beside_an_initial_is_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text(
        "title: F\nlanguage: en\nidentifier: urn:x-test:1\nduplicates: keep-all\n"
        "pdf: {page: 6x9, links: notes}\n"
    )
    for number, text in enumerate(beginnings()):
        (tmp_path / f"articles/a{number}.md").write_text(
            f"---\ntitle: A {number}\ndate: 2025\n---\n{text}\n"
        )
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["build", "--pdf"])
    assert made.exit_code == 0, made.output
    page = geometry(read_page_size("6x9"), Measures())
    pdf = PdfDocument(tmp_path / "dist/f.pdf")
    for number in range(10, len(pdf)):
        left = page.outer if number % 2 else page.inner
        for thing in pdf[number].get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            assert thing.get_bounds()[2] * POINT < left + page.text_width + 0.5, number


@pytest.mark.slow
def test_tables_repeat_their_heads_and_code_stays_within_its_edges(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text(
        "title: F\nlanguage: en\nidentifier: urn:x-test:1\npdf: {page: A5}\n"
    )
    rows = "".join(f"| Row {number} | Words |\n" for number in range(90))
    code = f"def f():\n    return '{'x' * 200}'\n{' + '.join('name' for _ in range(60))}\n"
    (tmp_path / "articles/a.md").write_text(
        f"---\ntitle: A\ndate: 2025\n---\n| Number | Remark |\n|---|---|\n{rows}\n```\n{code}```\n"
    )
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["build", "--strict", "--pdf"])
    assert made.exit_code == 0, made.output
    page = geometry(read_page_size("A5"), Measures())
    pdf = PdfDocument(tmp_path / "dist/f.pdf")
    texts = [one.get_textpage().get_text_range() for one in pdf]
    with_rows = [text for text in texts if "Row " in text]
    assert len(with_rows) > 2
    assert all(text.count("Remark") == 1 for text in with_rows)
    assert sum(text.count("x") for text in texts) >= 200
    for number in range(8, len(pdf)):
        left = page.outer if number % 2 else page.inner
        for thing in pdf[number].get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            assert thing.get_bounds()[2] * POINT < left + page.text_width + 0.5, number


@pytest.mark.slow
def test_no_row_of_a_table_stands_alone_with_its_head(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text(
        "title: F\nlanguage: en\nidentifier: urn:x-test:1\nduplicates: keep-all\n"
    )
    for before in range(4, 30):
        rows = "".join(f"| Row {number} | Words |\n" for number in range(20))
        text = "Line.\n\n" * before + f"| Number | Remark |\n|---|---|\n{rows}\nEnd.\n"
        (tmp_path / f"articles/a{before}.md").write_text(f"---\ntitle: A\ndate: 2025\n---\n{text}")
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["build", "--pdf"])
    assert made.exit_code == 0, made.output
    texts = [one.get_textpage().get_text_range() for one in PdfDocument(tmp_path / "dist/f.pdf")]
    counts = [text.count("Row ") for text in texts if "Remark" in text]
    assert len(counts) > 30
    assert min(counts) > 1
