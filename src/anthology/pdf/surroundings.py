"""What fontconfig and Pango take from the machine and its user, kept away from a book."""

import ctypes.util
import locale
import os
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

_VARIABLES: Mapping[str, str | None] = {
    "FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf")),
    "FONTCONFIG_SYSROOT": None,
    "PANGO_LANGUAGE": "en",
}
"""Variables as a book needs them, None for one that is not to be there.

Pango takes the language of Latin words in a Greek text from PANGO_LANGUAGE or LANGUAGE."""

_LOCALE = "C.UTF-8"
"""From the locale Pango takes the language of a text that has none, such as a running head."""


@contextmanager
def same_everywhere() -> Iterator[None]:
    """Let a book be set alike on every machine inside the `with` block.

    A rule of the user's may put another typeface in the place of ours, and a typeface has other
    letters for some languages: a Turkish locale changes every i. WeasyPrint and Pango ask once
    and for all, so the block has to hold the first import of WeasyPrint. No other program is run
    for that.
    """
    variables = {name: os.environ.get(name) for name in _VARIABLES}
    spoken = locale.setlocale(locale.LC_CTYPE)
    _set(_VARIABLES)
    with suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, _LOCALE)
    try:
        with warnings.catch_warnings(), _libraries_by_name():
            warnings.filterwarnings("ignore", "No fonts configured in FontConfig")
            yield
    finally:
        locale.setlocale(locale.LC_CTYPE, spoken)
        _set(variables)


@contextmanager
def _libraries_by_name() -> Iterator[None]:
    """Let libraries be loaded by the names that Linux knows them by, and not be searched for.

    WeasyPrint tries the names of other systems first, and for each that there is not, `ctypes`
    runs a compiler and a linker, if there are any.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = _nothing
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _nothing(name: str) -> str | None:
    del name
    return None


def _set(variables: Mapping[str, str | None]) -> None:
    for name, text in variables.items():
        if text is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = text
