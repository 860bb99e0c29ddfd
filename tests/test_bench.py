"""What the benchmark reckons with: the books it makes, the ratios, the targets, the page."""

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from anthology.cli import main
from anthology.model import Edition
from figures import Figures, Judgement, Measurement, Size, Target, Task, growth, targets, wall
from generate import article_file, files, write
from measure import CommandFailedError, run
from performance import Machine, closing_line, page, table
from prose import Heading, Paragraph, make_articles, with_another_word, with_more_paragraphs
from steps import PROVED


def measured(*seconds: float, peak: float = 100) -> tuple[Measurement, ...]:
    return tuple(Measurement(wall=one, cpu=one, peak=peak, size=1000, pages=3) for one in seconds)


def answer(figures: Figures, what: str) -> Target:
    (found,) = (target for target in targets(figures) if target.what == what)
    return found


MIDDLE = Size(
    articles=100,
    runs={
        Task.PDF_COLD: tuple(
            replace(one, proof=proof)
            for one, proof in zip(measured(40, 60, 50), (0.1, 0.15, 0.08), strict=True)
        ),
        Task.PLAIN: measured(100, 100, 200),
        Task.PDF_WORD: measured(5, 5, 5),
        Task.TYPST: measured(4, 4, 4),
        Task.EPUB_COLD: measured(2, 2, 2),
    },
    judged={
        Task.PLAIN: (
            Judgement(judge="qpdf", passed=True),
            Judgement(judge="veraPDF", passed=False, message="7.1-3"),
        )
    },
)
LARGE = Size(
    articles=1000,
    runs={Task.PDF_COLD: measured(600, peak=500), Task.PLAIN: measured(1500, peak=2000)},
)
FIGURES = Figures(sizes=(MIDDLE, LARGE), start_up=(0.1, 0.2, 0.3))


def test_a_ratio_is_the_median_of_those_within_a_round() -> None:
    target = answer(FIGURES, "PDF cold / WeasyPrint alone, 100 articles")
    assert target.measured == pytest.approx(0.4)
    assert target.verdict == "reached"


def test_a_target_that_is_exceeded_is_missed() -> None:
    target = answer(FIGURES, "PDF, one word changed / typst, 100 articles")
    assert target.measured == pytest.approx(1.25)
    assert target.missed
    assert target.verdict == "missed"


@pytest.mark.parametrize(
    "what",
    ["EPUB cold / pandoc, 100 articles", "PDF, nothing changed, 1,000 articles"],
    ids=["a peer that is absent", "a task that was not run"],
)
def test_a_target_without_its_figures_is_not_measured(what: str) -> None:
    target = answer(FIGURES, what)
    assert target.verdict == "not measured"
    assert not target.missed


def test_nothing_is_missed_where_nothing_was_measured() -> None:
    assert {one.verdict for one in targets(Figures(sizes=(), start_up=()))} == {"not measured"}


def test_growth_is_reckoned_for_each_article() -> None:
    assert growth(MIDDLE, LARGE, Task.PDF_COLD, wall) == pytest.approx(1.2)
    assert growth(MIDDLE, LARGE, Task.TYPST, wall) is None


def test_the_proof_is_a_share_of_the_cold_build_that_it_stands_in() -> None:
    assert MIDDLE.proof(Edition.PDF) == pytest.approx(10)
    assert MIDDLE.proof(Edition.EPUB) is None


def test_memory_is_compared_with_that_of_the_peer() -> None:
    target = answer(FIGURES, "PDF cold, peak memory / WeasyPrint alone, 1,000 articles")
    assert target.measured == pytest.approx(0.25)


def test_a_table_has_a_line_for_each_row() -> None:
    assert table(("", "s"), [("a", "1"), ("b", "2")]) == (
        "|  | s |\n| --- | --- |\n| a | 1 |\n| b | 2 |\n"
    )


