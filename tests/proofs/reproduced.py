"""The same input is built under other circumstances: is every byte of the book the same?"""

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).parents[2]
SECONDS = 1800
"""How long a build may take."""

Files: TypeAlias = Mapping[str, bytes]
"""The files of a project by their names in it."""

_RULES = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<match target="pattern"><test name="family"><string>Vollkorn</string></test>
<edit name="family" mode="assign" binding="strong"><string>DejaVu Serif</string></edit></match>
</fontconfig>
"""
"""What somebody may have in their own configuration: DejaVu Serif in the place of Vollkorn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is another way around a build than usual."""

    name: str
    prefix: tuple[str, ...] = ()
    """The words of a command that runs the build."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables, in which `{at}` stands for a folder in which a build may write."""
    folder: str = "book"
    umask: int = 0o022
    mtime: int = 1_700_000_000
    """When each file was last changed."""
    backwards: bool = False
    """Whether the folders are filled in the other order."""


USUAL = Circumstances(
    name="as usual",
    environment={
        "HOME": "{at}/home",
        "LC_ALL": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "TMPDIR": "{at}",
        "TZ": "UTC",
    },
)

OTHERS = (
    Circumstances(name="clock", prefix=("faketime", "--exclude-monotonic", "2031-02-03 23:59:58")),
    Circumstances(name="time zone", environment={"TZ": "Pacific/Kiritimati"}),
    Circumstances(
        name="locale",
        environment={"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr", "LOCPATH": "{at}/locales"},
    ),
    Circumstances(name="hash seed", environment={"PYTHONHASHSEED": "4711"}),
    Circumstances(name="folder", folder="Ein anderer Ordner/tief/unten"),
    Circumstances(name="umask", umask=0o077),
    Circumstances(name="home", environment={"HOME": "{at}/other home"}),
    Circumstances(name="fontconfig", environment={"XDG_CONFIG_HOME": "{at}/configuration"}),
    Circumstances(name="file times", mtime=86_400),
    Circumstances(name="order of entries", backwards=True),
    Circumstances(name="temporary folder", environment={"TMPDIR": "{at}/temporary"}),
    Circumstances(name="bytecode", environment={"PYTHONDONTWRITEBYTECODE": "1"}),
    Circumstances(name="processors", prefix=("taskset", "--cpu-list", "0")),
)


def together(parts: Iterable[Circumstances]) -> Circumstances:
    """Return all of the circumstances at once."""
    parts = tuple(parts)
    return Circumstances(
        name="all at once",
        prefix=tuple(word for part in parts for word in part.prefix),
        environment={key: text for part in parts for key, text in part.environment.items()},
        folder=next((part.folder for part in parts if part.folder != USUAL.folder), USUAL.folder),
        umask=next((part.umask for part in parts if part.umask != USUAL.umask), USUAL.umask),
        mtime=next((part.mtime for part in parts if part.mtime != USUAL.mtime), USUAL.mtime),
        backwards=any(part.backwards for part in parts),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduced:
    """How a book fared under other circumstances."""

    builds: int
    """How many times it was built, under usual circumstances the first time."""
    identical: int
    """How many of these builds made the bytes of the first, which is one of them."""
    differing: tuple[str, ...]
    """The file and the circumstances of each that did not."""


def reproduced(files: Files, others: Iterable[Circumstances], at: Path) -> Reproduced:
    """Build a book as usual and under each of the other circumstances, and compare the bytes.

    Works in the folder `at`, best in memory (/dev/shm): there the order in which a folder is
    filled is that in which it is read. Raises RuntimeError where that is not so and yet one of
    the circumstances asks for another order, and CalledProcessError where a build fails.
    """
    (at / "home").mkdir()
    for name in ("other home", "configuration", "temporary"):
        (at / name).mkdir()
    _compile_locale(at / "locales")
    rules = at / "configuration/fontconfig/fonts.conf"
    rules.parent.mkdir()
    rules.write_text(_RULES, encoding="utf-8")
    asked = (USUAL, *others)
    folders = tuple(
        _lay_out(files, one, at / str(number) / one.folder) for number, one in enumerate(asked)
    )
    for one, folder in zip(asked, folders, strict=True):
        if one.backwards and _order(folder) == _order(folders[0]):
            raise RuntimeError(f"{at} keeps no order of its own; name a folder in memory")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        made = tuple(pool.map(_build, asked, folders, [at] * len(asked)))
    return Reproduced(
        builds=len(made),
        identical=made.count(made[0]),
        differing=tuple(
            f"{name}: {one.name}"
            for one, files_made in zip(asked, made, strict=True)
            for name in sorted(made[0].keys() | files_made.keys())
            if made[0].get(name) != files_made.get(name)
        ),
    )


def _compile_locale(folder: Path) -> None:
    """Make a Turkish locale, which has letters of its own, for machines that have none."""
    folder.mkdir()
    subprocess.run(
        ("localedef", "-i", "tr_TR", "-f", "UTF-8", folder / "tr_TR.UTF-8"),
        capture_output=True,
        check=True,
    )


def _lay_out(files: Files, circumstances: Circumstances, folder: Path) -> Path:
    for name in sorted(files, reverse=circumstances.backwards):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[name])
        os.utime(path, (circumstances.mtime, circumstances.mtime))
    return folder


def _order(folder: Path) -> list[tuple[str, list[str]]]:
    """Return the entries of every folder in the order in which the system lists them."""
    return sorted(
        (str(inner.relative_to(folder)), [entry.name for entry in os.scandir(inner)])
        for inner in (folder, *folder.rglob("*"))
        if inner.is_dir()
    )


def _build(circumstances: Circumstances, folder: Path, at: Path) -> Mapping[str, str]:
    """Return the SHA-256 of each file that is made of a project."""
    variables = {**os.environ, **USUAL.environment, **circumstances.environment}
    program = (sys.executable, "-c", "from anthology.start import main; main()")
    subprocess.run(
        (*circumstances.prefix, *program, "build", "--quiet"),
        cwd=folder,
        env={
            **{name: text.replace("{at}", str(at)) for name, text in variables.items()},
            "PYTHONPATH": str(ROOT / "src"),
            "SOURCE_DATE_EPOCH": "",
        },
        umask=circumstances.umask,
        timeout=SECONDS,
        check=True,
    )
    made = sorted((folder / "dist").iterdir())
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in made}
