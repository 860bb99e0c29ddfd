"""The last word of a paragraph: whole on its line in print, and not alone if it is short."""

import re

import pytest

from anthology.body.endings import guard_endings
from anthology.body.make import Markup, Surroundings, make_body
from anthology.body.tree import text_of, to_xhtml
from anthology.errors import Checked
from anthology.formats import Format


def guarded(html: str) -> str:
    """Return a text as print has it, with `[…]` for what is not divided and `~` for no-breaks."""
    around = Surroundings(
        title="T", language="en", id="a", picture_missing="{alt}",
        find_picture=lambda _: Checked(None), find_document=lambda _: None,
    )  # fmt: skip
    body = make_body(Markup(text=html, format=Format.HTML, file="a.html"), around).value
    shown = guard_endings(body.content, lambda node: node.get("href").endswith("#numbered"))
    assert text_of(shown).replace("\u00a0", " ").split() == text_of(body.content).split()
    return re.sub(
        r'<span class="ending">(.*?)</span>', r"[\1]", to_xhtml(shown).replace("\u00a0", "~")
    )


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>One of the printers</p>", "<p>One of the [printers]</p>"),
        ("<p>Printers print it</p>", "<p>Printers [print~it]</p>"),
        ("<p>Printers print it (h/t <b>Aldus Manutius</b>)</p>",
         "<p>Printers print it (h/t <b>Aldus [Manutius]</b>)</p>"),
        ("<p>Whatever the <em>press</em> says</p>", "<p>Whatever the <em>press</em> [says]</p>"),
        ("<p>Whatever the <em>press </em>printed</p>",
         "<p>Whatever the <em>press </em>[printed]</p>"),
        ("<p>Whatever the re<em>printers</em></p>", "<p>Whatever the [re]<em>[printers]</em></p>"),
        ("<p>Words <a href='https://a.example/'>that lead away</a></p>",
         '<p>Words <a href="https://a.example/">that [lead~away]</a></p>'),
        ("<p>Words <a href='https://a.example/#numbered'>that lead away</a>.</p>",
         '<p>Words <a href="https://a.example/#numbered">that lead [away]</a>.</p>'),
        ("<p>Printers print<br>nevertheless</p>", "<p>Printers print<br/>[nevertheless]</p>"),
        ("<ul><li>Printers and compositors</li></ul>",
         "<ul><li>Printers and [compositors]</li></ul>"),
        ("<p>One</p>", "<p>[One]</p>"),
        ("<p>Of a Rechtsschutzversicherungsgesellschaft</p>",
         "<p>Of a Rechtsschutzversicherungsgesellschaft</p>"),
        ("<p>!</p>", "<p>!</p>"),
    ],
)  # fmt: skip
def test_the_last_word_is_not_divided(html: str, shown: str) -> None:
    assert guarded(html).replace("\n", "") == shown
