"""A new project that builds at once."""

import json
import os
import uuid
from pathlib import Path

from anthology.errors import AnthologyError, Kind, error
from anthology.manifest import MANIFEST, manifest_schema
from anthology.write import check_new, check_output, opened

SCHEMA = "book.schema.json"
"""The schema of the manifest, by which an editor completes and checks it."""

ARTICLES = "articles"
"""The folder of the articles."""

EXAMPLE = "_example.md"
"""An article to copy from; its underscore keeps it out of the book."""

_MANIFEST = """\
# yaml-language-server: $schema=book.schema.json
# What the book is. `anthology list` shows what becomes of it, `anthology build` makes it.

title: {title}
language: {language}          # of labels, quotation marks, hyphens and dates: de, en, uk …
authors: {authors}
# subtitle: …
# contributors:
#   - {{name: …, role: translator}}
# publisher: …
# date: 2025-12-01
# rights: © 2025 …
# description: Two or three sentences for catalogues.

# Names the book for ever, in every edition. Never change it.
identifier: {identifier}

articles: articles            # the folder of the articles
order: oldest-first           # or newest-first
chapters: month               # or quarter, year, author, tag, or a list of chapters
# front: [front/preface.md]   # texts before the first chapter
# back: [back/about.md]       # texts after the last one
sources: {{order: chapter}}     # or date, author, platform, language
# names: names.yml            # an index of names; `anthology names` proposes the file
# colophon: {{digest: true}}    # a last page: typeface, program, digest of the input
# cover: {{image: cover.jpg}}   # without it, a cover is set from the title
pdf: {{page: A5}}
"""

_EXAMPLE = """\
---
# Copy this file to a name without the underscore, such as 2025-11-16-a-title.md
title: The title of the article
date: 2025-11-16
authors: [The author]
# translators: [The translator]
# language: de                # where it is not the book's
tags: []
source:                       # where the text comes from; leave out what is not known
  kind: article               # or interview, speech, letter, essay …
  title: {text: The title of the original, language: en}
  authors: [The author]
  date: 2025-11-16
  language: en
  platform: The newspaper, channel or site
  url: https://example.org/the-original
---

The text in Markdown, with *emphasis*, a note[^1] and

> a quotation.

[^1]: The note.
"""


def create_project(folder: Path, title: str, language: str, author: str | None) -> tuple[str, ...]:
    """Write a new project into a folder and return the names of the files written.

    Its identifier is made here, once, and is the only thing in a book that is left to chance.
    Raises AnthologyError (manifest) where a manifest is there already, (files) where another file
    is, or where one cannot be written; then none is.
    """
    if os.path.lexists(folder / MANIFEST):
        raise AnthologyError(
            [
                error(
                    Kind.MANIFEST,
                    f"there is a {MANIFEST} already",
                    "go on with it, or begin the new book in another folder",
                )
            ]
        )
    manifest = _MANIFEST.format(
        title=_quoted(title),
        language=language,
        authors=f"[{_quoted(author)}]" if author else "[]",
        identifier=f"urn:uuid:{uuid.uuid4()}",
    )
    schema = json.dumps(manifest_schema(), ensure_ascii=False, indent=2) + "\n"
    articles = {EXAMPLE: _EXAMPLE.encode()}
    files = {MANIFEST: manifest.encode(), SCHEMA: schema.encode()}
    for place, new in ((folder, files), (folder / ARTICLES, articles)):
        check_output(place, new)
        check_new(place, new)
    with opened(folder) as root, opened(folder / ARTICLES) as inside:
        inside.put(articles)
        root.put(files)
    return (*files, f"{ARTICLES}/{EXAMPLE}")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
