"""A text as its source has it, before it is an article: what every kind of input comes to."""

from collections.abc import Callable, Iterator
from typing import Protocol

from msgspec import Struct

from anthology.errors import Place
from anthology.intake.report import LeftOut, Remark
from anthology.model import ArticleDate, Source


class Site(Struct, frozen=True, kw_only=True):
    """Where the texts of an input were published."""

    name: str | None = None
    address: str | None = None
    """The address of its first page."""
    language: str | None = None
    """A BCP 47 tag."""


class Post(Struct, frozen=True, kw_only=True):
    """A text with what its source says of it."""

    key: str
    """What names it at its source, and stays the same there."""
    title: str
    subtitle: str | None = None
    date: ArticleDate | None = None
    """Its own day, in the time of its source."""
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    language: str | None = None
    tags: tuple[str, ...] = ()
    excerpt: str | None = None
    slug: str | None = None
    """Its name in addresses."""
    html: str
    address: str
    """Where it is to be found; addresses in it are relative to this one."""
    near: str = ""
    """Where its pictures may lie, if not where it is to be found."""
    way: str = ""
    """How it was found in its input, where there are several ways."""
    site: str | None = None
    """The name of the site where it was published, if its input tells that of each text."""
    published: bool = True
    """Whether `address` is one on the web, under which readers found it."""
    aliases: tuple[str, ...] = ()
    """Further addresses under which others may link to it."""
    source: Source | None = None
    """Where it comes from, as far as the input says so beside the text."""
    place: Place
    share: float = 0.0
    """How far down in the input it ends, from 0 to 1."""
    remarks: tuple[Remark, ...] = ()
    """What was found while its body was resolved."""


class Skipped(Struct, frozen=True, kw_only=True):
    """A text that is not taken, although links may lead to it."""

    left_out: LeftOut
    address: str
    aliases: tuple[str, ...] = ()


class Supply(Protocol):
    """An input that can be read from its beginning as often as it is needed."""

    @property
    def site(self) -> Site:
        """Return where the texts were published."""

    def texts(self) -> Iterator[Post | Skipped]:
        """Yield the texts in the order of the input, one at a time in memory.

        Raises AnthologyError where the input cannot be read further.
        """


Told = Callable[[str, float], None]
"""Is told the title of a text and the share of the input that is done, from 0 to 1."""
