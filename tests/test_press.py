"""The press edition: profiles, gutters, colours, what breaks a profile, and booklets."""

import contextlib
import hashlib
import re
import shutil
import zipfile
from collections.abc import Callable
from io import BytesIO
from math import dist
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pypdfium2
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageCms

from anthology.cli import main
from anthology.completeness.report import prove
from anthology.errors import Checked, Finding
from anthology.fitting.needs import Needs
from anthology.fitting.picture import fit
from anthology.load import Project
from anthology.manifest import read_manifest
from anthology.model import Book, Edition, PageSize
from anthology.pdf import Rendered
from anthology.pdf.geometry import geometry
from anthology.plan import plan_book
from anthology.press import outputs
from anthology.press.checks import check
from anthology.press.colours import converted
from anthology.press.commission import Commission, commission
from anthology.press.gutter import set_with_gutter
from anthology.press.icc import black_ink
from anthology.press.inks import Press, limited
from anthology.press.look import Look, Room, look_at
from anthology.press.margins import outside
from anthology.press.outputs import installed_profile, read_profile
from anthology.press.profiles import (
    Printer,
    Space,
    Standard,
    condition_of,
    conditions,
    profile_of,
    profiles,
)
from anthology.style.design import Measures
from houseprofile import NAME, house_profile
from judges import ingram, inks, qpdf
from presses import colours_of

ROOT = Path(__file__).parent.parent
MEASURES = Measures()
BOOKS = Path(__file__).with_name("books")
EMPTY = Book(metadata=SimpleNamespace())  # type: ignore[arg-type]


def run(folder: Path, *said: str) -> str:
    with contextlib.chdir(folder):
        result = CliRunner().invoke(main, said, prog_name="anthology")
    assert result.exit_code == 0, result.output
    return result.output


def case(name: str, folder: Path) -> Path:
    ignored = shutil.ignore_patterns("run.txt", "expected*.txt")
    return shutil.copytree(BOOKS / name, folder / name, ignore=ignored)


