"""The examples in the README, run as a newcomer would run them."""

import json
import re
from pathlib import Path

import pytest
from click import Group
from click.testing import CliRunner
from msgspec.structs import fields

from anthology.article import read_article
from anthology.cli import main
from anthology.intake.vocabulary import Field, read_rules
from anthology.manifest import manifest_schema, read_manifest
from anthology.names.listed import NameSpec, read_names
from anthology.press.commission import commission
from anthology.wrap.commission import contradictions

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def run(command: str) -> str:
    program, *words = re.findall(r'"[^"]*"|\S+', command)
    assert program == "anthology"
    return CliRunner().invoke(main, [word.strip('"') for word in words]).output


def pattern(expected: str) -> str:
    """Turn an expected output into a pattern in which `…` stands for any number."""
    return re.escape(expected).replace("…", r"[\d.,]+")


def test_five_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    start, plan, wrong = blocks("console")
    steps = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", start + plan, re.MULTILINE)
    assert [command.split()[0] for command, _ in steps] == ["anthology", "cd", *["anthology"] * 2]
    article = tmp_path / "my-book/articles/2025-03-14-the-first-storm.md"
    for command, expected in steps:
        if command.startswith("cd "):
            article.write_text(blocks("markdown")[0], encoding="utf-8")
            monkeypatch.chdir(command.split()[1])
        else:
            assert re.fullmatch(pattern(expected), run(command)), command

    manifest = tmp_path / "my-book/book.yml"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace("chapters: month", "chapter: month  "),
        encoding="utf-8",
    )
    article.write_text(article.read_text(encoding="utf-8").replace("03-14", "02-30"), "utf-8")
    command, expected = wrong.removeprefix("$ ").split("\n", 1)
    assert run(command) == expected


def test_the_rules_in_the_readme_are_rules(tmp_path: Path) -> None:
    _, rules = blocks("yml")
    (tmp_path / "rules.yml").write_text(rules, encoding="utf-8")
    known = read_rules(tmp_path / "rules.yml")
    assert "herkunft" in known.headings
    assert "aus der feder von" in known.labels[Field.AUTHORS]
    assert "zuerst gedruckt" in known.lines


def test_the_names_in_the_readme_are_names() -> None:
    text, _ = blocks("yml")
    read = read_names(text, "names.yml", "en")
    assert read.findings == ()
    assert read.value is not None
    assert [name.see for name in read.value.names] == [None, None, "Lviv", None, None]
    assert all(f"{field.name}:" in text for field in fields(NameSpec))


def test_the_imports_in_the_readme_are_those_of_the_program() -> None:
    named = set(re.findall(r"^\| `anthology import (\w+) ", README, re.MULTILINE))
    group = main.commands["import"]
    assert isinstance(group, Group)
    assert named == set(group.commands)


def test_the_manifest_in_the_readme_is_one_with_every_key() -> None:
    text, _, _, _ = blocks("yaml")
    read = read_manifest(text, "book.yml")
    assert read.findings == ()
    assert read.value is not None
    missing = {name for name in manifest_schema()["properties"] if f"\n{name}:" not in f"\n{text}"}
    assert missing == set()


def test_the_press_in_the_readme_is_one_with_every_key() -> None:
    _, text, _, _ = blocks("yaml")
    read = read_manifest(f"title: T\nlanguage: en\nidentifier: urn:x-test:t\n{text}", "README.md")
    assert read.findings == ()
    assert read.value is not None
    assert commission(read.value).findings == ()
    keys = manifest_schema()["properties"]["press"]["properties"]
    assert {name for name in keys if f"\n  {name}:" not in text} == set()


def test_the_cover_in_the_readme_is_one_with_every_key() -> None:
    _, _, text, _ = blocks("yaml")
    read = read_manifest(f"title: T\nlanguage: en\nidentifier: urn:x-test:t\n{text}", "README.md")
    assert read.findings == ()
    assert read.value is not None
    assert tuple(contradictions(read.value)) == ()
    cover = manifest_schema()["properties"]["press"]["properties"]["cover"]["properties"]
    assert {name for name in cover if f"\n    {name}:" not in text} == set()
    spine = cover["spine"]["properties"]
    assert {name for name in spine if f"\n      {name}:" not in text} == set()


def test_the_front_matter_in_the_readme_is_one_with_every_key() -> None:
    _, _, _, text = blocks("yaml")
    read = read_article(f"---\n{text}---\nText.\n", "articles/a.md", "en")
    assert read.findings == ()
    assert read.value is not None
    article = read.value.article
    assert article.source is not None
    empty = {field.name for field in fields(article) if not getattr(article, field.name)}
    assert empty == {"date_unknown"}


def test_the_schema_at_the_root_is_the_one_of_the_program() -> None:
    schema = json.loads((ROOT / "book.schema.json").read_text(encoding="utf-8"))
    assert schema == manifest_schema()
    assert "$schema=book.schema.json" in (ROOT / "book.yml").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme() -> None:
    named = set(re.findall(r"`anthology (\w+)", README))
    assert set(main.commands) <= named
