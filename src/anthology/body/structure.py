"""The content model: every element stands where XHTML allows it, no word lost on the way."""

from anthology.body.tables import mend_table
from anthology.body.tree import BLOCKS, Element, Node, Nodes, element, rewrite, text_of, walk

_PHRASING_ONLY = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dt"})
_INLINE_WRAPPERS = frozenset(
    "abbr b bdi bdo cite code dfn em i kbd mark q s samp small span strong sub sup time u var "
    "a ins del ruby".split()
)


def mend(nodes: Nodes) -> Nodes:
    """Return the tree with loose text in paragraphs and every child under a parent it may have."""
    return _flow(rewrite(nodes, _mend))


def _mend(node: Element) -> Nodes:
    if node.tag in _INLINE_WRAPPERS and _has_block(node.children):
        return _distribute(node)
    if node.tag in _PHRASING_ONLY and _has_block(node.children):
        return (node.with_children(_inline(node.children)),)
    mender = _MENDERS.get(node.tag)
    return mender(node) if mender else (node,)


def _has_block(nodes: Nodes) -> bool:
    return any(child.tag in BLOCKS for child in walk(nodes))


def _distribute(node: Element) -> Nodes:
    """Move an inline element inside the blocks that it was put around."""
    result: list[Node] = []
    for child in node.children:
        if isinstance(child, Element) and (child.tag in BLOCKS or _has_block((child,))):
            if child.tag in {"table", "hr", "ul", "ol", "dl"}:
                result.append(child)
            else:
                result.append(child.with_children(_distribute(node.with_children(child.children))))
        elif not _blank(child):
            result.append(node.with_children((child,)).without_attribute("id"))
        else:
            result.append(child)
    return tuple(result)


def _inline(nodes: Nodes) -> Nodes:
    """Return phrasing content only: blocks give up their edges for a line break."""
    result: list[Node] = []
    after_block = False
    said = False
    for node in nodes:
        is_block = isinstance(node, Element) and (node.tag in BLOCKS or _has_block((node,)))
        says = bool(text_of((node,)).strip())
        if (is_block or after_block) and said and says:
            result.append(element("br"))
            after_block = False
        said = said or says
        if isinstance(node, str) or not is_block:
            result.append(node)
            continue
        inner = _inline(node.children)
        result.extend(inner if node.tag in BLOCKS else (node.with_children(inner),))
        after_block = True
    return tuple(result)


def _blank(node: Node) -> bool:
    return isinstance(node, str) and not node.strip()


def _flow(nodes: Nodes) -> Nodes:
    """Put runs of loose text and inline elements into paragraphs."""
    nodes = _adopted(nodes)
    result: list[Node] = []
    run: list[Node] = []

    def close() -> None:
        if any(not _blank(node) for node in run):
            result.append(Element("p", (), _trimmed(run)))
        else:
            result.extend(node for node in run if isinstance(node, str))
        run.clear()

    for node in nodes:
        if isinstance(node, Element) and node.tag in BLOCKS:
            close()
            result.append(node)
        else:
            run.append(node)
    close()
    return tuple(result)


_PARENTS = {"li": "ul", "dt": "dl", "dd": "dl"}


def _adopted(nodes: Nodes) -> Nodes:
    """Give items, terms and captions that stand outside of their list or figure a parent."""
    result: list[Node] = []
    orphans: list[Node] = []
    parent = ""

    def close() -> None:
        if orphans:
            result.extend(_MENDERS[parent](Element(parent, (), tuple(orphans))))
        orphans.clear()

    for node in nodes:
        wanted = _PARENTS.get(node.tag, "") if isinstance(node, Element) else ""
        if wanted != parent:
            close()
        parent = wanted
        if wanted:
            orphans.append(node)
        elif isinstance(node, Element) and node.tag in {"figcaption", "caption"}:
            result.extend(_division(Element("div", (), node.children)))
        else:
            result.append(node)
    close()
    return tuple(result)


def _trimmed(run: list[Node]) -> Nodes:
    kept = list(run)
    if isinstance(kept[0], str):
        kept[0] = kept[0].lstrip(" \t\n")
    if isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip(" \t\n")
    return tuple(node for node in kept if node != "")


def _list(node: Element) -> Nodes:
    children: list[Node] = []
    loose: list[Node] = []

    def close() -> None:
        if any(not _blank(one) for one in loose):
            children.append(Element("li", (), _trimmed(loose)))
        else:
            children.extend(loose)
        loose.clear()

    for child in node.children:
        if isinstance(child, Element) and child.tag in BLOCKS:
            close()
            children.append(_item(child, node.tag) if _is(child, "li") else _foreign(child))
        else:
            loose.append(child)
    close()
    return (node.with_children(children),) if _has(children, "li") else ()


def _item(item: Element, parent: str) -> Element:
    """Return an item, which has a number in a numbered list only."""
    return item.without_attribute("value") if parent == "ul" else item


def _foreign(block: Element) -> Element:
    """Return an item around what may not stand in a list."""
    return element("li", *_adopted((block,)))


def _definitions(node: Element) -> Nodes:
    children: list[Node] = []
    for child in node.children:
        if isinstance(child, Element) and child.tag not in {"dt", "dd"}:
            children.append(element("dd", *_adopted((child,))))
        elif isinstance(child, str) and child.strip():
            children.append(element("dd", child.strip()))
        else:
            children.append(child)
    terms = [n for n, child in enumerate(children) if isinstance(child, Element)]
    start = next((n for n in terms if _is(children[n], "dt")), len(children))
    end = next((n + 1 for n in reversed(terms) if _is(children[n], "dd")), 0)
    if start >= end:
        return _paragraphs(children)
    kept = node.with_children(children[start:end])
    return (*_paragraphs(children[:start]), kept, *_paragraphs(children[end:]))


def _paragraphs(nodes: list[Node]) -> Nodes:
    """Turn terms and definitions that lack their counterpart into plain text."""
    return tuple(
        inner
        for node in nodes
        if isinstance(node, Element)
        for inner in _division(Element("div", (), node.children))
    )


def _is(node: Node, tag: str) -> bool:
    return isinstance(node, Element) and node.tag == tag


def _has(children: list[Node], tag: str) -> bool:
    return any(_is(child, tag) for child in children)


def _figure(node: Element) -> Nodes:
    captions = [
        child for child in node.children if isinstance(child, Element) and child.tag == "figcaption"
    ]
    rest = _adopted(tuple(child for child in node.children if not _is(child, "figcaption")))
    if not captions:
        return (node.with_children(rest),)
    joined: list[Node] = list(captions[0].children)
    for caption in captions[1:]:
        joined += (element("br"), *caption.children)
    return (node.with_children((*rest, captions[0].with_children(joined))),)


def _cell(node: Element) -> Nodes:
    return (node.with_children(_adopted(node.children)),)


def _quotation(node: Element) -> Nodes:
    return (node.with_children(_flow(node.children)),)


def _division(node: Element) -> Nodes:
    if _has_block(node.children):
        return (node.with_children(_flow(node.children)),)
    return (Element("p", node.attributes, node.children),) if node.children else ()


_MENDERS = {
    "ul": _list,
    "ol": _list,
    "dl": _definitions,
    "figure": _figure,
    "blockquote": _quotation,
    "div": _division,
    "li": _cell,
    "dd": _cell,
    "td": _cell,
    "th": _cell,
    "table": mend_table,
    "caption": _cell,
    "figcaption": _cell,
}
