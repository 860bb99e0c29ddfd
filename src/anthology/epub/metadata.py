"""The metadata of the package document: what the catalogue learns of the book."""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from anthology.epub.accessibility import MARKERS, Accessibility
from anthology.errors import AnthologyError, Kind, error
from anthology.model import Contributor, Metadata, PageDocument

_AUTHOR = "aut"
_TRANSLATOR = "trl"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold (section 2.2); EbookLib would drop the text and go on."""


class Dublin(Struct, frozen=True):
    """An element of Dublin Core."""

    name: str
    text: str
    id: str | None = None


class Meta(Struct, frozen=True):
    """A `meta` element (EPUB 3.3, section 5.5.5)."""

    name: str
    """Its property."""
    text: str
    refines: str | None = None
    """The id of the element that it says more about; None for the book."""
    scheme: str | None = None


def entries(
    metadata: Metadata,
    article_people: Iterable[Contributor],
    access: Accessibility,
    identifier_id: str,
) -> tuple[Dublin | Meta, ...]:
    """Return the metadata in the order in which the package document lists them.

    `article_people` are those who wrote or translated an article, in the order of the book;
    `identifier_id` is the id of the book's unique identifier. Raises AnthologyError (manifest)
    for a text that XML cannot hold.
    """
    listed = (
        *_identifiers(metadata, identifier_id),
        *_titles(metadata),
        Dublin("language", metadata.language),
        *_people(metadata, article_people),
        *_publication(metadata),
        *_accessibility(access),
        *(_pagination(metadata) if MARKERS in access.features else ()),
    )
    illegal = [
        error(
            Kind.MANIFEST,
            f"the {entry.name} has a control character: {entry.text!r}",
            "remove the character",
        )
        for entry in listed
        if _NOT_IN_XML.search(entry.text)
    ]
    if illegal:
        raise AnthologyError(illegal)
    return listed


def _identifiers(metadata: Metadata, identifier_id: str) -> Iterator[Dublin | Meta]:
    yield Dublin("identifier", metadata.identifier, identifier_id)
    if metadata.isbn_epub:
        urn = _urn(metadata.isbn_epub)
        if urn != metadata.identifier:
            yield Dublin("identifier", urn, "isbn")
            yield Meta("identifier-type", "15", "isbn", "onix:codelist5")


def _titles(metadata: Metadata) -> Iterator[Dublin | Meta]:
    titles = [("main", metadata.title)]
    if metadata.subtitle:
        titles.append(("subtitle", metadata.subtitle))
    for number, (kind, text) in enumerate(titles, start=1):
        yield Dublin("title", text, f"title-{kind}")
        yield Meta("title-type", kind, f"title-{kind}")
        yield Meta("display-seq", str(number), f"title-{kind}")


def people_of(document: PageDocument) -> tuple[Contributor, ...]:
    """Return the authors and translators of an article with their MARC roles."""
    return (
        *(Contributor(name=name, role=_AUTHOR) for name in document.authors),
        *(Contributor(name=name, role=_TRANSLATOR) for name in document.translators),
    )


def _people(metadata: Metadata, article_people: Iterable[Contributor]) -> Iterator[Dublin | Meta]:
    """Yield everyone once, with all they did: the book's authors as creators, then the rest."""
    roles: dict[str, list[str]] = {name: [_AUTHOR] for name in metadata.authors}
    done = [(person.name, person.role) for person in (*metadata.contributors, *article_people)]
    for name, role in done:
        known = roles.setdefault(name, [])
        if role not in known:
            known.append(role)
    for number, (name, parts) in enumerate(roles.items(), start=1):
        element = "creator" if name in metadata.authors else "contributor"
        id_ = f"person-{number}"
        yield Dublin(element, name, id_)
        for role in parts:
            yield Meta("role", role, id_, "marc:relators")
        yield Meta("display-seq", str(number), id_)


def _publication(metadata: Metadata) -> Iterator[Dublin | Meta]:
    named = (
        ("publisher", metadata.publisher),
        ("date", metadata.date.isoformat() if metadata.date else None),
        ("description", metadata.description),
        ("rights", metadata.rights),
    )
    for name, text in named:
        if text:
            yield Dublin(name, text)


def _pagination(metadata: Metadata) -> Iterator[Meta]:
    """Yield from where the numbers of pages come (EPUB Accessibility 1.1, section 3.3.3)."""
    source = _urn(metadata.isbn_press) if metadata.isbn_press else metadata.identifier
    yield Meta("pageBreakSource", source)


def _urn(isbn: str) -> str:
    """Return an ISBN as a URN (RFC 3187)."""
    return f"urn:isbn:{''.join(filter(str.isalnum, isbn)).upper()}"


def _accessibility(access: Accessibility) -> Iterator[Meta]:
    named = (
        ("schema:accessMode", access.modes),
        ("schema:accessModeSufficient", access.sufficient),
        ("schema:accessibilityFeature", access.features),
        ("schema:accessibilityHazard", access.hazards),
        ("schema:accessibilitySummary", (access.summary,)),
    )
    for name, values in named:
        for value in values:
            yield Meta(name, value)
