"""What a picture becomes that is fitted for an edition."""

from msgspec import Struct


class Fitted(Struct, frozen=True, kw_only=True):
    """A picture's file that meets the needs."""

    media_type: str
    """image/jpeg or image/png."""
    ending: str
    """The ending of its file's name, without the dot."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""
    data: bytes
