"""The nouns of the program: what an article, a book and a page document are."""

import datetime as dt
from enum import Enum

from msgspec import Struct, field

from anthology.body.phrases import Sample
from anthology.body.tree import Nodes
from anthology.errors import Place


class LangText(Struct, frozen=True, kw_only=True):
    """A text together with its language, where that is known."""

    text: str
    language: str | None = None
    """A BCP 47 tag; None where the text is in the language of what surrounds it."""


class ArticleDate(Struct, frozen=True, kw_only=True):
    """A year, a month or a day in the calendar, as its author wrote it: never moved by a zone."""

    year: int
    month: int | None = None
    day: int | None = None
    time: dt.time | None = None
    """The time of day as written, with its zone where one was written."""

    @property
    def key(self) -> tuple[int, int, int, dt.time]:
        """The key to sort by: a month stands before its days, a day before its hours."""
        time = self.time.replace(tzinfo=None) if self.time else dt.time.min
        return (self.year, self.month or 0, self.day or 0, time)

    @property
    def quarter(self) -> int | None:
        """The quarter of the year, 1 to 4, or None where no month is known."""
        return None if self.month is None else (self.month + 2) // 3

    def isoformat(self) -> str:
        """Return the date without its time: `2025`, `2025-11` or `2025-11-16` (ISO 8601)."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


class Contributor(Struct, frozen=True, kw_only=True):
    """A person and what they did for the book."""

    name: str
    role: str
    """A MARC relator code of three letters: aut, trl, edt …"""


class Published(Struct, frozen=True, kw_only=True):
    """Where a translation or reprint appeared before it came into the book."""

    name: str
    url: str | None = None


class Source(Struct, frozen=True, kw_only=True):
    """Where an article comes from. What is None or empty is unknown."""

    kind: str | None = None
    """One of the kinds in the locales (article, interview, speech …) or any other word."""
    title: LangText | None = None
    authors: tuple[str, ...] = ()
    date: ArticleDate | None = None
    language: str | None = None
    """A BCP 47 tag."""
    platform: str | None = None
    url: str | None = None
    translators: tuple[str, ...] = ()
    published: Published | None = None
    licence: str | None = None


class Picture(Struct, frozen=True, kw_only=True):
    """A picture as it goes into the book."""

    name: str
    """The file's name inside the book, unique in it, made of safe characters."""
    media_type: str
    """image/svg+xml, image/png or image/jpeg; image/gif, image/webp and image/avif as well before
    it is fitted for an edition."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""
    data: bytes


class Note(Struct, frozen=True, kw_only=True):
    """A footnote of an article."""

    number: int
    """Counted from 1 in the order in which the article refers to its notes."""
    content: Nodes
    """Blocks: what the note says."""
    of_link: bool = False
    """Whether the program made it, to tell the address of a link."""
    behind: bool = False
    """Whether it stands behind its text, and never at the foot of a page."""


class Aim(Struct, frozen=True, kw_only=True):
    """A place in another text to which a link leads."""

    document: str
    """The id of its page document."""
    name: str
    """What that text calls the place."""
    written: str
    """The link as its author typed it."""
    place: Place | None
    """Where the link stands."""


class Body(Struct, frozen=True, kw_only=True):
    """The text of an article, clean and ready for any edition.

    In `content` a reference to a note is `<a data-note="1"/>`, headings begin at `h3`, a picture
    is `<img src="name-of-a-picture" alt="…"/>`, and a link to another text is
    `<a data-document="id" data-fragment="name">`.
    """

    content: Nodes = ()
    notes: tuple[Note, ...] = ()
    pictures: tuple[Picture, ...] = ()
    words: int = 0
    characters: str = ""
    """Those of the text and its notes, each once, in their order."""
    sample: Sample = field(default_factory=Sample)
    links_told: tuple[str, ...] = ()
    """The addresses of links that lead nowhere, of which only the text is kept."""
    aims: tuple[Aim, ...] = ()
    """The places in other texts to which its links lead."""
    notes_before: int = 0
    """How many notes come before its own, where those of a chapter or a book are numbered on."""

    @property
    def flows(self) -> tuple[Nodes, ...]:
        """The text, and after it each of its notes."""
        return (self.content, *(note.content for note in self.notes))


class Article(Struct, frozen=True, kw_only=True):
    """One dated text with its own title, authors, date, language, tags and source."""

    slug: str
    """Unique in the book, made once, the root of every id of the article."""
    file: str
    """The article's file, relative to the project folder, with forward slashes."""
    title: LangText
    subtitle: str | None = None
    date: ArticleDate | None = None
    date_unknown: bool = False
    """Whether its file says that nobody knows the date, which otherwise has to be there."""
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    language: str
    """A BCP 47 tag."""
    tags: tuple[str, ...] = ()
    excerpt: str | None = None
    source: Source | None = None
    body: Body = Body()

    @property
    def place(self) -> Place:
        """The place of the article as a whole."""
        return Place(file=self.file)


