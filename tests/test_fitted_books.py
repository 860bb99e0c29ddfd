"""Books whose pictures had to be fitted: what stands in the files, and what is made only once."""

import base64
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from click.testing import CliRunner
from lxml import etree
from PIL import Image

from anthology.cli import main
from anthology.fitting import picture as fitting
from anthology.fitting.fitted import Fitted
from judges import epubcheck
from outline import dangling
from picture_fixtures import TOLD, chart, exif, film, photo, stored

MANIFEST = """\
title: Lantern slides
language: en
identifier: urn:x-test:slides
date: 2025-01-01
chapters:
  - {title: All of them, from: 2025, intro: intro.md}
front: [preface.md]
cover: {image: cover.jpg}
"""
ARTICLES = {
    "preface.md": "---\ntitle: Preface\n---\n![A film](articles/film.gif)\n",
    "intro.md": "![A photograph](articles/new.webp)\n",
    "articles/2025-01-01-one.md": (
        "---\ntitle: One\ndate: 2025-01-01\n---\n![The harbour](large.jpg 'At noon')\n\n"
        "![A chart](chart.png)\n\n![A chart again](chart.png)\n\nA note.[^1]\n\n"
        "[^1]: ![Seen in a note](note.avif)\n"
    ),
    "articles/2025-01-02-two.md": (
        "---\ntitle: Two\ndate: 2025-01-02\n---\n![The harbour](large.jpg)\n\n"
        "![For print](print.jpg)\n\n![A drawing](drawing.svg)\n\nLost: ![a ship](lost.jpg)\n"
    ),
}


def drawing() -> bytes:
    images = (("png", film("GIF")), ("jpeg", stored(photo(), "JPEG", exif=exif(6))))
    shown = "".join(
        f'<image y="{number * 50}" width="60" height="40" '
        f'href="data:image/{kind};base64,{base64.b64encode(data).decode()}"/>'
        for number, (kind, data) in enumerate(images)
    )
    root = 'xmlns="http://www.w3.org/2000/svg" width="60" height="90"'
    return f"<svg {root}>{shown}</svg>".encode()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    side = Image.Transpose.ROTATE_90
    files = {
        "cover.jpg": stored(photo((1600, 2560)).transpose(side), "JPEG", exif=exif(6)),
        "articles/film.gif": film("GIF"),
        "articles/new.webp": stored(photo((300, 200)), "WEBP", exif=exif()),
        "articles/large.jpg": stored(photo((1600, 2400)).transpose(side), "JPEG", exif=exif(6)),
        "articles/chart.png": stored(chart(), "PNG", exif=exif()),
        "articles/note.avif": film("AVIF"),
        "articles/print.jpg": stored(photo().convert("CMYK"), "JPEG"),
        "articles/drawing.svg": drawing(),
        "book.yml": MANIFEST.encode(),
        **{name: text.encode() for name, text in ARTICLES.items()},
    }
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def build(*options: str) -> tuple[Path, ...]:
    """Build the book of this folder and return its files, the EPUB first."""
    run = CliRunner().invoke(main, ["build", *options], catch_exceptions=False)
    assert run.exit_code == 0, run.output
    assert re.findall("(?:warning|error): (.*);", run.output) == [
        "the picture lost.jpg is not there"
    ]
    return tuple(sorted(Path("dist").iterdir()))


def images(epub: Path) -> Iterator[tuple[str, str, bytes]]:
    """Yield the name, the media type and the bytes of each picture of an EPUB."""
    with ZipFile(epub) as archive:
        (package,) = (name for name in archive.namelist() if name.endswith(".opf"))
        folder = package.rpartition("/")[0]
        for item in etree.fromstring(archive.read(package)).iter("{*}item"):
            if item.get("media-type", "").startswith("image/"):
                name = item.get("href", "")
                yield name, item.get("media-type", ""), archive.read(f"{folder}/{name}")


def embedded(drawn: bytes) -> Iterator[bytes]:
    for data in re.findall(rb"base64,([^\"]+)", drawn):
        yield base64.b64decode(data)


def size_in(data: bytes) -> tuple[int, int]:
    """Return the size of a picture of which no reader knows more than its pixels."""
    assert TOLD.encode() not in data
    assert b"Exif" not in data
    assert b"eXIf" not in data
    with Image.open(BytesIO(data)) as image:
        assert not image.getexif()
        assert getattr(image, "n_frames", 1) == 1
        assert image.format in ("JPEG", "PNG")
        return image.size


@pytest.mark.usefixtures("project")
def test_an_epub_shows_what_readers_take() -> None:
    (epub,) = build("--epub")
    found = {
        re.sub("-[0-9a-f]{8}[.]", ".", name): (kind, data) for name, kind, data in images(epub)
    }
    drawn = found.pop("pictures/drawing.svg")[1]
    assert [size_in(data) for data in embedded(drawn)] == [(40, 30), (64, 96)]
    assert {name: (kind, size_in(data)) for name, (kind, data) in found.items()} == {
        "cover.jpg": ("image/jpeg", (1600, 2560)),
        "pictures/chart.png": ("image/png", (96, 64)),
        "pictures/film.png": ("image/png", (40, 30)),
        "pictures/large.jpg": ("image/jpeg", (1460, 2190)),
        "pictures/new.jpg": ("image/jpeg", (300, 200)),
        "pictures/note.jpg": ("image/jpeg", (40, 30)),
        "pictures/print.jpg": ("image/jpeg", (96, 64)),
    }
    assert dangling(epub) == []
    with ZipFile(epub) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b'accessibilityHazard">none<' in whole
    assert b"picture-missing" in whole
    assert b"At noon" in whole


