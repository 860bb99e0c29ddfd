"""Fetching from servers that are slow, break off, lie, and lead into private networks."""

import gzip
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from anthology.intake.fetch.answer import Fetched, FetchError, Limits
from anthology.intake.fetch.client import Fetcher
from anthology.intake.fetch.hosts import is_public, public_addresses, target_of
from anthology.shelf import Shelf
from loopback import Loopback, Request, loopback, resolved_here

QUICK = Limits(seconds=10, patience=1, size=100_000, pause=0, tries=2)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as served:
        yield served


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "fetched")


def fetched(shelf: Shelf, *addresses: str, limits: Limits = QUICK) -> Fetched:
    with Fetcher(shelf, limits, resolved_here) as fetcher:
        return [fetcher.fetch(address) for address in addresses][-1]


def refusal(shelf: Shelf, address: str, limits: Limits = QUICK) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetched(shelf, address, limits=limits)
    assert caught.value.advice
    return caught.value


def break_off(one: Request, start: bytes, **headers: str) -> None:
    """Send a part of what is announced, and hang up."""
    one.head(200, Content_Length="200", **headers)
    one.say(start)
    one.hang_up()


def test_bytes_and_charset_of_a_page(server: Loopback, shelf: Shelf) -> None:
    server.pages["/a"] = lambda one: one.answer(
        b"\xe4", Content_Type='text/html; charset="iso-8859-1"'
    )
    found = fetched(shelf, server.address("/a"))
    assert (found.data, found.charset) == (b"\xe4", "iso-8859-1")


def test_who_asks_is_named(server: Loopback, shelf: Shelf) -> None:
    server.pages["/"] = lambda one: one.answer(b"")
    fetched(shelf, server.address())
    assert server.asked[0].headers["User-Agent"].startswith("anthology/")
    assert server.asked[0].headers["Host"] == f"blog.example:{server.port}"


def test_packed_answers_are_unpacked(server: Loopback, shelf: Shelf) -> None:
    packed = gzip.compress(b"word " * 1000)
    server.pages["/"] = lambda one: one.answer(packed, Content_Encoding="gzip")
    assert fetched(shelf, server.address()).data == b"word " * 1000


def test_an_answer_that_unpacks_to_too_much_is_refused(server: Loopback, shelf: Shelf) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    server.pages["/"] = lambda one: one.answer(bomb, Content_Encoding="gzip")
    assert "larger than" in refusal(shelf, server.address()).what


def test_an_address_is_asked_once_an_import(server: Loopback, shelf: Shelf) -> None:
    server.pages["/"] = lambda one: one.answer(b"once")
    fetched(shelf, server.address(), server.address())
    assert server.paths == ["/"]


def test_the_next_import_asks_only_for_change(server: Loopback, shelf: Shelf) -> None:
    def reply(one: Request) -> None:
        if one.headers.get("If-None-Match") == '"1"':
            one.head(304)
        else:
            one.answer(b"first", ETag='"1"')

    server.pages["/"] = reply
    assert fetched(shelf, server.address()).data == b"first"
    assert fetched(shelf, server.address()).data == b"first"
    assert [one.headers.get("If-None-Match") for one in server.asked] == [None, '"1"']
    server.pages["/"] = lambda one: one.answer(b"second", ETag='"2"')
    assert fetched(shelf, server.address()).data == b"second"


def test_the_date_of_a_change_will_do(server: Loopback, shelf: Shelf) -> None:
    date = "Sat, 03 Feb 2024 04:05:06 GMT"
    server.pages["/"] = lambda one: (
        one.head(304)
        if one.headers.get("If-Modified-Since") == date
        else one.answer(b"x", Last_Modified=date)
    )
    fetched(shelf, server.address())
    assert fetched(shelf, server.address()).data == b"x"
    assert len(server.asked) == 2


