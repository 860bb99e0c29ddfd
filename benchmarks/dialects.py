"""The same articles as a project of ours, as one Markdown file of pandoc's and as one of typst's.

All three say the same words in the same order: chapters by month, and at the end the sources.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from prose import Article, Block, Heading, Items, Link, Note, Paragraph, Quotation, Span, Text

TITLE = "A Book of Measures"
AUTHOR = "Author One"
LICENCE = "CC0 1.0"
PLATFORM = "The paper of the harbour"
LANGUAGE = "en"

_MANIFEST = f"""\
title: {TITLE}
language: {LANGUAGE}
authors: [{AUTHOR}]
date: 2025-01-01
identifier: urn:uuid:0d5fa1b2-5f27-4d0b-9d0f-6c1f3f1a7f52
articles: articles
chapters: month
pdf: {{page: A5}}
"""

_TYPST = f"""\
#set document(title: "{TITLE}", author: "{AUTHOR}", date: datetime(year: 2025, month: 1, day: 1))
#set text(
  font: "Vollkorn", size: 10.2pt, lang: "{LANGUAGE}", hyphenate: true, number-type: "old-style",
  top-edge: 0.8em, bottom-edge: -0.2em,
)
#set par(justify: true, leading: 0.35em, spacing: 0.35em, first-line-indent: 1.35em)
#set page(
  paper: "a5", margin: (inside: 18.9mm, outside: 24mm, top: 21mm, bottom: 28.7mm), numbering: "1",
  number-align: center,
)
#set quote(block: true)
#show heading.where(level: 1): it => {{ pagebreak(to: "odd", weak: true); v(7em); it; v(2em) }}
#show heading.where(level: 2): it => {{ v(3em); text(size: 1.7em, weight: "regular", it); v(2em) }}
#show heading.where(level: 3): it => block(above: 1.5em, below: 1em, emph(it))
#let head(title) = context {{
  set align(center)
  if calc.odd(here().page()) [#smallcaps(title)] else [#smallcaps("{TITLE}")]
}}

#align(center)[#v(6em) #text(size: 2em)[{TITLE}] #v(2em) {AUTHOR}]
#outline(depth: 2)
"""


def project_manifest() -> str:
    """Return the `book.yml` of a project."""
    return _MANIFEST


def project_name(article: Article) -> str:
    """Return the name of an article's file in a project."""
    return f"{article.date.isoformat()}-{article.name}.md"


def project_article(article: Article, articles: Sequence[Article]) -> str:
    """Return the text of an article's file in a project."""
    front = (
        f"---\ntitle: {article.title}\ndate: {article.date.isoformat()}\nauthors: [{AUTHOR}]\n"
        f"source:\n  kind: article\n  title: {{text: {article.origin}, language: {LANGUAGE}}}\n"
        f"  authors: [{AUTHOR}]\n  date: {article.origin_date.isoformat()}\n"
        f"  language: {LANGUAGE}\n  platform: {PLATFORM}\n  url: {_address(article)}\n"
        f"  licence: {LICENCE}\n---\n\n"
    )
    return front + _markdown(article, lambda to: project_name(articles[to]), deeper=2, notes="")


def pandoc_book(articles: Sequence[Article]) -> str:
    """Return the book as one Markdown file."""
    parts = [f"---\ntitle: {TITLE}\nauthor: {AUTHOR}\nlang: {LANGUAGE}\ndate: 2025-01-01\n---\n"]
    for month, group in _months(articles):
        parts.append(f"# {month}\n")
        for article in group:
            parts.append(f"## {article.title} {{#{article.name}}}\n\n{_byline(article)}\n")
            parts.append(
                _markdown(
                    article,
                    lambda to: f"#{articles[to].name}",
                    deeper=3,
                    notes=f"{article.number}-",
                )
            )
    parts.append("# Sources\n")
    for article in articles:
        parts.append(f"[{article.title}](#{article.name})\n")
        parts += (f"{term}\n:   {fact}\n" for term, fact in _source(article))
    return "\n".join(parts)


