"""Articles whose markup hides text, never ends, or asks for what no book can hold."""

from hostile.case import HEAD, Hostile, article, files

HTML = "articles/type.html"
_FILE = r"articles/type\.html"
_MD = r"articles/type\.md"


def _html(name: str, text: str, *said: str, exit_code: int = 0) -> Hostile:
    """Return a case of an article in HTML; `said` are the ends of lines that begin with it."""
    return Hostile(
        name=f"html-{name}",
        make=article(text, HTML),
        exit_code=exit_code,
        says=tuple(f"{_FILE}{end}" for end in said),
    )


def _markdown(name: str, text: str, *said: str, exit_code: int = 0) -> Hostile:
    return Hostile(
        name=f"markdown-{name}",
        make=article(text),
        exit_code=exit_code,
        says=tuple(f"{_MD}{end}" for end in said),
    )


def _no_end(tag: str) -> Hostile:
    return _html(
        f"{tag}-without-end",
        f"<p>One.</p>\n<p>Two <{tag}>three.</p>\n<p>Four.</p>\n",
        rf":6:8: error: <{tag}> has no end",
        exit_code=3,
    )


def _dropped(tag: str, text: str) -> Hostile:
    return _html(
        f"{tag}-with-text",
        f"<p>One.</p>\n<p>Two {text} three.</p>\n",
        rf":6:8: warning: (a book cannot hold|the text of) <{tag}>.*“words",
    )


def _scheme(scheme: str) -> Hostile:
    return _html(
        f"link-{scheme}",
        f'<p>A <a href="{scheme}:alert(1)">link</a>.</p>\n',
        rf":5:15: warning: the link to {scheme}:alert\(1\) leads nowhere",
    )


