"""reStructuredText: what Pelican's sites hold, and what docutils cannot take."""

import pytest

from anthology.intake.site.rst import read_rst


def test_the_first_heading_is_the_title_and_fields_stand_above() -> None:
    matter = read_rst("A *title*\n#########\n\n:Date: 2024-06-07\n:tags: a,\n b\n\nWords.\n")
    assert matter.values == {"title": "A title", "date": "2024-06-07", "tags": "a, b"}
    assert matter.body == "<p>Words.</p>\n"


def test_a_title_among_the_fields_is_the_one() -> None:
    matter = read_rst(":title: The one\n:date: 2024-06-07\n\nOther\n=====\n\nWords.\n")
    assert matter.values["title"] == "The one"
    assert "Other" in matter.body


def test_notes_stand_in_a_list_at_the_end() -> None:
    matter = read_rst("Words [2]_ and [#x]_.\n\n.. [2] First.\n.. [#x] *Second*.\n\nThe end.\n")
    assert '<sup><a href="#footnote-1">2</a></sup>' in matter.body
    assert matter.body.index("The end.") < matter.body.index('<div class="footnotes">')
    assert "<em>Second</em>" in matter.body


@pytest.mark.parametrize(
    ("text", "what", "stays"),
    [
        ("Words.\n\n.. youtube:: abc\n", "youtube", "Words."),
        ("An :odd:`role` here.\n", "odd", ":odd:`role`"),
        ("A `broken link_ here.\n", "without end-string", "`broken"),
        ("A lost_ name.\n", "lost", "lost_"),
        (".. include:: /etc/passwd\n\nWords.\n", "disabled", "Words."),
        (".. raw:: html\n   :file: /etc/passwd\n\nWords.\n", "disabled", "Words."),
        (".. csv-table::\n   :file: /etc/passwd\n\nWords.\n", "csv-table", "Words."),
    ],
)
def test_what_is_wrong_is_told_and_the_words_stay(text: str, what: str, stays: str) -> None:
    matter = read_rst(text)
    assert any(what in one.what for one in matter.misread)
    assert stays in matter.body
    assert "system-message" not in matter.body
    assert "root:" not in matter.body


def test_what_docutils_fails_on_stands_as_it_was_typed() -> None:
    text = ":date: 2024-06-07\n\n" + "- " * 5000 + "words"
    matter = read_rst(text)
    assert matter.values == {"date": "2024-06-07"}
    assert matter.body.startswith("<pre>")
    assert matter.body.count("- ") == 5000
    assert "RecursionError" in matter.misread[0].what
