"""The words of HTML in one line."""

import re

from anthology.body.locator import Locator
from anthology.body.parse import parse_html
from anthology.body.tree import text_of


def words_of_html(html: str) -> str:
    """Return the words of some HTML in one line."""
    if not re.search("[<&]", html):
        return " ".join(html.split())
    return " ".join(text_of(parse_html(html, Locator(html, "", 1)).value).split())
