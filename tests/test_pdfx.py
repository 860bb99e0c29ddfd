"""PDF/X: what its parts ask of a file is kept, and each requirement is looked for."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from msgspec.structs import replace
from pikepdf import Array, Dictionary, Name, String

from anthology.manifest import read_manifest
from anthology.model import Metadata
from anthology.press.checks import check
from anthology.press.commission import Commission, commission
from anthology.press.conformance import offences
from anthology.press.declaring import VERSIONS
from anthology.press.finish import finish
from anthology.press.icc import black_ink
from anthology.press.outputs import read_profile
from anthology.press.profiles import Standard
from houseprofile import house_profile

X_1A, X_3, X_4 = Standard.X_1A, Standard.X_3, Standard.X_4
METADATA = Metadata(
    identifier="urn:x-test:pdfx",
    title="On margins",
    language="en",
    authors=("Author One",),
    modified=dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
)
Change = Callable[[pikepdf.Pdf], object]


def asked(standard: Standard, ink: str = "black", own: bytes | None = None) -> Commission:
    text = f"title: T\nlanguage: en\npress: {{page: A6, ink: {ink}, standard: {standard.value}}}\n"
    located = read_manifest(text, "book.yml").value
    assert located is not None
    return commission(located, replace(read_profile(own), own=True) if own else None).value


def made(asked: Commission) -> bytes:
    """Return a press file of four pages, with a picture, a drawing and a graphics state."""
    pdf = pikepdf.new()
    for _ in range(4):
        page = pdf.add_blank_page(page_size=(297.64, 419.53))
        page.obj.Contents = pdf.make_stream(b"q\n0 0 0 rg\n0.2 0.4 0.6 RG\n/G0 gs\n/D Do\n/P Do\nQ")
    page.obj.Resources = Dictionary(
        XObject=Dictionary(
            D=pdf.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form,
                              BBox=Array([0, 0, 9, 9])),
            P=pdf.make_stream(b"\x20\x40\x60" * 4, Type=Name.XObject, Subtype=Name.Image, Width=2,
                              Height=2, BitsPerComponent=8, ColorSpace=Name.DeviceRGB),
        ),
        ExtGState=Dictionary(G0=pdf.make_indirect(Dictionary(LW=1))),
    )  # fmt: skip
    file = BytesIO()
    pdf.save(file)
    return finish(file.getvalue(), asked, METADATA)


def told(standard: Standard, change: Change) -> str:
    with pikepdf.open(BytesIO(made(asked(standard)))) as pdf:
        change(pdf)
        return _told(pdf, standard)


def _told(pdf: pikepdf.Pdf, standard: Standard, **how: object) -> str:
    file = BytesIO()
    early = VERSIONS[standard] == "1.3"
    usual = {"force_version": "1.3", "object_stream_mode": pikepdf.ObjectStreamMode.disable}
    none = pikepdf.StreamDecodeLevel.none
    kept = {"stream_decode_level": none, "compress_streams": False}
    pdf.save(file, **{**(usual if early else {}), **kept, **how})
    with pikepdf.open(BytesIO(file.getvalue())) as saved:
        return "\n".join(offences(file.getvalue(), saved, standard))


@pytest.mark.parametrize("standard", [X_1A, X_3, X_4])
@pytest.mark.parametrize(
    ("ink", "own"),
    [("black", None), ("black", black_ink()), ("black", "house"), ("colour", "house")],
)
def test_a_finished_file_keeps_its_standard(
    standard: Standard, ink: str, own: bytes | str | None
) -> None:
    profile = house_profile() if isinstance(own, str) else own
    commission = asked(standard, ink, profile)
    data = made(commission)
    assert [str(one) for one in check(data, commission)] == []
    with pikepdf.open(BytesIO(data)) as pdf:
        (intent,) = pdf.Root.OutputIntents
        embedded = "/DestOutputProfile" in intent
        assert embedded is (standard is X_4 or own is not None)
        if profile:
            assert intent.DestOutputProfile.read_bytes() == profile
            assert str(intent.OutputConditionIdentifier) == "Custom"
        elif standard is not X_4:
            assert str(intent.OutputConditionIdentifier) == "FOGRA47"


def test_a_plain_file_is_asked_nothing() -> None:
    assert told(Standard.PLAIN, lambda pdf: pdf.trailer.__delitem__("/Info")) == ""


def _info(key: str, value: object = None) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        if value is None:
            del pdf.docinfo[key]
        else:
            pdf.trailer.Info[key] = value

    return change


def _xmp(old: bytes, new: bytes) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes()
        assert old in data
        pdf.Root.Metadata.write(data.replace(old, new))

    return change


def _intent(key: str, value: Callable[[pikepdf.Pdf], object] | None = None) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        intent = pdf.Root.OutputIntents[0]
        if value is None:
            del intent[key]
        else:
            intent[key] = value(pdf)

    return change


def _unregistered(pdf: pikepdf.Pdf) -> None:
    for key in ("/RegistryName", "/Info"):
        del pdf.Root.OutputIntents[0][key]


def _embed(data: bytes, inks: int) -> Change:
    return _intent("/DestOutputProfile", lambda pdf: pdf.make_stream(data, N=inks))


def _root(key: str, value: object) -> Change:
    return lambda pdf: pdf.Root.__setitem__(key, value)


def _page(key: str, value: object) -> Change:
    return lambda pdf: pdf.pages[1].obj.__setitem__(key, value)


def _part(kind: str, key: str, value: object) -> Change:
    """Return what changes the picture (P), the drawing (D) or the graphics state (G0)."""

    def change(pdf: pikepdf.Pdf) -> None:
        found = pdf.pages[3].obj.Resources
        thing = found.ExtGState.G0 if kind == "G0" else found.XObject[f"/{kind}"]
        thing[key] = value

    return change


def _drawn(operators: bytes) -> Change:
    return lambda pdf: pdf.pages[0].contents_add(pdf.make_stream(operators))


def _object(made: Callable[[pikepdf.Pdf], object]) -> Change:
    return lambda pdf: pdf.Root.__setitem__("/Kept", made(pdf))


def _packed(kind: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        picture = pdf.pages[3].obj.Resources.XObject.P
        picture.write(b"\0\0", filter=Name(f"/{kind}"))

    return change


def _twice(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


def _action(kind: str) -> Dictionary:
    return Dictionary(Type=Name.Action, S=Name(f"/{kind}"))


EVERY = (X_1A, X_3, X_4)
EARLY = (X_1A, X_3)
BREAKS: tuple[tuple[tuple[Standard, ...], Change, str], ...] = (
    # what it says
    (EVERY, _info("/GTS_PDFXVersion"), "does not say that it is"),
    (EVERY, _info("/GTS_PDFXVersion", String("PDF/X-5")), "does not say that it is"),
    ((X_1A,), _info("/GTS_PDFXConformance"), "does not say that it is PDF/X-1a:2001"),
    ((X_3,), _info("/GTS_PDFXConformance", String("PDF/X-1a:2001")), "does not say that it is"),
    ((X_4,), _xmp(b">PDF/X-4<", b">PDF/X-5<"), "does not say that it is PDF/X-4"),
    ((X_4,), lambda pdf: pdf.Root.__delitem__("/Metadata"), "does not say that it is PDF/X-4"),
    (EVERY, _info("/Title"), "says no Title"),
    (EVERY, _info("/Title", String("")), "says no Title"),
    (EVERY, _info("/CreationDate"), "says no CreationDate"),
    (EVERY, _info("/ModDate"), "says no ModDate"),
    (EVERY, _info("/Creator"), "says no Creator"),
    (EVERY, _info("/Producer"), "says no Producer"),
    ((X_4,), _xmp(b"dc:title", b"dc:other"), "says no dc:title in its XMP"),
    ((X_4,), _xmp(b"xmp:CreateDate", b"xmp:Other"), "says no xmp:CreateDate"),
    ((X_4,), _xmp(b"xmp:ModifyDate", b"xmp:Other"), "says no xmp:ModifyDate"),
    ((X_4,), _xmp(b"xmp:MetadataDate", b"xmp:Other"), "says no xmp:MetadataDate"),
    ((X_4,), _xmp(b"xmpMM:DocumentID", b"xmpMM:Other"), "says no xmpMM:DocumentID"),
    ((X_4,), _xmp(b"xmpMM:RenditionClass", b"xmpMM:Other"), "says no xmpMM:RenditionClass"),
    ((X_4,), _xmp(b"xmpMM:VersionID", b"xmpMM:Other"), "says no xmpMM:VersionID"),
    (EVERY, _info("/Trapped"), "whether it is trapped"),
    (EVERY, _info("/Trapped", Name.Unknown), "whether it is trapped"),
    ((X_4,), _xmp(b"Trapped>False", b"Trapped>True"), "whether it is trapped"),
    (EVERY, lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "has 0 output intents"),
    (EVERY, _twice, "has 2 output intents"),
    (EVERY, _intent("/S", lambda _: Name.GTS_PDFA1), "has 0 output intents"),
    (EVERY, _intent("/OutputConditionIdentifier"), "without a condition"),
    (EARLY, _unregistered, "without a registry and without a description"),
    (EARLY, _intent("/RegistryName"), "without a colour profile"),
    ((X_4,), _intent("/DestOutputProfile"), "without a colour profile"),
    (EVERY, _intent("/DestOutputProfileRef", lambda _: Dictionary()), "profile is elsewhere"),
    (EVERY, _embed(b"none", 4), "profile is no colour profile"),
    (EVERY, _embed(house_profile(kind=b"mntr"), 4), "no colour profile of a press"),
    (EVERY, _embed(house_profile(), 3), "another number of inks"),
    (EARLY, _embed(house_profile(version=4), 4), "newer than PDF 1.3"),
    # how it is built
    (EARLY, _root("/Version", Name("/1.4")), "says another version"),
    (EVERY, _page("/ArtBox", Array([0, 0, 9, 9])), "page 2 is trimmed, or says it twice"),
    (EVERY, lambda pdf: pdf.pages[1].obj.__delitem__("/TrimBox"), "how page 2 is trimmed"),
    (EVERY, _page("/TrimBox", Array([-1, 0, 9, 9])), "boxes of page 2 that do not lie within"),
    (EVERY, _page("/BleedBox", Array([9, 9, 99, 99])), "boxes of page 2 that do not lie within"),
    (EVERY, _page("/CropBox", Array([9, 9, 99, 99])), "boxes of page 2 that do not lie within"),
    (EVERY, _page("/MediaBox", Array([0, 0, 99, 99])), "boxes of page 2 that do not lie within"),
    (EVERY, _page("/SeparationInfo", Dictionary()), "has page 2 for each ink apart"),
    (EVERY, _object(lambda pdf: pdf.make_indirect(Dictionary(EF=Dictionary()))), "other files"),
    (EVERY, _object(lambda pdf: pdf.make_stream(b"", Type=Name.EmbeddedFile)), "other files in"),
    (EVERY, _root("/Names", Dictionary(EmbeddedFiles=Dictionary())), "other files in it"),
    (EVERY, _root("/AF", Array()), "other files in it"),
    (EVERY, _root("/Collection", Dictionary()), "other files in it"),
    (EVERY, _part("P", "/F", String("elsewhere.tif")), "has parts in other files"),
    (EVERY, _part("D", "/OPI", Dictionary()), "has pictures that stand for others"),
    (EVERY, _part("D", "/Ref", Dictionary()), "has pictures that stand for others"),
    (EVERY, _packed("LZWDecode"), "has data packed as LZWDecode"),
    (EARLY, _packed("JBIG2Decode"), "has data packed as JBIG2Decode"),
    (EARLY, _packed("JPXDecode"), "has data packed as JPXDecode"),
    # what it does
    (EVERY, _root("/Names", Dictionary(JavaScript=Dictionary())), "has a script"),
    (EVERY, _root("/AA", Dictionary()), "done by itself"),
    (EVERY, _page("/AA", Dictionary()), "done by itself"),
    (EVERY, _object(lambda pdf: pdf.make_indirect(_action("JavaScript"))), "done by itself"),
    (EVERY, _object(lambda pdf: pdf.make_indirect(_action("Launch"))), "done by itself"),
    (EVERY, _root("/OCProperties", Dictionary()), "has layers"),
    (EVERY, _part("P", "/OC", Dictionary()), "has layers"),
    (EVERY, _part("P", "/Alternates", Array()), "has other versions of pictures"),
    (EVERY, _object(lambda pdf: pdf.make_stream(b"", Subtype=Name.PS)), "has PostScript"),
    (EVERY, _part("D", "/Subtype2", Name.PS), "has PostScript"),
    (EVERY, _drawn(b"BX EX"), "has the operator BX"),
    (EVERY, _drawn(b"q BI /W 1 /H 1 ID x EI Q"), "has the operator BI"),
    (EVERY, _drawn(b"(showpage) PS"), "has the operator PS"),
    (EVERY, _part("G0", "/TR", Name.Identity), "has TR"),
    (EVERY, _part("G0", "/TR2", Name.Identity), "has TR2"),
    (EVERY, _part("G0", "/HTP", Array([0, 0])), "has HTP"),
    (EVERY, _part("G0", "/HT", Dictionary(HalftoneType=6)), "has a screen"),
    (
        EVERY,
        _part("G0", "/HT", Dictionary(HalftoneType=1, HalftoneName=String("x"))),
        "has a screen",
    ),
    (EARLY, _part("P", "/BitsPerComponent", 16), "more than 8 bits"),
    (EARLY, _part("P", "/SMaskInData", 1), "something transparent"),
)


@pytest.mark.parametrize(
    ("standard", "change", "what"),
    [(standard, change, what) for some, change, what in BREAKS for standard in some],
)
def test_each_offence_is_told(standard: Standard, change: Change, what: str) -> None:
    assert what in told(standard, change)


@pytest.mark.parametrize(
    ("standard", "change"),
    [
        (X_4, _packed("JPXDecode")),
        (X_4, _part("P", "/BitsPerComponent", 16)),
        (X_1A, _part("G0", "/TR2", Name.Default)),
        (X_3, _part("G0", "/HT", Dictionary(HalftoneType=5))),
        (X_1A, _drawn(b"(BX) Tj /BI gs")),
        (X_3, _embed(house_profile(), 4)),
    ],
)
def test_what_is_allowed_is_no_offence(standard: Standard, change: Change) -> None:
    assert told(standard, change) == ""


@pytest.mark.parametrize("standard", EVERY)
def test_an_encrypted_file_is_told(standard: Standard) -> None:
    with pikepdf.open(BytesIO(made(asked(standard)))) as pdf:
        locked = pikepdf.Encryption(owner="a", user="", R=4)
        how = {"encryption": locked, "stream_decode_level": None, "force_version": "1.6"}
        assert "is encrypted" in _told(pdf, standard, **how)


@pytest.mark.parametrize("standard", EARLY)
def test_objects_in_streams_are_told(standard: Standard) -> None:
    with pikepdf.open(BytesIO(made(asked(standard)))) as pdf:
        mode = pikepdf.ObjectStreamMode.generate
        assert "objects in streams" in _told(
            pdf, standard, object_stream_mode=mode, force_version="1.5"
        )


@pytest.mark.parametrize("standard", EVERY)
def test_a_file_without_an_id_is_told(standard: Standard) -> None:
    data = made(asked(standard))
    with pikepdf.open(BytesIO(data)) as pdf:
        del pdf.trailer["/ID"]
        assert "has no ID" in "\n".join(offences(data, pdf, standard))


@pytest.mark.parametrize("standard", EVERY)
def test_data_with_a_key_of_its_own_is_told(standard: Standard) -> None:
    data = made(asked(standard))
    with pikepdf.open(BytesIO(data)) as pdf:
        _packed("Crypt")(pdf)
        assert "has data packed as Crypt" in "\n".join(offences(data, pdf, standard))
