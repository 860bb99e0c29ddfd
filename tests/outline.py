"""What a reader gets of a made book, as a text that people can read and compare.

Called as a script with an EPUB or a PDF, prints its outline.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZipFile

import pikepdf
from lxml import etree

from presses import pages_outline

_XHTML = "{http://www.w3.org/1999/xhtml}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_PREFIXES = {
    "{http://www.idpf.org/2007/ops}": "epub:",
    "{http://www.w3.org/XML/1998/namespace}": "xml:",
    "{http://www.w3.org/1999/xhtml}": "",
    "{http://www.w3.org/2000/svg}": "svg:",
    "{http://www.w3.org/1998/Math/MathML}": "math:",
}
_LINES = frozenset(
    "address article aside blockquote body caption dd div dl dt figcaption figure h1 h2 h3 h4 h5 "
    "h6 header hr img li nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
"""Elements that the outline gives a line of their own."""


def epub_outline(path: Path) -> str:
    """Return the package, the reading order, the navigation and every document of an EPUB."""
    with ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    package = next(name for name in files if name.endswith(".opf"))
    folder = PurePosixPath(package).parent.as_posix()
    content = {name.removeprefix(f"{folder}/"): data for name, data in files.items()}
    root = etree.fromstring(files[package])
    items = {item.get("id"): item for item in root.iter(f"{_OPF}item")}
    spine = [items[ref.get("idref")].get("href") for ref in root.iter(f"{_OPF}itemref")]
    pictures = [
        f"{item.get('href')} {item.get('media-type')} {item.get('properties') or ''}".rstrip()
        for item in items.values()
        if item.get("media-type").startswith("image/")
    ]
    nav = etree.fromstring(content["nav.xhtml"])
    navs = {nav.get(_TYPE): nav for nav in nav.iter(f"{_XHTML}nav")}
    lines = [
        "== package",
        *_metadata(root),
        "== spine",
        *spine,
        "== contents",
        *_tree(navs["toc"].find(f"{_XHTML}ol"), ""),
        "== landmarks",
        *(
            f"{link.get(_TYPE)}: {_text(link)} -> {link.get('href')}"
            for link in navs["landmarks"].iter(f"{_XHTML}a")
        ),
        "== pictures",
        *pictures,
    ]
    for name in spine:
        if name not in ("nav.xhtml", "cover.xhtml"):
            lines += ["", f"== {name}", *document_outline(content[name])]
    return "\n".join(lines) + "\n"


def document_outline(data: bytes) -> Iterator[str]:
    """Yield an XHTML document as lines: a block a line, indented, running text as it stands."""
    root = etree.fromstring(data)
    title = root.findtext(f"{_XHTML}head/{_XHTML}title")
    yield f"<html{_attributes(root)}> {title}"
    body = root.find(f"{_XHTML}body")
    for child in body:
        yield from _block(child, "")


def dangling(path: Path) -> list[str]:
    """Return what in an EPUB leads nowhere or has a name twice, across all of its documents.

    Ids have to be unique in the whole book, since in the PDF it is one document.
    """
    found: list[str] = []
    with ZipFile(path) as archive:
        names = archive.namelist()
        roots = {
            PurePosixPath(name).name: etree.fromstring(archive.read(name))
            for name in names
            if name.endswith(".xhtml")
        }
    found += [f"{name} stands there twice" for name in set(names) if names.count(name) > 1]
    ids = [(name, element.get("id")) for name, root in roots.items() for element in root.iter("*")]
    known = {f"{name}#{id_}" for name, id_ in ids if id_}
    all_ids = [id_ for _, id_ in ids if id_]
    found += [f"the id {id_} stands there twice" for id_ in set(all_ids) if all_ids.count(id_) > 1]
    for name, root in roots.items():
        for element in root.iter("*"):
            href, src = element.get("href") or "", element.get("src") or ""
            target = href if not href.startswith("#") else f"{name}{href}"
            if ":" not in href and ".xhtml" in target and target not in known | roots.keys():
                found.append(f"{name} leads to {href}")
            if src and not any(other.endswith(src) for other in names):
                found.append(f"{name} shows {src}")
    return sorted(found)


def pdf_outline(path: Path) -> str:
    """Return what a PDF says of itself, its bookmarks, and what there is to see on its pages."""
    with pikepdf.open(path) as pdf:
        info = {str(key): str(value) for key, value in pdf.docinfo.items()}
        lines = ["== document", f"language: {pdf.Root.get('/Lang')}"]
        info["/Producer"] = info["/Producer"].split()[0]
        lines += [f"{key}: {value}" for key, value in sorted(info.items())]
        with pdf.open_outline() as outline:
            lines += ["== bookmarks", *_bookmarks(outline.root, ""), "== pages"]
    return "\n".join(lines) + "\n" + "".join(pages_outline(path))


def _metadata(root: Any) -> Iterator[str]:
    metadata = root.find(f"{_OPF}metadata")
    refined: dict[str, list[str]] = {}
    for meta in metadata.iter(f"{_OPF}meta"):
        if meta.get("refines"):
            refined.setdefault(meta.get("refines")[1:], []).append(
                f"{meta.get('property')} {meta.text}"
            )
    spine = root.find(f"{_OPF}spine")
    yield f"package: {root.get('version')} {root.get('{http://www.w3.org/XML/1998/namespace}lang')}"
    if spine.get("page-progression-direction"):
        yield f"direction: {spine.get('page-progression-direction')}"
    for part in metadata:
        notes = refined.get(part.get("id"), [])
        said = f" ({', '.join(notes)})" if notes else ""
        if isinstance(part.tag, str) and part.tag.startswith(_DC):
            yield f"{part.tag.removeprefix(_DC)}: {part.text}{said}"
        elif part.get("property") and not part.get("refines"):
            yield f"{part.get('property')}: {part.text}{said}"


def _tree(list_: Any, indent: str) -> Iterator[str]:
    for item in list_:
        link = item.find(f"{_XHTML}a")
        yield f"{indent}{_text(link)} -> {link.get('href')}"
        below = item.find(f"{_XHTML}ol")
        if below is not None:
            yield from _tree(below, indent + "  ")


def _bookmarks(items: Iterable[Any], indent: str) -> Iterator[str]:
    for item in items:
        yield f"{indent}{item.title}"
        yield from _bookmarks(item.children, indent + "  ")


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _block(element: Any, indent: str) -> Iterator[str]:
    name = _name(element.tag)
    start = f"{indent}<{name}{_attributes(element)}>"
    if name == "pre":
        yield start + repr("".join(element.itertext()))
        return
    if not any(_name(child.tag) in _LINES for child in element.iter() if child is not element):
        yield start + _squeezed(_inline(element))
        return
    yield start + _squeezed(element.text or "")
    for child in element:
        if _name(child.tag) in _LINES:
            yield from _block(child, indent + "  ")
        else:
            yield f"{indent}  {_squeezed(_tagged(child))}"
        if child.tail and child.tail.strip():
            yield f"{indent}  {_squeezed(child.tail)}"


def _inline(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += [_tagged(child), child.tail or ""]
    return "".join(parts)


def _tagged(element: Any) -> str:
    name = _name(element.tag)
    inside = _inline(element)
    end = f"</{name}>" if inside else ""
    return f"<{name}{_attributes(element)}>{inside}{end}"


def _attributes(element: Any) -> str:
    """Return the attributes but `xml:lang`, which must say what `lang` says."""
    said = {_name(key): value for key, value in element.attrib.items()}
    other = said.pop("xml:lang", said.get("lang"))
    if other != said.get("lang"):
        said["xml:lang"] = f"{other}, which lang contradicts"
    return "".join(f" {key}={value!r}" for key, value in said.items())


def _name(tag: Any) -> str:
    for namespace, prefix in _PREFIXES.items():
        if str(tag).startswith(namespace):
            return prefix + str(tag)[len(namespace) :]
    return str(tag)


def _squeezed(text: str) -> str:
    """Return running text with white space as it counts, and the invisible made visible."""
    shown = re.sub(r"[ \t\n]+", " ", text).strip(" ")
    return "".join(
        f"‹{ord(char):X}›"
        if char in "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{SOFT HYPHEN}"
        "\N{WORD JOINER}\N{ZERO WIDTH SPACE}\N{THIN SPACE}\N{NON-BREAKING HYPHEN}"
        else char
        for char in shown
    )


if __name__ == "__main__":
    file = Path(sys.argv[1])
    sys.stdout.write(epub_outline(file) if file.suffix == ".epub" else pdf_outline(file))
