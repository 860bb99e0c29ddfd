"""A build opens nothing outside its project and connects to nothing: the kernel is the witness."""

import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from hostile.case import HEAD, MANIFEST, files
from proofs.program import PROGRAM, environment, require
from proofs.reads import prove_reads, watch

pytestmark = pytest.mark.slow


def test_a_build_reads_nothing_outside_and_opens_no_connection(tmp_path: Path) -> None:
    proof = prove_reads(tmp_path)
    assert proof.faults == ()
    assert proof.outside == ()
    assert proof.network == ()
    assert proof.opened > 100


def test_the_witness_sees_what_it_should(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    (tmp_path / "canary").write_text("x", encoding="utf-8")
    (folder / "link").symlink_to(tmp_path / "canary")
    program = (
        "import socket, threading\n"
        "def run():\n    open('link').read()\n    socket.socket(socket.AF_INET)\n"
        "thread = threading.Thread(target=run)\nthread.start()\nthread.join()\n"
    )
    seen = watch((*PROGRAM[:2], program), folder, environment(tmp_path / "home"))
    assert str(tmp_path / "canary") in seen.opened
    assert any("AF_INET" in call for call in seen.network)


def test_a_build_without_any_network(tmp_path: Path) -> None:
    unshare = require("unshare", "util-linux")
    flags = "-n" if os.geteuid() == 0 else "-rn"
    allowed = subprocess.run([unshare, flags, "true"], capture_output=True, check=False)
    if allowed.returncode:
        pytest.skip("this machine lets nobody make a network of their own")
    folder = tmp_path / "book"
    folder.mkdir()
    files({"book.yml": MANIFEST, "articles/a.md": f"{HEAD}![A](https://192.0.2.1/a.png)\n"})(folder)
    run = subprocess.run(
        [unshare, flags, *PROGRAM, "build"],
        cwd=folder,
        env=environment(tmp_path / "home"),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert zipfile.is_zipfile(folder / "dist/sorts.epub")
    assert (folder / "dist/sorts.pdf").read_bytes().startswith(b"%PDF-")
