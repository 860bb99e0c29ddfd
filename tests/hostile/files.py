"""Names, links and things in the file system that lead out of a project or hold a build up."""

import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from hostile.case import HEAD, MANIFEST, Hostile, article, files

_SECRET = f"{HEAD}A secret.\n"


def _with(
    contents: Mapping[str, str | bytes] | None = None,
    links: Mapping[str, str] | None = None,
    pipes: tuple[str, ...] = (),
) -> Callable[[Path], None]:
    """Return a maker of a project with links and pipes.

    Beside its folder stand `secret.md`, `secret.png` and a folder `secrets`.
    """

    def make(folder: Path) -> None:
        files(contents or {})(folder)
        outside = folder.parent
        (outside / "secrets").mkdir()
        for name in ("secret.md", "secret.png", "secrets/secret.md"):
            (outside / name).write_text(_SECRET, encoding="utf-8")
        for name, target in (links or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            path.symlink_to(target)
        for name in pipes:
            (folder / name).unlink(missing_ok=True)
            os.mkfifo(folder / name)

    return make


def _linked_folder(folder: Path) -> None:
    _with({"texts/a.md": f"{HEAD}Words.\n"})(folder)
    (folder / "articles/type.md").unlink()
    (folder / "articles").rmdir()
    (folder / "articles").symlink_to("../secrets")


def _device(folder: Path) -> None:
    _with(links={"articles/zero.md": "/dev/zero"})(folder)


def _socket(folder: Path) -> None:
    _with()(folder)
    here = Path.cwd()
    os.chdir(folder / "articles")
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("s.md")
    finally:
        os.chdir(here)


def _named(name: bytes) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        _with()(folder)
        path = os.path.join(os.fsencode(folder), b"articles", name)  # noqa: PTH118 - bytes
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(HEAD.replace("Type", "Names").encode() + b"Words.\n")

    return make


def _output(kind: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        _with()(folder)
        dist = folder / "dist"
        target = dist / "sorts.epub"
        if kind == "file":
            dist.write_text("no folder", encoding="utf-8")
            return
        if kind == "link-folder":
            dist.symlink_to("../secrets")
            return
        dist.mkdir()
        if kind == "link":
            target.symlink_to("../../secret.md")
        elif kind == "folder":
            target.mkdir()
        else:
            os.mkfifo(target)

    return make


def _front(name: str) -> str:
    return f"{MANIFEST}front: [{name}]\n"


def _many_links(folder: Path) -> None:
    _with()(folder)
    for place in "abcdefghij":
        (folder / "articles" / place).mkdir()
        for other in "abcdefghij":
            (folder / "articles" / place / f"to-{other}").symlink_to(f"../{other}")


def _import(text: str | bytes, *links: tuple[str, str]) -> Callable[[Path], None]:
    page = text if isinstance(text, bytes) else text.encode()
    return _with({"page.txt": page}, dict(links))


_PAGE = "On Type | William Morris. 16.11.2025\n\nWords.\n"
_IMPORT = ("import", "text", "page.txt", "--into", "new")
_LEADS_OUT = "error: .* leads out of the project folder; "
_OUTSIDE = "error: .* lies outside the project folder; "
_TYPE = r"articles/type\.md"

CASES = (
    Hostile(
        name="files-article-linked-out",
        make=_with(links={"articles/out.md": "../../secret.md"}),
        exit_code=3,
        says=(rf"articles/out\.md: {_LEADS_OUT}",),
    ),
    Hostile(
        name="files-folder-linked-out",
        make=_with(links={"articles/more": "../../secrets"}),
        exit_code=3,
        says=(rf"articles/more: {_LEADS_OUT}",),
    ),
    Hostile(
        name="files-articles-linked-out",
        make=_linked_folder,
        exit_code=3,
        says=(rf"articles: {_LEADS_OUT}",),
    ),
    Hostile(
        name="files-articles-linked-out-by-name",
        make=_with({"book.yml": f"{MANIFEST}articles: texts\n"}, {"texts": "../secrets"}),
        exit_code=2,
        says=(rf"book\.yml:4:11: {_LEADS_OUT}",),
    ),
    Hostile(
        name="files-glob-through-a-link",
        make=_with(
            {"book.yml": f"{MANIFEST}articles: [articles, 't*/*.md']\n"}, {"to": "../secrets"}
        ),
        exit_code=3,
        says=(rf"to: {_LEADS_OUT}",),
    ),
    Hostile(
        name="files-glob-below-a-link",
        make=_with({"book.yml": f"{MANIFEST}articles: 'to/*.md'\n"}, {"to": "../secrets"}),
        exit_code=2,
        says=(rf"book\.yml:4:11: {_LEADS_OUT}",),
    ),
    Hostile(
        name="files-manifest-linked-out",
        make=_with(links={"book.yml": "../secret.md"}),
        exit_code=2,
        says=(rf"book\.yml: {_LEADS_OUT}",),
    ),
    Hostile(
        name="files-manifest-is-a-pipe",
        make=_with(pipes=("book.yml",)),
        exit_code=2,
        says=(r"book\.yml: error: book\.yml is not a file; ",),
    ),
    Hostile(
        name="files-manifest-is-a-loop",
        make=_with(links={"book.yml": "book.yml"}),
        exit_code=2,
        says=(r"book\.yml: error: book\.yml is a link that leads to itself; ",),
    ),
    Hostile(
        name="files-manifest-is-endless",
        make=_with(links={"book.yml": "/dev/zero"}),
        exit_code=2,
        says=(rf"book\.yml: {_LEADS_OUT}",),
    ),
    Hostile(
        name="files-picture-linked-out",
        make=_with(
            {"articles/type.md": f"{HEAD}![A](a.png)\n"}, {"articles/a.png": "../../secret.png"}
        ),
        exit_code=3,
        says=(rf"{_TYPE}:5:6: {_LEADS_OUT}",),
    ),
    Hostile(
        name="files-picture-through-a-linked-folder",
        make=_with({"articles/type.md": f"{HEAD}![A](/to/secret.md)\n"}, {"to": "../secrets"}),
        exit_code=3,
        says=(rf"{_TYPE}:5:6: {_LEADS_OUT}",),
    ),
    Hostile(
        name="files-picture-above",
        make=article("![A](../../secret.png)\n"),
        exit_code=3,
        says=(rf"{_TYPE}:5:6: {_OUTSIDE}",),
    ),
    Hostile(
        name="files-picture-above-encoded",
        make=article("![A](%2e%2e/%2E./secret.png)\n"),
        exit_code=3,
        says=(rf"{_TYPE}:5:6: {_OUTSIDE}",),
    ),
    Hostile(
        name="files-picture-absolute",
        make=article('<img src="/etc/passwd" alt="A">\n'),
        exit_code=3,
        says=(rf"{_TYPE}:5:\d+: {_OUTSIDE}",),
    ),
    Hostile(
        name="files-picture-device",
        make=article("![A](/dev/zero)\n"),
        exit_code=3,
        says=(rf"{_TYPE}:5:\d+: {_OUTSIDE}",),
    ),
    Hostile(
        name="files-picture-is-a-pipe",
        make=_with({"articles/type.md": f"{HEAD}![A](/a.png)\n"}, pipes=("a.png",)),
        exit_code=3,
        says=(rf"{_TYPE}:5:\d+: error: /a\.png is not a file; ",),
    ),
    Hostile(
        name="files-picture-of-a-name-without-end",
        make=article(f"![A]({'a' * 5000}.png)\n"),
        exit_code=0,
        says=(rf"{_TYPE}:5:\d+: warning: the picture a+ is not there; ",),
    ),
    Hostile(
        name="files-picture-with-nul",
        make=article("![A](a%00.png)\n"),
        exit_code=0,
        says=(rf"{_TYPE}:5:\d+: warning: the picture a\\x00\.png is not there; ",),
    ),
    Hostile(
        name="files-address-in-markdown",
        make=article("Words ![A](file:///etc/passwd)\n"),
        exit_code=3,
        says=(rf"{_TYPE}:5:12: error: file:///etc/passwd is the address of a file ",),
    ),
    Hostile(
        name="files-address-in-an-attribute",
        make=article('<a href="FILE:/etc/passwd">A</a>\n'),
        exit_code=3,
        says=(rf"{_TYPE}:5:10: error: FILE:/etc/passwd is the address of a file ",),
    ),
    Hostile(
        name="files-address-hidden-by-entities",
        make=article('<video poster="&#102;ile:///etc/passwd"></video>\n'),
        exit_code=3,
        says=(rf"{_TYPE}(:5:\d+)?: error: file:///etc/passwd is the address of a file ",),
    ),
    Hostile(
        name="files-address-in-css",
        make=article("<style>@import 'file:///etc/passwd';</style>\n\nWords.\n"),
        exit_code=3,
        says=(rf"{_TYPE}:5:17: error: file:///etc/passwd is the address of a file ",),
    ),
    Hostile(
        name="files-address-in-a-style",
        make=article('<p style="background: url(file:///etc/passwd)">Words.</p>\n'),
        exit_code=3,
        says=(rf"{_TYPE}:5:27: error: file:///etc/passwd is the address of a file ",),
    ),
    Hostile(
        name="files-cover-linked-out",
        make=_with(
            {"book.yml": f"{MANIFEST}cover: {{image: a.png}}\n"}, {"a.png": "../secret.png"}
        ),
        exit_code=2,
        says=(rf"book\.yml:4:16: {_LEADS_OUT}",),
    ),
    Hostile(
        name="files-cover-device",
        make=files({"book.yml": f"{MANIFEST}cover: {{image: /dev/zero}}\n"}),
        exit_code=2,
        says=(rf"book\.yml:4:16: {_OUTSIDE}",),
    ),
    Hostile(
        name="files-front-above",
        make=_with({"book.yml": _front("../secret.md")}),
        exit_code=2,
        says=(rf"book\.yml:4:9: {_OUTSIDE}",),
    ),
    Hostile(
        name="files-front-by-a-chain-of-links",
        make=_with(
            {"book.yml": _front("a.md")}, {"a.md": "b.md", "b.md": "c.md", "c.md": "../secret.md"}
        ),
        exit_code=2,
        says=(rf"book\.yml:4:9: {_LEADS_OUT}",),
    ),
    Hostile(
        name="files-front-is-a-loop",
        make=_with({"book.yml": _front("a.md")}, {"a.md": "b.md", "b.md": "a.md"}),
        exit_code=2,
        says=(r"book\.yml:4:9: error: a\.md is a link that leads to itself; ",),
    ),
    Hostile(
        name="files-front-is-a-pipe",
        make=_with({"book.yml": _front("a.md")}, pipes=("a.md",)),
        exit_code=2,
        says=(r"book\.yml:4:9: error: a\.md is not a file; ",),
    ),
    Hostile(
        name="files-link-that-stays-inside",
        make=_with(
            {"texts/ink.md": HEAD.replace("Type", "Ink") + "Words.\n"},
            {"articles/more": "../texts"},
        ),
        exit_code=0,
    ),
    Hostile(
        name="files-links-in-a-circle",
        make=_with(links={"articles/again": "."}),
        exit_code=0,
    ),
    Hostile(name="files-links-by-the-hundred", make=_many_links, exit_code=0),
    Hostile(
        name="files-article-is-a-pipe",
        make=_with(pipes=("articles/pipe.md",)),
        exit_code=3,
        says=(r"articles/pipe\.md: error: .* is not a file; ",),
    ),
    Hostile(
        name="files-article-is-a-device",
        make=_device,
        exit_code=3,
        says=(rf"articles/zero\.md: {_LEADS_OUT}",),
    ),
    Hostile(
        name="files-article-is-a-socket",
        make=_socket,
        exit_code=3,
        says=(r"articles/s\.md: error: .* is not a file; ",),
    ),
    Hostile(
        name="files-name-steers-the-terminal",
        make=_named(b"\x1b]0;owned\x07\x1b[2J.md"),
        exit_code=0,
        says=(r"articles/\\x1b\]0;owned\\x07\\x1b\[2J\.md: warning: .* cannot be printed; ",),
    ),
    Hostile(
        name="files-name-of-two-lines",
        make=_named(b"a\nb.md"),
        exit_code=0,
        says=(r"articles/a\\nb\.md: warning: .* cannot be printed; ",),
    ),
    Hostile(
        name="files-name-turned-around",
        make=_named("a\u202edm.exe.md".encode()),
        exit_code=0,
        says=(r"articles/a\\u202edm\.exe\.md: warning: .* cannot be printed; ",),
    ),
    Hostile(
        name="files-name-is-no-text",
        make=_named(b"caf\xe9.md"),
        exit_code=3,
        says=(r"articles/caf\\udce9\.md: error: .* is no text in UTF-8; ",),
    ),
    Hostile(
        name="files-name-of-255-bytes",
        make=_named(b"a" * 252 + b".md"),
        exit_code=0,
    ),
    Hostile(
        name="files-articles-of-a-name-without-end",
        make=files({"book.yml": f"{MANIFEST}articles: {'a' * 5000}\n"}),
        exit_code=2,
        says=(r"book\.yml:4:11: error: a+",),
    ),
    *(
        Hostile(
            name=f"files-output-{kind}",
            make=_output(kind),
            exit_code=4,
            says=(rf"error: .*/dist(/sorts\.epub)? cannot be written \({said}\); ",),
        )
        for kind, said in {
            "file": "it is no folder",
            "link-folder": "it is a symbolic link",
            "link": "a symbolic link of that name is there",
            "folder": "a folder of that name is there",
            "pipe": "something of that name is there that is no file",
        }.items()
    ),
    Hostile(
        name="files-import-from-a-device",
        make=_with(),
        exit_code=4,
        says=(r"error: /dev/zero cannot be read \(it is no regular file\); ",),
        command=("import", "text", "/dev/zero", "--into", "new"),
    ),
    Hostile(
        name="files-import-through-a-link",
        make=_import(_PAGE, ("new", "../secrets")),
        exit_code=4,
        command=_IMPORT,
    ),
    Hostile(
        name="files-import-over-a-link",
        make=_import(_PAGE, ("new/2025-11-16-on-type.md", "../../secret.md")),
        exit_code=4,
        command=_IMPORT,
    ),
    Hostile(
        name="files-import-title-that-climbs",
        make=_import("../../../x | William Morris. 16.11.2025\n\nWords.\n"),
        exit_code=0,
        command=_IMPORT,
    ),
    Hostile(
        name="files-init-through-a-link",
        make=_with(links={"new/articles": "../../secrets"}),
        exit_code=4,
        says=(r"error: new/articles cannot be written \(it is a symbolic link\); ",),
        command=("init", "new"),
    ),
    Hostile(
        name="files-init-over-a-file",
        make=_with({"new/articles/_example.md": "Mine."}),
        exit_code=4,
        says=(r"error: new/articles/_example\.md cannot be written \(it is there already\); ",),
        command=("init", "new"),
    ),
    Hostile(
        name="files-init-over-a-link",
        make=_with(links={"new/book.yml": "../../none"}),
        exit_code=2,
        says=(r"error: there is a book\.yml already; ",),
        command=("init", "new"),
    ),
)
