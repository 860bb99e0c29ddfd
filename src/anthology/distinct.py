"""The characters that a text has, each once, found sooner than by looking at each in turn."""

_ASCII = bytes(range(128))
_FEW = 100
"""As many characters are soonest looked at in turn."""


def distinct(text: str) -> set[str]:
    """Return the characters of a text."""
    if len(text) <= _FEW:
        return set(text)
    data = text.encode("utf-8", "surrogatepass")
    absent = _ASCII.translate(None, data)
    return set(_ASCII.translate(None, absent).decode()) | beyond_ascii_in(data)


def beyond_ascii(text: str) -> set[str]:
    """Return the characters of a text that ASCII does not have."""
    return set() if text.isascii() else beyond_ascii_in(text.encode("utf-8", "surrogatepass"))


def beyond_ascii_in(data: bytes) -> set[str]:
    """Return the same of a text in UTF-8, which may have halves of surrogate pairs."""
    if data.isascii():
        return set()
    return set(data.translate(None, _ASCII).decode("utf-8", "surrogatepass"))
