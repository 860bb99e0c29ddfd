"""Make the picture of the README out of the sample book: `make pictures`."""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

PAGES = (1, 7, 13, 24)
"""The cover, the contents, the opening of an article, a page with a figure."""

HEIGHT, GAP, EDGE = 720, 24, "#d8d4cc"


def main(book: str, picture: str) -> None:
    """Put pages of a PDF side by side into one PNG."""
    shots = [shoot(book, page) for page in PAGES]
    width = sum(shot.width for shot in shots) + GAP * (len(shots) + 1)
    sheet = Image.new("RGB", (width, HEIGHT + 2 * GAP), EDGE)
    left = GAP
    for shot in shots:
        sheet.paste(shot, (left, GAP))
        left += shot.width + GAP
    sheet.quantize(128).save(picture, optimize=True)


def shoot(book: str, page: int) -> Image.Image:
    """Return a page as it looks on paper."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "page")
        subprocess.run(  # noqa: S603
            ["pdftoppm", "-png", "-singlefile", "-scale-to", "2160", "-f", str(page), book, target],  # noqa: S607
            check=True,
        )
        with Image.open(f"{target}.png") as shot:
            ratio = HEIGHT / shot.height
            return shot.convert("RGB").resize(
                (round(shot.width * ratio), HEIGHT), Image.Resampling.LANCZOS
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
