"""Fontconfig without the fonts and the rules of this machine and its user."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OWN = Path(__file__).with_name("fonts.conf")


@contextmanager
def own_fonts_only() -> Iterator[None]:
    """Let fontconfig know no fonts but those that a stylesheet brings, inside the `with` block.

    A rule of the user's may put another typeface in the place of ours, and what is installed may
    stand in for a style that a family lacks: the book would be another one on another machine.
    """
    before = {
        name: os.environ.pop(name, None) for name in ("FONTCONFIG_FILE", "FONTCONFIG_SYSROOT")
    }
    os.environ["FONTCONFIG_FILE"] = str(_OWN)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "No fonts configured in FontConfig")
            yield
    finally:
        del os.environ["FONTCONFIG_FILE"]
        os.environ.update({name: text for name, text in before.items() if text is not None})