def test_the_page_tells_what_was_measured_and_what_was_not() -> None:
    text = page(FIGURES, Machine(facts=(("cores", "2"),)), ["pandoc"])
    assert "| cores | 2 |" in text
    assert "not installed: pandoc." in text
    assert "## 100 articles, 3 rounds" in text
    assert "## 1,000 articles, 1 round\n" in text
    cold = "| `anthology build --pdf`, cold | 50.00 | 50.00 | 100 | 3 | 1,000 "
    assert f"{cold}| 0.40 of WeasyPrint alone |  |" in text
    assert "| qpdf, not veraPDF |" in text
    assert "| `anthology build --pdf`, cold | 500.0 | 600.0 | 1.20 | 611.1 | 0.44 |" in text
    assert "| PDF, nothing changed, 1,000 articles | ≤ 0.50 s |  | not measured |" in text


def test_the_closing_line_is_one_line_of_every_target() -> None:
    line = closing_line(targets(FIGURES))
    assert "\n" not in line
    assert line.count("; ") == len(targets(FIGURES)) - 1
    assert "`anthology --help`, processor time: 0.20 s (missed, ≤ 0.15 s)" in line


def test_the_same_seed_gives_the_same_books() -> None:
    assert files(make_articles(9, 1)) == files(make_articles(9, 1))
    assert files(make_articles(9, 1)) != files(make_articles(9, 2))


def test_a_longer_book_begins_with_the_articles_of_a_shorter_one() -> None:
    assert make_articles(20, 1)[:9] == make_articles(9, 1)


def test_articles_have_what_articles_have() -> None:
    articles = make_articles(100, 1)
    texts = files(articles)
    assert len({one.name for one in articles}) == 100
    markdown = "".join(texts[article_file(one)] for one in articles)
    assert 950 < len(re.findall(r"\w+", markdown)) / 100 < 1200
    for mark in ("\n## ", "\n- ", "\n> ", "[^1]", "](2015-", "\nsource:\n"):
        assert mark in markdown


def test_every_peer_is_given_the_same_words() -> None:
    articles = make_articles(9, 1)
    texts = files(articles)
    for article in articles:
        for block in article.blocks:
            said = (
                [span.words for span in block.spans]
                if isinstance(block, Paragraph)
                else [block.words]
                if isinstance(block, Heading)
                else []
            )
            for words in said:
                assert words in texts[article_file(article)]
                assert words in texts["book.md"]
                assert words in texts["book.typ"]


def test_one_word_of_an_article_is_changed() -> None:
    for article in make_articles(100, 1):
        old, new = (str(one.blocks).split() for one in (article, with_another_word(article)))
        assert len(str(old)) == len(str(new))
        assert sum(one != other for one, other in zip(old, new, strict=True)) == 1


def test_paragraphs_are_added_at_the_end() -> None:
    (article,) = make_articles(1, 1)
    longer = with_more_paragraphs(article, 8, 1)
    assert longer.blocks[: len(article.blocks)] == article.blocks
    assert len(longer.blocks) == len(article.blocks) + 8


def test_the_project_builds_without_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, files(make_articles(9, 1)))
    monkeypatch.chdir(tmp_path)
    built = CliRunner().invoke(main, ["build", "--epub", "--strict"])
    assert built.exit_code == 0, built.output
    assert "9 articles" in built.output
    assert "0 warnings" in built.output


def test_the_program_tells_what_its_proof_took(tmp_path: Path) -> None:
    write(tmp_path, files(make_articles(9, 1)))
    done = run((*PROVED, "build", "--epub"), tmp_path)
    told = json.loads(done.output.splitlines()[-1])
    assert told.keys() == {"proof"}
    assert 0 < told["proof"] < 1
    assert (tmp_path / "dist/a-book-of-measures.epub").is_file()
    with pytest.raises(CommandFailedError, match="ended with 4"):
        run((*PROVED, "build", "--epub", "--output", "book.yml"), tmp_path)


CHILD = """\
import time
held = bytearray(b"x") * 80_000_000
while time.process_time() < 0.5:
    pass
time.sleep(0.5)
"""
"""Takes half a second of processor time and 76 MiB."""


def test_what_children_take_counts(tmp_path: Path) -> None:
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}]); print(1)"
    done = run((sys.executable, "-c", parent), tmp_path)
    assert done.output == "1\n"
    assert done.cpu > 0.5
    assert done.wall > 1
    assert 76 < done.peak < 140


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(CommandFailedError, match="no such thing"):
        run((sys.executable, "-c", "raise SystemExit('no such thing')"), tmp_path)
