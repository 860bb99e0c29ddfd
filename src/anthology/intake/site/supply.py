"""A site's folder as posts: their front matter, their dates, their addresses."""

import re
from collections.abc import Iterator
from functools import cached_property
from html import escape, unescape
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from anthology.body.locator import Locator
from anthology.body.markdown import to_html
from anthology.errors import AnthologyError, Finding, Kind, Place, error, shortened, warning
from anthology.intake.addresses import whole_address
from anthology.intake.languages import known_language
from anthology.intake.moments import DATED, date_in_address, read_moment
from anthology.intake.plainhtml import words_of_html
from anthology.intake.post import Post, Site, Skipped
from anthology.intake.report import LeftOut, Remark, Topic
from anthology.intake.settle import NOWHERE
from anthology.intake.site.indents import without_indents
from anthology.intake.site.known import Around, resolve
from anthology.intake.site.layout import Layout, may_be_post, read_layout
from anthology.intake.site.matter import Matter, read_matter
from anthology.intake.site.tags import Tag, resolve_tags
from anthology.model import ArticleDate, LangText, Source
from anthology.regular import read_regular
from anthology.values import is_web_address

_RST = ".rst"
_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_FILENAME = re.compile(r"(?:\{(?:filename|static|attach|author|category|tag)\}|\|filename\|)/?")
_INNER = re.compile(r"(?<=[(\"'])@/")
_REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")
"""A character of a title as HTML writes it."""
_TICKS = re.compile(r"`([^`]+)`")
"""Code in a title, which has no other markup."""
_TASK = re.compile(r"(<li>(?:\s*<p>)?)\[([ xX])\](?=\s)")
_BOXES = {" ": "☐", "x": "☑"}
_PICTURES = ("image", "featured_image", "featuredimage", "cover", "cover.image", "hero_image",
             "feature_image", "image.path", "image.feature", "thumbnail", "banner",
             "header.image", "images")  # fmt: skip


