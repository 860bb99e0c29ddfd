"""The whole way of an article's markup into a Body, step by step."""

from collections.abc import Mapping

from msgspec import Struct, field

from anthology.body.clean import clean
from anthology.body.figures import make_figures
from anthology.body.headings import shift, without_title
from anthology.body.images import FindPicture, place_pictures
from anthology.body.links import FindDocument, settle_links
from anthology.body.locator import Locator
from anthology.body.markdown import to_html
from anthology.body.notes import extract_notes
from anthology.body.parse import parse_html
from anthology.body.phrases import joins_in, sample, words_of
from anthology.body.ruby import mend_ruby
from anthology.body.spaces import even_spaces
from anthology.body.structure import mend
from anthology.body.template import resolve_tags
from anthology.body.tree import Element, text_of
from anthology.body.typography import set_text
from anthology.distinct import distinct
from anthology.errors import Checked, Finding
from anthology.formats import Format
from anthology.model import Body, Note


class Markup(Struct, frozen=True, kw_only=True):
    """The text of an article below its front matter."""

    text: str
    format: Format
    file: str
    first_line: int = 1
    """The line of the file on which the text begins."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """What the front matter says, for tags that ask for it."""


class Surroundings(Struct, frozen=True, kw_only=True):
    """What an article's body needs to know of the book around it."""

    title: str
    language: str
    id: str
    """The id of the article's page document: every id inside begins with it."""
    find_picture: FindPicture
    find_document: FindDocument
    picture_missing: str
    """The phrase that stands for a missing picture, with `{alt}`."""


def make_body(markup: Markup, around: Surroundings) -> Checked[Body]:
    """Return the body of an article, with everything found on the way."""
    locator = Locator(markup.text, markup.file, markup.first_line)
    findings: list[Finding] = []

    tags = resolve_tags(markup.text, markup.variables, locator)
    findings += tags.findings
    html = tags.value
    if markup.format is Format.MARKDOWN:
        rendered = to_html(html, locator)
        findings += rendered.findings
        html = rendered.value
    parsed = parse_html(html, locator)
    findings += parsed.findings
    flow, notes = extract_notes(parsed.value)
    parts: list[Element] = []
    for part in (flow, *(note.content for note in notes)):
        cleaned = clean(part, locator)
        findings += cleaned.findings
        parts.append(Element("section", (), mend(mend_ruby(cleaned.value))))
    parts[0] = parts[0].with_children(without_title(parts[0].children, around.title))

    placed = place_pictures(
        make_figures(shift(parts)), around.find_picture, around.picture_missing, locator
    )
    linked = settle_links(placed.value[0], around.id, around.find_document, locator)
    done = set_text(even_spaces(linked.value.nodes), around.language)
    findings += (*placed.findings, *linked.findings)
    content, *said = (part.children for part in done if isinstance(part, Element))
    texts = [text_of(part) for part in (content, *said)]
    text = "\n".join(texts)
    sampled = sample(texts[0])
    body = Body(
        content=content,
        notes=tuple(
            Note(number=note.number, content=one) for note, one in zip(notes, said, strict=True)
        ),
        pictures=placed.value[1],
        words=sampled.words + sum(map(len, map(words_of, texts[1:]))) - joins_in(text),
        characters="".join(sorted(distinct(text), key=text.index)),
        sample=sampled,
        links_told=linked.value.told,
        aims=linked.value.aims,
    )
    return Checked(body, tuple(findings))
