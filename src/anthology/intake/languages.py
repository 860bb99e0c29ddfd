"""Languages as inputs name them."""

from anthology.values import read_language


def known_language(text: str) -> str | None:
    """Return the BCP 47 tag of a language; None for what names none."""
    tag = text.strip().partition(".")[0].replace("_", "-")
    try:
        return str(read_language(tag)) if tag else None
    except ValueError:
        return None
