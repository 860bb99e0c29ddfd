"""A build that is killed, stopped or not alone leaves whole files and nothing beside them."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from hostile.case import HEAD, MANIFEST, files
from proofs.kills import prove_kills
from proofs.program import PROGRAM, environment

pytestmark = pytest.mark.slow

TIMES = 15


@pytest.mark.parametrize("edition", ["epub", "pdf"])
def test_a_killed_build_leaves_the_old_or_the_new_file(edition: str, tmp_path: Path) -> None:
    seed = random.randrange(2**32)  # noqa: S311 - told where it fails
    proof = prove_kills(tmp_path, edition, TIMES, seed)
    assert proof.faults == ()
    assert proof.left_old + proof.left_new == TIMES
    assert proof.killed > TIMES / 3, proof


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    folder.mkdir()
    files({"book.yml": MANIFEST, "articles/type.md": f"{HEAD}Words.\n"})(folder)
    return folder


def start(project: Path, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*PROGRAM, "build", *words],
        cwd=project,
        env=environment(project.parent / "home"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("step", ["read", "pdf"])
def test_a_stopped_build_ends_cleanly(project: Path, step: str, number: int, code: int) -> None:
    (project / "dist").mkdir()
    (project / "dist/sorts.pdf").write_bytes(b"old")
    process = start(project, "--verbose")
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(step):
            break
    time.sleep(0.05)
    process.send_signal(number)
    _, told = process.communicate(timeout=300)
    assert process.returncode == code, told
    assert "stopped; " in told
    assert "Traceback" not in told
    assert [path.name for path in (project / "dist").iterdir()] == ["sorts.pdf"]
    assert (project / "dist/sorts.pdf").read_bytes() == b"old"
    left = [path.name for path in (project.parent / "home").rglob("*") if path.is_file()]
    assert left == []


@pytest.mark.parametrize("is_killed", [False, True], ids=["that ends", "that is killed"])
@pytest.mark.parametrize("way", [(), ("--no-pieces",)], ids=["in pieces", "in one go"])
def test_a_build_leaves_no_temporary_files(
    project: Path, way: tuple[str, ...], *, is_killed: bool
) -> None:
    temporary = project.parent / "home"
    process = start(project, "--pdf", *way)
    if is_killed:
        while process.poll() is None and not any(temporary.glob("*/weasyprint-*")):
            time.sleep(0.01)
        assert process.poll() is None
        process.kill()
    _, told = process.communicate(timeout=300)
    assert process.returncode == (-signal.SIGKILL if is_killed else 0), told
    until = time.monotonic() + 60
    while (left := list(temporary.glob("anthology-*"))) and time.monotonic() < until:
        time.sleep(0.1)
    assert left == list(temporary.glob("weasyprint-*")) == []


def test_builds_into_one_folder_at_the_same_time(project: Path) -> None:
    whole = start(project, "--output", "whole")
    whole.communicate(timeout=300)
    assert whole.returncode == 0
    beside = [start(project, "--pdf"), start(project), start(project)]
    for process in beside:
        _, told = process.communicate(timeout=300)
        assert process.returncode == 0, told
    names = sorted(path.name for path in (project / "dist").iterdir())
    assert names == ["sorts.epub", "sorts.pdf"]
    for name in names:
        assert (project / "dist" / name).read_bytes() == (project / "whole" / name).read_bytes()


def test_a_build_says_that_it_waits_for_another(project: Path) -> None:
    import fcntl

    (project / "dist").mkdir()
    descriptor = os.open(project / "dist", os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    process = start(project, "--epub")
    assert process.stderr is not None
    line = process.stderr.readline()
    os.close(descriptor)
    _, told = process.communicate(timeout=300)
    assert line.startswith("waiting for another build"), line + told
    assert process.returncode == 0, told


def test_a_killed_import_leaves_whole_articles_and_is_gone_on_with(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    posts = {
        f"site/_posts/2024-02-{number % 28 + 1:02}-post-{number}.md": f"---\ntitle: Post {number}\n"
        f"---\nWords of post {number}.\n"
        for number in range(300)
    }
    files({**posts, "articles/old.md": f"{HEAD}Words.\n"})(folder)
    command = (*PROGRAM, "import", "site", "site", "--into")
    env = environment(tmp_path / "home")

    def run(into: str, seconds: float | None) -> dict[str, bytes]:
        process = subprocess.Popen(
            (*command, into), cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        if seconds is not None:
            time.sleep(seconds)
            process.kill()
        process.communicate(timeout=120)
        assert seconds is not None or process.returncode == 0
        return {path.name: path.read_bytes() for path in (folder / into).glob("*.md")}

    began = time.monotonic()
    whole = run("whole", None)
    took = time.monotonic() - began
    seed = random.randrange(2**32)  # noqa: S311 - told where it fails
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(5):
        left = run("killed", took * chance.uniform(0.3, 1))
        assert left.items() <= whole.items(), seed
    assert run("killed", None) == whole, seed
    assert not tuple((folder / "killed").glob(".*.part")), seed
