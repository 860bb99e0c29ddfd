"""The proof that nothing was lost: it finds every loss, and it finds none where there is none."""

import io
import random
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

from anthology.body.tree import to_xhtml
from anthology.cli import main
from anthology.completeness.aid import Aid
from anthology.completeness.compare import compare, lost_ranges
from anthology.completeness.expected import Expected, expected
from anthology.completeness.found import Found
from anthology.completeness.letters import letters
from anthology.completeness.manuscript import Manuscript
from anthology.completeness.pdf import read_pdf
from anthology.completeness.report import prove
from anthology.completeness.witness import Witness
from anthology.crew import Crew
from anthology.formats import Format
from anthology.load import Project
from anthology.manifest import CACHE
from anthology.model import Edition
from anthology.plan import Plan, plan_book
from anthology.shelf import open_shelf

ROOT = Path(__file__).parent.parent
HEAD = "---\ntitle: On Type\ndate: 2025-11-16\n---\n"
MANIFEST = "title: Sorts\nlanguage: en\nidentifier: urn:x-test:1\n"


def markdown(text: str, title: str = "On Type") -> Expected:
    manuscript = Manuscript(file="a.md", text=HEAD + text, format=Format.MARKDOWN)
    return expected(manuscript, title)


def html(text: str) -> Expected:
    return expected(Manuscript(file="a.html", text=text, format=Format.HTML), "On Type")


def words(text: str) -> str:
    return " ".join(text.split())


# -- what an article file says


def test_markdown_is_read_without_its_front_matter_and_marks() -> None:
    read = markdown("One *two*[^n] [three](https://example.org/x) `four`.\n\n[^n]: A note.\n")
    assert words(read.text) == "One two three four ."
    assert [words(note) for note in read.notes] == ["A note."]
    assert (read.links.total(), read.references, read.pictures) == (1, 0, 0)


def test_notes_of_html_are_taken_out_of_the_text() -> None:
    read = html(
        '<p>Text<a href="#fn1">[1]</a> more.</p><ol class="footnotes">'
        '<li id="fn1">Said below. <a class="footnote-backref" href="#r">back</a></li></ol>'
    )
    assert words(read.text) == "Text more."
    assert [words(note) for note in read.notes] == ["Said below."]


def test_what_a_book_leaves_out_is_not_expected() -> None:
    read = html("<style>p{}</style><p>Kept</p><iframe>no frames</iframe><script>x</script>")
    assert words(read.text) == "Kept"


def test_captions_and_feet_of_tables_stand_where_a_book_has_them() -> None:
    read = html(
        "<figure><figcaption>below</figcaption><p>above</p></figure>"
        "<table><tfoot><tr><td>foot</td></tr></tfoot><tbody><tr><td>body</td></tr></tbody></table>"
    )
    assert words(read.text) == "above below body foot"


def test_captions_within_captions_stand_where_a_book_has_them() -> None:
    inner = "<figure><figcaption>three</figcaption><p>two</p></figure>"
    read = html(f"<figure><figcaption>one {inner}</figcaption><figcaption>four</figcaption>")
    assert words(read.text) == "one two three four"


def test_a_table_within_a_table_has_its_feet_below() -> None:
    inner = "<table><tfoot><tr><td>two</tfoot><tbody><tr><td>one</table>"
    read = html(f"<table><tfoot><tr><td>three</tfoot><tbody><tr><td>{inner}</table>")
    assert words(read.text) == "one two three"


def test_a_link_without_an_address_is_none() -> None:
    read = html("<p>To <a href>nowhere</a>, <a href=' '>to</a> <a>nothing</a> <a href='#'>here</a>")
    assert (read.links.total(), read.references) == (0, 1)
    assert words(read.text) == "To nowhere , to nothing here"


def test_a_heading_that_repeats_the_title_is_not_expected_twice() -> None:
    assert words(markdown("# On *Type*\n\nText.\n").text) == "Text."
    assert words(markdown("# Another\n\nText.\n").text) == "Another Text."


# -- expected against found


def gone(text: str, there: str, notes: str = "") -> list[str]:
    found = Found(text=letters(f"title {there}"), notes=letters(notes))
    return [one.text for one in compare(Expected(title="title", text=text), found)]


def test_typography_hyphens_and_case_make_no_difference() -> None:
    assert gone('"Don\'t" co-operate -- ﬁnd ½', "“Don’t” coop\u00ad-\nerate – FIND 1⁄2") == []


def test_additions_make_no_difference() -> None:
    assert gone("one two three", "head one [picture is missing] two three source") == []


