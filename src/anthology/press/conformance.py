"""What PDF/X asks of a file, whoever prints it: PDF/X-1a and X-3 of PDF 1.3, and PDF/X-4.

The requirements are those of ISO 15930-1 (X-1a), ISO 15930-3 (X-3) and ISO 15930-7 (X-4), in some
cases more: what this program never makes may not be there at all.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pikepdf
from msgspec import Struct
from pikepdf import Array, Dictionary, Name, Stream

from anthology.press.declaring import CHANNELS, NAMES
from anthology.press.outputs import read_profile
from anthology.press.profiles import Standard
from anthology.press.walk import drawings, named, pictures, streams

_COMPRESSED = re.compile(rb"/Type\s*/(?:ObjStm|XRef)\b")
"""Objects in streams, which PDF 1.5 brought (ISO 32000-1, 7.5.7, 7.5.8)."""
_BLOCKS = re.compile(rb"(?:^|\s)(BI|BX|PS)(?=\s|$)")
"""Operators of pictures in the text, of what only newer readers know, and of PostScript."""
_STRINGS = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9a-fA-F\s]*>", re.DOTALL)
_FILTERS = frozenset({"/FlateDecode", "/DCTDecode", "/RunLengthDecode", "/CCITTFaxDecode"})
_FILTERS_OF_X_4 = frozenset({*_FILTERS, "/JBIG2Decode", "/JPXDecode"})
_ACTIONS = frozenset(
    f"/{name}"
    for name in (
        *("GoTo", "GoToR", "GoToE", "GoTo3DView", "Launch", "Thread", "URI", "Sound", "Movie"),
        *("Hide", "Named", "SubmitForm", "ResetForm", "ImportData", "JavaScript", "SetOCGState"),
        *("Rendition", "Trans"),
    )
)
"""Kinds of what is done at a click, or without one (ISO 32000-1, table 198)."""
_IN_XMP = ("dc:title", "xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:DocumentID",
           "xmpMM:RenditionClass", "xmpMM:VersionID")  # fmt: skip
_NEAR = 0.01
"""Points that rounding may take."""


class File(Struct, frozen=True, kw_only=True):
    """A finished file."""

    pdf: pikepdf.Pdf
    data: bytes
    standard: Standard

    @property
    def early(self) -> bool:
        """Return whether it is PDF 1.3."""
        return self.standard is not Standard.X_4

    def dictionaries(self) -> Iterator[Dictionary | Stream]:
        """Yield every dictionary that is an object of the file, or stands in one of its arrays."""
        for thing in self.pdf.objects:
            if isinstance(thing, Dictionary | Stream):
                yield thing
            elif isinstance(thing, Array):
                yield from (one for one in thing if isinstance(one, Dictionary))


def offences(data: bytes, pdf: pikepdf.Pdf, standard: Standard) -> tuple[str, ...]:
    """Return what a file breaks of its standard, each as the end of a sentence; once each."""
    if standard is Standard.PLAIN:
        return ()
    file = File(pdf=pdf, data=data, standard=standard)
    return tuple(dict.fromkeys(told for rule in _RULES for told in rule(file)))


# ---- What it says


def _says_what_it_is(file: File) -> Iterator[str]:
    info, (version, conformance) = file.pdf.docinfo, NAMES[file.standard]
    said = {_text(info.get("/GTS_PDFXVersion"))}
    if not file.early:
        said.add(_told_in_xmp(file.pdf, "pdfxid:GTS_PDFXVersion"))
    if said != {version} or _text(info.get("/GTS_PDFXConformance")) != (conformance or ""):
        yield f"does not say that it is {conformance or version}"


def _says_when_it_was_made(file: File) -> Iterator[str]:
    for key in ("/Title", "/CreationDate", "/ModDate", "/Creator", "/Producer"):
        if not _text(file.pdf.docinfo.get(key)):
            yield f"says no {key[1:]}"
    if file.early:
        return
    for key in _IN_XMP:
        if not _told_in_xmp(file.pdf, key):
            yield f"says no {key} in its XMP"


def _says_whether_it_is_trapped(file: File) -> Iterator[str]:
    said = [str(file.pdf.docinfo.get("/Trapped", "")).lstrip("/")]
    if not file.early:
        said.append(_told_in_xmp(file.pdf, "pdf:Trapped"))
    if not {*said} <= {"True", "False"} or len({*said}) > 1:
        yield "does not say whether it is trapped"


def _has_an_id(file: File) -> Iterator[str]:
    found = file.pdf.trailer.get("/ID", Array())
    if len(found) != 2 or not all(bytes(one) for one in found):
        yield "has no ID"


def _names_its_printing_condition(file: File) -> Iterator[str]:
    intents = [
        one
        for one in file.pdf.Root.get("/OutputIntents", Array())
        if one.get("/S") == Name.GTS_PDFX
    ]
    if len(intents) != 1:
        yield f"has {len(intents)} output intents for PDF/X, not one"
        return
    (intent,) = intents
    profile = intent.get("/DestOutputProfile")
    if not _text(intent.get("/OutputConditionIdentifier")):
        yield "has an output intent without a condition"
    if not _text(intent.get("/RegistryName")) and not _text(intent.get("/Info")):
        yield "has an output intent without a registry and without a description"
    if "/DestOutputProfileRef" in intent:
        yield "has an output intent whose profile is elsewhere"
    if profile is not None:
        yield from _wrong_in(profile, file)
    elif not file.early or not _text(intent.get("/RegistryName")):
        yield "has an output intent without a colour profile"


def _wrong_in(profile: Any, file: File) -> Iterator[str]:
    try:
        read = read_profile(profile.read_bytes())
    except ValueError as problem:
        yield f"has an output intent whose profile {problem}"
        return
    if profile.get("/N") != CHANNELS[read.space]:
        yield "has an output intent whose profile has another number of inks"
    if file.early and read.version > 2:
        yield "has an output intent whose profile is newer than PDF 1.3"


# ---- How it is built


def _is_of_its_version(file: File) -> Iterator[str]:
    if file.early and _COMPRESSED.search(file.data):
        yield "has objects in streams, which PDF 1.3 does not know"
    if file.early and "/Version" in file.pdf.Root:
        yield "says another version of PDF in its catalog"
    if file.pdf.is_encrypted:
        yield "is encrypted"


def _has_nested_boxes(file: File) -> Iterator[str]:
    for number, page in enumerate(file.pdf.pages, 1):
        if ("/TrimBox" in page.obj) == ("/ArtBox" in page.obj):
            yield f"does not say how page {number} is trimmed, or says it twice"
            continue
        inner = page.obj.get("/TrimBox", page.obj.get("/ArtBox"))
        media = page.obj.get("/MediaBox", Array())
        around = (page.obj.get("/BleedBox"), page.obj.get("/CropBox"), media)
        boxes = [[float(edge) for edge in box] for box in (inner, *around) if box is not None]
        nested = all(
            len(box) == len(outer) == 4
            and all(box[at] >= outer[at] - _NEAR for at in (0, 1))
            and all(box[at] <= outer[at] + _NEAR for at in (2, 3))
            for box in boxes[:-1]
            for outer in boxes[boxes.index(box) + 1 :]
        )
        if not nested:
            yield f"has boxes of page {number} that do not lie within each other"
        if "/SeparationInfo" in page.obj:
            yield f"has page {number} for each ink apart"


def _is_whole(file: File) -> Iterator[str]:
    """Nothing is in another file or in none, and no other file is in it."""
    for thing in file.dictionaries():
        if "/EF" in thing or thing.get("/Type") == Name.EmbeddedFile:
            yield "has other files in it"
        if isinstance(thing, Stream) and ("/F" in thing or "/FFilter" in thing):
            yield "has parts in other files"
        if isinstance(thing, Stream) and ("/OPI" in thing or "/Ref" in thing):
            yield "has pictures that stand for others"
    names = file.pdf.Root.get("/Names", Dictionary())
    if "/EmbeddedFiles" in names or "/AF" in file.pdf.Root or "/Collection" in file.pdf.Root:
        yield "has other files in it"


def _packs_as_it_may(file: File) -> Iterator[str]:
    allowed = _FILTERS if file.early else _FILTERS_OF_X_4
    for thing in file.pdf.objects:
        if isinstance(thing, Stream):
            found = thing.get("/Filter", Array())
            for one in found if isinstance(found, Array) else (found,):
                if str(one) not in {*allowed, "/ASCII85Decode", "/ASCIIHexDecode"}:
                    yield f"has data packed as {str(one).lstrip('/')}"


# ---- What it does


def _does_nothing_by_itself(file: File) -> Iterator[str]:
    if "/JavaScript" in file.pdf.Root.get("/Names", Dictionary()):
        yield "has a script"
    for thing in file.dictionaries():
        if "/AA" in thing or "/JS" in thing or str(thing.get("/S")) in _ACTIONS:
            yield "has something that is done by itself"


def _shows_all_it_has(file: File) -> Iterator[str]:
    hidden = "/OCProperties" in file.pdf.Root
    if hidden or any("/OC" in one for one in (*pictures(file.pdf), *drawings(file.pdf))):
        yield "has layers"
    if any("/Alternates" in one for one in pictures(file.pdf)):
        yield "has other versions of pictures"


def _is_drawn_by_pdf_alone(file: File) -> Iterator[str]:
    for thing in file.pdf.objects:
        if isinstance(thing, Stream) and Name.PS in (
            thing.get("/Subtype"),
            thing.get("/Subtype2"),
        ):
            yield "has PostScript"
    for stream in streams(file.pdf):
        for found in _BLOCKS.finditer(_STRINGS.sub(b" ", stream.read_bytes())):
            yield f"has the operator {found[1].decode()}"


def _leaves_the_press_its_way(file: File) -> Iterator[str]:
    for state in named(file.pdf, "/ExtGState"):
        for key in ("/TR", "/HTP", *(("/TR2",) if state.get("/TR2") != Name.Default else ())):
            if key in state:
                yield f"has {key[1:]}, which is the press's own"
        halftone = state.get("/HT", Name.Default)
        if halftone != Name.Default and (
            halftone.get("/HalftoneType") not in (1, 5) or "/HalftoneName" in halftone
        ):
            yield "has a screen that is the press's own"


def _has_old_pictures(file: File) -> Iterator[str]:
    for one in pictures(file.pdf):
        if file.early and one.get("/BitsPerComponent", 1) not in (1, 2, 4, 8):
            yield "has a picture of more than 8 bits, which PDF 1.3 does not know"
        if "/SMaskInData" in one and file.early:
            yield "has something transparent, which PDF 1.3 does not know"


_RULES: tuple[Callable[[File], Iterable[str]], ...] = (
    _says_what_it_is,
    _says_when_it_was_made,
    _says_whether_it_is_trapped,
    _has_an_id,
    _names_its_printing_condition,
    _is_of_its_version,
    _has_nested_boxes,
    _is_whole,
    _packs_as_it_may,
    _does_nothing_by_itself,
    _shows_all_it_has,
    _is_drawn_by_pdf_alone,
    _leaves_the_press_its_way,
    _has_old_pictures,
)
"""Colours, typefaces, links and what shines through `checks.py` looks for, in plain PDF, too."""


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _told_in_xmp(pdf: pikepdf.Pdf, key: str) -> str:
    return _text(pdf.open_metadata().get(key)) if "/Metadata" in pdf.Root else ""
