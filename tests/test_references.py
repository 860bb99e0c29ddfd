"""Links between articles in print: they tell the page to which they lead."""

import re
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from anthology.cli import main

MANIFEST = "title: Letters\nlanguage: {language}\nidentifier: urn:x-test:1\npdf: {{page: A6}}\n"
LONG = "Words that fill the page of a book, and another one. " * 250
"""The same again and again: what the book adds must not mislead the proof."""


def build(folder: Path, language: str, *options: str) -> list[str]:
    """Build a book of three articles; return the texts of the pages that have numbers."""
    (folder / "articles").mkdir()
    (folder / "book.yml").write_text(MANIFEST.format(language=language), encoding="utf-8")
    for day, (title, text) in enumerate(
        (
            (
                "Ink",
                "See [paper](2025-01-03-paper.md), [below](#b) and "
                f"[there](https://example.org/).\n\n## B\n\n{LONG}",
            ),
            ("Lead", f"{LONG}\n\nOf [ink](2025-01-01-ink.md) see\nmore."),
            ("Paper", "Paper is made of rags."),
        ),
        1,
    ):
        path = folder / f"articles/2025-01-0{day}-{title.lower()}.md"
        path.write_text(f"---\ntitle: {title}\n---\n{text}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        result = CliRunner().invoke(main, ["build", "--pdf", *options])
    assert result.exit_code == 0, result.output
    with pypdfium2.PdfDocument(folder / "dist/letters.pdf") as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    return pages[2:]


@pytest.mark.parametrize("options", [(), ("--no-pieces",)])
@pytest.mark.parametrize(("language", "word"), [("en", "p."), ("de", "S."), ("uk", "с.")])
def test_a_link_to_an_article_tells_its_page(
    language: str, word: str, options: tuple[str, ...], tmp_path: Path
) -> None:
    pages = build(tmp_path, language, *options)
    whole = " ".join(pages)
    told = re.findall(rf"(\w+)\s*\({re.escape(word)}\s+(\d+)\)([,.]?)", whole)
    assert [(name, mark) for name, _, mark in told] == [("paper", ","), ("ink", "")]
    for name, number, _ in told:
        assert pages[int(number) - 1].lstrip().startswith(name.title())


def test_a_link_in_a_note_does_not_make_the_note_too_long(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text(MANIFEST.format(language="en"), encoding="utf-8")
    for day, text in ((1, "Ink[^1].\n\n[^1]: Of [paper](2025-01-02-b.md)."), (2, "Paper.")):
        path = tmp_path / f"articles/2025-01-0{day}-{'ab'[day - 1]}.md"
        path.write_text(f"---\ntitle: Number {day}\n---\n{text}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        result = CliRunner().invoke(main, ["build", "--pdf", "--strict"])
    assert result.exit_code == 0, result.output
