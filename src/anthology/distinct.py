"""The characters that a text has, each once, found sooner than by looking at each in turn."""

_ASCII = bytes(range(128))
_EACH = tuple(map(chr, _ASCII))


def distinct(text: str) -> set[str]:
    """Return the characters of a text."""
    data = text.encode("utf-8", "surrogatepass")
    found = {char for char in _EACH if ord(char) in data}
    return found | beyond_ascii_in(data)


def beyond_ascii(text: str) -> set[str]:
    """Return the characters of a text that ASCII does not have."""
    return set() if text.isascii() else beyond_ascii_in(text.encode("utf-8", "surrogatepass"))


def beyond_ascii_in(data: bytes) -> set[str]:
    """Return the same of a text in UTF-8, which may have halves of surrogate pairs."""
    if data.isascii():
        return set()
    return set(data.translate(None, _ASCII).decode("utf-8", "surrogatepass"))