CASES: tuple[Hostile, ...] = (
    # what never ends
    *(_no_end(tag) for tag in ("script", "style", "textarea", "title", "xmp", "iframe")),
    _html(
        "select-without-end",
        "<p>One <select><option>two</p>\n<p>Three.</p>\n",
        r":5:8: error: <select> has no end",
        exit_code=3,
    ),
    _html(
        "title-without-end-in-the-head",
        "<head>\n<title>One\n</head><body><p>Two.</p></body>\n",
        r":6:1: error: <title> has no end",
        exit_code=3,
    ),
    _html(
        "script-closed-in-its-comment-only",
        "<p>One.</p><script><!-- <script> </script><p>Two.</p>\n",
        r":5:12: error: <script> has no end",
        exit_code=3,
    ),
    _html(
        "comment-without-end",
        "<p>One.</p>\n<!-- two <p>Three.</p>\n",
        r":6:1: error: the comment that begins here has no end",
        exit_code=3,
    ),
    _html(
        "quotation-mark-without-end",
        '<p>One <a href="https://example.org>two</a>.</p>\n<p>Three.</p>\n',
        r":5:8: error: the quotation mark in <a href=\" is never closed",
        exit_code=3,
    ),
    _html(
        "quotation-mark-closed-by-the-next-link",
        '<p>One <a href="a.html>two</a>.</p>\n<p>Three <a href="b.html">four</a>.</p>\n',
        r":5:8: error: the quotation mark in <a href=\" is never closed",
        exit_code=3,
    ),
    _html(
        "single-quotation-mark-without-end",
        "<p>One <img alt='two.</p>\n<p>Three.</p>\n",
        r":5:8: error: the quotation mark in <img alt=' is never closed",
        exit_code=3,
    ),
    _html(
        "tag-without-end",
        "<p>One.</p>\n<p>Two <b class=three",
        r":6:8: error: the tag that begins here has no end",
        exit_code=3,
    ),
    _html(
        "tag-with-a-thousand-attributes",
        "<p>One.</p>\n<a href=x " + " ".join(f"w{number}" for number in range(1000)) + ">\n",
        r":6:1: error: the tag that begins here has no end",
        exit_code=3,
    ),
    _html(
        "instruction-without-end",
        "<p>One.</p>\n<?php two three\n",
        r":6:1: error: <\? begins a comment here that has no end",
        exit_code=3,
    ),
    _markdown(
        "comment-without-end",
        "One.\n\n<!-- two\n\nThree.\n",
        r":7:1: error: the comment that begins here has no end",
        exit_code=3,
    ),
    _markdown(
        "quotation-mark-without-end",
        'One.\n\n<div class="two>\n\nThree.\n',
        r":7:1: error: the quotation mark in <div class=\" is never closed",
        exit_code=3,
    ),
    _markdown(
        "style-without-end",
        "One.\n\n<style>\np { color: red }\n\nThree.\n",
        r":7:1: error: <style> has no end",
        exit_code=3,
    ),
    # what is no text to HTML
    _html(
        "cdata",
        "<p>One.</p>\n<![CDATA[words]]>\n<p>Two.</p>\n",
        r":6:1: warning: “<!\[CDATA\[words\]\]>” is no text to HTML",
    ),
    _html(
        "processing-instruction",
        '<p>One <?php echo "words" ?> two.</p>\n',
        r":5:8: warning: “<\?php echo \"words\" \?>” is no text to HTML",
    ),
    _html(
        "end-tag-that-is-none",
        "<p>I </3 these words> much.</p>\n",
        r":5:6: warning: “</3 these words>” is no text to HTML",
    ),
    _markdown(
        "declaration",
        "One <!ELEMENT words> two.\n",
        r":5:5: warning: “<!ELEMENT words>” is no text to HTML",
    ),
    _html(
        "words-that-became-a-tag",
        "<p>For a<b and c>d it holds.</p>\n",
        r":5:9: warning: <b and c> is no HTML and stands in the book as it was typed",
    ),
    _html(
        "unknown-element",
        '<p>One <verse by="Dante">two</verse>.</p>\n',
        r':5:8: warning: <verse> is no HTML: its text stays, and by="Dante" is left out',
    ),
    _html(
        "unknown-element-without-end",
        "<p>Write to <name> at <place>.</p>\n",
        r":5:13: warning: <name> is no HTML and stands in the book as it was typed",
        r":5:23: warning: <place> is no HTML and stands in the book as it was typed",
    ),
    _html("plaintext", "<p>One.</p>\n<plaintext>\n<p>Two.\n", r":6:1: warning: behind <plaintext>"),
    # what a book cannot hold
    _html(
        "frameset",
        "<html><head><title>One</title></head>\n<frameset cols='50%,50%'><frame src='a.html'>"
        "<noframes>Two three.</noframes></frameset></html>\n",
        r":6:1: error: <frameset> divides a window",
        exit_code=3,
    ),
    _dropped("select", "<select><option>words</option></select>"),
    _dropped("textarea", "<textarea>words</textarea>"),
    _dropped("noscript", "<noscript>words</noscript>"),
    _dropped("template", "<template>words</template>"),
    _dropped("title", "<title>words</title>"),
    _dropped("math", "<math><mi>words</mi></math>"),
    _dropped("svg", "<svg><text>words</text></svg>"),
    _dropped("video", "<video src='film.mp4'>words</video>"),
    _dropped("audio", "<audio src='song.mp3'>words</audio>"),
    _dropped("canvas", "<canvas>words</canvas>"),
    _dropped("input", "<input type=submit value=words>"),
    _html(
        "iframe",
        '<iframe\n src="https://example.org/film"></iframe>\n<p>One.</p>\n',
        r":5:1: warning: a book cannot hold <iframe> \(https://example\.org/film\)",
    ),
    _html(
        "capitals",
        '<P>One <IFRAME SRC="https://example.org/film"></IFRAME> two.</P>\n',
        r":5:8: warning: a book cannot hold <iframe>",
    ),
    _html(
        "drawing-by-its-prefix",
        "<p>One <svg:script onload=x>words</svg:script> <svg:g onload=x>two</svg:g> "
        "<svg:svg><svg:a href=x>three</svg:a></svg:svg> <o:p>four</o:p>.</p>\n",
    ),
    _html("map", '<p>One.</p>\n<map><area alt="words" href="#x"></map>\n', r":6:6: warning: the l"),
    _html("table-summary", "<table summary='words'><tr><td>a</table>\n", r":5:1: warning: the sum"),
    # links
    *(_scheme(scheme) for scheme in ("javascript", "data", "vbscript")),
    _html(
        "link-file",
        '<p>A <a href="file:alert(1)">link</a>.</p>\n',
        r":5:15: error: file:alert\(1\) is the address of a file outside the book",
        exit_code=3,
    ),
    _html(
        "link-with-a-hidden-scheme",
        '<p>A <a href="java&#10;script:alert(1)">link</a>.</p>\n',
        r"(:5:\d+)?: warning: the link to java",
    ),
    _markdown(
        "link-without-text",
        "One [](https://example.org/words) two.\n",
        r":5:8: warning: the link to https://example\.org/words has no text",
    ),
    _html(
        "link-without-a-host",
        '<p>A <a href="https:///x">link</a>.</p>\n',
        r":5:15: warning: the link to https:///x leads nowhere",
    ),
    # numbers and names out of any range
    _html(
        "list-that-starts-beyond-all-numbers",
        "<ol start=99999999999><li>a</ol>\n",
        r":5:1: warning: start=99999999999 of <ol>",
    ),
    _html(
        "colspan-of-a-million",
        "<table><tr><td colspan=1000000>a<tr><td>b</table>\n",
        r":5:12: warning: colspan=1000000 of <td>",
    ),
    _html(
        "rows-that-reach-far", "<table>" + "<tr><td rowspan=999 colspan=999>a" * 300 + "</table>"
    ),
    _html("ids-of-all-kinds", "<p id='a b'>a<p id=a_b>b<p id=''>c<p id='\"<>&²'>d<p id=a_b>e\n"),
    _html(
        "handlers-and-styles",
        '<style>html{height:100%}</style><p onclick="x()" style="color:red" srcset=a>One.</p>\n'
        "<script>x()</script><link rel=stylesheet href=https://example.org/a.css>\n",
    ),
    _html(
        "language-that-is-none",
        '<p lang="no language">One.</p>\n',
        r":5:1: warning: lang=no language of <p>",
    ),
    # depth and length
    _html("divisions-300-deep", "<div>w " * 300 + "words.\n", r":5:\d+: warning: elements stand m"),
    _html("lists-3000-deep", "<ul><li>w " * 3000 + "words.\n", r":5:\d+: warning: elements stan"),
    _html("bold-10000-deep", "<b>w <i>v " * 5000 + "words.\n", r":5:\d+: warning: elements stan"),
    _html(
        "ruby-text-3000-deep", "<div>" + "<rt>w " * 3000 + "</div>words\n", r":5:\d+: warning: e"
    ),
    _html(
        "elements-13000-deep",
        "<p>One.</p>" + "<div>" * 13_000 + "words\n",
        r":5:1: error: more than 12000 elements are open at once",
        exit_code=5,
    ),
    _html(
        "bold-that-multiplies",
        "".join(f"<b id=x{number}><p>w" for number in range(300)),
        r":5:1: warning: more than 50 elements such as <b> are left open",
    ),
    _markdown("quotations-30-deep", "> " * 30 + "words\n"),
    _markdown("quotations-300-deep", "> " * 300 + "words\n", r":5:1: warning: lists and quotatio"),
    _markdown("lists-3000-deep", "- " * 3000 + "words\n", r":5:1: warning: lists and quotations"),
    _html("table-of-10000-rows", "<table>" + "<tr><td>a<td>b" * 10_000 + "</table>"),
    _html("table-of-1000-columns", "<table>" + ("<tr>" + "<td>a" * 1000) * 5 + "<tr><td>b</table>"),
    _markdown("paragraph-of-a-megabyte", "Lorem ipsum dolor sit amet. " * 36_000),
    _markdown("line-without-blanks", "Loremipsum" * 100_000),
    _markdown(
        "three-thousand-notes",
        "".join(f"a[^n{n}]\n\n[^n{n}]: Note.\n\n" for n in range(3_000)),
    ),
    _markdown(
        "notes-never-referred-to",
        "Words.\n\n" + "".join(f"[^n{n}]: Note.\n\n" for n in range(3_000)),
        r":7:1: error: the note \[\^n0\] is never referred to",
        r":6005:1: error: the note \[\^n2999\] is never referred to",
        exit_code=3,
    ),
    _markdown(
        "note-inside-a-note",
        "a[^1] b[^2]\n\n[^1]: One.\n\n    [^2]: Two.\n",
        r":9:1: error: the note \[\^2\] stands inside the note \[\^1\]",
        exit_code=3,
    ),
    _markdown(
        "table-with-a-row-longer-than-its-head",
        "| a | b |\n|---|---|\n| 1 | 2 | lost |\n",
        r":7:1: error: the row has more cells than the 2 of its table's head, and lost would be",
        exit_code=3,
    ),
    _markdown(
        "address-defined-twice",
        "[a]\n\n[a]: https://example.org/1\n[a]: https://example.org/2\n",
        r":8:1: warning: the line \[a\]: … stands here a second time",
    ),
    Hostile(
        name="html-two-articles-each-with-a-swallowed-end",
        make=files(
            {
                "articles/a.html": f"{HEAD}<p>One <a href='two.</p>\n",
                "articles/b.html": f"{HEAD}\n<p>One</p><!-- two\n",
            }
        ),
        exit_code=3,
        says=(
            r"articles/a\.html:5:8: error: the quotation mark",
            r"articles/b\.html:6:11: error: the comment that begins here",
        ),
    ),
)