def test_a_text_that_repeats_itself_between_additions_is_whole() -> None:
    part = "A harbour\nSea and rocks in the fog\nlog\n"
    text = "".join(f"{part}Part {number}\n" for number in "one two three four five six".split())
    there = text.replace("log", "the picture is missing log").replace("Sea", "a picture. Sea")
    assert gone(text * 3, there * 3) == []
    assert gone(text * 3, there * 2 + there.replace("Part four", "Part")) != []


@pytest.mark.parametrize("lost", ["two", "one", "three", "one two three"])
def test_a_lost_word_is_named(lost: str) -> None:
    assert gone("one two three", "one two three".replace(lost, "")) == [lost]


def test_words_in_another_order_are_lost_words() -> None:
    assert gone("alpha beta gamma delta", "gamma delta alpha beta") != []


def test_words_written_from_the_right_may_be_found_in_the_order_of_the_line() -> None:
    assert gone("שלום עולם 2025", "2025 עולם שלום") == []
    assert gone("כל (one two) עולם", "עולם two one כל") == []
    assert "עולם" in gone("שלום עולם", "שלום")[0]
    assert "first" in " ".join(gone("A first line.\nשלום עולם", "A line. עולם שלום"))
    assert "two" in " ".join(gone("כל (one two) עולם", "עולם one כל"))


def test_a_missing_note_picture_and_link_are_told() -> None:
    wanted = Expected(
        title="t", text="", notes=("a note",), pictures=2, references=1,
        links=markdown("[x](https://example.org)").links,
    )  # fmt: skip
    found = Found(text="t", notes="", pictures=1)
    assert [one.what for one in compare(wanted, found)] == [
        "words of a note",
        "pictures",
        "links",
        "links inside the book",
    ]


def test_a_lost_word_in_a_long_text_is_found_at_once() -> None:
    said = [f"word{number}" for number in range(200_000)]
    kept = said[:120_000] + said[120_001:]
    assert gone(" ".join(said), " ".join(kept)) == ["word120000"]


@given(
    st.lists(st.sampled_from(["ab", "ba", "abc", "x", "longer"]), min_size=1, max_size=60),
    st.data(),
)
def test_whatever_is_taken_out_is_missed_and_nothing_else_is(
    said: list[str], data: st.DataObject
) -> None:
    whole = "".join(said)
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    there = whole[:start] + whole[end:]
    ranges = lost_ranges(whole, there)
    assert sum(b - a for a, b in ranges) >= end - start
    assert lost_ranges(whole, whole) == []


@given(st.text(st.characters(max_codepoint=0x2FFF) | st.sampled_from("aB’…½″ß\u0301İΣς\u00a0")))
def test_letters_are_those_of_the_compatibility_form_without_case(text: str) -> None:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).lower()
    said = "".join(filter(str.isalnum, folded))
    assert letters(text) == said


# -- the proof of finished files


def plan_of(folder: Path) -> Plan:
    plan = plan_book(Project(folder), None, lambda *_: None).value
    assert plan is not None
    return plan


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, bytes]:
    """The sample book of the project, and its EPUB."""
    out = tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        result = CliRunner().invoke(main, ["build", "--epub", "-q", "--output", str(out)])
    assert result.exit_code == 0, result.output
    return plan_of(ROOT), next(out.glob("*.epub")).read_bytes()


