"""The places of texts to which links may lead, and links to such as there are not."""

from collections.abc import Iterator

from anthology.body.links import inner_id
from anthology.body.tree import walk
from anthology.documents import texts
from anthology.errors import Finding, Kind, shortened, warning
from anthology.model import Body, Book


def lost_aims(book: Book) -> Iterator[Finding]:
    """Yield a warning for each link that leads to a text, and to no place in it."""
    aims = [aim for body in book.bodies for aim in body.aims]
    wanted = {aim.document for aim in aims}
    places = {
        text.document: places_in(text.body) for text in texts(book) if text.document in wanted
    }
    for aim in aims:
        there = places.get(aim.document)
        if there is not None and inner_id(aim.document, aim.name) not in there:
            yield warning(
                Kind.ARTICLE,
                f"the link to {shortened(aim.written)} leads to the beginning of its text, which "
                f"has no place {shortened(aim.name)}",
                "write the words of a heading there, in small letters and with hyphens, or "
                "nothing from the # on",
                aim.place,
            )


def places_in(body: Body) -> frozenset[str]:
    """Return the ids of what stands in a text and its notes."""
    ids = (node.get("id") for flow in body.flows for node in walk(flow))
    return frozenset(filter(None, ids))
