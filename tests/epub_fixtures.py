"""Page documents as the EPUB edition gets them: a book with one of everything."""

import datetime as dt
import io

from msgspec.structs import replace
from PIL import Image, ImageDraw

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
    Picture,
)

LINE_ART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200" width="320" height="200">'
    '<g fill="none" stroke="#111" stroke-width="3"><path d="M20 180h280M60 180V60h200v120"/>'
    '<path d="M160 60V20M120 20h80M100 100h120M100 140h120"/></g></svg>'
)

LABELS = Labels(
    contents="Inhalt",
    cover="Umschlag",
    pages="Seiten",
    start="Textbeginn",
    source="Quelle",
    a11y_text="Der Text lässt sich vergrößern, neu umbrechen und vorlesen.",
    a11y_described="Jedes Bild hat eine Beschreibung.",
    a11y_undescribed="Einige Bilder haben keine Beschreibung.",
)

METADATA = Metadata(
    title="Aus der schwarzen Kunst",
    subtitle="Aufsätze über das Drucken und das Lesen",
    language="de",
    authors=("Johannes Gutenberg", "William Morris"),
    contributors=(
        Contributor(name="Aldus Manutius", role="edt"),
        Contributor(name="William Caxton", role="trl"),
        Contributor(name="William Morris", role="ill"),
    ),
    publisher="Offizin am Fluss",
    date=ArticleDate(year=2025, month=12, day=1),
    identifier="urn:uuid:6ba7b810-9dad-41d1-80b4-00c04fd430c8",
    isbn_epub="978-3-16-148410-0",
    rights="© 2025 Offizin am Fluss & Partner",
    description="Was vier Setzer über <Lettern>, Papier und Leser dachten.",
    modified=dt.datetime(2025, 12, 1, 23, 30, tzinfo=dt.UTC),
)


def photo(width: int = 900, height: int = 600, image_format: str = "JPEG") -> bytes:
    """Return a picture without transparency: light over a dark ground."""
    image = Image.new("RGB", (width, height), (52, 61, 70))
    draw = ImageDraw.Draw(image)
    for step in range(40):
        tone = 60 + step * 4
        edge = 0.1 + step / 100
        box = (width * edge, height * edge, width * 0.9, height * 0.9)
        draw.ellipse(box, fill=(tone, tone - 8, tone - 24))
    target = io.BytesIO()
    image.save(target, image_format)
    return target.getvalue()


def animation() -> bytes:
    """Return a GIF that changes between black and white."""
    frames = [Image.new("L", (40, 40), tone) for tone in (0, 255)]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
    return target.getvalue()


def _cover() -> Cover:
    image = Image.new("RGB", (1200, 1800), (36, 44, 56))
    draw = ImageDraw.Draw(image)
    draw.rectangle((90, 90, 1110, 1710), outline=(214, 196, 160), width=6)
    draw.line((300, 900, 900, 900), fill=(214, 196, 160), width=6)
    target = io.BytesIO()
    image.save(target, "PNG")
    picture = Picture(
        name="cover.png", media_type="image/png", width=1200, height=1800, data=target.getvalue()
    )
    return Cover(picture=picture, alt="Umschlag: Aus der schwarzen Kunst, goldener Rahmen")


def picture(name: str, media_type: str, data: bytes) -> Picture:
    """Return a picture that is 900 pixels wide, whatever its data."""
    return Picture(name=name, media_type=media_type, width=900, height=600, data=data)


