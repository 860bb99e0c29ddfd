"""Frozen structs to bytes and back, for the cache: MessagePack, read as the type that is asked for.

Nothing in the bytes names a type or runs anything; who reads them says what they must be.
"""

from functools import cache
from typing import Any, TypeVar

from msgspec import DecodeError, msgpack

T = TypeVar("T")

DAMAGE = DecodeError
"""What `decode` raises where bytes are not what they should be."""


def _plain(value: Any) -> str:
    """Return a text of a type of its own, such as a language tag, as a text."""
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be kept")


_ENCODER = msgpack.Encoder(enc_hook=_plain)


def encode(value: object) -> bytes:
    """Return a value of structs, tuples, mappings, enums, dates, texts and bytes as bytes.

    Equal values of one type give equal bytes, mappings in the same order. Texts have no lone
    surrogates, whole numbers 64 bits.
    """
    return _ENCODER.encode(value)


def decode(kind: type[T], data: bytes) -> T:
    """Return the value of a type that `encode` made into bytes.

    Raises DAMAGE where the bytes are something else.
    """
    return _decoder(kind).decode(data)  # type: ignore[no-any-return, arg-type]  # is hashable


@cache
def _decoder(kind: Any) -> "msgpack.Decoder[Any]":
    return msgpack.Decoder(kind)
