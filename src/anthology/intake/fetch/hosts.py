"""The hosts that are asked: public ones, and no other machine of the network we stand in."""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import idna
from msgspec import Struct

from anthology.errors import shortened
from anthology.intake.fetch.answer import ELSEWHERE, FetchError

Resolve = Callable[[str, int], tuple[str, ...]]
"""Takes a host and a port; returns the numbers of public addresses. Raises FetchError."""

_PORTS = {"http": 80, "https": 443}
_TRANSLATED = IPv6Network("64:ff9b::/96")
"""IPv4 addresses as a translator writes them (RFC 6052, section 2.1)."""


class Target(Struct, frozen=True):
    """An address, taken apart."""

    secure: bool
    host: str
    port: int
    path: str
    """With the query, in ASCII."""

    @property
    def authority(self) -> str:
        """The host, with the port where it is not the usual one (RFC 9110, section 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self._scheme] else f"{host}:{self.port}"

    @property
    def address(self) -> str:
        """The whole address."""
        return f"{self._scheme}://{self.authority}{self.path}"

    @property
    def _scheme(self) -> str:
        return "https" if self.secure else "http"

    def at(self, reference: str) -> "Target":
        """Return where a redirect leads. Raises FetchError where that is no web address."""
        try:
            return target_of(urljoin(self.address, reference))
        except ValueError:
            raise _malformed(reference) from None


def target_of(address: str) -> Target:
    """Take an address apart. Raises FetchError where it is none of the web."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
        host = _in_ascii(parts.hostname or "")
    except ValueError:
        raise _malformed(address) from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host or parts.username is not None or port == 0:
        raise _malformed(address)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~-._")
    return Target(
        secure=scheme == "https",
        host=host,
        port=port or _PORTS[scheme],
        path=urlunsplit(("", "", path, query, "")),
    )


def public_addresses(host: str, port: int) -> tuple[str, ...]:
    """Return the numbers of a host. Raises FetchError where it has none, or one is not public.

    Whoever asks connects to these numbers, not to the name: its answer may change meanwhile.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError(f"the host {shortened(host)} is not known", ELSEWHERE) from None
    numbers = tuple(dict.fromkeys(str(one[4][0]) for one in found))
    for number in numbers:
        if not is_public(number):
            name = shortened(host)
            raise FetchError(
                f"{name if name == number else f'{name} ({number})'} is no public address",
                "only public addresses are fetched: save what stands there as a file",
            )
    return numbers


def is_public(number: str) -> bool:
    """Tell whether the number of an address is one of the public Internet."""
    try:
        address: IPv4Address | IPv6Address = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _TRANSLATED:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            address = inner
        elif address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast


def _in_ascii(host: str) -> str:
    """Return a host as it is looked up (UTS #46). Raises ValueError where it cannot be one."""
    return host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")


def _malformed(address: str) -> FetchError:
    return FetchError(f"{shortened(address)} is no address of the web", ELSEWHERE)
