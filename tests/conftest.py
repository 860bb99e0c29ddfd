"""What every test may ask for."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real articles that ANTHOLOGY_CORPUS names; without one the test is skipped."""
    named = os.environ.get("ANTHOLOGY_CORPUS")
    if not named:
        pytest.skip("ANTHOLOGY_CORPUS names no folder of real articles")
    return Path(named).resolve(strict=True)
