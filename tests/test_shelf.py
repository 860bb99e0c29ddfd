"""The cache: what goes in comes out whole or not at all, and can be thrown away."""

import hashlib
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from anthology.article import ArticleFile
from anthology.body.make import Markup
from anthology.body.tree import Element
from anthology.cli import main
from anthology.codec import DAMAGE, decode, encode
from anthology.drafts import Draft, Drafts, MadeBody
from anthology.errors import AnthologyError, Finding, Kind, Place, Severity
from anthology.formats import Format
from anthology.manifest import CACHE, read_manifest
from anthology.model import Article, ArticleDate, Body, LangText, Note
from anthology.pdf.piece import Bookmark, Destination, PiecePage, Slot
from anthology.shelf import Shelf, open_shelf

KEY = "ab" * 32
OTHER = "cd" * 32


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return open_shelf(tmp_path, CACHE)


def entries(shelf: Shelf) -> list[Path]:
    return [path for path in shelf.path.rglob("*") if path.is_file() and path.name != "tidied"]


def test_what_goes_in_comes_out(shelf: Shelf) -> None:
    assert shelf.get(KEY) is None
    shelf.put(KEY, b"pages")
    assert shelf.get(KEY) == b"pages"
    assert shelf.get(OTHER) is None


def test_a_damaged_entry_is_none(shelf: Shelf) -> None:
    shelf.put(KEY, b"pages")
    (path,) = entries(shelf)
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert shelf.get(KEY) is None
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert shelf.get(KEY) is None
    shelf.put(KEY, b"pages")
    assert shelf.get(KEY) == b"pages"


def test_what_was_used_least_recently_goes_first(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, room=100)
    for age, key in ((30, "aa"), (20, "bb"), (10, "cc")):
        shelf.put(key * 32, b"x" * 8)  # with its digest 40 bytes
        (path,) = (one for one in entries(shelf) if one.parent.name == key)
        os.utime(path, (1000 - age, 1000 - age))
    assert shelf.get("aa" * 32)  # now it is the newest
    shelf.tidy()
    assert {path.parent.name for path in entries(shelf)} == {"aa", "cc"}


def test_unfinished_entries_are_swept(shelf: Shelf) -> None:
    shelf.put(KEY, b"pages")
    (path,) = entries(shelf)
    path.with_name(f"{KEY[:16]}.part").write_bytes(b"half")
    shelf.tidy()
    assert entries(shelf) == [path]


def test_a_cache_is_looked_through_now_and_then(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, room=50)
    shelf.put("aa" * 32, b"x" * 8)
    shelf.tidy()
    shelf.put("bb" * 32, b"x" * 8)
    shelf.tidy()
    assert len(entries(shelf)) == 2
    os.utime(tmp_path / "tidied", (0, 0))
    shelf.tidy()
    assert len(entries(shelf)) == 1
    assert shelf.clear() == 40
    assert list(tmp_path.parent.glob(f"{tmp_path.name}/*")) == []


def test_clear_says_how_much_it_was(shelf: Shelf) -> None:
    shelf.put(KEY, b"x" * 68)
    assert shelf.clear() == 100
    assert not shelf.path.exists()
    assert shelf.clear() == 0


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    shelf = Shelf(tmp_path / "file")
    shelf.put(KEY, b"pages")
    assert shelf.get(KEY) is None
    shelf.tidy()


@pytest.mark.parametrize("place", [Path(CACHE), Path(CACHE).parent])
@pytest.mark.parametrize("way", ["link", "file"])
def test_a_cache_elsewhere_is_refused(tmp_path: Path, place: Path, way: str) -> None:
    project = tmp_path / "book"
    (project / place).parent.mkdir(parents=True)
    if way == "link":
        (tmp_path / "elsewhere").mkdir()
        (project / place).symlink_to(tmp_path / "elsewhere")
    else:
        (project / place).write_bytes(b"")
    with pytest.raises(AnthologyError) as refused:
        open_shelf(project, CACHE)
    (finding,) = refused.value.findings
    assert finding.kind is Kind.FILES
    assert place.name in finding.message


WHOLE = st.integers(-(2**63), 2**63 - 1)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
PAGES = st.builds(
    PiecePage,
    width=NUMBERS,
    height=NUMBERS,
    content=st.binary(),
    slots=st.lists(
        st.builds(
            Slot,
            target=st.text(),
            places=st.lists(WHOLE).map(tuple),
            font=st.text(),
            figures=st.lists(WHOLE).map(tuple),
            blank=WHOLE,
        )
    ).map(tuple),
    marked=st.lists(WHOLE).map(tuple),
    links=st.just(()),
    letters=WHOLE,
    destinations=st.lists(st.builds(Destination, name=st.text(), x=NUMBERS, y=NUMBERS)).map(tuple),
    bookmarks=st.lists(st.builds(Bookmark, level=WHOLE, label=st.text(), x=NUMBERS, y=NUMBERS)).map(
        tuple
    ),
)


@given(PAGES)
def test_a_page_is_the_same_after_the_cache(page: PiecePage) -> None:
    data = encode(page)
    assert decode(PiecePage, data) == page
    assert encode(decode(PiecePage, data)) == data


@given(
    st.builds(
        Finding,
        kind=st.sampled_from(Kind),
        severity=st.sampled_from(Severity),
        message=st.text(),
        advice=st.text(),
        place=st.none() | st.builds(Place, file=st.text(), line=st.none() | WHOLE),
    )
)
def test_a_finding_is_the_same_after_the_cache(finding: Finding) -> None:
    assert decode(tuple[Finding, ...], encode((finding,))) == (finding,)


