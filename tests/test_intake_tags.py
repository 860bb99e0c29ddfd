"""Template tags: which end belongs to which beginning, and what is no tag."""

import pytest

from anthology.intake.site.tags import Tag, resolve_tags


def resolved(text: str) -> tuple[str, list[str]]:
    """Return a text of which `b` and `v` are known, and the names of tags that are not."""
    told: list[str] = []

    def resolve(tag: Tag) -> str | None:
        known = {"b": f"<b>{tag.content}</b>", "v": "V", "fig": f"({tag.get('src', '0')})"}
        return known.get(tag.name)

    return resolve_tags(text, resolve, lambda tag: told.append(tag.name)), told


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("{% b %}x{% endb %}", "<b>x</b>"),
        ("{% b %}{% b %}x{% endb %}{% endb %}", "<b><b>x</b></b>"),
        ("{% b %}{% b %}x{% endb %}", "<b>None</b><b>x</b>"),
        ("{{% b %}}{{< b >}}i{{< /b >}}{{% / b %}}", "<b><b>i</b></b>"),
        ('{{< fig src="{{x}}" >}}z', "({{x}})z"),
        ("a {%- v -%} b", "a V b"),
        ("{# {{ x }} #}a", "a"),
        ("`{% v %}` {% v %}", "`{% v %}` V"),
        ("{% comment %}{% raw %}{% endcomment %}k", "k"),
        (
            "{% raw %}{{ x }}{% b %}{% endraw %}{% b %}y{% endb %}",
            "&#123;{ x }}&#123;% b %}<b>y</b>",
        ),
        ("```\n{% raw %}\n{{ x }}\n{% endraw %}\n```", "```\n\n{{ x }}\n\n```"),
        ("{% raw %} open", " open"),
        ("{{</* fig a */>}}", "&#123;{< fig a >}}"),
        ("{% b %}x{% endb %}\n**y**\n", "<b>x</b>\n\n**y**\n"),
        ("{% v %}\n**y**\n", "V\n**y**\n"),
        ("z {% b %}x{% endb %}\n**y**\n", "z <b>x</b>\n**y**\n"),
        ("{::x y=1}\n{:.cls}", "\n"),
        ('![a](b){:\n.icon width="70"} c {: d', "![a](b) c {: d"),
        (
            "## A {#a-b}\nB {#c} d {#e .f}",
            '## A <span id="a-b"></span>\nB {#c} d <span id="e"></span>',
        ),
        ("```\n# A {#a}\n```", "```\n# A {#a}\n```"),
    ],
)
def test_tags_that_are_known(text: str, html: str) -> None:
    assert resolved(text) == (html, [])


@pytest.mark.parametrize(
    ("text", "html", "told"),
    [
        ("{% u %}c{% endu %}", "c", ["u"]),
        ('{% quote(a="b") %}q{% end %}', "q", ["quote"]),
        ('x {{ "{% v %}" }}', "x ", ["="]),
        ("x {% endb %}", "x ", ["endb"]),
    ],
)
def test_of_others_the_content_stays(text: str, html: str, told: list[str]) -> None:
    assert resolved(text) == (html, told)
