"""Makes plainly typed text typographic: quotes, apostrophes, dashes and no-break spaces.

Only what stands between words changes: no letter and no digit is added, lost or moved. What is
typographic already stays as it is, so that setting a text twice is the same as setting it once.

The text of a block is set as one, through all its inline elements, so that a quotation may begin
in one element and end in another. Every rule reads that text as it was typed and says which of
its characters become what (`Edits`); the changes are then made in the nodes they belong to.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from itertools import accumulate
from typing import TypeAlias

from msgspec import Struct

from anthology.body.tree import BLOCKS, Node, Nodes
from anthology.locales.dates import get_month_names
from anthology.locales.format import locale_of

Edits: TypeAlias = dict[int, str]
"""Positions in the text of a block, and what the one character there becomes."""

_VERBATIM = frozenset("code kbd math pre samp script style svg tt var".split())
_OBJECT = "\ufffc"
_LINE_BREAK = "\u2028"
_NO_BREAK = "\u00a0"
_NARROW_NO_BREAK = "\u202f"
_WS = r"[ \t\r\n]++"
"""White space that HTML folds into one space."""
_ONE_WS = r"[ \t\r\n]"


_Piece: TypeAlias = tuple[str, str | None]
"""The text of a node and its language; without a language it is only the context of others."""


def set_text(nodes: Nodes, language: str) -> Nodes:
    """Return the tree with its text set by the rules of a language, a BCP 47 tag.

    A `lang` attribute changes the language inside its element. Code, formulas, URLs and e-mail
    addresses stay as they are.
    """
    blocks: list[list[_Piece]] = [[]]
    _collect(nodes, language, blocks)
    return _rebuild(nodes, iter([text for block in blocks for text in _set_block(block)]))


def set_plain(text: str, language: str) -> str:
    """Return a plain text, such as a title, set by the rules of a language, a BCP 47 tag."""
    return "".join(_set_block([(text, language)]))


def _collect(nodes: Nodes, language: str, blocks: list[list[_Piece]]) -> None:
    for node in nodes:
        if isinstance(node, str):
            blocks[-1].append((node, language))
            continue
        if node.tag in BLOCKS:
            blocks.append([])
        if node.tag == "br":
            blocks[-1].append((_LINE_BREAK, None))
        elif node.tag in _VERBATIM or node.tag == "img":
            blocks[-1].append((_OBJECT, None))
        else:
            _collect(node.children, node.get("lang", language), blocks)
        if node.tag in BLOCKS:
            blocks.append([])


def _rebuild(nodes: Nodes, done: Iterator[str]) -> Nodes:
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            result.append(next(done))
        elif node.tag in _VERBATIM or node.tag in ("br", "img"):
            result.append(node)
        else:
            result.append(node.with_children(_rebuild(node.children, done)))
    return tuple(result)


def _set_block(pieces: list[_Piece]) -> Iterable[str]:
    """Return the text of each piece that has a language, set."""
    text = "".join([text for text, _ in pieces])
    edits = {} if not text or text.isspace() else _edits(text, pieces)
    if edits:
        return _edited(pieces, edits)
    return [text for text, language in pieces if language is not None]


def _edits(text: str, pieces: list[_Piece]) -> Edits:
    """Return what becomes of the text that pieces have together."""
    if _may_have_address(text):
        text = _URL.sub(lambda url: _OBJECT * len(url[0]), text)
    edits: Edits = {}
    if quotes := tuple(_QUOTE.finditer(text)):
        _Quotes(text, _rules_at(pieces), edits).set(quotes)
    used = dict.fromkeys(_rules(language) for _, language in pieces if language is not None)
    for rules in used:
        own: Edits = {}
        for step in (_set_marks, _set_dashes, _set_spaces, _set_abbreviations):
            step(text, rules, own)
        if len(used) > 1:
            at_place = _rules_at(pieces)
            own = {at: new for at, new in own.items() if at_place(at) is rules}
        edits = own | edits
    return edits


def _may_have_address(text: str) -> bool:
    """Return whether a text has what every URL and e-mail address has, for most have nothing."""
    return (
        "/" in text
        or "@" in text
        or "www." in text
        or (":" in text and any(map(text.__contains__, _OPAQUE)))
    )


def _rules_at(pieces: list[_Piece]) -> "Callable[[int], _Rules | None]":
    """Return what tells the rules for a position in the text of pieces."""
    rules = [None if language is None else _rules(language) for _, language in pieces]
    if len(rules) == 1:
        return lambda _: rules[0]
    ends = tuple(accumulate(len(text) for text, _ in pieces))
    return lambda position: rules[bisect_right(ends, position)]


def _edited(pieces: list[_Piece], edits: Edits) -> Iterator[str]:
    """Yield the text of each piece that has a language, changed."""
    places = sorted(edits)
    next_place = 0
    begin = 0
    for text, language in pieces:
        end = begin + len(text)
        parts: list[str] = []
        done = begin
        while next_place < len(places) and places[next_place] < end:
            at = places[next_place]
            parts += (text[done - begin : at - begin], edits[at])
            done = at + 1
            next_place += 1
        if language is not None:
            yield "".join((*parts, text[done - begin :]))
        begin = end


# What languages do


class _Style(Struct, frozen=True, kw_only=True):
    """What a language does in its own way."""

    quotes: str = "“”‘’"
    """The opening and the closing mark of the first and of the second level."""
    dash: str = "–"
    """The dash that has a space on either side."""
    short_words: str = ""
    """Words of one letter, which do not stand at the end of a line."""
    before_numbers: str = "p pp Nr No no vol Vol Fig fig"
    """Abbreviations, ended by a full stop, that a number follows."""
    before_names: str = "Dr Prof"
    """Abbreviations, ended by a full stop, that a name follows."""
    clipped: str = ""
    """Words that begin with an apostrophe."""
    spaced_marks: str = ""
    """Marks that have a no-break space before them, as guillemets then have inside."""


_FRENCH = _Style(
    quotes="«»“”",
    before_numbers="p pp vol art fig chap",
    before_names="MM",
    spaced_marks=";:!?",
)

_STYLES = {
    "be": _Style(quotes="«»„“", dash="—", short_words="аузіўя", before_numbers="с гл мал"),
    "bg": _Style(quotes="„“’’", dash="—", short_words="васи", before_numbers="с гл"),
    "cs": _Style(quotes="„“‚‘", short_words="ksvzouai", before_numbers="s str č obr"),
    "da": _Style(quotes="»«›‹", before_numbers="s nr kap"),
    "de": _Style(
        quotes="„“‚‘",
        before_numbers="S Nr Abb Tab Kap Bd Art Abs Anm Aufl Jg Heft Ziff Rn Sp",
        before_names="Dr Prof St Hl Hr Fr",
        clipped="s n ne nen nem ner nes rum rein raus rauf runter",
    ),
    "de-ch": _Style(quotes="«»‹›", before_numbers="S Nr Abb Tab Kap Bd Art Abs Anm Aufl Jg Heft"),
    "el": _Style(quotes="«»“”", before_numbers="σ σσ αρ κεφ"),
    "en": _Style(
        before_numbers="p pp No no Nos vol Vol Fig Figs fig ch Ch",
        before_names="Mr Mrs Ms Dr Prof St",
        clipped="tis twas em til n",
    ),
    "es": _Style(
        quotes="«»“”", before_numbers="p pp pág núm n vol art fig cap", before_names="Dr Dra Sr Sra"
    ),
    "et": _Style(quotes="„“‚‘"),
    "fi": _Style(quotes="””’’", before_numbers="s nro"),
    "fr": _FRENCH,
    "fr-ca": _Style(quotes="«»“”", before_numbers=_FRENCH.before_numbers, spaced_marks=":"),
    "hr": _Style(quotes="„”‚’", before_numbers="str br"),
    "hu": _Style(quotes="„”»«"),
    "is": _Style(quotes="„“‚‘"),
    "it": _Style(
        quotes="«»“”", before_numbers="p pp n vol art fig cap", before_names="Dott Prof Sig"
    ),
    "ka": _Style(quotes="„“‚‘"),
    "lt": _Style(quotes="„“‚‘"),
    "lv": _Style(quotes="„”‚’"),
    "nb": _Style(quotes="«»‘’", before_numbers="s nr kap"),
    "nl": _Style(before_numbers="p blz nr afb", clipped="s t n k m ns"),
    "nn": _Style(quotes="«»‘’", before_numbers="s nr kap"),
    "no": _Style(quotes="«»‘’", before_numbers="s nr kap"),
    "pl": _Style(
        quotes="„”«»",
        short_words="aiouwz",
        before_numbers="s str nr rys art ust pkt t tab rozdz",
        before_names="dr prof św ks",
    ),
    "pt": _Style(before_numbers="p pp n vol art fig cap", before_names="Dr Dra Sr Sra"),
    "pt-pt": _Style(quotes="«»“”", before_numbers="p pp n vol art fig cap"),
    "ro": _Style(quotes="„”«»"),
    "ru": _Style(
        quotes="«»„“",
        dash="—",
        short_words="авикосуя",
        before_numbers="с стр рис табл гл т ст п вып",
        before_names="г ул им св акад проф",
    ),
    "sk": _Style(quotes="„“‚‘", short_words="ksvzouai", before_numbers="s str č obr"),
    "sl": _Style(quotes="„“‚‘"),
    "sr": _Style(quotes="„“’’"),
    "sv": _Style(quotes="””’’", before_numbers="s nr kap"),
    "uk": _Style(
        quotes="«»„“",
        dash="—",
        short_words="авзийкоуія",
        before_numbers="с стор рис табл гл т ст п вип розд",
        before_names="м вул ім св акад проф",
    ),
}
"""By language, and by language and region, in lower case; any other has the plain `_Style`."""

_UNITS = (
    "% ‰ ° °C °F € $ £ ₴ ₽ zł Kč g kg mg t mm cm m m² m³ km km² ha l ml s min h kW kWh MW MWh GW "
    "GWh TW TWh V Hz kHz MHz GHz KB MB GB TB Mio. Mrd. mln mld EUR USD Uhr r. г кг т мм см м км "
    "га л мл кВт МВт ГВт млн млрд тыс. тис. руб. грн р. г. рр. гг. ст."
).split()


class _Rules(Struct, frozen=True, kw_only=True, eq=False):
    """The style of a language in the form in which it is applied."""

    pairs: tuple[tuple[str, str], tuple[str, str]]
    dash: str
    spaced_marks: str
    hebrew: bool
    short_word: re.Pattern[str] | None
    number: re.Pattern[str]
    """A number of several groups, or a day before its month, from its first digit on.

    Its spaces do not break.
    """
    before_number: re.Pattern[str]
    """Ends where the space before a number begins."""
    before_name: re.Pattern[str]
    """Ends at the full stop before a name."""
    clipped: re.Pattern[str]
    """What follows an apostrophe that begins a word."""


@cache
def _rules(language: str) -> _Rules:
    parts = language.lower().replace("_", "-").split("-")
    tags = ("-".join(parts[:end]) for end in range(min(len(parts), 4), 0, -1))
    return _make_rules(
        next((tag for tag in tags if tag in _STYLES), ""),
        str(locale_of(language)),
        parts[0] in ("he", "yi"),
    )


@cache
def _make_rules(style_key: str, locale: str, hebrew: bool) -> _Rules:
    style = _STYLES.get(style_key, _Style())
    names = get_month_names("wide", "format", locale)
    months = _any_of([name for name in names.values() if not name.isdigit()] or ["January"])
    before_number = rf"(?<!\w){_any_of(style.before_numbers.split())}\.|[№§]"
    if locale.startswith("en"):
        before_number += rf"|(?<!\w){months}"
    short = style.short_words + style.short_words.upper()
    opening, closing, inner_opening, inner_closing = tuple(style.quotes)
    return _Rules(
        pairs=((opening, closing), (inner_opening, inner_closing)),
        dash=style.dash,
        spaced_marks=style.spaced_marks,
        hebrew=hebrew,
        short_word=re.compile(rf"[{short}](?<!\w.)(?<!\w['’ʼ].){_WS}(?=\S)") if short else None,
        number=re.compile(
            r"\d(?:\d{0,2}(?:[ \n]\d{3})+(?!\d)"
            rf"|\d?(?:\.|er|º|°)?{_WS}(?:de{_WS})?(?={months}(?!\w)))"
        ),
        before_number=re.compile(rf"(?:{before_number})\Z"),
        before_name=re.compile(rf"(?<!\w){_any_of(style.before_names.split())}\Z"),
        clipped=re.compile(
            rf"(?:\d\d(?:s|er|ern){rf'|{_any_of(style.clipped.split())}' if style.clipped else ''})"
            r"(?!\w)",
            re.IGNORECASE,
        ),
    )


def _any_of(texts: list[str]) -> str:
    return f"(?:{'|'.join(re.escape(text) for text in texts)})"


# What is searched for: a pattern that begins with a sign, not with a repetition, is found sooner

_URL = re.compile(
    r"""(?:https?://|ftp://|www\.|mailto:|urn:|doi:)
        [^\s<>"«»„“”‟‹›″]*[^\s<>"«»„“”‟‹›″.,;:!?'’‘′…)\]]
    |(?<![\w.+…–—-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+
    |(?<![\w.…–—-])[\w-]+(?:\.[\w-]+)+/(?:[^\s<>"«»„“”‟‹›″]*[^\s<>"«»„“”‟‹›″.,;:!?'’‘′…)\]])?""",
    re.VERBOSE,
)
_OPAQUE = ("mailto:", "urn:", "doi:")
"""How an address begins that needs no slash."""
_QUOTE = re.compile("[\"'«»‹›„“”‟‚‘]")
_CLOSING_APOSTROPHE = re.compile(r"'(?<=\S')(?!\w)")
_HYPHENS = re.compile("--*")
_FULL_STOPS = re.compile(r"\.{3,}")
_DASHES_APART = tuple(
    (dash, re.compile(rf"{dash}(?<={_ONE_WS}{dash}){more}(?=[^\S\u202f]|\Z)"))
    for dash, more in (("-", "-{0,2}"), ("–", ""), ("—", ""))
)
_ASCII_DIGITS, _DIGITS = re.compile("[0-9][0-9]*"), re.compile(r"\d\d*")
_BEHIND_NUMBER = re.compile(rf"{_ONE_WS}{_any_of(_UNITS)}(?!\w)")
_STOP_IN_LINE = re.compile(rf"\.({_WS})(?=[^\W\d_])")
_SHORT_ABBREVIATION = re.compile(r"[^\W\d_]{1,3}\.")
_SPACES = re.compile(_WS)

_OPENERS = "([{</=|—–-¿¡*"
_MARKS_END = ";:!?.…)]}\"'»”“’‘"

_CLOSING_OF = {
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "„": "“”",
    "“": "”",
    "”": "”",
    "‟": "”",
    "‚": "‘’",
    "‘": "’",
}
"""Opening marks, as some language uses them, and the marks that may close them."""


def _keep_together(text: str, start: int, edits: Edits, space: str = _NO_BREAK) -> None:
    """Make the white space that begins at `start` one no-break space."""
    if found := _SPACES.match(text, start):
        edits.setdefault(start, space)
        for extra in range(start + 1, found.end()):
            edits.setdefault(extra, "")


def _keep_before(text: str, end: int, edits: Edits, space: str) -> None:
    """Make the white space that ends at `end`, and does not begin the text, a no-break space."""
    if start := _start_of_space(text, end):
        _keep_together(text, start, edits, space)


def _start_of_space(text: str, end: int) -> int:
    """Return where the white space begins that ends at `end`."""
    while end and text[end - 1] in " \t\r\n":
        end -= 1
    return end


def _is_gap(char: str) -> bool:
    """Say if a character separates words; the narrow space separates a mark from its word."""
    return char.isspace() and char != _NARROW_NO_BREAK


# The steps


def _set_marks(text: str, rules: _Rules, edits: Edits) -> None:
    """Set ellipses, and the space before French marks."""
    for found in _FULL_STOPS.finditer(text) if "..." in text else ():
        if len(found[0]) == 3:
            edits.update({found.start(): "…", found.start() + 1: "", found.start() + 2: ""})
    if not rules.spaced_marks:
        return
    for found in re.finditer(f"[{rules.spaced_marks}]", text):
        at = found.start()
        space = _NO_BREAK if found[0] == ":" else _NARROW_NO_BREAK
        before, after = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
        if not before or before in " \t\r\n":
            _keep_before(text, at, edits, space)
        elif (
            not before.isspace()
            and before not in ";:!?([{«‹„‚¿¡-–—"
            and (not after or after.isspace() or after in _MARKS_END)
        ):
            edits[at] = space + found[0]


def _set_dashes(text: str, rules: _Rules, edits: Edits) -> None:
    """Set hyphens that stand for dashes."""
    for found in _HYPHENS.finditer(text) if "-" in text else ():
        start, end = found.span()
        before, after = text[max(start - 1, 0) : start], text[end : end + 1]
        if before in tuple("<!=") or after in tuple(">=") or end - start > 3:
            continue
        begins = before in ("", _LINE_BREAK)
        if end - start == 3:
            dash = "—"
        elif _is_gap(after) and (begins or _is_gap(before)):
            dash = rules.dash
        elif end - start == 2:
            dash = "–"
        else:
            continue
        edits[start] = dash
        edits.update(dict.fromkeys(range(start + 1, end), ""))
        if begins:
            _keep_together(text, end, edits)


def _set_spaces(text: str, rules: _Rules, edits: Edits) -> None:
    """Keep dashes, units, months and numbers with what they belong to."""
    for dash, apart in _DASHES_APART:
        for found in apart.finditer(text) if dash in text else ():
            start = _start_of_space(text, found.start())
            if start and not text[start - 1].isspace():
                _keep_together(text, start, edits)
    if rules.short_word:
        for found in rules.short_word.finditer(text):
            _keep_together(text, found.start() + 1, edits)
    for digits in (_ASCII_DIGITS if text.isascii() else _DIGITS).finditer(text):
        begin, end = digits.span()
        if _BEHIND_NUMBER.match(text, end):
            _keep_together(text, end, edits)
        if number := rules.number.match(text, begin):
            for space in _SPACES.finditer(text, begin, number.end()):
                _keep_together(text, space.start(), edits)
        start = _start_of_space(text, begin)
        if start < begin:
            before = rules.before_number.search(text[max(start - 12, 0) : start])
            if before and not (before[0].isalpha() and end - begin > 2):
                _keep_together(text, start, edits)


def _set_abbreviations(text: str, rules: _Rules, edits: Edits) -> None:
    """Keep together abbreviations of several words (z. B.), initials, and titles with names."""
    for found in _STOP_IN_LINE.finditer(text):
        stop, after = found.start(), text[found.end()]
        before = text[max(stop - 8, 0) : stop]
        alone = before[-1:].isalpha() and not before[-2:-1].isalnum()
        if (
            (alone and _SHORT_ABBREVIATION.match(text, found.end()))
            or (alone and before[-1].isupper() and after.isupper())
            or (after.isupper() and rules.before_name.search(before))
        ):
            _keep_together(text, found.start(1), edits)


def _breaks_off(before: str, after: str) -> bool:
    """Say if a quote between these ends a speech that a dash has cut short."""
    return before in tuple("—–-") and after in tuple(".,;:!?)]}")


class _Open(Struct, frozen=True):
    """A quotation that has begun."""

    typed: str
    """Its opening mark as typed."""
    level: int
    closings: str
    """The marks that may close it, the one to set first."""


class _Quotes:
    """Reads the quotes of a block from left to right and sets the straight ones.

    A straight quote becomes an opening or a closing mark, an apostrophe or a prime. Quotes that
    are typographic already only tell how deep the straight ones among them are.
    """

    def __init__(self, text: str, rules_at: Callable[[int], _Rules | None], edits: Edits) -> None:
        self._text = text
        self._rules_at = rules_at
        self._edits = edits
        self._open: list[_Open] = []
        self._begins_after = -1
        """Where the last opening mark stands, behind which another may open."""
        self._elision = -1
        """Where the last apostrophe stands that ends a word, as in l’."""
        self._prime = -1

    @cached_property
    def _singles(self) -> list[int]:
        """Where apostrophes stand that may close a quotation."""
        return [found.start() for found in _CLOSING_APOSTROPHE.finditer(self._text)]

    @cached_property
    def _doubles(self) -> list[int]:
        """Where straight quotes stand."""
        return [found.start() for found in re.finditer('"', self._text)]

    def set(self, quotes: Iterable[re.Match[str]]) -> None:
        """Set every quote of the text."""
        for found in quotes:
            at = found.start()
            rules = self._rules_at(at)
            if rules is None:
                continue
            before, after = self._text[max(at - 1, 0) : at], self._text[at + 1 : at + 2]
            if found[0] == '"':
                self._double(at, before, after, rules)
            elif found[0] == "'":
                self._single(at, before, after, rules)
            else:
                self._typographic(at, found[0], before, after, rules)

    def _may_begin(self, at: int, before: str) -> bool:
        return not before or before.isspace() or before in _OPENERS or self._begins_after == at - 1

    def _double(self, at: int, before: str, after: str, rules: _Rules) -> None:
        inside = any(quote.typed in '"«»„“”' for quote in self._open)
        inner = before.isalnum() and after.isalnum()
        elided = after.isalpha() and (before == "’" or self._elision == at - 1 >= 0)
        ends = inside and (after.isspace() or _breaks_off(before, after))
        if after and not ends and (elided or self._may_begin(at, before)):
            self._begin(at, '"', rules)
        elif rules.hebrew and inner:
            self._edits[at] = "״"
        elif self._follows_feet(at) or (before.isdigit() and not inside):
            self._edits[at] = "″"
        elif inside:
            while self._open[-1].typed not in '"«»„“”':
                self._open.pop()
            self._close(at, self._open.pop().closings[0], rules)
        elif inner and at < self._doubles[-1]:
            self._begin(at, '"', rules)
        else:
            self._close(at, rules.pairs[0][1], rules)

    def _single(self, at: int, before: str, after: str, rules: _Rules) -> None:
        inside = bool(self._open) and self._open[-1].typed in "'‚‘‹"
        mark = "’"
        if before.isalnum() and after.isalnum():
            if rules.hebrew:
                mark = "׳"
            elif before.isdigit() and after.isdigit() and not self._groups_thousands(at):
                mark = "′"
        elif (
            self._may_begin(at, before)
            and after
            and not after.isspace()
            and not (inside and _breaks_off(before, after))
        ):
            if not rules.clipped.match(self._text, at + 1) and self._will_close(at):
                self._begin(at, "'", rules)
                return
        elif inside and not after.isalnum():
            self._close(at, self._open.pop().closings[0], rules)
            return
        elif before.isdigit():
            mark = "′"
        self._edits[at] = mark
        if mark == "′":
            self._prime = at
        elif before.isalpha():
            self._elision = at

    def _typographic(self, at: int, mark: str, before: str, after: str, rules: _Rules) -> None:
        if self._open and mark in self._open[-1].closings:
            self._open.pop()
        elif self._may_begin(at, before) and after:
            own = [closing for opening, closing in rules.pairs if opening == mark]
            level = int(mark == rules.pairs[1][0] and mark != rules.pairs[0][0])
            if own or mark not in (rules.pairs[0][1], rules.pairs[1][1]):
                self._push(_Open(mark, level, "".join(own) or _CLOSING_OF[mark]), at)
        self._space_inside(at, mark, rules)

    def _begin(self, at: int, typed: str, rules: _Rules) -> None:
        level = 1 - self._open[-1].level if self._open else int(typed == "'")
        opening, closing = rules.pairs[level]
        self._push(_Open(typed, level, closing), at)
        self._edits[at] = opening
        self._space_inside(at, opening, rules)
        if rules.spaced_marks and opening == "«" and not self._text[at + 1].isspace():
            self._edits[at] = f"«{_NARROW_NO_BREAK}"

    def _close(self, at: int, closing: str, rules: _Rules) -> None:
        self._edits[at] = closing
        self._space_inside(at, closing, rules)
        if rules.spaced_marks and closing == "»" and not self._text[max(at - 1, 0)].isspace():
            self._edits[at] = f"{_NARROW_NO_BREAK}»"

    def _space_inside(self, at: int, mark: str, rules: _Rules) -> None:
        """Make the white space inside a French guillemet narrow and unbreakable."""
        if rules.spaced_marks and mark == "«":
            _keep_together(self._text, at + 1, self._edits, _NARROW_NO_BREAK)
        elif rules.spaced_marks and mark == "»":
            _keep_before(self._text, at, self._edits, _NARROW_NO_BREAK)

    def _push(self, quote: _Open, at: int) -> None:
        """Remember a quotation, and eight levels at most."""
        self._open = [*self._open[-7:], quote]
        self._begins_after = at

    def _follows_feet(self, at: int) -> bool:
        between = self._text[self._prime + 1 : at] if 0 <= self._prime >= at - 5 else ""
        return between.strip().isdigit()

    def _groups_thousands(self, at: int) -> bool:
        following = self._text[at + 1 : at + 5]
        return following[:3].isdigit() and len(following[:3]) == 3 and not following[3:].isdigit()

    def _will_close(self, at: int) -> bool:
        """Say if a closing mark follows, before that of the quotation around it."""
        here = bisect_right(self._singles, at)
        if here == len(self._singles):
            return False
        outer = bisect_right(self._doubles, at)
        enclosed = self._open and self._open[-1].typed == '"' and outer < len(self._doubles)
        return not enclosed or self._singles[here] < self._doubles[outer]
