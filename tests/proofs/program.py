"""The program as a process, for the proofs."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PROGRAM = (sys.executable, "-c", "from anthology.start import main; main()")


def environment(home: Path) -> Mapping[str, str]:
    """Return an environment in which the program keeps to a folder of its own."""
    home.mkdir(parents=True, exist_ok=True)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TMPDIR": str(home),
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
    }


def require(name: str, package: str) -> str:
    """Return a program of the machine; without it fail in CI and skip elsewhere."""
    found = shutil.which(name)
    if found:
        return found
    reason = f"{name} is not installed here; scripts/setup test installs it (Debian: {package})"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
