"""Books whose texts, titles and names are hostile, and that must become sound books all the same.

The projects are made from tables: a hostile text stands in every field that takes a text, each in
turn, so that what escapes in one place only is found there.
"""

import json
from collections.abc import Mapping

from hostile.case import MANIFEST, Hostile, files

_TEXTS: Mapping[str, str] = {
    "markup": "<b>Bold</b> <script>x()</script> &amp; &lt;i&gt; ]]> -- <!-- x --> <?php ?>",
    "quotation-marks": "\"One\" 'two' “three” «four» `five` \\ / : * ? | < >",
    "templates": "{{ title }} {% raw %} ${x} %s %(x)s {0} {} {names}",
    "zalgo": "Z" + "\u0300\u0301\u0302\u0315\u031b\u0321\u0345\u035c\u0361\u0489" * 20 + "algo",
    "emoji": "👨‍👩‍👧‍👦 🏳️‍🌈 🇺🇦 👍🏽 ☺️ 0️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "chinese": "印刷與字體:一個關於活字的故事。",
    "japanese": "活字と紙の物語、「序文」",
    "arabic": "حكاية الطباعة: «مقدمة» (١٢٣)",
    "hebrew": 'סיפור הדפוס: "מבוא" (123) abc',
    "mixed-scripts": "Аa αa аА אA عA 漢A ꙮ 𝔘𝔫𝔦 ﷽ ǅ ß İı",
    "private-use": "\ue000 \uf8ff \U000f0000 \U0010fffd",
    "spaces": "a\u00a0b\u2003c\u3000d\u200be\u00adf\u2028g\u2029h\u2060i\ufeffj\u180ek",
    "bidi-marks": "a\u200eb\u200fc\u061cd \u2066e\u2069 \u202bf\u202c",
    "long": "Lorem ipsum dolor sit amet. " * 180,
    "long-word": "Loremipsum" * 500,
    "nothing-to-say": "!!! … — ???",
    "one-sign": "\U0001f600",
    "digits": "0123456789",
    "looks-like-yaml": "- a: [b, c] # d",
    "dots-and-slashes": "../../etc/passwd %2e%2e%2f ~root C:\\con.txt",
}
"""Texts that have come out of some program as something else."""

_DROPPED: Mapping[str, str] = {
    "right-to-left-override": "Sorts \u202egnp.exe",
    "embedding-left-open": "Sorts \u202a\u202b of type",
    "isolate-left-open": "Sorts \u2066\u2067\u2068 of type",
    "pop-without-a-push": "Sorts\u202c of\u2069 type",
}
"""Texts of which something is left out, which is told."""

_TURNS = r"{file}:\d+:\d+: warning: the value turns the direction of writing"

_UNPRINTABLE = r"articles/a\\.*\.md: warning: .* has a name with characters that cannot be printed"


def _quoted(text: str) -> str:
    """Return a text as YAML has it between quotation marks."""
    return json.dumps(text, ensure_ascii=False).replace("\u2028", "\\L").replace("\u2029", "\\P")


def _everywhere(text: str) -> dict[str, str | bytes]:
    """Return a project that has a text wherever a text may stand."""
    said = _quoted(text)
    article = (
        f"---\ntitle: {said}\nsubtitle: {said}\ndate: 2025-11-16\nauthors: [{said}, {said}]\n"
        f"translators: [{said}]\ntags: [{said}]\nexcerpt: {said}\nslug: {said}\n"
        f"source:\n  kind: {said}\n  title: {said}\n  authors: [{said}]\n  platform: {said}\n"
        f"  translators: [{said}]\n  published: {said}\n  licence: {said}\n---\n"
    )
    return {
        "book.yml": f"title: {said}\nsubtitle: {said}\nlanguage: en\nidentifier: urn:x-test:1\n"
        f"authors: [{said}]\ncontributors: [{{name: {said}, role: editor}}]\n"
        f"publisher: {said}\nrights: {said}\ndescription: {said}\nchapters: author\n"
        "duplicates: keep-all\n",
        "articles/a.md": f"{article}{text}\n\n## {text}\n\n> {text}\n",
        "articles/b.md": f"---\ntitle: Two\ndate: 2025-11-17\n---\n| {text} |\n|---|\n| b |\n",
    }


