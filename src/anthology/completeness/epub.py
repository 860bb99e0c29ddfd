"""A finished EPUB as a reader finds it: the words, notes, pictures and links of its documents."""

import io
import posixpath
import zipfile
from urllib.parse import unquote
from xml.parsers import expat

from anthology.completeness.found import Found
from anthology.completeness.letters import letters
from anthology.completeness.manuscript import address

_CONTAINER = "META-INF/container.xml"
_WEB = ("http:", "https:", "mailto:", "tel:")


class EpubReader:
    """Reads the documents of a finished EPUB."""

    def __init__(self, data: bytes) -> None:
        """Take the file.

        Raises zipfile.BadZipFile, KeyError or expat.ExpatError where it is no EPUB.
        """
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        container = _Attributes("rootfile")
        container.read(self._archive.read(_CONTAINER))
        package_name = container.found[0]["full-path"]
        items, spine = _Attributes("item"), _Attributes("itemref")
        package = self._archive.read(package_name)
        items.read(package)
        spine.read(package)
        names = {item["id"]: unquote(item["href"]) for item in items.found}
        folder = posixpath.dirname(package_name)
        found = (names[item["idref"]] for item in spine.found)
        self._files = {posixpath.splitext(name)[0]: posixpath.join(folder, name) for name in found}

    def read(self, document: str) -> Found | None:
        """Return what the document in the reading order says whose file has this stem.

        Raises expat.ExpatError or KeyError where that is none.
        """
        file = self._files.get(document)
        return _Document().read(self._archive.read(file)) if file else None


class _Attributes:
    """The attributes of every element of one name, namespaces aside."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.found: list[dict[str, str]] = []

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.Parse(data, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == self._name:
            self.found.append(attributes)


class _Document:
    """One XHTML document, its running text and its notes kept apart."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._notes: list[str] = []
        self._into = self._text
        self._depth = 0
        self._inside: list[tuple[int, str]] = []
        """What is not yet at its end of what matters: its depth, and which it is."""
        self._pictures = 0
        self._links: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def read(self, data: bytes) -> Found:
        self._parser.Parse(data, True)
        self._parser.StartElementHandler = self._parser.EndElementHandler = None  # no circle
        outside = tuple(address(href) for href in self._links if href.startswith(_WEB))
        return Found(
            text=letters(" ".join(self._text)),
            notes=letters(" ".join(self._notes)),
            pictures=self._pictures,
            links=outside,
            references=len(self._links) - len(outside),
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if not attributes and name != "body":
            return
        around = [what for _, what in self._inside]
        if _SKIPPED in around:
            return
        kind = attributes.get("epub:type", "")
        if name == "body":
            self._parser.CharacterDataHandler = self._into.append
        elif name == "a" and (kind == "noteref" or attributes.get("role") == "doc-backlink"):
            self._enter(_SKIPPED)
            self._parser.CharacterDataHandler = None
        elif name == "a" and "href" in attributes and around:
            self._links.append(attributes["href"])
        elif name == "div" and attributes.get("class") == "body" and _OWN not in around:
            self._enter(_OWN)
        elif name == "aside" and kind == "footnote" and _NOTE not in around:
            self._enter(_NOTE)
            self._into = self._notes
            self._parser.CharacterDataHandler = self._into.append
        elif name == "img" or attributes.get("class") == "picture-missing":
            self._pictures += 1

    def _enter(self, what: str) -> None:
        self._inside.append((self._depth, what))

    def _end(self, name: str) -> None:
        if self._inside and self._inside[-1][0] == self._depth:
            _, left = self._inside.pop()
            if left == _NOTE:
                self._into = self._text
            self._parser.CharacterDataHandler = self._into.append
        elif name == "body":
            self._parser.CharacterDataHandler = None
        self._depth -= 1


_OWN, _NOTE, _SKIPPED = "own", "note", "skipped"
"""A text itself, not the book around it; a note; a sign that leads to a note or back."""
