"""The EPUB edition: what stands in the file, read back as a reading system reads it."""

import datetime as dt
import hashlib
import io
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urldefrag

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from anthology.epub import render
from anthology.epub.accessibility import Accessibility, describe, look
from anthology.epub.characters import said_in, usage
from anthology.epub.fonts import EmbeddedFont, embed
from anthology.epub.navigation import Entry, ncx, outline
from anthology.errors import AnthologyError, Kind
from anthology.model import Contributor, Edition, PageDocument, PageKind, Pages, Picture
from anthology.style.design import Design
from anthology.style.read import Style
from anthology.typefaces import VOLLKORN, Faces, font_files
from epub_fixtures import (
    LABELS,
    LINE_ART,
    METADATA,
    animation,
    article,
    pages_of,
    part,
    photo,
    picture,
    sample_pages,
    small_pages,
)

DESIGN = Style().design(Edition.EPUB)
NAMES = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
    "opf": "http://www.idpf.org/2007/opf",
    "x": "http://www.w3.org/1999/xhtml",
}
EPUB_TYPE = f"{{{NAMES['epub']}}}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Opened:
    """An EPUB that was read: its files by name, its package document and its navigation."""

    def __init__(self, data: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        container = etree.fromstring(self.zip.read("META-INF/container.xml"))
        self.package_name = str(self.xpath(container, "//c:rootfile/@full-path")[0])
        self.folder = PurePosixPath(self.package_name).parent
        self.package = etree.fromstring(self.zip.read(self.package_name))
        self.hrefs = {
            item.get("id", ""): item.get("href", "")
            for item in self.elements(self.package, "//opf:manifest/opf:item")
        }

    @staticmethod
    def xpath(root: etree._Element, path: str) -> list[str]:
        found = root.xpath(path, namespaces=NAMES)
        assert isinstance(found, list)
        return [str(one) for one in found]

    @staticmethod
    def elements(root: etree._Element, path: str) -> list[etree._Element]:
        found = root.xpath(path, namespaces=NAMES)
        assert isinstance(found, list)
        return [one for one in found if isinstance(one, etree._Element)]

    def values(self, path: str) -> list[str]:
        return self.xpath(self.package, path)

    def meta(self, name: str) -> list[str]:
        return self.values(f"//opf:meta[@property='{name}' and not(@refines)]/text()")

    def read(self, href: str) -> bytes:
        return self.zip.read(str(self.folder / href))

    def tree(self, href: str) -> etree._Element:
        return etree.fromstring(self.read(href))

    def nav(self) -> etree._Element:
        return self.tree(self.values("//opf:item[@properties='nav']/@href")[0])

    def spine(self) -> list[str]:
        return [self.hrefs[idref] for idref in self.values("//opf:itemref/@idref")]


@pytest.fixture(scope="module")
def sample_data() -> bytes:
    return render(sample_pages(), DESIGN)


@pytest.fixture(scope="module")
def sample(sample_data: bytes) -> Opened:
    return Opened(sample_data)


def access_of(body: str, *pictures: Picture, cover_alt: str = "A cover") -> Accessibility:
    root = etree.fromstring(f'<html xmlns="{NAMES["x"]}"><body>{body}</body></html>')
    return describe([look(root)], cover_alt, pictures, LABELS)


def fonts_of(body: str) -> dict[str, EmbeddedFont]:
    root = etree.fromstring(f'<html xmlns="{NAMES["x"]}"><body>{body}</body></html>')
    return {Path(font.name).stem: font for font in embed(usage([said_in(root)]), Faces())}


def characters_in(font: EmbeddedFont) -> set[str]:
    return set(map(chr, TTFont(io.BytesIO(font.data)).getBestCmap()))


# The container


def test_mimetype_stands_first_uncompressed_and_without_extra_field(sample_data: bytes) -> None:
    assert sample_data[26:28] == b"\x08\x00"
    assert sample_data[28:58] == b"\x00\x00mimetypeapplication/epub+zip"


def test_zip_entries_carry_no_trace_of_the_machine(sample: Opened) -> None:
    entries = sample.zip.infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, entry.external_attr) for entry in entries} == {(3, 0o644 << 16)}
    assert len({entry.filename for entry in entries}) == len(entries)


