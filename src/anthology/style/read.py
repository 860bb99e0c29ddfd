"""The style that a manifest asks for: a design, and a stylesheet of the editor's own on top."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from anthology.decode import nearest
from anthology.errors import (
    AnthologyError,
    Checked,
    Finding,
    Kind,
    Place,
    error,
    position,
    warning,
)
from anthology.load import Project
from anthology.manifest import Located, StyleName
from anthology.model import Edition
from anthology.style.css import (
    Node,
    Token,
    Tokens,
    for_medium,
    resolved,
    rules_of,
    tokens_of,
    value_of,
    without_tokens,
    written,
)
from anthology.style.design import Design, Measures
from anthology.style.initials import initial_tokens
from anthology.style.own import OwnSheet, is_font_face, read_own_sheet, uses
from anthology.typefaces import FAMILIES, Face, Faces, families, features
from anthology.units import POINT

_MEDIA = {Edition.EPUB: "screen", Edition.PDF: "print"}
_POINTS = {"pt": 1.0, "mm": 1 / POINT, "cm": 10 / POINT, "in": 72.0, "px": 0.75}
_SIZES = (6, 40)
"""The sizes of a text that anybody can read, in points."""
_SCALES = (60, 300)
"""In hundredths of the usual size."""
_WIDTHS = (50, 85)
_DISPLAYS = (0.4, 2.0)
_LEADINGS = (1.0, 3.0)
_MEASURES = (12, 60)
_WORDS = {
    "--align": ("left", "justify", "right", "center", "start", "end"),
    "--hyphens": ("auto", "manual", "none"),
    "--head-weight": ("normal", "bold", *(str(number) for number in range(100, 1000, 100))),
}
"""What tokens may be that are single words."""
_COLOURS = ("--accent", "--ink")


class Style(Struct, frozen=True, kw_only=True):
    """What a book is to look like in all its editions."""

    name: StyleName = StyleName.CLASSIC
    own: OwnSheet | None = None

    def design(self, edition: Edition) -> Design:
        """Return how an edition looks; all that have pages look alike."""
        return _design(self, _alike(edition)).value

    def faces(self, edition: Edition) -> Faces:
        """Return the typefaces of a design, sooner than all of it."""
        chosen, added = _sheets(self, _alike(edition))
        unheard: list[Finding] = []
        tokens = tokens_of((*chosen, *added))
        return _Reading(tokens, frozenset(), self.own, unheard.append).all_faces()

    def check(self) -> Iterator[Finding]:
        """Yield what is wrong with the editor's own tokens, in any edition."""
        if self.own:
            found = (one for edition in _MEDIA for one in _design(self, edition).findings)
            yield from dict.fromkeys((*found, *_check_names(self.own, self.name)))


def _alike(edition: Edition) -> Edition:
    """Return the edition that stands for all that look like it."""
    return Edition.PDF if edition.has_pages else edition


def _sheets(style: Style, edition: Edition) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Return the rules of the design that was chosen, and the editor's own."""
    medium, own = _MEDIA[edition], style.own
    added = _for(rules_of(own.css), medium) if own else ()
    return _for(_shipped_rules(style.name.value), medium), added


@cache
def _design(style: Style, edition: Edition) -> Checked[Design]:
    base = _for(_shipped_rules(edition.value), _MEDIA[edition])
    chosen, added = _sheets(style, edition)
    tokens = tokens_of((*chosen, *added))
    wrong: list[Finding] = []
    reading = _Reading(tokens, frozenset(tokens_of(added)), style.own, wrong.append)
    faces = reading.all_faces()
    text_size, scale = reading.text_size()
    measures = Measures(
        text_size=text_size,
        scale=scale,
        text_width=reading.number("--text-width", "%", _WIDTHS, 71) / 100,
        display=reading.number("--display", "", _DISPLAYS, Measures().display),
        leading=reading.number("--leading", "", _LEADINGS, Measures().leading),
        measure=reading.number("--measure", "em", _MEASURES, Measures().measure),
    )
    reading.check()
    tokens = tokens_of(rules_of(_feature_css(faces, measures.leading))) | tokens
    css = resolved(without_tokens((*base, *chosen, *added)), tokens)
    return Checked(Design(stylesheet=css, faces=faces, measures=measures), tuple(wrong))