def asked(text: str, *, marks: bool = False) -> Checked[Commission]:
    located = read_manifest(f"title: T\nlanguage: en\npress: {text}\n", "book.yml").value
    assert located is not None
    return commission(located, marks=marks)


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A press file for Ingram: PDF/X-1a, in which nothing may be that is in no 1.3."""
    project = case("press-ingram", tmp_path_factory.mktemp("press"))
    run(project, "build", "--press")
    return (project / "dist/seven-sheets-press.pdf").read_bytes()


INGRAM = asked("{profile: ingram, page: A5}").value


# ---- profiles


def test_every_printer_has_a_profile() -> None:
    assert [profile.printer for profile in profiles()] == list(Printer)


@pytest.mark.parametrize("profile", profiles(), ids=lambda profile: profile.printer.value)
def test_a_profile_agrees_with_itself(profile: object) -> None:
    one = next(known for known in profiles() if known is profile)
    pages = [gutter.pages for gutter in one.gutters]
    assert pages == sorted(pages)
    assert pages[-1] >= one.pages.most
    least = [gutter.least for gutter in one.gutters]
    assert least == sorted(least)
    assert one.trims or (one.smallest and one.largest)
    assert one.sources
    assert one.papers
    assert one.condition or set(one.standards) == {Standard.PLAIN}
    assert {one.condition, one.cover.condition} <= {None, *(each.name for each in conditions())}
    assert Space.GREY in one.colours
    assert one.pages.multiple in (2, 4)


def test_kdp_asks_for_what_it_says() -> None:
    kdp = profile_of(Printer.KDP)
    inches = [round(kdp.gutter(pages) / 25.4, 3) for pages in (24, 150, 151, 500, 600, 701, 828)]
    assert inches == [0.375, 0.375, 0.5, 0.625, 0.75, 0.875, 0.875]
    assert kdp.takes(PageSize(width=152.4, height=228.6))
    assert not kdp.takes(PageSize(width=230, height=200))
    assert (kdp.pages.whole(601), kdp.pages.whole(602)) == (602, 602)
    cream = kdp.paper("cream")
    assert cream is not None
    assert cream.page == pytest.approx(0.0635)


def test_a_last_blank_page_is_counted() -> None:
    pages = profile_of(Printer.INGRAM).pages
    assert (pages.whole(24), pages.whole(25)) == (26, 26)
    assert profile_of(Printer.TREDITION).pages.whole(25) == 28


# ---- gutters


def pages_of(base: int, per_mm: float) -> Callable[[PageSize], Checked[Rendered]]:
    """Return what sets a book of so many pages, and more where the margin is wider."""

    def set_on(size: PageSize) -> Checked[Rendered]:
        count = round(base * (1 + per_mm * geometry(size, MEASURES).inner))
        return Checked(Rendered(data=b"", pages=count))

    return set_on


@given(
    base=st.integers(1, 900),
    per_mm=st.floats(-0.002, 0.02),
    page=st.sampled_from(["5in x 8in", "6x9", "8.5in x 11in", "4in x 6in"]),
)
def test_gutter_and_page_count_agree(base: int, per_mm: float, page: str) -> None:
    made = asked(f"{{profile: kdp, page: {page}}}").value
    seen: list[PageSize] = []
    set_on = pages_of(base, per_mm)

    def watched(size: PageSize) -> Checked[Rendered]:
        seen.append(size)
        return set_on(size)

    rendered = set_with_gutter(made, MEASURES, watched).value
    wanted = made.profile.gutter(made.profile.pages.whole(rendered.pages))
    assert geometry(seen[-1], MEASURES).inner >= wanted
    assert len(seen) <= len(made.profile.gutters)
    assert [size.least.inner for size in seen] == sorted({size.least.inner for size in seen})


def test_a_thick_book_is_set_again_with_a_wider_gutter() -> None:
    made = asked("{profile: kdp, page: 5in x 8in}").value
    seen: list[float] = []

    def set_on(size: PageSize) -> Checked[Rendered]:
        seen.append(geometry(size, MEASURES).inner)
        return Checked(Rendered(data=b"", pages=690))

    set_with_gutter(made, MEASURES, set_on)
    assert len(seen) == 2
    assert seen[0] < 19.05 <= seen[1]


@given(
    width=st.floats(80, 300),
    height=st.floats(80, 400),
    inner=st.floats(0, 25),
    rest=st.floats(0, 14),
)
def test_a_page_keeps_its_margins(width: float, height: float, inner: float, rest: float) -> None:
    size = PageSize(width=width, height=height)
    usual = geometry(size, MEASURES)
    least = replace(size.least, inner=inner, outer=rest, top=rest, bottom=rest)
    page = geometry(replace(size, least=least), MEASURES)
    assert page.inner >= inner
    assert min(page.outer, page.top, page.bottom) >= rest - 1e-9
    assert page.type_size == usual.type_size
    assert page.text_width <= usual.text_width + 1e-9


# ---- colours


HOUSE = house_profile()
PRESSES = {"house": Press(profile=HOUSE, limit=240)} | {
    one.name: Press(profile=found.data, limit=limit)
    for one, limit in ((condition_of("FOGRA39"), 300), (condition_of("CGATS TR 001"), 240))
    if not isinstance(found := installed_profile(one, "press.icc"), Finding)
}
"""The inks of a made-up press, and of those that this machine knows."""
LAB = ImageCms.createProfile("LAB")


def seen(mode: str, profile: Any, parts: bytes) -> list[int]:
    """Return how a colour is seen, in the units of Lab."""
    pixel = Image.frombytes(mode, (1, 1), parts)
    made = ImageCms.profileToProfile(
        pixel,
        profile,
        LAB,
        outputMode="LAB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    assert made is not None
    light, *rest = made.tobytes()
    return [round(light / 2.55), *(part - 256 if part > 127 else part for part in rest)]


@given(st.tuples(*[st.floats(0, 1)] * 3), st.sampled_from([Space.GREY, Space.RGB]))
def test_colours_keep_within_their_space(colour: tuple[float, ...], space: Space) -> None:
    made = converted(colour, space)
    assert all(0 <= part <= 1 for part in made)
    if len(set(colour)) == 1:
        assert made == (colour[0],)
    else:
        assert len(made) == {Space.GREY: 1, Space.RGB: 3}[space]


@pytest.mark.parametrize("name", PRESSES)
@given(colour=st.tuples(*[st.floats(0, 1)] * 3))
def test_no_more_ink_lies_on_a_place_than_paper_takes(name: str, colour: tuple[float, ...]) -> None:
    press = PRESSES[name]
    made = converted(colour, press)
    assert len(made) == (1 if len(set(colour)) == 1 else 4)
    assert sum(made) * 100 <= press.limit - 9
    assert all(0 <= part <= 1 for part in made)


@pytest.mark.parametrize("grey", [0.0, 0.2, 0.5, 1.0])
def test_black_greys_and_white_are_black_ink_alone(grey: float) -> None:
    assert converted((grey, grey, grey), PRESSES["house"]) == (grey,)


@pytest.mark.parametrize("name", ["FOGRA39", "CGATS TR 001"])
@pytest.mark.parametrize(
    "colour", [(196, 83, 58), (217, 178, 111), (23, 57, 47), (36, 39, 45), (243, 236, 221)]
)
def test_inks_look_like_the_colour(name: str, colour: tuple[int, int, int]) -> None:
    press = PRESSES.get(name) or pytest.skip("the profile is not installed here")
    profile = ImageCms.ImageCmsProfile(BytesIO(press.profile))
    made = converted([part / 255 for part in colour], press)
    printed = seen("CMYK", profile, bytes(round(part * 255) for part in made))
    wanted = seen("RGB", ImageCms.createProfile("sRGB"), bytes(colour))
    assert dist(printed, wanted) < 8


@given(st.tuples(*[st.integers(0, 255)] * 4), st.integers(260, 900))
def test_too_much_ink_gives_way_to_black(inks: tuple[int, int, int, int], most: int) -> None:
    made = limited(inks, most)
    assert sum(made) <= most
    if sum(inks) <= most:
        assert made == inks
    else:
        assert made[3] >= inks[3]
        assert all(new <= old for new, old in zip(made[:3], inks[:3], strict=True))
        assert sum(made) >= most - 4 or made[3] == 255


def test_a_picture_has_the_inks_of_its_colours() -> None:
    press = PRESSES["house"]
    image = Image.new("RGB", (2, 2), (200, 120, 40))
    image.putpixel((1, 1), (90, 90, 90))
    made = press.picture(image)
    assert made.mode == "CMYK"
    expected = converted((200 / 255, 120 / 255, 40 / 255), press)
    found = made.getpixel((0, 0))
    assert isinstance(found, tuple)
    assert [part / 255 for part in found] == pytest.approx(expected, abs=0.02)
    assert made.getpixel((1, 1)) == (0, 0, 0, 165)
    assert press.picture(Image.new("RGB", (2, 2), (9, 9, 9))).mode == "L"


def test_greys_of_a_photograph_have_all_inks() -> None:
    image = Image.merge("RGB", [Image.radial_gradient("L").rotate(turn) for turn in (0, 30, 70)])
    image.putpixel((0, 0), (90, 90, 90))
    made = PRESSES["house"].picture(image).getpixel((0, 0))
    assert isinstance(made, tuple)
    assert sum(made[:3]) > 30


def test_a_profile_is_read() -> None:
    read = read_profile(HOUSE)
    assert (read.name, read.space, read.version) == (NAME, Space.CMYK, 2)
    assert read_profile(black_ink()).space is Space.GREY


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is no colour profile"),
        (HOUSE[:-1], "is no colour profile"),
        (house_profile(kind=b"mntr"), "no colour profile of a press"),
        (house_profile(version=5), "4 is the newest"),
        (HOUSE.replace(b"B2A", b"xxx"), "cannot be used"),
    ],
)
def test_what_is_no_profile_of_a_press_is_told(data: bytes, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        read_profile(data)


def test_what_a_condition_needs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "_files", dict)
    missing = str(installed_profile(condition_of("FOGRA39"), "press.icc"))
    assert "apt-get install scribus-data" in missing
    assert "press.icc" in missing
    assert "nobody may give away" in str(installed_profile(condition_of("FOGRA47"), "press.icc"))


@pytest.mark.parametrize(
    ("text", "own", "what"),
    [
        ("{ink: colour}", HOUSE, ""),
        ("{ink: colour, standard: x-4}", house_profile(version=4), ""),
        ("{ink: colour, standard: x-3}", house_profile(version=4), "is of version 4"),
        ("{ink: colour}", black_ink(), "is one of black ink"),
        ("{ink: black}", black_ink(), ""),
    ],
)
def test_an_own_profile_fits_what_is_made(text: str, own: bytes, what: str) -> None:
    located = read_manifest(f"title: T\nlanguage: en\npress: {text}\n", "book.yml").value
    assert located is not None
    output = replace(read_profile(own), own=True)
    found = "\n".join(map(str, commission(located, output).findings))
    assert what in found
    assert bool(what) == bool(found)


def test_the_profile_of_black_ink_is_one() -> None:
    data = black_ink()
    profile = ImageCms.ImageCmsProfile(BytesIO(data))
    assert int.from_bytes(data[:4], "big") == len(data)
    assert profile.profile.xcolor_space.strip() == "GRAY"
    assert profile.profile.device_class == "prtr"
    assert "Black ink" in ImageCms.getProfileDescription(profile)


def test_what_is_transparent_becomes_white_paper() -> None:
    image = Image.new("RGBA", (4, 2), (200, 0, 0, 255))
    image.paste((0, 0, 0, 0), (0, 0, 2, 2))
    file = BytesIO()
    image.save(file, "PNG")
    needs = Needs(pixels=100, grey=True, profiles=False, opaque=True)
    with Image.open(BytesIO(fit(file.getvalue(), needs).data)) as made:
        assert made.mode == "L"
        assert made.getpixel((0, 0)) == 255
        assert made.getpixel((3, 0)) == 60


# ---- what breaks a profile


def changed(press: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    with pikepdf.open(BytesIO(press)) as pdf:
        change(pdf)
        file = BytesIO()
        pdf.save(file, force_version="1.3", object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return file.getvalue()


def told(press: bytes, made: Commission = INGRAM) -> str:
    return "\n".join(str(finding) for finding in check(press, made))


def test_a_press_file_keeps_its_profile(press: bytes) -> None:
    assert told(press) == ""


def _link(pdf: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
    pdf.pages[3].obj.Annots = Array([pdf.make_indirect(link)])


def _outline(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Contents", 4))


def _box(pdf: pikepdf.Pdf) -> None:
    pdf.pages[6].obj.TrimBox = Array([0, 0, 419.5, 595.6])


def _paint(operators: bytes) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: pdf.pages[2].contents_add(pdf.make_stream(operators))


def _fonts(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and "/FontFile2" in thing:
            del thing["/FontFile2"]


def _alone(pdf: pikepdf.Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
    pdf.pages[4].obj.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))


def _opentype(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and "/FontFile2" in thing:
            del thing["/FontFile2"]
            thing.FontFile3 = pdf.make_stream(b"OTTO", Subtype=Name.OpenType)


def _state(pdf: pikepdf.Pdf) -> None:
    pdf.pages[4].obj.Resources = Dictionary(ExtGState=Dictionary(Half=Dictionary(ca=0.5)))


def _picture(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
            thing.ColorSpace = Name.DeviceRGB


def _undeclared(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/OutputIntents"]


def _text_at_end(pdf: pikepdf.Pdf) -> None:
    pdf.pages[-1].contents_add(pdf.make_stream(b"BT ET"))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (_link, "has links on page 4"),
        (_outline, "has Outlines"),
        (_box, "TrimBox of page 7"),
        (_paint(b"1 0 0 rg"), "DeviceRGB on page 3"),
        (_paint(b"0 0 0 1 k"), "DeviceCMYK on page 3"),
        (_paint(b"/Spot cs 1 scn"), "another space on page 3"),
        (_fonts, "does not hold the typeface"),
        (_opentype, "as OpenType, which PDF 1.3 does not know"),
        (_state, "something transparent"),
        (_picture, "DeviceRGB in a picture"),
        (_undeclared, "has 0 output intents for PDF/X"),
        (_alone, "does not hold the typeface Courier"),
        (_paint(b"1 1 1 1 k"), "has 400 % of ink on a place, and 240 is the most"),
        (_text_at_end, "no blank last page"),
        (lambda pdf: pdf.pages.append(pdf.pages[0]), "no multiple of 2"),
    ],
)
def test_what_breaks_a_profile_is_told(
    press: bytes, change: Callable[[pikepdf.Pdf], object], what: str
) -> None:
    assert what in told(changed(press, change))


def test_pictures_with_too_much_ink_are_told(press: bytes) -> None:
    colour = asked("{profile: ingram, page: A5, paper: white-70, ink: colour}").value

    def darken(pdf: pikepdf.Pdf) -> None:
        dark = Image.new("CMYK", (8, 4), (100, 90, 20, 5))
        dark.paste((200, 190, 180, 170), (4, 0, 8, 4))
        picture = pdf.make_stream(
            dark.tobytes(), Type=Name.XObject, Subtype=Name.Image, Width=8, Height=4,
            BitsPerComponent=8, ColorSpace=Name.DeviceCMYK,
        )  # fmt: skip
        pdf.pages[4].obj.Resources = Dictionary(XObject=Dictionary(Dark=picture))

    assert told(press, colour) == ""
    assert "has 290 % of ink on a place" in told(changed(press, darken), colour)


def test_a_pattern_is_told_by_its_own_colours(press: bytes) -> None:
    def paint(operators: bytes) -> Callable[[pikepdf.Pdf], None]:
        def change(pdf: pikepdf.Pdf) -> None:
            pattern = pdf.make_stream(operators, PatternType=1, PaintType=1, TilingType=1)
            pdf.pages[4].obj.Resources = Dictionary(Pattern=Dictionary(p0=pattern))
            pdf.pages[4].contents_add(pdf.make_stream(b"q\n/Pattern cs\n/p0 scn\nQ"))

        return change

    assert told(changed(press, paint(b"0.5 g"))) == ""
    assert "DeviceRGB in a drawing" in told(changed(press, paint(b"1 0 0 rg")))


def test_too_many_pages_and_bytes_are_told(press: bytes) -> None:
    pages = replace(INGRAM.profile.pages, least=2, most=20)
    small = replace(INGRAM, profile=replace(INGRAM.profile, pages=pages, megabytes=0.01))
    assert "20 on cream is the most" in told(press, small)
    assert "MB" in told(press, small)


def test_a_paper_has_a_least_count_of_its_own(press: bytes) -> None:
    paper = replace(INGRAM.paper, name="standard", least=72)
    assert "has 26 pages, and 72 on standard is the least" in told(
        press, replace(INGRAM, paper=paper)
    )


def test_what_reaches_into_a_margin_is_told(press: bytes) -> None:
    look = look_at(press, EMPTY)
    assert outside(look, INGRAM, 26, EMPTY) == ()
    narrow = Room(page=4, inner=12.5, outer=30, top=30, bottom=30)
    (finding,) = outside(replace(look, rooms=(narrow,)), INGRAM, 26, EMPTY)
    assert "page 5: the inner one has 12.5 mm, and 12.7 is the least" in finding.message


def test_a_look_knows_documents_by_pages() -> None:
    look = Look(pictures=(), rooms=(), starts=((4, "contents"), (8, "article-one")))
    assert [look.document(page) for page in (0, 4, 7, 8, 30)] == [
        *("", "contents", "contents", "article-one", "article-one")
    ]


@pytest.mark.parametrize(
    ("text", "marks", "what"),
    [
        ("{profile: kdp, page: A4}", False, ""),
        ("{profile: kdp, page: 230mm x 200mm}", False, "nearest that it has"),
        ("{profile: kdp}", True, "takes no file with marks"),
        ("{ink: colour}", True, ""),
        ("{ink: colour, standard: x-4}", False, ""),
        ("{profile: bod, page: A5, standard: x-4}", False, "takes no x-4"),
    ],
)
def test_what_a_printer_takes(text: str, marks: bool, what: str) -> None:
    found = "\n".join(str(one) for one in asked(text, marks=marks).findings)
    assert what in found
    assert bool(what) == bool(found)


# ---- whole books


def sums(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.mark.slow
def test_only_what_is_asked_for_is_built(tmp_path: Path) -> None:
    project = case("press-any", tmp_path)
    run(project, "build", "--press", "--output", "one")
    assert set(sums(project / "one")) == {"seven-sheets-press.pdf"}
    run(project, "build", "--epub", "--marks", "--booklet", "--output", "two")
    assert set(sums(project / "two")) == {
        *("seven-sheets.epub", "seven-sheets-press.pdf", "seven-sheets-booklet.pdf")
    }
    run(project, "build", "--output", "three")
    assert set(sums(project / "three")) == {"seven-sheets.epub", "seven-sheets.pdf"}


@pytest.mark.slow
def test_what_is_true_of_two_editions_is_told_once(tmp_path: Path) -> None:
    project = case("press-any", tmp_path)
    note = project / "articles/2025-01-05-sheet.md"
    note.write_text(note.read_text().replace("It was cold.", "It was cold. " * 80))
    said = run(project, "build", "--press", "--pdf")
    assert said.count("is too long for the foot of a page") == 1


def test_an_epub_beside_it_tells_the_pages_of_the_press(tmp_path: Path) -> None:
    project = case("press-kdp", tmp_path)
    run(project, "build", "--press", "--epub")
    with zipfile.ZipFile(project / "dist/seven-sheets.epub") as archive:
        nav = archive.read("EPUB/nav.xhtml").decode()
    listed = dict(re.findall(r'href="(article-[^"#]*)[^"]*">(\d+)</a>', nav))
    pdf = pypdfium2.PdfDocument(project / "dist/seven-sheets-press.pdf")
    texts = [page.get_textpage().get_text_bounded() for page in pdf]
    pdf.close()
    assert len(listed) == 6
    for name, number in listed.items():
        assert name.startswith("article-sheet")
        assert texts[int(number) - 1].startswith("Sheet of")


@pytest.mark.slow
def test_marks_are_no_build_that_was_made_before(tmp_path: Path) -> None:
    project = case("press-any", tmp_path)
    run(project, "build", "--press")
    plain = sums(project / "dist")
    run(project, "build", "--press", "--marks")
    marked = sums(project / "dist")
    run(project, "build", "--press")
    assert plain == sums(project / "dist")
    assert plain != marked


@pytest.mark.slow
@pytest.mark.parametrize("name", ["press-any", "press-ingram-x-3"])
def test_in_pieces_and_in_one_go_it_is_the_same_book(name: str, tmp_path: Path) -> None:
    project = case(name, tmp_path)
    run(project, "build", "--press", "--output", "pieces")
    run(project, "build", "--press", "--output", "whole", "--no-pieces")
    seen = []
    for folder in ("pieces", "whole"):
        path = project / folder / "seven-sheets-press.pdf"
        with pikepdf.open(path) as pdf:
            made = [[[float(edge) for edge in page.obj[key]] for key in ("/MediaBox", "/TrimBox")]
                    for page in pdf.pages]  # fmt: skip
            painted, text = colours_of(pdf)
        pages = pypdfium2.PdfDocument(path)
        texts = [sorted(page.get_textpage().get_text_bounded().split()) for page in pages]
        pages.close()
        seen.append((made, set(painted), text, texts))
    assert seen[0] == seen[1]


@pytest.mark.slow
def test_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (case("press-any", tmp_path / folder) for folder in ("a", "b"))
    run(first, "build", "--press", "--booklet")
    run(second, "build", "--press", "--booklet", "--jobs", "1")
    assert sums(first / "dist") == sums(second / "dist")


def test_a_lost_word_is_found_in_the_press_file(tmp_path: Path) -> None:
    project = case("press-kdp", tmp_path)
    run(project, "build", "--press")
    plan = plan_book(Project(project), None, lambda *_: None).value
    assert plan is not None
    data = (project / "dist/seven-sheets-press.pdf").read_bytes()
    assert prove(plan.book, plan.manuscripts, Edition.PRESS, data).findings == ()

    def lose(pdf: pikepdf.Pdf) -> None:
        page = next(page for page in pdf.pages if b"BT" in page_content(page))
        page_at = list(pdf.pages).index(page)
        body = pdf.pages[page_at + 8]
        body.obj.Contents = pdf.make_stream(re.sub(rb"\[<.*?\] TJ", b"", page_content(body)))

    lost = prove(plan.book, plan.manuscripts, Edition.PRESS, changed(data, lose))
    assert any("lacks" in finding.message for finding in lost.findings)


def page_content(page: pikepdf.Page) -> bytes:
    contents = page.obj.get("/Contents")
    parts = contents if isinstance(contents, Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts if isinstance(part, pikepdf.Stream))


@pytest.mark.slow
def test_a_transparent_drawing_is_refused_where_it_may_not_be(tmp_path: Path) -> None:
    project = case("press-ingram", tmp_path)
    drawing = project / "articles/circle.svg"
    drawing.write_text(drawing.read_text().replace("<circle", '<circle opacity="0.5"'))
    with contextlib.chdir(project):
        result = CliRunner().invoke(main, ["build", "--press"], prog_name="anthology")
    assert result.exit_code == 6
    assert "something transparent" in result.output
    assert not (project / "dist").exists()
    (project / "book.yml").write_text(
        (project / "book.yml").read_text().replace("profile: ingram, ", "")
    )
    run(project, "build", "--press")


# ---- booklets


def folded(pages: int) -> list[int | None]:
    """Return the pages of a booklet as a reader turns them, from the sides of its sheets."""
    from anthology.press.booklet import SEWN, STITCHED, sides

    made = sides(pages)
    sheets = [made[at : at + 2] for at in range(0, len(made), 2)]
    size = len(sheets) if len(sheets) * 4 <= STITCHED else SEWN // 4
    read: list[int | None] = []
    for start in range(0, len(sheets), size):
        signature = sheets[start : start + size]
        for (_, first), (second, _) in signature:
            read += [first, second]
        for (last, _), (_, before) in reversed(signature):
            read += [before, last]
    return read


@given(st.integers(1, 700))
def test_a_folded_booklet_reads_from_the_first_page_to_the_last(pages: int) -> None:
    read = folded(pages)
    assert read[:pages] == list(range(pages))
    assert set(read[pages:]) <= {None}
    assert len(read) % 4 == 0
    assert len(read) - pages < 4


@pytest.mark.parametrize("on_a_side", [2, 4])
def test_a_booklet_has_every_page_once(on_a_side: int, press: bytes) -> None:
    from anthology.press.booklet import fold

    made = fold(press, on_a_side)
    with pikepdf.open(BytesIO(made.data)) as pdf:
        assert len(pdf.pages) == made.sides
        names = [key for page in pdf.pages for key in page.resources.get("/XObject", {})]
        drawn = [re.findall(rb"/P\d+ Do", page_content(page)) for page in pdf.pages]
    assert sorted(names) == sorted(f"/P{number}" for number in range(26))
    assert sum(map(len, drawn)) == 26


# ---- judges


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "trim", "colour", "bleed"),
    [
        ("press-ingram", "5.83x8.27", False, False),
        ("press-ingram-x-3", "6x9", True, True),
    ],
)
def test_ingram_checker_accepts_it(
    name: str, trim: str, colour: bool, bleed: bool, tmp_path: Path
) -> None:
    project = case(name, tmp_path)
    run(project, "build", "--press")
    (made,) = (project / "dist").glob("*-press.pdf")
    assert ingram(made, trim, colour=colour, bleed=bleed).messages == ()


@pytest.mark.slow
def test_ingram_checker_refuses_the_pdf_to_read(tmp_path: Path) -> None:
    project = case("press-ingram", tmp_path)
    run(project, "build", "--pdf")
    (made,) = (project / "dist").glob("*.pdf")
    assert not ingram(made, "5.83x8.27").passed


@pytest.mark.slow
@pytest.mark.parametrize("name", ["press-any", "press-marks", "press-kdp", "press-ingram"])
def test_qpdf_accepts_it(name: str, tmp_path: Path) -> None:
    project = case(name, tmp_path)
    run(project, "build", "--press", "--booklet", *(["--marks"] if name == "press-marks" else []))
    for made in (project / "dist").glob("*.pdf"):
        assert qpdf(made).messages == ()


def _columns(pdf: pypdfium2.PdfDocument, start: int) -> str:
    """Return the words of the pages from one on, a column after the other, without their folios."""
    said = []
    for page in list(pdf)[start:]:
        width, height = page.get_size()
        for left in (0.0, width / 2):
            edges = (left, height * 0.13, left + width / 2, height)
            said.append(_plain(page.get_textpage().get_text_bounded(*edges)))
    return " ".join(said)


def _spoken(listed: dict[str, Any]) -> list[str]:
    """Return the heading of a listed name, and all that it is called in a text."""
    heading = str(listed["name"])
    others = listed.get("variants", ())
    variants = [others] if isinstance(others, str) else others
    return [_plain(one) for one in (heading, " ".join(heading.split(", ")[::-1]), *variants)]


def _numbers(heading: str, index: str) -> list[int]:
    """Return the pages that an index tells behind a heading; none where it is found in another."""
    pattern = rf"(?:^|\d |\d \w |names \w ){re.escape(heading)} ((?:\d+(?: – \d+)? ?)+)"
    found = re.search(pattern, index)
    pairs = re.findall(r"(\d+)(?: – (\d+))?", found[1]) if found else []
    return [page for a, b in pairs for page in range(int(a), int(b or a) + 1)]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["press-marks", "press-ingram-x-3"])
def test_text_is_printed_with_black_ink_alone(name: str, tmp_path: Path) -> None:
    project = case(name, tmp_path)
    run(project, "build", "--press")
    (made,) = (project / "dist").glob("*-press.pdf")
    with pikepdf.open(made) as pdf:
        shown = [bool(page.resources.get("/XObject")) for page in pdf.pages]
    covered = inks(made)
    assert len(covered) == len(shown)
    assert any(shown)
    for page, (pictured, (*colours, black)) in enumerate(zip(shown, covered, strict=True), 1):
        assert pictured == any(colours), page
        if not pictured:
            assert black < 0.2


@pytest.mark.slow
def test_real_posts_are_a_book_for_kdp(corpus: Path, tmp_path: Path) -> None:
    for name in ("posts", "assets"):
        shutil.copytree(corpus / "18f" / name, tmp_path / name)
    (tmp_path / "book.yml").write_text(
        "title: Posts of a Year\nlanguage: en-US\nidentifier: urn:x-test:posts\narticles: posts\n"
        "chapters: year\npress: {profile: kdp, page: 6x9, paper: cream}\n",
        encoding="utf-8",
    )
    run(tmp_path, "names", "--output", "names.yml")
    with (tmp_path / "book.yml").open("a", encoding="utf-8") as manifest:
        manifest.write("names: names.yml\n")
    run(tmp_path, "build", "--press")
    data = (tmp_path / "dist/posts-of-a-year-press.pdf").read_bytes()
    made = asked("{profile: kdp, page: 6x9, paper: cream}").value
    assert check(data, made) == ()
    plan = plan_book(Project(tmp_path), None, lambda *_: None).value
    assert plan is not None
    pdf = pypdfium2.PdfDocument(data)
    shown = [page.get_textpage().get_text_bounded() for page in pdf]
    texts = [_plain(text) for text in shown]
    undivided = [_plain(re.sub(r"[\u2010\ufffe]\s*", "", text)) for text in shown]
    pages = len(pdf)
    look = look_at(data, plan.book)
    index = _columns(pdf, next(page for page, name in look.starts if name == "index"))
    pdf.close()
    assert 550 <= pages <= 828
    assert (
        min(room.inner for room in look.rooms) / 25.4
        >= profile_of(Printer.KDP).gutter(pages) / 25.4
    )
    starts = {name: page for page, name in look.starts}
    first = min(page for name, page in starts.items() if name != "contents")
    contents = " ".join(texts[starts["contents"] : first])
    for article in plan.book.articles:
        title = _plain(article.title.text)
        (number,) = {
            int(found[1]) for found in re.finditer(rf"(?:^| ){re.escape(title)} (\d+)\b", contents)
        }
        assert title in texts[number - 1], article.title.text
        assert starts[f"article-{article.slug}"] == number - 1

    listed = yaml.safe_load((tmp_path / "names.yml").read_text(encoding="utf-8"))
    told = [(_spoken(name), _numbers(_spoken(name)[0], index)) for name in listed]
    assert sum(bool(numbers) for _, numbers in told) > 0.9 * len(told) > 300
    false = [
        f"{spoken[0]}: {number}"
        for spoken, numbers in told
        for number in numbers
        if not any(
            one.casefold() in " ".join(said[number - 2 : number + 1]).casefold()
            for one in spoken
            for said in (texts, undivided)
        )
    ]
    assert len(false) <= 3, f"but for names that run over a page's end: {false}"


def _plain(text: str) -> str:
    """Return a text as words of letters and figures, one blank between them."""
    return " ".join(re.findall(r"[^\W_]+|–", text.replace("\u00ad", "").replace("\ufffe", "")))