def test_every_manifest_item_is_in_the_zip_and_nothing_else(sample: Opened) -> None:
    listed = {str(sample.folder / href) for href in sample.hrefs.values()}
    outside = {"mimetype", "META-INF/container.xml", sample.package_name}
    assert set(sample.zip.namelist()) == listed | outside


def test_same_pages_give_same_bytes_in_another_time_zone(
    sample_data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        assert render(sample_pages(), DESIGN) == sample_data
    finally:
        monkeypatch.undo()
        time.tzset()


def test_same_pages_give_same_bytes_in_another_process(sample_data: bytes) -> None:
    program = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1])\n"
        "from epub_fixtures import sample_pages; from anthology.epub import render\n"
        "from anthology.model import Edition; from anthology.style.read import Style\n"
        "design = Style().design(Edition.EPUB)\n"
        "print(hashlib.sha256(render(sample_pages(), design)).hexdigest())"
    )
    environment = os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Asia/Kathmandu", "LC_ALL": "C"}
    environment |= {"PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-c", program, str(Path(__file__).parent)],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert run.stdout.strip() == hashlib.sha256(sample_data).hexdigest()
    assert run.stderr == ""


# The package document


def test_package_names_the_book(sample: Opened) -> None:
    unique = sample.package.get("unique-identifier")
    assert sample.values(f"//dc:identifier[@id='{unique}']/text()") == [METADATA.identifier]
    assert "urn:isbn:9783161484100" in sample.values("//dc:identifier/text()")
    assert sample.values("//dc:language/text()") == ["de"]
    assert sample.package.get(XML_LANG) == "de"
    assert sample.values("//dc:date/text()") == ["2025-12-01"]
    for name in ("publisher", "rights", "description"):
        assert sample.values(f"//dc:{name}/text()") == [getattr(METADATA, name)]


def test_titles_are_told_apart(sample: Opened) -> None:
    kinds = {
        title.text: sample.values(
            f"//opf:meta[@refines='#{title.get('id')}' and @property='title-type']/text()"
        )
        for title in sample.elements(sample.package, "//dc:title")
    }
    assert kinds == {METADATA.title: ["main"], METADATA.subtitle: ["subtitle"]}


def people(book: Opened) -> list[tuple[str, str, list[str]]]:
    return [
        (
            str(etree.QName(person).localname),
            person.text or "",
            book.values(
                f"//opf:meta[@refines='#{person.get('id')}' and @property='role' "
                "and @scheme='marc:relators']/text()"
            ),
        )
        for person in book.elements(book.package, "//dc:creator | //dc:contributor")
    ]


def test_everyone_is_named_once_with_all_they_did(sample: Opened) -> None:
    assert people(sample) == [
        ("creator", "Johannes Gutenberg", ["aut"]),
        ("creator", "William Morris", ["aut", "ill"]),
        ("contributor", "Aldus Manutius", ["edt", "aut"]),
        ("contributor", "William Caxton", ["trl"]),
        ("contributor", "Иван Фёдоров", ["aut"]),
    ]


def test_a_book_without_authors_names_those_of_its_articles() -> None:
    pages = small_pages()
    metadata = replace(
        METADATA, authors=(), contributors=(Contributor(name="William Caxton", role="edt"),)
    )
    assert people(Opened(render(replace(pages, metadata=metadata), Design()))) == [
        ("contributor", "William Caxton", ["edt"]),
        ("contributor", "William Morris", ["aut"]),
    ]


def test_the_translator_of_an_article_is_named_with_the_role() -> None:
    pages = small_pages()
    documents = tuple(
        replace(page, translators=("Lesja Ukrajinka",)) if page.kind is PageKind.ARTICLE else page
        for page in pages.documents
    )
    opened = Opened(render(replace(pages, documents=documents), Design()))
    assert ("contributor", "Lesja Ukrajinka", ["trl"]) in people(opened)