def article(
    slug: str,
    title: str,
    body: str,
    *,
    language: str = "de",
    direction: str = "ltr",
    author: str = "William Morris",
    date: str = "16. November 2025",
    subtitle: str = "",
    notes: tuple[str, ...] = (),
) -> PageDocument:
    """Return an article's document with the markup that the pages have."""
    root = f"article-{slug}"
    numbered = "".join(
        f'<aside id="{root}-note-{number}" class="note" epub:type="footnote" role="doc-footnote">'
        f'<p><a class="note-back" href="#{root}-noteref-{number}" role="doc-backlink">{number}</a> '
        f"{text}</p></aside>"
        for number, text in enumerate(notes, start=1)
    )
    section = f'<section class="notes" epub:type="footnotes">{numbered}</section>' if notes else ""
    under = f'<p class="article-subtitle">{subtitle}</p>' if subtitle else ""
    return PageDocument(
        id=root,
        kind=PageKind.ARTICLE,
        title=title,
        language=language,
        direction=direction,
        level=1,
        content=(
            f'<section id="{root}" class="article" epub:type="chapter" role="doc-chapter" '
            f'aria-labelledby="{root}-title" lang="{language}" xml:lang="{language}" '
            f'dir="{direction}"><header class="article-head">'
            f'<h2 id="{root}-title" class="article-title">{title}</h2>{under}'
            f'<p class="article-byline"><span class="byline-authors">{author}</span>'
            '<span class="byline-separator"> · </span>'
            f'<time class="byline-date" datetime="2025-11-16">{date}</time></p></header>'
            f'<div class="body">{body}</div>{section}'
            f'<p class="article-source"><a href="sources.xhtml#source-{slug}" lang="de" '
            'xml:lang="de">Quelle</a></p></section>'
        ),
        authors=(author,),
        date=date,
    )


def noteref(slug: str, number: int) -> str:
    """Return a reference to a note of an article."""
    root = f"article-{slug}"
    return (
        f'<a id="{root}-noteref-{number}" href="#{root}-note-{number}" epub:type="noteref" '
        f'role="doc-noteref">{number}</a>'
    )


def part(
    id_: str, kind: PageKind, title: str, body: str, *, semantics: str = "preface"
) -> PageDocument:
    """Return a chapter opener or a part before or after the chapters."""
    css = "chapter-title" if kind is PageKind.CHAPTER else "part-title"
    return PageDocument(
        id=id_,
        kind=kind,
        title=title,
        language="de",
        level=0,
        content=(
            f'<section id="{id_}" class="{kind.value}" epub:type="{semantics}" '
            f'role="doc-{semantics}" aria-labelledby="{id_}-title">'
            f'<h1 id="{id_}-title" class="{css}">{title}</h1><div class="body">{body}</div>'
            "</section>"
        ),
    )


def contents(documents: tuple[PageDocument, ...]) -> PageDocument:
    """Return the table of contents of documents."""
    lines: list[str] = []
    for page in documents:
        if page.level is None:
            continue
        by = (
            f' <span class="toc-byline">{page.authors[0]} · {page.date}</span>' if page.date else ""
        )
        own = "" if page.language == "de" else f' lang="{page.language}" xml:lang="{page.language}"'
        link = f'<a href="{page.id}.xhtml"><span class="toc-title"{own}>{page.title}</span>{by}</a>'
        if page.level == 0:
            css = "toc-chapter" if page.kind is PageKind.CHAPTER else "toc-part"
            lines.append(f'<li class="{css}">{link}</li>')
        else:
            above = lines.pop()
            item = f'<li class="toc-article">{link}</li>'
            if above.endswith("</ol></li>"):
                lines.append(above.removesuffix("</ol></li>") + item + "</ol></li>")
            else:
                lines.append(above.removesuffix("</li>") + f"<ol>{item}</ol></li>")
    return PageDocument(
        id="contents",
        kind=PageKind.CONTENTS,
        title="Inhalt",
        language="de",
        content=(
            '<nav id="contents" class="contents" epub:type="toc" role="doc-toc" '
            'aria-labelledby="contents-title"><h1 id="contents-title">Inhalt</h1>'
            f'<ol class="toc">{"".join(lines)}</ol></nav>'
        ),
    )


def pages_of(*listed: PageDocument, pictures: tuple[Picture, ...] = ()) -> Pages:
    """Return a book of documents, with a table of contents before them."""
    return Pages(
        edition=Edition.EPUB,
        metadata=METADATA,
        documents=(contents(listed), *listed),
        pictures=pictures,
        cover=_cover(),
        labels=LABELS,
    )


def small_pages(body: str = "<p>Ein Satz.</p>", *pictures: Picture) -> Pages:
    """Return a book of one chapter with one article that says `body`."""
    return pages_of(
        part("chapter-2025", PageKind.CHAPTER, "2025", "", semantics="part"),
        replace(
            article("one", "Eins", body), content=f'<section id="article-one">{body}</section>'
        ),
        pictures=pictures,
    )


