"""The values that manifests and articles share: dates, tags, addresses, ISBNs, page sizes."""

import datetime as dt
import re
from collections.abc import Mapping
from enum import Enum
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from anthology.decode import ScalarType
from anthology.model import ArticleDate, PageSize
from anthology.units import INCH

_DATE = re.compile(
    r"(?P<year>\d{3,4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2})"
    r"(?:[Tt ]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d*)?)?"
    r"\s*(?P<zone>Z|z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?)?)?)?"
)


def read_date(text: str) -> ArticleDate:
    """Return a date written as a year, a month or a day, with or without time and zone.

    Raises ValueError where the text is no date, or names a day that no calendar has.
    """
    match = _DATE.fullmatch(text.strip())
    if not match:
        hint = _other_date(text)
        raise ValueError(
            f"{text!r} is not a date like 2025-11-16, 2025-11 or 2025"
            + (f"; did you mean {hint}?" if hint else "")
        )
    part = match.groupdict()
    year, month, day = (
        int(part[name]) if part[name] else None for name in ("year", "month", "day")
    )
    assert year is not None  # noqa: S101 - the pattern has it
    try:
        dt.date(year, 1 if month is None else month, 1 if day is None else day)
        time = _read_time(part) if part["hour"] else None
    except ValueError:
        raise ValueError(f"{text!r} is not a date that the calendar has") from None
    return ArticleDate(year=year, month=month, day=day, time=time)


def _other_date(text: str) -> str | None:
    """Return a date in the usual form that is written day first, with slashes or without signs."""
    day_first = re.fullmatch(r"\s*(\d{1,2})[./](\d{1,2})[./](\d{4})\s*", text)
    if day_first:
        day, month, year = day_first.groups()
    else:
        year_first = re.fullmatch(r"\s*(\d{4})[./–]?(\d{1,2})[./–]?(\d{1,2})\s*", text)
        if not year_first:
            return None
        year, month, day = year_first.groups()
    return f"{year}-{int(month):02}-{int(day):02}"


def _read_time(part: Mapping[str, str | None]) -> dt.time:
    return dt.time(
        int(part["hour"] or 0),
        int(part["minute"] or 0),
        int(part["second"] or 0),
        tzinfo=_read_zone(part["zone"]) if part["zone"] else None,
    )


def _read_zone(text: str) -> dt.timezone:
    if text.upper() in {"Z", "UTC", "GMT"}:
        return dt.UTC
    digits = text[1:].replace(":", "")
    hours, minutes = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
    offset = dt.timedelta(hours=int(hours), minutes=int(minutes))
    return dt.timezone(-offset if text[0] == "-" else offset)


def read_switch(text: str) -> bool:
    """Return whether a text says true; raises ValueError where it is neither true nor false."""
    if text not in {"true", "false"}:
        raise ValueError(f"{text!r} is neither true nor false")
    return text == "true"


class Unknown(Enum):
    """What stands for a value that has to be there and that nobody knows."""

    UNKNOWN = "unknown"


class Language(str):
    """A BCP 47 tag such as `de`, `pt-BR` or `zh-Hant`."""

    __slots__ = ()


_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*"
)


def read_language(text: str) -> Language:
    """Return a language tag in its usual spelling (RFC 5646, section 2.1.1).

    Raises ValueError where the text does not have the form of a tag, or is the name of a language
    or another code for it.
    """
    tag = text.strip().replace("_", "-")
    first, *rest = tag.split("-")
    meant = _OTHER_TAGS.get(first.lower())
    if meant:
        raise ValueError(f"{text!r} names no language; did you mean {meant}?")
    if not _LANGUAGE.fullmatch(tag):
        raise ValueError(f"{text!r} is not a language tag like de, uk or pt-BR (BCP 47)")
    return Language("-".join([first.lower(), *(_spelled(part) for part in rest)]))


_OTHER_TAGS = {
    "ua": "uk", "ger": "de", "deu": "de", "eng": "en", "rus": "ru", "ukr": "uk", "fre": "fr",
    "fra": "fr", "pol": "pl", "spa": "es", "ita": "it", "gr": "el", "cz": "cs", "jp": "ja",
    "cn": "zh", "dk": "da", "german": "de", "deutsch": "de", "english": "en", "ukrainian": "uk",
    "українська": "uk", "russian": "ru", "русский": "ru", "polish": "pl", "polski": "pl",
    "french": "fr", "français": "fr", "spanish": "es", "español": "es", "italian": "it",
    "italiano": "it",
}  # fmt: skip
"""What people write for a language, and the tag that BCP 47 has for it."""


def _spelled(subtag: str) -> str:
    if len(subtag) == 2:
        return subtag.upper()
    return subtag.title() if len(subtag) == 4 and subtag.isalpha() else subtag.lower()


