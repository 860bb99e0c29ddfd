"""What is known of a picture is kept, and a picture that is no good is looked at every time."""

from pathlib import Path

import pytest

from anthology import inspected
from anthology.raster import UnusableError, read_raster
from anthology.shelf import Shelf
from picture_fixtures import photo, stored


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return what is decoded from here on."""
    seen: list[bytes] = []

    def reading(data: bytes) -> object:
        seen.append(data)
        return read_raster(data)

    monkeypatch.setattr(inspected, "read_raster", reading)
    return seen


def test_a_picture_is_decoded_once(tmp_path: Path, decoded: list[bytes]) -> None:
    data, other = stored(photo(), "JPEG"), stored(photo(), "PNG")
    inspect = inspected.inspector(Shelf(tmp_path))
    assert inspect(data) == inspect(data) == read_raster(data)
    assert inspect(other) == read_raster(other)
    assert decoded == [data, other]


def test_a_damaged_entry_is_not_believed(tmp_path: Path, decoded: list[bytes]) -> None:
    data = stored(photo(), "JPEG")
    inspect = inspected.inspector(Shelf(tmp_path))
    inspect(data)
    (entry,) = tmp_path.glob("??/*")
    entry.write_bytes(entry.read_bytes()[:-1])
    assert inspect(data) == read_raster(data)
    assert decoded == [data, data]


def test_a_broken_picture_is_never_kept(tmp_path: Path) -> None:
    inspect = inspected.inspector(Shelf(tmp_path))
    for _ in range(2):
        with pytest.raises(UnusableError):
            inspect(stored(photo(), "JPEG")[:-100])
    assert not tuple(tmp_path.glob("??/*"))
