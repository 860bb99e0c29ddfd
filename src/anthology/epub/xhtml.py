"""Page documents as XHTML files: the frame around each, and what stands inside."""

from html import escape

from lxml import etree
from msgspec import Struct

from anthology.errors import AnthologyError, Kind, error
from anthology.model import Cover, Labels, Metadata, PageDocument, PageKind

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"

COVER_FILE = "cover.xhtml"
NAV_FILE = "nav.xhtml"
STYLESHEET_FILE = "book.css"

_DIVISIONS = {
    PageKind.HALF_TITLE: "frontmatter",
    PageKind.TITLE_PAGE: "frontmatter",
    PageKind.IMPRINT: "frontmatter",
    PageKind.CONTENTS: "frontmatter",
    PageKind.FRONT: "frontmatter",
    PageKind.CHAPTER: "bodymatter",
    PageKind.ARTICLE: "bodymatter",
    PageKind.BACK: "backmatter",
    PageKind.SOURCES: "backmatter",
    PageKind.INDEX: "backmatter",
    PageKind.COLOPHON: "backmatter",
}


class File(Struct, frozen=True, kw_only=True):
    """An XHTML file of the book."""

    id: str
    """The id of its manifest item."""
    name: str
    """Its name in the content folder."""
    text: str
    root: etree._Element
    """The text, parsed."""

    @property
    def properties(self) -> tuple[str, ...]:
        """Return the manifest properties that the file must declare (EPUB 3.3, section D.5)."""
        found = [("nav", self.name == NAV_FILE)]
        found += [("svg", has(self.root, f"{SVG}svg")), ("mathml", has(self.root, f"{MATHML}math"))]
        return tuple(name for name, is_so in found if is_so)


def file_name(document: PageDocument) -> str:
    """Return the name of the file that a document becomes."""
    return NAV_FILE if document.kind is PageKind.CONTENTS else f"{document.id}.xhtml"


def page_file(document: PageDocument, metadata: Metadata, beside: str = "") -> File:
    """Return a page document as a file.

    `beside` is markup that follows the document's content. Raises AnthologyError (internal) for
    content that is not well-formed.
    """
    return _file(
        id_=document.id,
        name=file_name(document),
        language=document.language,
        direction=document.direction,
        title=document.title or metadata.title,
        body_class=document.kind.value,
        body_type=_DIVISIONS[document.kind],
        content=document.content + beside,
    )


def cover_file(
    cover: Cover, picture_name: str, metadata: Metadata, labels: Labels, direction: str
) -> File:
    """Return the file that shows the cover."""
    picture = (
        f'<img src="{escape(picture_name)}" alt="{escape(cover.alt)}" role="doc-cover" '
        f'width="{cover.picture.width}" height="{cover.picture.height}"/>'
    )
    return _file(
        id_="cover",
        name=COVER_FILE,
        language=metadata.language,
        direction=direction,
        title=labels.cover,
        body_class="cover",
        body_type="frontmatter",
        content=f'<section class="cover" epub:type="cover">{picture}</section>',
    )


def has(root: etree._Element, tag: str) -> bool:
    """Return whether a document has an element of a name."""
    return next(root.iter(tag), None) is not None


def _file(
    *,
    id_: str,
    name: str,
    language: str,
    direction: str,
    title: str,
    body_class: str,
    body_type: str,
    content: str,
) -> File:
    lang = escape(language)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<!DOCTYPE html>\n"
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{lang}" xml:lang="{lang}" dir="{escape(direction)}">\n'
        "<head>\n"
        '<meta charset="utf-8"/>\n'
        f"<title>{escape(title, quote=False)}</title>\n"
        f'<link rel="stylesheet" type="text/css" href="{STYLESHEET_FILE}"/>\n'
        "</head>\n"
        f'<body class="{body_class}" epub:type="{body_type}">\n{content}\n</body>\n'
        "</html>\n"
    )
    return File(id=id_, name=name, text=text, root=_parse(text, name))


def _parse(text: str, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as problem:
        raise AnthologyError(
            [
                error(
                    Kind.INTERNAL,
                    f"{name} is not well-formed: {problem.msg}",
                    "report this as a fault of the program",
                )
            ]
        ) from problem
