"""The texts of a project: article files and other matter read, their bodies made."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from anthology.article import read_article
from anthology.assemble import Texts
from anthology.body.make import Surroundings, make_body
from anthology.codec import encode
from anthology.completeness.manuscript import Manuscript
from anthology.drafts import Asked, Draft, Drafted, Drafts
from anthology.errors import (
    AnthologyError,
    Checked,
    Finding,
    Kind,
    Place,
    error,
    errors_in,
    warning,
)
from anthology.fileaddresses import file_addresses
from anthology.formats import FORMATS
from anthology.ledger import Ledger
from anthology.load import Project
from anthology.locales.words import Words
from anthology.manifest import ChapterRule, Located
from anthology.model import Article, Body, Matter
from anthology.shelf import Shelf
from anthology.spread import spread

T = TypeVar("T")
R = TypeVar("R")


class Index(Struct, frozen=True, kw_only=True):
    """The texts of a book by the names under which others link to them."""

    by_file: dict[str, str]
    """The id of the page document of each file."""
    by_slug: dict[str, str]
    """The id of the page document of each article, by its slug."""

    def find(self, path: str, beside: str) -> str | None:
        """Return the id of the page document that a path leads to.

        A path is that of a file beside the text `beside` or, with a slash before it, from the
        project folder; or the address that a site made of an article's slug.
        """
        folder = PurePosixPath(beside).parent
        file = path.lstrip("/") if path.startswith("/") else _joined(folder, path)
        if file in self.by_file:
            return self.by_file[file]
        name = PurePosixPath(path.rstrip("/")).name
        stem = name.removesuffix(".html").removesuffix(".htm")
        return self.by_slug.get(re.sub(r"^\d{4}-\d{2}-\d{2}-", "", stem).lower())


def _joined(folder: PurePosixPath, path: str) -> str:
    return posixpath.normpath(folder / path)


def read_texts(
    project: Project,
    located: Located,
    words: Words,
    hands: int,
    shelf: Shelf | None,
    progress: Callable[[str, float], None],
    aside: Callable[[], object],
) -> Checked[Texts]:
    """Return every text that a manifest asks for, with all findings; a bad one is left out.

    `hands` is how many processes may read, `shelf` is the cache, if there is one. `progress` is
    told the names of files and the share of the articles that are done. `aside` is called while
    others have begun to read.
    """
    drafts = Drafts(shelf, located.manifest.language)
    reader = _Reader(project, located, words, drafts, hands, progress)
    articles = reader.article_files(aside)
    front = reader.matter_files("front", located.manifest.front)
    back = reader.matter_files("back", located.manifest.back)
    by_slug = {one.read.article.slug: _document("article", one) for one in articles}
    by_file = {one.read.article.file: by_slug[one.read.article.slug] for one in articles}
    for place, files in (("front", front), ("back", back)):
        by_file |= {one.read.article.file: _document(place, one) for one in files}
    index = Index(by_file=by_file, by_slug=by_slug)
    texts = Texts(
        articles=reader.articles(articles, index),
        front=tuple(reader.matter(one, _document("front", one), index) for one in front),
        back=tuple(reader.matter(one, _document("back", one), index) for one in back),
        intros=reader.intros(index),
        manuscripts=reader.manuscripts,
    )
    drafts.keep(reader.drafted)
    return Checked(texts, tuple(reader.findings))


def _document(place: str, draft: Draft) -> str:
    """Return the id of the page document of a text."""
    return f"{place}-{draft.read.article.slug}"


class _Found(Struct, frozen=True, kw_only=True):
    """What was found while texts were read."""

    findings: tuple[Finding, ...]
    manuscripts: Mapping[str, Manuscript]
    drafted: Drafted
    ledger: Ledger


class _Reader:
    def __init__(
        self,
        project: Project,
        located: Located,
        words: Words,
        drafts: Drafts,
        hands: int,
        progress: Callable[[str, float], None],
    ) -> None:
        self.drafts = drafts
        self.hands = hands
        self.project = project
        self.located = located
        self.words = words
        self.progress = progress
        self.findings: list[Finding] = []
        self.manuscripts: dict[str, Manuscript] = {}
        self.drafted: dict[str, bytes | None] = {}
        manifest = located.manifest
        specs = () if isinstance(manifest.chapters, ChapterRule) else manifest.chapters
        self.intro_specs = tuple((n, spec) for n, spec in enumerate(specs) if spec.intro)

    def found(self) -> _Found:
        return _Found(
            findings=tuple(self.findings),
            manuscripts=self.manuscripts,
            drafted=self.drafted,
            ledger=self.project.ledger,
        )

    def article_files(self, aside: Callable[[], object]) -> list[Draft]:
        """Return the articles that the manifest asks for, in the order of their names."""
        manifest = self.located.manifest
        intros = (spec.intro or "" for _, spec in self.intro_specs)
        others = {posixpath.normpath(file) for file in (*manifest.front, *manifest.back, *intros)}
        asked = manifest.articles
        names: set[str] = set()
        for number, pattern in enumerate((asked,) if isinstance(asked, str) else asked):
            path = ("articles",) if isinstance(asked, str) else ("articles", number)
            kind = Kind.MANIFEST if path in self.located.places else Kind.ARTICLE
            found = self.project.article_files(posixpath.normpath(pattern), kind)
            self.findings += (
                _at(one, self.located.place(*path)) if _of_manifest(one) else one
                for one in found.findings
            )
            names.update(found.value)
        read = self.spread(_Reader.file, sorted(names - others), Draft | None, aside=aside)
        files = [file for file in read if file]
        self.findings += _unused(files)
        return files

    def file(
        self, file: str, place: Place | None = None, default_title: str | None = None
    ) -> Draft | None:
        """Return a file's front matter and markup, or None where it cannot be used."""
        try:
            kind = Kind.MANIFEST if place else Kind.ARTICLE
            if PurePosixPath(file).suffix.lower() not in FORMATS:
                raise AnthologyError([_no_text(file, kind)])
            text = self.project.read_text(file, kind)
        except AnthologyError as problem:
            self.findings += (_at(found, place) for found in problem.findings)
            return None
        self.findings += text.findings
        if errors_in(text.findings):
            return None
        draft = self.draft(text.value, file, default_title)
        if draft is not None:
            self.findings += draft.findings
            markup = draft.read.markup
            self.manuscripts[file] = Manuscript(
                file=file, text=text.value, format=markup.format, variables=markup.variables
            )
        return draft

    def draft(self, text: str, file: str, default_title: str | None) -> Draft | None:
        key = self.drafts.key(text, file, default_title)
        kept = self.drafts.get(key)
        if kept is not None:
            self.drafted[key] = None
            return kept
        language = self.located.manifest.language
        read = read_article(text, file, language, default_title=default_title)
        if read.value is None:
            self.findings += read.findings
            return None
        return Draft(key=key, read=read.value, findings=read.findings)

    def articles(self, drafts: list[Draft], index: Index) -> tuple[Article, ...]:
        def tell(draft: Draft, share: float) -> None:
            self.progress(draft.read.article.file, share)

        def article(reader: _Reader, draft: Draft) -> Article:
            return reader.article(draft, index)

        return tuple(self.spread(article, drafts, Article, tell, lambda draft: draft.is_alone))

    def article(self, draft: Draft, index: Index) -> Article:
        article = draft.read.article
        body = self.body(draft, _document("article", draft), index)
        if not body.words and not body.pictures:
            self.findings.append(_empty(article.file))
        return replace(article, body=body)

    def spread(
        self,
        task: Callable[["_Reader", T], R],
        things: Sequence[T],
        kind: Any,
        told: Callable[[T, float], None] = lambda *_: None,
        is_quick: Callable[[T], bool] = lambda _: False,
        aside: Callable[[], object] = lambda: None,
    ) -> list[R]:
        """Return what a task makes of each thing, with as many hands as there are.

        `kind` is the type of what it makes. What is quick takes longer to hand over than to make.
        """

        def alone(thing: T) -> tuple[R, _Found]:
            project = replace(self.project, ledger=Ledger())
            reader = _Reader(project, self.located, self.words, self.drafts, 1, self.progress)
            return task(reader, thing), reader.found()

        all_made = []
        rest = [one for one in things if not is_quick(one)]
        slow = iter(spread(alone, rest, self.hands, told, kind=tuple[kind, _Found], aside=aside))
        for thing in things:
            made, found = alone(thing) if is_quick(thing) else next(slow)
            all_made.append(made)
            self.findings += found.findings
            self.manuscripts |= found.manuscripts
            self.drafted |= found.drafted
            self.project.ledger.join(found.ledger)
        return all_made

    def body(self, draft: Draft, id_: str, index: Index) -> Body:
        markup, article = draft.read.markup, draft.read.article
        asked = Asked(
            lambda address: self.project.picture(address, article.file, self.drafts.inspect),
            lambda path: index.find(path, article.file),
        )
        missing = self.words.picture_missing
        body = asked.again(draft.made, id_, missing) if draft.made else None
        if draft.made and body:
            self.findings += draft.made.findings
            return body
        around = Surroundings(
            title=article.title.text,
            language=article.language,
            id=id_,
            find_picture=asked.picture,
            find_document=asked.document,
            picture_missing=missing,
        )
        made = make_body(markup, around)
        findings = (*made.findings, *file_addresses(markup))
        self.findings += findings
        if draft.key:
            kept = replace(draft, made=asked.made(id_, missing, made.value, findings))
            self.drafted[draft.key] = encode(kept)
        return made.value

    def matter_files(self, key: str, files: tuple[str, ...]) -> list[Draft]:
        found: dict[str, Draft] = {}
        for number, file in enumerate(files):
            place = self.located.place(key, number)
            draft = self.file(file, place)
            if draft is None:
                continue
            first = found.setdefault(draft.read.article.slug, draft)
            if first is not draft:
                self.findings.append(_named_alike(file, first.read.article.file, place))
        return list(found.values())

    def intros(self, index: Index) -> dict[int, Matter]:
        found: dict[int, Matter] = {}
        for number, spec in self.intro_specs:
            place = self.located.place("chapters", number, "intro")
            draft = self.file(spec.intro or "", place, default_title=spec.title)
            if draft is not None:
                found[number] = self.matter(draft, f"intro-{number + 1}", index)
        return found

    def matter(self, draft: Draft, id_: str, index: Index) -> Matter:
        article = draft.read.article
        return Matter(
            slug=article.slug,
            file=article.file,
            title=article.title.text,
            language=article.language,
            authors=article.authors,
            body=self.body(draft, id_, index),
        )


