"""Names: found in texts as whole words in any form, marked, and told apart or together."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from anthology.body.plain import plainly
from anthology.body.tree import Nodes, element, text_of, walk
from anthology.cli import main
from anthology.locales.alphabet import initial, sort_key
from anthology.names.alike import bones, names_alike, words_alike
from anthology.names.candidates import gather
from anthology.names.capitals import Line, runs
from anthology.names.finder import Finder, Known, Match
from anthology.names.listed import read_names
from anthology.names.marking import marked


def found(text: str, language: str, *names: str | Known) -> list[str]:
    known = [one if isinstance(one, Known) else Known(spellings=(one,)) for one in names]
    matches = Finder(known, language).find(text)
    return [f"{one.name}:{text[one.start : one.end]}" for one in matches]


PLACE = Known(spellings=("Schwarzes Meer",), place=True)


@pytest.mark.parametrize(
    ("name", "language", "text"),
    [
        ("Tokajew", "de", "Tokajews"),
        ("Kassym-Schomart Tokajew", "de", "Kassym‑Schomart\u00a0Tokajew"),
        ("Kassym-Schomart Tokajew", "de", "Kas\u00adsym–Schomart\nTokajews"),
        ("Marx", "de", "Marx’"),
        (PLACE, "de", "Schwarzen Meer"),
        (PLACE, "de", "Schwarzen Meeres"),
        ("Franko", "en", "Franko’s"),
        ("W. Putin", "de", "W.Putin"),
        ("José", "en", "Jose\u0301"),
        ("O'Brien", "en", "O’Brien"),
        ("Franko*", "de", "Frankozyklus"),
        ("Київ", "uk", "Києві"),
        ("Київ", "uk", "Ки\u0301єві"),
        ("Харків", "uk", "Харкова"),
        ("Тернопіль", "uk", "Тернополем"),
        ("Іван Франко", "uk", "Івана Франка"),
        ("Касим-Жомарт Токаєв", "uk", "Касимом-Жомартом Токаєвим"),
        ("Олександр Довженко", "uk", "Олександрові Довженку"),
        ("Америка", "uk", "Америці"),
        ("Лук'янівка", "uk", "Лук’янівці"),
        ("Грушевський", "uk", "Грушевського"),
        ("Ольга Кобилянська", "uk", "Ольги Кобилянської"),
        ("Анна Ахматова", "uk", "Анні Ахматовій"),
        ("Рівне", "uk", "Рівного"),
        ("Чорне море", "uk", "Чорного моря"),
        ("Сполучені Штати", "uk", "Сполучених Штатів"),
        (Known(spellings=("Карпати",), place=True), "uk", "Карпат"),
        ("Сергій", "uk", "Сергія"),
        ("Горбачёв", "ru", "Горбачевым"),
        ("Толстой", "ru", "Толстого"),
        ("Россия", "ru", "России"),
        ("Пушкин", "ru", "Пушкину"),
        ("Лев Толстой", "ru", "Львом Толстым"),
        ("Павел Анненков", "ru", "Павла Анненкова"),
        ("Соединённые Штаты", "ru", "Соединенных Штатов"),
    ],
)
def test_forms_of_a_name_are_found(name: str | Known, language: str, text: str) -> None:
    whole = text.removesuffix("’")
    assert found(f"Und {text}, dann", language, name) == [f"0:{whole}"]


@pytest.mark.parametrize(
    ("name", "language", "text"),
    [
        ("Kant", "de", "Kantine"),
        ("Kant", "de", "Vollkant"),
        ("Schomart", "de", "Kassym-Schomart"),
        ("Franko", "de", "Franko-Ausgabe"),
        ("Weiß", "de", "weiß"),
        ("W. Putin", "de", "W, Putin"),
        ("Мар", "uk", "Мар’яна"),
        ("Марин", "uk", "Мариною"[:5] + "ство"),
        ("Марина", "uk", "Марин"),
        ("Марки", "uk", "Марк"),
        (Known(spellings=("Hall",), place=True), "de", "Halles"),
        ("Franko*", "de", "Frank"),
        ("Nowy Sącz", "pl", "Nowy Sączu"),
    ],
)
def test_other_words_are_not(name: str | Known, language: str, text: str) -> None:
    assert found(f"Und {text}, dann", language, name) == []


def test_the_longest_name_counts_alone() -> None:
    names = ("Delhi", "Neu Delhi", "Rat von Neu Delhi Nord", "Nord Irland")
    assert found("Neu Delhi, Delhi, Neu Delhi Nord Irland", "de", *names) == [
        *("1:Neu Delhi", "0:Delhi", "1:Neu Delhi", "3:Nord Irland")
    ]
    assert found("Rat von Neu Delhi Nord Irland", "de", *names) == ["2:Rat von Neu Delhi Nord"]


def test_what_is_written_as_given_goes_before_a_form() -> None:
    assert found("Марина, Марин, Мартина", "uk", "Мартин", "Марина", "Марин") == [
        *("1:Марина", "2:Марин", "0:Мартина")
    ]


WORDS = st.sampled_from(["Ann", "Anna", "Ann-Marie", "Marie", "Lee", "lee", "’s", "s", "O’Lee", ""])
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", "-", "\u00ad", ". ", "’", ""]))).map(
    lambda parts: "".join(word + sign for word, sign in parts)
)
NAMES = ("Ann", "Ann-Marie", "Anna Lee", "Lee", "Ann Ann", "Marie*")


@given(TEXTS)
def test_a_name_is_never_a_part_of_a_word(text: str) -> None:
    last = -1
    for match in Finder([Known(spellings=(name,)) for name in NAMES], "en").find(text):
        assert match.start >= last
        last = match.end
        before, said, behind = text[: match.start], text[match.start : match.end], text[match.end :]
        assert not re.search(r"[\w\u00ad’-]$", before) or re.search(r"(?<!\w)[\u00ad’-]+$", before)
        if not NAMES[match.name].endswith("*"):
            assert not re.match(r"\u00ad*[\w]|\u00ad*[-’]\u00ad*\w", behind)
        plain = said.replace("\u00ad", "").removesuffix("’s").removesuffix("s")
        name = NAMES[match.name].removesuffix("*")
        assert plain == name or plain.startswith(name)


TREES = st.recursive(
    st.sampled_from(["Ann", " ", "Marie", "-", "a\u00ad", "Lee Lee"]),
    lambda inner: st.builds(
        lambda tag, children: element(tag, *children),
        st.sampled_from(["em", "p", "code", "a", "br", "rt"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(st.lists(TREES, max_size=5).map(tuple))
def test_marking_changes_no_word(nodes: Nodes) -> None:
    finder = Finder([Known(spellings=("Ann", "Ann-Marie", "Lee"))], "en")
    ids: list[str] = []

    def name(match: Match) -> str:
        ids.append(f"n{len(ids)}-{match.name}")
        return ids[-1]

    made = marked(nodes, finder.find, name)
    assert text_of(made) == text_of(nodes)
    spans = [one for one in walk(made) if one.tag == "span"]
    assert [one.get("id") for one in spans] == ids
    assert all(text_of(one.children).startswith(("Ann", "Lee")) for one in spans)
    assert (made is nodes) == (not ids)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Tokajew", "Tokaev", True),
        ("Tokajew", "Takaev", True),
        ("Tokajew", "Токаев", True),
        ("Nasarbajew", "Nazarbayev", True),
        ("Achmedjarow", "Achmedjar", True),
        ("Usbekistan", "Uzbekistan", True),
        ("Selenskyj", "Zelensky", True),
        ("Maria", "Marina", False),
        ("Maria", "Mario", False),
        ("Tokajew", "Tokajewa", False),
        ("Türkei", "Türke", False),
        ("Ukraine", "Ukrainer", False),
        ("Kasachstan", "Kasachen", False),
        ("Roman", "Romanow", False),
        ("Berlin", "Bern", False),
        ("Polen", "Polin", False),
    ],
)
def test_spellings_of_one_name_are_told_from_two_names(one: str, other: str, same: bool) -> None:
    assert words_alike(one, other) is same
    assert words_alike(other, one) is same
    assert not same or bones(one) == bones(other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Lukman Achmedjarow", "Lupan Achmedjar", True),
        ("Aidos Sadykow", "Aidost Sadikov", True),
        ("Wladimir Putin", "Vladimir Putin", True),
        ("Maria Petrowa", "Marina Petrowa", False),
        ("Ilham Alijew", "Heydar Alijew", False),
        ("Anna Petrowa", "Petrowa", False),
    ],
)
def test_a_whole_name_is_one_where_both_parts_are(one: str, other: str, same: bool) -> None:
    assert names_alike(one.split(), other.split()) is same


@given(st.text(max_size=12), st.text(max_size=12))
def test_what_is_alike_has_the_same_consonants(one: str, other: str) -> None:
    assert words_alike(one, one)
    assert words_alike(one, other) == words_alike(other, one)
    assert not words_alike(one, other) or bones(one) == bones(other)


def lines(language: str, *texts: str) -> list[str]:
    """Return what is gathered of lines: its form and how often it occurs."""
    told = (Line(text=text, file="a.md", language=language) for text in texts)
    return [f"{one.typed} {one.count}" for one in gather(runs(told)) if one.certain]


def test_german_nouns_are_no_names() -> None:
    assert lines(
        "de",
        "Der Krieg und ein Haus. Im Haus sprach Präsident Wladimir Putin, und Putins Frau schwieg.",
        "Eine Frau sah Wladimir Putin in Kasachstan. Die Bürger Kasachstans sahen kein Haus.",
    ) == ["Wladimir Putin 2", "Kasachstan 2", "Putins 1"]


def test_the_first_word_of_a_sentence_needs_evidence() -> None:
    assert lines("en", "Yesterday Jane Doe left for good. But then she met Jane Doe again.") == [
        "Jane Doe 2"
    ]


def test_titles_with_capitals_and_products_are_no_names() -> None:
    assert lines("en", "How We Built Our Site", "I’m on GitHub with the GSA’s API in May.") == []


def test_slavic_forms_are_one_name() -> None:
    assert lines(
        "uk", "Казали, що Іван Франко тут. Читали Івана Франка, вірили Іванові Франку."
    ) == ["Іван Франко 3"]


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("de", ["Aal", "Äsop", "Athen", "Li, Wei", "Li Peng", "Liang", "Łódź", "Straße", "Zürich"]),
        ("uk", ["Гнат", "Ґонта", "Еней", "Єва", "Ива", "Іва", "Їжак", "Лук", "Лукаш", "Лук’ян"]),
        ("uk", ["Азов", "Яна", "Berlin", "Zürich"]),
        ("ru", ["Елена", "Ёлка", "Емеля", "Иван", "Йорк", "Berlin"]),
        ("en", ["Abu-Bakr", "Abu Dhabi", "Abuja", "O’Brien", "Obrist"]),
    ],
)
def test_names_stand_in_the_order_of_the_language(language: str, ordered: list[str]) -> None:
    assert sorted(sorted(ordered), key=lambda one: sort_key(one, language)) == ordered


@pytest.mark.parametrize(
    ("name", "language", "letter"),
    [
        ("Äsop", "de", "A"),
        ("„Zar“", "de", "Z"),
        ("Łódź", "pl", "Ł"),
        ("Łódź", "de", "L"),
        ("Ёлка", "ru", "Е"),
        ("Ґонта", "uk", "Ґ"),
        ("2 Brüder", "de", "0–9"),
        ("ʼАбд", "uk", "А"),
    ],
)
def test_names_stand_under_a_letter(name: str, language: str, letter: str) -> None:
    assert initial(name, language) == letter


@given(st.text(max_size=200))
def test_any_file_of_names_is_read_or_refused(text: str) -> None:
    read = read_names(text, "names.yml", "en")
    assert read.value is not None or read.findings


def test_a_proposal_is_a_file_of_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is proposed can be built with, and then nothing is left to propose or to doubt."""
    monkeypatch.chdir(tmp_path)
    manifest = "title: Letters\nlanguage: en\nidentifier: urn:x-test:1\n"
    Path("book.yml").write_text(manifest, encoding="utf-8")
    Path("articles").mkdir()
    Path("articles/2025-01-01-a.md").write_text(
        "---\ntitle: A\n---\nThere Jane Doe met Charles V. Smith, and Doe met Smith in “St. Ives”. "
        "They saw: Mary, Queen of Scots, and Mary again. Then Mr. Null asked No, True and Jon Dow.",
        encoding="utf-8",
    )
    made = CliRunner().invoke(main, ["names", "--output", "names.yml"])
    assert made.exit_code == 0, made.output
    assert "Doe, Jane" in Path("names.yml").read_text(encoding="utf-8")
    Path("book.yml").write_text(manifest + "names: names.yml\n", encoding="utf-8")
    again = CliRunner().invoke(main, ["names"])
    assert "- name" not in again.stdout
    assert CliRunner().invoke(main, ["check", "--strict"]).exit_code == 0


def test_one_word_with_a_hyphen_has_no_given_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("book.yml").write_text("title: L\nlanguage: de\nidentifier: urn:x-test:1\n")
    Path("articles").mkdir()
    Path("articles/2025-01-01-a.md").write_text(
        "---\ntitle: A\n---\nHier sind die sogenannten Aldus-Bücher, die er las.\n",
        encoding="utf-8",
    )
    made = CliRunner().invoke(main, ["names"])
    assert "- name: Aldus-Bücher  #" in made.stdout


def test_the_plainest_form_of_a_text_keeps_its_names() -> None:
    finder = Finder([Known(spellings=("Ann",))], "en")
    made = marked((element("ul", element("li", "By Ann")),), finder.find, lambda _: "here")
    assert [one.get("id") for one in walk(plainly(made)) if one.tag == "span"] == ["here"]