class Matter(Struct, frozen=True, kw_only=True):
    """A text of the book that is no article: a preface, a chapter's intro, an afterword."""

    slug: str
    file: str
    title: str | None
    language: str
    authors: tuple[str, ...] = ()
    body: Body = Body()


class PlacedArticle(Struct, frozen=True, kw_only=True):
    """An article and the reason why it stands where it stands."""

    article: Article
    reason: str
    """For people: `tag "energy"`, `month 2025-11` …"""


class Chapter(Struct, frozen=True, kw_only=True):
    """A titled run of articles, in order."""

    id: str
    title: str
    intro: Matter | None = None
    articles: tuple[PlacedArticle, ...] = ()


class Metadata(Struct, frozen=True, kw_only=True):
    """What a catalogue says about the book."""

    title: str
    subtitle: str | None = None
    language: str
    authors: tuple[str, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    publisher: str | None = None
    date: ArticleDate | None = None
    identifier: str
    """A URN, mostly `urn:uuid:…`."""
    isbn_epub: str | None = None
    isbn_press: str | None = None
    rights: str | None = None
    description: str | None = None
    modified: dt.datetime
    """UTC, to the second; taken from the input, never from the clock."""


class Cover(Struct, frozen=True, kw_only=True):
    """The cover as a picture, and what it shows in words."""

    picture: Picture
    alt: str


class Colophon(Struct, frozen=True, kw_only=True):
    """What the last page says about how the book was made."""

    version: str
    """The program's."""
    digest: str | None = None
    """The digest of everything that the book was made from (`ledger.py`), where it is wanted."""


class Mention(Struct, frozen=True, kw_only=True):
    """A place in the book where a name stands."""

    document: str
    """The id of the page document."""
    element: str
    """The id of what stands around the name there: an element of the text, or the title."""
    title: str
    """That of the text."""
    language: str
    """The title's."""
    main: bool
    """Whether the text is chiefly about what bears the name."""


class IndexEntry(Struct, frozen=True, kw_only=True):
    """A name of the index."""

    id: str
    heading: str
    original: LangText | None
    """How it is spelt where it comes from."""
    mentions: tuple[Mention, ...]
    """In the order of the book."""
    see: "IndexEntry | None" = None
    """The entry to look under instead."""


class IndexGroup(Struct, frozen=True, kw_only=True):
    """The names that begin with one letter."""

    letter: str
    entries: tuple[IndexEntry, ...]


class Book(Struct, frozen=True, kw_only=True):
    """The fact that a manifest and its articles make; the same for every edition."""

    metadata: Metadata
    front: tuple[Matter, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    back: tuple[Matter, ...] = ()
    redirects: tuple[tuple[str, str], ...] = ()
    """For each article that was left out as a duplicate: its slug, and that of the one kept."""
    index: tuple[IndexGroup, ...] = ()
    """The index of names, in the order of the alphabet; empty where there is none."""
    colophon: Colophon | None = None

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article, in the order of the book."""
        return tuple(placed.article for chapter in self.chapters for placed in chapter.articles)

    @property
    def bodies(self) -> tuple[Body, ...]:
        """The body of every text: of the matter first, then of the articles."""
        intros = tuple(chapter.intro for chapter in self.chapters if chapter.intro)
        return (
            *(matter.body for matter in (*self.front, *intros, *self.back)),
            *(article.body for article in self.articles),
        )


class Margins(Struct, frozen=True, kw_only=True):
    """What a page keeps free at least, in mm."""

    inner: float = 0.0
    """At the spine."""
    outer: float = 0.0
    top: float = 0.0
    bottom: float = 0.0


class PageSize(Struct, frozen=True, kw_only=True):
    """The trimmed page of a PDF."""

    width: float
    """mm"""
    height: float
    """mm"""
    least: Margins = Margins()
    """What stands on it stays away from its edges."""


class Edition(Enum):
    """A rendering of the book."""

    EPUB = "epub"
    PDF = "pdf"
    PRESS = "press"
    """The book block as a printing house wants it."""

    @property
    def has_pages(self) -> bool:
        """Return whether it is set as pages, with numbers and footnotes."""
        return self is not Edition.EPUB


class PageKind(Enum):
    """What a page document is; the value is its class in the stylesheets."""

    HALF_TITLE = "halftitle"
    TITLE_PAGE = "titlepage"
    IMPRINT = "imprint"
    CONTENTS = "contents"
    FRONT = "front"
    CHAPTER = "chapter"
    ARTICLE = "article"
    BACK = "back"
    NOTES = "notes"
    SOURCES = "sources"
    INDEX = "index"
    COLOPHON = "colophon"


class PageDocument(Struct, frozen=True, kw_only=True):
    """One XHTML document with a stable id, ready for its edition.

    In the EPUB it is the file `{id}.xhtml`; in the PDF it is a part of the one document. Every id
    inside it begins with the document's id, so that ids are unique in the whole book.
    """

    id: str
    kind: PageKind
    title: str
    """Plain text, for the table of contents, the outline and the document's own title."""
    language: str
    direction: str = "ltr"
    level: int | None = None
    """0 for a chapter or a front or back part, 1 for an article under the chapter before it; None
    where the contents do not list the document."""
    content: str
    """One XHTML element, `<section …>` or `<article …>`, whose id is the document's. Its links are
    already those of the edition."""
    authors: tuple[str, ...] = ()
    """The article's authors; empty for other documents."""
    translators: tuple[str, ...] = ()
    """The article's translators."""
    date: str = ""
    """The article's date in the book's language."""

    @property
    def title_id(self) -> str:
        """The id of the heading in the content that is the document's title."""
        return f"{self.id}--title"


class PageStart(Struct, frozen=True, kw_only=True):
    """Where a page of print begins."""

    document: str
    """The id of its page document."""
    label: str
    """The number of the page."""
    opening: str
    """Its first letters and digits (`anthology.pagelist.plain`); empty for a page without any."""
    letters: int
    """How many letters and digits it has."""


class PageBreak(Struct, frozen=True, kw_only=True):
    """A place in the EPUB where a page of the print edition begins."""

    document: str
    """The id of its page document."""
    id: str
    """The id of the element that marks it."""
    label: str
    """The number of the page."""


class Pages(Struct, frozen=True, kw_only=True):
    """Everything a renderer needs: the page documents in reading order and what they show."""

    edition: Edition
    metadata: Metadata
    documents: tuple[PageDocument, ...]
    pictures: tuple[Picture, ...]
    cover: Cover | None
    """None where the edition has none: the press prints it apart."""
    labels: "Labels"
    page_list: tuple[PageBreak, ...] = ()
    """In an EPUB: where the pages of the print edition begin, where that is known."""


class Labels(Struct, frozen=True, kw_only=True):
    """The words, in the book's language, that a renderer itself has to say."""

    contents: str
    cover: str
    pages: str
    """The name of the list of the pages of print."""
    start: str
    """The landmark for where reading begins."""
    source: str
    """The running head of the source appendix."""
    a11y_text: str
    """"The text can be resized, reflowed and read aloud." """
    a11y_described: str
    """"Every picture has a description." """
    a11y_undescribed: str
    """"Some pictures have no description." """
