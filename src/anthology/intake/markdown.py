"""A tree as Markdown that says the same: what Markdown has no sign for stands in it as HTML.

Whatever is written is read again the way a build does; what would come back as something else is
written more plainly, in the end as HTML.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape as escape_html

from msgspec import Struct

from anthology.body.clean import clean
from anthology.body.locator import Locator
from anthology.body.markdown import to_html
from anthology.body.notes import NoteText, extract_notes
from anthology.body.parse import parse_html
from anthology.body.template import resolve_tags
from anthology.body.tree import BLOCKS, VOID, Element, Node, Nodes, element, text_of, walk
from anthology.intake.canonical import canonical
from anthology.intake.plaintext import escape

_SIGNS = {"em": "*", "strong": "**", "s": "~~"}
_FENCED = re.compile(r"`+")


class Way(Struct, frozen=True, kw_only=True):
    """How much is written with the signs of Markdown."""

    signs: bool = True
    """Emphasis and code inside of paragraphs."""
    blocks: bool = True
    """Headings, lists, quotations, tables."""
    paragraphs: bool = True


_WAYS = (
    Way(),
    Way(signs=False),
    Way(signs=False, blocks=False),
    Way(signs=False, blocks=False, paragraphs=False),
)


def to_markdown(content: Nodes, notes: Sequence[NoteText] = ()) -> str:
    """Return mended markup with its notes as Markdown, which a build reads as the same."""
    text = _document(content, notes, _always(_WAYS[0]))
    if _reads_as(text, content, notes):
        return text
    best = {id(block): _best(block) for block in content if isinstance(block, Element)}
    text = _document(content, notes, lambda block: best.get(id(block), _WAYS[0]))
    if _reads_as(text, content, notes):
        return text
    text = _document(content, notes, _always(_WAYS[-2]))
    return (
        text if _reads_as(text, content, notes) else _document(content, notes, _always(_WAYS[-1]))
    )


def read_again(text: str) -> tuple[Nodes, tuple[NoteText, ...]]:
    """Return what a build reads in an article's Markdown, in its canonical form."""
    locator = Locator(text, "", 1)
    html = to_html(resolve_tags(text, {}, locator).value, locator)
    flow, notes = extract_notes(parse_html(html.value, locator).value)
    return canonical(clean(flow, locator).value), tuple(
        NoteText(note.number, canonical(clean(note.content, locator).value)) for note in notes
    )


def _reads_as(text: str, content: Nodes, notes: Sequence[NoteText]) -> bool:
    there, said = read_again(text)
    return there == canonical(content) and [note.content for note in said] == [
        canonical(note.content) for note in notes
    ]


def _best(block: Element) -> Way:
    """Return the way with the most signs in which a block reads as itself."""
    signs = (one.get("data-note") for one in walk((block,)))
    notes = tuple(NoteText(int(sign), ("x",)) for sign in signs if sign)
    numbers = {note.number: place for place, note in enumerate(notes, 1)}
    wanted = canonical((_renumbered(block, numbers),))
    for way in _WAYS[:-1]:
        there, _ = read_again(_document((block,), notes, _always(way)))
        if there == wanted:
            return way
    return _WAYS[-1]


def _renumbered(block: Element, numbers: dict[int, int]) -> Element:
    children = tuple(
        _renumbered(child, numbers) if isinstance(child, Element) else child
        for child in block.children
    )
    block = block.with_children(children)
    number = block.get("data-note")
    return block.with_attribute("data-note", str(numbers[int(number)])) if number else block


def _always(way: Way) -> Callable[[Node], Way]:
    return lambda _: way


def _document(content: Nodes, notes: Sequence[NoteText], way_of: Callable[[Node], Way]) -> str:
    parts = list(_spaced(content, way_of))
    for note in notes:
        said = "\n\n".join(_spaced(note.content, _always(_WAYS[0])))
        parts.append(f"[^{note.number}]: " + _indented(said, 4).lstrip())
    return "\n\n".join(parts) + "\n" if parts else ""


