"""The book's own words in its language, and dates, names and languages as it writes them.

`words` holds what the book says (Contents, Sources, Translated by …), one YAML file a language;
`format` what it writes by rule.
"""

from anthology.locales.format import (
    direction,
    format_date,
    format_month,
    hyphenation_tag,
    in_sentence,
    join_names,
    language_name,
)
from anthology.locales.words import (
    KINDS,
    LANGUAGES,
    ROLES,
    Words,
    check_override,
    override_keys,
    words,
)

__all__ = [
    "KINDS",
    "LANGUAGES",
    "ROLES",
    "Words",
    "check_override",
    "direction",
    "format_date",
    "format_month",
    "hyphenation_tag",
    "in_sentence",
    "join_names",
    "language_name",
    "override_keys",
    "words",
]
