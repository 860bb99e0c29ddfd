"""Manifests and front matter that are bombs or traps."""

from hostile.case import MANIFEST, Hostile, files

_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

CASES = (
    Hostile(
        name="yaml-alias-bomb",
        make=files({"book.yml": MANIFEST + _BOMB}),
        exit_code=2,
        says=(r"book\.yml:5:\d+: error: the alias \*a is not allowed here",),
    ),
    Hostile(
        name="yaml-nested-brackets",
        make=files({"book.yml": f"{MANIFEST}front: {'[' * 5000}{']' * 5000}\n"}),
        exit_code=2,
        says=(r"book\.yml:4:\d+: error: values stand more than 20 deep",),
    ),
)
