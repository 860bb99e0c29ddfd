"""The addresses of originals: each is that of one text, or else of none."""

from msgspec.structs import replace

from anthology.errors import Kind, shortened, warning
from anthology.intake.report import ImportedArticle, Remark, Topic
from anthology.values import names_a_text


class Origins:
    """The addresses that the texts of an import have named so far, with the titles of these."""

    def __init__(self) -> None:
        """Know none."""
        self._titles: dict[tuple[str, str | None], str] = {}

    def own(self, article: ImportedArticle) -> tuple[ImportedArticle, tuple[Remark, ...]]:
        """Return an article with an address of its source that is its own, or without one.

        Texts of other words that name the same page come from several parts of it, or name where
        such texts are listed.
        """
        source = article.source
        if source is None or source.url is None or not names_a_text(source.url):
            return article, ()
        key = source.url.rstrip("/"), article.language
        if key not in self._titles:
            self._titles[key] = article.title.text
            return article, ()
        finding = warning(
            Kind.ARTICLE,
            f"the source {shortened(source.url)} is named by “{shortened(self._titles[key])}”, "
            "too; it is left out here",
            "write `url:` under `source:` of the article file, if the text has one of its own",
            article.place,
        )
        told = (Remark(Topic.SOURCE, finding),)
        return replace(article, source=replace(source, url=None)), told
