"""A web server on this machine that behaves as badly as a test wants."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Request"], None]
"""Answers a request."""


@dataclass
class Request:
    """A request, and the way to answer it."""

    handler: BaseHTTPRequestHandler
    path: str
    headers: dict[str, str]
    stopped: threading.Event

    def head(self, status: int = 200, **headers: str) -> None:
        """Send status and headers; `_` in a name stands for `-`."""
        self.handler.send_response(status)
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()

    def say(self, data: bytes) -> None:
        """Send bytes."""
        self.handler.wfile.write(data)
        self.handler.wfile.flush()

    def answer(self, data: bytes, status: int = 200, **headers: str) -> None:
        """Send a whole answer."""
        self.head(status, Content_Length=str(len(data)), **headers)
        self.say(data)

    def hang_up(self) -> None:
        """End the connection."""
        self.handler.close_connection = True

    def wait(self, seconds: float) -> None:
        """Wait, but not longer than the test."""
        self.stopped.wait(seconds)


@dataclass
class Loopback:
    """A server under way."""

    port: int
    pages: dict[str, Reply]
    asked: list[Request] = field(default_factory=list)

    def address(self, path: str = "/", host: str = "blog.example") -> str:
        """Return the address of a page."""
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in its order."""
        return [request.path for request in self.asked]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell faults of a test, but not that somebody hung up."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def loopback() -> Iterator[Loopback]:
    """Run a server; a page that has no reply is not found."""
    stopped = threading.Event()
    served: Loopback

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            request = Request(self, self.path, dict(self.headers.items()), stopped)
            served.asked.append(request)
            reply = served.pages.get(self.path) or served.pages.get(self.path.partition("?")[0])
            try:
                if reply is None:
                    request.answer(b"nothing here", 404)
                else:
                    reply(request)
            except (BrokenPipeError, ConnectionResetError):
                request.hang_up()

    server = _Server(("127.0.0.1", 0), Handler)
    served = Loopback(server.server_port, {})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield served
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()


def resolved_here(_host: str, _port: int) -> tuple[str, ...]:
    """Resolve every name to this machine."""
    return ("127.0.0.1",)
