"""The text of an article file into an article without its body, and the markup of that body."""

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Annotated

from markdown_it import MarkdownIt
from msgspec import Struct

from anthology import yamltree
from anthology.body.make import Markup
from anthology.body.typography import set_plain
from anthology.decode import Dialect, Places, decode
from anthology.directions import balanced
from anthology.errors import Checked, Finding, Kind, Place, error, warning
from anthology.formats import FORMATS, Format
from anthology.model import Article, ArticleDate, LangText, Published, Source
from anthology.slug import slug
from anthology.values import SCALARS, Address, Language, Unknown, read_date


class PublishedFields(Struct, frozen=True, kw_only=True):
    """Where a translation or reprint appeared."""

    name: Annotated[str, "The place by its name: a newspaper, a site."]
    url: Annotated[Address | None, "Its address."] = None


class TitleFields(Struct, frozen=True, kw_only=True):
    """A title and its language."""

    text: Annotated[str, "The title."]
    language: Annotated[Language | None, "The title's language (BCP 47)."] = None


class SourceFields(Struct, frozen=True, kw_only=True):
    """Where an article comes from; what is left out is unknown."""

    kind: Annotated[str | None, "article, interview, speech, letter …"] = None
    title: Annotated[TitleFields | None, "The title of the original."] = None
    authors: Annotated[tuple[str, ...], "The authors of the original."] = ()
    date: Annotated[ArticleDate | None, "When the original appeared or was made."] = None
    language: Annotated[Language | None, "The language of the original (BCP 47)."] = None
    platform: Annotated[str | None, "Where the original is to be found."] = None
    url: Annotated[Address | None, "The address of the original."] = None
    translators: Annotated[tuple[str, ...], "Who translated it."] = ()
    published: Annotated[PublishedFields | None, "Where the translation appeared."] = None
    licence: Annotated[str | None, "The licence of the original."] = None


class ImportedFields(Struct, frozen=True, kw_only=True):
    """Where an imported file comes from."""

    mark: Annotated[str, "A digest of what was written; it tells an edited file."]
    from_: Annotated[
        str | None, "What names the text at its source, so that it is known again."
    ] = None


class FrontMatter(Struct, frozen=True, kw_only=True):
    """What stands above an article."""

    title: Annotated[TitleFields | None, "The article's title."] = None
    subtitle: Annotated[str | None, "The article's subtitle."] = None
    date: Annotated[
        ArticleDate | Unknown | None, "The article's date, or `unknown` where nobody knows it."
    ] = None
    authors: Annotated[tuple[str, ...], "The article's authors."] = ()
    translators: Annotated[tuple[str, ...], "Who translated the article."] = ()
    language: Annotated[Language | None, "The article's language, where not the book's."] = None
    tags: Annotated[tuple[str, ...], "What the article is about."] = ()
    excerpt: Annotated[str | None, "The article in a sentence or two."] = None
    slug: Annotated[str | None, "The article's name in addresses and ids."] = None
    source: Annotated[SourceFields | None, "Where the article comes from."] = None
    imported: Annotated[ImportedFields | None, "What an import wrote, and from where."] = None


DIALECT = Dialect(
    kind=Kind.ARTICLE,
    scalars=SCALARS,
    shorthands={TitleFields: "text", PublishedFields: "name", ImportedFields: "mark"},
    single_items=True,
    strict_keys=False,
    checks={},
)
"""How front matter is read."""


class ArticleFile(Struct, frozen=True, kw_only=True):
    """An article whose body is still markup."""

    article: Article
    markup: Markup
    unused: tuple[tuple[str, Place], ...] = ()
    """The keys of the front matter that say nothing to a book, with their places."""


_FRONT = re.compile(
    r"\A(?:\s*\n)?---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_NAMED_DAY = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})(?:[-_](?P<rest>.+))?")
_NAMED_MONTH = re.compile(r"(?P<date>\d{4}-\d{2})[-_](?P<rest>\D.*)")
_HTML_TITLE = re.compile(r"<(?P<tag>h1|title)\b[^<>]*>", re.IGNORECASE)


