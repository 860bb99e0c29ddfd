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
        self._note_depth: int | None = None
        self._skip_depth: int | None = None
        self._in_body = False
        self._own_depth: int | None = None
        self._pictures = 0
        self._links: list[str] = []

    def read(self, data: bytes) -> Found:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._said
        parser.Parse(data, True)
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
        if self._skip_depth is not None:
            return
        kind = attributes.get("epub:type", "")
        if name == "body":
            self._in_body = True
        elif name == "a" and (kind == "noteref" or attributes.get("role") == "doc-backlink"):
            self._skip_depth = self._depth
        elif name == "a" and "href" in attributes and self._is_own():
            self._links.append(attributes["href"])
        elif name == "div" and attributes.get("class") == "body" and self._own_depth is None:
            self._own_depth = self._depth
        elif name == "aside" and kind == "footnote" and self._note_depth is None:
            self._note_depth = self._depth
            self._into = self._notes
        elif name == "img" or attributes.get("class") == "picture-missing":
            self._pictures += 1

    def _end(self, _name: str) -> None:
        if self._skip_depth == self._depth:
            self._skip_depth = None
        elif self._note_depth == self._depth:
            self._note_depth = None
            self._into = self._text
        elif self._own_depth == self._depth:
            self._own_depth = None
        self._depth -= 1

    def _is_own(self) -> bool:
        """Return whether what stands here is of the text itself, not of the book around it."""
        return self._own_depth is not None or self._note_depth is not None

    def _said(self, text: str) -> None:
        if self._in_body and self._skip_depth is None:
            self._into.append(text)
