"""What every test may ask for."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real articles that ANTHOLOGY_CORPUS names; without one the test is skipped."""
    named = os.environ.get("ANTHOLOGY_CORPUS")
    if not named:
        pytest.skip("ANTHOLOGY_CORPUS names no folder of real articles")
    return Path(named).resolve(strict=True)
