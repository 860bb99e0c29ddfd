"""A disk that is full or may not be written to: one line, exit code 4, the old file untouched."""

import os
import resource
import subprocess
from pathlib import Path

import pytest

from hostile.case import HEAD, MANIFEST, files
from proofs.program import PROGRAM, environment, require

pytestmark = pytest.mark.slow

OLD = b"what an earlier build left"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    folder.mkdir()
    files({"book.yml": MANIFEST, "articles/type.md": f"{HEAD}Words.\n"})(folder)
    (folder / "dist").mkdir()
    (folder / "dist/sorts.epub").write_bytes(OLD)
    return folder


def refused(run: "subprocess.CompletedProcess[str]", said: str) -> None:
    assert run.returncode == 4, run.stderr
    (line,) = run.stderr.splitlines()
    assert "cannot be written" in line
    assert said in line
    assert "check that the folder may be written to and has room" in line


def test_a_file_that_may_not_grow(project: Path) -> None:
    run = subprocess.run(
        [*PROGRAM, "build", "--epub"],
        cwd=project,
        env=environment(project.parent / "home"),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    refused(run, "File too large")
    assert [path.name for path in (project / "dist").iterdir()] == ["sorts.epub"]
    assert (project / "dist/sorts.epub").read_bytes() == OLD


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        ("mount -t tmpfs -o size=16k tmpfs dist", "No space left on device"),
        ("mount -t tmpfs -o size=4k tmpfs dist && echo full > dist/x", "No space left on device"),
        ("mount --bind dist dist && mount -o remount,ro,bind dist", "nothing may be written there"),
    ],
)
def test_a_folder_without_room_or_leave(prepare: str, said: str, project: Path) -> None:
    unshare = require("unshare", "util-linux")
    flags = ("-m",) if os.geteuid() == 0 else ("-rm",)
    mounted = [unshare, *flags, "sh", "-c"]
    allowed = subprocess.run([*mounted, prepare], cwd=project, capture_output=True, check=False)
    if allowed.returncode:
        pytest.skip("this machine lets nobody mount a file system of their own")
    build = f'{prepare} && "$@"; code=$?; ls -A dist; exit $code'
    run = subprocess.run(
        [*mounted, build, "sh", *PROGRAM, "build", "--epub"],
        cwd=project,
        env=environment(project.parent / "home"),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    refused(run, said)
    assert ".part" not in run.stdout
    assert (project / "dist/sorts.epub").read_bytes() == OLD