def typst_book(articles: Sequence[Article]) -> str:
    """Return the book as one file of typst's."""
    parts = [_TYPST]
    for month, group in _months(articles):
        parts.append(f"= {month}\n")
        parts += (_typst_article(article, articles) for article in group)
    parts.append("= Sources\n")
    for article in articles:
        parts.append(f"#link(<{article.name}>)[{article.title}]\n")
        parts += (f"/ {term}: {_typst_address(fact)}" for term, fact in _source(article))
        parts.append("")
    return "\n".join(parts)


def _months(articles: Sequence[Article]) -> Iterator[tuple[str, Iterator[Article]]]:
    return groupby(articles, lambda article: f"{article.date:%B %Y}")


def _day(date: dt.date) -> str:
    return f"{date.day} {date:%B %Y}"


def _byline(article: Article) -> str:
    return f"{AUTHOR}, {_day(article.date)}"


def _address(article: Article) -> str:
    return f"https://example.org/articles/{article.name}"


def _source(article: Article) -> tuple[tuple[str, str], ...]:
    """Return what is known of the source of an article, as terms and facts."""
    return (
        ("Kind", "Article"),
        ("Original title", article.origin),
        ("Author", AUTHOR),
        ("Date", _day(article.origin_date)),
        ("Language", "English"),
        ("Platform", PLATFORM),
        ("Link", _address(article)),
        ("Licence", LICENCE),
    )


def _markdown(article: Article, target: Callable[[int], str], deeper: int, notes: str) -> str:
    """Return the blocks of an article as Markdown.

    `target` returns the address of another article by its number; headings stand `deeper` levels
    down; the names of footnotes begin with `notes`.
    """
    found: list[str] = []

    def span(one: Span) -> str:
        match one:
            case Text(words=words, emphasised=emphasised):
                return f"*{words}*" if emphasised else words
            case Link(words=words, to=to):
                return f"[{words}]({target(to)})"
            case Note(words=words):
                found.append(words)
                return f"[^{notes}{len(found)}]"

    def block(one: Block) -> str:
        match one:
            case Paragraph(spans=spans):
                return "".join(map(span, spans))
            case Heading(words=words):
                return f"{'#' * deeper} {words}"
            case Items(items=items):
                return "\n".join(f"- {item}" for item in items)
            case Quotation(words=words):
                return f"> {words}"

    blocks = [block(one) for one in article.blocks]
    blocks += (f"[^{notes}{number}]: {words}" for number, words in enumerate(found, 1))
    return "\n\n".join(blocks) + "\n"


def _typst_article(article: Article, articles: Sequence[Article]) -> str:
    blocks = "\n\n".join(_typst_block(block, articles) for block in article.blocks)
    return (
        f'#[\n#set page(header: head("{article.title}"))\n'
        f"== {article.title} <{article.name}>\n\n{_byline(article)}\n\n{blocks}\n]\n"
    )


def _typst_block(block: Block, articles: Sequence[Article]) -> str:
    match block:
        case Paragraph(spans=spans):
            return "".join(_typst_span(span, articles) for span in spans)
        case Heading(words=words):
            return f"=== {words}"
        case Items(items=items):
            return "\n".join(f"- {item}" for item in items)
        case Quotation(words=words):
            return f"#quote[{words}]"


def _typst_span(span: Span, articles: Sequence[Article]) -> str:
    match span:
        case Text(words=words, emphasised=emphasised):
            return f"#emph[{words}]" if emphasised else words
        case Link(words=words, to=to):
            return f"#link(<{articles[to].name}>)[{words}]"
        case Note(words=words):
            return f"#footnote[{words}]"


def _typst_address(fact: str) -> str:
    """Return a fact with its address as a link: two strokes would begin a comment."""
    return f'#link("{fact}")' if fact.startswith("https:") else fact
