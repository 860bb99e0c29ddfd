"""How long the setting of a book may take and how much memory, and who used it."""

from enum import Enum

from msgspec import Struct


class Ceiling(Struct, frozen=True, kw_only=True):
    """The most that one thing may use."""

    seconds: float
    memory: int
    """Bytes."""


class Limits(Struct, frozen=True, kw_only=True):
    """The ceilings of the setting of a book."""

    article: Ceiling
    book: Ceiling


class Trouble(Enum):
    """What can go wrong while a book is set."""

    ARTICLE_TIME = "article-time"
    ARTICLE_MEMORY = "article-memory"
    BOOK_TIME = "book-time"
    BOOK_MEMORY = "book-memory"
    BROKEN = "broken"
    """The renderer failed."""


class Failure(Struct, frozen=True, kw_only=True):
    """Why there is no PDF."""

    trouble: Trouble
    document: str | None
    """The id of the page document that was being set, or took the most; None where unknown."""
    detail: str = ""
    """What the renderer said."""


class Meter:
    """Follows what the setting of a book uses, and whose doing that is."""

    def __init__(self, limits: Limits, now: float, memory: int) -> None:
        """Take the ceilings, the time in seconds and the memory in bytes at the start."""
        self._limits = limits
        self._began = now
        self._entered = now
        self._memory_before = memory
        self._memory = memory
        self._seconds: dict[int, float] = {}
        self.document: int | None = None
        """The position of the page document that is being set, where it is a text."""

    def enter(self, document: int | None, now: float) -> None:
        """Take note that a page begins with a text, or with something else (None)."""
        if document == self.document:
            return
        self._book_time(now)
        self.document = document
        self._memory_before = self._memory

    def trouble(self, now: float, memory: int) -> Trouble | None:
        """Return which ceiling is exceeded, if any."""
        self._memory = memory
        article, book = self._limits.article, self._limits.book
        if self.document is not None:
            spent = self._seconds.get(self.document, 0.0) + now - self._entered
            if spent > article.seconds:
                return Trouble.ARTICLE_TIME
            if memory - self._memory_before > article.memory:
                return Trouble.ARTICLE_MEMORY
        if now - self._began > book.seconds:
            return Trouble.BOOK_TIME
        return Trouble.BOOK_MEMORY if memory > book.memory else None

    @property
    def costliest(self) -> int | None:
        """The position of the page document that took the longest, where any was set."""
        if not self._seconds:
            return self.document
        return max(self._seconds, key=lambda document: self._seconds[document])

    def _book_time(self, now: float) -> None:
        if self.document is not None:
            spent = self._seconds.get(self.document, 0.0)
            self._seconds[self.document] = spent + now - self._entered
        self._entered = now
