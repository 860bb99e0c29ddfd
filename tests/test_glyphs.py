"""Characters that no typeface can set: told by name, and no obstacle to an accessible PDF."""

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import judges
from anthology.cli import main
from anthology.distinct import beyond_ascii, distinct

BOOK = "title: A book\nlanguage: en\nidentifier: urn:uuid:6f1c1b56-9a2f-4c9a-8f0e-2c1f3f0f4a55\n"
ARTICLE = (
    "---\ntitle: Signs\ndate: 2025-01-01\n---\nA \N{LINK SYMBOL} and \u6f22\u2028here.\n\n"
    "    as\u2028code\n"
)


def test_a_sign_stands_for_what_cannot_be_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "articles/signs.md").write_text(ARTICLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["build", "--pdf"])
    assert result.exit_code == 0
    assert result.stderr.count("warning: ") == 1
    assert "U+1F517 LINK SYMBOL" in result.stderr
    pdf = tmp_path / "dist/a-book.pdf"
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True)
    assert "A \N{WHITE SQUARE} and \N{WHITE SQUARE} here." in text.stdout
    assert judges.verapdf(pdf, "ua1").messages == ()


@pytest.mark.slow
def test_the_running_head_of_a_long_title_has_no_other_sign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs = "\N{GLOBE WITH MERIDIANS} \N{MATHEMATICAL BOLD ITALIC SMALL A}"
    title = f"{signs} Signs that stand in titles: a long story of two pages"
    text = "\n\n".join(["Words that fill a page and one more. " * 20] * 6)
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text(BOOK, encoding="utf-8")
    article = f"---\ntitle: '{title}'\ndate: 2025-01-01\n---\n{text}\n"
    (tmp_path / "articles/signs.md").write_text(article, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for how in ((), ("--no-pieces",)):
        result = CliRunner().invoke(main, ["build", "--pdf", *how])
        assert result.exit_code == 0, result.output
        assert judges.verapdf(tmp_path / "dist/a-book.pdf", "ua1").messages == ()


@given(st.text() | st.text("aà€字\U0001f600 \x00"), st.sampled_from((1, 1000)))
def test_distinct_characters_are_those_of_the_set(text: str, times: int) -> None:
    assert distinct(text * times) == set(text)
    assert beyond_ascii(text) == {char for char in text if char > "\x7f"}
