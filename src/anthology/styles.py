"""The stylesheets of the editions."""

from pathlib import Path

from anthology.model import Edition


def stylesheet(edition: Edition) -> str:
    """Return the CSS of an edition: from the installed package, or the repository's `styles/`."""
    here = Path(__file__).parent
    installed = here / "styles"
    folder = installed if installed.is_dir() else here.parent.parent / "styles"
    return (folder / f"{edition.value}.css").read_text(encoding="utf-8")
