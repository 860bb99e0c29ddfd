"""Book into the page documents of an edition; the only user of Jinja."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from msgspec import Struct, field

from anthology.anchors import places_in
from anthology.apparatus.codes import Code
from anthology.apparatus.contents import Entry, make_contents
from anthology.apparatus.sources import make_sources
from anthology.apparatus.wanted import Apparatus
from anthology.compiled import Compiled
from anthology.documents import NOTES, Text, texts
from anthology.flow import Care, Flow, set_flow
from anthology.locales.format import direction, format_date, hyphenation_tag, join_names
from anthology.locales.words import Words
from anthology.manifest import SourceOrder
from anthology.model import (
    Article,
    Body,
    Book,
    Colophon,
    Cover,
    Edition,
    Labels,
    Matter,
    PageDocument,
    PageKind,
    Pages,
    Picture,
)
from anthology.spread import spread

SEMANTICS: Mapping[str, tuple[str, str]] = {
    name: (term, f"doc-{term}")
    for term, names in (
        ("preface", "preface vorwort peredmova predislovie przedmowa prefacio prefazione"),
        ("foreword", "foreword geleitwort avant-propos"),
        ("introduction", "introduction einleitung einfuehrung wstep introduccion introduzione"),
        ("afterword", "afterword nachwort posliamova posleslovie poslowie postface epilogo"),
        ("acknowledgments", "acknowledgments acknowledgements danksagung remerciements"),
        ("dedication", "dedication widmung dedicace"),
        ("epigraph", "epigraph motto epigraphe"),
    )
    for name in names.split()
}
"""By a file's name: the term for what it is (EPUB SSV 1.1) and its role (DPUB-ARIA 1.1)."""

_LONG_NAME = 30
"""Characters of a name that stand on one line, at most."""
_WORTH_A_COPY = 50
"""How many articles take as long to become documents as it takes to copy this process."""
NO_CARE = Care()
"""Nothing has to be spared."""


class NoteGroup(Struct, frozen=True, kw_only=True):
    """The notes of one text among those of all."""

    text: Text
    title: str
    """That of its page document."""
    notes: Markup


class BylinePart(Struct, frozen=True, kw_only=True):
    """A part of the line under an article's title."""

    name: str
    text: Markup


def make_pages(
    book: Book,
    edition: Edition,
    cover: Cover | None,
    words: Words,
    apparatus: Apparatus,
    typefaces: tuple[str, ...],
    care: Care = NO_CARE,
    hands: int = 1,
) -> Pages:
    """Return the page documents of a book in reading order, with the pictures they show.

    `apparatus` is what the book is to say about itself, `typefaces` are the names of those it is
    set in, `care` is what print has to be spared, `hands` is how many processes may work on it.
    """
    redirects = {f"article-{old}": f"article-{new}" for old, new in book.redirects}
    inner_ids = frozenset[str]().union(*map(places_in, book.bodies))
    maker = _Maker(book, edition, words, inner_ids, redirects, typefaces, apparatus.notes, care)
    has_notes = apparatus.notes and any(body.notes for body in book.bodies)
    entries = make_contents(book, words, has_notes=has_notes, has_sources=bool(book.articles)) or (
        Entry(
            document="imprint", title=words.imprint, language=book.metadata.language, kind="part"
        ),
    )
    documents: list[PageDocument] = []
    if edition.has_pages:
        documents.append(maker.plain(PageKind.HALF_TITLE, book.metadata.title, None))
    documents.append(maker.plain(PageKind.TITLE_PAGE, book.metadata.title, None))
    documents.append(maker.imprint(0 if entries[0].document == "imprint" else None))
    large = [lambda: maker.contents(entries)]
    if book.articles:
        large.append(lambda: maker.sources(apparatus.sources, apparatus.codes))
    made = maker.spread(large, hands)
    articles = dict(zip((one.slug for one in book.articles), made[len(large) :], strict=True))
    documents.append(made[0])
    documents += (maker.matter(matter, PageKind.FRONT) for matter in book.front)
    for chapter in book.chapters:
        documents.append(
            maker.part(
                id_=f"chapter-{chapter.id}",
                kind=PageKind.CHAPTER,
                title=chapter.title,
                semantics=("part", "doc-part"),
                matter=chapter.intro,
            )
        )
        documents += (articles[placed.article.slug] for placed in chapter.articles)
    documents += (maker.matter(matter, PageKind.BACK) for matter in book.back)
    if has_notes:
        documents.append(maker.notes({one.id: one.title for one in documents}))
    documents += made[1 : len(large)]
    if book.index:
        documents.append(maker.index())
    if book.colophon:
        documents.append(maker.colophon(book.colophon))
    return Pages(
        edition=edition,
        metadata=book.metadata,
        documents=tuple(documents),
        pictures=(*_pictures(book), *(code.picture for code in apparatus.codes.values())),
        cover=cover,
        labels=Labels(
            contents=words.contents,
            cover=words.cover,
            pages=words.pages,
            start=words.start,
            source=words.sources,
            a11y_text=words.a11y_text,
            a11y_described=words.a11y_described,
            a11y_undescribed=words.a11y_undescribed,
        ),
    )