TEXT = st.text()
NODES = st.recursive(
    TEXT,
    lambda inside: st.builds(
        Element,
        tag=TEXT,
        attributes=st.lists(st.tuples(TEXT, TEXT)).map(tuple),
        children=st.lists(inside).map(tuple),
    ),
    max_leaves=8,
)
BODIES = st.builds(
    Body,
    content=st.lists(NODES).map(tuple),
    notes=st.lists(st.builds(Note, number=WHOLE, content=st.lists(NODES).map(tuple))).map(tuple),
    words=WHOLE,
    links_told=st.lists(TEXT).map(tuple),
)
DATES = st.builds(ArticleDate, year=st.integers(1, 9999), time=st.none() | st.times())
DRAFTS = st.builds(
    Draft,
    key=TEXT,
    read=st.builds(
        ArticleFile,
        article=st.builds(
            Article,
            slug=TEXT,
            file=TEXT,
            title=st.builds(LangText, text=TEXT, language=st.none() | TEXT),
            date=st.none() | DATES,
            language=TEXT,
            body=BODIES,
        ),
        markup=st.builds(
            Markup,
            text=TEXT,
            file=TEXT,
            variables=st.dictionaries(TEXT, TEXT),
        ),
    ),
    findings=st.just(()),
    made=st.none()
    | st.builds(
        MadeBody,
        document=TEXT,
        picture_missing=TEXT,
        documents=st.lists(st.tuples(TEXT, st.none() | TEXT)).map(tuple),
        pictures=st.lists(st.tuples(TEXT, TEXT)).map(tuple),
        body=BODIES,
        findings=st.just(()),
    ),
)


@given(DRAFTS)
def test_a_draft_is_the_same_after_the_cache(draft: Draft) -> None:
    data = encode(draft)
    assert decode(Draft, data) == draft
    assert encode(decode(Draft, data)) == data


@given(PAGES, st.data())
def test_bytes_of_another_length_are_refused(page: PiecePage, data: st.DataObject) -> None:
    whole = encode(page)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    for wrong in (cut, whole + b"x"):
        with pytest.raises(DAMAGE):
            decode(PiecePage, wrong)


@pytest.mark.parametrize("way", ["pipe", "link", "folder that is a link"])
def test_an_entry_that_is_no_file_of_the_cache_is_none(tmp_path: Path, way: str) -> None:
    shelf, elsewhere = open_shelf(tmp_path / "book", CACHE), tmp_path / "elsewhere"
    shelf.put(KEY, b"pages")
    (path,) = entries(shelf)
    if way == "folder that is a link":
        path.parent.rename(elsewhere)
        path.parent.symlink_to(elsewhere)
    else:
        path.rename(elsewhere)
        if way == "pipe":
            os.mkfifo(path)
        else:
            path.symlink_to(elsewhere)
    assert shelf.get(KEY) is None
    if way == "folder that is a link":
        shelf.put(KEY[:2] + OTHER[2:], b"pages")
        assert len(list(elsewhere.iterdir())) == 1


def test_what_is_not_of_the_cache_stays_in_its_folder(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "ab", room=10)
    mine = [shelf.path / name for name in ("text.md", "cd/text.md", "ab/text.md")]
    for path in mine:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Years of work.", encoding="utf-8")
    shelf.put(KEY, b"pages")
    shelf.tidy()
    assert shelf.clear() == 0
    shelf.put(OTHER, b"x")
    assert shelf.clear() > 0
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(mine)


@pytest.mark.parametrize("folder", ["..", "a/../..", "/x", ".", '""', "a\\\\b"])
def test_the_cache_lies_in_the_project(folder: str) -> None:
    text = f"title: Sorts\nlanguage: en\ncache: {folder}\nidentifier: urn:x-test:1\n"
    (found,) = read_manifest(text, "book.yml").findings
    assert str(found).startswith("book.yml:3:8: error: cache: ")


def test_the_manifest_says_where_the_cache_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    text = "title: Sorts\nlanguage: en\nidentifier: urn:x-test:1\ncache: build/kept\n"
    (tmp_path / "book.yml").write_text(text, encoding="utf-8")
    (tmp_path / "articles/2025-01-01-a.md").write_text("---\ntitle: A\n---\nWords.\n")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["build", "--epub"]).exit_code == 0
    assert entries(Shelf(tmp_path / "build/kept"))
    assert not (tmp_path / ".anthology").exists()
    assert CliRunner().invoke(main, ["clean"]).output.startswith("removed ")
    assert not (tmp_path / "build").exists()


def draft(key: str) -> Draft:
    article = Article(slug=key, file="a.md", title=LangText(text="A"), language="en")
    markup = Markup(text="A", format=Format.MARKDOWN, file="a.md")
    return Draft(key=key, read=ArticleFile(article=article, markup=markup), findings=())


def test_drafts_of_a_build_stand_together(shelf: Shelf) -> None:
    names = [f"{number:064x}" for number in range(2500)]
    Drafts(shelf, "en").keep({name: encode(draft(name)) for name in names})
    assert len(entries(shelf)) == 3
    again = Drafts(shelf, "en")
    assert [again.get(name) for name in names] == [draft(name) for name in names]
    assert Drafts(shelf, "de").get(names[0]) is None
    again.keep({names[0]: None, names[2000]: None})
    last = Drafts(shelf, "en")
    assert last.get(names[2000]) == draft(names[2000])
    assert last.get(names[1]) is None
    assert last.get(names[-1]) is None


def test_a_damaged_entry_of_drafts_holds_none(shelf: Shelf) -> None:
    name = "0" * 64
    Drafts(shelf, "en").keep({name: encode(draft(name))})
    (path,) = entries(shelf)
    data = path.read_bytes()[32:-1]
    path.write_bytes(hashlib.sha256(data).digest() + data)
    assert Drafts(shelf, "en").get(name) is None
