"""The packages that the program is built from: pinned, with digests, without a known advisory."""

import json
import re
import subprocess
import sys
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
    locked = pinned(lock)
    assert len(locked) == sum(line[:1].isalnum() for line in text.splitlines()) > len(FLOORS)
    assert [name for name, (_, files) in locked.items() if "--hash=sha256:" not in files] == []


@pytest.mark.slow
@pytest.mark.parametrize("lock", LOCKS)
def test_no_package_has_a_known_advisory(lock: str) -> None:
    options = ("--disable-pip", "--require-hashes", "--progress-spinner", "off", "--timeout", "10")
    run = subprocess.run(
        (sys.executable, "-m", "pip_audit", *options, "--format", "json", "--requirement", lock),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if not run.stdout:
        assert UNREACHABLE.search(run.stderr), run.stderr
        pytest.skip("the service that knows advisories cannot be reached from here")
    answers = json.loads(run.stdout)["dependencies"]
    known = [
        f"{one['name']} {one['version']}: {advisory['id']}, mended in {advisory['fix_versions']}"
        for one in answers
        for advisory in one.get("vulns", ())
    ]
    assert known == []
    unknown = [one["name"] for one in answers if "skip_reason" in one]
    if unknown:
        pytest.skip(f"no service here knows the advisories of {len(unknown)} of {len(answers)}")