def without(data: bytes, name: str, start: int, end: int) -> bytes:
    """Return an EPUB with a piece taken out of one of its files."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == name:
                text = content.decode()
                content = (text[:start] + text[end:]).encode()
            new.writestr(info, content)
    return target.getvalue()


def is_text(markup: str, at: int) -> bool:
    """Return whether a place in markup is outside of every tag."""
    return markup.rfind(">", 0, at) > markup.rfind("<", 0, at)


def test_every_word_that_an_epub_loses_is_missed(sample: tuple[Plan, bytes]) -> None:
    plan, data = sample
    assert prove(plan.book, plan.manuscripts, Edition.EPUB, data).findings == ()
    chance = random.Random(20251116)  # noqa: S311 - a test
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts = {n: archive.read(n).decode() for n in archive.namelist() if "/article-" in n}
    for _ in range(12):
        name = chance.choice(sorted(texts))
        body = texts[name].index('<div class="body">')
        end = texts[name].index('class="article-source"')
        found = re.compile(r"(?<=[ >])[^\W\d]+(?=[ ,.])").finditer(texts[name], body, end)
        word = chance.choice([match for match in found if is_text(texts[name], match.start())])
        torn = without(data, name, word.start(), word.end())
        proof = prove(plan.book, plan.manuscripts, Edition.EPUB, torn)
        (finding,) = proof.findings
        assert word[0] in finding.message, (name, word[0], finding)
        assert finding.place is not None
        assert finding.place.line, (name, word[0])


def build(folder: Path, text: str, *words: str, name: str = "type.md") -> tuple[int, str]:
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    (folder / "book.yml").write_text(MANIFEST, encoding="utf-8")
    (folder / f"articles/{name}").write_bytes((HEAD + text).encode("utf-8", "surrogatepass"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        result = CliRunner().invoke(main, ["build", *words])
    return result.exit_code, result.output


def test_a_build_that_loses_a_word_ends_with_6_and_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build(tmp_path, "One word and another.\n", "--epub")[0] == 0
    before = (tmp_path / "dist/sorts.epub").read_bytes()
    shutil.rmtree(tmp_path / CACHE)
    monkeypatch.setattr(
        "anthology.flow.to_xhtml", lambda nodes: to_xhtml(nodes).replace("another", "")
    )
    code, output = build(tmp_path, "One word and another.\n", "--epub")
    assert code == 6
    assert output.startswith("articles/type.md:5:14: error: the EPUB lacks words of this text: “an")
    assert (tmp_path / "dist/sorts.epub").read_bytes() == before


@pytest.mark.parametrize("moved", ["0 -5000", "400 0", "-80 0"])
def test_words_of_a_pdf_count_where_they_are_seen(moved: str, tmp_path: Path) -> None:
    assert build(tmp_path, "One word and another.\n\nA last one.\n", "--pdf")[0] == 0
    plan, path = plan_of(tmp_path), tmp_path / "dist/sorts.pdf"
    assert prove(plan.book, plan.manuscripts, Edition.PDF, path.read_bytes()).findings == ()
    torn = io.BytesIO()
    with pikepdf.open(path) as pdf:
        page = next(page for page in pdf.pages if "another" in _text_of(page, pdf))
        operators = pikepdf.parse_content_stream(page)
        start = next(
            n for n, one in enumerate(operators)
            if str(one.operator) == "BDC" and str(one.operands[0]) == "/Span"
        )  # fmt: skip
        page.Contents = pdf.make_stream(
            pikepdf.unparse_content_stream(operators[:start])
            + f" 1 0 0 1 {moved} cm ".encode()
            + pikepdf.unparse_content_stream(operators[start:])
        )
        pdf.save(torn)
    proof = prove(plan.book, plan.manuscripts, Edition.PDF, torn.getvalue())
    assert any("the PDF lacks words" in finding.message for finding in proof.findings)


class Hands(Executor):
    """Carries out calls at once, and remembers which documents were to be read."""

    def __init__(self) -> None:
        self.read: list[frozenset[str]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.read.append(args[-1])
        future: Future[Any] = Future()
        if len(self.read) == 2:
            future.set_exception(RuntimeError("the process died"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def test_many_hands_read_a_pdf_and_no_document_twice(tmp_path: Path) -> None:
    count = 40
    for number in range(count):
        text = f"---\ntitle: Article {number}\n---\nThe text {number}.\n"
        path = tmp_path / f"articles/2025-01-01-a{number}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert build(tmp_path, "The last.\n", "--pdf")[0] == 0
    data = (tmp_path / "dist/sorts.pdf").read_bytes()
    documents = sorted(f"article-a{number}" for number in range(count))
    alone = read_pdf(data, documents)
    assert list(alone) == documents
    assert all(
        letters(f"The text {name.removeprefix('article-a')}.") in found.text
        for name, found in alone.items()
    )
    hands = Hands()
    assert Witness(data, Crew(hands, 2)).read(documents, documents) == alone
    assert [len(share) for share in hands.read] == [20, 20]


def test_what_was_proved_is_not_proved_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    other = "---\ntitle: Other\ndate: 2025-01-01\n---\nAnother text.\n"
    (tmp_path / "articles/other.md").write_text(other)
    assert build(tmp_path, "One text.\n", "--pdf")[0] == 0
    data = (tmp_path / "dist/sorts.pdf").read_bytes()
    plan = plan_of(tmp_path)
    read: list[str] = []

    def reader(_: bytes, __: object, wanted: Sequence[str]) -> dict[str, Found]:
        read.extend(wanted)
        return read_pdf(data, documents, wanted)

    documents = ["article-other", "article-type"]
    monkeypatch.setattr("anthology.completeness.pdf.read_pdf", reader)
    names = {document: f"as {document}" for document in documents}
    aid = Aid(names=names, shelf=open_shelf(tmp_path, "kept"))

    def read_for(aid: Aid) -> list[str]:
        read.clear()
        assert prove(plan.book, plan.manuscripts, Edition.PDF, data, aid).findings == ()
        return read

    assert read_for(aid) == documents
    assert read_for(aid) == []
    assert read_for(replace(aid, names=names | {"article-type": "else"})) == ["article-type"]
    (tmp_path / "articles/type.md").write_text(f"{HEAD}One text, more.\n")
    changed = plan_of(tmp_path)
    for _ in range(2):
        proof = prove(changed.book, changed.manuscripts, Edition.PDF, data, aid)
        assert "“more.”" in proof.findings[0].message


def test_pictures_without_a_description_are_counted_in_print(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    Image.new("L", (40, 40), 90).save(tmp_path / "articles/grey.png")
    text = "Words ![](grey.png) and ![A grey square](grey.png).\n"
    assert build(tmp_path, text, "--pdf")[0] == 0
    data = (tmp_path / "dist/sorts.pdf").read_bytes()
    plan = plan_of(tmp_path)
    assert prove(plan.book, plan.manuscripts, Edition.PDF, data).findings == ()
    (tmp_path / "articles/type.md").write_text(f"{HEAD}{text}\n![](grey.png)\n")
    plan = plan_of(tmp_path)
    (found,) = prove(plan.book, plan.manuscripts, Edition.PDF, data).findings
    assert "the PDF lacks pictures of this text: “2 of 3 are there”" in found.message


def _text_of(page: pikepdf.Page, pdf: pikepdf.Pdf) -> str:
    import pypdfium2

    data = io.BytesIO()
    pdf.save(data)
    with pypdfium2.PdfDocument(data.getvalue()) as read:
        return str(read[page.index].get_textpage().get_text_range())


def test_missing_words_begin_where_words_begin() -> None:
    wanted = Expected(title="title", text="Such is its value.\nSource: a book of Europe", notes=())
    found = Found(
        text=letters("title Such is its value."), notes=letters("Source: a book of Europe")
    )
    assert compare(wanted, found) == []
    told = compare(wanted, Found(text=letters("title Such is its value."), notes=""))
    assert [one.text for one in told] == ["Source: a book of Europe"]


# -- what used to get lost


def numbered(count: int, stem: str = "word") -> str:
    return " ".join(f"{stem}{number}" for number in range(count))


LOSERS = {
    "note of 600 words": f"Text[^1] more.\n\n[^1]: {numbered(600)}\n",
    "note of 1,500 words": f"Text[^1] more.\n\n[^1]: {numbered(1500)}\n",
    "300 nested div": "".join(f"<div>deep{n} " for n in range(300)) + "</div>" * 300 + "\n",
    "30 nested quotations": "".join(f"{'>' * n} deep{n} words\n{'>' * n}\n" for n in range(1, 31)),
    "text before the first element": "Before <p>inside</p> after.\n",
    "text after a lone surrogate": "A word \ud800 behind it.\n",
    "text after a control character": "A word \x07 behind \x1b it.\n",
    "html of full height": f"<style>html {{ height: 100% }}</style>\n\n{numbered(1500)}\n",
    "a table of many rows": "|a|b|\n|-|-|\n" + "".join(f"|left{n}|right{n}|\n" for n in range(400)),
    "a head that is taller than a page": "<table><thead>"
    + "".join(f"<tr><th>head{n}</th></tr>" for n in range(90))
    + "</thead><tbody><tr><td>body</td></tr></tbody></table>\n",
    "a cell that is taller than a page": f"|a|\n|-|\n|{numbered(900)}|\n",
    "a long line without blanks": "x".join(str(number) for number in range(3000)),
    "a table wider than the page": "|" + "|".join(f"column{n}" for n in range(40)) + "|\n"
    + "|-" * 40 + "|\n|" + "|".join(f"cell{n}" for n in range(40)) + "|\n",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("loser", LOSERS)
def test_nothing_that_used_to_get_lost_is_lost(loser: str, tmp_path: Path) -> None:
    code, output = build(tmp_path, LOSERS[loser])
    assert code == 0, output
    plan = plan_of(tmp_path)
    for edition in (Edition.EPUB, Edition.PDF):
        data = (tmp_path / f"dist/sorts.{edition.value}").read_bytes()
        proof = prove(plan.book, plan.manuscripts, edition, data)
        assert (proof.missing, proof.findings) == (0, ())


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [numbered(650_000), "|a|b|\n|-|-|\n" + "".join(f"|left{n}|right{n}|\n" for n in range(10_000))],
    ids=["a paragraph of 5 MB", "a table of 10,000 rows"],
)
def test_nothing_of_what_is_very_large_is_lost(text: str, tmp_path: Path) -> None:
    code, output = build(tmp_path, text, "--epub")
    assert code == 0, output


@pytest.mark.slow
def test_long_notes_are_told(tmp_path: Path) -> None:
    _, output = build(tmp_path, LOSERS["note of 600 words"], "--pdf")
    assert "articles/type.md: warning: note 1 is too long for the foot of a page" in output
