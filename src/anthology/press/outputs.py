"""The colour profiles of printing conditions (ICC): the editor's own, and those of this machine."""

import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from anthology.errors import AnthologyError, Checked, Finding, Kind, error
from anthology.load import Project
from anthology.manifest import Located
from anthology.press.profiles import Condition, Space, conditions

_SPACES = {b"CMYK": Space.CMYK, b"GRAY": Space.GREY}
_NEWEST = 4
"""The last version of the ICC's specification that PDF 1.6 knows."""
_SYSTEM = ("/usr/local/share/color/icc", "/usr/share/color/icc", "/usr/share/scribus/profiles")
"""Where Linux has colour profiles; the last is where Debian has that of FOGRA39."""
_DARWIN = ("/Library/ColorSync/Profiles",)


class OutputProfile(Struct, frozen=True, kw_only=True):
    """What the inks of a press look like on its paper."""

    name: str
    """What it says of itself."""
    space: Space
    """CMYK, or grey for black ink alone."""
    version: int
    """Of the ICC's specification: 2 or 4."""
    own: bool = False
    """Whether the editor brought it, so that no registry knows it."""
    data: bytes


class OwnProfiles(Struct, frozen=True, kw_only=True):
    """The editor's own profiles, which a printing house hands out."""

    pages: OutputProfile | None = None
    cover: OutputProfile | None = None


def read_own_profiles(project: Project, located: Located) -> Checked[OwnProfiles]:
    """Return the profiles that a manifest names, with an error for each that cannot be used."""
    press = located.manifest.press
    pages = _own(project, press.icc, located, "press", "icc")
    cover = _own(project, press.cover.icc, located, "press", "cover", "icc")
    findings = (*pages.findings, *cover.findings)
    return Checked(OwnProfiles(pages=pages.value, cover=cover.value), findings)


def _own(
    project: Project, file: str | None, located: Located, *path: str
) -> Checked[OutputProfile | None]:
    if file is None:
        return Checked(None)
    place = located.place(*path)
    try:
        return Checked(replace(read_profile(project.read(file, Kind.MANIFEST)), own=True))
    except AnthologyError as problem:
        return Checked(None, tuple(replace(one, place=place) for one in problem.findings))
    except ValueError as problem:
        advice = "write the ICC file that the printing house hands out"
        return Checked(None, (error(Kind.MANIFEST, f"{file} {problem}", advice, place),))


def read_profile(data: bytes) -> OutputProfile:
    """Return the profile of a press that an ICC file holds.

    Raises ValueError, which says what the file is instead (ICC.1:2010, 7.2).
    """
    kind, colours = data[12:16], data[16:20]
    if data[36:40] != b"acsp" or len(data) != int.from_bytes(data[:4], "big"):
        raise ValueError("is no colour profile")
    if kind != b"prtr" or colours not in _SPACES:
        raise ValueError("is no colour profile of a press that prints in CMYK or in black")
    if data[8] > _NEWEST:
        raise ValueError(f"is a colour profile of version {data[8]}, and 4 is the newest that is")
    from PIL import ImageCms  # is slow to import

    space = _SPACES[colours]
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(data))
        mode = "CMYK" if space is Space.CMYK else "L"
        ImageCms.buildTransform(ImageCms.createProfile("sRGB"), profile, "RGB", mode)
        name = ImageCms.getProfileDescription(profile).strip()
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as problem:
        raise ValueError("is a colour profile that cannot be used") from problem
    return OutputProfile(name=name, space=space, version=data[8], data=data)


def installed_profile(condition: Condition, key: str) -> OutputProfile | Finding:
    """Return the profile of a printing condition, or an error where this machine has none.

    `key` is where in the manifest the editor may write one instead.
    """
    known = f"the colour profile of {condition.name} ({condition.title})"
    own = f"write the ICC file that your printing house hands out as {key}"
    if condition.file is None or condition.package is None:
        return error(Kind.MANIFEST, f"{known} is needed, which nobody may give away", own)
    path = _files().get(condition.file)
    if path is None:
        return error(
            Kind.FILES,
            f"{known} is missing: {condition.file}",
            f"install it, on Debian with: apt-get install {condition.package}; or {own}",
        )
    try:
        return read_profile(path.read_bytes())
    except (OSError, ValueError) as problem:
        return error(Kind.FILES, f"{path} is not what it should be: {problem}", own)


def installed_profiles() -> Iterator[bytes]:
    """Yield the file of every profile that a printing condition has on this machine."""
    for condition in conditions():
        path = _files().get(condition.file or "")
        if path:
            yield path.read_bytes()


def _folders() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "darwin":
        return (home / "Library/ColorSync/Profiles", *map(Path, _DARWIN))
    return (home / ".local/share/icc", home / ".local/share/color/icc", *map(Path, _SYSTEM))


@cache
def _files() -> dict[str, Path]:
    """Return the known profiles by the names of their files, each from the first folder."""
    wanted = {condition.file for condition in conditions()}
    found: dict[str, Path] = {}
    for folder in _folders():
        for path in sorted(folder.rglob("*.ic[cm]")):
            if path.name in wanted:
                found.setdefault(path.name, path)
    return found