_FACES = ("--text-face", "--head-face", "--code-face")
_SHAPING = (*_FACES, "--text-size", "--text-width", "--display", "--leading", "--measure")
"""The tokens that this module itself reads."""
_PROGRAMS = frozenset(
    {
        "--line",
        "--small-line",
        "--text-height",
        "--folio",
        "--page",
        "--title-size",
        "--side",
        "--quiet",
    }
)
"""The custom properties that the program sets in print; a stylesheet may use them there."""


class _Reading(Struct, frozen=True):
    """The tokens that shape pages, read; what is wrong in the editor's own is told."""

    tokens: Tokens
    named: frozenset[str]
    """The tokens that the editor gives."""
    own: OwnSheet | None
    tell: Callable[[Finding], None]

    def all_faces(self) -> Faces:
        return Faces(
            text=self.faces("--text-face"),
            heads=self.faces("--head-face"),
            code=self.faces("--code-face"),
        )

    def faces(self, name: str) -> tuple[Face, ...]:
        family = value_of(name, self.tokens).strip("\"'")
        brought = tuple(face for face in self._brought() if face.family == family)
        faces = brought or FAMILIES.get(family, ())
        if not faces:
            known = (*families(self._brought()), *FAMILIES)
            near = nearest(family, known)
            self._wrong(
                name,
                f"no typeface is called {family}",
                f"did you mean `{near}`?"
                if near
                else f"write one of {', '.join(known)}, or bring it with `@font-face`",
            )
            return Faces().text
        return tuple(sorted(faces, key=lambda face: (face.style != "normal", face.weight != 400)))

    def _brought(self) -> tuple[Face, ...]:
        return self.own.faces if self.own else ()

    def text_size(self) -> tuple[float | None, float]:
        """Return the size of the text in points, None for the usual one, and its scale."""
        text = value_of("--text-size", self.tokens)
        match = re.fullmatch(rf"(\d+(?:\.\d+)?|\.\d+)({'|'.join(_POINTS)}|%)", text)
        if text == "auto":
            return None, 1.0
        if match and match[2] == "%" and _SCALES[0] <= float(match[1]) <= _SCALES[1]:
            return None, float(match[1]) / 100
        size = float(match[1]) * _POINTS.get(match[2], 0) if match else 0
        if not _SIZES[0] <= size <= _SIZES[1]:
            self._wrong(
                "--text-size",
                f"the size of the text cannot be {text}",
                f"write `auto`, {_SIZES[0]}pt to {_SIZES[1]}pt, "
                f"or {_SCALES[0]}% to {_SCALES[1]}% of the usual size",
            )
            return None, 1.0
        return size, 1.0

    def number(self, name: str, unit: str, limits: tuple[float, float], usual: float) -> float:
        text = value_of(name, self.tokens)
        match = re.fullmatch(rf"(\d+(?:\.\d+)?|\.\d+){unit}", text)
        number = float(match[1]) if match else 0
        if not limits[0] <= number <= limits[1]:
            self._wrong(
                name,
                f"{name} cannot be {text}",
                f"write {limits[0]:g}{unit} to {limits[1]:g}{unit}",
            )
            return usual
        return number

    def check(self) -> None:
        """Tell what is wrong with the tokens that only renderers read."""
        from tinycss2.color4 import parse_color  # type: ignore[import-untyped]  # is slow to import

        for name, words in _WORDS.items():
            text = value_of(name, self.tokens).lower()
            if text not in words:
                near = nearest(text, words)
                advice = f"did you mean `{near}`?" if near else f"write one of {', '.join(words)}"
                self._wrong(name, f"{name} cannot be {text}", advice)
        for name in _COLOURS:
            text = value_of(name, self.tokens)
            if parse_color(text) is None:
                self._wrong(name, f"{text} is no colour", "write one such as `#7a1f1f` or `black`")

    def _wrong(self, name: str, message: str, advice: str) -> None:
        if name in self.named:
            self.tell(error(Kind.MANIFEST, message, advice, self._place(self.tokens[name])))

    def _place(self, token: Token) -> Place:
        file = self.own.file if self.own else ""
        return Place(file=file, line=token.line, column=token.column)


