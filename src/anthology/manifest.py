"""The text of `book.yml` into a Manifest: what the editor asks for, checked and located."""

import uuid
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any

from msgspec import Struct, field

from anthology import jsonschema, yamltree
from anthology.decode import Dialect, Path, Places, decode, name_of, place_in
from anthology.errors import Checked, Finding, Kind, Place, error, errors_in, position, warning
from anthology.locales.words import LANGUAGES
from anthology.model import ArticleDate, PageSize
from anthology.press.profiles import Ink, Printer, Standard
from anthology.values import (
    SCALARS,
    Amount,
    Folder,
    Identifier,
    Isbn,
    Language,
    Length,
    Price,
    StyleFile,
    read_page_size,
)

MANIFEST = "book.yml"
"""The name of the file."""

NAMESPACE = uuid.UUID("6f1c1b56-9a2f-4c9a-8f0e-2c1f3f0f4a55")
"""The namespace of identifiers that are made from a title (RFC 9562, section 5.5)."""


class Order(Enum):
    """The direction of time in the book."""

    OLDEST_FIRST = "oldest-first"
    NEWEST_FIRST = "newest-first"


class ChapterRule(Enum):
    """What the articles of a chapter have in common."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    AUTHOR = "author"
    TAG = "tag"


class Duplicates(Enum):
    """What happens to an article that stands there twice."""

    ERROR = "error"
    KEEP_FIRST = "keep-first"
    KEEP_ALL = "keep-all"


class SourceOrder(Enum):
    """The order of the source appendix."""

    CHAPTER = "chapter"
    DATE = "date"
    AUTHOR = "author"
    PLATFORM = "platform"
    LANGUAGE = "language"


class NotePlace(Enum):
    """Where the notes stand in print; an EPUB shows them where they are asked for."""

    FOOT = "foot"
    ARTICLE = "article"
    BOOK = "book"


class NoteNumbers(Enum):
    """Where the numbers of the notes begin with 1."""

    ARTICLE = "article"
    CHAPTER = "chapter"
    BOOK = "book"


class Links(Enum):
    """What becomes of the links to the web in an edition."""

    LIVE = "live"
    NOTES = "notes"


class Role(Enum):
    """What a contributor did, by its usual name."""

    AUTHOR = "author"
    TRANSLATOR = "translator"
    EDITOR = "editor"
    ILLUSTRATOR = "illustrator"
    COMPILER = "compiler"
    PHOTOGRAPHER = "photographer"
    FOREWORD = "author of introduction"
    AFTERWORD = "author of afterword"
    ANNOTATOR = "annotator"
    COVER = "cover designer"
    PROOFREADER = "proofreader"
    NARRATOR = "narrator"
    CONTRIBUTOR = "contributor"


RELATORS: Mapping[Role, str] = {
    Role.AUTHOR: "aut",
    Role.TRANSLATOR: "trl",
    Role.EDITOR: "edt",
    Role.ILLUSTRATOR: "ill",
    Role.COMPILER: "com",
    Role.PHOTOGRAPHER: "pht",
    Role.FOREWORD: "aui",
    Role.AFTERWORD: "aft",
    Role.ANNOTATOR: "ann",
    Role.COVER: "cov",
    Role.PROOFREADER: "pfr",
    Role.NARRATOR: "nrt",
    Role.CONTRIBUTOR: "ctb",
}
"""The MARC relator code of each role."""


class ContributorSpec(Struct, frozen=True, kw_only=True):
    """A person and what they did for the book."""

    name: Annotated[str, "The person's name as it is printed."]
    role: Annotated[Role, "What the person did; the terms are those of the MARC relators."]


class IsbnSpec(Struct, frozen=True, kw_only=True):
    """An ISBN for each edition that has one."""

    epub: Annotated[Isbn | None, "The ISBN of the EPUB."] = None
    press: Annotated[Isbn | None, "The ISBN of the printed book."] = None


class ChapterSpec(Struct, frozen=True, kw_only=True):
    """A chapter of a list: its title and the rule by which it takes articles."""

    title: Annotated[str, "The chapter's title."]
    from_: Annotated[ArticleDate | None, "The first day (or month, or year) that belongs in."] = (
        None
    )
    to: Annotated[ArticleDate | None, "The last day (or month, or year) that belongs in."] = None
    tags: Annotated[tuple[str, ...], "Articles that have one of these tags belong in."] = ()
    articles: Annotated[
        tuple[str, ...], "Articles by slug or file name, in this order; goes before any rule."
    ] = ()
    intro: Annotated[str | None, "A text file that opens the chapter."] = None


class SourcesSpec(Struct, frozen=True, kw_only=True):
    """The source appendix."""

    order: Annotated[SourceOrder, "How the entries are ordered."] = SourceOrder.CHAPTER
    qr: Annotated[
        bool, "Whether each entry shows its address as a QR code, too, where the book has pages."
    ] = False


class NotesSpec(Struct, frozen=True, kw_only=True):
    """The notes of the articles."""

    place: Annotated[
        NotePlace,
        "Where they stand in print: at the foot of the page, behind their article, or all of them "
        "at the end of the book.",
    ] = NotePlace.FOOT
    numbers: Annotated[NoteNumbers, "Whether each article, chapter or book begins with 1."] = (
        NoteNumbers.ARTICLE
    )


class CoverSpec(Struct, frozen=True, kw_only=True):
    """The cover, where the editor has a picture for it."""

    image: Annotated[str, "A JPEG or PNG file, at best 1600 by 2560 pixels."]
    alt: Annotated[str | None, "What the cover shows, for those who cannot see it."] = None


class StyleName(Enum):
    """A design of the program's own."""

    CLASSIC = "classic"
    MODERN = "modern"
    LARGE = "large"