def test_an_import_that_broke_off_goes_on(server: Loopback, shelf: Shelf) -> None:
    server.pages["/a"] = lambda one: one.answer(b"a")
    server.pages["/b"] = lambda one: one.answer(b"b")
    fetcher = Fetcher(shelf, QUICK, resolved_here)
    fetcher.fetch(server.address("/a"))
    fetcher.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    fetched(shelf, server.address("/a"), server.address("/b"))
    assert server.paths == ["/a", "/b"]
    fetched(shelf, server.address("/a"))
    assert server.paths == ["/a", "/b", "/a"]


def test_what_is_kept_and_damaged_is_fetched_again(server: Loopback, shelf: Shelf) -> None:
    server.pages["/"] = lambda one: one.answer(b"whole", ETag='"1"')
    fetched(shelf, server.address())
    for entry in shelf.path.glob("??/*"):
        entry.write_bytes(entry.read_bytes()[:-1] + b"?")
    assert fetched(shelf, server.address()).data == b"whole"
    assert "If-None-Match" not in server.asked[1].headers


def test_the_rest_of_what_broke_off_is_asked_for(server: Loopback, shelf: Shelf) -> None:
    whole = bytes(range(200))

    def reply(one: Request) -> None:
        if one.headers.get("Range") == "bytes=80-" and one.headers["If-Range"] == '"1"':
            one.answer(whole[80:], 206, ETag='"1"', Content_Range="bytes 80-199/200")
        else:
            break_off(one, whole[:80], ETag='"1"')

    server.pages["/"] = reply
    assert fetched(shelf, server.address()).data == whole
    assert len(server.asked) == 2


def test_another_part_than_asked_for_is_not_taken(server: Loopback, shelf: Shelf) -> None:
    def reply(one: Request) -> None:
        if "Range" in one.headers:
            one.answer(b"?" * 150, 206, ETag='"1"', Content_Range="bytes 50-199/200")
        else:
            break_off(one, b"x" * 80, ETag='"1"')

    server.pages["/"] = reply
    assert "another part" in refusal(shelf, server.address()).what


def test_a_part_of_the_rest_is_not_taken_for_all_of_it(server: Loopback, shelf: Shelf) -> None:
    def reply(one: Request) -> None:
        if "Range" in one.headers:
            one.answer(b"x" * 20, 206, ETag='"1"', Content_Range="bytes 80-99/200")
        else:
            break_off(one, b"x" * 80, ETag='"1"')

    server.pages["/"] = reply
    assert "another part" in refusal(shelf, server.address()).what


def test_where_there_is_no_such_rest_all_is_asked_for_again(server: Loopback, shelf: Shelf) -> None:
    def reply(one: Request) -> None:
        if "Range" in one.headers:
            one.answer(b"there is no such part", 416, Content_Range="bytes */4")
        elif len(server.asked) == 1:
            break_off(one, b"old", ETag='"1"')
        else:
            one.answer(b"all!")

    server.pages["/"] = reply
    limits = Limits(seconds=10, patience=1, pause=0, tries=3)
    assert fetched(shelf, server.address(), limits=limits).data == b"all!"


def test_a_part_that_nobody_asked_for_is_not_taken(server: Loopback, shelf: Shelf) -> None:
    server.pages["/"] = lambda one: one.answer(b"part", 206, Content_Range="bytes 0-3/200")
    assert "another part" in refusal(shelf, server.address()).what


def test_without_a_validator_all_is_asked_for_again(server: Loopback, shelf: Shelf) -> None:
    def reply(one: Request) -> None:
        if len(server.asked) == 1:
            break_off(one, b"old")
        else:
            one.answer(b"newest")

    server.pages["/"] = reply
    assert fetched(shelf, server.address()).data == b"newest"
    assert "Range" not in server.asked[1].headers


