"""The cover that is wrapped around a printed book: spine, barcode, texts, colours, own pictures."""

import contextlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from anthology.cli import main
from anthology.cover import PALETTES, Palette
from anthology.editions import finish_wrap
from anthology.errors import Checked, errors_in
from anthology.load import Project
from anthology.manifest import read_manifest
from anthology.model import Picture
from anthology.plan import plan_book
from anthology.press import outputs
from anthology.press.commission import commission
from anthology.press.icc import black_ink
from anthology.values import read_price
from anthology.wrap.barcode import barcode, ean_5, ean_13
from anthology.wrap.commission import wrap_commission
from anthology.wrap.geometry import wrap_geometry
from anthology.wrap.look import contrast, pictured_look
from anthology.wrap.safe import outside
from houseprofile import house_profile
from judges import ingram_cover, qpdf
from presses import colours_of, texts_of

ISBN = "978-3-16-148410-0"
MM = 25.4 / 72
HEAD = "identifier: urn:uuid:00000000-0000-4000-8000-000000000001\n"
SENTENCE = "The wind came out of nowhere and went over the flat land. "

Make = Callable[..., Checked[bytes]]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return what makes the cover of a book of so many pages."""

    def made(text: str, pages: int = 200) -> Checked[bytes]:
        (tmp_path / "articles").mkdir(exist_ok=True)
        (tmp_path / "articles/2025-01-01-one.md").write_text("---\ntitle: One\n---\nA text.\n")
        (tmp_path / "book.yml").write_text(HEAD + text, encoding="utf-8")
        plan = plan_book(Project(root=tmp_path), None, lambda *_: None).value
        assert plan is not None
        wrap = finish_wrap(plan, pages, lambda *_: None, needed=True)
        return Checked(wrap.value.data if wrap.value else b"", wrap.findings)

    return made


def book(
    title: str = "On margins",
    language: str = "en",
    cover: str = "{}",
    press: str = "",
    more: str = "",
) -> str:
    said = press or "profile: kdp, page: 6x9, paper: cream"
    return (
        f"title: {title}\nlanguage: {language}\nauthors: [Author One]\n{more}\n"
        f"press: {{{said}, cover: {cover}}}\n"
    )


def told(made: Checked[bytes]) -> str:
    return "\n".join(map(str, made.findings))


def seen(data: bytes) -> Image.Image:
    """Return a cover at 300 dots an inch."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        image: Image.Image = pdf[0].render(scale=300 / 72).to_pil().convert("L")
        return image
    finally:
        pdf.close()


def trimmed(data: bytes) -> list[float]:
    with pikepdf.open(BytesIO(data)) as pdf:
        return [float(edge) for edge in pdf.pages[0].obj.TrimBox]


def lines(data: bytes, folder: Path) -> list[tuple[str, tuple[float, float, float, float]]]:
    file = folder / "seen.pdf"
    file.write_bytes(data)
    return list(texts_of(file))


# ---- the spine


@pytest.mark.parametrize(
    ("pages", "paper", "inches"),
    [(120, "white", 0.27024), (300, "cream", 0.75), (828, "premium", 1.943316)],
)
def test_the_spine_is_as_wide_as_its_pages(
    make: Make, pages: int, paper: str, inches: float
) -> None:
    ink = "colour" if paper == "premium" else "black"
    made = make(book(press=f"profile: kdp, page: 6x9, paper: {paper}, ink: {ink}"), pages)
    left, bottom, right, top = trimmed(made.value)
    assert right - left == pytest.approx(72 * (2 * 6 + inches), abs=0.1)
    assert top - bottom == pytest.approx(72 * 9, abs=0.1)
    assert (left, bottom) == pytest.approx((9, 9), abs=0.1)


def spine_ink(data: bytes, width: float) -> tuple[float, float, float, float]:
    """Return what the ink takes on the spine of a book of 6 x 9 inches, in mm from its edges."""
    image = seen(data)
    dot = 25.4 / 300
    left = (3.175 + 152.4) / dot
    panel = image.crop((round(left), 0, round(left + width / dot), image.height))
    ground = panel.getpixel((3, 3))
    assert isinstance(ground, int)
    inked = panel.point(lambda value: 255 if abs(value - ground) > 40 else 0).getbbox()
    assert inked is not None
    shift = left - round(left)
    return (
        (inked[0] - shift) * dot,
        inked[1] * dot - 3.175,
        width - (inked[2] - shift) * dot,
        228.6 - (inked[3] * dot - 3.175),
    )