def _spaced(content: Nodes, way_of: Callable[[Node], Way]) -> Iterator[str]:
    """Yield each block as text, with something between two that would become one."""
    before = ""
    for node in _blocks(content):
        text = _block(node, way_of(node))
        if not text:
            continue
        if node.tag == before and node.tag in {"ul", "ol", "dl", "blockquote"}:
            yield "<!-- -->"
        yield text
        before = node.tag


def _blocks(nodes: Nodes) -> Iterator[Element]:
    """Yield blocks, loose text between them as paragraphs."""
    run: list[Node] = []
    for node in nodes:
        if isinstance(node, Element) and node.tag in BLOCKS:
            if text_of(run).strip() or any(walk(run)):
                yield element("p", *run)
            run = []
            yield node
        else:
            run.append(node)
    if text_of(run).strip() or any(walk(run)):
        yield element("p", *run)


def _block(node: Element, way: Way) -> str:
    if node.tag == "div" and not node.attributes:
        return "\n\n".join(_spaced(node.children, _always(way)))
    is_written = way.paragraphs if node.tag == "p" else way.blocks
    writer = _WRITERS.get(node.tag) if is_written else None
    if writer and (not node.attributes or node.tag == "ol"):
        written = writer(node, way)
        if written is not None:
            return written
    return _raw_block(node)


def _paragraph(node: Element, way: Way) -> str | None:
    text = _inline(node.children, way).strip(" \n")
    return "\n".join(_line_start(line) for line in text.split("\n"))


_START = re.compile(r"(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|:(?=\s)|=+\s*$|-(?=[-\s:\\|]*$))")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def _line_start(line: str) -> str:
    """Return a line that no sign at its beginning turns into something else."""
    line = line.lstrip(" ")
    numbered = _NUMBERED.match(line)
    if numbered:
        return f"{numbered[1]}\\{line[numbered.end(1) :]}"
    return "\\" + line if _START.match(line) else line


def _heading(node: Element, way: Way) -> str | None:
    text = " ".join(_inline(node.children, way, breaks="<br>").split())
    if not text:
        return None
    return f"{'#' * int(node.tag[1])} {_LAST_SIGNS.sub(lambda signs: chr(92) + signs[0], text)}"


_LAST_SIGNS = re.compile(r"(?<![^ ])#+$")


def _quotation(node: Element, way: Way) -> str | None:
    inner = "\n\n".join(_spaced(node.children, _always(way)))
    return "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))


def _rule(_node: Element, _way: Way) -> str | None:
    return "---"


def _list(node: Element, way: Way) -> str | None:
    items = [one for one in node.children if isinstance(one, Element)]
    allowed = {"start"} if node.tag == "ol" else set()
    if any(name not in allowed for name, _ in node.attributes) or not items:
        return None
    if any(name != "value" for one in items for name, _ in one.attributes):
        return None
    start = node.get("start", "1")
    if node.tag == "ol" and not re.fullmatch(r"\d{1,9}", start):
        return None
    number = int(start)
    written: list[str] = []
    loose = any(_is_loose(one) for one in items)
    for item in items:
        if item.get("value"):
            if not re.fullmatch(r"\d{1,9}", item.get("value")):
                return None
            number = int(item.get("value"))
        marker = f"{number}. " if node.tag == "ol" else "- "
        inner = ("\n\n" if loose else "\n").join(_spaced(item.children, _always(way)))
        written.append(f"{marker}{_indented(inner, len(marker)).lstrip(' ')}".rstrip())
        number += 1
    return ("\n\n" if loose else "\n").join(written)


def _is_loose(item: Element) -> bool:
    blocks = list(_blocks(item.children))
    return any(one.tag != "p" for one in blocks[:1]) or any(
        one.tag not in {"ul", "ol"} for one in blocks[1:]
    )


