"""Work shared among processes comes to the same as work done alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from anthology.load import Project
from anthology.plan import plan_book
from anthology.spread import spread

MANIFEST = (
    "title: Sorts\nlanguage: en\nidentifier: urn:x-test:1\narticles: articles\n"
    "colophon: {digest: true}\n"
)


_COPIES = """
from pathlib import Path
from anthology.spread import spread
said = []
def aside():
    (task,) = Path("/proc/self/task").iterdir()
    said.append(1 + len((task / "children").read_text().split()))
made = spread(lambda thing: 2 * thing, range({count}), 3, worth={worth}, aside=aside)
assert made == [2 * thing for thing in range({count})]
print(*said)
"""


@pytest.mark.parametrize(
    ("count", "worth", "processes"), [(1000, 40, 3), (79, 40, 1), (6, 2, 3), (3, 2, 1)]
)
def test_what_copies_made_stands_in_the_order_of_the_things(
    count: int, worth: int, processes: int
) -> None:
    """Ask a process of its own: in this one, other tests may have left threads.

    What is done aside is done once, with all copies there.
    """
    script = _COPIES.format(count=count, worth=worth)
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert int(run.stdout) == processes


@pytest.mark.parametrize("hands", [1, 2])
def test_what_a_task_raises_is_raised(hands: int) -> None:
    def fail(thing: int) -> int:
        if thing == 501:
            raise LookupError("no such thing")
        return thing

    with pytest.raises(LookupError, match="no such thing"):
        spread(fail, range(1000), hands)


def test_what_a_copy_dies_of_is_done_here() -> None:
    here = os.getpid()

    def die_elsewhere(thing: int) -> int:
        if os.getpid() != here:
            os._exit(1)
        return thing

    assert spread(die_elsewhere, range(100), 2) == list(range(100))


def test_many_hands_read_the_same_book(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "book.yml").write_text(MANIFEST, encoding="utf-8")
    for number in range(200):
        text = f"---\ntitle: Text {number}\nodd: 1\n---\nA [link]({number + 1}.md), ![x](no.png).\n"
        name = f"articles/2025-01-{number % 31 + 1:02}-text-{number}.md"
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "articles/2025-01-01-same.md").write_text("---\ntitle: Text 0\n---\nSame.\n")
    (tmp_path / "articles/2025-01-02-broken.md").write_text("---\ntitle: [\n---\n")
    plans = [plan_book(Project(tmp_path), None, lambda *_: None, hands) for hands in (1, 2, 5)]
    assert plans[0] == plans[1] == plans[2]
    assert len(plans[0].findings) > 200


_MEANWHILE = """
import os
import signal
from pathlib import Path
from anthology.spread import meanwhile
with meanwhile(lambda: Path("made").write_text(str(os.getpid())), {hands}) as wait:
    wait()
    assert Path("made").exists() == ({hands} > 1)
    assert not Path("made").exists() or Path("made").read_text() != str(os.getpid())
with meanwhile(lambda: 1 / 0, {hands}) as wait:
    wait()
with meanwhile(lambda: signal.pause(), {hands}):
    pass
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("no child is left")
"""


@pytest.mark.parametrize("hands", [1, 2])
def test_what_is_done_meanwhile_ends_with_its_block(tmp_path: Path, hands: int) -> None:
    script = _MEANWHILE.format(hands=hands)
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, cwd=tmp_path
    )
    assert run.stdout.strip() == b"no child is left"
