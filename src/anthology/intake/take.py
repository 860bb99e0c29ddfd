"""An import from its beginning to its end: texts in, article files and pictures out."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from html import unescape
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from anthology.duplicates import FEWEST
from anthology.errors import AnthologyError, Finding, Kind, Place, warning
from anthology.fingerprint import digest
from anthology.intake.addresses import Addresses, Target
from anthology.intake.files import Action, render_article
from anthology.intake.folder import ArticleFolder, Written
from anthology.intake.origins import Origins
from anthology.intake.pictures import FOLDER, Finder, PictureShelf
from anthology.intake.post import Post, Skipped, Supply, Told
from anthology.intake.report import Duplicate, LeftAlone, LeftOut, Remark, Report, Topic
from anthology.intake.settle import settle
from anthology.intake.vocabulary import KNOWN, Vocabulary
from anthology.write import Folder, opened

_FEW = 100
"""Words; two shorter texts with one title, day and author are one that was mended."""


class _Tally(Struct):
    """What was done so far."""

    files: list[Written] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    ways: list[str] = field(default_factory=list)
    words: int = 0


def take(
    supply: Supply,
    into: Path,
    finders: Iterable[Finder],
    *,
    force: bool = False,
    vocabulary: Vocabulary = KNOWN,
    told: Told = lambda *_: None,
) -> Report:
    """Write the texts of an input as article files into a folder, with their pictures.

    The input is read twice: for the names and addresses of its texts, then text by text. Files
    that were edited are left alone, but for `force`. Raises AnthologyError where the input cannot
    be read, or the folder not written to; files that are written by then are whole.
    """
    tally = _Tally()
    with ExitStack() as stack:
        target = stack.enter_context(opened(into))
        folder = ArticleFolder(target, force=force)
        addresses, names = _named(supply, folder, tally)
        origins = Origins()
        shelf = PictureShelf(finders, _opened_once(into / FOLDER, stack))
        for post in supply.texts():
            if not isinstance(post, Post) or post.key not in names:
                continue
            first = names.pop(post.key)
            told(post.title, post.share)
            settled = settle(post, supply.site, addresses, shelf, vocabulary)
            article, shared = origins.own(settled.article)
            tally.remarks += (*settled.remarks, *shared)
            tally.left_out += settled.left_out
            tally.words += settled.words
            if post.way:
                tally.ways.append(f"{post.place}: by {post.way}")
            try:
                tally.files.append(folder.put(first, render_article(article)))
            except AnthologyError as problem:
                tally.remarks += (Remark(Topic.FILE, one) for one in problem.findings)
        pictures = shelf.count
    return _report(tally, pictures)


def _named(
    supply: Supply, folder: ArticleFolder, tally: _Tally
) -> tuple[Addresses, dict[str, str]]:
    """Return which address leads where, and the file of each text by its key."""
    addresses = Addresses()
    names: dict[str, str] = {}
    places: dict[str, Place] = {}
    same: dict[bytes, str] = {}
    short: dict[bytes, str] = {}
    skipped: list[Skipped] = []
    for text in supply.texts():
        if isinstance(text, Skipped):
            skipped.append(text)
            tally.left_out.append(text.left_out)
            continue
        said = _said(text)
        first = text.key if text.key in names else same.get(said, text.key)
        if first not in names and text.date and _is_short(text, _FEW):
            first = short.setdefault(_headed(text), text.key)
        same.setdefault(said, first)
        if first in names:
            twice = Duplicate(title=text.title, place=text.place, taken=places[first])
            tally.duplicates.append(twice)
            tally.remarks.append(_twice(twice, text.address))
        else:
            names[first] = folder.name(text)
            places[first] = text.place
            addresses.expect(text.html)
        for address in (text.address, *text.aliases):
            addresses.add(address, Target(names[first], text.title))
    for left in skipped:
        for address in filter(None, (left.address, *left.aliases)):
            addresses.add(address, Target(None, left.left_out.text))
    return addresses, names


def _said(post: Post) -> bytes:
    """Return a digest of what a text says, whenever that was: its language and its words.

    To a short one its title and its markup belong: two pictures may have the same few words.
    """
    words = _words(post)
    said: tuple[str, ...] = (post.language or "", re.sub(r"\W+", "", words))
    if _is_short(post, FEWEST):
        title, html = (" ".join(text.split()) for text in (post.title.casefold(), post.html))
        said = (post.language or "", title, html)
    return digest(part.encode("utf-8", "surrogatepass") for part in said)


def _headed(post: Post) -> bytes:
    """Return a digest of what stands above a text: its language, title, day and authors."""
    day = post.date.isoformat() if post.date else ""
    title = " ".join(re.findall(r"\w+", post.title.casefold()))
    said = (post.language or "", title, day, *sorted(post.authors))
    return digest(part.encode("utf-8", "surrogatepass") for part in said)


def _is_short(post: Post, words: int) -> bool:
    return len(_words(post).split()) < words


def _words(post: Post) -> str:
    return unescape(re.sub("<[^>]*>", "", post.html)).casefold()


def _twice(duplicate: Duplicate, address: str) -> Remark:
    finding = warning(
        Kind.ARTICLE,
        f"“{duplicate.title}” ({address}) stands at {duplicate.taken} as well; it is taken once",
        "look whether that is so; links to either lead to the one that was taken",
        duplicate.place,
    )
    return Remark(Topic.TWICE, finding)


def _opened_once(path: Path, stack: ExitStack) -> Callable[[], Folder]:
    """Return what opens a folder when it is first needed, and no sooner."""
    opened_: list[Folder] = []

    def open_() -> Folder:
        if not opened_:
            opened_.append(stack.enter_context(opened(path)))
        return opened_[0]

    return open_


def _report(tally: _Tally, pictures: int) -> Report:
    by_action: dict[Action, list[str]] = {action: [] for action in Action}
    for file in tally.files:
        by_action[file.action].append(file.name)
    left = [file for file in tally.files if file.action is Action.LEAVE]
    remarks = (*tally.remarks, *map(_left_alone, (one for one in left if one.changed_at_source)))
    return Report(
        written=tuple(by_action[Action.WRITE]),
        updated=tuple(by_action[Action.UPDATE]),
        unchanged=tuple(by_action[Action.KEEP]),
        left_alone=tuple(
            LeftAlone(
                name=file.name,
                reason="it was edited, and changed at its source since"
                if file.changed_at_source
                else "it was edited since it was imported",
            )
            for file in left
        ),
        duplicates=tuple(tally.duplicates),
        left_out=tuple(tally.left_out),
        remarks=tuple(_together(remarks)),
        words=tally.words,
        pictures=pictures,
        ways=tuple(tally.ways),
    )


def _together(remarks: Sequence[Remark]) -> Iterator[Remark]:
    """Yield each thing that was found once, at the first place where it stands."""
    counts = Counter((one.topic, one.finding.message, one.finding.advice) for one in remarks)
    for one in remarks:
        count = counts.pop((one.topic, one.finding.message, one.finding.advice), 0)
        if count > 1:
            times = "once more" if count == 2 else f"{count - 1} times more"
            message = f"{one.finding.message} (and {times})"
            yield Remark(one.topic, replace(one.finding, message=message))
        elif count:
            yield one


def _left_alone(file: Written) -> Remark:
    finding: Finding = warning(
        Kind.FILES,
        "the text changed at its source since it was imported, and was edited here",
        "import it into another folder and compare, or use --force to write over it",
        Place(file=file.name),
    )
    return Remark(Topic.FILE, finding)
