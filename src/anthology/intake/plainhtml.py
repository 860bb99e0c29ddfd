"""The words of HTML in one line."""

import re

from anthology.body.locator import Locator
from anthology.body.parse import parse_html
from anthology.body.tree import text_of

_TITLE_LENGTH = 60
"""Characters of a text that stand for a title that it lacks."""
_ADDRESS = re.compile(r"(?:[(\[]?\b\w+:\s*)?https?://\S+")
"""An address, with a word that says what it is."""


def words_of_html(html: str) -> str:
    """Return the words of some HTML in one line."""
    if not re.search("[<&]", html):
        return " ".join(html.split())
    return " ".join(text_of(parse_html(html, Locator(html, "", 1)).value).split())


def beginning(words: str) -> str:
    """Return the first words of a text, to stand for a title that it lacks.

    Addresses are no words. Of writing without blanks between words as many characters are taken.
    """
    text = " ".join(_ADDRESS.sub("", words).split())
    if len(text) <= _TITLE_LENGTH:
        return text
    start = text[:_TITLE_LENGTH]
    return (start.rpartition(" ")[0] or start) + "…"