@pytest.mark.parametrize(
    "modified",
    [
        dt.datetime(2025, 12, 2, 1, 30, tzinfo=dt.timezone(dt.timedelta(hours=2))),
        dt.datetime(2025, 12, 1, 23, 30),
    ],
    ids=["in a zone", "without a zone"],
)
def test_modified_is_in_utc(modified: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        pages = replace(small_pages(), metadata=replace(METADATA, modified=modified))
        book = Opened(render(pages, Design()))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert book.meta("dcterms:modified") == ["2025-12-01T23:30:00Z"]


def test_metadata_that_xml_cannot_hold_is_an_error_and_not_lost() -> None:
    pages = replace(small_pages(), metadata=replace(METADATA, publisher="Offizin\x0b"))
    with pytest.raises(AnthologyError) as caught:
        render(pages, Design())
    (finding,) = caught.value.findings
    assert finding.kind is Kind.MANIFEST
    assert "publisher" in finding.message


def test_a_document_that_is_not_well_formed_is_an_error() -> None:
    with pytest.raises(AnthologyError, match=r"article-one\.xhtml is not well-formed"):
        render(small_pages("<p>Ein Satz."), Design())


def test_spine_is_the_cover_and_then_the_documents_in_order(sample: Opened) -> None:
    ids = [page.id for page in sample_pages().documents]
    names = ["nav" if id_ == "contents" else id_ for id_ in ids]
    assert sample.spine() == ["cover.xhtml", *(f"{name}.xhtml" for name in names)]
    assert sample.values("//opf:itemref/@linear") == []


def test_media_types_and_properties(sample: Opened) -> None:
    types = {
        item.get("href"): (item.get("media-type"), item.get("properties"))
        for item in sample.elements(sample.package, "//opf:manifest/opf:item")
    }
    assert types["cover.png"] == ("image/png", "cover-image")
    assert types["nav.xhtml"] == ("application/xhtml+xml", "nav")
    assert types["article-lettern.xhtml"] == ("application/xhtml+xml", None)
    assert types["pictures/presse.svg"] == ("image/svg+xml", None)
    assert types["pictures/werkstatt.jpg"] == ("image/jpeg", None)
    assert types["fonts/Vollkorn-Regular.ttf"] == ("font/ttf", None)
    assert sample.read("pictures/presse.svg") == LINE_ART.encode()


def test_only_a_document_with_inline_svg_declares_it() -> None:
    book = Opened(render(small_pages(f"<figure>{LINE_ART}</figure>"), Design()))
    assert book.values("//opf:item[@properties='svg']/@href") == ["article-one.xhtml"]


def test_a_right_to_left_book_turns_its_pages_to_the_right(sample: Opened) -> None:
    pages = small_pages()
    turned = tuple(replace(page, direction="rtl") for page in pages.documents)
    metadata = replace(METADATA, language="he")
    book = Opened(render(replace(pages, documents=turned, metadata=metadata), Design()))
    assert book.values("//opf:spine/@page-progression-direction") == ["rtl"]
    assert book.package.get("dir") == "rtl"
    assert {book.tree(name).get("dir") for name in book.spine()} == {"rtl"}
    assert sample.values("//opf:spine/@page-progression-direction") == []


# The documents


def test_every_document_has_a_title_a_language_and_a_division(sample: Opened) -> None:
    divisions = {
        PageKind.CHAPTER: "bodymatter",
        PageKind.ARTICLE: "bodymatter",
        PageKind.BACK: "backmatter",
        PageKind.SOURCES: "backmatter",
    }
    documents = sample_pages().documents
    for page, name in zip(documents, sample.spine()[1:], strict=True):
        root = sample.tree(name)
        assert sample.xpath(root, "//x:title/text()") == [page.title]
        assert (root.get("lang"), root.get(XML_LANG), root.get("dir")) == (
            page.language,
            page.language,
            page.direction,
        )
        (body,) = sample.elements(root, "/x:html/x:body")
        assert body.get("class") == page.kind.value
        assert body.get(EPUB_TYPE) == divisions.get(page.kind, "frontmatter")


def test_content_is_kept_to_the_letter(sample: Opened) -> None:
    for page, name in zip(sample_pages().documents, sample.spine()[1:], strict=True):
        assert page.content in sample.read(name).decode()


def test_every_link_has_a_target(sample: Opened) -> None:
    trees = {name: sample.tree(name) for name in sample.spine()}
    ids = {name: set(sample.xpath(tree, "//@id")) for name, tree in trees.items()}
    links = [
        (name, link)
        for name, tree in trees.items()
        for link in sample.xpath(tree, "//@href | //@src")
        if "://" not in link
    ]
    assert len(links) > 40
    for name, link in links:
        target, fragment = urldefrag(link)
        assert not target or target in sample.hrefs.values(), (name, link)
        assert not fragment or fragment in ids[target or name], (name, link)


def test_cover_page_shows_the_cover_and_says_what_it_shows(sample: Opened) -> None:
    (shown,) = sample.elements(sample.tree("cover.xhtml"), "//x:img")
    assert shown.get("src") == sample.values("//opf:item[@properties='cover-image']/@href")[0]
    cover = sample_pages().cover
    assert cover is not None
    assert shown.get("alt") == cover.alt
    assert shown.get("role") == "doc-cover"
    named = sample.values("//opf:meta[@name='cover']/@content")
    assert [sample.hrefs[id_] for id_ in named] == ["cover.png"]


# The ways in


def test_landmarks_lead_to_cover_title_contents_and_text(sample: Opened) -> None:
    (nav,) = sample.elements(sample.nav(), "//x:nav[@epub:type='landmarks']")
    assert nav.get("hidden") == "hidden"
    links = sample.elements(nav, ".//x:a")
    assert [(link.get(EPUB_TYPE), link.get("href"), link.text) for link in links] == [
        ("cover", "cover.xhtml", "Umschlag"),
        ("titlepage", "titlepage.xhtml", "Aus der schwarzen Kunst"),
        ("toc", "nav.xhtml#contents", "Inhalt"),
        ("bodymatter", "chapter-2025-10.xhtml", "Textbeginn"),
    ]
    guide = sample.elements(sample.package, "//opf:guide/opf:reference")
    assert [entry.get("href") for entry in guide] == [link.get("href") for link in links]


def test_contents_of_both_kinds_lead_to_the_same_places(sample: Opened) -> None:
    hrefs = sample.xpath(sample.nav(), "//x:nav[@epub:type='toc']//x:a/@href")
    table = sample.tree("toc.ncx")
    assert sample.xpath(table, "//n:content/@src") == hrefs
    assert sample.xpath(table, "//n:navPoint/@playOrder") == [
        str(number) for number in range(1, len(hrefs) + 1)
    ]
    assert sample.xpath(table, "//n:meta[@name='dtb:uid']/@content") == [METADATA.identifier]
    assert sample.xpath(table, "//n:meta[@name='dtb:depth']/@content") == ["2"]
    below = "//n:navPoint[n:content/@src='chapter-2025-10.xhtml']/n:navPoint/n:content/@src"
    assert sample.xpath(table, below) == ["article-lettern.xhtml", "article-margins.xhtml"]
    assert sample.hrefs[sample.values("//opf:spine/@toc")[0]] == "toc.ncx"


@pytest.mark.parametrize(
    "pages",
    [
        replace(small_pages(), documents=small_pages().documents[1:]),
        pages_of(replace(part("chapter-1", PageKind.CHAPTER, "1", ""), level=None)),
    ],
    ids=["no table", "nothing in the table"],
)
def test_a_book_without_contents_is_refused(pages: Pages) -> None:
    with pytest.raises(ValueError, match="table of contents"):
        render(pages, Design())


def flat(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from flat(entry.children)


@given(st.lists(st.sampled_from([None, 0, 1, 2]), min_size=1, max_size=30))
def test_outline_keeps_every_listed_document_in_order(levels: list[int | None]) -> None:
    documents = [numbered(number, level) for number, level in enumerate(levels)]
    entries = outline(documents)
    listed = [page for page in documents if page.level is not None]
    assert [entry.title for entry in flat(entries)] == [page.title for page in listed]
    level_of = {page.title: page.level or 0 for page in listed}
    for entry in flat(entries):
        assert all(level_of[child.title] > level_of[entry.title] for child in entry.children)
    table = etree.fromstring(ncx(entries, METADATA).encode())
    assert Opened.xpath(table, "//n:navPoint/@playOrder") == [
        str(number) for number in range(1, len(listed) + 1)
    ]


def numbered(number: int, level: int | None) -> PageDocument:
    return replace(article(f"n{number}", f"Title {number}", ""), level=level)


# Accessibility


def test_what_the_sample_says_of_itself(sample: Opened) -> None:
    assert sample.meta("schema:accessMode") == ["textual", "visual"]
    assert sample.meta("schema:accessModeSufficient") == ["textual"]
    assert {"alternativeText", "tableOfContents"} <= set(sample.meta("schema:accessibilityFeature"))
    assert sample.meta("schema:accessibilityHazard") == ["none"]
    (summary,) = sample.meta("schema:accessibilitySummary")
    assert summary == f"{LABELS.a11y_text} {LABELS.a11y_described}"


def test_no_conformance_is_claimed(sample: Opened) -> None:
    words = etree.tostring(sample.package, encoding="unicode")
    assert "conformsTo" not in words
    assert "certifi" not in words


def test_text_alone_is_no_visual_book() -> None:
    access = access_of('<p role="note">Text</p><p><img src="a.png" alt=""/></p>')
    assert access.modes == ("textual",)
    assert access.sufficient == ("textual",)
    assert access.summary == LABELS.a11y_text
    assert "ARIA" in access.features
    assert "ARIA" not in access_of("<p>Text</p>").features


@pytest.mark.parametrize(
    "body",
    [
        '<p><img src="a.png"/></p>',
        '<figure><img src="a.png" alt=""/><figcaption>A <em>press</em></figcaption></figure>',
        LINE_ART,
    ],
    ids=["no alt", "a caption makes it more than decoration", "svg without a name"],
)
def test_one_picture_without_description_changes_the_claims(body: str) -> None:
    access = access_of('<p><img src="b.png" alt="A press"/></p>' + body)
    assert access.modes == ("textual", "visual")
    assert access.sufficient == ("textual,visual",)
    assert "alternativeText" not in access.features
    assert access.summary == f"{LABELS.a11y_text} {LABELS.a11y_undescribed}"


def test_a_named_svg_is_described() -> None:
    named = LINE_ART.replace("<g ", "<title>A press</title><g ", 1)
    assert "alternativeText" in access_of(named).features


def test_a_cover_without_words_is_no_alternative_text() -> None:
    assert "alternativeText" not in access_of("<p>Text</p>", cover_alt=" ").features


@pytest.mark.parametrize(
    ("shown", "hazard"),
    [
        (picture("a.gif", "image/gif", animation()), "unknown"),
        (picture("a.gif", "image/gif", photo(40, 40, "GIF")), "none"),
        (picture("a.jpg", "image/jpeg", photo(40, 40)), "none"),
        (picture("a.svg", "image/svg+xml", LINE_ART.encode()), "none"),
        (
            picture("a.svg", "image/svg+xml", b'<svg><animate attributeName="x"/></svg>'),
            "unknown",
        ),
        (picture("a.png", "image/png", b"not a picture"), "unknown"),
    ],
    ids=["moving gif", "still gif", "jpeg", "still svg", "moving svg", "unreadable"],
)
def test_what_moves_may_flash(shown: Picture, hazard: str) -> None:
    assert access_of("<p>Text</p>", shown).hazards == (hazard,)


# The typefaces


def test_fonts_hold_every_character_of_the_book(sample: Opened) -> None:
    faces = sample.values("//opf:item[@media-type='font/ttf']/@href")
    held = {
        face: set(map(chr, TTFont(io.BytesIO(sample.read(face))).getBestCmap())) for face in faces
    }
    said = {
        sign
        for name in sample.spine()
        for text in sample.xpath(sample.tree(name), "//x:body//text()")
        for sign in text
        if sign.isprintable()
    }
    assert said <= set.union(*held.values())
    assert set("Фёдоровτυπογραφικών„“ßä") <= held["fonts/Vollkorn-Regular.ttf"]
    assert "☞" not in held["fonts/Vollkorn-Regular.ttf"]
    assert set("def_(→)") <= held["fonts/DejaVuSansMono.ttf"]


def test_stylesheet_loads_the_fonts_and_sets_in_their_families(sample: Opened) -> None:
    styles = sample.read("book.css").decode()
    loaded = re.findall(r'@font-face \{\s*font-family: "([^"]+)";[^}]*url\("([^"]+)"\)', styles)
    fonts = sample.values("//opf:item[@media-type='font/ttf']/@href")
    assert [name for _, name in loaded] == fonts
    for family in {family for family, _ in loaded}:
        assert re.search(rf'font-family: [^;{{}}]*\b{family}\b"?, ', DESIGN.stylesheet), family
    assert styles.endswith(DESIGN.stylesheet)


def test_only_needed_faces_are_embedded() -> None:
    roman = {"Vollkorn-Regular", "Vollkorn-Italic", "Vollkorn-Bold"}
    assert set(fonts_of("<p>Wort</p>")) == roman
    mixed = fonts_of("<h3>Ein <em>Wort</em> ☞ <code>x</code></h3>")
    assert "Vollkorn-BoldItalic" in mixed
    assert "DejaVuSansMono-Bold" in mixed
    assert "DejaVuSansMono" not in mixed


def test_a_mark_that_the_text_face_lacks_takes_its_letter_along() -> None:
    fallback = fonts_of("<p>e\u1dc4</p>")["GentiumBookPlus-Regular"]
    assert characters_in(fallback) == {"e", "\u1dc4"}


def test_a_character_that_no_face_has_is_left_to_the_reader() -> None:
    assert fonts_of("<p>字</p>").keys() == fonts_of("<p></p>").keys()


def test_subsets_keep_figures_licence_and_dates_but_not_reserved_names() -> None:
    fonts = fonts_of("<p>Figures 1 ẞ ɮ̥</p>")
    roman = TTFont(io.BytesIO(fonts["Vollkorn-Regular"].data))
    features = {record.FeatureTag for record in roman["GSUB"].table.FeatureList.FeatureRecord}
    assert {"lnum", "tnum", "smcp"} <= features
    (file,) = font_files(VOLLKORN[:1])
    assert roman["head"].modified == TTFont(io.BytesIO(file.data))["head"].modified
    fallback = TTFont(io.BytesIO(fonts["GentiumBookPlus-Regular"].data))["name"]
    assert "SIL Open Font License" in fallback.getDebugName(13)
    assert not any("Gentium" in (fallback.getDebugName(id_) or "") for id_ in (1, 3, 4, 6, 16))


# The stylesheet


def test_stylesheet_leaves_size_and_colour_to_the_reader() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", DESIGN.stylesheet, flags=re.DOTALL)
    light, dark = sheet.split("@media (prefers-color-scheme: dark)")
    assert not re.search(r"\d(px|pt|mm|cm|in)\b", sheet)
    assert set(re.findall(r"(?<![-\w])color: ([^;]+);", sheet)) == {"inherit", "currentColor"}
    assert set(re.findall(r"background(?:-color)?: ([^;]+);", light)) == {
        "rgba(128, 128, 128, 0.12)"
    }
    assert "background: #fff" in dark
    assert "@import" not in sheet
    assert "url(" not in sheet