class ColophonSpec(Struct, frozen=True, kw_only=True):
    """The last page: the typeface, the program and, where wanted, the digest of the input."""

    digest: Annotated[
        bool, "Whether it says the SHA-256 of everything that the book was made from."
    ] = False


class Colour(Enum):
    """Whether pictures have colours."""

    COLOUR = "colour"
    GREY = "grey"


class PicturesSpec(Struct, frozen=True, kw_only=True):
    """What the pictures of an edition are to be like; drawings (SVG) stay as they are."""

    megapixels: Annotated[
        Amount | None,
        "The most that one has, in millions of pixels; larger ones are made smaller. 3.2 in the "
        "EPUB and 8 in the PDF, if nothing else is said.",
    ] = None
    colour: Annotated[Colour, "Whether they keep their colours."] = Colour.COLOUR


class EpubSpec(Struct, frozen=True, kw_only=True):
    """The EPUB edition."""

    pictures: Annotated[PicturesSpec, "The pictures of the articles."] = field(
        default_factory=PicturesSpec
    )


def _a5() -> PageSize:
    return read_page_size("A5")


class PdfSpec(Struct, frozen=True, kw_only=True):
    """The PDF edition."""

    page: Annotated[PageSize, "The page: A5, A4, B5, digest, 6x9 … or `140mm x 210mm`."] = field(
        default_factory=_a5
    )
    pictures: Annotated[PicturesSpec, "The pictures of the articles."] = field(
        default_factory=PicturesSpec
    )
    links: Annotated[
        Links,
        "What becomes of links to the web: `live` ones can be followed on screen; with `notes`, a "
        "note says the address as well.",
    ] = Links.LIVE


class SpineDirection(Enum):
    """How the text on a spine is turned."""

    DOWN = "down"
    """It reads from top to bottom (ISO 6357): upright where the book lies on its back."""
    UP = "up"


class SpineSpec(Struct, frozen=True, kw_only=True):
    """The spine of the cover."""

    text: Annotated[str | None, "What stands on it; without it, the authors and the title."] = None
    width: Annotated[
        Length | None,
        "How wide it is, such as `12.5mm`, where the printer's profile does not know the paper.",
    ] = None
    direction: Annotated[
        SpineDirection | None,
        "Whether the text reads down or up; as is usual in the book's language, if nothing else "
        "is said.",
    ] = None


class WrapSpec(Struct, frozen=True, kw_only=True):
    """The cover that is wrapped around the printed book: back, spine and front."""

    blurb: Annotated[
        str | None, "The text on the back; the book's description, if nothing else is said."
    ] = None
    biography: Annotated[str | None, "A few sentences on the author, beneath the blurb."] = None
    price: Annotated[
        Price | None, "The price beside the barcode, such as `14.95 USD`; in GBP, AUD, NZD or CAD."
    ] = None
    spine: Annotated[SpineSpec, "The spine."] = field(default_factory=SpineSpec)
    icc: Annotated[
        str | None, "The colour profile of the cover, an ICC file of the printing house."
    ] = None


