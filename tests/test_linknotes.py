"""Links get notes with their addresses: where the sign stands, and what the note says."""

from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from anthology.body.linknotes import with_link_notes
from anthology.body.tree import Element, Nodes, element, text_of, walk
from anthology.cli import main
from anthology.model import Body, Note


def link(text: str, address: str = "https://example.org/a") -> Element:
    return element("a", text, href=address)


def note(number: int) -> Element:
    return element("a", data_note=str(number))


def noted(*content: Element | str, language: str = "de", notes: tuple[Note, ...] = ()) -> Body:
    body = Body(content=(element("p", *content),), notes=notes)
    return with_link_notes(body, language, lambda _: True)


def shown(nodes: Nodes) -> str:
    """Return a text with the numbers of its notes in brackets, and no invisible signs."""
    parts = []
    for node in nodes:
        if isinstance(node, str):
            parts.append(node)
        else:
            number = node.get("data-note")
            parts.append(f"[{number}]" if number else shown(node.children))
    return "".join(parts).replace("\u200b", "").replace("\u2060", "")


def said(body: Body) -> list[str]:
    return [shown(one.content) for one in body.notes]


@pytest.mark.parametrize(
    ("language", "before", "after", "expected"),
    [
        ("de", "Ein ", ", den", "Ein Text[1], den"),
        ("en", "A ", ", which", "A Text,[1] which"),
        ("en-GB", "A ", ".” So", "A Text.”[1] So"),
        ("en", "“", "”, he", "“Text”,[1] he"),
        ("de", "„", "“, sagt", "„Text“[1], sagt"),
        ("fr", "« ", "\u00a0», dit", "« Text[1]\u00a0», dit"),
        ("en", "", "’s end", "Text’s[1] end"),
        ("de", "", "s Ende", "Texts[1] Ende"),
        ("de", "", "-Ende.", "Text-Ende[1]."),
        ("en", "(", ") so", "(Text[1]) so"),
        ("en", "", " — so", "Text[1] — so"),
        ("en", "", ".5 more", "Text[1].5 more"),
    ],
)
def test_where_the_sign_stands(language: str, before: str, after: str, expected: str) -> None:
    body = noted(before, link("Text"), after, language=language)
    assert shown(body.content) == expected
    assert said(body) == ["example.org/a"]


def test_an_address_is_told_once_and_referred_to_again() -> None:
    body = noted(
        link("One"), " ", link("two", "https://example.org/b"), " ",
        link("three", "http://www.example.org/a/"), ".",
    )  # fmt: skip
    assert shown(body.content) == "One[1] two[2] three[1]."
    assert said(body) == ["example.org/a", "example.org/b"]
    assert all(one.of_link for one in body.notes)


@pytest.mark.parametrize("text", ["https://example.org/a", "example.org/a/", "EXAMPLE.org/a."])
def test_an_address_in_the_text_needs_no_note(text: str) -> None:
    assert said(noted(link(text))) == []


def test_pictures_and_places_in_the_book_need_no_note() -> None:
    picture = element("a", element("img", src="a.png", alt=""), href="https://example.org/a")
    inside = element("a", "there", href="#article-a.b")
    other = element("a", "there", data_document="article-b")
    assert said(noted(picture, inside, other)) == []


def test_links_and_notes_are_numbered_together() -> None:
    notes = (
        Note(number=1, content=(element("p", "The first, and ", link("a link"), "."),)),
        Note(number=2, content=(element("p", "The second."),)),
    )
    body = noted(
        link("Zero", "https://example.org/0"), note(1), " ", link("one"), note(2), " ", note(1),
        notes=notes,
    )  # fmt: skip
    assert shown(body.content) == "Zero[1][2] one[2][3] [2]"
    assert said(body) == [
        "example.org/0", "The first, and a link (example.org/a).", "The second.",
    ]  # fmt: skip
    assert [one.number for one in body.notes] == [1, 2, 3]
    assert [one.of_link for one in body.notes] == [True, False, False]


def test_a_note_refers_to_what_the_text_told_before() -> None:
    notes = (Note(number=1, content=(element("p", link("It"), ", ", link("again"), "."),)),)
    body = noted(link("One"), note(1), notes=notes)
    assert said(body)[1] == "It[1], again[1]."


def test_notes_that_only_notes_refer_to_come_last() -> None:
    notes = (
        Note(number=1, content=(element("p", "See", note(2)),)),
        Note(number=2, content=(element("p", link("There"), "."),)),
    )
    body = noted(note(1), link("a", "https://example.org/b"), notes=notes)
    assert said(body) == ["See[3]", "example.org/b", "There (example.org/a)."]


def test_notes_of_crowded_paragraphs_stand_behind() -> None:
    many = [link("a long text of a link", f"https://example.org/{at}") for at in range(5)]
    crowd = element("p", *many, " and words" * 40)
    few = element("p", *many[:2], link("other", "https://example.org/o"), " and words" * 40)
    body = with_link_notes(Body(content=(crowd, few)), "de", lambda _: True)
    assert [one.behind for one in body.notes] == [True] * 5 + [False]
    items = (element("li", link("a", f"https://example.org/{at}")) for at in range(5))
    body = with_link_notes(Body(content=(element("ul", *items),)), "de", lambda _: True)
    assert all(one.behind for one in body.notes)


def test_notes_leave_room_for_the_text() -> None:
    short = [
        element("p", link("A line with a link", f"https://example.org/{at}/{'slug-' * 20}"))
        for at in range(20)
    ]
    notes = with_link_notes(Body(content=tuple(short)), "de", lambda _: True).notes
    at_foot = [number for number, one in enumerate(notes) if not one.behind]
    assert at_foot == [*range(5), *range(12, 17)]
    long = tuple(element("p", *one.children, " and more words" * 10) for one in short)
    notes = with_link_notes(Body(content=long), "de", lambda _: True).notes
    assert not any(one.behind for one in notes)


def test_no_word_of_the_text_is_changed() -> None:
    body = Body(content=(element("p", "A ", link("b"), "’s “", link("c"), "”. D"),))
    made = with_link_notes(body, "en", lambda _: True)
    assert text_of(made.content) == text_of(body.content)
    assert sum(one.tag == "a" for one in walk(made.content)) == 4


@pytest.mark.slow
def test_the_address_of_an_earlier_publication_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text("title: F\nlanguage: en\nidentifier: urn:x-test:1\n")
    (tmp_path / "articles/a.md").write_text(
        "---\ntitle: A\ndate: 2025\nsource:\n  url: https://example.org/first\n"
        "  published: {name: A paper, url: https://example.org/second}\n---\nWords.\n"
    )
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["build", "--press"])
    assert made.exit_code == 0, made.output
    with pypdfium2.PdfDocument(tmp_path / "dist/f-press.pdf") as pdf:
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "example.org/first" in text
    assert "example.org/second" in text
