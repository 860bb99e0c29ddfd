"""The block at the end of a translated article that says where the text comes from.

It has a heading (`Original source`), lines `Label: value`, a link, and a sentence that names the
translator and where the translation appeared. Its words are in `vocabulary.py`; each table below
takes another language by one more word. What is not understood
for certain stays in the text of the article and becomes a finding.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from babel import Locale
from msgspec import Struct
from msgspec.structs import replace

from anthology.errors import Finding, Kind, Place, warning
from anthology.intake.dates import read_date
from anthology.intake.plaintext import clean
from anthology.intake.report import LeftOut
from anthology.intake.titleline import read_title_line, split_names
from anthology.intake.vocabulary import KNOWN, Field, Vocabulary
from anthology.locales.words import LANGUAGES, words
from anthology.model import LangText, Published, Source

KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "interview": ("gespräch", "бесіда", "беседа"),
        "speech": ("ansprache", "виступ", "выступление"),
        "essay": ("essai", "есе"),
        "blog post": ("blogpost", "post", "допис", "пост", "запись"),
        "video": ("videobeitrag", "відеозапис", "видеозапись"),
        "report": ("reportage", "репортаж"),
        "poem": ("вірші", "стихи"),
    }
)
"""Other words for kinds of source than those in which the book speaks of them."""

_NAME = r"(?P<names>[^,;:()]+?)"
_DE_PLACE = r"(?:veröffentlicht|erschienen)\s+(?:auf|bei|in|im)\s+(?P<where>\S.*?)"
_EN_PLACE = r"(?:first\s+)?(?:published|appeared)\s+(?:on|at|in|by)\s+(?P<where>\S.*?)"
_UK_PLACE = r"опублікован[оаий]{1,2}\s+(?:на|в|у)\s+(?P<where>\S.*?)"
_RU_PLACE = r"опубликован[оаый]{0,2}\s+(?:на|в)\s+(?P<where>\S.*?)"
_WORD = r"[^\W\d_]+"

SENTENCES = tuple(
    re.compile(rf"{form}(?:,?\s+{place})?\s*\.?", re.IGNORECASE)
    for form, place in (
        (rf"(?P<language>{_WORD})\s+Übersetzung\s+von\s+{_NAME}", _DE_PLACE),
        (rf"(?:Ins\s+(?P<language>{_WORD})\s+)?übersetzt\s+von\s+{_NAME}", _DE_PLACE),
        (rf"(?P<language>{_WORD})\s+translation\s+by\s+{_NAME}", _EN_PLACE),
        (rf"Translated\s+(?:into\s+(?P<language>{_WORD})\s+)?by\s+{_NAME}", _EN_PLACE),
        (rf"Переклад\s+(?:на\s+)?(?P<language>{_WORD})(?:\s+мовою)?\s*[:—–-]\s*{_NAME}", _UK_PLACE),
        (rf"(?:(?P<language>{_WORD})\s+)?(?:мовою\s+)?переклал[аи]\s+{_NAME}", _UK_PLACE),
        (rf"(?:(?P<language>{_WORD})\s+)?(?:мовою\s+)?переклав\s+{_NAME}", _UK_PLACE),
        (rf"Перевод\s+на\s+(?P<language>{_WORD})(?:\s+язык)?\s*[:—–-]\s*{_NAME}", _RU_PLACE),
        (
            rf"(?:На\s+(?P<language>{_WORD})\s+(?:язык\s+)?)?пер[её]в(?:[её]л|ела|ели)\s+{_NAME}",
            _RU_PLACE,
        ),
    )
)
"""The sentence on the translation, where it names the translator in the nominative."""

_SENTENCE_START = re.compile(
    r"(?:\w+\s+(?:Übersetzung|translation)\s|übersetzt\s+von|ins\s+\w+\s+übersetzt|translated\s"
    r"|(?:\w+\s+)?перекла[двл]|(?:\w+\s+){0,3}перев[оеё])",
    re.IGNORECASE,
)
_SENTENCE_LINES = 6
"""Over how many lines that are not empty the sentence may run."""

_OPEN_END = re.compile(
    r"(?:,|\b(?:auf|bei|in|im|von|on|at|by|на|в|у|veröffentlicht|published|опубліковано"
    r"|опубликовано))$",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]}]")
_HOST = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.[^\W\d_]{2,}")
_EDGES = re.compile(r"^[^\w]+|[^\w]+$")
_LABEL_LENGTH = 60
"""The characters of a line among which the colon after a label stands."""

_MIN_LABELS = 3
"""How many labels make a block that has no heading."""


class Line(Struct, frozen=True, kw_only=True):
    """A line of the input and its number, counted from 1."""

    number: int
    text: str


class SourceBlock(Struct, frozen=True, kw_only=True):
    """What a source block says, and the article's text without it."""

    source: Source | None = None
    translators: tuple[str, ...] = ()
    language: str | None = None
    """The language of the translation, so of the article: a BCP 47 tag."""
    rest: tuple[Line, ...] = ()
    """The lines that are the article's own."""
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()


