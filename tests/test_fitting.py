"""Pictures fitted for an edition: upright, still, bare, small enough, in the right colours."""

import random
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageCms, PngImagePlugin

from anthology.fitting.colours import is_srgb
from anthology.fitting.fitted import Fitted
from anthology.fitting.metadata import without_metadata
from anthology.fitting.needs import Needs
from anthology.fitting.picture import fit
from anthology.pictures import read_picture
from picture_fixtures import TOLD, chart, exif, film, photo, stored

EPUB = Needs(pixels=3_200_000, grey=False, profiles=True)
PDF = Needs(pixels=8_000_000, grey=False, profiles=False)
GREY = Needs(pixels=3_200_000, grey=True, profiles=True)
SMALL = Needs(pixels=1000, grey=False, profiles=True)

STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How an upright picture is stored, by the orientation that brings it back."""


def shown(made: Fitted) -> Image.Image:
    """Return the picture in a fitted file, whose size and kind are what the file is said to be."""
    with Image.open(BytesIO(made.data)) as image:
        image.load()
    assert image.size == (made.width, made.height)
    assert (image.format, made.media_type) in {("JPEG", "image/jpeg"), ("PNG", "image/png")}
    assert made.ending == {"JPEG": "jpg", "PNG": "png"}[image.format or ""]
    assert getattr(image, "n_frames", 1) == 1
    return image


def apart(one: Image.Image, other: Image.Image) -> int:
    """Return how far two pictures are apart, where they are most, of 255."""
    assert one.size == other.size
    both = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return max(high for _, high in both.getextrema())  # type: ignore[misc]


def display_p3() -> bytes:
    """Return a profile of more saturated colours than sRGB has: its reds and greens trade places.

    It is made of the one of sRGB, whose colorants stand at known places.
    """
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {
        bytes(data[at : at + 4]): data[at + 4 : at + 12] for at in range(132, 132 + 12 * 20, 12)
    }
    red, green = (struct.unpack(">II", tags[name]) for name in (b"rXYZ", b"gXYZ"))
    ours, theirs = (slice(start, start + size) for start, size in (red, green))
    data[ours], data[theirs] = data[theirs], data[ours]
    return bytes(data)


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize(
    "data",
    [
        stored(photo(), "JPEG"),
        stored(photo(), "JPEG", quality=97, subsampling=0, progressive=True, icc_profile=srgb()),
        stored(photo().convert("L"), "JPEG", dpi=(300, 300)),
        stored(photo(), "PNG", icc_profile=srgb(), dpi=(300, 300)),
        stored(chart().quantize(4), "PNG", transparency=0),
        stored(photo().convert("1"), "PNG"),
        stored(photo().convert("LA"), "PNG"),
    ],
)
@pytest.mark.parametrize("needs", [EPUB, PDF])
def test_what_fits_stays_the_same(data: bytes, needs: Needs) -> None:
    assert fit(data, needs).data == data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", STORED)
def test_a_picture_stands_upright(kind: str, orientation: int) -> None:
    turn = STORED[orientation]
    turned = photo() if turn is None else photo().transpose(turn)
    data = stored(turned, kind, exif=exif(orientation), quality=95)
    made = fit(data, EPUB)
    assert apart(shown(made), photo()) < 64
    assert fit(made.data, EPUB).data == made.data
    read = read_picture(data, "x").value
    assert read is not None
    assert (read.width, read.height) == (96, 64)


@pytest.mark.parametrize("sampling", [0, 1, 2])
@pytest.mark.parametrize("quality", [60, 92])
def test_turning_a_jpeg_costs_next_to_nothing(sampling: int, quality: int) -> None:
    image = Image.effect_mandelbrot((160, 96), (-2, -1.5, 1, 1.5), 60).convert("RGB")
    data = stored(image, "JPEG", exif=exif(6), quality=quality, subsampling=sampling)
    made = fit(data, EPUB)
    with Image.open(BytesIO(data)) as before:
        assert apart(shown(made), before.transpose(Image.Transpose.ROTATE_270)) < 40
    assert len(made.data) < len(data) * 1.2


def test_broken_exif_turns_nothing() -> None:
    for told in (b"Exif\0\0MM\0*\xff\xff\xff\xff", b"Exif\0\0", b"Exif\0\0II", b"no Exif"):
        data = stored(photo(), "JPEG", exif=told)
        assert read_picture(data, "x.jpg").findings == ()
        assert fit(data, EPUB).data == stored(photo(), "JPEG")


def test_a_jpeg_keeps_its_pixels_and_loses_what_it_says() -> None:
    plain = stored(photo(), "JPEG", icc_profile=srgb(), dpi=(300, 300))
    told = stored(
        photo(),
        "JPEG",
        icc_profile=srgb(),
        dpi=(300, 300),
        exif=exif(),
        comment=TOLD,
        xmp=f"<x:xmpmeta>{TOLD}</x:xmpmeta>".encode(),
    )
    iptc = b"\xff\xed" + struct.pack(">H", 2 + len(TOLD)) + TOLD.encode()
    thumbnail = b"\xff\xe0" + struct.pack(">H", 8) + b"JFXX\0\x13"
    told = told[:20] + iptc + thumbnail + told[20:] + TOLD.encode()
    assert TOLD.encode() in told
    assert fit(told, EPUB).data == plain


def test_a_thumbnail_in_a_jfif_head_goes() -> None:
    plain = stored(photo(), "JPEG")
    head = plain[4:18] + b"\x01\x01" + bytes(3)
    told = b"\xff\xd8\xff\xe0" + struct.pack(">H", 2 + len(head)) + head + plain[20:]
    assert plain[:4] == b"\xff\xd8\xff\xe0"
    head = plain[6:18] + b"\x01\x01" + b"abc"
    told = plain[:4] + struct.pack(">H", 2 + len(head)) + head + plain[20:]
    assert fit(told, EPUB).data == plain


def test_a_jpeg_of_many_pictures_shows_the_first() -> None:
    data = film("MPO")
    made = fit(data, EPUB)
    assert shown(made).format == "JPEG"
    with Image.open(BytesIO(data)) as image:
        assert apart(shown(made), image) == 0
    assert made.data.count(b"\xff\xd8\xff") == 1


@pytest.mark.parametrize(
    "odd",
    [
        lambda data: data[:2] + b"odd" + data[2:],
        lambda data: data[:2] + b"\xff\xd0" + data[2:],
        lambda data: data[:-2],
    ],
    ids=["bytes between segments", "a restart outside of a scan", "no end"],
)
def test_a_jpeg_that_is_built_oddly_is_made_anew(odd: object) -> None:
    assert callable(odd)
    data = odd(stored(photo(), "JPEG", comment=TOLD))
    with pytest.raises(ValueError, match=r"there is something|has no end"):
        without_metadata(data, "JPEG")
    if read_picture(data, "x.jpg").value:
        made = fit(data, EPUB)
        assert TOLD.encode() not in made.data
        assert apart(shown(made), photo()) < 64


def test_a_png_keeps_its_pixels_and_loses_what_it_says() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", TOLD)
    info.add_text("Title", TOLD, zip=True)
    info.add_itxt("XML:com.adobe.xmp", TOLD, "en")
    info.add(b"tIME", bytes(7))
    info.add(b"prVt", TOLD.encode())
    plain = stored(photo(), "PNG", icc_profile=srgb(), dpi=(300, 300))
    told = stored(photo(), "PNG", icc_profile=srgb(), dpi=(300, 300), pnginfo=info, exif=exif())
    made = fit(told + TOLD.encode(), EPUB)
    assert TOLD.encode() in told
    assert made.data == plain


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def test_a_png_may_say_behind_its_pixels_how_to_turn_them() -> None:
    data = stored(chart().transpose(Image.Transpose.ROTATE_90), "PNG")
    told = data[:-12] + chunk(b"eXIf", exif(6).tobytes()[6:]) + data[-12:]
    assert apart(shown(fit(told, EPUB)), chart()) == 0


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_an_animation_is_its_first_frame(kind: str) -> None:
    data = film(kind)
    made = fit(data, EPUB)
    with Image.open(BytesIO(data)) as image:
        assert getattr(image, "n_frames", 1) == 3
        assert apart(shown(made), image) < 20
    assert b"fcTL" not in made.data


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (photo(), "JPEG"),
        (photo().convert("RGBA"), "JPEG"),
        (Image.merge("RGBA", (*photo().split(), photo().getchannel("R"))), "PNG"),
    ],
    ids=["photograph", "nothing transparent", "transparent"],
)
def test_new_kinds_become_those_that_every_reader_shows(
    kind: str, image: Image.Image, expected: str
) -> None:
    made = shown(fit(stored(image, kind, quality=90), EPUB))
    assert made.format == expected
    assert made.mode == ("RGB" if expected == "JPEG" else "RGBA")
    assert apart(made, image) < 64


def test_a_picture_of_few_colours_keeps_them_all() -> None:
    made = shown(fit(stored(chart(), "WEBP", lossless=True), EPUB))
    assert made.format == "PNG"
    assert apart(made, chart()) == 0


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
@pytest.mark.parametrize("size", [(96, 64), (400, 300)])
def test_a_photograph_without_colours_is_a_jpeg(kind: str, size: tuple[int, int]) -> None:
    data = stored(Image.effect_noise(size, 90).convert("RGB"), kind, quality=95)
    made = shown(fit(data, GREY))
    assert (made.format, made.mode, made.size) == ("JPEG", "L", size)
    assert shown(fit(data, EPUB)).format == "JPEG"


def test_a_still_gif_is_a_png_with_the_same_pixels() -> None:
    image = chart().quantize(8)
    image.info["transparency"] = 0
    data = stored(image, "GIF")
    made = shown(fit(data, EPUB))
    with Image.open(BytesIO(data)) as before:
        assert made.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()


@pytest.mark.parametrize("needs", [EPUB, PDF])
@pytest.mark.parametrize("profile", [b"", b"broken", srgb()])
def test_print_colours_become_those_of_a_screen(needs: Needs, profile: bytes) -> None:
    data = stored(photo().convert("CMYK"), "JPEG", quality=95, icc_profile=profile or None)
    made = shown(fit(data, needs))
    assert (made.format, made.mode, made.info.get("icc_profile")) == ("JPEG", "RGB", None)
    assert apart(made, photo()) < 40


def test_a_profile_stays_where_readers_mind_it_and_is_applied_elsewhere() -> None:
    wide = display_p3()
    assert is_srgb(srgb(), "RGB")
    assert not is_srgb(wide, "RGB")
    for kind in ("JPEG", "PNG"):
        data = stored(chart(), kind, icc_profile=wide, quality=95)
        assert fit(data, EPUB).data == data
        made = shown(fit(data, PDF))
        assert made.info.get("icc_profile") is None
        red, green, blue = made.getpixel((20, 12))  # type: ignore[misc]
        assert green > 200 > 60 > max(red, blue)
        still = fit(data, Needs(pixels=3000, grey=False, profiles=True))
        assert shown(still).info["icc_profile"] == wide


def test_a_profile_of_other_colours_changes_nothing() -> None:
    grey = stored(photo().convert("L"), "PNG", icc_profile=srgb())
    assert fit(grey, PDF).data == grey


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1"])
def test_greys_keep_what_is_transparent(mode: str) -> None:
    image = photo()
    image.putalpha(photo().getchannel("G"))
    made = shown(fit(stored(image.convert(mode), "PNG"), GREY))
    assert made.mode == {"RGB": "L", "L": "L", "1": "1"}.get(mode, "LA")
    if made.mode == "LA" and mode != "P":
        assert made.getchannel("A").tobytes() == image.getchannel("A").tobytes()
    if mode != "1":
        assert apart(made.convert("L"), photo().convert("L")) < 32


def test_a_grey_photograph_is_a_grey_jpeg() -> None:
    data = stored(photo(), "JPEG", quality=92)
    made = fit(data, GREY)
    assert (shown(made).format, shown(made).mode) == ("JPEG", "L")
    assert apart(shown(made), photo().convert("L")) < 16
    assert fit(made.data, GREY).data == made.data


@pytest.mark.parametrize("depth", [0, 2, 4, 6])
def test_sixteen_bits_become_eight(depth: int) -> None:
    """Take every colour type of PNG that may have 16 bits."""
    samples = {0: 1, 2: 3, 4: 2, 6: 4}[depth]
    pixel = b"".join(struct.pack(">H", value) for value in (0x1234, 0x89AB, 0xFF00, 0x8000))
    rows = (b"\0" + pixel[: 2 * samples] * 5) * 4
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 5, 4, 16, depth, 0, 0, 0))
    data = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    assert read_picture(data, "x.png").findings == ()
    for needs in (EPUB, PDF):
        made = fit(data, needs)
        assert made.data[24] == 8
        first, second, third, fourth = 0x12, 0x89, 0xFF, 0x80
        seen = shown(made).convert("RGBA").getpixel((0, 0))
        assert (
            seen
            == {
                0: (first, first, first, 255),
                2: (first, second, third, 255),
                4: (first, first, first, second),
                6: (first, second, third, fourth),
            }[depth]
        )


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "RGB")])
@pytest.mark.parametrize("size", [(96, 64), (64, 96), (2000, 3), (32, 31)])
def test_what_is_too_large_is_made_smaller(kind: str, mode: str, size: tuple[int, int]) -> None:
    made = shown(fit(stored(photo(size).convert(mode), kind), SMALL))
    width, height = size
    assert made.width * made.height <= SMALL.pixels
    if width * height <= SMALL.pixels:
        assert made.size == size
    elif min(size) > 10:
        assert made.width / made.height == pytest.approx(width / height, rel=0.05)
        assert made.width * made.height > 0.9 * SMALL.pixels
        assert apart(made, photo(size).resize(made.size, Image.Resampling.BOX)) < 64


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF", "MPO"])
@pytest.mark.parametrize("needs", [EPUB, PDF, GREY, SMALL])
def test_the_same_picture_gives_the_same_bytes_and_fits_for_good(kind: str, needs: Needs) -> None:
    data = stored(photo(), kind, exif=exif(6)) if kind == "JPEG" else film(kind)
    made = fit(data, needs)
    assert fit(data, needs) == made
    assert fit(made.data, needs).data == made.data


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF", "MPO"])
def test_whatever_is_read_can_be_fitted(kind: str) -> None:
    chance = random.Random(kind)  # noqa: S311  # the same damage each time
    told = {"exif": exif(6)} if kind in {"JPEG", "WEBP", "AVIF"} else {}
    whole = [film(kind) if kind != "JPEG" else stored(photo((20, 9)), kind, **told)]
    whole.append(stored(photo((16, 12)), kind, **told))
    for _ in range(300):
        data = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        if read_picture(bytes(data), "x").value is not None:
            for needs in (EPUB, PDF, GREY, SMALL):
                shown(fit(bytes(data), needs))