@pytest.mark.usefixtures("project")
def test_a_pdf_shows_what_printers_take() -> None:
    (pdf,) = build("--pdf")
    sizes = set()
    with pikepdf.open(pdf) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                data = thing.read_raw_bytes()
                assert TOLD.encode() not in data
                assert b"Exif" not in data
                assert thing.ColorSpace in ("/DeviceRGB", "/DeviceGray")
                sizes.add((int(thing.Width), int(thing.Height)))
    assert sizes == {
        *((96, 64), (64, 96), (40, 30), (300, 200)),
        *((1600, 2400), (1600, 2560)),
    }


def test_an_edition_has_its_own_needs(project: Path) -> None:
    asked = "epub: {pictures: {colour: grey, megapixels: 0.02}}\npdf: {pictures: {megapixels: 1}}\n"
    (project / "book.yml").write_text(MANIFEST + asked, encoding="utf-8")
    epub, pdf = build()
    for name, kind, data in images(epub):
        if kind != "image/svg+xml" and name != "cover.jpg":
            with Image.open(BytesIO(data)) as image:
                assert image.mode == "L"
                assert image.width * image.height <= 20_000
    with pikepdf.open(pdf) as document:
        areas = [
            int(thing.Width) * int(thing.Height)
            for thing in document.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]
    assert max(area for area in areas if area != 1600 * 2560) in range(990_000, 1_000_001)


def test_a_picture_is_fitted_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cold = [path.read_bytes() for path in build()]

    def refuse(*_: object) -> Fitted:
        raise AssertionError("this picture was fitted before")

    with monkeypatch.context() as patched:
        patched.setattr(fitting, "fit", refuse)
        for path in Path("dist").iterdir():
            path.unlink()
        warm = [path.read_bytes() for path in build()]
    alone = [path.read_bytes() for path in build("--jobs", "1", "--output", "dist")]
    for path in (project / ".anthology/cache").glob("*/*"):
        path.write_bytes(b"damaged")
    mended = [path.read_bytes() for path in build()]
    assert cold == warm == alone == mended


@pytest.mark.usefixtures("project")
def test_many_hands_fit_the_same_pictures() -> None:
    few = [path.read_bytes() for path in build("--jobs", "1")]
    assert CliRunner().invoke(main, ["clean"]).exit_code == 0
    for path in Path("dist").iterdir():
        path.unlink()
    many = [path.read_bytes() for path in build("--jobs", "3")]
    assert few == many


@pytest.mark.slow
@pytest.mark.parametrize("asked", ["", "epub: {pictures: {colour: grey}}\n"])
def test_epubcheck_takes_the_pictures(project: Path, asked: str) -> None:
    (project / "book.yml").write_text(MANIFEST + asked, encoding="utf-8")
    (epub,) = build("--epub")
    assert epubcheck(epub).messages == ()


def pictures_in(path: Path) -> dict[str, Image.Image]:
    """Return the raster pictures of an EPUB, but for its cover, by their names."""
    with ZipFile(path) as file:
        names = (name for name in file.namelist() if "/pictures/" in name)
        return {name: Image.open(BytesIO(file.read(name))) for name in names if "svg" not in name}


@pytest.mark.slow
def test_a_small_epub_stands_beside_the_usual_one(project: Path) -> None:
    for options in ((), ("--small",)):
        result = CliRunner().invoke(main, ["build", "--epub", *options])
        assert result.exit_code == 0, result.output
    usual, small = (project / f"dist/lantern-slides{kind}.epub" for kind in ("", "-small"))
    assert epubcheck(small).passed
    assert any(picture.mode == "RGB" for picture in pictures_in(usual).values())
    found = pictures_in(small)
    assert len(found) == len(pictures_in(usual))
    assert {picture.mode for picture in found.values()} <= {"L", "LA", "1"}
    largest = max(picture.width * picture.height for picture in found.values())
    assert 1_500_000 < largest <= 1_600_000
    with ZipFile(small) as file, Image.open(BytesIO(file.read("EPUB/cover.jpg"))) as cover:
        assert cover.mode == "L"
        assert cover.width * cover.height <= 1_600_000
    assert small.stat().st_size < usual.stat().st_size


def test_a_small_epub_is_made_smaller_until_mail_takes_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = project / "dist/lantern-slides-small.epub"
    build("--small")
    first = small.read_bytes()
    monkeypatch.setattr("anthology.editions.SMALL_BYTES", len(first) - 1)
    CliRunner().invoke(main, ["clean"])
    build("--small")
    assert small.stat().st_size < len(first)
    assert max(one.width * one.height for one in pictures_in(small).values()) <= 800_000
    monkeypatch.setattr("anthology.editions.SMALL_BYTES", 1_000)
    CliRunner().invoke(main, ["clean"])
    before = small.read_bytes()
    result = CliRunner().invoke(main, ["build", "--small"])
    assert result.exit_code == 5
    assert "error: the small EPUB has 0 MB, and mail takes 0; show fewer" in result.output
    assert small.read_bytes() == before
