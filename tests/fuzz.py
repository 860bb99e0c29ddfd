"""Malformed articles by the thousand, made of sound ones by chance, and what is wrong with each.

The same seed makes the same fragments. A fault names the fragment, so that it can be made again.
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree

from PIL import Image

from anthology.apparatus.wanted import Apparatus
from anthology.body.clean import ATTRIBUTES, GLOBAL_ATTRIBUTES, KEPT
from anthology.body.make import Markup, Surroundings, make_body
from anthology.errors import Checked, Kind, warning
from anthology.formats import Format
from anthology.locales.words import words
from anthology.manifest import SourceOrder
from anthology.model import (
    Article,
    Body,
    Book,
    Chapter,
    Cover,
    Edition,
    LangText,
    Metadata,
    PageKind,
    Pages,
    Picture,
    PlacedArticle,
)
from anthology.pages import make_pages


def _square() -> Picture:
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return Picture(
        name="square-0.png", media_type="image/png", width=4, height=4, data=out.getvalue()
    )


PICTURE = _square()
BATCH = 50
"""So many fragments stand in a book together."""

_MADE = frozenset({"section", "aside", "header"})
"""Elements that the program puts around what an author wrote."""
_MADE_ATTRIBUTES = frozenset(
    "class role aria-labelledby {http://www.w3.org/XML/1998/namespace}lang "
    "{http://www.idpf.org/2007/ops}type data-number data-page".split()
)
_XHTML = "{http://www.w3.org/1999/xhtml}"

SOUND: tuple[tuple[Format, str], ...] = tuple(
    (Format.HTML, text)
    for text in (
        "<p>One <em>two</em> <strong>three</strong> <code>four</code> five.</p><p>Six.</p>",
        "<h1>One</h1><p>Two</p><h3 id='a b'>Three</h3><p>Four <a href='#a b'>five</a></p>",
        "<ul><li>One<li>Two<ol start=4 type=a reversed><li value=9>Three</ol></ul>",
        "<dl><dt>One<dd>Two<dt>Three<dt>Four<dd><p>Five</dl>",
        "<table><caption>One</caption><thead><tr><th>Two<th scope=col>Three</thead><tr>"
        "<td colspan=2 rowspan=3>Four<tr><td>Five<tfoot><tr><td>Six</tfoot></table>",
        "<figure><img src='square.png' alt='One'><figcaption>Two</figcaption></figure>",
        "<p><img src=square.png alt='One \"two\"'> <img src=none.png alt=Three></p>",
        "<blockquote lang=de dir=ltr><p>One <q>two</q> <cite>three</cite></p></blockquote>",
        "<p>One<sup><a href='#fn1'>1</a></sup> two<sup><a href='#fn2'>2</a></sup></p>"
        "<ol class=footnotes><li id=fn1>Three <a href='#fnref1'>↩</a><li id=fn2><p>Four</ol>",
        "<p>One <a href='https://example.org/?a=1&amp;b=2#c'>two</a> <a href=other.md>three</a>"
        " <a href='javascript:x'>four</a></p>",
        "<pre><code>One &lt; two\n  three</code></pre><hr><p>Four<br>five<wbr>six",
        "<p><ruby>One<rp>(</rp><rt>two</rt><rp>)</rp></ruby> <bdo dir=rtl>three</bdo> "
        "<time datetime='2025-11-16'>four</time> <abbr title='Five'>six</abbr></p>",
        "<details><summary>One</summary>Two</details><center>Three</center><font>Four</font>",
        "<section><header>One</header><article><aside>Two</aside></article></section>",
        "<form><input value=One><select><option>Two</select><textarea>Three</textarea></form>",
        "<svg><title>One</title><a href='#'><text>Two</text></a></svg><math><mi>x</mi></math>",
        "<video src=a.mp4>One</video><iframe src='https://example.org'></iframe><object>Two",
        "<!-- One --><![CDATA[Two]]><?php three ?><p>Four<script>five()</script><style>p{}</style>",
        "<html><head><title>One</title></head><body onload=x><p style='color:red'>Two</body>",
        "<p>One &amp; two &nbsp; &#8212; &bogus; &#0; &#xFFFE; &lt;three&gt;</p>",
    )
) + tuple(
    (Format.MARKDOWN, text)
    for text in (
        "One *two* **three** `four` ~~five~~\n\nSix\\\nseven  \neight\n",
        "# One\n\nTwo\n\n### Three\n\nFour [five](#three) [six](other.md)\n",
        "- One\n- Two\n\n  3. Three\n  4. Four\n\n> Five\n> > Six\n",
        "One[^1] two[^b]\n\n[^1]: Three\n\n    Four\n\n[^b]: Five *six*[^1]\n",
        "| One | Two |\n|:---|---:|\n| three | [four](https://example.org/a_(b)) |\n",
        '![One](square.png "Two")\n\nThree ![four](none.png) five\n',
        "One\n: Two\n: Three\n\nFour\n: Five\n",
        "```html\n<b>One</b>\n```\n\n    two\n\n***\n\nThree <b>four</b> <i\n>five</i>\n",
        "{{ title }} {% raw %}{{ one }}{% endraw %} {% include two %} `{{ three }}`\n",
        '<div class="one">\n\nTwo *three*\n\n</div>\n\n<p>Four\n\n[five]: https://example.org\n',
    )
)
"""Sound articles that use, together, everything a book can take."""

_PIECES = (
    "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<i>", "<a href='#x'>", "</a>", "<table>",
    "</table>", "<tr>", "<td>", "<th>", "<caption>", "<li>", "</li>", "<ul>", "</ol>", "<dd>",
    "<dt>", "<rt>", "<rp>", "<ruby>", "<figcaption>", "<figure>", "<h1>", "</h2>", "<pre>", "<q>",
    "<blockquote>", "<svg>", "</svg>", "<math>", "<select>", "<option>", "<br>", "<hr>", "<img>",
    "<span lang=ar dir=rtl>", "<frameset>", "<body>", "</body>", "<head>", "<summary>", "<x:y>",
    "<col>", "<tbody>", "<tfoot>", "<form>", "<template>", "<foo bar=baz>", "<ins>", "<del>",
    "<svg:script onload=x>", "<svg:svg>", "<math:mi href=x>", "<xlink:href>", "<g>", "<mtext>",
    "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "</ ", "<", ">", "&", "&amp;", "&#1;",
    "&#x202e;", "&#xD800;", "&#xFDD0;", "&lt", "\"", "'", "=", "/", "\x00", "\x01", "\x0b", "\x0c",
    "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "\ufffe", "\ud800", "\U0001fffe",
    "\U000e0001", "\n\n", "\n", "    ", "\t", "> ", "- ", "1. ", "# ", "[^1]", "[^1]: ", "|", "`",
    "```\n", "*", "**", "~~", "](", "![", "[", "{{", "}}", "{%", "%}", "{% raw %}", "\\", "---\n",
    ": ", "^[",
)  # fmt: skip
_ATTRIBUTES = (
    " id=x", " id='x y'", " id", " class=footnotes", " lang=xx-", " lang=de", " dir=up",
    " title='<'", " href=''", " href='http://['", " href='#'", " src=square.png", " colspan=0",
    " colspan=999", " rowspan=99", " start=-1", " value=x", " style='text-align:left'",
    " onclick=x", " data-note=1", " data-document=x", " xml:lang=de", " xmlns='x'", " epub:type=x",
    " \"=x", " a'b=c", " <=x", " type=1", " scope=row", " datetime=2025", " name=y", " :a=b",
    " 1=2", " =", " x='", " href", " src", " alt", " class", " role", " title",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with what became of a fragment."""

    seed: int
    number: int
    """Which of the fragments of the seed it is, from 0."""
    form: Format
    fragment: str
    what: str