class Address(str):
    """An absolute address on the web."""

    __slots__ = ()


def read_address(text: str) -> Address:
    """Return an http or https address; raises ValueError for anything else."""
    address = text.strip()
    if not re.fullmatch(r"https?://[^\s<>\"]+", address) or not is_web_address(address):
        raise ValueError(f"{text!r} is not an address like https://example.org/page")
    return Address(written_address(address))


_LABELS = re.compile(r"[^\W_]([\w-]*[^\W_])?(\.[^\W_]([\w-]*[^\W_])?)*\.?|\[[0-9a-fA-F:.]+\]")


def is_front_page(address: str) -> bool:
    """Return whether an address, or one that is relative, is that of the first page of a site."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.path in {"", "/"} and not parts.query


def names_a_text(address: str) -> bool:
    """Return whether an address is not only that of a whole site."""
    return not is_front_page(address) or bool(urlsplit(address).fragment)


def is_web_address(address: str) -> bool:
    """Return whether an address is of the web and names a host (RFC 3986, section 3.2)."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        for label in re.findall(r"(?:^|\.)(xn--[^.]*)", host):
            label.encode().decode("idna")
    except ValueError:  # a UnicodeError is one
        return False
    bracketed = f"[{host}]" if ":" in host else host
    return (
        parts.scheme in {"http", "https"}
        and bool(_LABELS.fullmatch(bracketed))
        and "@" not in parts.netloc
        and port != 0
    )


def written_address(address: str) -> str:
    """Return an address with the characters that no URL may hold encoded (RFC 3986)."""
    start = re.match(r"\w+://[^/?#]*|", address)
    host = start[0] if start else ""
    rest, sign, fragment = address[len(host) :].partition("#")
    return host + _encoded(rest) + sign + _encoded(fragment).replace("#", "%23")


def _encoded(part: str) -> str:
    return re.sub(
        r"[\s\"<>\\^`{|}\[\]]|%(?![0-9A-Fa-f]{2})",
        lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()),
        part,
    )


class Isbn(str):
    """An ISBN of 13 digits with its hyphens as written."""

    __slots__ = ()


def read_isbn(text: str) -> Isbn:
    """Return an ISBN-13.

    Raises ValueError where the form or the check digit is wrong (ISO 2108, annex C).
    """
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"97[89]\d{10}", digits):
        raise ValueError(f"{text!r} is not an ISBN of 13 digits that begins with 978 or 979")
    check = -sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits[:12]))
    if int(digits[12]) != check % 10:
        raise ValueError(f"{text!r} has the check digit {digits[12]}, but it must be {check % 10}")
    return Isbn(text.strip())


_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Identifier(str):
    """A URI that names the book for ever."""

    __slots__ = ()


def read_identifier(text: str) -> Identifier:
    """Return a URN or a web address; raises ValueError for anything else."""
    identifier = text.strip()
    if not re.fullmatch(
        r"(urn:[a-z0-9][a-z0-9-]{0,31}:\S+|https?://\S+)", identifier, re.IGNORECASE
    ):
        raise ValueError(f"{text!r} is not an identifier like urn:uuid:… or https://…")
    if identifier.lower().startswith("urn:uuid:") and not _UUID.fullmatch(identifier[9:]):
        raise ValueError(f"{text!r} is not a UUID: it has 32 hexadecimal digits, 8-4-4-4-12")
    return Identifier(identifier)


class Folder(str):
    """A folder in the project."""

    __slots__ = ()


def read_folder(text: str) -> Folder:
    """Return the name of a folder in the project; raises ValueError where it leads elsewhere."""
    parts = PurePosixPath(text.strip()).parts
    if not parts or parts[0] == "/" or ".." in parts or "\\" in text or "\0" in text:
        raise ValueError(f"{text!r} is not a folder in the project, like .anthology/cache")
    return Folder("/".join(parts))


class StyleFile(str):
    """A stylesheet in the project."""

    __slots__ = ()


def read_style_file(text: str) -> StyleFile:
    """Return the name of a stylesheet; raises ValueError where it does not end in `.css`."""
    if not text.strip().lower().endswith(".css"):
        raise ValueError(
            f"{text!r} is neither classic, modern or large nor a file that ends in .css"
        )
    return StyleFile(text.strip())


_PAGES = {
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "A6": (105.0, 148.0),
    "B5": (176.0, 250.0),
    "letter": (215.9, 279.4),
    "digest": (139.7, 215.9),
    "6x9": (152.4, 228.6),
}
_NUMBER = r"(\d+(?:\.\d+)?)"
_MM = {"mm": 1.0, "cm": 10.0, "in": INCH}


class Length(float):
    """A length in mm."""


