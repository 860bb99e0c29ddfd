"""reStructuredText, as Pelican's sites have it, to HTML and what stands above it."""

import re
from collections.abc import Iterator
from html import escape
from io import StringIO

from docutils import nodes
from docutils.core import publish_doctree, publish_from_doctree
from docutils.writers.html5_polyglot import Writer

from anthology.intake.site.matter import Matter, Misread

_SETTINGS = {
    "_disable_config": True,
    "doctitle_xform": True,
    "docinfo_xform": False,
    "file_insertion_enabled": False,
    "halt_level": 6,
    "initial_header_level": 2,
    "input_encoding": "unicode",
    "line_length_limit": 10_000_000,
    "math_output": "LaTeX",
    "output_encoding": "unicode",
    "report_level": 2,
    "section_self_link": False,
    "smart_quotes": False,
    "syntax_highlight": "none",
}
"""Nothing is read but the text, and nothing of it is lost for being wrong."""
_FIELD = re.compile(r"^:(date|title|authors?|tags|slug): *(.+)$", re.MULTILINE)


def read_rst(text: str) -> Matter:
    """Return a text in reStructuredText: its fields `:date: …`, and its body as HTML.

    The first heading is the title. What is not known, such as the directive of a plug-in, is left
    out and told; what docutils fails on stands as it was typed.
    """
    try:
        return _read(text)
    except Exception as failure:
        said = Misread(line=1, what=f"it cannot be read ({type(failure).__name__})")
        typed = f"<pre>{escape(text, quote=False)}</pre>"
        return Matter(values=dict(_FIELD.findall(text)), body=typed, misread=(said,))


def _read(text: str) -> Matter:
    tree = publish_doctree(text, settings_overrides=_settings())
    values = dict(_fields(tree))
    if tree.get("title"):
        values.setdefault("title", tree["title"])
    misread = tuple(_without_messages(tree))
    _mend(tree)
    _mark_notes(tree)
    writer = Writer()
    publish_from_doctree(tree, writer=writer, settings_overrides=_settings())
    return Matter(values=values, body=str(writer.parts["fragment"]), misread=misread)


def _settings() -> dict[str, object]:
    return {**_SETTINGS, "warning_stream": StringIO()}


def _fields(tree: nodes.document) -> Iterator[tuple[str, str]]:
    """Yield the fields above the text, and take them out of it."""
    found = next((node for node in tree.children if not isinstance(node, _ABOVE)), None)
    if not isinstance(found, nodes.field_list):
        return
    for one in found.children:
        name, body = one.children
        yield name.astext().strip().casefold(), " ".join(body.astext().split())
    tree.remove(found)


_INFORMATION = 1
"""The level of messages that tell of nothing wrong."""
_ABOVE = (nodes.title, nodes.subtitle, nodes.comment, nodes.system_message)


def _without_messages(tree: nodes.document) -> Iterator[Misread]:
    """Yield what was not understood, and take the messages about it out of the text."""
    there = tuple(tree.findall(nodes.system_message))
    for message in (*there, *tree.transform_messages):
        what = next((one.astext() for one in message.children), "")
        if message["level"] > _INFORMATION:
            yield Misread(line=message.get("line", 1), what=" ".join(what.split()))
    for message in there:
        message.parent.remove(message)
    tree.transform_messages.clear()


def _mend(tree: nodes.document) -> None:
    """Write in plain HTML what docutils writes in its own."""
    for typed in tuple(tree.findall(nodes.problematic)):
        typed.parent.replace(typed, nodes.Text(typed.astext()))
    for code in tuple(tree.findall(nodes.literal)):
        code.parent.replace(code, _html(f"<code>{escape(code.astext())}</code>"))
    for picture in tree.findall(nodes.image):
        picture.setdefault("alt", "")


def _mark_notes(tree: nodes.document) -> None:
    """Let footnotes stand in a list at the end, as everybody else writes them in HTML."""
    notes = tuple(tree.findall(nodes.footnote))
    for reference in tuple(tree.findall(nodes.footnote_reference)):
        sign = escape(reference.astext())
        aim = escape(reference.get("refid", ""))
        reference.parent.replace(reference, _html(f'<sup><a href="#{aim}">{sign}</a></sup>'))
    if not notes:
        return
    tree += _html('<div class="footnotes"><ol>')
    for note in notes:
        note.parent.remove(note)
        tree += _html(f'<li id="{escape(note["ids"][0])}">')
        tree += [one for one in note.children if not isinstance(one, nodes.label)]
        tree += _html("</li>")
    tree += _html("</ol></div>")


def _html(written: str) -> nodes.raw:
    return nodes.raw("", written, format="html")