def read_article(
    text: str, file: str, language: str, *, default_title: str | None = None
) -> Checked[ArticleFile | None]:
    """Return the article in the text of a file, or None where it cannot be used.

    `language` is the book's, for an article that names none. The date may stand in the file's
    name, the title in a first heading; a text that needs no title has a `default_title`.
    """
    path = PurePosixPath(file)
    form = FORMATS[path.suffix.lower()]
    match = _FRONT.match(text)
    findings: list[Finding] = []
    front = FrontMatter()
    variables: Mapping[str, str] = {}
    places: Places = {}
    unused: tuple[tuple[str, Place], ...] = ()
    if match:
        first = text.count("\n", 0, match.start("yaml")) + 1
        tree = yamltree.parse(match["yaml"], file=file, kind=Kind.ARTICLE, first_line=first)
        findings += tree.findings
        if tree.value is None and tree.findings:
            return Checked(None, tree.findings)
        if tree.value is not None:
            decoded = decode(tree.value, FrontMatter, DIALECT)
            findings += decoded.findings
            front = decoded.value or front
            variables = _variables(tree.value)
            places = decoded.places
            unused = decoded.unused
            findings += _names_in_one(front, places)
    elif wrong := _no_front_matter(text, file):
        return Checked(None, (wrong,))
    body = text[match.end() :] if match else text
    named = _NAMED_DAY.fullmatch(path.stem) or _NAMED_MONTH.fullmatch(path.stem)
    date = _named_date(named["date"], file, findings) if named else None
    if front.date:
        date = None if isinstance(front.date, Unknown) else front.date
    lang = front.language or language
    title = front.title or _first_heading(body, form)
    if title is None and default_title is not None:
        title = TitleFields(text=default_title)
    if title is None or not html.unescape(title.text).strip():
        if ("title",) in places:
            return Checked(None, tuple(findings) or (_empty_title(places[("title",)]),))
        findings.append(
            error(
                Kind.ARTICLE,
                "the article has no title",
                "add a line `title: …` between the lines `---` at its top",
                Place(file=file, line=1, column=1),
            )
        )
        return Checked(None, tuple(findings))
    title_language = title.language or lang
    title_text = _plain(title.text, title_language)
    if balanced(title_text) != title_text:
        findings.append(_turned(places.get(("title",)) or Place(file=file)))
    article = Article(
        slug=slug(front.slug or (named["rest"] if named else None) or path.stem, lang),
        file=file,
        title=LangText(text=balanced(title_text), language=title.language),
        subtitle=balanced(_plain(front.subtitle, lang)) if front.subtitle else None,
        date=date,
        date_unknown=isinstance(front.date, Unknown),
        authors=front.authors,
        translators=front.translators,
        language=lang,
        tags=front.tags,
        excerpt=front.excerpt,
        source=_source(front.source) if front.source else None,
    )
    markup = Markup(
        text=body,
        format=form,
        file=file,
        first_line=text.count("\n", 0, match.end()) + 1 if match else 1,
        variables=variables,
    )
    read = ArticleFile(article=article, markup=markup, unused=unused)
    return Checked(read, tuple(findings))


def _names_in_one(front: FrontMatter, places: Places) -> Iterator[Finding]:
    """Yield a warning for each list of names that was written as one name."""
    for key, names in (
        ("authors", front.authors),
        ("translators", front.translators),
        ("tags", front.tags),
    ):
        as_one = places.get((key,)) == places.get((key, 0))
        if len(names) == 1 and as_one and "," in names[0]:
            yield warning(
                Kind.ARTICLE,
                f"{key} is one, called “{names[0]}”",
                f"write a list where they are several: {key}: [{names[0]}]",
                places[(key,)],
            )


def _plain(text: str, language: str) -> str:
    return set_plain(" ".join(html.unescape(text).split()), language)


def _turned(place: Place) -> Finding:
    return warning(
        Kind.ARTICLE,
        "the title turns the direction of writing and does not turn it back; the signs that do "
        "are left out",
        "delete the invisible characters U+202A to U+202E and U+2066 to U+2069",
        place,
    )


def _empty_title(place: Place) -> Finding:
    return error(Kind.ARTICLE, "the title is empty", "write a title after the colon", place)


def _no_front_matter(text: str, file: str) -> Finding | None:
    """Return what is wrong at the top of a text in which no front matter was found."""
    start = text.lstrip()
    place = Place(file=file, line=1, column=1)
    if not start:
        return error(Kind.ARTICLE, "the file is empty", "write the article or delete it", place)
    first = start.partition("\n")[0].rstrip()
    if first == "---":
        return error(
            Kind.ARTICLE,
            "the front matter has no end",
            "write a line `---` below its last line",
            place,
        )
    if first == "+++" or re.fullmatch(r"-{4,}|[–—]+", first):
        return error(
            Kind.ARTICLE,
            f"front matter between lines {first} is not read",
            "write it as YAML, `key: value` a line, between two lines `---`",
            place,
        )
    if re.match(r"(?:[a-z]+:.*\n)+---\s*\n", start):
        return error(
            Kind.ARTICLE,
            "the front matter has no beginning",
            "write a line `---` above its first line",
            place,
        )
    return None


def _named_date(text: str, file: str, findings: list[Finding]) -> ArticleDate | None:
    try:
        return read_date(text)
    except ValueError as problem:
        findings.append(
            error(Kind.ARTICLE, f"the file's name: {problem}", "rename it", Place(file=file))
        )
        return None


def _first_heading(body: str, form: Format) -> TitleFields | None:
    title = _markdown_title(body) if form is Format.MARKDOWN else _html_title(body)
    return TitleFields(text=title) if title.strip() else None


def _markdown_title(body: str) -> str:
    tokens = MarkdownIt("commonmark").parse(body)
    if len(tokens) < 2 or tokens[0].tag != "h1":
        return ""
    parts = tokens[1].children or ()
    return "".join(" " if part.type.endswith("break") else part.content for part in parts)


def _html_title(body: str) -> str:
    start = _HTML_TITLE.search(body)
    if not start:
        return ""
    end = re.compile(f"</{start['tag']}", re.IGNORECASE).search(body, start.end())
    return re.sub(r"<[^<>]*>", "", body[start.end() : end.start()]) if end else ""


def _variables(tree: yamltree.Yaml) -> Mapping[str, str]:
    entries = tree.entries if isinstance(tree, yamltree.Mapping) else ()
    return {
        entry.key: entry.value.text
        for entry in entries
        if isinstance(entry.value, yamltree.Scalar) and not entry.value.empty
    }


def _source(fields: SourceFields) -> Source:
    title = fields.title
    return Source(
        kind=fields.kind,
        title=LangText(text=title.text, language=title.language or fields.language)
        if title
        else None,
        authors=fields.authors,
        date=fields.date,
        language=fields.language,
        platform=fields.platform,
        url=fields.url,
        translators=fields.translators,
        published=Published(name=fields.published.name, url=fields.published.url)
        if fields.published
        else None,
        licence=fields.licence,
    )
