"""A build opens nothing outside its project and connects to nothing: the kernel is the witness."""

import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from hostile.case import HEAD, MANIFEST, files
from proofs.program import PROGRAM, environment, require
from proofs.reads import CANARY, MACHINE, outside, prove_reads, watch

pytestmark = pytest.mark.slow


def test_a_build_reads_nothing_outside_and_opens_no_connection(tmp_path: Path) -> None:
    proof = prove_reads(tmp_path)
    assert proof.faults == ()
    assert proof.outside == ()
    assert proof.network == ()
    assert proof.opened > 100


def test_the_witness_sees_what_it_should(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    (tmp_path / "canary").write_text("x", encoding="utf-8")
    (folder / "link").symlink_to(tmp_path / "canary")
    program = (
        "import socket, threading\n"
        "def run():\n    open('link').read()\n    socket.socket(socket.AF_INET)\n"
        "thread = threading.Thread(target=run)\nthread.start()\nthread.join()\n"
    )
    seen = watch((*PROGRAM[:2], program), folder, environment(tmp_path / "home"))
    assert str(tmp_path / "canary") in seen.opened
    assert any("AF_INET" in call for call in seen.network)


def test_a_build_without_any_network(tmp_path: Path) -> None:
    unshare = require("unshare", "util-linux")
    flags = "-n" if os.geteuid() == 0 else "-rn"
    allowed = subprocess.run([unshare, flags, "true"], capture_output=True, check=False)
    if allowed.returncode:
        pytest.skip("this machine lets nobody make a network of their own")
    folder = tmp_path / "book"
    folder.mkdir()
    files({"book.yml": MANIFEST, "articles/a.md": f"{HEAD}![A](https://192.0.2.1/a.png)\n"})(folder)
    run = subprocess.run(
        [unshare, flags, *PROGRAM, "build"],
        cwd=folder,
        env=environment(tmp_path / "home"),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert zipfile.is_zipfile(folder / "dist/sorts.epub")
    assert (folder / "dist/sorts.pdf").read_bytes().startswith(b"%PDF-")


_REACHES = "![A](../../canary.png) ![B](/canary.png) ![C](https://192.0.2.1/a.png) ![D](link.png)\n"
_HTML = (
    f"<p>{'Words of a text, enough of them to be one. ' * 20}</p>"
    "<img src='../canary.png'>"
    "<img src='file:///{around}/canary.png'><img src='link.png'>"
    "<iframe src='https://192.0.2.1/'></iframe>"
)


@pytest.mark.parametrize("kind", ["site", "page", "feed", "wordpress"])
def test_an_import_reads_what_it_is_given_and_asks_nobody(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    html = _HTML.replace("{around}", str(tmp_path))
    item = "<title>One</title><link>https://a.example/1</link><pubDate>Sat, 03 Feb 2024</pubDate>"
    given = {
        "site": {"site/_posts/2024-02-03-one.md": f"---\ntitle: One\n---\n{_REACHES}"},
        "page": {
            "page.html": "<title>One</title><meta name='date' content='2024-02-03'>"
            f"<article>{html}</article>"
        },
        "feed": {
            "feed": f"<rss version='2.0'><channel><item>{item}<description><![CDATA[{html}]]>"
            "</description></item></channel></rss>"
        },
        "wordpress": {
            "export.xml": "<rss xmlns:content='http://purl.org/rss/1.0/modules/content/'"
            " xmlns:wp='http://wordpress.org/export/1.2/'><channel>"
            f"<wp:wxr_version>1.2</wp:wxr_version><item>{item}<content:encoded><![CDATA[{html}]]>"
            "</content:encoded><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
            "</item></channel></rss>",
            "uploads/a.txt": "",
        },
    }[kind]
    words = {"wordpress": ("export.xml", "--media", "uploads"), "page": ("page.html",)}
    folder.mkdir()
    files({**given, "articles/old.md": f"{HEAD}Words.\n"})(folder)
    (tmp_path / "canary.png").write_text(CANARY, encoding="utf-8")
    for name in ("link.png", "site/link.png", "uploads/link.png"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).symlink_to(tmp_path / "canary.png")
    command = ("import", kind, *words.get(kind, (kind,)), "--into", "articles")
    home = tmp_path / "home"
    seen = watch((*PROGRAM, *command), folder, environment(home))
    assert seen.exit_code == 0, seen.output
    assert tuple(outside(seen.opened, (*MACHINE, folder, home))) == ()
    assert seen.network == ()
    made = [path for path in (folder / "articles").rglob("*") if path.is_file()]
    assert len(made) == 2
    assert not any(CANARY.encode() in path.read_bytes() for path in made)
