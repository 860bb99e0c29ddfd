import re
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anthology.body.tree import Element, Node, Nodes, element, text_of
from anthology.body.typography import set_plain, set_text

Shape: TypeAlias = tuple["str | tuple[str, tuple[tuple[str, str], ...], Shape]", ...]

LANGUAGES = "de de-CH el en en-US es fr fr-CA he it pl ru sv uk da fi cs hu x-none".split()

VISIBLE = str.maketrans({"·": "\u00a0", "¦": "\u202f"})
"""In the tables `·` stands for a no-break space, `¦` for a narrow one."""


def check(language: str, typed: str, expected: str) -> None:
    assert set_plain(typed, language) == expected.translate(VISIBLE)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Das „ist ‚so‘ gut“."),
        ("de-AT", "Das „ist ‚so‘ gut“."),
        ("de-CH", "Das «ist ‹so› gut»."),
        ("en", "Das “ist ‘so’ gut”."),
        ("en-GB", "Das “ist ‘so’ gut”."),
        ("uk", "Das «ist „so“ gut»."),
        ("ru", "Das «ist „so“ gut»."),
        ("pl", "Das „ist «so» gut”."),
        ("fr", "Das «¦ist “so” gut¦»."),
        ("es", "Das «ist “so” gut»."),
        ("it", "Das «ist “so” gut»."),
        ("el", "Das «ist “so” gut»."),
        ("ja", "Das “ist ‘so’ gut”."),
        ("x-none", "Das “ist ‘so’ gut”."),
    ],
)
@pytest.mark.parametrize("typed", ["Das \"ist 'so' gut\".", 'Das "ist "so" gut".'])
def test_quotes_of_two_levels(language: str, typed: str, expected: str) -> None:
    check(language, typed, expected)


@pytest.mark.parametrize(
    ("language", "typed", "expected"),
    [
        ("en", "Don't! It's the dogs' bowl.", "Don’t! It’s the dogs’ bowl."),
        ("en", "'Tis rock 'n' roll of the '90s.", "’Tis rock ’n’ roll of the ’90s."),
        ("en", "He said 'no' in '68.", "He said ‘no’ in ’68."),
        ("en", "'I can't,' he said.", "‘I can’t,’ he said."),
        ("en", "'He said \"no\" again.'", "‘He said “no” again.’"),
        ("en", '("so") ["so"] --"so"', "(“so”) [“so”] –“so”"),
        ("en", "\"'so' he said\"", "“‘so’ he said”"),
        ("en", "\"he said 'so'\"", "“he said ‘so’”"),
        ("en", '"the dogs\'". So', "“the dogs’”. So"),
        ("en", '"Wait--", he said, "wait -" and "...so"', "“Wait–”, he said, “wait -” and “…so”"),
        ("en", "'Wait--', he said, 'wait'", "‘Wait–’, he said, ‘wait’"),
        ("en", 'no opening" here', "no opening” here"),
        ("en", 'here "no closing', "here “no closing"),
        ("en", "a 5'10\" man, a 6\" pipe and 5'", "a 5′10″ man, a 6″ pipe and 5′"),
        ("en", '"He is 5\'10" tall," he said', "“He is 5′10″ tall,” he said"),
        ("en", "\"in 1999\" and 'in 1999'", "“in 1999” and ‘in 1999’"),
        ("de", "Wie geht's? 'ne Frage der 90er", "Wie geht’s? ’ne Frage der 90er"),
        ("de", '"Wer?", fragte er. "Ich!"', "„Wer?“, fragte er. „Ich!“"),
        ("de", 'Er sagte: „Gut".', "Er sagte: „Gut“."),
        ("de", 'Er sagte: »Das ist "gut".«', "Er sagte: »Das ist ‚gut‘.«"),
        ("de-CH", "1'000'000 Franken", "1’000’000 Franken"),
        ("uk", "Об'єднання п'яти", "Об’єднання п’яти"),
        ("uk", 'ТОВ "Назва "Ім\'я""', "ТОВ «Назва „Ім’я“»"),
        ("uk", 'ТОВ"Назва"', "ТОВ«Назва»"),
        ("uk", 'Він: «Це "так" є».', "Він: «Це „так“ є»."),
        ("ru", '"Газета "Правда""', "«Газета „Правда“»"),
        ("fr", 'l\'"Humanité"', "l’«¦Humanité¦»"),
        ("fr", '" Bonjour "', "«¦Bonjour¦»"),
        ("fr", "« Bonjour »", "«¦Bonjour¦»"),
        ("it", 'dell\'"Umanità"', "dell’«Umanità»"),
        ("he", 'צה"ל אמר "שלום"', "צה״ל אמר “שלום”"),
    ],
)
def test_quotes_and_apostrophes(language: str, typed: str, expected: str) -> None:
    check(language, typed, expected)


