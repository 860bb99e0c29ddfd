"""One question to one host, and its answer as it comes in."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.client import HTTPException, IncompleteRead
from importlib.metadata import version

import certifi
import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    SSLError,
)

from anthology.intake.fetch.answer import ELSEWHERE, FetchError
from anthology.intake.fetch.hosts import Resolve, Target

_CHUNK = 65_536
"""Bytes."""


class BrokenOffError(Exception):
    """Raised where an answer breaks off: asked again, the host may give it."""


class Connections:
    """Keeps the connection to the host that was asked last: only one at a time."""

    def __init__(self, resolve: Resolve, patience: float) -> None:
        """Take what finds the addresses of hosts, and how many seconds a host may be silent."""
        self._resolve = resolve
        self._timeout = urllib3.Timeout(connect=patience, read=patience)
        self._host: tuple[bool, str, int] | None = None
        self._pools: tuple[urllib3.HTTPConnectionPool, ...] = ()

    def close(self) -> None:
        """Close the connection, if there is one."""
        for pool in self._pools:
            pool.close()
        self._host, self._pools = None, ()

    @contextmanager
    def asking(self, target: Target, headers: dict[str, str]) -> Iterator["Answer"]:
        """Ask; the answer is closed at the end.

        Raises FetchError where the host cannot be asked, BrokenOffError where that may pass.
        """
        response = self._response(target, headers)
        try:
            yield Answer(response)
        finally:
            response.close()

    def _response(self, target: Target, headers: dict[str, str]) -> urllib3.BaseHTTPResponse:
        pools = self._at(target)
        for number, pool in enumerate(pools, 1):
            try:
                response = pool.urlopen(
                    "GET",
                    target.path,
                    headers={"Host": target.authority, "User-Agent": _agent(), **headers},
                    retries=False,
                    redirect=False,
                    preload_content=False,
                    decode_content=True,
                    assert_same_host=False,
                )
            except (NewConnectionError, ConnectTimeoutError) as problem:
                if number == len(pools):
                    raise BrokenOffError(f"cannot be reached ({_reason(problem)})") from None
                continue
            except SSLError as problem:
                raise FetchError(
                    f"{target.address} cannot be fetched safely ({_reason(problem)})",
                    ELSEWHERE,
                ) from None
            except (HTTPError, HTTPException, OSError) as problem:
                raise BrokenOffError(f"does not answer ({_reason(problem)})") from None
            self._pools = (pool,)
            return response
        raise BrokenOffError("cannot be reached")

    def _at(self, target: Target) -> tuple[urllib3.HTTPConnectionPool, ...]:
        """Return how the host is reached, one way for each of its addresses."""
        host = (target.secure, target.host, target.port)
        if self._host != host or not self._pools:
            self.close()
            numbers = self._resolve(target.host, target.port)
            self._pools = tuple(self._pool(target, number) for number in numbers)
            self._host = host
        return self._pools

    def _pool(self, target: Target, number: str) -> urllib3.HTTPConnectionPool:
        if not target.secure:
            return urllib3.HTTPConnectionPool(number, target.port, timeout=self._timeout)
        return urllib3.HTTPSConnectionPool(
            number,
            target.port,
            timeout=self._timeout,
            ssl_context=_trust(),
            server_hostname=target.host,
            assert_hostname=target.host,
        )


class Answer:
    """What a host answers, while it comes in."""

    def __init__(self, response: urllib3.BaseHTTPResponse) -> None:
        """Take the response of the library."""
        self._response = response

    @property
    def status(self) -> int:
        """RFC 9110, section 15."""
        return self._response.status

    def header(self, name: str) -> str | None:
        """Return a header; None where there is none."""
        found: str | None = self._response.headers.get(name)
        return found

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes as they come, unpacked. Raises BrokenOffError where they break off."""
        try:
            while chunk := self._response.read1(_CHUNK):
                yield chunk
        except (HTTPError, HTTPException, OSError) as problem:
            raise BrokenOffError(f"breaks off ({_reason(problem)})") from None


@cache
def _agent() -> str:
    return f"anthology/{version('anthology')} (makes books; asked for by its reader)"


@cache
def _trust() -> ssl.SSLContext:
    """Return whom this machine trusts, and those whom browsers trust where it has no list."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _reason(problem: BaseException) -> str:
    """Return what kept an answer away, in a few words."""
    inner: BaseException = problem
    while isinstance(inner.__cause__ or inner.__context__, OSError | HTTPException):
        inner = inner.__cause__ or inner.__context__ or inner
    match inner:
        case TimeoutError() | urllib3.exceptions.TimeoutError():
            return "silent for too long"
        case IncompleteRead() | urllib3.exceptions.IncompleteRead():
            return "shorter than announced"
        case ssl.SSLCertVerificationError():
            return f"certificate: {inner.verify_message}"
        case ssl.SSLError():
            return (inner.reason or "TLS").lower().replace("_", " ")
        case OSError() if inner.strerror:
            return inner.strerror.lower()
        case _:
            return type(inner).__name__
