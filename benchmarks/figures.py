"""What is measured, and what follows from it by reckoning alone: medians, ratios and targets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from statistics import median

from anthology.model import Edition


class Task(Enum):
    """Something that is measured; the value is its name."""

    PDF_COLD = "`anthology build --pdf`, cold"
    PDF_SAME = "… nothing changed"
    PDF_WORD = "… one word changed"
    PDF_MOVED = "… paragraphs added early on"
    PLAIN = "WeasyPrint alone"
    TYPST = "typst"
    EPUB_COLD = "`anthology build --epub`, cold"
    EPUB_SAME = "… nothing changed (EPUB)"
    PANDOC = "pandoc"


REFERENCES: Mapping[Task, Task] = {
    Task.PDF_COLD: Task.PLAIN,
    Task.PDF_SAME: Task.TYPST,
    Task.PDF_WORD: Task.TYPST,
    Task.PDF_MOVED: Task.TYPST,
    Task.EPUB_COLD: Task.PANDOC,
    Task.EPUB_SAME: Task.PANDOC,
}
"""The peer that each of our own tasks is compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One run of a task."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of processor time of all processes."""
    peak: float
    """The most memory of all processes at one time, in MiB."""
    size: int
    """Bytes of the file that was made."""
    pages: int | None
    """Pages of a PDF."""
    proof: float | None = None
    """The share of the proof of completeness in it, 0 to 1, where it was timed."""


Quantity = Callable[[Measurement], float]


def wall(one: Measurement) -> float:
    """Return the seconds of a run."""
    return one.wall


def peak(one: Measurement) -> float:
    """Return the peak memory of a run, in MiB."""
    return one.peak


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a judge said of the files that a task made."""

    judge: str
    passed: bool
    message: str = ""
    """The first thing that the judge found wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What was measured with a book of one size; the runs of a task are in the order of rounds."""

    articles: int
    runs: Mapping[Task, tuple[Measurement, ...]]
    judged: Mapping[Task, tuple[Judgement, ...]] = field(default_factory=dict)

    def middle(self, task: Task, quantity: Quantity) -> float | None:
        """Return the median of a quantity over the rounds; None where nothing was measured."""
        runs = self.runs.get(task, ())
        return median(map(quantity, runs)) if runs else None

    def ratio(self, task: Task, peer: Task, quantity: Quantity) -> float | None:
        """Return the median of the ratios of a task to its peer in the same round."""
        ratios = [
            quantity(ours) / quantity(theirs)
            for ours, theirs in zip(self.runs.get(task, ()), self.runs.get(peer, ()), strict=False)
        ]
        return median(ratios) if ratios else None

    def proof(self, edition: Edition) -> float | None:
        """Return the median share of the proof in a cold build, in per cent."""
        cold = {Edition.PDF: Task.PDF_COLD, Edition.EPUB: Task.EPUB_COLD}[edition]
        shares = [100 * run.proof for run in self.runs.get(cold, ()) if run.proof]
        return median(shares) if shares else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything that was measured."""

    sizes: tuple[Size, ...]
    start_up: tuple[float, ...]
    """Seconds of processor time of `anthology --help`, one a round."""

    def size(self, articles: int) -> Size:
        """Return what was measured with so many articles, an empty size where nothing was."""
        found = (size for size in self.sizes if size.articles == articles)
        return next(found, Size(articles=articles, runs={}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A figure, and what it has to be at most."""

    what: str
    most: float
    unit: str = ""
    measured: float | None
    """None where it was not measured: its peer is absent, or its size was not run."""

    @property
    def missed(self) -> bool:
        """Whether the figure was measured and is too large."""
        return self.measured is not None and self.measured > self.most

    @property
    def verdict(self) -> str:
        """The answer in words."""
        if self.measured is None:
            return "not measured"
        return "missed" if self.missed else "reached"


def targets(figures: Figures) -> tuple[Target, ...]:
    """Return every target with what was measured."""
    middle, large = figures.size(100), figures.size(1000)
    most_epub = [large.middle(task, peak) for task in (Task.EPUB_COLD, Task.EPUB_SAME)]
    return (
        _ratio(middle, Task.PDF_COLD, Task.PLAIN, 0.45, "PDF cold / WeasyPrint alone"),
        _ratio(large, Task.PDF_COLD, Task.PLAIN, 0.35, "PDF cold / WeasyPrint alone"),
        Target(
            what="PDF cold, time an article, 1,000 / 100 articles",
            most=1.15,
            measured=growth(middle, large, Task.PDF_COLD, wall),
        ),
        _ratio(middle, Task.PDF_WORD, Task.TYPST, 1.0, "PDF, one word changed / typst"),
        _ratio(large, Task.PDF_WORD, Task.TYPST, 0.25, "PDF, one word changed / typst"),
        Target(
            what="PDF, nothing changed, 1,000 articles",
            most=0.5,
            unit=" s",
            measured=large.middle(Task.PDF_SAME, wall),
        ),
        Target(
            what="PDF cold, peak memory / WeasyPrint alone, 1,000 articles",
            most=0.5,
            measured=large.ratio(Task.PDF_COLD, Task.PLAIN, peak),
        ),
        _ratio(middle, Task.EPUB_COLD, Task.PANDOC, 0.25, "EPUB cold / pandoc"),
        _ratio(large, Task.EPUB_COLD, Task.PANDOC, 0.15, "EPUB cold / pandoc"),
        Target(
            what="EPUB, nothing changed, 1,000 articles",
            most=1.5,
            unit=" s",
            measured=large.middle(Task.EPUB_SAME, wall),
        ),
        Target(
            what="EPUB, peak memory, 1,000 articles",
            most=250,
            unit=" MiB",
            measured=max((one for one in most_epub if one is not None), default=None),
        ),
        Target(
            what="`anthology --help`, processor time",
            most=0.15,
            unit=" s",
            measured=median(figures.start_up) if figures.start_up else None,
        ),
        *(
            Target(
                what=f"proof of completeness / {edition.value.upper()} cold, "
                f"{size.articles:,} articles",
                most=10,
                unit=" %",
                measured=size.proof(edition),
            )
            for edition in (Edition.PDF, Edition.EPUB)
            for size in (middle, large)
        ),
    )


def growth(small: Size, large: Size, task: Task, quantity: Quantity) -> float | None:
    """Return how a quantity an article grows from one size to another; 1 where it does not."""
    one, other = small.middle(task, quantity), large.middle(task, quantity)
    if not one or other is None:
        return None
    return (other / large.articles) / (one / small.articles)


def _ratio(size: Size, task: Task, peer: Task, most: float, what: str) -> Target:
    return Target(
        what=f"{what}, {size.articles:,} articles", most=most, measured=size.ratio(task, peer, wall)
    )