def _feature_css(faces: Faces, leading: float) -> str:
    """Return the tokens for small capitals, numbers of notes and initials, by what faces have."""
    text, heads = features(faces.text[0]), features(faces.heads[0])
    caps = "smcp" in text & heads
    note = "0.84rem; --note-position: super; --note-rise: baseline"
    raised = "0.66rem; --note-position: normal; --note-rise: 0.42em"
    return (
        f":root {{ --small-caps: {'small-caps' if caps else 'normal'}; "
        f"--all-small-caps: {'all-small-caps' if 'c2sc' in heads else 'normal'}; "
        f"--note-size: {note if 'sups' in text else raised}; "
        f"{initial_tokens(faces.text[0], leading)} }}"
    )


def _check_names(own: OwnSheet, design: StyleName) -> Iterator[Finding]:
    """Tell the editor's tokens that nothing uses, and uses of tokens that nothing gives."""
    sheets = (*(edition.value for edition in _MEDIA), design.value)
    ours = [rule for name in sheets for rule in _every_rule(_shipped_rules(name))]
    known = {*_SHAPING, *(name for name, _, _ in uses(written(ours)))}
    given = tokens_of(_every_rule(rules_of(own.css)))
    used = tuple(uses(own.css))
    for name in sorted(set(given) - known - {name for name, _, _ in used}):
        near = nearest(name, known)
        if near:
            place = Place(file=own.file, line=given[name].line, column=given[name].column)
            yield warning(Kind.MANIFEST, f"nothing uses {name}", f"did you mean `{near}`?", place)
    there = {*tokens_of((*ours, *rules_of(_feature_css(Faces(), 1)))), *given, *_PROGRAMS}
    for name, line, column in used:
        if name not in there:
            near = nearest(name, there)
            yield error(
                Kind.MANIFEST,
                f"{name} is given neither in the stylesheet nor in the design",
                f"did you mean `{near}`?" if near else "give it in `:root { … }`",
                Place(file=own.file, line=line, column=column),
            )


def read_style(project: Project, located: Located) -> Checked[Style]:
    """Return the style that a manifest asks for, with everything that is wrong with it."""
    asked = located.manifest.style
    items = asked if isinstance(asked, tuple) else (asked,)
    names = [one for one in items if isinstance(one, StyleName)]
    files = [one for one in items if not isinstance(one, StyleName)]
    place = located.place("style")
    if len(names) > 1 or len(files) > 1:
        return Checked(Style(), (_too_many(place),))
    style = Style(name=names[0] if names else StyleName.CLASSIC)
    if not files:
        return Checked(style)
    try:
        text = project.read_text(files[0], Kind.MANIFEST)
    except AnthologyError as problem:
        return Checked(style, tuple(replace(one, place=place) for one in problem.findings))
    own = read_own_sheet(text.value, files[0], lambda file: project.read(file, Kind.MANIFEST))
    style = replace(style, own=own.value)
    found = sorted((*own.findings, *style.check()), key=position)
    return Checked(style, (*text.findings, *found))


def _too_many(place: Place) -> Finding:
    return error(
        Kind.MANIFEST,
        "`style` names more than one design, or more than one stylesheet",
        "write one of each at most: `style: [modern, my.css]`",
        place,
    )


def _for(rules: Iterable[Node], medium: str) -> tuple[Node, ...]:
    return tuple(rule for rule in for_medium(rules, medium) if not is_font_face(rule))


def _every_rule(rules: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(rule for medium in _MEDIA.values() for rule in _for(rules, medium))


@cache
def _shipped_rules(name: str) -> tuple[Node, ...]:
    """Return the rules of a file in `styles/`, which nothing may change."""
    return rules_of(shipped_sheet(name))


def shipped_sheet(name: str) -> str:
    """Return a file of the installed package's, or the repository's, `styles/`."""
    package = Path(__file__).parent.parent
    installed = package / "styles"
    folder = installed if installed.is_dir() else package.parent.parent / "styles"
    return (folder / f"{name}.css").read_text(encoding="utf-8")
