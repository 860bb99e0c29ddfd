"""HTML of any quality into a tree, as a browser would read it."""

from anthology.body.locator import Locator
from anthology.body.tidy import parse_tidy
from anthology.body.tree import Nodes
from anthology.body.writable import writable
from anthology.errors import Checked


def parse_html(html: str, locator: Locator) -> Checked[Nodes]:
    """Return the children of the body of an HTML document or fragment.

    Comments go, and so do `data-` attributes, which are ours. Elements of SVG and MathML keep
    their names behind `svg/` and `math/`. Characters that XML cannot hold are left out. What the
    parser would swallow with its text, and what stands too deep, is a finding.
    """
    tidy = parse_tidy(writable(html))
    if tidy is not None:
        return Checked(tidy)
    from anthology.body.byrules import parse_by_rules  # tinyhtml5 is slow to import

    return parse_by_rules(html, locator)