@pytest.mark.parametrize(
    ("language", "typed", "expected"),
    [
        ("de", "Er kam - und ging.", "Er kam·– und ging."),
        ("en", "He came - and left.", "He came·– and left."),
        ("ru", "Он пришёл - ушёл.", "Он пришёл·— ушёл."),
        ("uk", "Він прийшов -- пішов.", "Він прийшов·— пішов."),
        ("uk", "Він прийшов — пішов.", "Він прийшов·— пішов."),
        ("ru", "- Привет", "—·Привет"),
        ("en", "1939--1945, wait---what", "1939–1945, wait—what"),
        ("en", "well-known, -5, a ---- b", "well-known, -5, a ---- b"),
        ("en", "a --> b <-- c <!-- d", "a --> b <-- c <!-- d"),
        ("en", "Well... no.... yes..", "Well… no.... yes.."),
    ],
)
def test_dashes_and_ellipses(language: str, typed: str, expected: str) -> None:
    check(language, typed, expected)


@pytest.mark.parametrize(
    ("language", "typed", "expected"),
    [
        ("fr", "Quoi? Non! Ah; oui: (bien?!)", "Quoi¦? Non¦! Ah¦; oui·: (bien¦?!)"),
        ("fr", "Quoi ? Non ! Ah ; oui :", "Quoi¦? Non¦! Ah¦; oui·:"),
        ("fr", "à 12:30, C:\\", "à 12:30, C:\\"),
        ("fr-CA", "Quoi? Oui: bien", "Quoi? Oui·: bien"),
        ("de", "80 % von 10 000 km", "80·% von 10·000·km"),
        ("fr", "80 % de 5 kg", "80·% de 5·kg"),
        ("uk", "80 % з 5 млн грн", "80·% з·5·млн грн"),
        ("de", "z. B. i. d. R., d. h. u. a.", "z.·B.·i.·d.·R., d.·h.·u.·a."),
        ("de", "z.B. auf S. 12, Nr. 5, Abb. 3", "z.B. auf S.·12, Nr.·5, Abb.·3"),
        ("de", "am Ende. 12 Leute", "am Ende. 12 Leute"),
        ("de", "am 16. November 2025", "am 16.·November 2025"),
        ("de", "die 16. Auflage", "die 16. Auflage"),
        ("en", "16 November 2025, November 16, 2025", "16·November 2025, November·16, 2025"),
        ("es", "16 de noviembre de 2025", "16·de·noviembre de 2025"),
        ("uk", "16 листопада 2025 р.", "16·листопада 2025·р."),
        ("uk", "Я і ти в місті, а ім'я та", "Я·і·ти в·місті, а·ім’я та"),
        ("ru", "Я и ты в городе с ним", "Я·и·ты в·городе с·ним"),
        ("pl", "W domu i w lesie z nim", "W·domu i·w·lesie z·nim"),
        ("de", "a b c", "a b c"),
        ("ru", "т. е. с. 12, № 5", "т.·е.·с.·12, №·5"),
        ("de", "von W. Morris", "von W.·Morris"),
        ("ru", "И. Фёдоров", "И.·Фёдоров"),
        ("en", "Dr. Morris came. Then he left.", "Dr.·Morris came. Then he left."),
        ("uk", "у\nмісті", "у·місті"),
        ("uk", "у\n    місті", "у·місті"),
    ],
)
def test_no_break_spaces(language: str, typed: str, expected: str) -> None:
    check(language, typed, expected)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a--b?c='d'&e=1",
        "www.example.org/it's",
        "a--b@example.org",
        "example.org/a--b/c...d",
        "mailto:a--b@example.org",
        "„Gut“, ‚so‘",
        "",
        " ",
    ],
)
def test_addresses_and_set_text_stay(text: str) -> None:
    assert set_plain(text, "de") == text


def test_mark_after_address_is_set() -> None:
    check("fr", '"http://example.org/?"', "«¦http://example.org/¦?¦»")


def test_quotation_runs_across_inline_elements() -> None:
    typed = (element("p", 'He "said ', element("em", '"no" and'), element("a"), ' "yes""'),)
    assert text_of(set_text(typed, "en")) == "\nHe “said ‘no’ and ‘yes’”\n"


