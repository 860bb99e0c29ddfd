"""How articles are written, and the endings by which that is known."""

from enum import Enum


class Format(Enum):
    """How an article is written."""

    MARKDOWN = "markdown"
    HTML = "html"


FORMATS = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
}
"""The endings of article files."""
