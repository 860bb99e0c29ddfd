"""Bytes into text: UTF-8, UTF-16, windows-1251 and windows-1252; all else is refused, by name.

How a file that is not Unicode is judged: every encoding in the table is tried on the lines that
have bytes beyond ASCII. A reading counts if the commonest words of a language that is written in
that encoding make up enough of it, and if its words look right: only letters of one language in
a word, no capital after a small letter, no sign in the middle of a word. The reading with the
most common words wins, and it is taken only if it is windows-1251 or windows-1252, if no other
reading comes near, and if the whole file looks right. In doubt the file is refused: saving a
file as UTF-8 is easy, finding a wrong letter in a printed book is not.
"""

import itertools
import re
from collections.abc import Iterator
from contextlib import suppress

from msgspec import Struct

from anthology.errors import Checked, Finding, Kind, Place, error, shortened, warning

SAMPLE = 1 << 16
"""How many bytes are read to find the encoding; the one found is checked on the whole file."""

MIN_HITS = 3
MIN_SHARE = 0.1
"""How many of the words must be common words of the language: at least so many, this share."""

LEAD = 2
"""How many times as many common words the best reading must have as the second."""

CYRILLIC_SLIPS = 0.02
"""The share of odd-looking words in a Cyrillic text that may be a writer's own: `ПриватБанк`."""

MAX_CONTROLS = 0.05
"""The share of the characters of a text that may be controls."""

LINE_END = re.compile(r"\r\n|\r|\n")

ODD_SHARE = 0.02
"""The share of the words with letters beyond ASCII that may look wrong in a reading that is
worth naming."""

_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, such as a Word, ODF or EPUB document"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
)

_SIGNS = frozenset("„“”‚‘’«»‹›–—…•·´†‡‰¶§°©®™€£¥¢×÷±µ№½¼¾²³\N{NO-BREAK SPACE}")
"""Signs beyond ASCII that a text may well have."""

_JOINERS = frozenset("’‘´–—…·\N{NO-BREAK SPACE}")
"""Signs that may stand between two letters."""

_SHARED = frozenset("áâäçéëíîóôöúüßšžàå")
"""Letters that a Western text may borrow: windows-1250 has most of them in the same places, and
no common letter in the others."""

_BORROWED = re.compile(
    r"[èê](?=[b-df-hj-np-tv-z]{1,2}e)|ñ(?=[aeiouáéíóú])|[ãõ](?=[oe])|œ(?=u)|ï(?=[vs])"
)
"""Letters that are something else in windows-1250, where only French, Spanish or Portuguese has
them: `Molière`, `España`, `São`."""

_UNIT = re.compile(r"\b[kcdm]?m[²³]|(?<=\d)[ªº]")
_WORD = re.compile(r"[^\W\d_¹²³¼½¾]+")


class _Language(Struct, frozen=True):
    """What a language is known by."""

    name: str
    common: frozenset[str]
    """Its commonest words, or characters where words are not set apart."""
    letters: frozenset[str]
    """Its small letters beyond ASCII."""
    signs: frozenset[str] = frozenset()
    by_character: bool = False


class _Encoding(Struct, frozen=True):
    """A way to write letters as bytes, and the languages that use it."""

    codec: str
    name: str
    languages: tuple[str, ...]
    taken: bool = False


class _Reading(Struct, frozen=True):
    """A file as one encoding reads it."""

    encoding: _Encoding
    language: _Language
    text: str
    hits: int
    odd: bool
    """Whether something in it looks wrong."""


def _language(name: str, common: str, letters: str = "", signs: str = "") -> _Language:
    return _Language(name, frozenset(common.split()), frozenset(letters), frozenset(signs))


def _characters(name: str, common: str) -> _Language:
    return _Language(name, frozenset(common), frozenset(), by_character=True)


