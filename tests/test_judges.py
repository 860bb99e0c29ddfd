"""A judge that cannot say no is worth nothing: each meets a sound file and a broken one."""

import subprocess
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from weasyprint import HTML

from judges import JudgeFailedError, ace, epubcheck, qpdf, require, verapdf

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>"""

PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:5f0c9e0e-6a68-4f0c-8f7e-0d2f3c1b9a10</dc:identifier>
<dc:title>The Kelmscott Press</dc:title>
<dc:language>en</dc:language>
<dc:creator>William Morris</dc:creator>
<meta property="dcterms:modified">2000-01-01T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessMode">visual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Text with a described picture.</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="text" href="text.xhtml" media-type="application/xhtml+xml"/>
<item id="picture" href="picture.svg" media-type="image/svg+xml"/>
</manifest>
<spine><itemref idref="nav"/><itemref idref="text"/></spine>
</package>"""

NAVIGATION = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
xml:lang="en" lang="en"><head><title>Contents</title></head><body>
<nav epub:type="toc" role="doc-toc" aria-labelledby="toc"><h1 id="toc">Contents</h1>
<ol><li><a href="text.xhtml">On printing</a></li></ol></nav></body></html>"""

TEXT = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
<head><title>On printing</title></head>
<body><h1>On printing</h1><p><img src="picture.svg" alt="A square"/> Set by hand.</p></body>
</html>"""

PICTURE = (
    """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z"/></svg>"""
)

PAGE = "<html lang=en><title>The Kelmscott Press</title><h1>On printing</h1><p>Set by hand."


def epub(
    path: Path, package: str = PACKAGE, text: str = TEXT, picture: str = "picture.svg"
) -> Path:
    """Write a small EPUB and return its path."""
    with ZipFile(path, "w", ZIP_STORED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("package.opf", package)
        archive.writestr("nav.xhtml", NAVIGATION)
        archive.writestr("text.xhtml", text)
        archive.writestr(picture, PICTURE)
    return path


def pdf(path: Path, variant: str | None = None) -> Path:
    """Write a PDF of one page and return its path."""
    HTML(string=PAGE).write_pdf(path, pdf_variant=variant)
    return path


@pytest.mark.slow
def test_epubcheck_passes_a_sound_book(tmp_path: Path) -> None:
    assert epubcheck(epub(tmp_path / "книга.epub")).messages == ()


@pytest.mark.slow
def test_epubcheck_names_an_error_and_its_place(tmp_path: Path) -> None:
    verdict = epubcheck(epub(tmp_path / "book.epub", text=TEXT.replace("picture.svg", "no.svg")))
    assert not verdict.passed
    (message,) = verdict.messages
    assert message.startswith("ERROR RSC-007 text.xhtml:4")


@pytest.mark.slow
def test_epubcheck_does_not_pass_a_warning(tmp_path: Path) -> None:
    name = "a picture.svg"
    book = epub(
        tmp_path / "book.epub",
        package=PACKAGE.replace("picture.svg", "a%20picture.svg"),
        text=TEXT.replace("picture.svg", "a%20picture.svg"),
        picture=name,
    )
    verdict = epubcheck(book)
    assert not verdict.passed
    assert {message.split()[0] for message in verdict.messages} == {"WARNING"}


@pytest.mark.slow
def test_epubcheck_says_no_to_what_is_no_epub(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_text("words", encoding="utf-8")
    assert not epubcheck(path).passed


@pytest.mark.slow
def test_ace_passes_a_sound_book(tmp_path: Path) -> None:
    assert ace(epub(tmp_path / "book.epub")).messages == ()


@pytest.mark.slow
def test_ace_names_what_a_reader_cannot_reach(tmp_path: Path) -> None:
    verdict = ace(epub(tmp_path / "book.epub", text=TEXT.replace(' alt="A square"', "")))
    assert not verdict.passed
    assert any("text.xhtml: critical image-alt" in message for message in verdict.messages)


@pytest.mark.slow
def test_ace_does_not_pass_a_lesser_violation(tmp_path: Path) -> None:
    package = PACKAGE.replace("schema:accessibilitySummary", "schema:accessibilityControl")
    verdict = ace(epub(tmp_path / "book.epub", package=package))
    assert not verdict.passed
    assert "moderate metadata-accessibilitysummary" in verdict.messages[0]


@pytest.mark.slow
def test_ace_that_breaks_down_is_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(JudgeFailedError):
        ace(tmp_path / "absent.epub")


# WeasyPrint leaves the colour profile of a PDF/A open.
@pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.slow
@pytest.mark.parametrize(("flavour", "variant"), [("ua1", "pdf/ua-1"), ("2a", "pdf/a-2a")])
def test_verapdf_tells_standards_apart(tmp_path: Path, flavour: str, variant: str) -> None:
    assert verapdf(pdf(tmp_path / "sound.pdf", variant), flavour).messages == ()
    verdict = verapdf(pdf(tmp_path / "plain.pdf"), flavour)
    assert not verdict.passed
    assert any("MarkInfo" in message for message in verdict.messages)


@pytest.mark.slow
def test_verapdf_that_breaks_down_is_no_verdict(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_text("words", encoding="utf-8")
    with pytest.raises(JudgeFailedError):
        verapdf(path, "ua1")


@pytest.mark.slow
def test_verapdf_knows_no_standard_by_a_wrong_name(tmp_path: Path) -> None:
    with pytest.raises(JudgeFailedError):
        verapdf(pdf(tmp_path / "book.pdf", "pdf/ua-1"), "ua9")


def test_qpdf_tells_a_sound_file_from_a_torn_one(tmp_path: Path) -> None:
    path = pdf(tmp_path / "book.pdf")
    assert qpdf(path).messages == ()
    path.write_bytes(path.read_bytes()[:-200])
    verdict = qpdf(path)
    assert not verdict.passed
    assert verdict.messages


def test_a_missing_judge_fails_in_ci(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="Ace is not installed"):
        require("Ace", tmp_path / "absent")


def test_a_missing_judge_skips_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="Ace is not installed"):
        require("Ace", None)


def test_an_answer_that_is_cut_off_is_no_verdict(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 0, "{", "")
    )
    with pytest.raises(JudgeFailedError):
        epubcheck(tmp_path / "book.epub")