@pytest.mark.parametrize("pages", [150, 240, 500])
@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("On margins", "en"),
        ("Zwischen drei Stühlen", "de"),
        ("Лісова пісня", "uk"),
        ("Το βιβλίο και η σελίδα", "el"),
        ("xxxxx", "en"),
    ],
)
def test_the_text_stands_in_the_middle_of_the_spine(
    make: Make, title: str, language: str, pages: int
) -> None:
    made = make(book(title, language, more="words: {contents: C}"), pages)
    assert told(made) == ""
    width = pages * 0.0025 * 25.4
    left, top, right, bottom = spine_ink(made.value, width)
    assert left == pytest.approx(right, abs=0.2)  # the middle is off by half of it
    assert top == pytest.approx(bottom, abs=0.4)
    assert min(left, right) >= 0.0625 * 25.4 - 0.1


@pytest.mark.parametrize(
    ("language", "direction", "reads_down"),
    [
        ("en", "", True),
        ("nl", "", True),
        ("de", "", False),
        ("fr", "", False),
        ("uk", "", False),
        ("de", "direction: down", True),
        ("en-GB", "direction: up", False),
    ],
)
def test_the_text_reads_as_is_usual_in_its_language(
    make: Make, language: str, direction: str, reads_down: bool
) -> None:
    cover = f"{{spine: {{text: A, {direction}}}}}"
    made = make(book("Up and down", language, cover, more="words: {contents: C}"))
    with pikepdf.open(BytesIO(made.value)) as pdf:
        turns = [
            [float(part) for part in one.operands]
            for one in pikepdf.parse_content_stream(pdf.pages[0])
            if str(one.operator) == "cm" and abs(float(one.operands[0])) < 0.01
        ]
    assert len(turns) == 1
    # WeasyPrint draws with y downwards: a positive b turns to the right, so that one reads down
    assert (turns[0][1] > 0) is reads_down


def test_a_thin_book_has_no_text_on_its_spine(make: Make, tmp_path: Path) -> None:
    few, narrow, enough = (make(book(), pages) for pages in (78, 80, 120))
    counts = [len(lines(made.value, tmp_path)) for made in (few, narrow, enough)]
    assert counts == [2, 2, 3]
    assert [told(made) for made in (few, narrow, enough)] == ["", "", ""]


@pytest.mark.parametrize(("pages", "why"), [(78, "fewer than 79 pages"), (80, "no room")])
def test_a_text_that_is_asked_for_in_vain_is_told(make: Make, pages: int, why: str) -> None:
    made = make(book(cover="{spine: {text: On margins}}"), pages)
    assert "the spine stays blank" in told(made)
    assert why in told(made)


def test_a_long_title_does_without_the_authors(make: Make, tmp_path: Path) -> None:
    title = "On the circumstances under which a typesetter lost seven sheets in a winter by the sea"
    made = make(
        book(title, press="profile: any, page: 100mm x 120mm", cover="{spine: {width: 20mm}}")
    )
    assert told(made) == ""
    assert lines(made.value, tmp_path)[-1][0] == title


def test_a_width_that_is_not_that_of_the_paper_is_told(make: Make) -> None:
    assert "make 12.7 mm" in told(make(book(cover="{spine: {width: 14mm}}")))
    assert told(make(book(cover="{spine: {width: 13mm}}"))) == ""


# ---- the barcode


@st.composite
def isbns(draw: st.DrawFn) -> str:
    twelve = draw(st.sampled_from(["978", "979"])) + draw(st.from_regex(r"\A[0-9]{9}\Z"))
    check = -sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(twelve)) % 10
    return f"{twelve}{check}"


def _drawn(modules: str) -> Image.Image:
    image = Image.new("L", (len(modules) * 3, 90), 255)
    for at, module in enumerate(modules):
        if module == "1":
            image.paste(0, (at * 3, 0, at * 3 + 3, 90))
    return image


@given(isbns(), st.none() | st.from_regex(r"\A[0-9]{5}\Z"))
def test_every_barcode_reads_as_what_it_says(isbn: str, price: str | None) -> None:
    added = "0" * 9 + ean_5(price) if price else ""
    image = _drawn("0" * 11 + ean_13(isbn) + added + "0" * 9)
    wanted = zxingcpp.EanAddOnSymbol.Require if price else zxingcpp.EanAddOnSymbol.Ignore
    read = {one.text for one in zxingcpp.read_barcodes(image, ean_add_on_symbol=wanted)}
    assert read == {isbn + (price or "")}


