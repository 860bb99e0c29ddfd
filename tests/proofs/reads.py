"""What a build opens, as the kernel sees it: nothing outside the project, and no connection.

A project that tries to reach files outside in every way is built under strace, which follows all
processes and native threads.
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from anthology.typefaces import folders
from hostile.case import HEAD, MANIFEST
from proofs.program import PROGRAM, ROOT, environment, require

CANARY = "canary-7f3a"
"""Stands in every file outside, and must stand in no book."""

SECONDS = 600

MACHINE = tuple(
    Path(str(path)).resolve()
    for path in (
        sys.prefix,
        sys.base_prefix,
        *(path for path in sys.path if path),
        *map(str, (ROOT / "src", ROOT / "styles", ROOT / ".venv", *folders()[1:])),
        "/usr",
        "/lib",
        "/lib64",
        "/bin",
        "/sbin",
        "/etc/fonts",
        "/etc/locale.alias",
        "/etc/ssl/openssl.cnf",
        "/etc/ld.so.cache",
        "/etc/localtime",
        "/etc/mime.types",
        "/var/cache/fontconfig",
        "/proc",
        "/sys/devices/system/cpu",
        "/sys/fs/cgroup",
        "/dev/null",
        "/dev/urandom",
    )
)
"""Where the program itself, its libraries and the typefaces are."""

_CALL = re.compile(r"\b(open|openat|openat2|creat|execve|execveat)\b")
_OPENED = re.compile(r" = \d+<(?P<path>.*)>$")
_RUN = re.compile(r"execve\(\"(?P<path>[^\"]*)\".* = 0$")
_NETWORK = re.compile(r"\b(socket|connect|bind|listen|accept4?|sendto|sendmsg|sendmmsg)\(")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What strace saw of one build."""

    exit_code: int
    output: str
    opened: frozenset[str]
    """The real path of each file and folder that was opened or run."""
    network: tuple[str, ...]
    """Each call that makes or uses a socket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """What the builds of the proof reached, all together."""

    builds: int
    opened: int
    outside: tuple[str, ...]
    """Must be empty."""
    network: tuple[str, ...]
    """Must be empty."""
    faults: tuple[str, ...]
    """Must be empty: a build that did not end as it should, or a book with a canary in it."""


def prove_reads(folder: Path) -> Reads:
    """Build, in an empty folder, a project with attempts that are told and one with others."""
    runs = []
    faults: list[str] = []
    for name, make, expected in (("warned", _warned, 0), ("refused", _refused, 2)):
        around = folder / name
        project = around / "book"
        _canaries(around)
        make(project)
        seen = watch((*PROGRAM, "build"), project, environment(folder / "home"))
        runs.append((project, seen))
        if seen.exit_code != expected:
            faults.append(f"{name}: exit code {seen.exit_code}\n{seen.output}")
        made = sorted((project / "dist").glob("*")) if expected == 0 else []
        if [path.suffix for path in made] != [".epub", ".pdf"][: len(made)] or (
            expected == 0 and not made
        ):
            faults.append(f"{name}: made {made}")
        faults += (
            f"a canary stands in {path}" for path in made if CANARY.encode() in path.read_bytes()
        )
    allowed = {project: (*MACHINE, project, folder / "home") for project, _ in runs}
    return Reads(
        builds=len(runs),
        opened=sum(len(seen.opened) for _, seen in runs),
        outside=tuple(
            path for project, seen in runs for path in outside(seen.opened, allowed[project])
        ),
        network=tuple(call for _, seen in runs for call in seen.network),
        faults=tuple(faults),
    )


def watch(command: Iterable[str], folder: Path, env: Mapping[str, str]) -> Seen:
    """Run a command under strace and return what it opened and which sockets it made."""
    log = folder.with_name(f"{folder.name}.strace")
    calls = "open,openat,openat2,creat,execve,execveat,%network"
    run = subprocess.run(
        [
            require("strace", "strace"),
            *("--follow-forks", "-qq", "--decode-fds=path", "-s", "4096"),
            *("-e", f"trace={calls}", "-e", "signal=none", "-o", str(log)),
            *command,
        ],
        cwd=folder,
        env=env,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    matches = [_OPENED.search(line) or _RUN.search(line) for line in lines if _CALL.search(line)]
    return Seen(
        exit_code=run.returncode,
        output=run.stderr.decode("utf-8", "replace"),
        opened=frozenset(match["path"] for match in matches if match),
        network=tuple(line for line in lines if _NETWORK.search(line)),
    )


def outside(opened: Iterable[str], allowed: tuple[Path, ...]) -> Iterable[str]:
    """Yield what lies in none of the folders; pipes have no path, only a name such as pipe:[1]."""
    for path in sorted(opened):
        real = Path(path).resolve()
        if path.startswith("/") and not any(real.is_relative_to(one) for one in allowed):
            yield path


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}'
    '<rect width="9" height="9"/></svg>'
)


def _canaries(folder: Path) -> None:
    _write(
        folder,
        {
            "canary.md": f"{HEAD}{CANARY}\n",
            "canary.txt": CANARY,
            "canary.css": f"p::before {{ content: '{CANARY}' }}",
            "canary.svg": _PICTURE.format(f"<text>{CANARY}</text>"),
            "canaries/canary.md": f"{HEAD}{CANARY}\n",
        },
    )


def _warned(project: Path) -> None:
    """Make a project whose attempts are left out with a warning or without one; it is built."""
    canary = project.parent / "canary"
    reaches = f"{canary}.svg ../../canary.svg"
    drawn = "".join(
        f'<image href="{address}" width="9" height="9"/>'
        f'<rect style="fill: url({address}#a)" width="1" height="1"/>'
        for address in reaches.split()
    )
    html = "".join(
        f'<link rel="stylesheet" href="{address}"><iframe src="{address}"></iframe>\n'
        f'<object data="{address}">Text</object><embed src="{address}">\n'
        f'<video src="{address}" poster="{address}"></video><audio src="{address}"></audio>\n'
        f'<p style="background: url({address})" background="{address}">Words.</p>\n'
        f"<style>@import '{address}'; @font-face {{ font-family: V; src: url({address}) }}"
        "</style>\n"
        f'<a href="{address}">A link</a> <img srcset="{address} 2x" alt="A picture">\n'
        f'<svg><image href="{address}"/><use xlink:href="{address}#a"/></svg>\n'
        for address in (f"{canary}.css", "../../canary.css", "https://192.0.2.1/canary.css")
    )
    _write(
        project,
        {
            "book.yml": f"{MANIFEST}front: [front/preface.md]\nback: [back/about.html]\n",
            "articles/type.md": f"{HEAD}Words.\n\n{html}\n\n![A drawing](drawn.svg)\n",
            "articles/drawn.svg": _PICTURE.format(drawn),
            "articles/ink.html": HEAD.replace("Type", "Ink") + html,
            "articles/web.md": HEAD.replace("Type", "Webs")
            + "Words. ![A picture](https://192.0.2.1/a.png) [a](../../canary.md)\n",
            "front/preface.md": f"# Preface\n\n{html}",
            "back/about.html": f"<h1>About</h1>{html}",
        },
    )


def _refused(project: Path) -> None:
    """Make a project whose attempts are errors, one by one; no book is made."""
    around = project.parent
    _write(
        project,
        {
            "book.yml": f"{MANIFEST}front: [../canary.md, {around}/canary.md, front.md]\n"
            "back: [back.md, /dev/zero]\ncover: {image: cover.png}\n"
            "articles: [articles, ../canaries, linked/*.md, '*/deep/**']\n"
            "chapters: [{title: One, from: 2020, intro: ../canary.md}]\n",
            "articles/type.md": f"{HEAD}![A](../../canary.svg) ![B]({around}/canary.svg)\n\n"
            "![C](link.svg) ![D](%2e%2e/%2e%2e/canary.svg) ![E](/dev/zero)\n\n"
            f"![F](folder/canary.svg) ![G](file://{around}/canary.svg)\n",
        },
    )
    links = {
        "front.md": "canary.md",
        "back.md": "chain.md",
        "chain.md": "canary.md",
        "cover.png": "canary.svg",
        "linked": "canaries",
        "articles/more": "canaries",
        "articles/link.svg": "canary.svg",
        "articles/link.md": "canary.md",
        "articles/folder": ".",
    }
    for name, target in links.items():
        aim = project / target if target == "chain.md" else around / target
        (project / name).symlink_to(aim)