def _text_book(name: str, text: str, *said: str) -> Hostile:
    return Hostile(
        name=f"text-{name}",
        make=files(_everywhere(text)),
        exit_code=0,
        says=said,
    )


def _book(name: str, contents: Mapping[str, str | bytes], *said: str) -> Hostile:
    return Hostile(name=f"book-{name}", make=files(contents), exit_code=0, says=said)


def _article(title: str, text: str = "Words.", **front: str) -> str:
    """Return an article with further lines of front matter, written as YAML has them."""
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    return f"---\ntitle: {_quoted(title)}\ndate: 2025-11-16\n{lines}---\n{text}\n"


def _alike(chapters: str, key: str, values: tuple[str, ...]) -> dict[str, str | bytes]:
    """Return a project with an article for each value of a key that makes chapters."""
    return {
        "book.yml": f"{MANIFEST}chapters: {chapters}\n",
        **{
            f"articles/{number}.md": _article(
                f"Title {number}", f"Words {number}.", **{key: f"[{_quoted(value)}]"}
            )
            for number, value in enumerate(values)
        },
    }


def _addressed(url: str) -> dict[str, str | bytes]:
    """Return a project with an article from an address, and a link to it."""
    source = (
        f"\n  title: Sorts\n  url: {_quoted(url)}\n  published: {{name: N, url: {_quoted(url)}}}"
    )
    return {"articles/a.md": _article("One", f"[Words](<{url}>) <{url}>", source=source)}


_LONG_STEM = "x" * 240
_RTL = "مقدمة في الطباعة. " * 5