@pytest.mark.parametrize(
    ("press", "price"),
    [
        ("profile: ingram, page: 6x9", "19.99 USD"),
        ("profile: ingram, page: 6x9", ""),
        ("profile: bod, page: 14.8cm x 21cm", ""),
        ("profile: any, page: A5", "7 GBP"),
    ],
)
def test_the_barcode_of_a_cover_reads(make: Make, press: str, price: str) -> None:
    said = f"price: {price}, " if price else ""
    made = make(
        book(
            press=press, cover=f"{{{said}spine: {{width: 12mm}}}}", more=f"isbn: {{press: {ISBN}}}"
        )
    )
    assert told(made) == ""
    wanted = zxingcpp.EanAddOnSymbol.Require if price else zxingcpp.EanAddOnSymbol.Ignore
    (read,) = zxingcpp.read_barcodes(seen(made.value), ean_add_on_symbol=wanted)
    assert read.text == "9783161484100" + (read_price(price) if price else "")


def test_prices_are_five_digits() -> None:
    prices = [read_price(text) for text in ("14.95 USD", "7 GBP", "120.00 CAD", "0.50AUD")]
    assert prices == ["51495", "00700", "69999", "30050"]


@pytest.mark.parametrize("text", ["14.95", "14.95 EUR", "14,95 USD", "-1 USD", "1.5 USD"])
def test_other_prices_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="price"):
        read_price(text)


def test_bars_are_black_ink_alone(make: Make) -> None:
    press = "profile: ingram, page: 6x9"
    made = make(book(press=press, cover="{spine: {width: 12mm}}", more=f"isbn: {{press: {ISBN}}}"))
    with pikepdf.open(BytesIO(made.value)) as pdf:
        _, text = colours_of(pdf)
    assert "0 g" in text


@given(
    profile=st.sampled_from(["ingram, page: 6x9", "bod, page: 14.8cm x 21cm", "any, page: A4"]),
    price=st.sampled_from([None, "51495"]),
)
def test_a_barcode_keeps_its_size_and_its_place(profile: str, price: str | None) -> None:
    located = read_manifest(f"title: T\nlanguage: en\npress: {{profile: {profile}}}", "b").value
    assert located is not None
    made = commission(located).value
    code = barcode(ISBN, price)
    place = wrap_geometry(made.size, 12, made.profile.cover, code)
    rules = made.profile.cover.barcode
    assert place.barcode is not None
    assert 0.8 * 0.33 - 1e-9 <= place.module <= 0.33
    assert place.barcode.width >= max(rules.width, code.width * place.module) - 1e-6
    assert place.barcode.height >= max(rules.height, code.height * place.module) - 1e-6
    assert place.back.right - place.barcode.right >= rules.edge - 1e-6
    assert place.back.bottom - place.barcode.bottom >= rules.edge - 1e-6
    assert place.text.bottom < place.barcode.top


@pytest.mark.parametrize(
    ("press", "room"),
    [
        ("profile: kdp, page: 6x9", (152.4 - 6.35 - 50.8, 228.6 - 6.35 - 30.48, 152.4 - 6.35)),
        ("profile: epubli, page: A5", (5, 210 - 5 - 25, 5 + 40)),  # in the other corner
    ],
)
def test_no_text_stands_where_the_printer_prints_its_barcode(
    make: Make, tmp_path: Path, press: str, room: tuple[float, float, float]
) -> None:
    more = f"publisher: {'A house of your own ' * 9}\ndescription: {SENTENCE * 15}"
    made = make(book(press=press, cover="{spine: {width: 12mm}}", more=more))
    assert [one for one in made.findings if one.severity.value == "error"] == []
    left, top, right = room
    seen = lines(made.value, tmp_path)
    assert any("A house" in text for text, _ in seen)
    for _, (x1, _, x2, y) in seen:
        assert x2 <= left or x1 >= right or y <= top


# ---- the back


def test_every_word_is_in_the_text(make: Make) -> None:
    cover = '{blurb: "%s", biography: "Author One lives by the sea."}' % (SENTENCE * 3)
    made = make(book("Grenzen", "de", cover, more="subtitle: Notizen\npublisher: Ein Verlag"))
    pdf = pypdfium2.PdfDocument(made.value)
    words = pdf[0].get_textpage().get_text_bounded()
    pdf.close()
    found = "".join(words.replace("\ufffe", "").replace("\u2010", "").split())
    for part in (SENTENCE * 3, "Author One lives by the sea.", "Grenzen", "Notizen", "Ein Verlag"):
        assert "".join(part.split()) in found


