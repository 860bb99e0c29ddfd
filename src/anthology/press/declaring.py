"""What a PDF says about itself as a file for the press (ISO 15930)."""

import datetime as dt
import uuid
from html import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from anthology.model import Metadata
from anthology.press.commission import Commission
from anthology.press.icc import BLACK_INK, black_ink
from anthology.press.profiles import Space, Standard

VERSIONS = {
    Standard.PLAIN: "1.6",
    Standard.X_4: "1.6",
    Standard.X_3: "1.3",
    Standard.X_1A: "1.3",
}
"""The version of PDF that each standard builds on."""
NAMES = {
    Standard.X_4: ("PDF/X-4", None),
    Standard.X_3: ("PDF/X-3:2002", None),
    Standard.X_1A: ("PDF/X-1:2001", "PDF/X-1a:2001"),
}
"""The version and the conformance that a file says (ISO 15930-1, 6.3; ISO 15930-3, 6.3)."""
_REGISTRY = "http://www.color.org"
_CREATOR = "anthology"
CHANNELS = {Space.GREY: 1, Space.CMYK: 4}
"""How many inks a colour profile of a space tells of."""
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq>{creators}</rdf:Seq></dc:creator>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
{standard}<xmp:CreatorTool>{tool}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{id}</xmpMM:DocumentID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<xmpMM:VersionID>1</xmpMM:VersionID>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def declare(pdf: pikepdf.Pdf, made: Commission, metadata: Metadata) -> None:
    """Let a PDF say what book and what kind of file it is, and for which printing condition.

    PDF 1.3 knows no XMP, so those files have the information dictionary alone.
    """
    modified = metadata.modified.astimezone(dt.UTC)
    producer = str(pdf.docinfo.get("/Producer", _CREATOR))
    info = {
        "/Title": metadata.title,
        "/Author": ", ".join(metadata.authors),
        "/Creator": _CREATOR,
        "/Producer": producer,
        "/CreationDate": modified.strftime("D:%Y%m%d%H%M%SZ"),
        "/ModDate": modified.strftime("D:%Y%m%d%H%M%SZ"),
    }
    name, conformance = NAMES.get(made.standard, (None, None))
    if name:
        info["/GTS_PDFXVersion"] = name  # of PDF/X-4 as well, for those who do not read XMP
        if conformance:
            info["/GTS_PDFXConformance"] = conformance
    written = {key: String(text) for key, text in info.items() if text}
    pdf.trailer.Info = pdf.make_indirect(Dictionary({**written, "/Trapped": Name("/False")}))
    if name:
        pdf.Root.OutputIntents = Array([_intent(pdf, made)])
    if VERSIONS[made.standard] == "1.3":
        if "/Metadata" in pdf.Root:
            del pdf.Root["/Metadata"]
        return
    xmp = _XMP.format(
        title=escape(metadata.title),
        creators="".join(f"<rdf:li>{escape(author)}</rdf:li>" for author in metadata.authors),
        producer=escape(producer),
        standard=f"<pdfxid:GTS_PDFXVersion>{name}</pdfxid:GTS_PDFXVersion>\n" if name else "",
        tool=_CREATOR,
        date=modified.strftime("%Y-%m-%dT%H:%M:%SZ"),
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"{metadata.identifier} {made.file}"),
    )
    pdf.Root.Metadata = pdf.make_stream(xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)


def _intent(pdf: pikepdf.Pdf, made: Commission) -> Dictionary:
    """Return the output intent: a condition of the ICC registry, or one that its profile tells.

    PDF/X-4 holds a profile in any case (ISO 15930-7, 6.2.2); earlier parts do with a name.
    """
    intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFX)
    output, condition = made.output, made.condition
    x_4 = made.standard is Standard.X_4
    if condition is None or (x_4 and output is None):
        intent.OutputConditionIdentifier = String("Custom")
        intent.Info = String(output.name if output else BLACK_INK)
    else:
        intent.OutputConditionIdentifier = String(condition.name)
        intent.OutputCondition = String(condition.title)
        intent.RegistryName = String(_REGISTRY)
        intent.Info = String(condition.title)
    if x_4 or condition is None:
        data, channels = (output.data, CHANNELS[output.space]) if output else (black_ink(), 1)
        intent.DestOutputProfile = pdf.make_stream(data, N=channels)
    return intent
