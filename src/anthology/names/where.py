"""Where a name stands in the file of a text."""

import re
from collections.abc import Sequence

from anthology.completeness.manuscript import Manuscript
from anthology.errors import Place

_BETWEEN = r"(?:[\W_]|<[^>]*>)+"
"""What may stand between two words in a file: signs, markup."""
_HIDDEN = "\u00ad?"
_SIGNS = {"'": "['\u2019\u2018\u02bc`]", "е": "[её]", "Е": "[ЕЁ]"}


def place_of_name(manuscript: Manuscript, words: Sequence[str]) -> Place:
    """Return the first place of words, as they are compared; the file where they are not found."""
    typed = (
        _HIDDEN.join(_SIGNS.get(letter, re.escape(letter)) for letter in word) for word in words
    )
    found = re.search(rf"(?<!\w){_BETWEEN.join(typed)}(?!\w)", manuscript.text)
    if found is None:
        return Place(file=manuscript.file)
    line = manuscript.text.count("\n", 0, found.start()) + 1
    column = found.start() - manuscript.text.rfind("\n", 0, found.start())
    return Place(file=manuscript.file, line=line, column=column)
