"""Templates are compiled once, and never taken damaged."""

import sys
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader

from anthology.compiled import Compiled


class _Counting(Environment):
    """Counts what it compiles."""

    count = 0

    def compile(self, *given: Any, **named: Any) -> Any:
        self.count += 1
        return super().compile(*given, **named)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "a.j2").write_text("{{ n }} pages")
    return tmp_path


def compiled(folder: Path) -> int:
    """Render the template as a new process does and return how often it was compiled."""
    made = _Counting(loader=FileSystemLoader(folder), bytecode_cache=Compiled(folder))
    assert made.get_template("a.j2").render(n=2).endswith(" pages")
    return made.count


def kept(folder: Path) -> list[Path]:
    return list((folder / "__pycache__").glob("*"))


def test_a_template_is_compiled_once(folder: Path) -> None:
    assert [compiled(folder) for _ in range(3)] == [1, 0, 0]
    assert [path.suffix for path in kept(folder)] == [".pyc"]


def test_another_template_is_compiled_anew(folder: Path) -> None:
    compiled(folder)
    (folder / "a.j2").write_text("{{ n + 1 }} pages")
    assert [compiled(folder) for _ in range(2)] == [1, 0]
    assert len(kept(folder)) == 1


@pytest.mark.parametrize("data", [b"", b"\0" * 40, None], ids=["empty", "zeros", "cut off"])
def test_a_damaged_one_is_not_used(data: bytes | None, folder: Path) -> None:
    compiled(folder)
    (path,) = kept(folder)
    path.write_bytes(path.read_bytes()[:-1] if data is None else data)
    assert [compiled(folder) for _ in range(2)] == [1, 0]


def test_where_nothing_may_be_written_it_is_compiled_each_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "__pycache__").write_text("no folder")
    assert [compiled(folder) for _ in range(2)] == [1, 1]
    (folder / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert [compiled(folder) for _ in range(2)] == [1, 1]
    assert kept(folder) == []
