"""The packages that the program is built from: pinned, with digests, without a known advisory."""

import json
import re
import subprocess
import sys
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
FLOORS = {"weasyprint": (70,), "lxml": (6, 1), "jinja2": (3, 1, 6)}
"""The first versions without the advisories that concern a build of foreign input."""
PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)(.*(?:\n {4}.*)*)", re.MULTILINE)
"""A package in a lock: its name, its version, and the lines about its files."""

UNREACHABLE = re.compile(r"requests\.exceptions\.\w+: |Could not connect|is not redirecting")
"""What pip-audit says, in one way or another, where it gets no answer."""


def pinned(lock: str) -> dict[str, tuple[str, str]]:
    """Return the version of each package in a lock, and what the lock says about its files."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {name: (version, files) for name, version, files in PINNED.findall(text)}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_floors_hold(lock: str) -> None:
    locked = pinned(lock)
    versions = {name: tuple(map(int, locked[name][0].split("."))) for name in FLOORS}
    assert {name: versions[name] for name in FLOORS if versions[name] < FLOORS[name]} == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_in_a_lock_has_digests(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    locked = PINNED.findall(text)
    assert len(locked) == sum(line[:1].isalnum() for line in text.splitlines()) > len(FLOORS)
    assert [name for name, _, files in locked if "--hash=sha256:" not in files] == []


@dataclass(frozen=True, slots=True)
class Audit:
    """What a service said about the packages of a lock."""

    known: tuple[str, ...]
    """Each advisory, with its package and the versions that mend it."""
    unanswered: tuple[str, ...]
    """The packages of which the service knows nothing."""


def audit(lock: Path, *service: str) -> Audit | None:
    """Ask pip-audit about a lock; None where the service cannot be reached."""
    options = ("--disable-pip", "--require-hashes", "--progress-spinner", "off", "--timeout", "10")
    run = subprocess.run(
        (
            *(sys.executable, "-m", "pip_audit", *options, *service),
            *("--format", "json", "--requirement", str(lock)),
        ),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if not run.stdout:
        assert UNREACHABLE.search(run.stderr), run.stderr
        return None
    answers = json.loads(run.stdout)["dependencies"]
    return Audit(
        tuple(
            f"{one['name']} {one['version']}: {advisory['id']}, mended in "
            f"{', '.join(advisory['fix_versions'])}"
            for one in answers
            for advisory in one.get("vulns", ())
        ),
        tuple(one["name"] for one in answers if "skip_reason" in one),
    )


class Osv(BaseHTTPRequestHandler):
    """A service of advisories that knows one, of jinja2."""

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        name = json.loads(self.rfile.read(size))["package"]["name"]
        events = [{"introduced": "0"}, {"fixed": "999.1"}]
        affected = {
            "package": {"name": name, "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": events}],
        }
        advisory = {"id": "PYSEC-0000-1", "details": "Made for a test.", "affected": [affected]}
        answer = json.dumps({"vulns": [advisory]} if name == "jinja2" else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.slow
def test_an_advisory_is_told() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Osv)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/v1/query"
    try:
        told = audit(ROOT / LOCKS[0], "--vulnerability-service", "osv", "--osv-url", address)
    finally:
        server.shutdown()
        server.server_close()
    version, _ = pinned(LOCKS[0])["jinja2"]
    assert told == Audit((f"jinja2 {version}: PYSEC-0000-1, mended in 999.1",), ())


@pytest.mark.slow
@pytest.mark.parametrize("lock", LOCKS)
def test_no_package_has_a_known_advisory(lock: str) -> None:
    asked = [
        answer
        for service in ("pypi", "osv")
        if (answer := audit(ROOT / lock, "--vulnerability-service", service))
    ]
    assert [known for answer in asked for known in answer.known] == []
    unanswered = min((answer.unanswered for answer in asked), key=len, default=None)
    if unanswered is None:
        pytest.skip("no service that knows advisories can be reached from here")
    if unanswered:
        pytest.skip(f"no service here knows the advisories of {len(unanswered)} packages")
