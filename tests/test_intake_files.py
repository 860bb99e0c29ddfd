"""Articles into article files: names, front matter, and never over somebody's work."""

import datetime as dt
import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from anthology.article import read_article
from anthology.errors import Place, Severity
from anthology.intake.files import (
    LONGEST_NAME,
    Action,
    edited,
    file_name,
    plan_writes,
    render_article,
    write_articles,
)
from anthology.intake.report import Duplicate, ImportedArticle, Intake, LeftOut
from anthology.model import ArticleDate, LangText, Published, Source
from anthology.slug import slug

DAY = ArticleDate(year=2025, month=11, day=16)


def article(
    title: str = "On Type", body: str = "Text.\n", date: ArticleDate | None = DAY
) -> ImportedArticle:
    return ImportedArticle(
        title=LangText(text=title),
        date=date,
        authors=("William Morris",),
        body=body,
        place=Place(file="page.txt", line=1),
    )


FULL = ImportedArticle(
    title=LangText(text="Type: “a” #1", language="en"),
    subtitle="yes",
    date=DAY,
    authors=("William Morris", "Aldus Manutius"),
    translators=("Lesja Ukrajinka",),
    language="de",
    tags=("2025", "printing"),
    source=Source(
        kind="letter",
        title=LangText(text="Про друкарство", language="uk"),
        authors=("Lesja Ukrajinka",),
        date=ArticleDate(year=1891, month=5),
        language="uk",
        platform="null",
        url="https://example.org/a",
        translators=("William Morris",),
        published=Published(name="example.org", url="https://example.org/"),
        licence="CC0",
    ),
    body="One.\n\nTwo.\n",
    place=Place(file="page.txt", line=1),
)


def test_the_program_reads_what_an_import_wrote() -> None:
    checked = read_article(render_article(FULL), "articles/x.md", "en")
    assert checked.findings == ()
    assert checked.value is not None
    read = checked.value.article
    assert read.title.language == "en"
    assert read.subtitle == FULL.subtitle
    assert read.date == FULL.date
    assert read.authors == FULL.authors
    assert read.translators == FULL.translators
    assert read.language == FULL.language
    assert read.tags == FULL.tags
    assert read.source == FULL.source
    assert checked.value.markup.text.strip() == "One.\n\nTwo."


def test_front_matter_has_its_keys_in_order_and_no_empty_ones() -> None:
    front = yaml.safe_load(render_article(FULL).split("---\n")[1])
    assert list(front) == [
        *("title", "subtitle", "date", "authors", "translators", "language", "tags", "source"),
        "imported",
    ]
    assert list(front["source"]) == [
        *("kind", "title", "authors", "date", "language", "platform", "url", "translators"),
        *("published", "licence"),
    ]
    assert front["date"] == dt.date(2025, 11, 16)
    assert list(yaml.safe_load(render_article(article()).split("---\n")[1])) == [
        *("title", "date", "authors", "imported")
    ]


@pytest.mark.parametrize(
    "date",
    [
        ArticleDate(year=2025),
        ArticleDate(year=2025, month=1),
        ArticleDate(
            year=2025, month=1, day=2, time=dt.time(3, 4, tzinfo=dt.timezone(dt.timedelta(hours=2)))
        ),
    ],
)
def test_dates_are_read_as_they_were_written(date: ArticleDate) -> None:
    checked = read_article(render_article(article(date=date)), "a.md", "en")
    assert checked.value is not None
    assert checked.value.article.date == date


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80),
    st.text("ab \n#-:'\"", max_size=60),
)
@settings(max_examples=200)
def test_any_title_survives_and_the_file_is_known_as_untouched(title: str, body: str) -> None:
    text = render_article(article(title, body))
    front = yaml.safe_load(text.split("\n---\n")[0].removeprefix("---\n"))
    assert front["title"] == title
    assert not edited(text)
    assert not edited(text.replace("\n", "\r\n"))
    assert edited(text + "x")
    assert edited(text.replace("William", "Will", 1))