def _code(node: Element, _way: Way) -> str | None:
    if len(node.children) != 1 or not isinstance(node.children[0], Element):
        return None
    code = node.children[0]
    if code.tag != "code" or code.attributes or any(walk(code.children)):
        return None
    text = text_of(code.children)
    longest = max((len(run) for run in _FENCED.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _definitions(node: Element, way: Way) -> str | None:
    parts: list[str] = []
    for one in node.children:
        if not isinstance(one, Element):
            continue
        if one.attributes or any(inner.tag in BLOCKS for inner in walk(one.children)):
            return None
        text = _inline(one.children, way, breaks="<br>").strip()
        if not text:
            return None
        parts.append(f":   {text}" if one.tag == "dd" else f"\n{_line_start(text)}")
    return "\n".join(parts).strip()


def _table(node: Element, way: Way) -> str | None:
    rows = [row for row in walk(node.children) if row.tag == "tr"]
    heads = [part for part in node.children if isinstance(part, Element)]
    if [part.tag for part in heads] != ["thead", "tbody"] or len(rows) < 2:
        return None
    cells = [[one for one in row.children if isinstance(one, Element)] for row in rows]
    width = len(cells[0])
    if any(len(row) != width for row in cells) or len(list(walk(heads[0].children))) == 0:
        return None
    if sum(one.tag == "tr" for one in walk(heads[0].children)) != 1:
        return None
    lines = []
    for number, row in enumerate(cells):
        if any(cell.tag != ("td" if number else "th") for cell in row):
            return None
        if any(set(cell.attributes) - {("scope", "col"), *_ALIGNED} for cell in row):
            return None
        if any(inner.tag in BLOCKS for cell in row for inner in walk(cell.children)):
            return None
        said = (_inline(cell.children, way, breaks="<br>").strip() for cell in row)
        lines.append("| " + " | ".join(" ".join(one.split()) for one in said) + " |")
        if number == 0:
            lines.append("|" + "|".join(_aligned(cell) for cell in row) + "|")
    return "\n".join(lines)


_NOT_IN_CAPTIONS = BLOCKS | {"em"}
_ALIGNED = {
    ("class", "align-left"): " :-- ",
    ("class", "align-center"): " :-: ",
    ("class", "align-right"): " --: ",
}


def _aligned(cell: Element) -> str:
    found = (_ALIGNED[one] for one in cell.attributes if one in _ALIGNED)
    return next(found, " --- ")


def _figure(node: Element, way: Way) -> str | None:
    parts = [one for one in node.children if not isinstance(one, str) or one.strip()]
    if not parts or not isinstance(parts[0], Element) or parts[0].tag not in {"img", "a"}:
        return None
    if len(parts) == 1:
        return _inline(parts[:1], way)
    caption = parts[1]
    if len(parts) > 2 or not isinstance(caption, Element) or caption.tag != "figcaption":
        return None
    if caption.attributes or any(one.tag in _NOT_IN_CAPTIONS for one in walk(caption.children)):
        return None
    text = " ".join(text_of(caption.children).split())
    picture = parts[0]
    if any(walk(caption.children)) or picture.tag != "img" or picture.get("title"):
        return f"{_inline(parts[:1], way)}\n{_marked('*', _inline(caption.children, way))}"
    return _picture(picture.with_attribute("title", text))


_WRITERS: dict[str, Callable[[Element, Way], str | None]] = {
    "p": _paragraph,
    **{f"h{level}": _heading for level in range(1, 7)},
    "blockquote": _quotation,
    "hr": _rule,
    "ul": _list,
    "ol": _list,
    "pre": _code,
    "dl": _definitions,
    "table": _table,
    "figure": _figure,
}


def _inline(nodes: Iterable[Node], way: Way, breaks: str = "\\\n") -> str:
    parts: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            parts.append(_text(node))
        elif node.tag == "br":
            parts.append(breaks)
        else:
            parts.append(_element(node, way, breaks))
    return "".join(parts)


def _text(text: str) -> str:
    return _escaped(re.sub(r"[ \t\n\r\f]+", " ", text))


def _escaped(text: str) -> str:
    """Return a text as it stands inside of a line of Markdown."""
    return escape("x" + text)[1:].replace("]", "\\]")


def _element(node: Element, way: Way, breaks: str) -> str:
    if node.get("data-note"):
        return f"[^{node.get('data-note')}]"
    if node.tag in _SIGNS and not node.attributes and way.signs:
        return _marked(_SIGNS[node.tag], _inline(node.children, way, breaks))
    if node.tag == "code" and not node.attributes and not any(walk(node.children)) and way.signs:
        return _code_span(text_of(node.children))
    if node.tag == "a" and node.get("href") and _has_only(node, {"href", "title"}):
        return _link(node, way, breaks)
    if node.tag == "img" and _has_only(node, {"src", "alt", "title"}) and node.get("src"):
        return _picture(node)
    if node.tag in VOID:
        return _tag(node)
    return f"{_tag(node)}{_inline(node.children, way, breaks)}</{node.tag}>"


def _has_only(node: Element, names: set[str]) -> bool:
    return all(name in names for name, _ in node.attributes)


def _marked(sign: str, text: str) -> str:
    """Return a text between two signs, the blanks at its ends outside of them."""
    inner = text.strip(" ")
    if not inner:
        return text
    start = text[: len(text) - len(text.lstrip(" "))]
    return f"{start}{sign}{inner}{sign}{text[len(start) + len(inner) :]}"


def _code_span(text: str) -> str:
    text = " ".join(text.split("\n"))
    if not text.strip():
        return f"<code>{escape_html(text)}</code>"
    longest = max((len(run) for run in _FENCED.findall(text)), default=0)
    ticks = "`" * (longest + 1)
    edge = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{ticks}{edge}{text}{edge}{ticks}"


def _link(node: Element, way: Way, breaks: str) -> str:
    href, title = node.get("href"), node.get("title")
    text = _inline(node.children, way, breaks)
    if node.children == (href,) and re.fullmatch(r"https?://[^\s<>]+", href) and not title:
        return f"<{href}>"
    return f"[{text}]({_address(href)}{_title(title)})"


def _picture(node: Element) -> str:
    alt = _escaped(" ".join(node.get("alt").split()))
    return f"![{alt}]({_address(node.get('src'))}{_title(node.get('title'))})"


def _address(address: str) -> str:
    plain = re.fullmatch(r"[\w\-.~:/?#@!$&',;=%+]+", address, re.ASCII) and "&" not in address
    return address if plain else f"<{_entities(address)}>"


def _entities(address: str) -> str:
    signs = {"<": "%3C", ">": "%3E", "\n": "%0A", "\\": "%5C"}
    text = "".join(signs.get(sign, sign) for sign in address)
    return text.replace("&", "&amp;")


def _title(title: str) -> str:
    text = " ".join(title.split())
    return f' "{escape_html(text, quote=False).replace(chr(34), "&quot;")}"' if text else ""


def _raw_block(node: Element) -> str:
    """Return a block as HTML without an empty line, which would end it."""
    return re.sub(r"\n(?=\s*\n)", "&#10;", _html((node,)))


def _html(nodes: Iterable[Node]) -> str:
    parts: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            parts.append(_guarded(escape_html(node, quote=False)))
        elif node.get("data-note"):
            parts.append(f"[^{node.get('data-note')}]")
        elif node.tag in VOID:
            parts.append(_tag(node))
        else:
            parts.append(f"{_tag(node)}{_html(node.children)}</{node.tag}>")
    return "".join(parts)


def _tag(node: Element) -> str:
    named = "".join(f' {name}="{_guarded(escape_html(value))}"' for name, value in node.attributes)
    return f"<{node.tag}{named}>"


def _guarded(text: str) -> str:
    """Return some HTML in which nothing looks like a tag of a site generator."""
    return re.sub(r"\{(?=[{%])", "&#123;", text)


def _indented(text: str, width: int) -> str:
    blanks = " " * width
    return "\n".join(blanks + line if line.strip() else "" for line in text.split("\n"))
