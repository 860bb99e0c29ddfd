"""Writes a project of so many articles, and the same words for pandoc and for typst.

    .venv/bin/python benchmarks/generate.py FOLDER COUNT

writes `book.yml` and `articles/` into FOLDER, and beside them `book.md` and `book.typ`. The same
count gives the same bytes.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from dialects import pandoc_book, project_article, project_manifest, project_name, typst_book
from prose import Article, make_articles

SEED = 1


def files(articles: Sequence[Article]) -> Mapping[str, str]:
    """Return the texts of every file by its name in the folder."""
    return {
        "book.yml": project_manifest(),
        "book.md": pandoc_book(articles),
        "book.typ": typst_book(articles),
    } | {article_file(one): project_article(one, articles) for one in articles}


def article_file(article: Article) -> str:
    """Return the name of an article's file in the folder."""
    return f"articles/{project_name(article)}"


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files into a folder, which is made where it is not there."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), files(make_articles(int(sys.argv[2]), SEED)))