def test_a_file_without_a_mark_counts_as_edited() -> None:
    assert edited("Text only.\n")
    assert edited("---\ntitle: T\n---\n\nText.\n")
    assert edited("")


@pytest.mark.parametrize(
    ("title", "language", "name"),
    [
        ("Größe und Übermut – fünf Äpfel", None, "groesse-und-uebermut-fuenf-aepfel"),
        ("L’été à Nîmes, œuvre", "fr", "lete-a-nimes-oeuvre"),
        ("Щаслива п’ять Ґава їжак", None, "shchaslyva-piat-gava-izhak"),
        ("Холод и гроза", "ru", "kholod-i-groza"),
        ("Холод гроза", "uk-UA", "kholod-hroza"),
        ("Съезд: объявление", "ru", "sezd-obyavlenie"),
        ("Ἡ ἀρχὴ τῆς φιλοσοφίας", None, "i-archi-tis-filosofias"),
        ("Zażółć gęślą jaźń", None, "zazolc-gesla-jazn"),
        ("Ljubљana ђак", "sr", "ljubljana-djak"),
        ("“What?!” #1", None, "what-1"),
        ("Boten\u00addien\u00adste", "de", "botendienste"),
        ("日本語", None, "u65e5-u672c-u8a9e"),
        ("…", None, "article"),
        ("../../etc/passwd", None, "etc-passwd"),
    ],
)
def test_slugs(title: str, language: str | None, name: str) -> None:
    assert slug(title, language) == name


def test_long_slugs_are_cut_between_words() -> None:
    assert slug("word " * 30, longest=LONGEST_NAME) == "-".join(["word"] * 12)
    assert slug("x" * 200, longest=LONGEST_NAME) == "x" * LONGEST_NAME


@given(st.text(max_size=100))
def test_a_slug_is_always_a_safe_file_name(title: str) -> None:
    name = slug(title, longest=LONGEST_NAME)
    assert 0 < len(name) <= LONGEST_NAME
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert name.strip("-") == name


@pytest.mark.parametrize(
    ("date", "name"),
    [
        (DAY, "2025-11-16-on-type.md"),
        (ArticleDate(year=2025, month=11), "2025-11-on-type.md"),
        (None, "on-type.md"),
    ],
)
def test_file_names(date: ArticleDate | None, name: str) -> None:
    assert file_name(article(date=date)) == name


def test_two_articles_of_one_name_get_two_files() -> None:
    planned = plan_writes([article(body="A.\n"), article(body="B.\n")], lambda _: None)
    assert [file.name for file in planned] == ["2025-11-16-on-type.md", "2025-11-16-on-type-2.md"]


def test_another_article_of_that_name_is_not_written_over(tmp_path: Path) -> None:
    other = ImportedArticle(
        title=LangText(text="On Type"),
        date=DAY,
        authors=("Aldus Manutius",),
        body="His.\n",
        place=Place(file="other.txt"),
    )
    write_articles(Intake(articles=(article(),)), tmp_path)
    report = write_articles(Intake(articles=(other,)), tmp_path)
    assert report.written == ("2025-11-16-on-type-2.md",)
    again = write_articles(Intake(articles=(other, article())), tmp_path)
    assert again.unchanged == ("2025-11-16-on-type-2.md", "2025-11-16-on-type.md")