def sample_pages() -> Pages:
    """Return a book with one of everything that the markup knows, in four languages."""
    listed = (
        part("front-vorwort", PageKind.FRONT, "Vorwort", _PREFACE),
        part(
            "chapter-2025-10",
            PageKind.CHAPTER,
            "Oktober 2025",
            "<p>Drei Stimmen über das Handwerk, nach dem Tag geordnet, an dem sie geschrieben "
            "wurden.</p>",
            semantics="part",
        ),
        article(
            "lettern",
            "Vom Guss der Lettern zur Seite, die man gern aufschlägt",
            _GERMAN,
            author="Johannes Gutenberg",
            date="3. Oktober 2025",
            subtitle="Warum ein Buch mit der kleinsten Type beginnt",
            notes=(
                "Der Winkelhaken hält eine Zeile, das Schiff eine ganze Kolumne.",
                "Man vergleiche dazu <em>Of margins and proportion</em>, unten; dort steht, "
                'weshalb <a href="article-margins.xhtml">der untere Rand</a> der breiteste ist, '
                "und was geschieht, wenn ein Drucker daran spart: die Seite scheint zu sinken.",
            ),
        ),
        article(
            "margins",
            "Of margins and proportion",
            _ENGLISH,
            language="en",
            date="12. Oktober 2025",
            notes=("Not even a reader who counts the lines will notice why the page is calm.",),
        ),
        part("chapter-2025-11", PageKind.CHAPTER, "November 2025", "", semantics="part"),
        article(
            "pechat",
            "О первой книге и о терпении печатника",
            _RUSSIAN,
            language="ru",
            author="Иван Фёдоров",
            date="2. November 2025",
        ),
        article(
            "stoicheia",
            "Περί των τυπογραφικών στοιχείων",
            _GREEK,
            language="el",
            author="Aldus Manutius",
            date="16. November 2025",
        ),
        part("back-nachwort", PageKind.BACK, "Nachwort", _AFTERWORD, semantics="afterword"),
        _SOURCES,
    )
    return Pages(
        edition=Edition.EPUB,
        metadata=METADATA,
        documents=(_TITLE_PAGE, _IMPRINT, contents(listed), *listed),
        pictures=(
            picture("presse.svg", "image/svg+xml", LINE_ART.encode()),
            picture("werkstatt.jpg", "image/jpeg", photo()),
            picture("zierstueck.png", "image/png", photo(120, 30, "PNG")),
        ),
        cover=_cover(),
        labels=LABELS,
    )


_TITLE_PAGE = PageDocument(
    id="titlepage",
    kind=PageKind.TITLE_PAGE,
    title="Aus der schwarzen Kunst",
    language="de",
    content=(
        '<section id="titlepage" class="titlepage" epub:type="titlepage">'
        '<p class="book-authors">Johannes Gutenberg, William Morris</p>'
        '<h1 class="book-title">Aus der schwarzen Kunst</h1>'
        '<p class="book-subtitle">Aufsätze über das Drucken und das Lesen</p>'
        '<p class="book-contributors">Herausgegeben von Aldus Manutius</p>'
        '<p class="book-contributors">Übersetzt von William Caxton</p>'
        '<p class="book-publisher">Offizin am Fluss</p></section>'
    ),
)

_IMPRINT = PageDocument(
    id="imprint",
    kind=PageKind.IMPRINT,
    title="Impressum",
    language="de",
    content=(
        '<section id="imprint" class="imprint" epub:type="copyright-page">'
        '<p class="imprint-title">Aus der schwarzen Kunst. Aufsätze über das Drucken und das '
        'Lesen</p><p class="imprint-rights">© 2025 Offizin am Fluss &amp; Partner</p>'
        '<p class="imprint-isbn">ISBN 978-3-16-148410-0 (EPUB)</p>'
        "<p>Gesetzt aus der Vollkorn.</p></section>"
    ),
)

_PREFACE = (
    "<p>Wer ein Buch aufschlägt, sieht zuerst keine Wörter, sondern Grau: das gleichmäßige Grau "
    "einer Kolumne, die ein Setzer Zeile um Zeile ausgeschlossen hat. Davon handeln diese "
    "Aufsätze.</p><p>Sie sind zwischen 1450 und 2025 gedacht worden, in vier Sprachen, und stehen "
    "hier in der Ordnung ihrer Tage. Wer lieber springt, springe; die Quellen am Ende sagen, woher "
    "ein jeder stammt.</p>"
)

