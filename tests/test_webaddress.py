"""Addresses in print: they can be read, divided, copied, and typed into a browser."""

import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anthology.body.webaddress import breakable, is_address, readable

BREAK, NO_BREAK = "\u200b", "\u2060"
LABELS = st.from_regex(r"[a-z][a-z0-9-]{0,8}[a-z0-9]", fullmatch=True)
SPOKEN = st.sampled_from(["münchen", "київ", "straße", "пример", "例え"])
HOSTS = st.builds(
    lambda start, labels, end: ".".join((*start, *labels, end)),
    st.sampled_from([(), ("www",)]),
    st.lists(LABELS | SPOKEN.map(lambda label: label.encode("idna").decode()), min_size=1),
    st.sampled_from(["org", "de", "xn--p1ai"]),
)
PATHS = st.lists(st.text(min_size=1, max_size=12).filter(lambda text: text not in {".", ".."}))
QUERIES = st.none() | st.dictionaries(LABELS, st.text(max_size=8), min_size=1, max_size=2)
ADDRESSES = st.builds(
    lambda scheme, host, path, query, slash: (
        f"{scheme}://{host}"
        + "".join("/" + quote(part, safe="") for part in path)
        + slash
        + ("?" + "&".join(f"{key}={quote(value)}" for key, value in query.items()) if query else "")
    ),
    st.sampled_from(["http", "https", "HTTPS"]),
    HOSTS,
    PATHS,
    QUERIES,
    st.sampled_from(["", "/"]),
)


def any_sign(_: str) -> bool:
    return True


def meant(address: str) -> tuple[str, str, str]:
    """Return what a browser makes of an address: host, path and query."""
    parts = urlsplit(address if "://" in address else f"https://{address}")
    host = ".".join(label.encode("idna").decode() for label in (parts.hostname or "").split("."))
    path = parts.path if parts.query else parts.path.removesuffix("/")
    return host.removeprefix("www."), unquote(path), parts.query and unquote(parts.query)


@given(ADDRESSES)
def test_what_is_printed_leads_to_the_same_place(address: str) -> None:
    assert meant(readable(address, any_sign)) == meant(address)


@given(ADDRESSES)
def test_what_is_printed_has_no_signs_that_cannot_be_typed(address: str) -> None:
    shown = readable(address, lambda char: char < "\u0500")
    assert all(
        char.isascii() or (char.isalpha() and char < "\u0500") or char in urlsplit(address).netloc
        for char in shown
    )
    assert unicodedata.normalize("NFKC", shown) == shown
    assert not re.search(r"\s", shown)


@given(ADDRESSES)
def test_where_it_is_divided_nothing_is_added(address: str) -> None:
    shown = readable(address, any_sign)
    divided = breakable(shown)
    assert divided.replace(BREAK, "").replace(NO_BREAK, "") == shown
    pieces = divided.replace(NO_BREAK, "").split(BREAK)
    assert all(len(piece) <= 30 for piece in pieces)
    assert not any(piece.endswith("-") for piece in pieces[:-1])
    assert not any(sign in piece.replace(NO_BREAK, "") for piece in pieces for sign in (BREAK,))


@given(ADDRESSES)
def test_an_address_is_known_in_every_form(address: str) -> None:
    for text in (address, readable(address, any_sign), breakable(address)):
        assert is_address(text, address)
    assert not is_address(f"see {address}", address)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://www.example.org/", "example.org"),
        ("http://example.org/a/", "example.org/a"),
        ("https://example.org/a/?b=/", "example.org/a/?b=/"),
        ("https://www.de/", "www.de"),
        ("https://uk.wikipedia.org/wiki/%D0%9A%D0%B8%D1%97%D0%B2", "uk.wikipedia.org/wiki/Київ"),
        ("https://xn--mnchen-3ya.de/stra%C3%9Fe", "münchen.de/straße"),
        ("https://example.org/a%20b%2Fc%2f%41", "example.org/a%20b%2Fc%2FA"),
        ("https://example.org/%D7%90", "example.org/%D7%90"),
        ("https://example.org/%E9", "example.org/%E9"),
        ("https://example.org/%EF%AC%81", "example.org/%EF%AC%81"),
        ("mailto:someone@example.org?subject=Hello", "someone@example.org"),
        ("tel:+4930123456", "+4930123456"),
    ],
)
def test_addresses_as_they_are_printed(address: str, shown: str) -> None:
    assert readable(address, any_sign) == shown


def test_signs_without_a_glyph_stay_encoded() -> None:
    address = "https://example.org/%E4%BE%8B"
    assert readable(address, lambda _: False) == "example.org/%E4%BE%8B"


def test_lines_end_behind_slashes_and_before_other_signs() -> None:
    divided = breakable("example.org/reports/an-even-working.html").replace(NO_BREAK, "")
    assert divided.split(BREAK) == [*("example", ".org/", "reports/", "an-even", "-working.html")]