class SiteFolder:
    """A folder of a static site, read file by file."""

    def __init__(self, root: Path, name: str, *, drafts: bool, address: str | None) -> None:
        """Take the folder and its name for people.

        `drafts` takes texts that are not published yet, too; `address` is where the site stands,
        where its own configuration does not say so.
        """
        self._root = root.resolve()
        self._name = name
        self._drafts = drafts
        self._address = address

    @property
    def site(self) -> Site:
        """Return what the configuration says of the site."""
        layout = self._layout
        address = self._address or layout.text("url", "baseurl", "base_url", "site.url")
        return Site(
            name=layout.text("title", "name", "site.title", "sitename") or None,
            address=address.rstrip("/") if is_web_address(address) else None,
            language=known_language(
                layout.text("lang", "language", "languagecode", "default_language", "locale")
            ),
        )

    @cached_property
    def _layout(self) -> Layout:
        return read_layout(self._root)

    @cached_property
    def _files(self) -> tuple[str, ...]:
        return tuple(self._layout.files())

    def texts(self) -> Iterator[Post | Skipped]:
        """Yield the posts in the order of their paths.

        Raises AnthologyError (article) where the folder has no text at all.
        """
        if not self._files:
            raise AnthologyError(
                [
                    error(
                        Kind.ARTICLE,
                        f"the folder {self._name} holds no texts of a site",
                        "name the folder with the site's sources, in which .md files stand",
                    )
                ]
            )
        for number, path in enumerate(self._files, 1):
            yield from self._text(path, number / len(self._files))

    def _text(self, path: str, share: float) -> Iterator[Post | Skipped]:
        place = Place(file=f"{self._name.rstrip('/')}/{path}")
        try:
            text = read_regular(self._root / path).decode("utf-8", "replace")
        except OSError as problem:
            yield self._skipped(path, f"it cannot be read ({problem.strerror})", place)
            return
        matter = _matter(text, path)
        date = _date(matter, path)
        reason = self._unwanted(matter, path, date)
        if reason:
            if matter.values or date:
                yield self._skipped(path, reason, place, matter)
            return
        yield self._post(matter, path, date, place, share)

    def _unwanted(self, matter: Matter, path: str, date: ArticleDate | None) -> str | None:
        draft = (
            matter.is_true("draft")
            or matter.is_false("published")
            or matter.text("status").casefold() in {"draft", "hidden"}
            or "_drafts" in PurePosixPath(path).parts
            or "drafts" in PurePosixPath(path).parts
        )
        if draft and not self._drafts:
            return "it is a draft (--drafts takes those)"
        if not matter.values and path.endswith((".html", ".htm")):
            return "it has no front matter, as a file that the site only hands out"
        if date is None and not (draft and self._drafts):
            return "it has no date, as a page has none"
        if not may_be_post(path) and not matter.text("date"):
            return "it is a page of the site"
        return None

    def _skipped(
        self, path: str, reason: str, place: Place, matter: Matter | None = None
    ) -> Skipped:
        title = (matter.text("title") if matter else "") or path
        aliases = tuple(self._aliases(matter, path, None)) if matter else ()
        return Skipped(
            left_out=LeftOut(text=title, reason=f"“{title}”: {reason}", place=place),
            address=self._at(path),
            aliases=aliases,
        )

    def _at(self, path: str) -> str:
        """Return an address for a path of the site."""
        home = self.site.address or f"https://{NOWHERE}"
        return f"{home}/{quote(path.lstrip('/'))}"

    def _post(
        self, matter: Matter, path: str, date: ArticleDate | None, place: Place, share: float
    ) -> Post:
        remarks: list[Remark] = []
        if matter.problem:
            _tell(
                remarks,
                Topic.METADATA,
                f"the front matter is not well-formed ({shortened(matter.problem)})",
                "look whether title, date and authors are right in the article file",
                place,
            )
        place = Place(file=place.file, line=matter.first_line)
        html = self._html(matter, path, place, remarks)
        title = _line(matter.text("title")) or _stem(path).replace("-", " ")
        self._front_picture(matter, html, place, remarks)
        excerpt = words_of_html(matter.text("excerpt", "summary", "description", "extra.summary"))
        if excerpt and _is_empty(html):
            html, excerpt = f"<p>{escape(excerpt)}</p>", ""
        permalink = self._permalink(matter)
        return Post(
            key=f"{self.site.name or 'site'}:{path}",
            title=title,
            subtitle=_line(matter.text("subtitle")) or None,
            date=date,
            authors=tuple(self._people(matter, place, remarks)),
            translators=matter.texts("translators", "translator"),
            language=known_language(matter.text("lang", "language", "locale")),
            tags=tuple(
                dict.fromkeys(
                    (
                        *matter.texts("categories", "category", "taxonomies.categories"),
                        *matter.texts("tags", "taxonomies.tags", "keywords"),
                    )
                )
            ),
            excerpt=excerpt or None,
            slug=matter.text("slug") or _stem(path),
            html=html,
            address=self._at(path),
            published=False,
            aliases=tuple(self._aliases(matter, path, date)),
            source=self._source(matter, title, date, permalink),
            place=place,
            share=share,
            remarks=tuple(remarks),
        )

    def _source(
        self, matter: Matter, title: str, date: ArticleDate | None, permalink: str | None
    ) -> Source | None:
        """Return the original of a text that names one, or the site where it is known."""
        canonical = matter.text(
            "canonical_url", "canonical", "canonicalurl", "original_url", "source_url", "sourceurl"
        )
        site = self.site
        if not canonical and not permalink:
            return None
        return Source(
            title=LangText(text=title),
            authors=matter.texts("original_author"),
            date=date,
            platform=None if canonical else site.name,
            url=canonical if is_web_address(canonical) else permalink,
        )

    def _permalink(self, matter: Matter) -> str | None:
        said = matter.text("permalink", "url")
        if not said or ":" in said or "{" in said or not self.site.address:
            return None
        return whole_address(said, self.site.address + "/")

    def _aliases(self, matter: Matter, path: str, date: ArticleDate | None) -> Iterator[str]:
        """Yield the addresses under which the text may have stood."""
        found = [*matter.texts("aliases", "redirect_from", "redirects", "alias")]
        found += filter(None, (matter.text("permalink", "url", "path", "save_as"),))
        stems = dict.fromkeys(filter(None, (matter.text("slug"), _stem(path))))
        for stem in stems:
            if date and date.month and date.day:
                day = f"{date.year}/{date.month:02d}/{date.day:02d}"
                found += (f"{day}/{stem}", f"blog/{day}/{stem}", f"{day[:7]}/{stem}")
                sections = PurePosixPath(path.partition("_posts/")[0]).as_posix()
                for category in (*matter.texts("categories", "category"), sections):
                    found.append(f"{category}/{day}/{stem}")
            found += (
                f"{folder}/{stem}" for folder in ("blog", "posts", "post", "news", "articles")
            )
            found.append(stem)
        whole = PurePosixPath(path)
        inner = whole.with_suffix("")
        found += (path, inner.as_posix())
        if whole.parts[0] in {"content", "src", "_posts", "source"}:
            found += (PurePosixPath(*whole.parts[1:]).as_posix(),)
        if inner.name == "index":
            bundle = inner.parent
            parts = (
                bundle.parts[1:] if bundle.parts[:1] in (("content",), ("src",)) else bundle.parts
            )
            found += ("/".join(parts), bundle.as_posix())
        elif whole.parts[0] in {"content", "src"}:
            found.append(PurePosixPath(*inner.parts[1:]).as_posix())
        for one in dict.fromkeys(found):
            if "{" not in one and ":" not in one:
                yield self._at(one)

    def _people(self, matter: Matter, place: Place, remarks: list[Remark]) -> Iterator[str]:
        known = self._layout.people
        for name in matter.texts("authors", "author", "taxonomies.authors", "extra.author"):
            yield known.get(name, name)
            if name not in known and _KEY.fullmatch(name):
                _tell(
                    remarks,
                    Topic.METADATA,
                    f"the author “{name}” is a key, and no data file of the site names who it is",
                    "write the name into `authors:` of the article file",
                    place,
                )

    def _front_picture(
        self, matter: Matter, html: str, place: Place, remarks: list[Remark]
    ) -> None:
        for name in matter.texts(*_PICTURES)[:1]:
            if PurePosixPath(name).stem not in html and re.search(r"\.\w{3,4}$", name):
                _tell(
                    remarks,
                    Topic.PICTURE,
                    f"the front matter names the picture {shortened(name)}, which the text does "
                    "not show; it is left out",
                    "show it with ![description](file), if it belongs to the text",
                    place,
                )

    def _html(self, matter: Matter, path: str, place: Place, remarks: list[Remark]) -> str:
        """Return the body as HTML, its tags resolved."""

        def tell(tag: Tag) -> None:
            stays = "what stands in it stays" if (tag.content or "").strip() else "it is left out"
            _tell(
                remarks,
                Topic.TAG,
                f"nothing resolves the tag {shortened(' '.join(tag.written.split()))}; {stays}",
                "write what it stood for into the article file",
                place,
            )

        for one in matter.misread:
            _tell(
                remarks,
                Topic.MARKUP,
                f"reStructuredText says: {one.what.rstrip('.')}",
                "look whether something of the text is missing there",
                Place(file=place.file, line=one.line),
            )
        text = matter.body
        if not path.lower().endswith(_RST):
            around = Around(self._value(matter), lambda key: self._layout.people.get(key, key))
            text = resolve_tags(text, lambda tag: resolve(tag, around), tell)
        text = _INNER.sub("/", _FILENAME.sub("/", text))
        if path.lower().endswith((".html", ".htm", _RST)):
            return text
        text = without_indents(text)
        rendered = to_html(text, Locator(text, place.file, matter.first_line))
        remarks += (Remark(Topic.MARKUP, one) for one in _softened(rendered.findings))
        return _TASK.sub(lambda task: task[1] + _BOXES[task[2].casefold()], rendered.value)

    def _value(self, matter: Matter) -> "Value":
        return Value(matter, self._layout)