@pytest.mark.slow
def test_what_does_not_fit_is_told_to_the_word(make: Make) -> None:
    blurb = (SENTENCE * 80).split()
    told_ = told(make(book(more=f"description: {' '.join(blurb)}")))
    assert "book.yml:5:14: error: the text on the back of the cover is " in told_
    count = int(told_.partition("cover is ")[2].partition(" ")[0])
    less = blurb[: len(blurb) - count]
    assert told(make(book(more=f"description: {' '.join(less)}"))) == ""
    assert "is 1 word too long" in told(
        make(book(more=f"description: {' '.join(blurb[: len(less) + 1])}"))
    )


def test_characters_that_no_typeface_has_are_told(make: Make) -> None:
    cover = "{blurb: 𒀀, biography: Ok, spine: {text: 𒀁}}"
    found = told(make(book(cover=cover, more="description: 𒀂")))
    assert "U+12000" in found
    assert "U+12001" in found
    assert "U+12002" not in found
    assert "book.yml:5:14: warning: no typeface" in told(make(book(more="description: 𒀂")))


@pytest.mark.parametrize("title", ["本の歴史について", "本", "One 本 two", "x" * 300, "A & <b>"])
def test_titles_that_are_hard_to_set_have_a_cover(make: Make, title: str) -> None:
    assert errors_in(make(book(f'"{title}"')).findings) == ()


def test_words_that_are_longer_than_a_line_are_broken(make: Make) -> None:
    word = "x" * 200
    cover = f"{{blurb: {word}, biography: {word}, spine: {{text: {word}}}}}"
    made = make(book(cover=cover, more=f"publisher: {word}"))
    assert errors_in(made.findings) == ()


def test_far_too_much_is_told_at_once(make: Make) -> None:
    assert "at least" in told(make(book(more=f"description: {'word ' * 3000}")))


def test_a_biography_alone_can_be_too_long(make: Make) -> None:
    assert "too long" in told(make(book(cover=f"{{biography: {'word ' * 1200}}}")))


# ---- colours


@pytest.mark.parametrize("palette", PALETTES)
def test_words_stand_out_from_the_back(palette: Palette) -> None:
    assert contrast(palette.ground, palette.ink) >= 4.5


def picture(image: Image.Image) -> Picture:
    file = BytesIO()
    image.save(file, "PNG")
    return Picture(
        name="cover.png",
        media_type="image/png",
        width=image.width,
        height=image.height,
        data=file.getvalue(),
    )


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_words_stand_out_beside_every_picture(colour: tuple[int, int, int]) -> None:
    look = pictured_look(picture(Image.new("RGB", (8, 12), colour)))
    assert look.ground == "#{:02x}{:02x}{:02x}".format(*colour)
    assert contrast(look.ground, look.ink) >= 4.5


def test_the_ground_has_the_inks_of_the_picture_beside_it() -> None:
    image = Image.merge("RGB", [Image.radial_gradient("L").rotate(turn) for turn in (0, 30, 70)])
    image.paste((0, 0, 0), (0, 0, 40, 256))
    assert pictured_look(picture(image)).ground == "#000001"
    image.paste((255, 255, 255), (0, 0, 40, 256))
    assert pictured_look(picture(image)).ground == "#ffffff"
    assert pictured_look(picture(image.convert("L").point(lambda _: 40))).ground == "#282828"


def test_a_cover_has_the_profile_that_its_printing_house_gave(make: Make, tmp_path: Path) -> None:
    (tmp_path / "house.icc").write_bytes(house_profile())
    made = make(
        book(press="profile: any, page: A5", cover="{spine: {width: 12mm}, icc: house.icc}")
    )
    assert told(made) == ""
    with pikepdf.open(BytesIO(made.value)) as pdf:
        assert pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes() == house_profile()


def test_without_a_profile_there_is_no_cover(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "_files", dict)
    made = make(book(press="profile: any, page: A5", cover="{spine: {width: 12mm}}"))
    assert "book.yml:6:40: error: the colour profile of FOGRA39" in told(made)
    assert "apt-get install scribus-data; or write" in told(made)
    assert "as press.cover.icc" in told(made)
    assert made.value == b""


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (house_profile(version=4), "is of version 4, and x-3 knows version 2 alone"),
        (black_ink(), "is one of black ink, and the cover is in colour"),
        (b"none", "house.icc is no colour profile"),
        (None, "house.icc is not there"),
    ],
)
def test_a_profile_that_does_not_fit_is_told(tmp_path: Path, data: bytes | None, what: str) -> None:
    if data:
        (tmp_path / "house.icc").write_bytes(data)
    (tmp_path / "articles").mkdir()
    cover = "{spine: {width: 12mm}, icc: house.icc}"
    text = book(press="profile: any, page: A5, standard: x-3", cover=cover)
    (tmp_path / "book.yml").write_text(HEAD + text, encoding="utf-8")
    found = plan_book(Project(root=tmp_path), None, lambda *_: None).findings
    assert any(what in str(one) and str(one).startswith("book.yml:6:") for one in found)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


