"""Bytes into text: what is taken is right, and what is not certain is refused by name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anthology.encoding import decode
from anthology.errors import Severity

WESTERN = {
    "German": "Die Bücher, die wir über die Jahre gesammelt haben, stehen in großen Schränken. "
    "Für den Leser ist es schön, wenn er sie nach Jahren geordnet findet.",
    "French": "Les articles que nous avons réunis dans ce livre ont été écrits à Paris. Le cœur de "
    "l’ouvrage est la préface; elle a été écrite après les autres.",
    "Spanish": "Los artículos que hemos reunido en este libro están ordenados por año. ¿Qué más se "
    "puede pedir a una edición pequeña? El índice está al final.",
    "Italian": "Gli articoli che abbiamo raccolto in questo libro sono ordinati per anno. La "
    "prefazione è più lunga di quanto si pensasse, perché non è stata scritta con la fretta.",
    "English": "The book’s articles are set in the order of their dates — that is what the editor "
    "wanted, and it was a naïve wish.",
}
CYRILLIC = {
    "Russian": "Все статьи в этой книге стоят по порядку, и это не случайно. Я думаю, что читатель "
    "найдёт в ней то, что он ищет, но не сразу. Язык книги простой, а шрифт был набран вручную.",
    "Ukrainian": "Усі статті в цій книзі стоять за порядком, і це не випадково. Її склав видавець, "
    "який не шукав легких шляхів. Є також ґрунтовний покажчик, що був зроблений для тих, хто "
    "читає не все.",
}
EASTERN = {
    "Polish": "Artykuły w tej książce są ułożone według dat, a to nie jest przypadek. Wydawca "
    "chciał, żeby czytelnik mógł się w nich odnaleźć. Źródła są na końcu książki.",
    "Czech": "Články v této knize jsou seřazeny podle data a to není náhoda. Čtenář si v ní najde "
    "to, co hledá, ale ne hned. Přílohy jsou až na konci.",
    "Hungarian": "A könyv cikkei időrendben állnak, és ez nem véletlen. A szerkesztő azt akarta, "
    "hogy az olvasó el tudjon igazodni, de nem volt könnyű.",
    "Croatian": "Članci u ovoj knjizi poredani su po datumu i to nije slučaj. Čitatelj će u njoj "
    "naći što traži, ali ne odmah.",
}
TEXTS = {**WESTERN, **CYRILLIC, **EASTERN}
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
LEGACY = (
    *("cp1252", "cp1251", "cp1250", "iso8859_2", "iso8859_15", "mac_roman", "mac_cyrillic"),
    *("koi8_r", "koi8_u", "cp866", "cp1125", "cp850", "cp852", "iso8859_5"),
)


def messages(data: bytes) -> str:
    return "\n".join(str(finding) for finding in decode(data, "text.md").findings)


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("codec", UNICODE)
def test_unicode_is_read_with_and_without_a_byte_order_mark(language: str, codec: str) -> None:
    checked = decode(TEXTS[language].encode(codec), "text.md")
    assert checked.value == TEXTS[language]
    assert bool(checked.findings) == (codec in {"utf-16-le", "utf-16-be"})


def test_a_big_endian_byte_order_mark_is_known() -> None:
    text = CYRILLIC["Ukrainian"]
    assert decode(b"\xfe\xff" + text.encode("utf-16-be"), "text.md").value == text


@pytest.mark.parametrize("language", WESTERN)
def test_windows_1252_is_taken_with_a_warning(language: str) -> None:
    checked = decode(WESTERN[language].encode("cp1252"), "text.md")
    assert checked.value == WESTERN[language]
    (finding,) = checked.findings
    assert finding.severity is Severity.WARNING
    assert f"windows-1252 ({language})" in finding.message


@pytest.mark.parametrize("language", CYRILLIC)
def test_windows_1251_is_taken_with_a_warning(language: str) -> None:
    checked = decode(CYRILLIC[language].encode("cp1251"), "text.md")
    assert checked.value == CYRILLIC[language]
    (finding,) = checked.findings
    assert finding.severity is Severity.WARNING
    assert f"windows-1251 ({language})" in finding.message


@pytest.mark.parametrize(
    ("language", "codec", "name"),
    [
        ("Russian", "koi8_r", "KOI8-R"),
        ("Ukrainian", "koi8_u", "KOI8-U"),
        ("Russian", "cp866", "cp866"),
        ("Ukrainian", "cp1125", "cp1125"),
        ("Russian", "mac_cyrillic", "Mac Cyrillic"),
        ("Ukrainian", "mac_cyrillic", "Mac Cyrillic"),
        ("Russian", "iso8859_5", "ISO 8859-5"),
        ("Polish", "cp1250", "windows-1250"),
        ("Polish", "iso8859_2", "Latin-2"),
        ("Czech", "cp1250", "windows-1250"),
        ("Hungarian", "cp1250", "windows-1250"),
        ("Croatian", "cp852", "cp852"),
        ("German", "mac_roman", "Mac Roman"),
        ("German", "cp850", "cp850"),
    ],
)
def test_other_encodings_are_refused_by_name(language: str, codec: str, name: str) -> None:
    checked = decode(b"\n\n" + TEXTS[language].encode(codec), "text.md")
    assert checked.value == ""
    (finding,) = checked.findings
    assert finding.severity is Severity.ERROR
    assert name in finding.message
    assert "UTF-8" in finding.advice
    assert finding.place is not None
    assert finding.place.line == 3


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (
            "この本の記事は日付の順に並んでいます。編集者がそうしたいと思ったからです。",
            "shift_jis",
            "Shift-JIS",
        ),
        (
            "这本书的文章是按日期排列的，这不是偶然的。编辑想让人们在书中找到他们要的。",
            "gb18030",
            "GB18030",
        ),
        ("Τα άρθρα του βιβλίου είναι σε σειρά και αυτό δεν είναι τυχαίο για τον", "cp1253", "1253"),
        (
            "Bu kitaptaki yazılar tarih sırasına göre dizildi ve bu bir rastlantı değil.",
            "cp1254",
            "1254",
        ),
    ],
)
def test_encodings_of_other_scripts_are_refused_by_name(text: str, codec: str, name: str) -> None:
    assert decode(text.encode(codec), "text.md").value == ""
    assert name in messages(text.encode(codec))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"{\\rtf1\\ansi text}", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xfe\0\0a\0\0\0", "UTF-32"),
        (b"Here is one zero byte\0 in a text of many letters", "zero bytes"),
        (bytes(range(256)), "zero bytes"),
        (b"a\x01b\x02c\x03", "3 control characters"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, name: str) -> None:
    assert decode(data, "text.md").value == ""
    assert name in messages(data)


@pytest.mark.parametrize(
    ("data", "text", "said"),
    [
        (b"one\ntwo bells \x07\x07 that ring, and then a good many words", "bells  that", "U+0007"),
        (b"a line\x0bthat was broken by hand, and another one", "line that", "U+000B"),
        (
            "it\x92s a quotation of another age".encode(),
            "it’s",
            "are read as windows-1252: 1, the first of them U+0092",
        ),
        (b"half a sign \xed\xa0\x80 behind it", "sign \ufffd behind", "U+FFFD"),
        (b"a whole sign \xed\xa0\xbd\xed\xb8\x80 in two halves", "sign 😀 in", ""),
        ("half a sign \ud83d.".encode("utf-16", "surrogatepass"), "sign \ufffd.", "U+FFFD"),
    ],
)
def test_what_no_book_can_hold_is_mended_and_told(data: bytes, text: str, said: str) -> None:
    assert text in decode(data, "text.md").value
    assert said in messages(data)
    assert "error" not in messages(data)
    assert bool(said) == bool(messages(data))


def test_damaged_utf8_is_refused_with_its_line() -> None:
    text = WESTERN["German"].encode() + b"\r\nund f\xfcr\n"
    checked = decode(text, "text.md")
    assert checked.value == ""
    assert "text.md:2: error: the file is UTF-8, but damaged (byte 0xFC" in messages(text)


def test_a_name_in_another_encoding_is_refused_and_shown() -> None:
    text = WESTERN["German"].encode("cp1252") + "\nDas ist Dąbrowskis Buch.".encode("cp1250")
    assert decode(text, "text.md").value == ""
    assert "text.md:2: error" in messages(text)
    assert "D¹browskis" in messages(text)


def test_a_borrowed_name_is_taken_and_shown() -> None:
    text = (WESTERN["German"] + " Molières Stücke sind auch dabei.").encode("cp1252")
    assert "Molières" in decode(text, "text.md").value
    assert "“Molières”" in messages(text)


def test_a_writers_own_capital_does_not_make_a_cyrillic_text_wrong() -> None:
    text = " ".join([CYRILLIC["Ukrainian"]] * 4) + " Так каже ПриватБанк."
    assert decode(text.encode("cp1251"), "text.md").value == text


@pytest.mark.parametrize("word", ["für", "café", "мир", "Ерёма"])
def test_a_single_word_is_refused_rather_than_guessed(word: str) -> None:
    for codec in ("cp1251", "cp1252", "koi8_r"):
        try:
            data = word.encode(codec)
        except UnicodeEncodeError:
            continue
        assert decode(data, "text.md").value == ""


def test_damage_done_before_is_told() -> None:
    assert "replacement character" in messages("Gr\N{REPLACEMENT CHARACTER}ße".encode())
    assert "encoded twice" in messages("FÃ¼r die BÃ¼cher".encode())
    assert not messages("Für die Bücher, ANÃO, Âge, Ð".encode())


@given(st.lists(st.text("aä б\t"), max_size=6), st.sampled_from(["\n", "\r\n", "\r"]))
def test_line_ends_become_one_kind(lines: list[str], end: str) -> None:
    for codec in ("utf-8", "utf-16"):
        assert decode(end.join(lines).encode(codec), "text.md").value == "\n".join(lines)


@given(st.binary(max_size=80))
def test_any_bytes_give_a_text_or_an_error(data: bytes) -> None:
    checked = decode(data, "text.md")
    errors = [finding for finding in checked.findings if finding.severity is Severity.ERROR]
    assert not (errors and checked.value)
    assert all(finding.place and finding.place.line for finding in checked.findings)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(sorted(TEXTS)),
    st.sampled_from(LEGACY),
    st.integers(0, 40),
    st.integers(1, 40),
    st.randoms(use_true_random=False),
    st.booleans(),
)
def test_no_part_of_a_text_is_ever_read_wrongly(
    language: str, codec: str, start: int, length: int, random: object, shuffled: bool
) -> None:
    words = TEXTS[language].split()[start : start + length]
    if shuffled:
        random.shuffle(words)  # type: ignore[attr-defined]
    text = " ".join(words)
    try:
        data = text.encode(codec)
    except UnicodeEncodeError:
        return
    assert decode(data, "text.md").value in {"", text}