def fragments(seed: int, count: int) -> Iterator[tuple[Format, str]]:
    """Yield mutated articles, always the same for a seed."""
    chance = random.Random(seed)  # noqa: S311 - the same every time, which is the purpose
    for _ in range(count):
        form, text = chance.choice(SOUND)
        for _ in range(chance.randint(1, 8)):
            text = _mutated(text, chance)
        yield form, text


def malformed(seed: int, count: int) -> tuple[Fault, ...]:
    """Return what is wrong with any of so many fragments, in both editions."""
    faults: list[Fault] = []
    batch: list[tuple[int, Format, str, Body]] = []
    for number, (form, text) in enumerate(fragments(seed, count)):
        try:
            batch.append((number, form, text, body(form, text, f"article-a{number}")))
        except Exception as problem:
            what = f"{type(problem).__name__}: {problem}"
            faults.append(Fault(seed=seed, number=number, form=form, fragment=text, what=what))
        if len(batch) == BATCH:
            faults += _faults(seed, batch)
            batch.clear()
    faults += _faults(seed, batch)
    return tuple(faults)


def body(form: Format, text: str, id_: str) -> Body:
    """Return the body that the program makes of a fragment."""
    markup = Markup(text=text, format=form, file="a.md", variables={"title": "T"})
    around = Surroundings(
        title="T",
        language="en",
        id=id_,
        find_picture=_find_picture,
        find_document={"other.md": "article-a0"}.get,
        picture_missing="[Missing: {alt}]",
    )
    return make_body(markup, around).value


