"""What an address answers, and why it does not."""

from msgspec import Struct

ELSEWHERE = "look whether it opens in a browser, or save what stands there as a file"
"""What to do where an address does not answer us."""


class FetchError(Exception):
    """Raised where an address cannot be had."""

    def __init__(self, what: str, advice: str, status: int | None = None) -> None:
        """Take what is wrong, what to do, and the status where the server gave one."""
        super().__init__(what)
        self.what = what
        self.advice = advice
        self.status = status
        """RFC 9110, section 15."""


class Limits(Struct, frozen=True):
    """How much an address may cost."""

    seconds: float = 120
    """For one address, with all redirects and tries."""
    patience: float = 20
    """Seconds without a byte."""
    size: int = 100_000_000
    """Bytes of one answer, unpacked."""
    total: int = 4_000_000_000
    """Bytes of all answers of an import."""
    redirects: int = 5
    tries: int = 3
    """How often an address is asked where it breaks off."""
    pause: float = 0.1
    """Seconds before each question."""


class Validators(Struct, frozen=True, kw_only=True):
    """What a server calls the state of what it answers (RFC 9110, section 8.8)."""

    etag: str | None = None
    modified: str | None = None

    def asking_for_change(self) -> dict[str, str]:
        """Return the headers that ask for an answer only where it is another one."""
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in said.items() if value}

    def asking_for_rest(self, start: int) -> dict[str, str]:
        """Return the headers that ask for the bytes from `start`; none where that is not safe.

        Only a strong validator says that the bytes are those of before (RFC 9110, section 13.1.5).
        """
        if self.etag and not self.etag.startswith("W/"):
            return {
                "Accept-Encoding": "identity",
                "Range": f"bytes={start}-",
                "If-Range": self.etag,
            }
        return {}


class Fetched(Struct, frozen=True, kw_only=True):
    """What stands at an address."""

    data: bytes
    charset: str | None
    validators: Validators = Validators()
