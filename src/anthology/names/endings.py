"""The forms that a name takes in a sentence: the few endings of names in each language.

They are no grammar. A form that a language does not have does no harm, since nobody writes it; a
form that is missing can be given as a variant of its own.
"""

import re
from collections.abc import Iterator
from functools import cache

_CYRILLIC = re.compile(r"[\u0400-\u04ff']+")
_VOWELS = "аеиоуыэюяєії"
_FINAL = "ьй" + _VOWELS
_SHORTEST = 2
"""Letters of a stem."""
_HARD = "а у ом ові е і и ы им ым".split()
_SOFT = "я ю ем єм еві єві ї".split()
_PLURAL = "ів ов їв ев ей ам ям ами ями ах ях".split()
_OF_VOWELS = [*_HARD, *_SOFT, *_PLURAL, *"о ою ею єю ой ей є".split()]
_OF_CONSONANTS = [*_HARD, *_SOFT, *_PLURAL]
_ADJECTIVE = re.compile("(?:ий|ій|їй|ый|ой|ая|яя|ое|ее|ие|ые)$")
_OF_ADJECTIVES = (
    "ий ій їй ый ой его ого ього ему ому ьому им ім їм ым ом ем а я у ю ої ої ою ею ая яя ую юю "
    "ое ее е і ї ие ые их іх ых ими ыми"
).split()
_OF_SHORT_ADJECTIVES = {
    "а": "ої ій".split(),
    "е": "ого ому ім".split(),
    "і": "их им ими".split(),
}
"""Ukrainian adjectives that look like nouns: Кобилянська, Рівне, Сполучені; no noun ends so."""
_BARE = "иы"
"""The ends of places in the plural whose genitive may have none: Карпати, Карпат."""
_CHANGING = {"к": "ц", "г": "з", "х": "с"}
"""Ukrainian consonants that change before -і: Америка, в Америці."""
_LOSING = {"Лев": "Льв", "Орел": "Орл", "Павел": "Павл"}
"""Names that lose a vowel before an ending: Лев, Льва."""
_CLOSED = re.compile("[ії](?=[^аеиоуюяєії]*$)")
"""A Ukrainian vowel that changes where an ending opens its syllable: Київ, Києва."""
_OPENED = {"і": ("о", "е"), "ї": ("є", "ї")}

_GERMAN_ADJECTIVE = re.compile("(?:e|en|er|es)$")
_OF_GERMAN_ADJECTIVES = ("e", "er", "es", "en", "em")
_SHORTEST_GERMAN = 3
_GERMAN_NOUN = re.compile("(?:berg|bund|haus|kreuz|land|meer|reich|staat|tal|wald)$", re.IGNORECASE)
"""Common nouns that end names of places, whose genitive may be longer: des Schwarzen Meeres."""


@cache
def forms(word: str, language: str, *, last: bool, place: bool) -> frozenset[str]:
    """Return the forms of a word of a name in a text of a language, a BCP 47 tag.

    `word` is as `anthology.names.spelling` folds words, `last` says whether it is the last one of
    its name, and `place` whether that is a place's, in which adjectives are bent: Schwarzes Meer.
    A name in Cyrillic takes Ukrainian and Russian endings in every language.
    """
    if _CYRILLIC.fullmatch(word):
        return frozenset(_slavic(word, place=place))
    spoken = language.partition("-")[0]
    found = {word}
    if spoken in ("de", "en") and last:
        found |= {f"{word}s", f"{word}'s"} if not word.endswith("s") else {f"{word}'s"}
    if spoken == "de" and place and last and _GERMAN_NOUN.search(word):
        found.add(f"{word}es")
    if spoken == "de" and place and not last:
        stem = _GERMAN_ADJECTIVE.sub("", word)
        if stem != word and len(stem) >= _SHORTEST_GERMAN:
            found |= {stem + ending for ending in _OF_GERMAN_ADJECTIVES}
    return frozenset(found)


def _slavic(word: str, *, place: bool) -> Iterator[str]:
    yield word
    adjective = _ADJECTIVE.sub("", word)
    if adjective != word and len(adjective) >= _SHORTEST:
        yield from (adjective + ending for ending in _OF_ADJECTIVES)
    stem = word[:-1] if word[-1] in _FINAL else word
    if len(stem) < _SHORTEST:
        return
    endings = _OF_VOWELS if word[-1] in _VOWELS else _OF_CONSONANTS
    for one in _stems(stem, is_open=word[-1] in _VOWELS):
        yield from (one + ending for ending in endings)
    yield from (stem + ending for ending in _OF_SHORT_ADJECTIVES.get(word[-1], ()))
    if place and word[-1] in _BARE:
        yield stem
    if word[-1] in _VOWELS and stem[-1] in _CHANGING:
        yield f"{stem[:-1]}{_CHANGING[stem[-1]]}і"


def _stems(stem: str, *, is_open: bool) -> Iterator[str]:
    """Yield a stem, and what becomes of it where an ending opens its last syllable."""
    yield stem
    if is_open:
        return
    closed = _CLOSED.search(stem)
    if closed:
        for vowel in _OPENED[closed[0]]:
            yield stem[: closed.start()] + vowel + stem[closed.end() :]
    if stem.endswith(("ец", "єц")):
        yield f"{stem[:-2]}ц"
    if stem in _LOSING:
        yield _LOSING[stem]
