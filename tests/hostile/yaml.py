"""Manifests and front matter that are bombs or traps."""

from collections.abc import Iterator

from hostile.case import MANIFEST, Hostile, files

_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
_MERGE = "a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: [*a, *b]}\n"
_TRAPS: dict[str, tuple[str, int, str]] = {
    "alias-bomb": (_BOMB, 2, r"the alias \*a is not allowed here"),
    "merge-bomb": (_MERGE, 2, "the merge key << is not allowed here"),
    "nested-brackets": (f"front: {'[' * 5000}{']' * 5000}\n", 1, "values stand more than 20 deep"),
    "nested-brackets-open": (f"front: {'[' * 5000}\n", 1, "values stand more than 20 deep"),
    "nested-braces": (f"front: {'{a: ' * 5000}\n", 1, "values stand more than 20 deep"),
    "nested-lists": (f"front:\n{'- ' * 5000}x\n", 2, "values stand more than 20 deep"),
    "nested-keys": (
        "".join(f"{' ' * n}k:\n" for n in range(500)),
        21,
        "values stand more than 20 deep",
    ),
    "long-key": (f"{'k' * 2000}: x\n", 1, "this is not YAML: no colon and blank follow the key"),
    "endless-key": (f"{'k' * 10**6}: x\n", 0, "there are more than 200000 characters"),
    "100000-keys": (
        "".join(f"k{n}: x\n" for n in range(100_000)),
        0,
        "there are more than 200000 characters",
    ),
    "20000-values": (f"tags: [{'x,' * 20_000}]\n", 1, "there are more than 10000 keys and values"),
    "huge-scalar": (f"subtitle: {'x' * 10**7}\n", 0, "there are more than 200000 characters"),
    "huge-block": (
        "subtitle: |\n" + "  words words words\n" * 10**5,
        0,
        "there are more than 200000 characters",
    ),
    "object-tag": (
        "subtitle: !!python/object/apply:os.system [id]\n",
        1,
        "the tag tag:yaml.org,2002:python/object/apply:os.system is not allowed here",
    ),
    "own-tag": ("subtitle: !x y\n", 1, "the tag !x is not allowed here"),
    "twice": ("subtitle: a\nsubtitle: b\n", 2, "the key subtitle stands here a second time"),
    "nul-escape": ('subtitle: "a\\0b"\n', 1, "the value has a character that no book can print"),
    "terminal-escape": (
        'subtitle: "\\e[2J"\n',
        1,
        "the value has a character that no book can print",
    ),
}
"""What stands below the first three lines, the line of it (0: anywhere), and what is said."""


def _cases() -> Iterator[Hostile]:
    for name, (text, line, said) in _TRAPS.items():
        for place, first, make, code in (
            (r"book\.yml", 3, files({"book.yml": MANIFEST + text}), 2),
            (
                r"articles/a\.md",
                3,
                files({"articles/a.md": f"---\ntitle: A\ndate: 2025\n{text}---\nWords.\n"}),
                3,
            ),
        ):
            where = rf"{first + line}:\d+" if line else r"\d+(:\d+)?"
            yield Hostile(
                name=f"yaml-{name}-{'manifest' if code == 2 else 'article'}",
                make=make,
                exit_code=code,
                says=(f"{place}:{where}: error: (?:{said})",),
            )


CASES = (
    *_cases(),
    Hostile(
        name="yaml-anchor-without-use",
        make=files({"articles/a.md": "---\ntitle: &t A\ndate: 2025\n---\nWords.\n"}),
        exit_code=0,
    ),
    Hostile(
        name="yaml-raw-control",
        make=files(
            {
                "book.yml": f"{MANIFEST}subtitle: a\x1b[2J\n",
                "articles/a.md": "---\ntitle: A\x07\ndate: 2025\n---\nWords \x08 here.\n",
            }
        ),
        exit_code=0,
        says=(
            r"book\.yml:4: warning: control characters of the file are left out: 1, .* U\+001B",
            r"articles/a\.md:2: warning: control characters of the file .* out: 2, .* U\+0007",
        ),
    ),
    Hostile(
        name="yaml-many-documents",
        make=files({"book.yml": MANIFEST + "---\nx: 1\n" * 10_000}),
        exit_code=2,
        says=(r"book\.yml:4:1: error: a second YAML document begins here",),
    ),
    Hostile(
        name="yaml-entity-bomb-in-xhtml",
        make=files(
            {
                "articles/a.xhtml": "---\ntitle: A\ndate: 2025\n---\n"
                '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa">'
                + "".join(
                    f'<!ENTITY {name} "{f"&{before};" * 10}">'
                    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
                )
                + ']><p xmlns="http://www.w3.org/1999/xhtml">&i; words</p>\n'
            }
        ),
        exit_code=0,
    ),
)