class PressSpec(Struct, frozen=True, kw_only=True):
    """The press edition: the book block for a printing house."""

    profile: Annotated[
        Printer, "Who prints it: kdp, ingram, bod, epubli, tredition, or any other."
    ] = Printer.ANY
    page: Annotated[
        PageSize | None, "The trimmed page; that of the PDF, if nothing else is said."
    ] = None
    paper: Annotated[str | None, "The paper, by the name that the printer's profile has."] = None
    ink: Annotated[Ink, "With what it is printed; in black, pictures become grey."] = Ink.BLACK
    bleed: Annotated[
        bool, "Whether pages are as much larger as the printer cuts off, for what bleeds."
    ] = False
    standard: Annotated[
        Standard | None, "The kind of PDF, where it is not the one that the printer usually gets."
    ] = None
    icc: Annotated[
        str | None, "The colour profile of the pages, an ICC file of the printing house."
    ] = None
    cover: Annotated[WrapSpec, "The cover that is wrapped around the book."] = field(
        default_factory=WrapSpec
    )


class CeilingSpec(Struct, frozen=True, kw_only=True):
    """The most that setting one thing may use."""

    seconds: Annotated[Amount | None, "Seconds."] = None
    megabytes: Annotated[Amount | None, "Memory in megabytes, of 1,000,000 bytes each."] = None


class LimitsSpec(Struct, frozen=True, kw_only=True):
    """What setting the PDF may use before it is stopped."""

    article: Annotated[
        CeilingSpec, "For one article: 900 seconds and 3000 megabytes, if nothing else is said."
    ] = field(default_factory=CeilingSpec)
    book: Annotated[
        CeilingSpec, "For the book: 7200 seconds and 8000 megabytes, if nothing else is said."
    ] = field(default_factory=CeilingSpec)


CACHE = Folder(".anthology/cache")


class Manifest(Struct, frozen=True, kw_only=True):
    """A book as its editor asks for it."""

    title: Annotated[str, "The book's title."]
    language: Annotated[
        Language, "The book's language (BCP 47): labels, quotes, hyphens and dates follow it."
    ]
    subtitle: Annotated[str | None, "The book's subtitle."] = None
    authors: Annotated[tuple[str, ...], "The authors as they stand on the title page."] = ()
    contributors: Annotated[
        tuple[ContributorSpec, ...], "Translators, editors and everybody else with a role."
    ] = ()
    publisher: Annotated[str | None, "The publisher."] = None
    date: Annotated[ArticleDate | None, "When the book appears."] = None
    identifier: Annotated[
        Identifier | None, "Names the book for ever, across all its editions: urn:uuid:…"
    ] = None
    isbn: Annotated[IsbnSpec, "The ISBN of each edition that has one."] = field(
        default_factory=IsbnSpec
    )
    rights: Annotated[str | None, "The copyright line."] = None
    description: Annotated[str | None, "A blurb of a few sentences, for catalogues."] = None
    articles: Annotated[
        tuple[str, ...] | str, "The folder of the articles, or a list of files and globs."
    ] = "articles"
    order: Annotated[Order, "Which article comes first."] = Order.OLDEST_FIRST
    chapters: Annotated[
        ChapterRule | tuple[ChapterSpec, ...], "One rule for all chapters, or a list of chapters."
    ] = ChapterRule.MONTH
    unplaced: Annotated[
        str, "`error`, or the title of a last chapter for articles that no other takes."
    ] = "error"
    duplicates: Annotated[Duplicates, "What happens to an article that stands there twice."] = (
        Duplicates.ERROR
    )
    front: Annotated[tuple[str, ...], "Text files before the first chapter: a preface …"] = ()
    back: Annotated[tuple[str, ...], "Text files after the last chapter: an afterword …"] = ()
    names: Annotated[
        str | None, "A file that lists the names of the index; without it the book has no index."
    ] = None
    sources: Annotated[SourcesSpec, "The source appendix."] = field(default_factory=SourcesSpec)
    notes: Annotated[NotesSpec, "The notes of the articles."] = field(default_factory=NotesSpec)
    colophon: Annotated[
        ColophonSpec | None, "A last page that says in which typeface and by what the book is set."
    ] = None
    style: Annotated[
        tuple[StyleName | StyleFile, ...] | StyleName | StyleFile,
        "The design, classic, modern or large, and a stylesheet of your own on top of it: "
        "`[modern, my.css]`.",
    ] = StyleName.CLASSIC
    cover: Annotated[CoverSpec | None, "The editor's own cover; without it one is set."] = None
    words: Annotated[
        Mapping[str, str], "The book's own words, where others are wanted: `contents: Inhalt`."
    ] = field(default_factory=dict)
    epub: Annotated[EpubSpec, "The EPUB edition."] = field(default_factory=EpubSpec)
    pdf: Annotated[PdfSpec, "The PDF edition."] = field(default_factory=PdfSpec)
    press: Annotated[PressSpec, "The press edition."] = field(default_factory=PressSpec)
    limits: Annotated[LimitsSpec, "What setting the PDF may use."] = field(
        default_factory=LimitsSpec
    )
    cache: Annotated[
        Folder, "The folder, in the project, where set pages wait for the next build."
    ] = CACHE


