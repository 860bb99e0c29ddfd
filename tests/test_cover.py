"""Covers that are set from the title."""

from io import BytesIO
from itertools import cycle
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image, ImageColor

from anthology.cli import main
from anthology.cover import (
    PALETTES,
    PATTERN_TOP,
    PATTERNS,
    cover_size,
    draw_cover,
)
from anthology.inscription import Inscription
from anthology.model import PageSize
from anthology.painting import paint
from anthology.shapes import Box, Drawing, Rectangle
from anthology.typefaces import Faces

WIDTH, HEIGHT = 320, 512


def _cover(title: str, subtitle: str | None = None, authors: tuple[str, ...] = ()) -> Image.Image:
    data = draw_cover(
        Inscription(title=title, subtitle=subtitle, authors=authors, language="en"),
        (WIDTH, HEIGHT),
        Faces(),
    )
    image = Image.open(BytesIO(data))
    assert image.format == "PNG"
    return image.convert("RGB")


def _light(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [value / 255 for value in ImageColor.getrgb(colour)[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_size_is_that_of_the_page_at_300_dots_an_inch() -> None:
    assert cover_size(PageSize(width=148, height=210)) == (1748, 2480)
    assert cover_size(PageSize(width=152.4, height=228.6)) == (1800, 2700)


def test_cover_of_an_e_book_is_not_large() -> None:
    data = draw_cover(
        Inscription(
            title="News from Nowhere",
            subtitle="An Epoch of Rest",
            authors=("William Morris",),
            language="en",
        ),
        (1600, 2560),
        Faces(),
    )
    assert Image.open(BytesIO(data)).size == (1600, 2560)
    assert len(data) < 400_000


def test_same_words_same_bytes_and_other_words_another_cover() -> None:
    def made(title: str) -> bytes:
        return draw_cover(
            Inscription(title=title, subtitle=None, authors=(), language="en"),
            (WIDTH, HEIGHT),
            Faces(),
        )

    assert made("Essais") == made("Essais")
    assert made("Essais") != made("Essays")


def test_titles_reach_every_palette_and_every_pattern() -> None:
    fields = set()
    for number in range(60):
        title = f"Kleine Schriften {number}"
        data = draw_cover(
            Inscription(title=title, subtitle=None, authors=(), language="en"), (60, 96), Faces()
        )
        fields.add(Image.open(BytesIO(data)).convert("RGB").getpixel((1, 1)))
    assert len(fields) == len(PALETTES)
    assert len(PATTERNS) >= 5


@pytest.mark.parametrize("palette", PALETTES)
def test_words_stand_out_from_the_ground(palette: object) -> None:
    ground, ink = (_light(getattr(palette, name)) for name in ("ground", "ink"))
    dark, light = sorted((ground, ink))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize(
    "title",
    [
        "A",
        "Donaudampfschifffahrtsgesellschaftskapitänsmütze",
        "Лісова пісня",
        "Το βιβλίο και η σελίδα",
        "word " * 40,
        "x" * 300,
        "本の歴史について",
        "",
    ],
)
def test_words_stay_inside_their_margins(title: str) -> None:
    image = _cover(title, "A subtitle", ("William Morris", "Aldus Manutius"))
    ground = image.getpixel((1, 1))
    bare = Image.new("RGB", image.size, ground)
    above = (0, 0, WIDTH, int(HEIGHT * (PATTERN_TOP - 0.03)))
    words = [
        (x, y)
        for x in range(above[2])
        for y in range(above[3])
        if image.getpixel((x, y)) != bare.getpixel((x, y))
    ]
    assert words
    left, right = min(x for x, _ in words), max(x for x, _ in words)
    assert left >= WIDTH * 0.07
    assert right <= WIDTH * 0.93


@settings(max_examples=25, deadline=None)
@given(
    title=st.text(max_size=80),
    subtitle=st.none() | st.text(max_size=80),
    authors=st.lists(st.text(max_size=40), max_size=3).map(tuple),
)
def test_no_words_break_it(title: str, subtitle: str | None, authors: tuple[str, ...]) -> None:
    assert _cover(title, subtitle, authors).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize(
    ("width", "height", "is_taken"),
    [(625, 1000, True), (624, 1000, False), (700, 999, False), (1000, 10_001, False),
     (1600, 1590, False), (1600, 2560, True)],
)  # fmt: skip
def test_a_cover_that_shops_refuse_is_told(
    width: int, height: int, is_taken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/a.md").write_text("---\ntitle: A\ndate: 2025\n---\nWords.\n")
    manifest = "title: F\nlanguage: en\nidentifier: urn:x-test:1\ncover: {image: a.png, alt: A}\n"
    (tmp_path / "book.yml").write_text(manifest)
    Image.new("L", (width, height)).save(tmp_path / "a.png")
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(main, ["check"]).output
    assert ("book.yml:4:16: warning: the cover has" in told) is not is_taken


@pytest.mark.parametrize("colours", [("#000000", "#ffffff"), ("#ff0000", "#0000ff")])
def test_an_edge_between_dots_is_mixed_of_what_it_parts(colours: tuple[str, str]) -> None:
    ground, other = colours
    half = Rectangle(box=Box(left=0, top=0, right=10, bottom=20), colour=other)
    drawing = Drawing(ground=ground, ink=ground, shapes=(half,), lines=())
    moved = replace(drawing, shapes=(replace(half, box=replace(half.box, right=10.5)),))
    row = {
        shown: [
            Image.open(BytesIO(paint(one, 20, 20, "en", Faces()))).convert("RGB").getpixel((x, 9))
            for x in range(20)
        ]
        for shown, one in (("whole", drawing), ("half", moved))
    }
    parts = [ImageColor.getrgb(colour) for colour in (other, ground)]
    mixed = tuple(round(sum(pair) / 2) for pair in zip(*parts, strict=True))
    assert row["whole"] == [parts[0]] * 10 + [mixed] + [parts[1]] * 9
    assert row["half"] == [parts[0]] * 11 + [parts[1]] * 9


def test_every_pattern_is_drawn_in_its_own_colours() -> None:
    for palette in PALETTES:
        named = {palette.ground, palette.field, *palette.shapes}
        for pattern in PATTERNS:
            box = Box(left=0, top=0, right=80, bottom=80)
            shapes = tuple(pattern(box, palette, cycle(range(0, 256, 37))))
            drawing = Drawing(ground=palette.ground, ink=palette.ink, shapes=shapes, lines=())
            shown = Image.open(BytesIO(paint(drawing, 80, 80, "en", Faces()))).convert("RGB")
            pure = {ImageColor.getrgb(colour) for colour in named}
            count = sum(n for n, colour in shown.getcolors(6400) or () if colour in pure)
            assert count > 80 * 80 * 0.6
