"""Picture files: what is taken, what is refused, and that no decoder's exception gets out."""

import random
from io import BytesIO

import pytest
from PIL import Image, ImageFile

from anthology.errors import Kind, Severity
from anthology.pictures import read_picture

FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}


def image(kind: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    file = BytesIO()
    Image.effect_mandelbrot(size, (-2, -1.5, 1, 1.5), 20).convert("RGB").save(file, kind, **options)
    return file.getvalue()


def animation(kind: str) -> bytes:
    file = BytesIO()
    first, *others = (Image.new("RGB", (9, 9), (shade, 0, 0)) for shade in (0, 90, 180))
    first.save(file, kind, save_all=True, append_images=others)
    return file.getvalue()


def refusal(data: bytes, file: str = "articles/x.png") -> str:
    """Return the one error of a picture that is refused."""
    read = read_picture(data, file)
    (found,) = read.findings
    assert read.value is None
    assert (found.kind, found.severity, found.place) == (Kind.ARTICLE, Severity.ERROR, None)
    return str(found)


@pytest.mark.parametrize(("kind", "ending"), FORMATS.items())
def test_a_picture_keeps_its_bytes_and_gets_a_name(kind: str, ending: str) -> None:
    data = image(kind)
    read = read_picture(data, "articles/My Press.PNG")
    assert read.findings == ()
    assert read.value is not None
    assert (read.value.width, read.value.height, read.value.data) == (40, 30, data)
    assert read.value.name.startswith("my-press-")
    assert read.value.name.endswith(f".{ending}")


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "AVIF", "MPO"])
def test_an_animation_is_a_picture(kind: str) -> None:
    assert read_picture(animation(kind), "x").findings == ()


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("lenient", [False, True])
def test_a_picture_that_is_cut_off_is_refused_whatever_others_told_pillow(
    kind: str, lenient: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    data = image(kind)
    assert "is broken" in refusal(data[: len(data) * 2 // 3])
    assert lenient is ImageFile.LOAD_TRUNCATED_IMAGES


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "PPM", "PCX", "EPS"])
def test_other_kinds_are_refused(kind: str) -> None:
    assert "of no kind that a book can show" in refusal(image(kind))


def test_what_stands_behind_a_picture_does_no_harm() -> None:
    assert read_picture(image("PNG") + b"<script>alert(1)</script>", "x.png").findings == ()


@pytest.mark.parametrize("kind", [*FORMATS, "MPO"])
def test_damaged_pictures_are_read_or_refused(kind: str) -> None:
    chance = random.Random(kind)  # noqa: S311  # the same damage each time
    whole = [image(kind, (12, 9)), animation(kind) if kind != "JPEG" else image(kind, (8, 8))]
    for _ in range(700):
        data = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    data[at : at + chance.randint(1, 8)] = b""
                case 2:
                    data[at:at] = chance.randbytes(chance.randint(1, 8))
                case _:
                    data[at : at + 4] = chance.choice((b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff"))
            data = data or bytearray(b"\0")
        read = read_picture(bytes(data), "x.png")
        assert (read.value is None) == bool(read.findings)
