"""Letters: where and when they were written, the salutation, and what closes them.

A letter is told by a salutation and a farewell in lines of their own; in what is marked as a letter
the short lines at both ends are these, whatever they say. No word is added or lost.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from anthology.body.marks import LETTER
from anthology.body.tree import Element, Node, Nodes, rewrite, text_of

DATELINE, SALUTATION, CLOSING = "dateline", "salutation", "closing"
"""The classes of the parts of a letter that are no running text."""

LONGEST_LINE = 72
"""Characters: a paragraph that is longer is running text."""
_BEFORE = 3
"""How many lines at most stand above a salutation: a place, a day, an address."""
_CLOSING_LINES = 5
_HOLDERS = frozenset({"blockquote", "div"})

_GREETING = re.compile(
    r"(?:my |meine? |mon |ma |mio |mia |mi )?"
    r"(?:dear(?:est)?\b|to whom it may concern|"
    r"liebe[rs]?\b|liebste[rs]?\b|sehr geehrte|geehrte|verehrte|sehr verehrte|hochverehrte|"
    r"cher\b|chère|chers\b|chères|"
    r"car[oaie]\b|carissim|gentil[ei]|egregi|"
    r"querid[oa]s?\b|estimad[oa]s?\b|"
    r"drog[ia]\b|drodzy\b|szanown|kochan|"
    r"дорог|уважаем|многоуважаем|милый\b|милая\b|"
    r"шановн|високошановн|любий\b|люба\b)",
    re.IGNORECASE,
)
"""How letters begin in the languages that the book speaks."""
_SALUTED = re.compile(r"[,!:،]$")
_FAREWELL = re.compile(
    r"(?:i am\b|i remain\b|i have the honour\b|believe me\b|"
    r"(?:ever |very |most )?(?:yours|sincerely|faithfully|truly|respectfully)|"
    r"with (?:best|kind|warm|love|all)|best (?:wishes|regards)|kind regards|"
    r"warm regards|regards|love|"
    r"mit .{0,30}gr(?:ü|ue)(?:ß|ss)|viele grüße|beste grüße|liebe grüße|herzlich|hochachtungsvoll|"
    r"ihre?\b|deine?\b|eure?\b|"
    r"cordialement|bien à|amitiés|amicalement|veuillez|"
    r"cordiali|distinti|con affetto|un abbraccio|"
    r"atentamente|un abrazo|saludos|un saludo|con afecto|"
    r"z poważaniem|z wyrazami|pozdrawiam|"
    r"с уважением|с приветом|искренне|ваша?\b|твой\b|твоя\b|"
    r"з повагою|щиро|твій\b)",
    re.IGNORECASE,
)
"""How letters end in these languages."""
_SENTENCE = re.compile(r"(?:\w{4,}[.…]|[?;:])$")
"""The end of a sentence, and not of a name: “A. B.”"""
_POSTSCRIPT = re.compile(r"(?:p\. ?s\b|ps\b|п\. ?с\b|з\. ?и\b|nb\b|n\. ?b\b)", re.IGNORECASE)


def letters(nodes: Nodes) -> Nodes:
    """Return the tree with the parts of its letters told apart by their classes.

    A letter is a text as a whole, a quotation, or what is marked as one.
    """

    def change(node: Element) -> Nodes:
        if node.tag not in _HOLDERS:
            return (node,)
        return (node.with_children(_parts(node.children, node.get("class") == LETTER)),)

    return _parts(rewrite(nodes, change), False)


def _parts(nodes: Nodes, marked: bool) -> Nodes:
    """Return the blocks of what may be a letter, those told apart that are no running text."""
    blocks = [node for node in nodes if isinstance(node, Element)]
    opening = list(takewhile(_is_short, blocks[: _BEFORE + 1]))
    greeting = next((n for n, block in enumerate(opening) if _greets(block)), None)
    if greeting is None:
        if not marked:
            return nodes
        greeting = len(opening) - 1
    closing = _closing(blocks[greeting + 1 :], marked)
    if not closing and not marked:
        return nodes
    named = dict.fromkeys(map(id, blocks[: max(greeting, 0)]), DATELINE)
    if greeting >= 0:
        named[id(blocks[greeting])] = SALUTATION
    named |= dict.fromkeys(map(id, closing), CLOSING)
    return tuple(_named(node, named.get(id(node), "")) for node in nodes)


def _closing(blocks: Sequence[Element], marked: bool) -> Sequence[Element]:
    """Return the blocks that close a letter: what bids farewell, and the lines that follow."""
    for n, block in enumerate(blocks):
        if _closes(block) and _FAREWELL.match(_words(block)):
            return blocks[n : n + _CLOSING_LINES][: _run(blocks[n:])]
    lines = min(_run(blocks[::-1]), _CLOSING_LINES) if marked else 0
    return blocks[len(blocks) - lines :]


def _run(blocks: Iterable[Element]) -> int:
    """Return how many lines that may close a letter there are before the first that may not."""
    return sum(1 for _ in takewhile(_closes, blocks))


def _closes(block: Element) -> bool:
    return (
        _is_short(block)
        and not _SENTENCE.search(_words(block))
        and not _POSTSCRIPT.match(_words(block))
    )


def _is_short(block: Element) -> bool:
    return (
        block.tag == "p" and block.get("class") != "speech" and len(_words(block)) <= LONGEST_LINE
    )


def _greets(block: Element) -> bool:
    said = _words(block)
    return bool(_GREETING.match(said) and _SALUTED.search(said))


def _words(block: Element) -> str:
    return " ".join(text_of(block.children).split())


def _named(node: Node, part: str) -> Node:
    if not isinstance(node, Element) or not part:
        return node
    return node.with_attribute("class", part)
