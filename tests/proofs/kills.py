"""Builds that are killed at random moments: the file is the old or the new one, never a part.

Half of the moments are spread over the whole build; half are in the time in which the files are
written, which the build itself tells.
"""

import os
import random
import shutil
import signal
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from hostile.case import HEAD, MANIFEST, files
from proofs.program import PROGRAM, environment

OLD = b"what an earlier build left"
SECONDS = 300
WRITING = 0.03
"""Seconds after the build says that it writes, in which half of the kills fall."""

AT_ONCE = 2
"""How many builds run at the same time."""

ORPHANS = 2.0
"""Seconds that a child of a killed build is given to do harm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kills:
    """What came of the killed builds."""

    edition: str
    seed: int
    killed: int
    """How many builds ended by the kill; the others were quicker than it."""
    left_old: int
    left_new: int
    leftovers: int
    """How many builds left a temporary for the next one to sweep."""
    faults: tuple[str, ...]
    """Must be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kill:
    number: int
    while_writing: bool
    after: float
    """Seconds from the start of the build, or of the writing."""


def prove_kills(folder: Path, edition: str, times: int, seed: int) -> Kills:
    """Kill builds of an edition (`epub` or `pdf`) in an empty folder, so many times."""
    project = folder / "book"
    project.mkdir(parents=True)
    files({"book.yml": MANIFEST, "articles/type.md": f"{HEAD}Words.\n"})(project)
    env = dict(environment(folder / "home"))
    began = time.monotonic()
    _finish(_start(project, edition, project / "whole", env))
    lasted = time.monotonic() - began
    new = (project / "whole" / f"sorts.{edition}").read_bytes()
    chance = random.Random(seed)  # noqa: S311 - the same moments again from the same seed
    kills = [
        _Kill(
            number=number,
            while_writing=number % 2 == 0,
            after=chance.uniform(0, WRITING if number % 2 == 0 else 1.2 * lasted),
        )
        for number in range(times)
    ]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        ends = list(pool.map(lambda kill: _killed(project, edition, kill, env, new), kills))
    return Kills(
        edition=edition,
        seed=seed,
        killed=sum(end.killed for end in ends),
        left_old=sum(end.left == "old" for end in ends),
        left_new=sum(end.left == "new" for end in ends),
        leftovers=sum(end.leftover for end in ends),
        faults=tuple(f"seed {seed}: {fault}" for end in ends for fault in end.faults),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    killed: bool
    left: str
    leftover: bool
    faults: tuple[str, ...]


def _killed(project: Path, edition: str, kill: _Kill, env: dict[str, str], new: bytes) -> _End:
    output = project / f"out-{kill.number}"
    output.mkdir()
    target = output / f"sorts.{edition}"
    target.write_bytes(OLD)
    process = _start(project, edition, output, env)
    late = threading.Timer(SECONDS, process.kill)
    late.start()
    if kill.while_writing and process.stderr is not None:
        for line in process.stderr:
            if line.startswith(b"write"):
                break
    time.sleep(kill.after)
    process.kill()
    process.wait()
    late.cancel()
    killed = process.returncode == -signal.SIGKILL
    _await_orphans(process.pid)
    left = {OLD: "old", new: "new"}.get(target.read_bytes(), "neither")
    faults = [f"{kill}: the file is neither old nor new"] if left == "neither" else []
    if not killed and left != "new":
        faults.append(f"{kill}: a build that ended by itself left {left}, {process.returncode}")
    others = {path.name for path in output.iterdir()} - {target.name}
    if kill.number % 10 == 0 or others:
        _finish(_start(project, edition, output, env))
        after = sorted(path.name for path in output.iterdir())
        if after != [target.name] or target.read_bytes() != new:
            faults.append(f"{kill}: after the next build there is {after}")
    if process.stderr is not None:
        process.stderr.close()
    shutil.rmtree(output)
    return _End(killed=killed, left=left, leftover=bool(others), faults=tuple(faults))


def _start(
    project: Path, edition: str, output: Path, env: dict[str, str]
) -> "subprocess.Popen[bytes]":
    command = [*PROGRAM, "build", f"--{edition}", "--verbose", "--output", str(output)]
    return subprocess.Popen(
        command,
        cwd=project,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _finish(process: "subprocess.Popen[bytes]") -> None:
    _, told = process.communicate(timeout=SECONDS)
    if process.returncode:
        raise RuntimeError(f"a build without a kill failed: {told.decode()}")


def _await_orphans(session: int) -> None:
    """Wait for the children of a killed build to end, and end those that do not."""
    deadline = time.monotonic() + ORPHANS
    while _alive(session):
        if time.monotonic() > deadline:
            os.killpg(session, signal.SIGKILL)
            return
        time.sleep(0.02)


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