# ---- an own picture


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["RGB", "RGBA", "P", "L"])
def test_an_own_picture_is_printed_with_bleed(make: Make, tmp_path: Path, kind: str) -> None:
    image = Image.new("RGB", (1840, 2776), (200, 40, 40))
    image.paste((20, 60, 20), (920, 0, 1840, 2776))
    image.convert(kind).save(tmp_path / "cover.png")
    made = make(book(more="cover: {image: cover.png}"))
    assert told(made) == ""
    page = pypdfium2.PdfDocument(made.value)[0].render(scale=1).to_pil().convert("RGB")
    spine = 200 * 0.0025 * 72
    front = round(9 + 432 + spine)
    corners = [
        page.getpixel(point)
        for point in (
            (front + 2, 1),
            (page.width - 2, 1),
            (page.width - 2, page.height - 2),
            (3, 3),
        )
    ]
    inside, right, below, back = corners
    assert max(abs(a - b) for a, b in zip(right, below, strict=True)) <= 3
    assert max(abs(a - b) for a, b in zip(inside, back, strict=True)) <= 3
    assert max(abs(a - b) for a, b in zip(inside, right, strict=True)) > 15


def test_a_coarse_picture_of_another_shape_is_told(make: Make, tmp_path: Path) -> None:
    Image.new("RGB", (1200, 1200), (200, 40, 40)).save(tmp_path / "cover.png")
    found = told(make(book(more="cover: {image: cover.png}")))
    assert "printed with 130 dots an inch" in found
    assert "cut off left and right" in found


# ---- the file


def test_texts_near_an_edge_are_told(make: Make) -> None:
    made = make(book()).value
    located = read_manifest(book(), "book.yml").value
    assert located is not None
    asked = commission(located).value
    place = wrap_geometry(asked.size, 12.7, asked.profile.cover, None)
    file = wrap_commission(asked, place.size)
    assert outside(made, place, file, spine=True) == ()
    assert len(outside(made, place, file, spine=False)) == 1
    narrower = wrap_geometry(asked.size, 30, asked.profile.cover, None)
    assert len(outside(made, narrower, file, spine=True)) >= 1


@pytest.mark.parametrize("profile", ["kdp, page: 6x9", "ingram, page: 6x9", "any, page: A5"])
def test_the_same_book_has_the_same_cover(make: Make, tmp_path: Path, profile: str) -> None:
    text = book(
        press=f"profile: {profile}", cover="{spine: {width: 12mm}}", more=f"isbn: {{press: {ISBN}}}"
    )
    first = make(text).value
    assert first == make(text).value
    (tmp_path / "cover.pdf").write_bytes(first)
    assert qpdf(tmp_path / "cover.pdf").messages == ()


@pytest.mark.slow
def test_the_printer_takes_it(make: Make, tmp_path: Path) -> None:
    Image.new("RGB", (1840, 2776), (200, 40, 40)).save(tmp_path / "cover.png")
    text = book(
        press="profile: ingram, page: 6x9",
        cover="{spine: {width: 12mm}, price: 9.99 USD}",
        more=f"isbn: {{press: {ISBN}}}\ncover: {{image: cover.png}}",
    )
    (tmp_path / "cover.pdf").write_bytes(make(text).value)
    assert ingram_cover(tmp_path / "cover.pdf", "6x9").messages == ()


def test_the_cover_comes_with_the_book_block_and_alone(make: Make, tmp_path: Path) -> None:
    make(book(press="profile: any, page: 6x9", cover="{spine: {width: 9mm}}"))

    def run(*said: str) -> str:
        with contextlib.chdir(tmp_path):
            result = CliRunner().invoke(main, said, prog_name="anthology")
        assert result.exit_code == 0, result.output
        return result.output

    assert "on-margins-cover.pdf" in run("build", "--press")
    file = tmp_path / "dist/on-margins-cover.pdf"
    both = file.read_bytes()
    file.unlink()
    assert "-press" not in run("cover", "--output", "alone")
    assert (tmp_path / "alone/on-margins-cover.pdf").read_bytes() == both