def test_quotation_ends_with_its_block() -> None:
    typed = (element("p", 'He "said'), element("p", '"no" and'))
    assert text_of(set_text(typed, "en")) == "\nHe “said\n\n“no” and\n"


def test_code_and_formulas_stay() -> None:
    for tag in ("code", "kbd", "samp", "var", "tt", "math", "svg", "script", "style"):
        verbatim = element(tag, "a -- 'b'", element("b", '"'))
        typed = (element("p", '"', verbatim, '" --', element("pre", verbatim, '"')),)
        expected = (element("p", "“", verbatim, "”\u00a0–", element("pre", verbatim, '"')),)
        assert set_text(typed, "en") == expected


def test_language_of_an_element() -> None:
    typed = (
        element("p", 'Er "sagte ', element("q", '"no" - ', lang="en"), ' - "ja""'),
        element("div", element("p", '"так" - і'), lang="uk"),
        element("p", '"ohne"', lang=""),
    )
    expected = "\nEr „sagte ‘no’ – – ‚ja‘“\n\n\n«так» — і\n\n\n“ohne”\n"
    assert text_of(set_text(typed, "de")).replace("\u00a0", " ") == expected


def test_line_break_is_white_space() -> None:
    typed = (element("p", 'a "b"', element("br"), '"c"', element("br"), "- d"),)
    assert text_of(set_text(typed, "en")) == "\na “b”\n“c”\n–\u00a0d\n"


def test_attributes_stay() -> None:
    typed = (element("p", element("img", src="a--b.png", alt="'a'"), title='"x"'),)
    assert set_text(typed, "de") == typed


MARKS = st.sampled_from(
    [
        *"\"'-.,:;!?()«»„“”‚‘’…–—% \n\u00a0\u202f5´′″/@№aBвіЯxяé",
        *(
            "--",
            "---",
            "...",
            " - ",
            "  ",
            '" ',
            ' "',
            "«\u202f",
            "word",
            "слово",
            "צה",
            "l'",
            "5'",
        ),
        *("www.a", "a@b.c", "16. November", "16 листопада", "z. B.", "S. 12", "10 000", "'90s"),
    ]
)
TEXTS = st.one_of(st.text(max_size=40), st.lists(MARKS, max_size=16).map("".join))
TAGS = st.sampled_from(["em", "strong", "a", "sup", "span", "p", "li", "blockquote", "code", "br"])


def elements(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    attributes = st.sampled_from([(), (), *((("lang", tag),) for tag in LANGUAGES)])
    inner = st.lists(children, max_size=4).map(tuple)
    return st.builds(Element, TAGS, attributes, inner)


NODES: st.SearchStrategy[Nodes] = st.lists(
    st.recursive(TEXTS, elements, max_leaves=8), max_size=4
).map(tuple)


def alphanumeric(nodes: Nodes) -> str:
    return re.sub(r"[\W_]", "", text_of(nodes))


def shape(nodes: Nodes) -> Shape:
    return tuple(
        "text" if isinstance(node, str) else (node.tag, node.attributes, shape(node.children))
        for node in nodes
    )


@given(NODES, st.sampled_from(LANGUAGES))
@settings(max_examples=300, deadline=None)
def test_letters_shape_and_second_setting(nodes: Nodes, language: str) -> None:
    done = set_text(nodes, language)
    assert alphanumeric(done) == alphanumeric(nodes)
    assert shape(done) == shape(nodes)
    assert set_text(done, language) == done


@given(TEXTS, st.sampled_from(LANGUAGES))
@settings(max_examples=300, deadline=None)
def test_plain_text_is_text_of_one_node(text: str, language: str) -> None:
    done = set_plain(text, language)
    assert set_text((text,), language) == (done,)
    assert set_plain(done, language) == done


@given(st.lists(st.sampled_from(["word", "слово", "5", "-", ".", '"', "'", "«", ":"]), max_size=30))
@settings(max_examples=100, deadline=None)
def test_no_straight_quote_remains(parts: list[str]) -> None:
    for language in LANGUAGES:
        assert not set("\"'") & set(set_plain(" ".join(parts), language))


@pytest.mark.parametrize("unit", [" ", '"', "'", " 'a", "- ", "1 ", "a@", "a.", "/", " !", "« "])
def test_time_grows_with_length_only(unit: str) -> None:
    for language in ("fr", "uk"):
        set_plain(unit * 20_000, language)