def pages(bodies: Sequence[tuple[int, Body]], edition: Edition) -> Pages:
    """Return the pages of a book of articles with these numbers and bodies."""
    articles = (
        Article(
            slug=f"a{number}",
            file=f"{number}.md",
            title=LangText(text=f"Article {number}"),
            language="en",
            body=one,
        )
        for number, one in bodies
    )
    chapter = Chapter(
        id="one",
        title="One",
        articles=tuple(PlacedArticle(article=article, reason="chance") for article in articles),
    )
    book = Book(
        metadata=Metadata(
            title="Chance",
            language="en",
            identifier="urn:x-test:1",
            modified=dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
        ),
        chapters=(chapter,),
    )
    cover = Cover(picture=PICTURE, alt="")
    apparatus = Apparatus(sources=SourceOrder.CHAPTER)
    return make_pages(book, edition, cover, words("en", {}), apparatus, ("Vollkorn",))


def _mutated(text: str, chance: random.Random) -> str:
    at, to = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    to = min(to, at + 30)
    match chance.randrange(7):
        case 0:
            return text[:at] + text[to:]
        case 1:
            return text[:to] + text[at:]
        case 2:
            return text[:at] + text[to : to + 20] + text[at:to] + text[to + 20 :]
        case 3:
            return text[:at] if chance.random() < 0.3 else text[:at] + text[at + 1 :]
        case 4:
            tag = text.find(">", at)
            return f"{text[:tag]}{chance.choice(_ATTRIBUTES)}{text[tag:]}" if tag > 0 else text
        case 5:
            return f"{text[:at]}{chance.choice(_PIECES) * chance.choice((1, 1, 2, 120))}{text[at:]}"
        case _:
            return f"{text[:at]}{chance.choice(_PIECES)}{text[at:]}"


def _find_picture(address: str) -> Checked[Picture | None]:
    if address == "square.png":
        return Checked(PICTURE)
    return Checked(None, (warning(Kind.ARTICLE, f"{address} is not there", "mend it"),))


def _faults(seed: int, batch: Sequence[tuple[int, Format, str, Body]]) -> Iterator[Fault]:
    made = {number: (form, text) for number, form, text, _ in batch}
    for edition in Edition if batch else ():
        documents = pages([(number, one) for number, _, _, one in batch], edition).documents
        for document in documents:
            if document.kind is not PageKind.ARTICLE:
                continue
            number = int(document.id.removeprefix("article-a"))
            form, text = made[number]
            for what in wrong(document.content):
                yield Fault(
                    seed=seed,
                    number=number,
                    form=form,
                    fragment=text,
                    what=f"{edition.value}: {what}",
                )


def wrong(content: str) -> Iterator[str]:
    """Yield what is wrong with the content of a page document."""
    framed = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<body>{content}</body></html>"
    )
    try:
        root = ElementTree.fromstring(framed.encode())  # noqa: S314 - made by the program itself
    except (ElementTree.ParseError, UnicodeEncodeError) as problem:
        yield f"not well-formed: {problem}"
        return
    ids = Counter(node.get("id") for node in root.iter() if node.get("id") is not None)
    yield from (f"the id {name!r} twice" for name, times in ids.items() if times > 1 or not name)
    for node in root[0].iter():
        tag = node.tag.removeprefix(_XHTML)
        if tag not in KEPT | _MADE | {"body"}:
            yield f"the element {tag}"
        allowed = GLOBAL_ATTRIBUTES | ATTRIBUTES.get(tag, frozenset()) | _MADE_ATTRIBUTES
        yield from (f"the attribute {name} of {tag}" for name in set(node.attrib) - allowed)
        address = node.get("href", "#article-")
        outside = address.startswith(("http://", "https://", "mailto:", "tel:"))
        inside = address.startswith(("#article-", "#source", "article-a", "sources.xhtml"))
        if not outside and not inside:
            yield f"a link to {address}"