class _Labelled(Struct, frozen=True, kw_only=True):
    field: Field
    value: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return " ".join(clean(line.text) for line in self.lines)


class _Labels(Struct, frozen=True, kw_only=True):
    """What the labels of a block say."""

    source: Source
    translators: tuple[str, ...]
    refused: tuple[_Labelled, ...]
    """Labels whose value is not understood."""
    left_out: tuple[LeftOut, ...]


class _Translation(Struct, frozen=True, kw_only=True):
    translators: tuple[str, ...]
    language: str | None
    published: Published | None


class _Block(Struct, frozen=True, kw_only=True):
    """The lines of a block, told apart."""

    labelled: tuple[_Labelled, ...] = ()
    url: str | None = None
    translation: _Translation | None = None
    strange: tuple[Line, ...] = ()
    """Lines between the others that are none of them."""
    rest: tuple[Line, ...] = ()
    """The lines after the block."""
    left_out: tuple[LeftOut, ...] = ()


def label_of(text: str, said: Vocabulary = KNOWN) -> tuple[Field, str] | None:
    """Return what the label at the start of a line stands for, and the line's value."""
    for colon in reversed(tuple(re.finditer("[:：]", text[:_LABEL_LENGTH]))):
        label = re.sub(r"\s*/\s*", "/", _plain(text[: colon.start()]))
        for field, labels in said.labels.items():
            if label in labels:
                return field, clean(text[colon.end() :])
    return None


def extract(lines: Sequence[Line], file: str, vocabulary: Vocabulary = KNOWN) -> SourceBlock:
    """Return what the source block among the lines of an article says.

    Without a block all lines stay in `rest`, and so does each line that is not understood.
    The heading and the labels themselves say nothing that the source does not.
    """
    start = _block_start(lines, vocabulary)
    if start is None:
        return SourceBlock(rest=tuple(lines), findings=_lone_headings(lines, file, vocabulary))
    heading, first = start
    block = _read_block(lines[first:], file, vocabulary)
    labels = _understand(block.labelled, file, vocabulary)
    said = block.translation
    refused = (*(line for item in labels.refused for line in item.lines), *block.strange)
    between = Line(number=lines[heading].number, text="")
    return SourceBlock(
        source=replace(
            labels.source,
            url=labels.source.url or block.url,
            published=said.published if said else None,
        ),
        translators=tuple(
            dict.fromkeys((*(said.translators if said else ()), *labels.translators))
        ),
        language=said.language if said else None,
        rest=(*lines[:heading], between, *refused, between, *block.rest),
        left_out=(*labels.left_out, *block.left_out),
        findings=tuple(
            warning(
                Kind.ARTICLE,
                f"“{_shortened(line.text)}” in or after the source block is not understood; it "
                "stays in the text, with all that follows"
                if line in block.rest
                else f"“{_shortened(line.text)}” in the source block is not understood; it stays "
                "in the text",
                "put what it says under `source:` in the article file, and delete the line",
                Place(file=file, line=line.number),
            )
            for line in (*refused, *block.rest[:1])
        ),
    )