def test_what_always_breaks_off_is_told(server: Loopback, shelf: Shelf) -> None:
    server.pages["/"] = lambda one: break_off(one, b"x")
    assert "breaks off (shorter than announced)" in refusal(shelf, server.address()).what
    assert len(server.asked) == QUICK.tries


def test_a_chunked_answer_that_breaks_off_is_not_taken(server: Loopback, shelf: Shelf) -> None:
    def reply(one: Request) -> None:
        one.head(Transfer_Encoding="chunked")
        one.say(b"5\r\nhello\r\n")
        one.hang_up()

    server.pages["/"] = reply
    assert "breaks off" in refusal(shelf, server.address()).what


def test_a_server_that_is_silent_is_left(server: Loopback, shelf: Shelf) -> None:
    server.pages["/"] = lambda one: one.wait(60)
    said = refusal(shelf, server.address(), Limits(seconds=10, patience=0.2, tries=1))
    assert "silent for too long" in said.what


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_server_that_drips_is_left(server: Loopback, shelf: Shelf, part: str) -> None:
    def reply(one: Request) -> None:
        if part == "body":
            one.head(Content_Length="1000000")
        else:
            one.say(b"HTTP/1.1 200 OK\r\nX-Drip: ")
        for _ in range(1000):
            one.say(b"x")
            one.wait(0.05)

    server.pages["/"] = reply
    before = time.monotonic()
    said = refusal(shelf, server.address(), Limits(seconds=0.7, patience=5, tries=1))
    assert "longer than" in said.what
    assert time.monotonic() - before < 30


def test_a_size_that_is_announced_is_enough_to_refuse(server: Loopback, shelf: Shelf) -> None:
    def reply(one: Request) -> None:
        one.head(Content_Length="999999999999999999999999")
        one.wait(60)

    server.pages["/"] = reply
    assert "larger than" in refusal(shelf, server.address()).what


def test_an_answer_without_end_is_refused(server: Loopback, shelf: Shelf) -> None:
    def reply(one: Request) -> None:
        one.head(Connection="close")
        for _ in range(10_000):
            one.say(b"x" * 10_000)

    server.pages["/"] = reply
    assert "larger than" in refusal(shelf, server.address()).what


def test_an_import_is_bounded_as_a_whole(server: Loopback, shelf: Shelf) -> None:
    server.pages["/a"] = server.pages["/b"] = lambda one: one.answer(b"x" * 60)
    limits = Limits(seconds=10, total=60, pause=0)
    with Fetcher(shelf, limits, resolved_here) as fetcher:
        fetcher.fetch(server.address("/a"))
        with pytest.raises(FetchError, match="enough for one import"):
            fetcher.fetch(server.address("/b"))
    assert server.paths == ["/a"]


def test_redirects_are_followed(server: Loopback, shelf: Shelf) -> None:
    server.pages["/old/"] = lambda one: one.answer(b"", 301, Location="../n%C3%A9w?x=1#here")
    server.pages["/n%C3%A9w"] = lambda one: one.answer(b"new")
    assert fetched(shelf, server.address("/old/")).data == b"new"
    assert server.paths == ["/old/", "/n%C3%A9w?x=1"]


def test_redirects_come_to_an_end(server: Loopback, shelf: Shelf) -> None:
    server.pages["/"] = lambda one: one.answer(b"", 302, Location="/")
    assert "redirects" in refusal(shelf, server.address()).what
    assert len(server.asked) == QUICK.redirects + 1


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/", "http://2130706433/"],
)
def test_a_redirect_into_a_private_network_is_refused(
    server: Loopback, shelf: Shelf, location: str
) -> None:
    def resolve(host: str, port: int) -> tuple[str, ...]:
        return ("127.0.0.1",) if host == "blog.example" else public_addresses(host, port)

    server.pages["/"] = lambda one: one.answer(b"", 302, Location=location)
    with Fetcher(shelf, QUICK, resolve) as fetcher, pytest.raises(FetchError, match="no public"):
        fetcher.fetch(server.address())


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://x.example/", "http://["])
def test_a_redirect_out_of_the_web_is_refused(
    server: Loopback, shelf: Shelf, location: str
) -> None:
    server.pages["/"] = lambda one: one.answer(b"", 302, Location=location)
    assert "no address of the web" in refusal(shelf, server.address()).what