CASES: tuple[Hostile, ...] = (
    *(_text_book(name, text) for name, text in _TEXTS.items()),
    *(
        _text_book(
            name, text, _TURNS.format(file=r"book\.yml"), _TURNS.format(file=r"articles/a\.md")
        )
        for name, text in _DROPPED.items()
    ),
    # names
    _book("file-name-of-245-bytes", {f"articles/{_LONG_STEM}.md": _article("One")}),
    _book(
        "file-names-alike-but-for-the-end",
        {
            f"articles/{_LONG_STEM}a.md": _article("One"),
            f"articles/{_LONG_STEM}b.md": _article("Two", "Other words."),
        },
    ),
    _book("file-name-in-chinese", {f"articles/{'字' * 80}.md": _article("One")}),
    _book("file-name-with-an-override", {"articles/a\u202eb.md": _article("One")}, _UNPRINTABLE),
    _book(
        "file-name-with-a-control-sign",
        {"articles/a\x07\x1b[31m.md": _article("One")},
        _UNPRINTABLE,
    ),
    _book("file-name-of-markup", {"articles/<b>&amp;\"'.md": _article("One")}),
    _book("file-name-of-signs", {"articles/!!!.md": _article("One")}),
    _book("file-name-with-a-blank-and-hash", {"articles/a b#c?d%20.md": _article("One")}),
    _book("slug-of-a-path", {"articles/a.md": _article("One", slug="../../x")}),
    _book("slug-of-5000-letters", {"articles/a.md": _article("One", slug="ж" * 5000)}),
    _book("slug-of-a-part-of-the-book", {"articles/a.md": _article("One", slug="nav--title")}),
    _book(
        "title-in-a-heading-with-an-override",
        {"articles/2025-11-16-a.md": "# Sorts \u202egnp.exe\n\nWords.\n"},
        r"articles/2025-11-16-a\.md: warning: the title turns the direction",
    ),
    _book(
        "title-of-references",
        {"articles/a.md": _article("&#x202e;One &#1; &#0; &#xFFFE; &#xD800; &nbsp;&lt;b&gt;")},
        r"articles/a\.md:2:\d+: warning: the title turns the direction",
    ),
    _book(
        "heading-of-5000-letters",
        {"articles/a.md": _article("One", f"## {'Loremipsum ' * 500}\n\nWords.\n")},
    ),
    # people and chapters
    _book(
        "two-authors-of-one-name",
        _alike("author", "authors", ("Anna Adam", "Anna Adam", "anna adam", "ANNA ADAM")),
    ),
    _book("authors-that-slug-alike", _alike("author", "authors", ("A-B", "A B", "A.B", "Ä B"))),
    _book("authors-that-slug-to-nothing", _alike("author", "authors", ("!!!", "???", "😀", "—"))),
    _book("tags-that-slug-alike", _alike("tag", "tags", ("a/b", "a b", "a.b", "A-B-2", "a b 2"))),
    _book("tags-that-slug-to-nothing", _alike("tag", "tags", ("../x", '"', "*", "&", "<", "']'"))),
    _book("tags-of-hostile-shape", _alike("tag", "tags", ("../x", "a\u200bb", "none", "untagged"))),
    _book(
        "chapters-of-one-title",
        {
            "book.yml": f"{MANIFEST}chapters:\n"
            "  - {title: '!!!', articles: [a]}\n  - {title: '???', articles: [b]}\n"
            "  - {title: article, articles: [c]}\n",
            **{
                f"articles/{name}.md": _article(f"Title {name}", f"Words {name}.") for name in "abc"
            },
        },
    ),
    _book(
        "front-and-back-of-one-name",
        {
            "book.yml": f"{MANIFEST}front: [front/x.md]\nback: [back/x.md]\n",
            "front/x.md": "---\ntitle: X\n---\nOne.\n",
            "back/x.md": "---\ntitle: X\n---\nTwo.\n",
            "articles/x.md": _article("X", "Three."),
        },
    ),
    # the manifest
    _book(
        "words-with-braces-and-markup",
        {
            "book.yml": f"{MANIFEST}words:\n  contents: '<b>&amp;</b> %s {{{{x}}}}'\n"
            "  picture_missing: '<i>{alt}</i> {{x}} & {alt}'\n"
            "  sources: ']]> --'\n"
        },
    ),
    _book(
        "identifier-of-signs",
        {"book.yml": MANIFEST.replace("urn:x-test:1", "'urn:x-test:<&\">]]>--é'")},
    ),
    _book("description-of-markup", {"book.yml": f"{MANIFEST}description: '<p>A & B]]></p>'\n"}),
    _book(
        "language-of-private-use", {"book.yml": MANIFEST.replace("language: en", "language: zz")}
    ),
    _book("article-of-an-unknown-language", {"articles/a.md": _article("One", language="xx-Zyyy")}),
    # addresses
    *(
        _book(f"address-{name}", _addressed(url))
        for name, url in (
            ("with-braces", "https://example.org/{a}|b\\c^d`e[f]?g={h}#i#j"),
            ("with-broken-percents", "https://example.org/%zz%2%"),
            ("in-ukrainian", "https://приклад.укр/шлях?запит=так#місце"),
            ("of-numbers", "http://[2001:db8::1]:8080/"),
            ("with-markup", "https://example.org/?a=1&b=2&lt;&amp;c='d'"),
            ("of-8000-letters", "https://example.org/" + "a/" * 4000),
        )
    ),
    # directions
    _book(
        "arabic-article-in-a-book-in-english",
        {"articles/a.md": _article("مقدمة", f"{_RTL}\n\n> Quoted. {_RTL}\n", language="ar")},
    ),
    _book(
        "english-article-in-a-book-in-hebrew",
        {
            "book.yml": MANIFEST.replace("language: en", "language: he"),
            "articles/a.md": _article("Sorts", "Words (of type), 1-2.\n", language="en"),
            "articles/b.md": _article("סיפור", "מילים, 1-2 (abc).\n"),
        },
    ),
    _book(
        "overrides-in-the-text",
        {"articles/a.md": _article("One", "a \u202eb\n\nc \u2067d\n\n- e\u202c\n\n`f\u202e`\n")},
    ),
    _book(
        "signs-that-are-no-characters",
        {"articles/a.md": _article("One", "a\ufdd0b\U0001fffec\U0010ffffd &#xFDD0; &#x1FFFE;\n")},
    ),
    _book(
        "ids-and-links-of-hostile-shape",
        {
            "articles/a.html": _article(
                "One",
                "<h2 id='a b'>A</h2><h3 id='\"<&'>B</h3><h3 id='²½'>C</h3><p id='../x'>D"
                "<a href='#a b'>1</a><a href='#%22%3C&amp;'>2</a><a href='#²½'>3</a>"
                "<a href='b.html#%0A'>4</a></p>",
            ),
            "articles/b.html": _article("Two", "<p id='\n'>E</p><a href='a.html#a b'>5</a>"),
        },
    ),
)
