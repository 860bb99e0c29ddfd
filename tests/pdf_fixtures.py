"""A book that shows everything a page of print can hold, in four languages."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

from anthology.cover import draw_cover
from anthology.errors import Checked
from anthology.inscription import Inscription
from anthology.manifest import LimitsSpec
from anthology.model import (
    ArticleDate,
    Contributor,
    Cover,
    Edition,
    Labels,
    Metadata,
    PageDocument,
    PageKind,
    Pages,
    PageSize,
    Picture,
)
from anthology.pdf import Rendered
from anthology.pdf.compose import Composer
from anthology.pdf.workers import Workers
from anthology.style.read import Style
from anthology.typefaces import Faces
from anthology.typeset import limits_of

GERMAN = (
    "Wer ein Buch setzt, entscheidet lange, bevor der erste Buchstabe steht. Das Format des "
    "Papiers, die Breite der Spalte und die Größe der Schrift hängen so eng zusammen, dass sich "
    "keines ändern lässt, ohne dass die anderen antworten. Eine Zeile, die zu lang ist, ermüdet "
    "das Auge, weil es den Anfang der nächsten nicht mehr findet; eine zu kurze zerreißt den Satz "
    "in Stücke und die Wortabstände in Löcher.",
    "Die Alten maßen mit dem Zirkel. Sie teilten die Seite in neun Streifen und ließen außen "
    "doppelt so viel Raum wie innen, weil dort die Daumen liegen und weil zwei Seiten, die "
    "aufgeschlagen nebeneinander stehen, zusammen ein Bild ergeben. Daran hat sich wenig geändert, "
    "obwohl heute niemand mehr den Winkelhaken hält.",
    "Gute Schrift fällt nicht auf. Man merkt sie an dem, was ausbleibt: Man verliert die Zeile "
    "nicht, man stolpert nicht über einen Buchstaben, man blättert um und weiß nicht, dass man "
    "umgeblättert hat. Zwischen 1890 und 1930 haben einige Pressen das mit Fleiß und Eigensinn "
    "wieder gelehrt, und manches, was sie druckten, ist bis heute unübertroffen.",
    "Ein Register am Ende, ein Inhaltsverzeichnis am Anfang, Anmerkungen dort, wo man sie braucht: "
    "Auch das gehört zur Höflichkeit gegenüber denen, die lesen. Wer eine Quelle nennt, macht den "
    "Text überprüfbar; wer sie verschweigt, verlangt Vertrauen, ohne es verdient zu haben.",
    "Das Papier selbst spricht mit. Es soll weder spiegeln noch durchscheinen, es soll sich öffnen "
    "und liegen bleiben, und es soll in fünfzig Jahren nicht zerfallen. Die Druckerei liefert "
    "Proben; man halte sie ins Licht und lese eine ganze Seite darauf, bevor man sich festlegt.",
)
ENGLISH = (
    "A page is a small room with one window, and the reader looks through it for hours. Whatever "
    "rattles in the frame will be heard. The maker of books therefore spends most of the day on "
    "matters that nobody should ever notice: the gap between two words, the height of a note, the "
    "place where a line is broken.",
    "Proofs were once pulled on long slips of paper and corrected in ink, and each correction cost "
    "money, so that writers learned to finish a sentence before they sent it. Now that nothing "
    "costs anything, the sentence is never finished. This is not a complaint; it is a reason to "
    "set a date.",
    "The date matters in other ways. An article that appeared in spring was read in spring, by "
    "people who had the morning's paper on the same table. Gathered into a book a year later it "
    "stands beside its neighbours instead, and the two of them begin a conversation which neither "
    "had planned.",
)
UKRAINIAN = (
    "Книжка починається задовго до першої літери. Формат паперу, ширина рядка й розмір шрифту так "
    "тісно пов'язані між собою, що жодного з них не можна змінити, не зачепивши решти. Надто "
    "довгий рядок утомлює око, бо воно вже не знаходить початку наступного; надто короткий рве "
    "речення на клапті, а пробіли між словами перетворює на діри.",
    "Давні майстри міряли циркулем. Вони ділили сторінку на дев'ять смуг і залишали зовні вдвічі "
    "більше місця, ніж усередині, бо там лежать пальці й бо дві сторінки, розгорнуті поруч, "
    "творять один образ. Відтоді змінилося небагато, хоча верстатки вже ніхто не тримає в руках.",
    "Добрий шрифт не впадає в око. Його помічаємо за тим, чого бракує: не губимо рядка, не "
    "спотикаємося об літеру, перегортаємо сторінку й не пам'ятаємо, що перегорнули. Хто називає "
    "джерело, той робить текст перевірним; хто його замовчує, той вимагає довіри, не заслуживши "
    "її.",
)
GREEK = (
    "Το βιβλίο αρχίζει πολύ πριν από το πρώτο γράμμα. Το σχήμα του χαρτιού, το πλάτος της στήλης "
    "και το μέγεθος των στοιχείων συνδέονται τόσο στενά, ώστε κανένα δεν αλλάζει χωρίς να "
    "απαντήσουν τα άλλα. Η γραμμή που είναι πολύ μακριά κουράζει το μάτι, γιατί δεν βρίσκει πια "
    "την αρχή της επόμενης.",
    "Η καλή γραφή δεν φαίνεται. Την καταλαβαίνουμε από όσα λείπουν: δεν χάνουμε τη γραμμή, δεν "
    "σκοντάφτουμε σε ένα γράμμα, γυρίζουμε τη σελίδα και δεν θυμόμαστε ότι τη γυρίσαμε.",
)
SHORT_NOTE = "So steht es im Brief an den Verleger, Blatt 3."
LONG_NOTE = (
    "Die Zahl schwankt in den Berichten. Der Katalog von 1893 nennt 300 Abzüge auf Papier und "
    "dreizehn auf Pergament; ein späterer Nachtrag spricht von 425. Geprüft wurde der Katalog "
    "selbst, <em>A Note on His Aims</em>, dem auch die Angaben zum Papier entnommen sind."
)
ENDNOTE = "A longer remark that found no room at the foot of its page."
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="420" viewBox="0 0 600 420">'
    b'<g fill="none" stroke="#222" stroke-width="2">'
    b'<path d="M20 20h270v380H20zM310 20h270v380H310zM20 400L290 20M580 400L310 20M20 400L580 20'
    b'M580 400L20 20"/><path d="M72 62h178v253H72zM350 62h178v253H350z" fill="#ddd8cc"/></g></svg>'
)
LONG_TITLE = (
    "On the patience of compositors, the price of paper and the quiet art of leaving well enough "
    "alone when everything could be changed"
)


def mark() -> bytes:
    """Return a small ornament."""
    image = Image.new("RGB", (48, 48), "#ffffff")
    ImageDraw.Draw(image).polygon(((24, 4), (44, 24), (24, 44), (4, 24)), fill="#39332a")
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def sheets() -> bytes:
    """Return a picture of stacked sheets."""
    image = Image.new("RGB", (900, 600), "#f3efe6")
    draw = ImageDraw.Draw(image)
    for step in range(12):
        left = 120 + 24 * step
        shade = 235 - 14 * step
        draw.rectangle(
            (left, 90 + 18 * step, left + 380, 330 + 18 * step),
            fill=(shade, shade - 6, shade - 22),
            outline="#39332a",
            width=2,
        )
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def in_pieces(
    pages: Pages, size: PageSize, progress: Callable[[str, float], None] = lambda *_: None
) -> Checked[Rendered]:
    """Set a book piece by piece in a process of its own, without a cache."""
    workers = Workers()
    workers.open(1, limits_of(LimitsSpec()))
    try:
        done = Composer(workers, Style().design(Edition.PDF), size, None, progress).compose(pages)
    finally:
        workers.shutdown(cancel_futures=True)
    assert isinstance(done, Checked), done
    return done


def sample_pages() -> Pages:
    """Return the pages of a book with two chapters, five articles, a preface and sources."""
    title = "Zwischen Satz und Seite"
    authors = ("William Morris", "Lesja Ukrajinka")
    cover = draw_cover(
        Inscription(title=title, subtitle=None, authors=authors, language="de"),
        (874, 1240),
        Faces(),
    )
    return Pages(
        edition=Edition.PDF,
        metadata=Metadata(
            title=title,
            subtitle="Aufsätze über das Büchermachen",
            language="de",
            authors=authors,
            contributors=(Contributor(name="Aldus Manutius", role="edt"),),
            publisher="Offizin am Fluss",
            date=ArticleDate(year=2025, month=12),
            identifier="urn:uuid:6f0c9f4e-3a3c-4d0a-9c70-0d5f6a7b8c9d",
            isbn_press="978-3-16-148410-0",
            rights="© 2025",
            description="Aufsätze über Schrift, Satz und Papier",
            modified=dt.datetime(2025, 12, 1, 8, 30, tzinfo=dt.UTC),
        ),
        documents=_documents(title, authors),
        pictures=(
            Picture(name="canon.svg", media_type="image/svg+xml", width=600, height=420, data=SVG),
            Picture(
                name="sheets.png", media_type="image/png", width=900, height=600, data=sheets()
            ),
            Picture(name="mark.png", media_type="image/png", width=48, height=48, data=mark()),
        ),
        cover=Cover(
            picture=Picture(
                name="cover.png", media_type="image/png", width=874, height=1240, data=cover
            ),
            alt=f"{title}. {', '.join(authors)}",
        ),
        labels=Labels(
            contents="Inhalt",
            cover="Umschlag",
            pages="Seiten",
            start="Anfang",
            source="Quellen",
            a11y_text="Der Text lässt sich vergrößern, umbrechen und vorlesen.",
            a11y_described="Alle Bilder sind beschrieben.",
            a11y_undescribed="Manche Bilder sind nicht beschrieben.",
        ),
    )


def _documents(title: str, authors: tuple[str, ...]) -> tuple[PageDocument, ...]:
    articles = {
        "satz": ("de", "Vom Satz der Seite", "Ein Rundgang in fünf Stationen", _german()),
        "page": ("en", LONG_TITLE, None, _english()),
        "knyzhka": ("uk", "Книжка і сторінка", None, _ukrainian()),
        "vivlio": ("el", "Το βιβλίο και η σελίδα", None, _paragraphs(GREEK * 3)),
        "papier": ("de", "Papier", None, _paragraphs(GERMAN[:2])),
    }
    made = {
        slug: _article(slug, language, name, subtitle, body)
        for slug, (language, name, subtitle, body) in articles.items()
    }
    names = {slug: name for slug, (_, name, _, _) in articles.items()}
    contents = "".join(
        (
            _toc_part("front-preface", "Vorwort"),
            _toc_chapter("chapter-2025-11", "November 2025", names, ("satz", "page", "knyzhka")),
            _toc_chapter("chapter-2025-12", "Dezember 2025", names, ("vivlio", "papier")),
            _toc_part("sources", "Quellen"),
        )
    )
    return (
        _page(
            "halftitle",
            PageKind.HALF_TITLE,
            '<section id="halftitle" class="halftitle">'
            f'<p class="book-title">{title}</p></section>',
        ),
        _page(
            "titlepage",
            PageKind.TITLE_PAGE,
            f'<section id="titlepage" class="titlepage"><p class="book-authors">'
            f'{", ".join(authors)}</p><h1 class="book-title">{title}</h1>'
            '<p class="book-subtitle">Aufsätze über das Büchermachen</p>'
            '<p class="book-contributors">Herausgegeben von Aldus Manutius</p>'
            '<p class="book-publisher">Offizin am Fluss</p></section>',
        ),
        _page(
            "imprint",
            PageKind.IMPRINT,
            f'<section id="imprint" class="imprint"><p class="imprint-title">{title}</p>'
            '<p>Gesetzt aus der Vollkorn.</p><p class="imprint-rights">© 2025</p>'
            '<p class="imprint-isbn">ISBN 978-3-16-148410-0</p></section>',
        ),
        _page(
            "contents",
            PageKind.CONTENTS,
            '<nav id="contents" class="contents" role="doc-toc" aria-labelledby="contents--title">'
            f'<h1 id="contents--title">Inhalt</h1><ol class="toc">{contents}</ol></nav>',
        ),
        _page(
            "front-preface",
            PageKind.FRONT,
            '<section id="front-preface" class="front" role="doc-preface" '
            'aria-labelledby="front-preface--title"><h1 id="front-preface--title" '
            f'class="part-title">Vorwort</h1><div class="body"><p>{GERMAN[3]}</p>'
            f"<h3>Zur Auswahl</h3><p>{GERMAN[4]}</p><h3>Zur Reihenfolge</h3><p>{GERMAN[2]}</p>"
            "</div></section>",
            level=0,
        ),
        _chapter("chapter-2025-11", "November 2025", f"<p>{GERMAN[1]}</p>"),
        made["satz"],
        made["page"],
        made["knyzhka"],
        _chapter("chapter-2025-12", "Dezember 2025", ""),
        made["vivlio"],
        made["papier"],
        _sources(names),
    )


def _page(
    page_id: str,
    kind: PageKind,
    content: str,
    *,
    title: str = "",
    language: str = "de",
    level: int | None = None,
) -> PageDocument:
    return PageDocument(
        id=page_id,
        kind=kind,
        title=title or page_id,
        language=language,
        level=level,
        content=content,
    )


def _toc_part(page_id: str, name: str) -> str:
    return (
        f'<li class="toc-part"><a href="#{page_id}"><span class="toc-title">{name}</span></a></li>'
    )


def _toc_chapter(page_id: str, name: str, names: dict[str, str], slugs: tuple[str, ...]) -> str:
    items = "".join(
        f'<li class="toc-article"><a href="#article-{slug}"><span class="toc-title">{names[slug]}'
        '</span></a> <span class="toc-byline">William Morris · 16. November 2025</span></li>'
        for slug in slugs
    )
    return (
        f'<li class="toc-chapter"><a href="#{page_id}"><span class="toc-title">{name}</span></a>'
        f"<ol>{items}</ol></li>"
    )


def _chapter(page_id: str, name: str, intro: str) -> PageDocument:
    return _page(
        page_id,
        PageKind.CHAPTER,
        f'<section id="{page_id}" class="chapter" role="doc-part" '
        f'aria-labelledby="{page_id}--title"><h1 id="{page_id}--title" class="chapter-title">{name}'
        f'</h1><div class="body">{intro}</div></section>',
        level=0,
    )


def _article(slug: str, language: str, name: str, subtitle: str | None, body: str) -> PageDocument:
    below = f'<p class="article-subtitle">{subtitle}</p>' if subtitle else ""
    return _page(
        f"article-{slug}",
        PageKind.ARTICLE,
        f'<section id="article-{slug}" class="article" role="doc-chapter" '
        f'aria-labelledby="article-{slug}--title" lang="{language}" dir="ltr">'
        f'<header class="article-head"><h2 id="article-{slug}--title" class="article-title">{name}'
        f'</h2>{below}<p class="article-byline"><span class="byline-authors">William Morris</span>'
        '<span class="byline-separator"> · </span><time class="byline-date" datetime="2025-11-16">'
        f'16. November 2025</time></p></header><div class="body">{body}</div>'
        f'<p class="article-source"><a class="page-ref" href="#source-{slug}">Quelle</a></p>'
        "</section>",
        title=name,
        language=language,
        level=1,
    )


def _sources(names: dict[str, str]) -> PageDocument:
    records = "".join(
        f'<section class="source" id="source-{slug}" aria-labelledby="source-{slug}--title">'
        f'<h2 id="source-{slug}--title" class="source-article"><a href="#article-{slug}" '
        f'class="page-ref">{name}</a></h2><dl class="source-record"><div><dt>Art</dt>'
        "<dd>Aufsatz</dd></div><div><dt>Originaltitel</dt>"
        '<dd lang="ru" dir="ltr">О книге и странице</dd></div>'
        "<div><dt>Erschienen</dt><dd>16. November 2025</dd></div>"
        '<div><dt>Verweis</dt><dd class="source-link"><a href="https://example.org/'
        f'aufsaetze/2025/november/16/{slug}-und-noch-ein-langer-pfad">https://example.org/'
        f"aufsaetze/2025/november/16/{slug}-und-noch-ein-langer-pfad</a></dd></div></dl>"
        '<p class="source-unknown">Nicht bekannt: Übersetzer, Lizenz</p></section>'
        for slug, name in names.items()
    )
    return _page(
        "sources",
        PageKind.SOURCES,
        '<section id="sources" class="sources" role="doc-appendix" '
        'aria-labelledby="sources--title"><h1 id="sources--title" class="part-title">Quellen</h1>'
        f"{records}</section>",
        level=0,
    )


def _paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def _note(number: int, content: str) -> str:
    return f'<span class="footnote" data-number="{number}">{content}</span>'


def _german() -> str:
    return (
        f"<p>{GERMAN[0]}</p><p>{GERMAN[1]}{_note(1, SHORT_NOTE)} {GERMAN[2]}</p><p>{GERMAN[3]}"
        f"{_note(2, LONG_NOTE)}</p><h3>Die Proportion</h3><p>{GERMAN[1]}</p>"
        '<figure><img src="pictures/canon.svg" alt="Zwei Seiten mit den Linien, aus denen sich '
        'der Satzspiegel ergibt"/><figcaption>Der Satzspiegel aus den Diagonalen der Doppelseite'
        f"</figcaption></figure><p>{GERMAN[4]} {GERMAN[0]}</p><blockquote><p>{GERMAN[2]}</p>"
        f"</blockquote><p>{GERMAN[3]}</p><h3>Die Maße</h3><p>{GERMAN[4]}</p>"
        "<table><caption>Formate und ihre Maße</caption><thead><tr><th>Format</th>"
        "<th>Breite (mm)</th><th>Höhe (mm)</th></tr></thead><tbody>"
        '<tr><th scope="row">A5</th><td class="align-right">148</td>'
        '<td class="align-right">210</td></tr>'
        '<tr><th scope="row">B5</th><td>176</td><td>250</td></tr>'
        '<tr><th scope="row">Kleinoktav</th><td>115</td><td>185</td></tr></tbody></table>'
        f"<p>{GERMAN[0]}</p><p>{GERMAN[2]} {GERMAN[4]}</p><hr/><p>{GERMAN[1]}</p>"
        f"<p>{GERMAN[3]}</p>"
    )


def _english() -> str:
    return (
        f"<p>{ENGLISH[0]}</p><p>{ENGLISH[1]}{_note(1, 'See the list of prices.')}</p>"
        "<ul><li>paper, which is bought by weight;</li><li>ink, which is bought by colour and, "
        "where it is good, by the reputation of the house that ground it;</li><li>time.</li></ul>"
        f"<p>{ENGLISH[2]}</p><ol><li>Read the proof aloud.</li><li>Read it backwards."
        "<ol><li>Line by line,</li><li>word by word.</li></ol></li><li>Put it away.</li></ol>"
        f"<p>{ENGLISH[0]}</p><h3>A tool for the measure</h3><p>The measure follows from the size "
        "of the type, <code>measure = 29.8 * size</code>, and nothing else:</p>"
        "<pre><code>def measure(size: float) -> float:\n    # in points, for about "
        "sixty-two characters a line\n    return 29.8 * size\n</code></pre>"
        '<figure><img src="pictures/sheets.png" alt="A stack of twelve sheets of paper"/>'
        f"<figcaption>Sheets before folding</figcaption></figure><p>{ENGLISH[1]}</p>"
        '<p><img src="pictures/mark.png" alt=""/></p>'
        f"<dl><dt>Recto</dt><dd>A right-hand page.</dd><dt>Verso</dt><dd>The back of it.</dd></dl>"
        f"<p>{ENGLISH[2]} H<sub>2</sub>O and the 4<sup>th</sup> power; the word "
        f'<em lang="de">Satzspiegel</em> has no English.</p><h4>After the proof</h4>'
        f"<p>{ENGLISH[0]} {ENGLISH[2]}"
        '<sup class="noteref"><a id="article-page-noteref-2" href="#article-page--note-2">2</a>'
        '</sup></p><section class="endnotes"><h3 class="endnotes-title">Notes</h3>'
        '<div id="article-page--note-2" class="endnote"><p><span class="note-number">'
        f'<a class="note-back" href="#article-page-noteref-2">2</a></span>{ENDNOTE}</p></div>'
        "</section>"
    )


def _ukrainian() -> str:
    first, second, third = UKRAINIAN
    return (
        f"<p>{first}</p><p>{second}{_note(1, 'Про це докладніше в передмові.')}</p><p>{third}</p>"
        f"<h3>Про поля</h3><p>{second} {third}</p><p>{first}</p><p>{third} {second}</p>"
        f"<blockquote><p>{first}</p></blockquote><p>{second}</p><p>{third} {first}</p>"
    )