def read_length(text: str) -> Length:
    """Return a length such as `5mm` or `0.125in`; raises ValueError for anything else."""
    match = re.fullmatch(rf"{_NUMBER}\s*(mm|cm|in)", text.strip())
    if not match:
        raise ValueError(f"{text!r} is no length: write it as 5mm or 0.125in")
    return Length(float(match[1]) * _MM[match[2]])


def read_page_size(text: str) -> PageSize:
    """Return a page by its name or as `width height` in mm, cm or in.

    Raises ValueError where the name is unknown or a side is outside 80 to 500 mm.
    """
    if text in _PAGES:
        width, height = _PAGES[text]
        return PageSize(width=width, height=height)
    match = re.fullmatch(rf"{_NUMBER}\s*(mm|cm|in)\s*[x× ]\s*{_NUMBER}\s*(mm|cm|in)", text.strip())
    if not match:
        bare = re.fullmatch(rf"{_NUMBER}\s*[x× ]\s*{_NUMBER}", text.strip())
        like = f"{bare[1]}in x {bare[2]}in" if bare else "140mm x 210mm"
        raise ValueError(f"{text!r} is not a page: write one of {', '.join(_PAGES)}, or {like}")
    width = float(match[1]) * _MM[match[2]]
    height = float(match[3]) * _MM[match[4]]
    if not (80 <= width <= 500 and 80 <= height <= 500):
        raise ValueError(f"{text!r}: a side must be between 80 and 500 mm")
    return PageSize(width=width, height=height)


class Price(str):
    """A price as the five digits that stand for it beside the barcode of a book."""

    __slots__ = ()


_CURRENCIES = {"GBP": "0", "AUD": "3", "NZD": "4", "USD": "5", "CAD": "6"}
"""The currencies that have a digit, by their codes (ISO 4217)."""
_DEAREST = 9999
"""Stands for this price, in hundredths, and for every higher one."""


def read_price(text: str) -> Price:
    """Return the digits for a price such as `14.95 USD`.

    Raises ValueError where the form is another one, or the currency has no digit.
    """
    match = re.fullmatch(r"(\d{1,6})(?:\.(\d\d))?\s*([A-Z]{3})", text.strip())
    if not match:
        raise ValueError(f"{text!r} is no price like 14.95 USD")
    digit = _CURRENCIES.get(match[3])
    if digit is None:
        raise ValueError(f"{text!r}: a barcode can have a price in {', '.join(_CURRENCIES)} only")
    hundredths = min(int(match[1]) * 100 + int(match[2] or 0), _DEAREST)
    return Price(f"{digit}{hundredths:04}")


class Amount(float):
    """A number above nothing, at most a billion."""


def read_amount(text: str) -> Amount:
    """Return a number that is greater than 0. Raises ValueError for anything else."""
    if not re.fullmatch(r"\d{1,9}(\.\d{1,3})?", text) or not float(text):
        raise ValueError(f"{text!r} is no number greater than 0")
    return Amount(text)


SCALARS: Mapping[type, ScalarType] = {
    ArticleDate: ScalarType(
        read=read_date,
        schema={
            "type": ["string", "integer"],
            "description": "A date such as 2025-11-16, 2025-11 or 2025, or a day with its time",
            "pattern": r"^\d{3,4}(-\d{1,2}(-\d{1,2}.*)?)?$",
        },
    ),
    bool: ScalarType(read=read_switch, schema={"type": "boolean"}),
    Language: ScalarType(
        read=read_language,
        schema={"type": "string", "pattern": "^[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*$"},
    ),
    Address: ScalarType(read=read_address, schema={"type": "string", "pattern": "^https?://"}),
    Isbn: ScalarType(read=read_isbn, schema={"type": "string", "pattern": r"^97[89][-\s\d]+$"}),
    Identifier: ScalarType(
        read=read_identifier, schema={"type": "string", "pattern": "^(urn:|https?://)"}
    ),
    Folder: ScalarType(
        read=read_folder, schema={"type": "string", "pattern": r"^(?!/|.*(^|/)\.\.(/|$)).*[^/.]"}
    ),
    StyleFile: ScalarType(read=read_style_file, schema={"type": "string", "pattern": r"\.css$"}),
    Length: ScalarType(
        read=read_length, schema={"type": "string", "pattern": r"^\d+(\.\d+)?\s*(mm|cm|in)$"}
    ),
    Price: ScalarType(
        read=read_price,
        schema={"type": "string", "pattern": rf"^\d+(\.\d\d)?\s*({'|'.join(_CURRENCIES)})$"},
    ),
    Amount: ScalarType(read=read_amount, schema={"type": "number", "exclusiveMinimum": 0}),
    PageSize: ScalarType(
        read=read_page_size,
        schema={"anyOf": [{"enum": list(_PAGES)}, {"type": "string", "pattern": "(mm|cm|in)$"}]},
    ),
}
"""Every type that is written as one value."""