def _block_start(lines: Sequence[Line], said: Vocabulary) -> tuple[int, int] | None:
    """Return where the block and where its labels begin."""
    texts = [clean(line.text) for line in lines]
    filled = [at for at, text in enumerate(texts) if text]
    for number, at in enumerate(filled):
        below = filled[number + 1 : number + 2]
        if _plain(texts[at]) in said.headings and below and label_of(texts[below[0]], said):
            return at, below[0]
        labels = [label_of(texts[here], said) for here in filled[number : number + _MIN_LABELS]]
        if len({label[0] for label in labels if label}) == _MIN_LABELS:
            return at, at
    return None


def _lone_headings(lines: Iterable[Line], file: str, said: Vocabulary) -> tuple[Finding, ...]:
    return tuple(
        warning(
            Kind.ARTICLE,
            f"“{clean(line.text)}” looks like the heading of a source block, but no known label "
            "follows; it stays in the text",
            "put what the block says under `source:` in the article file",
            Place(file=file, line=line.number),
        )
        for line in lines
        if _plain(line.text) in said.headings
    )


def _read_block(lines: Sequence[Line], file: str, said: Vocabulary) -> _Block:
    """Tell the lines of a block apart, up to one that is not known and none known follows."""
    filled = tuple(line for line in lines if clean(line.text))
    block = _Block()
    at = 0
    while at < len(filled):
        line, below = filled[at], filled[at + 1 : at + 2]
        text = clean(line.text)
        label = label_of(text, said)
        sentence = None if block.translation else _read_sentence(filled[at:])
        size = 1
        if label:
            field, value = label
            if not value and _is_value(filled[at + 1 : at + 3], line.number, said):
                value, size = clean(below[0].text), 2
            item = _Labelled(field=field, value=value, lines=filled[at : at + size])
            block = replace(block, labelled=(*block.labelled, item))
        elif sentence:
            translation, size = sentence
            block = replace(block, translation=translation)
        elif (url := _link(text, said)) and block.url in {None, url}:
            block = replace(block, url=url)
        elif _plain(text) in said.link_texts:
            if not (below and _link(below[0].text, said)):
                block = replace(block, left_out=(*block.left_out, _lost_link(line, file)))
        elif below and _known(below[0].text, said):
            block = replace(block, strange=(*block.strange, line))
        else:
            start = lines.index(line)
            return replace(block, rest=tuple(lines[start:]))
        at += size
    return block


def _is_value(below: Sequence[Line], number: int, said: Vocabulary) -> bool:
    """Whether the first of the lines below an empty label is its value.

    It is if it stands right there, or if a line that is known follows.
    """
    if not below or _known(below[0].text, said):
        return False
    return below[0].number == number + 1 or (len(below) > 1 and _known(below[1].text, said))


def _known(text: str, said: Vocabulary) -> bool:
    line = clean(text)
    return bool(
        label_of(line, said)
        or _plain(line) in said.link_texts
        or _link(line, said)
        or _SENTENCE_START.match(line)
    )


def _link(text: str, said: Vocabulary) -> str | None:
    """Return the address in a line that has nothing else but the words of a link."""
    url = _URL.search(text)
    if not url or _plain(text.replace(url.group(), " ")) not in said.link_texts | {""}:
        return None
    return url.group()