def _pictures(book: Book) -> tuple[Picture, ...]:
    found = {picture.name: picture for body in book.bodies for picture in body.pictures}
    return tuple(found[name] for name in sorted(found))


@lru_cache(maxsize=4096)
def _named(names: tuple[str, ...], language: str) -> Markup:
    """Return names as a list in running text; a line ends between two, and inside of long ones."""
    whole = Markup('<span class="whole">{}</span>')
    marked = (escape(one) if len(one) > _LONG_NAME else whole.format(one) for one in names)
    return _made(join_names(tuple(marked), language))


_NOTHING = Markup("")


@cache
def _semantics(term: str, role: str) -> Markup:
    said = Markup(' epub:type="{}"').format(term) if term else _NOTHING
    return said + Markup(' role="{}"').format(role) if role else said


_TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        bytecode_cache=Compiled(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


class _Maker(Struct, frozen=True):
    """Makes the page documents of a book in an edition."""

    book: Book
    edition: Edition
    words: Words
    inner_ids: frozenset[str]
    """The ids inside of articles, to which links may lead."""
    redirects: Mapping[str, str]
    """The documents that stand for others, which were left out."""
    typefaces: tuple[str, ...]
    notes_apart: bool
    """Whether the notes of all texts stand in a document of their own."""
    care: Care
    gathered: dict[str, str] = field(default_factory=dict)
    """XHTML of the notes of that document, by the ids of the documents that refer to them."""

    def render(self, template: str, **values: object) -> str:
        return (
            _environment()
            .get_template(f"{template}.xhtml.j2")
            .render(
                book=self.book.metadata,
                words=self.words,
                names=self.names,
                link=self.link,
                lang=self.lang,
                type=self.type,
                **values,
            )
        )

    def names(self, names: Sequence[str]) -> Markup:
        return _named(tuple(names), self.book.metadata.language)

    def phrase(self, phrase: str, names: Sequence[str]) -> Markup:
        """Return a phrase of the book's own with names in it, joined as its language does."""
        return escape(phrase).format(names=_named(tuple(names), self.words.language))

    def typeface(self) -> str:
        return join_names(self.typefaces, self.book.metadata.language)

    def link(self, document: str, element: str = "") -> str:
        document = self.redirects.get(document, document)
        if document.startswith("article-") and element not in self.inner_ids:
            element = ""
        if self.edition.has_pages:
            return f"#{element or document}"
        return f"{document}.xhtml#{element}" if element else f"{document}.xhtml"

    def flow(self, body: Body, id_: str) -> Flow:
        made = set_flow(body, id_, self.edition, self.link, self.languages, self.words, self.care)
        if not self.notes_apart:
            return made
        self.gathered[id_] = made.notes
        return Flow(content=made.content, notes="")

    def behind(self, notes: str, language: str) -> Markup:
        """Return the notes of a text in this language as a section behind it."""
        if not notes:
            return _NOTHING
        section = self.render("behind", epub=self._epub, language=language, notes=_made(notes))
        return _made(section)

    def languages(self, tag: str) -> tuple[tuple[str, str], ...]:
        if self.edition.has_pages:
            return (("lang", hyphenation_tag(tag)),)
        return (("lang", tag), ("xml:lang", tag))

    def lang(self, tag: str | None, around: str | None = None) -> Markup:
        """Return the attributes of a language where it is not that of what stands around."""
        around = around or self.book.metadata.language
        if not tag or tag == around:
            return _NOTHING
        said = self.languages(tag)
        if direction(tag) != direction(around):
            said = (*said, ("dir", direction(tag)))
        return Markup("").join(Markup(' {}="{}"').format(*pair) for pair in said)

    def type(self, term: str, role: str = "") -> Markup:
        """Return the attributes that say what an element is."""
        return _semantics(term if self._epub else "", role)

    @property
    def _epub(self) -> bool:
        return self.edition is Edition.EPUB

    def document(
        self,
        *,
        id_: str,
        kind: PageKind,
        title: str,
        content: str,
        level: int | None,
        language: str | None = None,
        article: Article | None = None,
    ) -> PageDocument:
        tag = language or self.book.metadata.language
        date = article.date if article else None
        return PageDocument(
            id=id_,
            kind=kind,
            title=title,
            language=tag if self._epub else hyphenation_tag(tag),
            direction=direction(tag),
            level=level,
            content=content,
            authors=article.authors if article else (),
            translators=article.translators if article else (),
            date=format_date(date, self.book.metadata.language) if date else "",
        )

    def plain(self, kind: PageKind, title: str, level: int | None) -> PageDocument:
        content = self.render(kind.value, contributors=self.contributors())
        return self.document(id_=kind.value, kind=kind, title=title, content=content, level=level)

    def contributors(self) -> tuple[Markup, ...]:
        by_role: dict[str, list[str]] = {}
        for contributor in self.book.metadata.contributors:
            by_role.setdefault(contributor.role, []).append(contributor.name)
        return tuple(self.phrase(self.words.roles[role], names) for role, names in by_role.items())

    def imprint(self, level: int | None) -> PageDocument:
        data = self.book.metadata
        date = format_date(data.date, data.language) if data.date else ""
        isbns = (
            (data.isbn_epub, self.words.edition_epub),
            (data.isbn_press, self.words.edition_press),
        )
        content = self.render(
            "imprint",
            typeface=None if self.book.colophon else self.typeface(),
            date=date,
            isbns=tuple(
                self.words.isbn.format(isbn=isbn, edition=edition)
                for isbn, edition in isbns
                if isbn
            ),
        )
        return self.document(
            id_="imprint",
            kind=PageKind.IMPRINT,
            title=self.words.imprint,
            content=content,
            level=level,
        )

    def contents(self, entries: tuple[Entry, ...]) -> PageDocument:
        content = self.render("contents", entries=entries, byline_inside=self._epub)
        return self.document(
            id_="contents",
            kind=PageKind.CONTENTS,
            title=self.words.contents,
            content=content,
            level=None,
        )

    def matter(self, matter: Matter, kind: PageKind) -> PageDocument:
        return self.part(
            id_=f"{kind.value}-{matter.slug}",
            kind=kind,
            title=matter.title or "",
            semantics=SEMANTICS.get(matter.slug, ("", "")),
            matter=matter,
        )

    def part(
        self,
        *,
        id_: str,
        kind: PageKind,
        title: str,
        semantics: tuple[str, str],
        matter: Matter | None,
    ) -> PageDocument:
        body = matter.body if matter else Body()
        flow = self.flow(body, id_)
        language = matter.language if matter else self.book.metadata.language
        own_title = matter.title if matter else None
        content = self.render(
            "part",
            id=id_,
            kind=kind.value,
            title=title,
            own_title=None if own_title == title else own_title,
            semantics=semantics[0],
            role=semantics[1],
            language=language,
            authors=matter.authors if matter else (),
            body=_made(flow.content),
            notes=self.behind(flow.notes, language),
        )
        return self.document(
            id_=id_, kind=kind, title=title, content=content, level=0, language=language
        )

    def spread(self, first: Sequence[Callable[[], PageDocument]], hands: int) -> list[PageDocument]:
        """Return the documents that take long to make, and behind them those of all articles."""

        def made(task: Callable[[], PageDocument]) -> tuple[PageDocument, str | None]:
            document = task()
            return document, self.gathered.get(document.id)

        articles = (partial(self.article, article) for article in self.book.articles)
        tasks: tuple[Callable[[], PageDocument], ...] = (*first, *articles)
        done = spread(made, tasks, hands, worth=_WORTH_A_COPY)
        self.gathered.update((document.id, notes) for document, notes in done if notes is not None)
        return [document for document, _ in done]

    def article(self, article: Article) -> PageDocument:
        id_ = f"article-{article.slug}"
        flow = self.flow(article.body, id_)
        content = self.render(
            "article",
            id=id_,
            article=article,
            byline=self.byline(article),
            body=_made(flow.content),
            notes=self.behind(flow.notes, article.language),
        )
        return self.document(
            id_=id_,
            kind=PageKind.ARTICLE,
            title=article.title.text,
            content=content,
            level=1,
            language=article.language,
            article=article,
        )

    def byline(self, article: Article) -> tuple[BylinePart, ...]:
        said_by = self.words.translated_by
        translated = self.phrase(said_by, article.translators) if article.translators else _NOTHING
        date = format_date(article.date, self.book.metadata.language) if article.date else ""
        parts = (
            BylinePart(name="authors", text=self.names(article.authors)),
            BylinePart(name="date", text=escape(date)),
            BylinePart(name="translators", text=translated),
        )
        return tuple(part for part in parts if part.text)

    def notes(self, titles: Mapping[str, str]) -> PageDocument:
        """Return the notes of all texts; `titles` are those of their documents."""
        groups = tuple(
            NoteGroup(text=text, title=titles[text.document], notes=_made(notes))
            for text in texts(self.book)
            if (notes := self.gathered.get(text.document))
        )
        return self.document(
            id_=NOTES,
            kind=PageKind.NOTES,
            title=self.words.notes,
            content=self.render("notes", groups=groups),
            level=0,
        )

    def sources(self, order: SourceOrder, codes: Mapping[str, Code]) -> PageDocument:
        records = make_sources(self.book, order, self.words)
        return self.document(
            id_="sources",
            kind=PageKind.SOURCES,
            title=self.words.sources,
            content=self.render(
                "sources", records=records, codes=codes, printed=self.edition.has_pages
            ),
            level=0,
        )

    def index(self) -> PageDocument:
        """Return the index of names, in print with a link for each place where a name stands.

        What numbers these links have is not known before the pages are set.
        """
        template = "index" if self._epub else "index-print"
        return self.document(
            id_="index",
            kind=PageKind.INDEX,
            title=self.words.index,
            content=self.render(template, groups=self.book.index),
            level=0,
        )

    def colophon(self, colophon: Colophon) -> PageDocument:
        content = self.render(
            "colophon",
            typeface=self.typeface(),
            version=colophon.version,
            digest=_grouped(colophon.digest or ""),
        )
        return self.document(
            id_="colophon",
            kind=PageKind.COLOPHON,
            title=self.words.colophon,
            content=content,
            level=None,
        )


def _made(xhtml: str) -> Markup:
    """Return XHTML that was made by `to_xhtml` or a template, which escape."""
    return Markup(xhtml)  # noqa: S704


def _grouped(digest: str) -> tuple[str, ...]:
    """Return a digest in lines of four groups of four digits, which an eye can compare."""
    groups = [digest[start : start + 4] for start in range(0, len(digest), 4)]
    return tuple(" ".join(groups[start : start + 4]) for start in range(0, len(groups), 4))