def _no_text(file: str, kind: Kind) -> Finding:
    endings = ", ".join(FORMATS)
    return error(kind, f"{file} is no text that a book can take", f"use a file with {endings}")


def _unused(drafts: Iterable[Draft]) -> Iterator[Finding]:
    """Yield a warning for each key of a front matter that is not used, once for all articles."""
    places: dict[str, list[Place]] = {}
    for draft in drafts:
        for key, place in draft.read.unused:
            places.setdefault(key, []).append(place)
    for key, found in places.items():
        others = f" (nor in {len(found) - 1} other articles)" if len(found) > 1 else ""
        yield warning(
            Kind.ARTICLE,
            f"the key {key} is not used here{others}",
            "delete it, or ignore this; the README names the keys that are",
            found[0],
        )


def _empty(file: str) -> Finding:
    return warning(
        Kind.ARTICLE,
        "there is nothing below the front matter",
        "write the text, or begin the file's name with an underscore to leave it out",
        Place(file=file),
    )


def _named_alike(file: str, first: str, place: Place) -> Finding:
    return error(
        Kind.MANIFEST,
        f"{file} has the same name as {first}",
        "rename one of the two files, or give one a `slug: …` in its front matter",
        place,
    )


def _of_manifest(finding: Finding) -> bool:
    return finding.kind is Kind.MANIFEST


def _at(finding: Finding, place: Place | None) -> Finding:
    """Return a finding at the place in the manifest that asked for the file."""
    return replace(finding, place=place) if place else finding
