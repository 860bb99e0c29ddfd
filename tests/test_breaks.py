"""Bad breaks: each kind is found, and a page without any is left alone."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from anthology.breaks.find import find_breaks, words_of
from anthology.breaks.pages import Block, Line, Page
from anthology.breaks.read import read_pages
from anthology.cli import main

FILES = {"a": "articles/a.md", "b": "articles/b.md"}
WORDS = {
    "a": words_of("Type\u00adsetting is a “cold” art."),
    "b": frozenset[str](),
}
LEFT, RIGHT, INDENT = 50.0, 350.0, 14.0


def block(*texts: str, kind: str = "P", indented: bool = True, full: bool = False) -> Block:
    """Return a block; its last line fills the measure if it is `full`."""
    lines = []
    for number, text in enumerate(texts):
        last = number == len(texts) - 1
        lines.append(
            Line(
                text=text,
                left=LEFT + INDENT * (indented and number == 0),
                right=RIGHT if not last or full else RIGHT - 100,
                baseline=500.0 - 14 * number,
            )
        )
    return Block(kind=kind, lines=tuple(lines))


SHORT = block("A line and", "another one.")
HEADING = block("On Ink", kind="H2", indented=False)


def page(number: int, *blocks: Block, document: str = "a", opens: bool = False) -> Page:
    return Page(label=str(number), document=document, opens=opens, blocks=blocks)


def told(*pages: Page) -> list[str]:
    return [finding.message for finding in find_breaks(pages, FILES, WORDS)]


def test_a_heading_at_the_foot() -> None:
    after = page(2, SHORT, SHORT)
    assert told(page(1, HEADING, SHORT, HEADING, opens=True), after) == [
        "page 1: a heading stands at the foot, without its text: “On Ink”"
    ]
    assert told(page(1, HEADING, opens=True), after) == []
    figure = Block(kind="Figure", lines=())
    assert told(page(1, SHORT, HEADING, figure, opens=True), after) == []


def test_lone_lines() -> None:
    goes_on = block("The first of", full=True)
    rest = block("some lines and", "another", indented=False)
    assert told(page(1, SHORT, goes_on, opens=True), page(2, rest, SHORT)) == [
        "page 1: the first line of a paragraph stands alone at the foot: “The first of”"
    ]
    begun = block("Some lines, the last", "of them goes on", full=True)
    last = block("here.", indented=False)
    assert told(page(1, begun, opens=True), page(2, last, SHORT)) == [
        "page 2: the last line of a paragraph stands alone at the head: “here.”"
    ]
    assert told(page(1, goes_on, opens=True), page(2, block("Another.", "One."), SHORT)) == []
    assert told(page(1, goes_on, opens=True), page(2, rest, document="b", opens=True)) == []


def test_a_last_page_with_a_line() -> None:
    one = block("A line.", indented=True)
    assert told(page(1, SHORT, opens=True), page(2, one)) == [
        "page 2: the last page of a text has 1 line: “A line.”"
    ]
    assert told(page(1, one, opens=True)) == []
    assert told(page(1, SHORT, opens=True), page(2, one, Block(kind="Figure", lines=()))) == []


def test_a_part_of_a_word_and_many_hyphens() -> None:
    assert told(page(1, block("A line of type\u2010", "setting."), SHORT, opens=True)) == [
        "page 1: the last line of a paragraph is a part of a word: “A line of type\u2010”"
    ]
    assert told(page(1, block("A line of type\u2010", "setting is."), SHORT, opens=True)) == []
    assert told(page(1, block("A line of type -", "setting."), SHORT, opens=True)) == []
    four = ["pa\u2010", "ra\u2010", "gra\u2010", "ph of", "it."]
    assert told(page(1, block(*four), opens=True)) == []
    assert told(page(1, block("a\u2010", *four), opens=True)) == [
        "page 1: 4 lines in a row end with a hyphen, from “a\u2010” on"
    ]


def test_a_word_without_its_hyphen() -> None:
    assert told(page(1, block("It is “Typeset", "ting”, they say."), opens=True)) == [
        "page 1: a word is broken without a hyphen: “Typesetting”"
    ]
    assert told(page(1, block("It is a", "cold art."), SHORT, opens=True)) == []
    assert told(page(1, block("T", "ypesetting is."), SHORT, opens=True)) == []
    assert told(page(1, block("It is a cold", "– art."), SHORT, opens=True)) == []
    assert told(page(1, block("It is Typeset\u2010", "ting."), SHORT, opens=True)) == [
        "page 1: the last line of a paragraph is a part of a word: “It is Typeset\u2010”"
    ]


def test_pages_of_no_text_are_not_looked_at() -> None:
    assert told(page(1, SHORT, HEADING, document="contents", opens=True)) == []


def test_the_pages_of_a_book(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text("title: L\nlanguage: en\nidentifier: urn:x-test:1\n")
    words = "The printers of the house planed their wood and dampened the paper. " * 80
    text = (
        f"---\ntitle: Ink\ndate: 2025-01-01\n---\n{words}[^1]\n\n## Wood\n\n- One\n\n[^1]: Note.\n"
    )
    (tmp_path / "articles/ink.md").write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        checked = CliRunner().invoke(main, ["check", "--pages"])
        assert not (tmp_path / "dist").exists()
        built = CliRunner().invoke(main, ["build", "--pdf"])
    assert (checked.exit_code, checked.output) == (0, "0 errors, 0 warnings\n")
    assert built.exit_code == 0, built.output
    data = (tmp_path / "dist/l.pdf").read_bytes()
    pages = [one for one in read_pages(data, ["article-ink"]) if one.document == "article-ink"]
    first, second, *_ = pages
    assert (first.label, first.opens, second.opens) == ("9", True, False)
    assert [one.kind for one in first.blocks] == ["H2", "P", "P"]
    assert first.goes_on(second)
    kinds = [one.kind for one in pages[-1].blocks] if len(pages) > 1 else []
    assert "Note" not in kinds
    lines = [line.text for one in pages for block in one.blocks for line in block.lines]
    assert sum("printers" in line for line in lines) > 60
    assert not any("Note." in line for line in lines)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("css", "told"),
    [
        ("p { orphans: 1; widows: 1 } .body > p:last-child { widows: 1 }", "stands alone at the"),
        ("h3 { break-after: auto }", "a heading stands at the foot"),
        (".ending { hyphens: auto }", "is a part of a word"),
    ],
)
def test_what_the_stylesheet_prevents_is_found_without_it(
    css: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.css").write_text(
        css.replace(";", " !important;").replace(" }", " !important }")
    )
    (tmp_path / "articles").mkdir()
    manifest = "title: L\nlanguage: en\nidentifier: urn:x-test:1\nduplicates: keep-all\n"
    manifest += "style: own.css\n"
    (tmp_path / "book.yml").write_text(manifest)
    for day in range(1, 10):
        parts = "".join(
            f"The compositors {'of ink ' * (n % 40)}corrected it extraordinarily.\n\n"
            + (f"### Heading {n}\n\n" if n % 3 == 0 else "")
            for n in range(day, day + 60)
        )
        path = tmp_path / f"articles/2025-01-0{day}-a{day}.md"
        path.write_text(f"---\ntitle: Article {day}\n---\n{parts}The end of it all.\n")
    monkeypatch.chdir(tmp_path)
    checked = CliRunner().invoke(main, ["check", "--pages"])
    assert told in checked.output


def test_a_last_word_in_emphasis_stands_whole_on_its_line(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text("title: L\nlanguage: en\nidentifier: urn:x-test:1\n")
    text = "".join(f"*Words {'i' * n} of the printers extraordinarily.*\n\n" for n in range(60))
    path = tmp_path / "articles/2025-01-01-a.md"
    path.write_text(f"---\ntitle: A\n---\n{text}")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        built = CliRunner().invoke(main, ["build", "--pdf"])
    assert built.exit_code == 0, built.output
    pages = read_pages((tmp_path / "dist/l.pdf").read_bytes(), ["article-a", "sources"])
    blocks = [
        one for page in pages if page.document == "article-a" for one in page.blocks
        if "printers" in "".join(line.text for line in one.lines)
    ]  # fmt: skip
    assert len(blocks) >= 60
    assert {one.lines[-1].text.split()[-1] for one in blocks} == {"extraordinarily."}
