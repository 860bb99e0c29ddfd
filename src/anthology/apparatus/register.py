"""The index of names: a book and a list of names to the book with its names marked and indexed."""

from collections.abc import Iterator
from itertools import groupby

from msgspec.structs import replace

from anthology.body.tree import Nodes
from anthology.decode import nearest
from anthology.errors import Checked, Finding, Kind, error, warning
from anthology.locales.alphabet import initial, sort_key
from anthology.model import Body, Book, Chapter, IndexEntry, IndexGroup, LangText, Matter, Mention
from anthology.names.finder import Finders, Match
from anthology.names.listed import NameList
from anthology.names.marking import marked, name_id
from anthology.ordering import names_of


def make_index(book: Book, listed: NameList, finders: Finders) -> Checked[Book]:
    """Return a book with its index of names, and with each name in its texts marked.

    `finders` look for the names that are listed.

    Names are looked for in titles, texts and notes. What is listed for nothing is told: a name
    that no text has, and an article that is not there or does not have the name.
    """
    register = _Register(book, listed, finders)
    indexed = replace(
        book,
        front=tuple(register.matter(one, f"front-{one.slug}") for one in book.front),
        chapters=tuple(register.chapter(one) for one in book.chapters),
        back=tuple(register.matter(one, f"back-{one.slug}") for one in book.back),
    )
    index = _groups(register.entries(), book.metadata.language)
    return Checked(replace(indexed, index=tuple(index)), tuple(register.findings()))


class _Register:
    """Goes through the texts of a book, in their order, and notes where names stand."""

    def __init__(self, book: Book, listed: NameList, finders: Finders) -> None:
        self._book = book
        self._listed = listed
        self._find = finders.find
        self._mentions: list[list[Mention]] = [[] for _ in listed.names]

    def matter(self, matter: Matter, document: str) -> Matter:
        title = LangText(text=matter.title or "", language=matter.language)
        return replace(matter, body=self._text(document, title, matter.language, (), matter.body))

    def chapter(self, chapter: Chapter) -> Chapter:
        document, intro = f"chapter-{chapter.id}", chapter.intro
        title = LangText(text=chapter.title, language=self._book.metadata.language)
        if intro:
            body = self._text(document, title, intro.language, (), intro.body, intro.title or "")
            intro = replace(intro, body=body)
        else:
            self._text(document, title, self._book.metadata.language, (), Body())
        articles = []
        for placed in chapter.articles:
            one = placed.article
            body = self._text(
                f"article-{one.slug}",
                replace(one.title, language=one.title.language or one.language),
                one.language,
                names_of(one),
                one.body,
                one.subtitle or "",
            )
            articles.append(replace(placed, article=replace(one, body=body)))
        return replace(chapter, intro=intro, articles=tuple(articles))

    def _text(
        self,
        document: str,
        title: LangText,
        language: str,
        called: tuple[str, ...],
        body: Body,
        below_title: str = "",
    ) -> Body:
        """Note the names in a text, and return it with each of them marked.

        `called` are the names under which an editor may name the text.
        """
        counts: dict[int, int] = {}

        def note(match: Match, element: str) -> None:
            name = self._listed.names[match.name]
            mention = Mention(
                document=document,
                element=element,
                title=title.text,
                language=title.language or language,
                main=not set(called).isdisjoint(name.main),
            )
            self._mentions[match.name].append(mention)

        def identified(match: Match) -> str:
            counts[match.name] = counts.get(match.name, 0) + 1
            name = self._listed.names[match.name].id
            id_ = name_id(document, name, counts[match.name])
            note(match, id_)
            return id_

        def mark(nodes: Nodes) -> Nodes:
            return marked(nodes, lambda text: self._find(text, language), identified)

        titles = ((title.text, title.language or language), (below_title, language))
        heads = (match for text, tag in titles for match in self._find(text, tag))
        for match in {one.name: one for one in heads}.values():
            note(match, f"{document}--title")
        return replace(
            body,
            content=mark(body.content),
            notes=tuple(replace(one, content=mark(one.content)) for one in body.notes),
        )

    def entries(self) -> Iterator[IndexEntry]:
        """Yield each name that stands in a text, and those that lead to one."""
        found = {
            name.heading: IndexEntry(
                id=name.id, heading=name.heading, original=name.original, mentions=tuple(mentions)
            )
            for name, mentions in zip(self._listed.names, self._mentions, strict=True)
            if mentions
        }
        yield from found.values()
        for name in self._listed.names:
            target = found.get(name.see or "")
            if target:
                yield IndexEntry(
                    id=name.id, heading=name.heading, original=None, mentions=(), see=target
                )

    def findings(self) -> Iterator[Finding]:
        """Yield what is listed for nothing."""
        slugs = {called: one.slug for one in self._book.articles for called in names_of(one)}
        gone = dict(self._book.redirects)
        for number, (name, mentions) in enumerate(
            zip(self._listed.names, self._mentions, strict=True)
        ):
            if not mentions and not name.see:
                yield warning(
                    Kind.MANIFEST,
                    f"no text has the name {name.heading}",
                    "add the spelling that the texts have to its `variants`, or delete it",
                    self._listed.place(number, "name"),
                )
                continue
            there = {mention.document for mention in mentions}
            for at, called in enumerate(name.main):
                slug = slugs.get(called, gone.get(called))
                place = self._listed.place(number, "main", at)
                if slug is None:
                    near = nearest(called, slugs)
                    yield error(
                        Kind.MANIFEST,
                        f"no article is called {called!r}",
                        f"did you mean `{near}`?" if near else "write its slug or file name",
                        place,
                    )
                elif f"article-{slug}" not in there:
                    yield warning(
                        Kind.MANIFEST,
                        f"the article {called} does not have the name {name.heading}",
                        "add the spelling that it has to `variants`, or delete it here",
                        place,
                    )


def _groups(entries: Iterator[IndexEntry], language: str) -> Iterator[IndexGroup]:
    ordered = sorted(entries, key=lambda one: (sort_key(one.heading, language), one.heading))
    for letter, some in groupby(ordered, key=lambda one: initial(one.heading, language)):
        yield IndexGroup(letter=letter, entries=tuple(some))