def _understand(labelled: Iterable[_Labelled], file: str, said: Vocabulary) -> _Labels:
    items: dict[Field, _Labelled] = {}
    refused: list[_Labelled] = []
    left_out: list[LeftOut] = []
    for item in labelled:
        if not item.value:
            continue
        if item.field not in items:
            items[item.field] = item
        elif items[item.field].value != item.value:
            refused.append(item)
    values = {field: item.value for field, item in items.items()}

    language = language_code(values.get(Field.LANGUAGE, ""))
    date = read_date(values.get(Field.DATE, ""))
    link = values.get(Field.LINK, "")
    url = _link(link, said)
    authors = split_names(values.get(Field.AUTHORS, ""))
    if language is None and Field.LANGUAGE in items:
        refused.append(items[Field.LANGUAGE])
    if date is None and Field.DATE in items:
        refused.append(items[Field.DATE])
    if _plain(link) in said.link_texts:
        left_out.append(_lost_link(items[Field.LINK].lines[-1], file))
    elif link and not url:
        refused.append(items[Field.LINK])

    title = values.get(Field.TITLE)
    byline = read_title_line(title) if title else None
    if byline and byline.date and date in {None, byline.date}:
        title, date = byline.title, byline.date
        if not authors:
            authors = byline.authors
        elif authors != byline.authors:
            left_out.append(
                LeftOut(
                    text=byline.byline,
                    reason=f"the authors of the original as its title line spells them: "
                    f"“{byline.byline}”; the source names {', '.join(authors)}",
                    place=Place(file=file, line=items[Field.TITLE].lines[0].number),
                )
            )
    source = Source(
        kind=kind_of(values[Field.KIND]) if Field.KIND in values else None,
        title=LangText(text=title, language=language) if title else None,
        authors=authors,
        date=date,
        language=language,
        platform=values.get(Field.PLATFORM),
        url=url,
        licence=values.get(Field.LICENCE),
    )
    return _Labels(
        source=source,
        translators=split_names(values.get(Field.TRANSLATORS, "")),
        refused=tuple(sorted(refused, key=lambda item: item.lines[0].number)),
        left_out=tuple(left_out),
    )


def _lost_link(line: Line, file: str) -> LeftOut:
    text = clean(line.text)
    return LeftOut(
        text=text,
        reason=f"“{text}” was a link; the saved page does not have its address",
        place=Place(file=file, line=line.number),
    )


def _read_sentence(filled: Sequence[Line]) -> tuple[_Translation, int] | None:
    """Return the sentence on the translation at the start of the lines, and its length.

    A saved page may have broken it around a link into several paragraphs.
    """
    texts = [clean(line.text) for line in filled[: _SENTENCE_LINES + 1]]
    if not _SENTENCE_START.match(texts[0]):
        return None
    for size in range(1, len(texts) + 1):
        text = " ".join(texts[:size])
        match = next((found for form in SENTENCES if (found := form.fullmatch(text))), None)
        if match and not _OPEN_END.search(text):
            return _translation(match), size + (texts[size : size + 1] == ["."])
    return None


def _translation(match: re.Match[str]) -> _Translation:
    where = (match["where"] or "").rstrip(" .")
    return _Translation(
        translators=split_names(match["names"]),
        language=language_code(match["language"] or ""),
        published=_published(where) if where else None,
    )


def _published(where: str) -> Published:
    if _URL.fullmatch(where):
        return Published(name=re.sub(r"^https?://|/.*$", "", where), url=where)
    return Published(name=where, url=f"https://{where}/" if _HOST.fullmatch(where) else None)


def kind_of(text: str) -> str:
    """Return the English name of a kind of source, or the word itself where it is not known."""
    word = _plain(text)
    known = {**{other: kind for kind, others in KINDS.items() for other in others}, **_kinds()}
    return known.get(word, clean(text))


def language_code(text: str) -> str | None:
    """Return the BCP 47 tag of a language given as a tag or by its name.

    Names are known in German, English, Ukrainian and Russian, also as adjectives and in the
    cases that a sentence puts them in. None for anything else.
    """
    word = _plain(text)
    if re.fullmatch(r"[a-z]{2,3}", word):
        return word if word in Locale("en").languages else None
    forms = (
        word,
        re.sub(r"e[mnrs]?$", "", word),
        re.sub(r"(?:ий|ою|у|ої)$", "а", word),
        re.sub(r"(?:ого|ому|ом)$", "ий", word),
    )
    return next((code for form in forms if (code := _language_names().get(form))), None)


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, str]:
    return {
        _plain(name): kind for language in LANGUAGES for kind, name in words(language).kinds.items()
    }


@lru_cache(maxsize=1)
def _language_names() -> Mapping[str, str]:
    return {
        name.casefold(): code
        for locale in ("en", "ru", "uk", "de")
        for code, name in Locale(locale).languages.items()
        if "_" not in code
    }


def _plain(text: str) -> str:
    """Return a text in small letters, without the signs and blanks around it."""
    words = " ".join(_EDGES.sub("", text).casefold().split())
    return re.sub("[’ʼ`]", "'", words)


def _shortened(text: str) -> str:
    line = clean(text)
    return line if len(line) <= 60 else line[:59] + "…"