class Value:
    """What `site.…`, `page.…` and the names of the front matter stand for."""

    def __init__(self, matter: Matter, layout: Layout) -> None:
        """Take the text's values and the site's."""
        self._matter = matter
        self._layout = layout

    def __call__(self, name: str) -> str:
        """Return the value of a name; nothing where there is none."""
        name = name.strip().casefold()
        if name in {"site.baseurl", "site.url", "site.github.url"}:
            return ""
        if name.startswith("site."):
            return self._layout.text(name.removeprefix("site."))
        plain = name.removeprefix("page.").removeprefix(".params.")
        return self._matter.text(plain)


def _matter(text: str, path: str) -> Matter:
    if path.lower().endswith(_RST):
        from anthology.intake.site.rst import read_rst

        return read_rst(text)
    return read_matter(text, lines=path.endswith((".md", ".markdown")))


def _line(text: str) -> str:
    """Return a title as plain words in one line."""
    plain = _REFERENCE.sub(lambda one: unescape(one[0]), text)
    return " ".join(_TICKS.sub(r"\1", plain).split())


def _is_empty(html: str) -> bool:
    """Return whether there is nothing in a text that anybody could read, see or follow."""
    return not re.search(r"<[a-zA-Z]", html) and not words_of_html(html)


def _softened(findings: "tuple[Finding, ...]") -> Iterator["Finding"]:
    for one in findings:
        yield warning(Kind.ARTICLE, one.message, one.advice, one.place)


def _tell(remarks: list[Remark], topic: Topic, message: str, advice: str, place: Place) -> None:
    remark = Remark(topic, warning(Kind.ARTICLE, message, advice, place))
    if remark not in remarks:
        remarks.append(remark)


def _stem(path: str) -> str:
    """Return the name of a text without its date, that of its folder for a bundle."""
    whole = PurePosixPath(path).with_suffix("")
    inner = whole.parent if whole.name in {"index", "_index"} and whole.parent.name else whole
    dated = DATED.search(inner.as_posix())
    return dated["rest"] if dated else inner.name


def _date(matter: Matter, path: str) -> ArticleDate | None:
    """Return the date of the front matter, or that in the path."""
    said = matter.text("date", "published_at", "publishdate", "pubdate", "published", "created",
                       "created_at", "extra.date")  # fmt: skip
    found = read_moment(said)
    if found:
        return found
    named = matter.text("path", "permalink", "url"), *matter.texts("aliases", "redirect_from")
    inner = PurePosixPath(path).with_suffix("")
    inner = inner.parent if inner.name == "index" else inner
    return next(filter(None, map(date_in_address, (inner.as_posix(), *named))), None)
