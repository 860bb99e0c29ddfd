"""A finished EPUB as a reader finds it: the words, notes, pictures and links of its documents."""

import io
import zipfile
from urllib.parse import unquote
from xml.parsers import expat

from anthology.completeness.expected import address
from anthology.completeness.found import Found
from anthology.completeness.letters import letters

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
        package = _Attributes("item", "itemref")
        package.read(self._archive.read(package_name))
        names = {one["id"]: unquote(one["href"]) for one in package.found if "href" in one}
        folder = package_name[: package_name.rfind("/") + 1]
        found = (names[one["idref"]] for one in package.found if "idref" in one)
        self._files = {name.rpartition(".")[0]: folder + name for name in found}

    def read(self, document: str) -> Found | None:
        """Return what the document in the reading order says whose file has this stem.

        Raises expat.ExpatError or KeyError where that is none.
        """
        file = self._files.get(document)
        return _Document().read(self._archive.read(file)) if file else None


class _Attributes:
    """The attributes of every element of some names, namespaces aside."""

    def __init__(self, *names: str) -> None:
        self._names = names
        self.found: list[dict[str, str]] = []

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.Parse(data, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] in self._names:
            self.found.append(attributes)


class _Document:
    """One XHTML document, its running text and its notes kept apart."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._notes: list[str] = []
        self._into = self._text
        self._depth = 0
        self._inside: dict[str, int] = {}
        """What of what matters is not yet at its end, and how deep it stands, the inmost last.

        Only elements count that may matter.
        """
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
        if name in _NESTED:
            self._depth += 1
        if (not attributes and name != "body") or _SKIPPED in self._inside:
            return
        kind = attributes.get("epub:type", "")
        if name == "body":
            self._parser.CharacterDataHandler = self._into.append
        elif name == "a" and (kind == "noteref" or attributes.get("role") == "doc-backlink"):
            self._inside[_SKIPPED] = self._depth
            self._parser.CharacterDataHandler = None
        elif name == "a" and "href" in attributes and self._inside:
            self._links.append(attributes["href"])
        elif name == "div" and attributes.get("class") == "body" and _OWN not in self._inside:
            self._inside[_OWN] = self._depth
        elif name == "aside" and kind == "footnote" and _NOTE not in self._inside:
            self._inside[_NOTE] = self._depth
            self._into = self._notes
            self._parser.CharacterDataHandler = self._into.append
        elif name == "img" or attributes.get("class") == "picture-missing":
            self._pictures += 1

    def _end(self, name: str) -> None:
        if name in _NESTED:
            if self._depth in self._inside.values():
                left, _ = self._inside.popitem()
                if left == _NOTE:
                    self._into = self._text
                self._parser.CharacterDataHandler = self._into.append
            self._depth -= 1
        elif name == "body":
            self._parser.CharacterDataHandler = None


_NESTED = frozenset(("a", "aside", "div"))
"""Elements whose ends may matter."""
_OWN, _NOTE, _SKIPPED = "own", "note", "skipped"
"""A text itself, not the book around it; a note; a sign that leads to a note or back."""