@pytest.mark.parametrize(
    "address",
    ["", "/etc/passwd", "file:///etc/passwd", "http://", "https://me:secret@blog.example/"],
)
def test_other_addresses_are_refused(shelf: Shelf, address: str) -> None:
    assert "no address of the web" in refusal(shelf, address).what


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("nonsense", False),
    ],
)
def test_which_numbers_are_public(number: str, public: bool) -> None:
    assert is_public(number) is public


def test_a_name_with_one_private_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = ("93.184.215.14", "10.0.0.1")
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (one, 80)) for one in numbers]
    )
    with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
        public_addresses("rebound.example", 80)


def test_a_name_that_is_not_known_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(FetchError, match=r"blog\.example is not known"):
        public_addresses("blog.example", 80)


def test_what_is_written_in_other_letters_is_asked_for_in_ascii() -> None:
    target = target_of("HTTPS://Grüße.example/ä b?q=ü%20#x")
    assert target.address == "https://xn--gre-6ka8l.example/%C3%A4%20b?q=%C3%BC%20"


def test_a_busy_server_is_asked_again(server: Loopback, shelf: Shelf) -> None:
    server.pages["/"] = lambda one: (
        one.answer(b"", 503, Retry_After="0") if len(server.asked) == 1 else one.answer(b"now")
    )
    assert fetched(shelf, server.address()).data == b"now"


def test_a_server_that_wants_us_to_wait_for_too_long_is_left(
    server: Loopback, shelf: Shelf
) -> None:
    server.pages["/"] = lambda one: one.answer(b"", 429, Retry_After="3600")
    assert "longer than 10 s" in refusal(shelf, server.address()).what
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418])
def test_a_refusal_is_told_at_once(server: Loopback, shelf: Shelf, status: int) -> None:
    server.pages["/"] = lambda one: one.answer(b"no", status)
    said = refusal(shelf, server.address())
    assert said.status == status
    assert f"status {status}" in said.what
    assert len(server.asked) == 1


def test_a_port_where_nobody_answers_is_told(shelf: Shelf) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    assert "cannot be reached" in refusal(shelf, f"http://blog.example:{port}/").what


def test_a_host_is_asked_at_its_next_number(server: Loopback, shelf: Shelf) -> None:
    server.pages["/"] = lambda one: one.answer(b"here")
    numbers = ("127.0.0.2", "127.0.0.1")
    limits = Limits(seconds=10, patience=1, pause=0, tries=1)
    with Fetcher(shelf, limits, lambda _host, _port: numbers) as fetcher:
        assert fetcher.fetch(server.address()).data == b"here"


def test_a_server_without_tls_is_no_safe_one(server: Loopback, shelf: Shelf) -> None:
    address = server.address().replace("http:", "https:")
    assert "cannot be fetched safely" in refusal(shelf, address).what


def test_pictures_are_fetched_in_their_largest_form(server: Loopback, shelf: Shelf) -> None:
    uploads = "/wp-content/uploads/2024/02"
    server.pages[f"{uploads}/a.png"] = lambda one: one.answer(b"large")
    server.pages[f"{uploads}/b-300x200.png"] = lambda one: one.answer(b"small")
    with Fetcher(shelf, QUICK, resolved_here) as fetcher:
        find = fetcher.picture
        assert find(server.address(f"{uploads}/a-300x200.png")).value == b"large"
        assert find(server.address(f"{uploads}/b-300x200.png")).value == b"small"
        missing = find(server.address(f"{uploads}/c.png"))
    assert missing.value is None
    assert "status 404" in missing.findings[0].message
