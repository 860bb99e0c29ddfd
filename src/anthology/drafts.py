"""Texts that were read before, with the bodies that were made of them, in the cache.

A body is used again where its text is the same and the book around it gives the same answers.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from anthology.article import ArticleFile
from anthology.body.images import FindPicture
from anthology.body.links import FindDocument
from anthology.codec import DAMAGE, decode, encode
from anthology.errors import Checked, Finding
from anthology.fingerprint import digest, whole_program
from anthology.inspected import inspector
from anthology.model import Body, Picture
from anthology.shelf import Shelf


class MadeBody(Struct, frozen=True, kw_only=True):
    """A body, and everything that shaped it besides its text."""

    document: str
    """The id of its page document."""
    picture_missing: str
    """The phrase that stands for a missing picture."""
    documents: tuple[tuple[str, str | None], ...]
    """The paths that it asked for, and the id of the page document that each leads to."""
    pictures: tuple[tuple[str, str], ...]
    """The addresses of pictures that it asked for, and the digest of each answer."""
    body: Body
    """Without the bytes of its pictures."""
    findings: tuple[Finding, ...]


class Draft(Struct, frozen=True, kw_only=True):
    """A text whose front matter was read, and the body that was made of it, if any."""

    key: str
    """Its name in the cache."""
    read: ArticleFile
    findings: tuple[Finding, ...]
    """About the front matter."""
    made: MadeBody | None = None

    @property
    def is_alone(self) -> bool:
        """Whether it has a body that shows no pictures."""
        return self.made is not None and not self.made.pictures


Drafted: TypeAlias = Mapping[str, bytes | None]
"""The drafts of a build by their names, encoded; None for one that is in the cache as it is."""
_Together: TypeAlias = tuple[tuple[str, bytes], ...]
"""The names of drafts, and what each is encoded to."""
_MOST = 1000
"""How many drafts stand together in an entry of the cache: a file for each takes far longer."""


class Drafts:
    """The drafts of a project in its cache, if it has one."""

    def __init__(self, shelf: Shelf | None, language: str) -> None:
        """Take the cache, and the book's language."""
        self.inspect = inspector(shelf)
        self._shelf = shelf
        self._start = b""
        self._before: tuple[_Together, ...] = ()
        if shelf:
            self._start = digest((b"draft", whole_program(), language.encode()))
            self._before = tuple(self._read(shelf))
        self._kept = dict(chain.from_iterable(self._before))

    def key(self, text: str, file: str, default_title: str | None) -> str:
        """Return the name of the draft of a text; empty where there is no cache."""
        if not self._shelf:
            return ""
        return digest((self._start, encode((text, file, default_title)))).hex()

    def get(self, key: str) -> Draft | None:
        """Return a draft; None where it is not there, or damaged."""
        data = self._kept.get(key)
        try:
            return decode(Draft, data) if data else None
        except DAMAGE:
            return None

    def keep(self, drafted: Drafted) -> None:
        """Keep the drafts of a build, and no others."""
        if not self._shelf:
            return
        now = [(key, data or self._kept.get(key)) for key, data in drafted.items()]
        whole = tuple((key, data) for key, data in now if data)
        for number in range(max(len(self._before), -(-len(whole) // _MOST))):
            together = whole[number * _MOST :][:_MOST]
            if self._before[number : number + 1] != (together,):
                self._shelf.put(self._name(number), encode(together))

    def _read(self, shelf: Shelf) -> Iterator[_Together]:
        for number in count():
            data = shelf.get(self._name(number))
            if data is None:
                return
            try:
                yield decode(_Together, data)
            except DAMAGE:
                yield ()

    def _name(self, number: int) -> str:
        return digest((self._start, number.to_bytes(8, "big"))).hex()


class Asked:
    """What a body asks of the book around it, each thing once."""

    def __init__(self, find_picture: FindPicture, find_document: FindDocument) -> None:
        """Take who answers."""
        self._find_picture = find_picture
        self._find_document = find_document
        self._pictures: dict[str, Checked[Picture | None]] = {}
        self._documents: dict[str, str | None] = {}

    def picture(self, address: str) -> Checked[Picture | None]:
        """Return the picture that an address names, with what is wrong with it."""
        if address not in self._pictures:
            self._pictures[address] = self._find_picture(address)
        return self._pictures[address]

    def document(self, path: str) -> str | None:
        """Return the id of the page document that a path leads to."""
        if path not in self._documents:
            self._documents[path] = self._find_document(path)
        return self._documents[path]

    def made(
        self, document: str, picture_missing: str, body: Body, findings: Iterable[Finding]
    ) -> MadeBody:
        """Return a body with what it asked for."""
        bare = tuple(replace(picture, data=b"") for picture in body.pictures)
        return MadeBody(
            document=document,
            picture_missing=picture_missing,
            documents=tuple(self._documents.items()),
            pictures=tuple((address, _name(one)) for address, one in self._pictures.items()),
            body=replace(body, pictures=bare),
            findings=tuple(findings),
        )

    def again(self, made: MadeBody, document: str, picture_missing: str) -> Body | None:
        """Return a body that was made before; None where it would be another now."""
        if (document, picture_missing) != (made.document, made.picture_missing):
            return None
        same = all(self.document(path) == id_ for path, id_ in made.documents) and all(
            _name(self.picture(address)) == name for address, name in made.pictures
        )
        if not same:
            return None
        found = {one.value.name: one.value for one in self._pictures.values() if one.value}
        return replace(made.body, pictures=tuple(found[one.name] for one in made.body.pictures))


def _name(answer: Checked[Picture | None]) -> str:
    return digest((encode(answer),)).hex()