def test_an_import_can_be_repeated(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "articles"
    first = write_articles(Intake(articles=(article(), FULL)), folder)
    assert first.written == ("2025-11-16-on-type.md", "2025-11-16-type-a-1.md")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    second = write_articles(Intake(articles=(article(), FULL)), folder)
    assert second.unchanged == first.written
    assert second.written == second.updated == ()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_untouched_file_is_updated(tmp_path: Path) -> None:
    write_articles(Intake(articles=(article(),)), tmp_path)
    report = write_articles(Intake(articles=(article(body="New text.\n"),)), tmp_path)
    assert report.updated == ("2025-11-16-on-type.md",)
    assert "New text." in (tmp_path / "2025-11-16-on-type.md").read_text(encoding="utf-8")


def test_an_edited_file_is_left_alone_unless_forced(tmp_path: Path) -> None:
    file = tmp_path / "2025-11-16-on-type.md"
    write_articles(Intake(articles=(article(),)), tmp_path)
    mine = file.read_text(encoding="utf-8").replace("On Type", "On My Type")
    file.write_text(mine, encoding="utf-8")
    report = write_articles(Intake(articles=(article(body="New text.\n"),)), tmp_path)
    assert file.read_text(encoding="utf-8") == mine
    assert [left.name for left in report.left_alone] == [file.name]
    assert [finding.severity for finding in report.findings] == [Severity.WARNING]
    forced = write_articles(Intake(articles=(article(),)), tmp_path, force=True)
    assert forced.updated == (file.name,)
    assert "On My Type" not in file.read_text(encoding="utf-8")


def test_a_file_in_an_unknown_encoding_is_somebodys_work(tmp_path: Path) -> None:
    file = tmp_path / "2025-11-16-on-type.md"
    file.write_bytes("für".encode("cp1252"))
    report = write_articles(Intake(articles=(article(),)), tmp_path)
    assert [left.name for left in report.left_alone] == [file.name]
    assert file.read_bytes() == "für".encode("cp1252")


def test_a_link_that_leads_out_of_the_folder_is_not_followed_to_write(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(render_article(article()), encoding="utf-8")
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "2025-11-16-on-type.md").symlink_to(outside)
    before = outside.read_text(encoding="utf-8")
    write_articles(Intake(articles=(article(body="New text.\n"),)), folder, force=True)
    assert outside.read_text(encoding="utf-8") == before


def test_a_folder_where_a_file_should_be_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "2025-11-16-on-type.md").mkdir()
    report = write_articles(Intake(articles=(article(),)), tmp_path)
    assert [finding.severity for finding in report.findings] == [Severity.ERROR]
    assert report.written == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_cannot_be_written_to_is_an_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    report = write_articles(Intake(articles=(article(),)), tmp_path)
    tmp_path.chmod(0o700)
    assert [finding.severity for finding in report.findings] == [Severity.ERROR]


def test_no_temporary_file_stays(tmp_path: Path) -> None:
    write_articles(Intake(articles=(article(), FULL)), tmp_path)
    assert all(path.suffix == ".md" for path in tmp_path.iterdir())


def test_the_plan_says_what_will_happen() -> None:
    there = {"2025-11-16-on-type.md": render_article(article(body="Old.\n"))}
    (update,) = plan_writes([article()], there.get)
    (leave,) = plan_writes([article()], {"2025-11-16-on-type.md": "Mine."}.get)
    (forced,) = plan_writes([article()], {"2025-11-16-on-type.md": "Mine."}.get, force=True)
    assert [file.action for file in (update, leave, forced)] == [
        *(Action.UPDATE, Action.LEAVE, Action.UPDATE)
    ]


def test_the_report_tells_people_what_happened(tmp_path: Path) -> None:
    intake = Intake(
        articles=(article(),),
        duplicates=(
            Duplicate(
                title="On Type",
                place=Place(file="page.txt", line=9),
                taken=Place(file="page.txt", line=1),
            ),
        ),
        left_out=(
            LeftOut(text="Home and more", reason="a menu", place=Place(file="page.txt", line=3)),
        ),
    )
    assert list(write_articles(intake, tmp_path).lines()) == [
        "written: 2025-11-16-on-type.md",
        "left out: page.txt:3, 3 words: a menu",
        "1 file written, 0 updated, 0 unchanged, 0 left alone, 1 duplicate skipped",
    ]