_GERMAN = f"""<p>Am Anfang steht der Stempel. Aus weichem Eisen gefeilt, gehärtet und in Kupfer
geschlagen, gibt er der Matrize ihre Form, und aus der Matrize kommt die Letter, tausendmal
dieselbe.{noteref("lettern", 1)} Kein Schreiber kann versprechen, was der Gießer hält: dass ein
<em>e</em> dem anderen gleicht.</p>
<p>Daraus folgt eine Verantwortung. <strong>Ein Fehler im Stempel steht auf jeder Seite</strong>,
und er steht dort <em>sehr <strong>lange</strong></em>. Wer eine Schrift schneidet, schneidet an
den Augen künftiger Leser – oder, wie es in der Werkstatt heißt: „Erst das Auge, dann die
Feile.“{noteref("lettern", 2)}</p>
<h3 id="article-lettern-werkzeug">Das Werkzeug</h3>
<p>Auf dem Tisch liegen, von links nach rechts:</p>
<ul><li>der Winkelhaken, auf das Maß gestellt;</li><li>die Setzlinie aus Messing;</li>
<li>die Ahle, die niemand gern benutzt:<ul><li>eine feine für Kommas,</li>
<li>eine grobe für alles andere.</li></ul></li></ul>
<p>Und so geht es weiter, Tag für Tag in derselben Folge:</p>
<ol><li><p>Die Zeile setzen und ausschließen.</p></li><li><p>Die Kolumne ausheben, binden und auf
das Schiff stellen.</p><p>Hier zeigt sich, wer sauber ausgeschlossen hat.</p></li>
<li><p>Einen Abzug nehmen.</p></li></ol>
<figure><img src="pictures/presse.svg" alt="Strichzeichnung einer Handpresse: zwei Säulen, ein
Querbalken und eine Spindel"/><figcaption>Die Presse, wie sie in der Werkstatt steht. Die Spindel
ist vereinfacht.</figcaption></figure>
<p>Nach dem Druck wird gezählt. Die Tabelle zeigt, was eine Woche braucht.</p>
<table><caption>Verbrauch einer Woche</caption><thead><tr><th scope="col">Stoff</th>
<th scope="col">Menge</th><th scope="col">Preis in Gulden</th></tr></thead><tbody>
<tr><td>Papier, Ries</td><td>12</td><td>31,50</td></tr><tr><td>Druckerschwärze, Pfund</td>
<td>4½</td><td>8,05</td></tr><tr><td>Blei, Zinn und Antimon, Pfund</td><td>110</td><td>19,40</td>
</tr></tbody></table>
<h4 id="article-lettern-rechnung">Eine Rechnung</h4>
<p>Der Umfang folgt aus der Zeichenzahl; die Funktion <code>bogen()</code> rechnet ihn aus:</p>
<pre><code>def bogen(zeichen: int, je_seite: int = 2400) -&gt; int:
    # ein Bogen hat sechzehn Seiten, und der letzte wird selten voll
    seiten = -(-zeichen // je_seite)  # → aufgerundet
    return -(-seiten // 16)</code></pre>
<hr/>
<p>So viel zur Letter. Der Rest ist Geduld, und Geduld, sagt man, lässt sich nicht gießen.</p>
<blockquote><p>Die Seite ist fertig, wenn keine Zeile mehr lauter spricht als ihre Nachbarin.</p>
<p>Aus dem Werkstattbuch</p></blockquote>
<p>Mit diesem Satz endete jeder Abend in der Offizin. Man wusch die Formen mit Lauge, legte die
Lettern in ihre Fächer zurück und löschte das Licht.</p>"""