_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_LANGUAGES = {
    "de": _language(
        "German",
        "und der die das den dem des ein eine einen einer in im ist nicht zu mit von sich auf für "
        "auch als an er sie es wir war über nach bei aus wie dass",
        "äöüß",
    ),
    "en": _language(
        "English",
        "the of and to in is that for it was as with on be at by this had not are but from or "
        "have an they which you were his her",
    ),
    "fr": _language(
        "French",
        "le la les de des du un une et en est que qui dans pour pas au aux sur ne se ce il elle "
        "par plus avec sont son sa ses à été nous vous",
        "àâæçèéêëîïôœùûüÿ",
    ),
    "es": _language(
        "Spanish",
        "el la los las de del que en un una por con para no se su es al lo como más pero sus le "
        "y o ha está muy son fue",
        "áéíñóúü",
        "¿¡",
    ),
    "it": _language(
        "Italian",
        "il la le lo gli di del della che e è in un una per non con si da al dei nel sono come più "
        "ma anche ha alla delle",
        "àèéìíòóùú",
    ),
    "pt": _language(
        "Portuguese",
        "o a os as de do da dos das que e em um uma para não com por se no na mais como foi ao é "
        "mas ele são",
        "áàâãçéêíóôõúü",
    ),
    "nl": _language(
        "Dutch",
        "de het een en van in is dat op te zijn met voor niet aan er om ook als maar door bij hij "
        "die naar",
        "éëïöüèáíóúê",
    ),
    "da": _language(
        "Danish or Norwegian",
        "og i det at en den til er som på de med han af av for ikke der var et har jeg om fra ble "
        "blev",
        "æøåé",
    ),
    "sv": _language(
        "Swedish",
        "och i att det som en på är av för den till inte med de om ett han var har jag så men från",
        "åäöé",
    ),
    "fi": _language(
        "Finnish",
        "ja on ei se että hän oli mutta niin kuin ovat myös joka mitä tai kun sen tämä ole sekä",
        "äöå",
    ),
    "ru": _language(
        "Russian",
        "и в не на что с он как это по но из у за так от то его к о для мы был была было они а все",
        _RUSSIAN,
    ),
    "uk": _language(
        "Ukrainian",
        "і в не на що з та у до як це за він а від його про так для або й є був була було ми вони",
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    ),
    "be": _language(
        "Belarusian",
        "і ў не на што з у да як гэта за ён а ад яго пра так для або быў была мы яны",
        "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    ),
    "bg": _language(
        "Bulgarian",
        "и на да се в не за от с е че са си по като но а до той това му ще при със",
        "абвгдежзийклмнопрстуфхцчшщъьюя",
    ),
    "sr": _language(
        "Serbian",
        "и у је да се на су за од са не као што о али то а он би из по",
        "абвгдђежзијклљмнњопрстћуфхцчџш",
    ),
    "pl": _language(
        "Polish",
        "i w z na do nie się że to jest od o po jak za ale przez tak dla są był było czy tylko",
        "ąćęłńóśźż",
    ),
    "cs": _language(
        "Czech",
        "a v na se je že s z do to i o k si ale jako jsou by pro po byl bylo tak za od nebo když",
        "áčďéěíňóřšťúůýž",
    ),
    "sk": _language(
        "Slovak",
        "a v na sa je že s z do to aj o k si ale ako sú by pre po bol bolo tak za od alebo keď",
        "áäčďéíĺľňóôŕšťúýž",
    ),
    "hu": _language(
        "Hungarian",
        "a az és hogy nem is egy ez meg van volt de már csak ha mint még el azt vagy ki lehet",
        "áéíóöőúüű",
    ),
    "hr": _language(
        "Croatian or Slovene",
        "i je u da se na su za od s ne kao što o ali to in so pri ki ni z bi iz po",
        "čćđšž",
    ),
    "ro": _language(
        "Romanian",
        "de și şi în a la cu nu că pe din o care un mai este sunt se au pentru să ce fi",
        "ăâîșşțţ",
    ),
    "tr": _language(
        "Turkish",
        "ve bir bu da de için ile çok ne o gibi daha kadar ama değil olarak olan var en her",
        "çğıöşüâîû",
    ),
    "lt": _language(
        "Lithuanian",
        "ir kad į yra iš su tai ne o bet kaip jis buvo apie ar tik dar savo nuo prie",
        "ąčęėįšųūž",
    ),
    "lv": _language(
        "Latvian",
        "un ir ka ar no par uz kas bet arī tā viņš bija lai ne to kā vai pēc gan",
        "āčēģīķļņšūž",
    ),
    "el": _language(
        "Greek",
        "και το να του της την με για από που είναι η ο οι τα δεν στο στη θα τον των",
        "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    ),
    "he": _language(
        "Hebrew",
        "של את על לא הוא זה עם כי גם היא אל או אבל כל",
        "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    ),
    "ar": _language(
        "Arabic",
        "في من على أن إلى عن هذا التي الذي ما لا كان مع هذه",
        "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
    ),
    "ja": _characters("Japanese", "のにはをたがでてとしれさいるなか"),
    "zh": _characters("Chinese", "的一是不了在有人我他这這来來们們到为為和上中大"),
    "ko": _characters("Korean", "이다는을의에가고하한를지로기"),
}

_ENCODINGS = (
    _Encoding(
        "cp1252",
        "windows-1252",
        ("de", "en", "fr", "es", "it", "pt", "nl", "da", "sv", "fi"),
        taken=True,
    ),
    _Encoding("cp1251", "windows-1251", ("ru", "uk", "be", "bg", "sr"), taken=True),
    _Encoding("koi8_r", "KOI8-R", ("ru", "bg")),
    _Encoding("koi8_u", "KOI8-U", ("uk",)),
    _Encoding("cp866", "cp866 (DOS)", ("ru", "be")),
    _Encoding("cp1125", "cp1125 (DOS)", ("uk",)),
    _Encoding("iso8859_5", "ISO 8859-5", ("ru", "uk", "be", "bg", "sr")),
    _Encoding("mac_cyrillic", "Mac Cyrillic", ("ru", "uk", "be", "bg", "sr")),
    _Encoding("cp1250", "windows-1250", ("pl", "cs", "sk", "hu", "hr", "ro")),
    _Encoding("iso8859_2", "ISO 8859-2 (Latin-2)", ("pl", "cs", "sk", "hu", "hr", "ro")),
    _Encoding("mac_roman", "Mac Roman", ("de", "en", "fr", "es", "it", "pt", "nl", "da", "sv")),
    _Encoding("iso8859_15", "ISO 8859-15 (Latin-9)", ("fr", "fi", "de")),
    _Encoding("cp850", "cp850 (DOS)", ("de", "en", "fr", "es", "it", "pt", "nl", "da", "sv")),
    _Encoding("cp852", "cp852 (DOS)", ("pl", "cs", "sk", "hu", "hr", "ro")),
    _Encoding("cp1254", "windows-1254", ("tr",)),
    _Encoding("cp1257", "windows-1257", ("lt", "lv")),
    _Encoding("cp1253", "windows-1253", ("el",)),
    _Encoding("iso8859_7", "ISO 8859-7", ("el",)),
    _Encoding("cp1255", "windows-1255", ("he",)),
    _Encoding("cp1256", "windows-1256", ("ar",)),
    _Encoding("shift_jis", "Shift-JIS", ("ja",)),
    _Encoding("euc_jp", "EUC-JP", ("ja",)),
    _Encoding("gb18030", "GB18030", ("zh",)),
    _Encoding("big5", "Big5", ("zh",)),
    _Encoding("cp949", "EUC-KR", ("ko",)),
)


def decode(data: bytes, file: str) -> Checked[str]:
    r"""Return the text of a file, its lines ended by `\n` and no byte order mark before it.

    `file` is the file's name as the user knows it. A reading that had to be found out is a
    warning that names the encoding. A file that cannot be read for certain is an error with the
    line of the first byte in question, and its text is empty.
    """
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return _refused(f"the file is {name}, no plain text", file, 1)
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return _refused("the file is UTF-32", file, 1)
    if data.startswith(b"\xff\xfe"):
        return _unicode(data[2:], "utf-16-le", "UTF-16", file)
    if data.startswith(b"\xfe\xff"):
        return _unicode(data[2:], "utf-16-be", "UTF-16", file)
    if b"\0" in data:
        return _without_mark(data, file)
    with suppress(UnicodeDecodeError):
        return _checked(data.decode(), file)
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as problem:
        if _damaged_utf8(data):
            return _bad_byte(data, problem, "UTF-8", file)
        return _legacy(data, problem.start, file)
    return _unicode(data, "utf-8", "UTF-8", file)


def _unicode(
    data: bytes, codec: str, name: str, file: str, findings: tuple[Finding, ...] = ()
) -> Checked[str]:
    try:
        text = data.decode(codec, "surrogatepass")
    except UnicodeDecodeError as problem:
        return _bad_byte(data, problem, name, file, codec)
    return _checked(_with_whole_characters(text), file, findings)


def _checked(text: str, file: str, findings: tuple[Finding, ...] = ()) -> Checked[str]:
    """Return a text of whole characters as one of ours, with what is wrong with it."""
    text = _with_plain_ends(text.lstrip("\N{BOM}"))
    controls: tuple[int, ...] = ()
    if not text.replace("\n", "").isprintable():
        controls = tuple(match.start() for match in _FORBIDDEN.finditer(text))
    if len(controls) > MAX_CONTROLS * len(text):
        return _refused(
            f"the file is no text: it has {len(controls)} control characters",
            file,
            _line_of(text, controls[0]),
        )
    return Checked(
        _without_controls(text) if controls else text,
        (*findings, *_damage_before(text, file), *_told_controls(text, controls, file)),
    )


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _with_whole_characters(text: str) -> str:
    """Return a text in which halves of characters are joined, or replaced by U+FFFD if alone."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _without_controls(text: str) -> str:
    """Return a text without the characters that none may have.

    Those between U+0080 and U+009F become the letters that windows-1252 has in their place, as
    HTML does it (section 13.2.5.80); separators of fields and lines become spaces.
    """
    return _FORBIDDEN.sub(lambda match: _MEANT.get(match[0], ""), text)


def _told_controls(text: str, controls: tuple[int, ...], file: str) -> Iterator[Finding]:
    """Yield what became of the control characters that stand in these places."""
    for found, done in (
        ([at for at in controls if text[at] not in _LETTERS], "left out"),
        ([at for at in controls if text[at] in _LETTERS], "read as windows-1252"),
    ):
        if found:
            yield warning(
                Kind.ARTICLE,
                f"control characters of the file are {done}: {len(found)}, the first of them "
                f"U+{ord(text[found[0]]):04X}",
                "look at the place, and write what was meant",
                Place(file=file, line=_line_of(text, found[0])),
            )


def _without_mark(data: bytes, file: str) -> Checked[str]:
    """Read UTF-16 without a byte order mark, or refuse a file that has zero bytes."""
    big, little = (_high_bytes(data[start::2]) for start in (0, 1))
    if big == little:
        return _refused(
            "the file is no text: it has zero bytes", file, _line_in(data, data.index(0))
        )
    found = warning(
        Kind.ARTICLE,
        f"the file has no byte order mark and was read as UTF-16 {'BE' if big else 'LE'}",
        "look through the text, or save it as UTF-8",
        Place(file=file, line=1),
    )
    return _unicode(data, "utf-16-be" if big else "utf-16-le", "UTF-16", file, (found,))


def _high_bytes(half: bytes) -> bool:
    """Whether bytes are the high bytes of an alphabetic text: Latin to Arabic, and punctuation."""
    likely = sum(byte <= 0x06 or 0x1E <= byte <= 0x21 for byte in half)
    return 0 in half and likely >= 0.95 * len(half)


def _damaged_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= character <= "\udcff" for character in text)
    return sum(character > "\x7f" for character in text) - broken >= 2 * broken


def _legacy(data: bytes, first: int, file: str) -> Checked[str]:
    line = _line_in(data, first)
    readings = sorted(_readings(_sample(data)), key=lambda reading: (reading.odd, -reading.hits))
    if not readings:
        seen = f"byte 0x{data[first]:02X}"
        return _refused(f"the file is not UTF-8, and its encoding is unknown ({seen})", file, line)
    best = readings[0]
    named = f"{best.encoding.name} ({best.language.name})"
    if not best.encoding.taken:
        return _refused(f"the file is not UTF-8; it looks like {named}", file, line)
    for other in readings[1:]:
        rival = other.odd == best.odd and other.hits * LEAD > best.hits
        if rival and other.text != best.text:
            return _refused(
                f"the file is not UTF-8; it may be {named} or {other.encoding.name} "
                f"({other.language.name})",
                file,
                line,
            )
    try:
        text = _with_plain_ends(data.decode(best.encoding.codec))
    except UnicodeDecodeError as problem:
        return _bad_byte(data, problem, best.encoding.name, file)
    wrong = _forbidden(text)
    if wrong is not None:
        return _refused(
            f"the file is not UTF-8; it looks like {named}, but has a control character "
            f"(U+{ord(text[wrong]):04X})",
            file,
            _line_of(text, wrong),
        )
    odd = _odd_places(text, best.language)
    if len(odd) > _tolerated(text, best.language):
        return _refused(
            f"the file is not UTF-8; it looks like {named}, but “{_around(text, odd[0])}” "
            "looks wrong",
            file,
            _line_of(text, odd[0]),
        )
    doubtful = tuple(dict.fromkeys(_foreign_words(text, best.language)))[:3]
    look = f", above all “{'”, “'.join(doubtful)}”," if doubtful else ""
    return Checked(
        text,
        (
            warning(
                Kind.ARTICLE,
                f"the file is not UTF-8 and was read as {named}",
                f"look through the words with special letters{look} or save it as UTF-8",
                Place(file=file, line=line),
            ),
        ),
    )


def _sample(data: bytes) -> bytes:
    """Return the lines with bytes beyond ASCII, up to the size of a sample."""
    lines = [line for line in data[: 16 * SAMPLE].splitlines(keepends=True) if not line.isascii()]
    size = 0
    for number, line in enumerate(lines):
        size += len(line)
        if size > SAMPLE:
            return b"".join(lines[: number + 1])
    return b"".join(lines) or data[-SAMPLE:]


def _readings(data: bytes) -> Iterator[_Reading]:
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding.codec)
        except UnicodeDecodeError:
            continue
        if _forbidden(text) is not None:
            continue
        for name in encoding.languages:
            language = _LANGUAGES[name]
            hits = _hits(text, language)
            if not hits:
                continue
            odd = len(_odd_places(text, language)) - _tolerated(text, language)
            if odd <= 1 + ODD_SHARE * _special_words(text):
                yield _Reading(encoding, language, text, hits, odd=odd > 0)


def _hits(text: str, language: _Language) -> int:
    """Return how often the text has a common word of the language; 0 where that is too seldom."""
    if language.by_character:
        units = [character for character in text if character > "\x7f" and character.isalpha()]
    else:
        units = [word[:1].lower() + word[1:] for word in _WORD.findall(text)]
        if not _cyrillic(language):
            units = [unit for unit in units if len(unit) > 1]
    hits = sum(unit in language.common for unit in units)
    return hits if hits >= MIN_HITS and hits >= MIN_SHARE * len(units) else 0


def _special_words(text: str) -> int:
    return sum(not word.isascii() for word in _WORD.findall(text))


def _tolerated(text: str, language: _Language) -> int:
    return int(CYRILLIC_SLIPS * len(_WORD.findall(text))) if _cyrillic(language) else 0


def _cyrillic(language: _Language) -> bool:
    return "а" in language.letters


def _foreign_words(text: str, language: _Language) -> tuple[str, ...]:
    """Return the words with letters that the language does not have, in their order."""
    return tuple(
        word
        for word in _WORD.findall(_UNIT.sub("", text))
        if not word.isascii() and not _special(word) <= language.letters
    )


def _odd_places(text: str, language: _Language) -> tuple[int, ...]:
    """Return where the text looks as if it were read in a wrong encoding."""
    if language.by_character:
        return ()
    plain = _UNIT.sub(lambda match: "m" * len(match.group()), text)
    places = {
        match.start()
        for match in _WORD.finditer(plain)
        if not match.group().isascii() and _odd_word(match.group(), language)
    }
    for match in re.finditer(r"[^\x00-\x7f]", plain):
        sign, at = match.group(), match.start()
        if not sign.isalpha() and _odd_sign(sign, plain[at - 1 : at], plain[at + 1 : at + 2]):
            if sign in language.signs and not plain[at - 1 : at].isalpha():
                continue
            places.add(at)
    return tuple(sorted(places))


def _odd_sign(sign: str, before: str, after: str) -> bool:
    if sign not in _SIGNS:
        return True
    if sign in "²³½¼¾":
        return before.isalpha() or after.isalpha()
    if sign in "„‚¢£¥":
        return before.isalpha()
    return before.isalpha() and after.isalpha() and sign not in _JOINERS


def _odd_word(word: str, language: _Language) -> bool:
    if len(word) == 1 and not _cyrillic(language) and word.lower() not in language.common:
        return True
    if any(
        a.islower() and b.isupper() and not (a + b).isascii() for a, b in itertools.pairwise(word)
    ):
        return True
    special = _special(word)
    if _cyrillic(language):
        return not special >= set(word.lower()) or not any(
            special <= other.letters for other in _LANGUAGES.values() if _cyrillic(other)
        )
    return not special <= language.letters and not _special(_BORROWED.sub("", word)) <= _SHARED


def _special(word: str) -> set[str]:
    return {letter for letter in word.lower() if letter > "\x7f"}


def _forbidden(text: str) -> int | None:
    """Return where the first character stands that no text may have (XML 1.0, section 2.2)."""
    match = _FORBIDDEN.search(text)
    return match.start() if match else None


_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_LETTERS = {
    chr(code): letter
    for code in range(0x80, 0xA0)
    if (letter := bytes([code]).decode("cp1252", "ignore"))
}
"""The characters that windows-1252 has where Unicode has controls."""
_MEANT = {**_LETTERS, **dict.fromkeys("\x0b\x1c\x1d\x1e\x1f", " ")}


def _damage_before(text: str, file: str) -> tuple[Finding, ...]:
    """Find what an earlier program broke: replacement characters and text encoded twice."""
    findings = []
    lost = text.find("\N{REPLACEMENT CHARACTER}")
    if lost >= 0:
        findings.append(
            warning(
                Kind.ARTICLE,
                f"the file has {text.count(text[lost])} replacement characters (U+FFFD): letters "
                "were lost before",
                "take the text from its source again, or put the letters in",
                Place(file=file, line=_line_of(text, lost)),
            )
        )
    doubtful = not text.isascii() and _TWO_SIGNS.search(text)
    words = re.finditer(r"\S+", text) if doubtful else ()
    twice = [match for match in words if _encoded_twice(match.group())]
    if len({match.group() for match in twice}) > 1:
        findings.append(
            warning(
                Kind.ARTICLE,
                f"words such as “{shortened(twice[0].group())}” look as if the text had been "
                "encoded twice",
                "take the text from its source again",
                Place(file=file, line=_line_of(text, twice[0].start())),
            )
        )
    return tuple(findings)


_TWO_SIGNS = re.compile(r"[ÃÂÐÑâ][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]")


def _encoded_twice(word: str) -> bool:
    if not _TWO_SIGNS.search(word):
        return False
    try:
        return word.encode("cp1252").decode("utf-8") != word
    except UnicodeError:
        return False


def _around(text: str, at: int) -> str:
    """Return the word at a place."""
    start = at
    while start > 0 and not text[start - 1].isspace() and at - start < 30:
        start -= 1
    return text[start : start + 60].split(None, 1)[0]


def _line_of(text: str, at: int) -> int:
    return len(LINE_END.findall(text[:at])) + 1


def _line_in(data: bytes, at: int) -> int:
    return _line_of(data[:at].decode("latin-1"), at)


def _bad_byte(
    data: bytes, problem: UnicodeDecodeError, name: str, file: str, codec: str = "latin-1"
) -> Checked[str]:
    before = data[: problem.start].decode(codec, "replace")
    return _refused(
        f"the file is {name}, but damaged (byte 0x{data[problem.start]:02X}: {problem.reason})",
        file,
        _line_of(before, len(before)),
        "put the letter in that was there, and save the file as UTF-8",
    )


def _refused(
    message: str, file: str, line: int, advice: str = "save it as plain text in UTF-8"
) -> Checked[str]:
    return Checked("", (error(Kind.ARTICLE, message, advice, Place(file=file, line=line)),))
