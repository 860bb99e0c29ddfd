"""The page `docs/performance.md`, and the one line that a benchmark ends with."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from figures import (
    REFERENCES,
    Figures,
    Judgement,
    Quantity,
    Size,
    Target,
    Task,
    growth,
    peak,
    targets,
    wall,
)

INTRODUCTION = """\
# Performance

`make bench` writes this page. It makes books of short articles (950 words, about three and a half
pages A5) out of word lists, always the same, and builds each beside its peers in turn: in every
round each task runs once, and what stands here are the medians over the rounds, of ratios the
medians of the ratios within a round. EPUBs, which take seconds, have more rounds.

- *Cold*: neither a cache nor a finished file is there. *Nothing changed*, *one word changed* (in
  an article in the middle) and *paragraphs added early on* (so that all later pages move) follow
  upon a cold build, in this order.
- *WeasyPrint alone* is one `write_pdf` with tags (PDF/UA-1) of the HTML document and stylesheet
  that the program itself makes of the book. Its seconds are those of this call; reading the
  articles and importing WeasyPrint are not in them. In its memory they are.
- *typst* sets the same words in the same typeface on A5, with tags (PDF/UA-1), running heads and
  a contents page with page numbers; *pandoc* makes an EPUB of them, a file an article.
- The program's modules are compiled to bytecode first, as pip does where it installs them.
- Processor time and memory are those of a command and all its children; memory that they share
  counts once. What EPUBs take of it, ours and pandoc's, and builds that find nothing changed, is
  looked at in a run of its own, for the looks would count in a second or two.
- The *proof of completeness* is timed where it stands, inside of the cold builds.
- What was built is judged outside of the measured time: PDFs by qpdf and veraPDF (PDF/UA-1), which
  is not asked about peers' PDFs of more than 100 articles; EPUBs by EPUBCheck.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where it was measured, as names and facts."""

    facts: tuple[tuple[str, str], ...]


def page(figures: Figures, machine: Machine, absent: Sequence[str]) -> str:
    """Return the page; `absent` names the peers that are not installed."""
    parts = [INTRODUCTION, "## Machine\n", table(("", ""), machine.facts)]
    if absent:
        parts.append(f"Left out, for it is not installed: {', '.join(absent)}.\n")
    for size in figures.sizes:
        rounds = min(map(len, size.runs.values()), default=0)
        parts += [
            f"## {size.articles:,} articles, {rounds} round{'s' * (rounds != 1)}\n",
            table(
                ("", "seconds", "processor", "MiB", "pages", "bytes", "ratio", "judged"),
                [_row(size, task) for task in Task if task in size.runs],
            ),
        ]
    parts += ["## Growth from 100 to 1,000 articles\n", _growth(figures)]
    rows = [
        (one.what, f"≤ {_amount(one.most, one)}", _amount(one.measured, one), one.verdict)
        for one in targets(figures)
    ]
    parts += ["## Targets\n", table(("", "target", "measured", ""), rows)]
    return "\n".join(parts)


def closing_line(reckoned: Iterable[Target]) -> str:
    """Return every target with its figure in one line."""
    return "; ".join(
        f"{one.what}: {one.verdict}"
        if one.measured is None
        else f"{one.what}: {_amount(one.measured, one)} ({one.verdict}, ≤ {_amount(one.most, one)})"
        for one in reckoned
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _row(size: Size, task: Task) -> tuple[str, ...]:
    def figure(quantity: Quantity, form: str) -> str:
        middle = size.middle(task, quantity)
        return "" if middle is None else format(middle, form)

    pages = figure(lambda one: one.pages or 0, ",.0f")
    peer = REFERENCES.get(task)
    ratio = size.ratio(task, peer, wall) if peer else None
    return (
        task.value,
        figure(wall, ".2f"),
        figure(lambda one: one.cpu, ".2f"),
        figure(peak, ",.0f"),
        "" if pages == "0" else pages,
        figure(lambda one: one.size, ",.0f"),
        "" if peer is None or ratio is None else f"{ratio:.2f} of {peer.value}",
        ", ".join(map(_judgement, size.judged.get(task, ()))),
    )


def _judgement(one: Judgement) -> str:
    return one.judge if one.passed else f"not {one.judge}"


def _growth(figures: Figures) -> str:
    small, large = figures.size(100), figures.size(1000)
    rows = list(_growth_rows(small, large))
    if not rows:
        return "Not measured: it takes both sizes.\n"
    return table(
        (
            "",
            "ms an article, 100",
            "ms an article, 1,000",
            "ratio",
            "ms for each more",
            "MiB for each more",
        ),
        rows,
    )


def _growth_rows(small: Size, large: Size) -> Iterator[tuple[str, ...]]:
    more = large.articles - small.articles
    for task in Task:
        ratio = growth(small, large, task, wall)
        if ratio is None:
            continue
        seconds, seconds_large = _both(small, large, task, wall)
        memory, memory_large = _both(small, large, task, peak)
        yield (
            task.value,
            f"{1000 * seconds / small.articles:.1f}",
            f"{1000 * seconds_large / large.articles:.1f}",
            f"{ratio:.2f}",
            f"{1000 * (seconds_large - seconds) / more:.1f}",
            f"{(memory_large - memory) / more:.2f}",
        )


def _both(small: Size, large: Size, task: Task, quantity: Quantity) -> tuple[float, float]:
    return small.middle(task, quantity) or 0.0, large.middle(task, quantity) or 0.0


def _amount(figure: float | None, target: Target) -> str:
    if figure is None:
        return ""
    digits = {" MiB": 0, " %": 1}.get(target.unit, 2)
    return f"{figure:.{digits}f}{target.unit}"