class Located(Struct, frozen=True, kw_only=True):
    """A manifest and where each of its values stands."""

    manifest: Manifest
    places: Places
    file: str
    sound: bool = True
    """Whether it was read without an error: what a broken chapter leaves unplaced is not told."""

    def place(self, *path: str | int) -> Place:
        """Return the place of a value, or of the nearest value around it."""
        return place_in(self.places, path) or Place(file=self.file)

    @property
    def identifier(self) -> str:
        """The book's identifier; where none is given, one that is made from the title."""
        return self.manifest.identifier or identifier_from(self.manifest.title)


def identifier_from(title: str) -> str:
    """Return the identifier of a book that has none of its own: the same for the same title."""
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, title)}"


def _check_chapter(values: Mapping[str, Any], path: Path, places: Places) -> Iterable[Finding]:
    first, last = values.get("from_"), values.get("to")
    if first and last and not reaches(first, last):
        yield error(
            Kind.MANIFEST,
            f"{name_of(path)} ends ({last.isoformat()}) before it begins ({first.isoformat()})",
            "swap `from` and `to`",
            places[(*path, "from")],
        )
    if not any(values.get(name) for name in ("from_", "to", "tags", "articles")):
        yield error(
            Kind.MANIFEST,
            f"{name_of(path)} says nothing about which articles it takes",
            "give it `from` and `to`, `tags` or `articles`",
            places[path],
        )


def _check_manifest(values: Mapping[str, Any], path: Path, places: Places) -> Iterable[Finding]:
    language = values.get("language")
    if language and language.partition("-")[0] not in LANGUAGES and not values.get("words"):
        yield warning(
            Kind.MANIFEST,
            f"the book's own words are not there in {language}, so it says Contents and Sources",
            "give them under `words:`, such as `contents: …`",
            places[(*path, "language")],
        )
    if "title" in values and not values.get("identifier") and (*path, "identifier") not in places:
        yield warning(
            Kind.MANIFEST,
            "the book has no identifier of its own, so one is made from its title",
            f"keep it by adding `identifier: {identifier_from(values['title'])}`",
            places[path],
        )


def reaches(first: ArticleDate, last: ArticleDate) -> bool:
    """Return whether `last` is not before `first`, as far as both are known."""
    one, other = _known(first), _known(last)
    length = min(len(one), len(other))
    return one[:length] <= other[:length]


def _known(date: ArticleDate) -> tuple[int, ...]:
    return tuple(part for part in (date.year, date.month, date.day) if part is not None)


DIALECT = Dialect(
    kind=Kind.MANIFEST,
    scalars=SCALARS,
    shorthands={},
    single_items=False,
    strict_keys=True,
    checks={ChapterSpec: _check_chapter, Manifest: _check_manifest},
)
"""How `book.yml` is read."""


@lru_cache(maxsize=1)  # more than one part of the program asks for it
def read_manifest(text: str, file: str) -> Checked[Located | None]:
    """Return the manifest in the text of a `book.yml`, or None where it cannot be used.

    Every mistake is a finding with its line and column; `file` is its name in them.
    """
    tree = yamltree.parse(text, file=file, kind=Kind.MANIFEST)
    if tree.value is None or (isinstance(tree.value, yamltree.Scalar) and tree.value.empty):
        nothing = error(
            Kind.MANIFEST,
            "the manifest is empty",
            "write at least `title: …` and `language: …`, or begin with `anthology init`",
            Place(file=file, line=1, column=1),
        )
        found = tree.findings if errors_in(tree.findings) else (*tree.findings, nothing)
        return Checked(None, found)
    decoded = decode(tree.value, Manifest, DIALECT)
    findings = tuple(sorted((*tree.findings, *decoded.findings), key=position))
    if decoded.value is None:
        return Checked(None, findings)
    located = Located(
        manifest=decoded.value,
        places=decoded.places,
        file=file,
        sound=not errors_in(findings),
    )
    return Checked(located, findings)


def manifest_schema() -> dict[str, Any]:
    """Return the JSON Schema of `book.yml`."""
    return jsonschema.schema_of(Manifest, DIALECT, title="The manifest of an anthology")