_ENGLISH = f"""<p>Open any book you like to hold and measure its margins. The inner one will be the
narrowest, the lower one the widest, and the text will sit a little higher than the middle of the
page, as a picture does on a wall.{noteref("margins", 1)} Nobody taught your eye to want this; it
wants it all the same.</p>
<p>There is a reason in the hand as well as in the eye: a thumb needs somewhere to rest that is not
a word. <a href="article-lettern.xhtml#article-lettern-werkzeug">The tools of the trade</a> were
made for hands, and so was the page. Further reading stands at
<a href="https://www.w3.org/TR/epub-33/">the specification of the format</a>.</p>
<figure><img src="pictures/werkstatt.jpg" alt="Light falling through a round window onto a dark
wall"/><figcaption>Light and ground: what a margin does for a text.</figcaption></figure>
<p>H<sub>2</sub>O and 10<sup>3</sup> must not push the lines apart, <del>nor may</del> a deletion
shout. Press <kbd>Esc</kbd> to leave, as the manual says; ☞ the hand points to it, and ✓ the tick
agrees.</p>
<dl><dt>Recto</dt><dd>The right-hand page, which carries the odd folios.</dd><dt>Verso</dt>
<dd>The other side of the same leaf.</dd></dl>
<p><img src="pictures/zierstueck.png" alt=""/></p>
<h3 id="article-margins-rule">A rule, and its exception</h3>
<p>Give the margins to the reader, not to the bindery.</p>"""

_RUSSIAN = """<p>Первая книга печаталась почти год, и весь этот год печатник учился ждать. Бумага
сохла медленно, краска ложилась неровно, а буквы, отлитые зимой, весной казались чужими.</p>
<p>«Терпение, — говорил он ученикам, — тоже инструмент». Ученики не верили и торопились; листы
расходились, строки плыли, и приходилось начинать сначала.</p>
<blockquote><p>Кто спешит набрать страницу, тот дважды её разбирает.</p></blockquote>
<p>Когда последний лист был сшит, никто не праздновал: на столе уже лежала <em>вторая</em>
рукопись.</p>"""

_GREEK = """<p>Τα στοιχεία είναι μικρά, αλλά η σελίδα είναι μεγάλη. Όποιος κόβει ένα γράμμα πρέπει
να σκέφτεται ολόκληρη τη λέξη, και όποιος στήνει μια λέξη ολόκληρη τη γραμμή.</p>
<p>Στη Βενετία τα ελληνικά γράμματα έμοιαζαν με γραφή βιαστικού χεριού· γι’ αυτό και διαβάζονταν
<em>σαν φωνή</em>.</p>"""

_AFTERWORD = (
    "<p>Gesetzt wurde dieses Buch von einer Maschine, die keine Lettern kennt. Was sie von den "
    "Setzern gelernt hat, steht in den Rändern.</p>"
)

_SOURCES = PageDocument(
    id="sources",
    kind=PageKind.SOURCES,
    title="Quellen",
    language="de",
    level=0,
    content=(
        '<section id="sources" class="sources" epub:type="appendix" role="doc-appendix" '
        'aria-labelledby="sources-title"><h1 id="sources-title" class="part-title">Quellen</h1>'
        + "".join(
            f'<section class="source" id="source-{slug}" aria-labelledby="source-{slug}-title">'
            f'<h2 id="source-{slug}-title" class="source-article">'
            f'<a href="article-{slug}.xhtml" class="page-ref" lang="{language}" '
            f'xml:lang="{language}">{title}</a></h2><dl class="source-record">'
            "<div><dt>Art</dt><dd>Aufsatz</dd></div>"
            f'<div><dt>Titel des Originals</dt><dd lang="{language}" xml:lang="{language}" '
            f'dir="ltr">{title}</dd></div><div><dt>Erschienen</dt><dd>16. November 2025</dd></div>'
            '<div><dt>Link</dt><dd class="source-link"><a href="https://example.org/offizin/'
            f'2025/11/16/{slug}">https://example.org/offizin/2025/11/16/{slug}</a></dd></div></dl>'
            '<p class="source-unknown">Nicht bekannt: Autor, Plattform, Lizenz.</p></section>'
            for slug, title, language in (
                ("lettern", "Vom Guss der Lettern zur Seite, die man gern aufschlägt", "de"),
                ("margins", "Of margins and proportion", "en"),
                ("pechat", "О первой книге и о терпении печатника", "ru"),
                ("stoicheia", "Περί των τυπογραφικών στοιχείων", "el"),
            )
        )
        + "</section>"
    ),
)
