"""The editor's own stylesheet: its rules, and the typefaces that it brings along."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

import tinycss2  # type: ignore[import-untyped]
from msgspec import Struct

from anthology.errors import AnthologyError, Checked, Finding, Kind, Place, error, warning
from anthology.style.css import Node, rules_of, variable_name, variables, written
from anthology.typefaces import Face

_FACE_FORMATS = (b"\0\1\0\0", b"true", b"OTTO")
"""How TrueType and OpenType files begin (OpenType, table directory)."""
_FACE_ENDINGS = frozenset({".ttf", ".otf"})
_RESTRICTED = 0x0002
"""The bit of `fsType` that forbids to embed a typeface (OpenType, table `OS/2`)."""
_WEIGHTS = {"normal": 400, "bold": 700}

Read = Callable[[str], bytes]
"""Takes the name of a file of the project; raises AnthologyError where it cannot be read."""


class OwnSheet(Struct, frozen=True, kw_only=True):
    """A stylesheet of the editor's own."""

    file: str
    css: str
    faces: tuple[Face, ...]


def read_own_sheet(css: str, file: str, read: Read) -> Checked[OwnSheet]:
    """Return a stylesheet with the typefaces that it names, and everything that is wrong in it.

    `read` gives the files of typefaces, whose names are relative to the stylesheet.
    """
    findings: list[Finding] = []
    faces: list[Face] = []
    for rule in rules_of(css):
        if is_font_face(rule):
            place = Place(file=file, line=rule.source_line, column=rule.source_column)
            face = _face(rule, PurePosixPath(file).parent, read, place)
            findings += face.findings
            faces += () if face.value is None else (face.value,)
        else:
            findings += _wrong_in(rule, file)
    return Checked(OwnSheet(file=file, css=css, faces=tuple(faces)), tuple(findings))


def is_font_face(rule: Node) -> bool:
    """Return whether a rule brings a typeface."""
    return bool(rule.type == "at-rule" and rule.lower_at_keyword == "font-face")


def uses(css: str) -> Iterator[tuple[str, int, int]]:
    """Yield the name of each token that a stylesheet uses, with its line and column."""
    for node in variables(tinycss2.parse_component_value_list(css)):
        yield variable_name(node), node.source_line, node.source_column


def _wrong_in(rule: Node, file: str) -> Iterator[Finding]:
    place = Place(file=file, line=rule.source_line, column=rule.source_column)
    if rule.type == "error":
        yield _broken(place)
    elif rule.type == "at-rule" and rule.lower_at_keyword == "import":
        yield _imports(place)
    elif rule.type == "at-rule" and rule.lower_at_keyword == "media":
        for inner in tinycss2.parse_rule_list(rule.content or ()):
            yield from _wrong_in(inner, file)
    elif rule.type in {"qualified-rule", "at-rule"}:
        inside = tinycss2.parse_blocks_contents(rule.content or ())
        for one in (one for one in inside if one.type == "error"):
            yield _broken(Place(file=file, line=one.source_line, column=one.source_column))
        yield from _addresses(rule.content or (), file)


def _addresses(nodes: Iterable[Node], file: str) -> Iterator[Finding]:
    for node in _all_nodes(nodes):
        if node.type == "url" or (node.type == "function" and node.lower_name in {"url", "src"}):
            yield error(
                Kind.MANIFEST,
                "a stylesheet of a book names no files but those of typefaces",
                "delete the address; pictures belong into articles",
                Place(file=file, line=node.source_line, column=node.source_column),
            )


def _all_nodes(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all_nodes(getattr(node, "arguments", None) or ())
        if node.type.endswith("block"):
            yield from _all_nodes(node.content)


def _face(rule: Node, folder: PurePosixPath, read: Read, place: Place) -> Checked[Face | None]:
    said = {
        one.lower_name: one.value
        for one in tinycss2.parse_blocks_contents(rule.content or ())
        if one.type == "declaration"
    }
    family = _family(said.get("font-family", ()))
    name = next((_address(node) for node in said.get("src", ()) if _address(node)), None)
    if not family or not name:
        return Checked(None, (_incomplete(place),))
    path = str(folder / name) if str(folder) != "." else name
    if PurePosixPath(name).suffix.lower() not in _FACE_ENDINGS:
        return Checked(None, (_no_face(path, place),))
    try:
        data = read(path)
    except AnthologyError as problem:
        told = (error(Kind.MANIFEST, one.message, one.advice, place) for one in problem.findings)
        return Checked(None, tuple(told))
    import uharfbuzz as hb  # is slow to import
    from fontTools.ttLib import TTLibError  # and so is this

    if not data.startswith(_FACE_FORMATS) or not hb.Face(data).glyph_count:
        return Checked(None, (_no_face(path, place),))
    from anthology.style.figurespace import with_figure_space

    try:
        whole = with_figure_space(data)
    except (TTLibError, ValueError) as problem:
        return Checked(None, (_no_face(path, place, f" ({problem})"),))
    weight = written(said.get("font-weight", ())).strip().lower() or "normal"
    slant = written(said.get("font-style", ())).strip().lower() or "normal"
    face = Face(
        family=family,
        file_name=re.sub(r"[^\w.-]", "-", path, flags=re.ASCII),
        weight=_WEIGHTS.get(weight) or (int(weight) if weight.isdigit() else 400),
        style="normal" if slant == "normal" else "italic",
        data=whole,
    )
    return Checked(face, (_restricted(path, place),) if _is_restricted(data) else ())


def _family(nodes: Iterable[Node]) -> str:
    return " ".join(node.value for node in nodes if node.type in {"ident", "string"})


def _address(node: Node) -> str:
    if node.type == "url":
        return str(node.value)
    if node.type == "function" and node.lower_name == "url":
        return next((str(one.value) for one in node.arguments if one.type == "string"), "")
    return ""


def _is_restricted(data: bytes) -> bool:
    import uharfbuzz as hb  # as above

    table = hb.Face(data).reference_table("OS/2").data
    return len(table) >= 10 and int.from_bytes(table[8:10], "big") & 0xF == _RESTRICTED


def _broken(place: Place) -> Finding:
    return error(
        Kind.MANIFEST,
        "this is neither a rule nor a declaration",
        "write `selector { property: value; … }`",
        place,
    )


def _imports(place: Place) -> Finding:
    return error(
        Kind.MANIFEST,
        "a stylesheet of a book imports no other",
        "copy the rules of the other into this one",
        place,
    )


def _incomplete(place: Place) -> Finding:
    return error(
        Kind.MANIFEST,
        "this @font-face names no family, or no file",
        'write `@font-face { font-family: "Name"; src: url(fonts/name.ttf) }`',
        place,
    )


def _no_face(path: str, place: Place, why: str = "") -> Finding:
    return error(
        Kind.MANIFEST,
        f"{path} is no typeface that a book can hold{why}",
        "give a TrueType or OpenType file, .ttf or .otf",
        place,
    )


def _restricted(path: str, place: Place) -> Finding:
    return warning(
        Kind.MANIFEST,
        f"{path} says that it may not be embedded without its maker's leave",
        "ask for it, or use another typeface",
        place,
    )
