"""A Dask cluster sets the same book as this machine does."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from anthology.cli import main
from anthology.manifest import CACHE
from anthology.shelf import open_shelf

MANIFEST = "title: Sorts\nlanguage: en\nidentifier: urn:x-test:1\narticles: articles\n"
_SCHEDULER = """
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers={workers}, threads_per_worker=2, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        input()
"""


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from started(tmp_path_factory.mktemp("dask"), 2)


def started(folder: Path, workers: int) -> Iterator[str]:
    script = folder / "scheduler.py"
    script.write_text(_SCHEDULER.format(workers=workers), encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdin
        yield process.stdout.readline().strip()
        process.stdin.close()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text(MANIFEST, encoding="utf-8")
    for number in range(1, 9):
        text = f"---\ntitle: Text {number}\n---\nA *text* {number}.[^1]\n\n[^1]: A note.\n"
        (tmp_path / f"articles/2025-01-0{number}-t{number}.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def build(*words: str) -> Result:
    return CliRunner().invoke(main, ["build", "--pdf", *words])


@pytest.mark.slow
def test_two_workers_of_a_cluster_make_the_same_bytes(project: Path, scheduler: str) -> None:
    assert build().exit_code == 0
    made = (project / "dist/sorts.pdf").read_bytes()
    open_shelf(project, CACHE).clear()
    result = build("--scheduler", scheduler, "--output", "other")
    assert result.exit_code == 0, result.output
    assert (project / "other/sorts.pdf").read_bytes() == made
    assert (project / CACHE).is_dir()


@pytest.mark.slow
@pytest.mark.usefixtures("project")
def test_a_cluster_without_workers_is_told(tmp_path: Path) -> None:
    for scheduler in started(tmp_path, 0):
        result = build("--scheduler", scheduler)
        assert result.exit_code == 4
        assert result.output.startswith(f"error: the scheduler at {scheduler} has no workers; ")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense", "udp://x:y"])
def test_a_scheduler_that_is_not_there_is_told(
    address: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anthology.cluster._PATIENCE", 1)
    result = build("--scheduler", address)
    assert result.exit_code == 4, result.output
    assert f"no scheduler answers at {address}" in result.output
    assert not [thread for thread in threading.enumerate() if thread.name == "IO loop"]
    assert not (project / "dist").exists()


@pytest.mark.usefixtures("project")
def test_another_server_at_the_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anthology.cluster._PATIENCE", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        result = build("--scheduler", address)
    assert result.exit_code == 4, result.output
    assert f"no scheduler answers at {address} (nothing within 1 s)" in result.output


@pytest.mark.usefixtures("project")
def test_without_dask_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = build("--scheduler", "tcp://127.0.0.1:9")
    assert result.exit_code == 4
    assert "pip install 'anthology[dask]'" in result.output
