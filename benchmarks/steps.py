"""The tasks of a round, in their order, each with what comes before it and what it makes."""

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from anthology.model import Edition
from dialects import project_article
from figures import REFERENCES, Task
from generate import SEED, article_file, files, write
from peers import Peer
from prose import Article, with_another_word, with_more_paragraphs

PROGRAM = (sys.executable, "-c", "from anthology.start import main; main()")
PROVED = (sys.executable, Path(__file__).with_name("proved.py"))
"""The same, which tells what share of it was the proof of completeness."""
MORE_PARAGRAPHS = 8
"""How many paragraphs an edit adds that moves all later pages: two pages and a half."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project in a folder, to be built and edited."""

    folder: Path
    articles: tuple[Article, ...]

    def forget(self) -> None:
        """Remove what builds have left: the cache and the finished files."""
        for name in (".anthology", "dist"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def restore(self) -> None:
        """Write every file as it was first, and forget."""
        write(self.folder, files(self.articles))
        self.forget()

    def change_word(self) -> None:
        """Change one word of an article in the middle."""
        self._rewrite(with_another_word(self.articles[len(self.articles) // 2]))

    def add_paragraphs(self) -> None:
        """Make an early article longer."""
        early = self.articles[len(self.articles) // 10]
        self._rewrite(with_more_paragraphs(early, MORE_PARAGRAPHS, SEED))

    def _rewrite(self, article: Article) -> None:
        write(self.folder, {article_file(article): project_article(article, self.articles)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A task, what is done before it, and the command that is measured."""

    task: Task
    edition: Edition
    prepare: Callable[[], None]
    command: Sequence[str | Path]
    makes: str
    """The pattern of the one file that the command makes in the project's folder."""
    tells: bool = False
    """Whether the last line that it prints is JSON: values of its measurement."""
    timed: Sequence[str | Path] | None = None
    """What is timed by itself, where looks at the memory of the command, or what it tells, would
    count in its time."""


def steps(project: Project, peers: Iterable[Peer]) -> Iterator[Step]:
    """Yield the steps of a round: our own tasks, each peer after the first that it is compared to.

    So the two are timed side by side, where a machine's speed changes from one minute to the next.
    """
    waiting = {peer.task: peer for peer in peers}
    for edition, task, prepare, program in (
        (Edition.PDF, Task.PDF_COLD, project.restore, PROVED),
        (Edition.PDF, Task.PDF_SAME, _nothing, PROGRAM),
        (Edition.PDF, Task.PDF_WORD, project.change_word, PROGRAM),
        (Edition.PDF, Task.PDF_MOVED, project.add_paragraphs, PROGRAM),
        (Edition.EPUB, Task.EPUB_COLD, project.restore, PROVED),
        (Edition.EPUB, Task.EPUB_SAME, _nothing, PROGRAM),
    ):
        build = ("build", f"--{edition.value}")
        is_short = task in (Task.PDF_SAME, Task.EPUB_COLD, Task.EPUB_SAME)
        yield Step(
            task=task,
            edition=edition,
            prepare=prepare,
            command=(*program, *build),
            makes=f"dist/*.{edition.value}",
            tells=program is PROVED,
            timed=(*PROGRAM, *build) if is_short else None,
        )
        if peer := waiting.pop(REFERENCES[task], None):
            yield Step(
                task=peer.task,
                edition=edition,
                prepare=_nothing,
                command=peer.command,
                makes=peer.makes,
                tells=peer.task is Task.PLAIN,
                timed=peer.command if peer.task is Task.PANDOC else None,
            )


def _nothing() -> None:
    """Prepare nothing."""
