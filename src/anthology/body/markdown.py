"""Markdown into HTML: CommonMark with footnotes, tables, strikethrough and definition lists."""

import re

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from anthology.body.locator import Locator
from anthology.errors import Checked, Finding, Kind, error, warning


def to_html(text: str, locator: Locator) -> Checked[str]:
    """Return the Markdown as HTML.

    A note that is never referred to is an error, since it would be lost; a reference to a note
    that is not there is a warning.
    """
    parser = (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .use(footnote_plugin)
        .use(deflist_plugin)
    )
    environment: dict[str, dict[str, dict[str, int]]] = {}
    html = str(parser.render(text, environment))
    defined = environment.get("footnotes", {}).get("refs", {})
    findings: list[Finding] = [
        error(
            Kind.ARTICLE,
            f"the note [^{label[1:]}] is never referred to",
            f"put [^{label[1:]}] where the note belongs, or delete the note",
            locator.next(f"[^{label[1:]}]:"),
        )
        for label, number in defined.items()
        if number < 0
    ]
    findings += [
        warning(
            Kind.ARTICLE,
            f"there is no note [^{label}]",
            f"write it on a line of its own: `[^{label}]: …`",
            locator.next(f"[^{label}]"),
        )
        for label in re.findall(r"\[\^([^\]\s]+)\](?!:)", text)
        if f"[^{label}]" in html
    ]
    return Checked(html, tuple(findings))
