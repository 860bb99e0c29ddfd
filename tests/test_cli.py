"""The commands as a user gives them: what they print, how they end, what they leave behind."""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import click
import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from anthology.build import build_book
from anthology.cli import main
from anthology.errors import EXIT_CODES, AnthologyError
from anthology.load import Project
from anthology.model import Edition
from anthology.result import Request
from outline import dangling

ROOT = Path(__file__).parent.parent
MANIFEST = "title: Sorts\nlanguage: en\nidentifier: urn:x-test:1\n"
ARTICLE = "---\ntitle: On Type\ndate: 2025-11-16\n---\n\nA *text* with a note.[^1]\n\n[^1]: It.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a book of one article, in which the commands run."""
    folder = tmp_path / "book"
    write(folder, {"book.yml": MANIFEST, "articles/type.md": ARTICLE})
    monkeypatch.chdir(folder)
    monkeypatch.setenv("ANTHOLOGY_DEBUG", "1")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return folder


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def run(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, words, prog_name="anthology")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def shell(
    *words: str, at: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from anthology.cli import main; main()", *words],
        cwd=at,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")} | dict(env or {}),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


# -- init


def test_a_new_project_builds_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "new"
    run(
        "init",
        str(folder),
        "--title",
        'A "new" book: #1',
        "--language",
        "pt_br",
        "--author",
        "A: B",
    )
    monkeypatch.chdir(folder)
    manifest = yaml.safe_load((folder / "book.yml").read_text(encoding="utf-8"))
    assert (manifest["title"], manifest["authors"]) == ('A "new" book: #1', ["A: B"])
    assert manifest["language"] == "pt-BR"
    result = run("build", "--epub")
    assert result.stderr.count("warning: ") == 2
    (made,) = (folder / "dist").iterdir()
    assert zipfile.is_zipfile(made)


def test_the_example_is_an_article_that_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles/_example.md").rename(tmp_path / "articles/2025-11-16-a-title.md")
    run("check", "--strict")


def test_the_remarks_of_a_new_manifest_are_right_without_their_marks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init", str(tmp_path))
    path = tmp_path / "book.yml"
    text = path.read_text(encoding="utf-8")
    shown = re.sub(r"^# (?=(?!cover)[a-z]+: )", "", text, flags=re.MULTILINE)
    assert shown.count("\n#") <= text.count("\n#") - 7
    path.write_text(shown, encoding="utf-8")
    write(tmp_path, {"front/preface.md": "# Preface\n", "back/about.md": "# About\n"})
    write(tmp_path, {"names.yml": "- Lviv\n"})
    monkeypatch.chdir(tmp_path)
    assert "0 errors" in run("check").stdout


def test_what_the_new_manifest_refers_to_is_there(tmp_path: Path) -> None:
    run("init", str(tmp_path))
    text = (tmp_path / "book.yml").read_text(encoding="utf-8")
    (schema,) = re.findall(r"\$schema=(\S+)", text)
    jsonschema.Draft202012Validator.check_schema(json.loads((tmp_path / schema).read_text("utf-8")))


def test_init_does_not_touch_a_book_that_is_there(project: Path) -> None:
    result = run("init", str(project), code=2)
    assert "there is a book.yml already" in result.stderr
    assert (project / "book.yml").read_text(encoding="utf-8") == MANIFEST


def test_two_new_books_have_two_identifiers(tmp_path: Path) -> None:
    found = set()
    for name in ("a", "b"):
        run("init", str(tmp_path / name))
        manifest = yaml.safe_load((tmp_path / name / "book.yml").read_text(encoding="utf-8"))
        found.add(manifest["identifier"])
    assert len(found) == 2
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in found)


def test_init_refuses_what_is_no_language(tmp_path: Path) -> None:
    result = run("init", str(tmp_path), "--language", "German", code=2)
    assert "did you mean de?" in result.stderr
    assert not list(tmp_path.iterdir())


# -- list, check and their exit codes


def test_the_plan_goes_to_the_output_and_findings_to_the_error(project: Path) -> None:
    write(
        project, {"articles/b.md": ARTICLE.replace("On Type", "B").replace("A *t", "{{ x }} A *t")}
    )
    result = run("list")
    assert "November 2025" in result.stdout
    assert "On Type" in result.stdout
    assert "warning" not in result.stdout
    assert result.stderr.startswith("articles/b.md:6:1: warning: ")


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, 0),
        ({"book.yml": f"{MANIFEST}titel: x\n"}, 2),
        ({"book.yml": "title: [\n"}, 2),
        ({"articles/b.md": "No title.\n"}, 3),
        ({"articles/b.md": "---\ntitle: B\n---\n"}, 3),
        ({"book.yml": f"{MANIFEST}titel: x\n", "articles/b.md": "No title.\n"}, 2),
        ({"articles/b.md": ARTICLE.replace("[^1]:", "[^2]:")}, 3),
    ],
)
def test_commands_end_with_the_code_of_what_is_wrong(
    project: Path, files: dict[str, str], code: int
) -> None:
    write(project, files)
    for words in (("check",), ("list",), ("sources",), ("build", "--epub")):
        result = run(*words, code=code)
        assert "Traceback" not in result.output
        assert ("error: " in result.stderr) == bool(code)
    assert (project / "dist").exists() == (code == 0)


def test_warnings_fail_where_that_is_asked_for(project: Path) -> None:
    write(project, {"articles/b.md": "---\ntitle: B\ndate: 2025\n---\n[a](c.md) ![x](y.png)\n"})
    assert "2 warnings" in run("check").stdout
    assert "2 warnings" in run("check", "--strict", code=3).stdout
    run("build", "--epub", "--strict", code=3)
    assert not (project / "dist").exists()
    run("build", "--epub")


@pytest.mark.parametrize(
    ("cover", "said"),
    [
        ("cover.jpg", "cover.jpg is not there"),
        ("../cover.jpg", "../cover.jpg lies outside"),
        ("articles/type.md", "the picture articles/type.md "),
    ],
)
def test_check_finds_everything_that_a_build_finds(project: Path, cover: str, said: str) -> None:
    write(project, {"book.yml": f"{MANIFEST}cover: {{image: {cover}}}\n"})
    for words in (("check",), ("build", "--epub")):
        result = run(*words, code=2)
        assert result.stderr.startswith(f"book.yml:4:16: error: {said}")


def test_a_picture_that_is_none_is_told_in_words(project: Path) -> None:
    write(project, {"articles/b.md": "---\ntitle: B\ndate: 2025\n---\n![x](b.md)\n"})
    result = run("check", code=3)
    assert result.stderr.startswith("articles/b.md:5:6: error: the picture articles/b.md ")
    assert "0x" not in result.stderr


@pytest.mark.parametrize(
    ("articles", "column"),
    [
        ("artikel", 11), ("[articles, artikel]", 22), ("['essays/*.md', articles]", 12),
        ("../outside", 11), ("['**.md']", 12), ("articles/none.md", 11),
    ],
)  # fmt: skip
def test_articles_that_are_not_there_are_an_error(
    project: Path, articles: str, column: int
) -> None:
    write(project, {"book.yml": f"{MANIFEST}articles: {articles}\n"})
    result = run("check", code=2)
    assert result.stderr.startswith(f"book.yml:4:{column}: error: ")


def test_every_command_finds_the_book_from_a_folder_inside(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "articles")
    assert "On Type" in run("list").stdout
    run("build", "--epub")
    assert (project / "dist/sorts.epub").exists()


def test_every_kind_has_an_exit_code_of_its_own() -> None:
    assert len(set(EXIT_CODES.values())) == len(EXIT_CODES)
    assert 0 not in EXIT_CODES.values()


# -- build


def test_a_quiet_build_says_nothing(project: Path) -> None:
    write(project, {"articles/b.md": "---\ntitle: B\ndate: 2025\n---\n![x](y.png)\n"})
    assert run("build", "--epub", "--quiet").output == ""
    write(project, {"articles/c.md": "No title.\n"})
    assert len(run("build", "--epub", "--quiet", code=3).output.splitlines()) == 1


@pytest.mark.usefixtures("project")
def test_a_verbose_build_says_every_step() -> None:
    steps = run("build", "--epub", "--verbose").stderr.splitlines()
    assert [step.split()[0] for step in steps] == [
        "manifest",
        "read",
        "pages",
        "epub",
        "proof",
        "write",
    ]


def test_the_output_goes_where_it_is_wanted(project: Path, tmp_path: Path) -> None:
    result = run("build", "--epub", "--output", str(tmp_path / "out/here"))
    assert [path.name for path in (tmp_path / "out/here").iterdir()] == ["sorts.epub"]
    assert "sorts.epub: " in result.stdout
    assert not (project / "dist").exists()


@pytest.mark.parametrize("kind", ["file", "folder", "output"])
def test_something_in_the_way_of_the_output_is_one_line(project: Path, kind: str) -> None:
    words = ["build", "--epub"]
    if kind == "file":
        write(project, {"dist": "no folder"})
    elif kind == "folder":
        (project / "dist/sorts.epub").mkdir(parents=True)
    else:
        write(project, {"out": "no folder"})
        words += ["--output", "out"]
    result = run(*words, code=4)
    assert len(result.stderr.splitlines()) == 1
    assert "cannot be written" in result.stderr


def test_a_failed_build_leaves_the_old_files_untouched(project: Path) -> None:
    run("build", "--epub")
    made = project / "dist/sorts.epub"
    before = (made.read_bytes(), made.stat().st_mtime_ns)
    write(project, {"articles/b.md": "No title.\n"})
    run("build", "--epub", code=3)
    assert (made.read_bytes(), made.stat().st_mtime_ns) == before
    assert [path.name for path in made.parent.iterdir()] == ["sorts.epub"]


def test_a_file_of_the_edition_that_fails_touches_no_other(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AnthologyError([])

    monkeypatch.setattr("anthology.typeset.typeset", fail)
    editions, output = tuple(Edition), project / "dist"
    request = Request(editions=editions, output=output, changed=None, strict=False)
    with pytest.raises(AnthologyError):
        build_book(Project(project), request, jobs=1, hire=None, progress=lambda *_: None)
    assert not (project / "dist").exists()


def test_the_environment_says_when_the_input_changed(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def modified() -> str:
        run("build", "--epub")
        with zipfile.ZipFile(project / "dist/sorts.epub") as archive:
            package = archive.read("EPUB/content.opf").decode()
        (found,) = re.findall(r'dcterms:modified">([^<]+)<', package)
        return str(found)

    assert modified() == "2025-11-16T00:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert modified() == "2023-11-14T22:13:20Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert modified() == "1970-01-01T00:00:00Z"


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("epoch", ["yesterday", "1e9", "9" * 30, "-" + "9" * 30])
def test_an_environment_that_says_nothing_is_refused(
    monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert "SOURCE_DATE_EPOCH" in run("build", "--epub", code=2).stderr


def test_the_same_book_is_the_same_bytes_anywhere(tmp_path: Path) -> None:
    made = []
    for number, env in enumerate(
        (
            {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
            {"TZ": "America/Anchorage", "PYTHONHASHSEED": "2", "LC_ALL": "de_DE.UTF-8"},
        )
    ):
        folder = tmp_path / f"copy {number}"
        names = ["type", "ink", "paper"]
        articles = {
            f"articles/{name}.md": ARTICLE.replace("On Type", name)
            for name in (names if number else reversed(names))
        }
        write(folder, {"book.yml": MANIFEST, **articles})
        run_ = shell("build", "--quiet", at=folder, env=env)
        assert (run_.returncode, run_.stderr) == (0, "")
        made.append({path.name: path.read_bytes() for path in (folder / "dist").iterdir()})
    assert set(made[0]) == {"sorts.epub", "sorts.pdf"}
    assert made[0] == made[1]


def test_two_texts_of_one_name_are_an_error_with_both_places(project: Path) -> None:
    manifest = f"{MANIFEST}front: [a/x.md, b/x.md, b/y.md]\nback: [a/x.md]\n"
    texts = {name: f"# Title of {name}\n" for name in ("a/x.md", "b/x.md", "b/y.md")}
    write(project, {"book.yml": manifest, **texts})
    (line,) = run("build", "--epub", code=2).stderr.splitlines()
    assert line.startswith("book.yml:4:17: error: b/x.md has the same name as a/x.md")
    write(project, {"b/x.md": "---\nslug: z\n---\n# Another\n"})
    run("build", "--epub", "--strict")
    assert dangling(project / "dist/sorts.epub") == []


def test_ids_of_articles_whose_names_begin_alike_do_not_meet(project: Path) -> None:
    text = "[a](#note-1)[^1] [b](#title) [c](#b)\n\n## Note 1\n\n## Title\n\n## B\n\n[^1]: N.\n"
    write(
        project,
        {
            f"articles/{name}.md": f"---\ntitle: {name}\ndate: 2025\n---\n{text}"
            for name in ("a", "a-title", "a-b", "a-note-1", "a-note")
        },
    )
    run("build", "--epub", "--strict")
    assert dangling(project / "dist/sorts.epub") == []


def test_two_chapters_with_one_introduction(project: Path) -> None:
    chapters = (
        "chapters:\n  - {title: One, articles: [type], intro: i.md}\n"
        "  - {title: One, articles: [ink], intro: i.md}\n"
    )
    intro = "See [this](#h).[^1]\n\n## H\n\n[^1]: Note.\n"
    write(
        project,
        {
            "book.yml": MANIFEST + chapters,
            "i.md": intro,
            "articles/ink.md": ARTICLE.replace("On Type", "On Ink"),
        },
    )
    run("build", "--epub", "--strict")
    assert dangling(project / "dist/sorts.epub") == []


def test_a_text_named_with_a_dot_is_the_same_text(project: Path) -> None:
    write(project, {"book.yml": f"{MANIFEST}front: [./articles/preface.md]\n"})
    write(project, {"articles/preface.md": "# Preface\n\nText.\n"})
    assert "1 article," in run("list").stdout


# -- the rest


def test_the_schema_takes_the_sample_book_and_refuses_a_wrong_one() -> None:
    schema = json.loads(run("schema").stdout)
    validator = jsonschema.Draft202012Validator(schema)
    text = (ROOT / "book.yml").read_text(encoding="utf-8")
    sample = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes strings only
    assert list(validator.iter_errors(sample)) == []
    for wrong in ({"title": None}, {"order": "up"}, {"titel": "T"}, {"sources": {"order": "x"}}):
        assert list(validator.iter_errors({**sample, **wrong})), wrong
    assert all("description" in one for one in schema["properties"].values())


@pytest.mark.parametrize("shell_", ["bash", "zsh", "fish"])
def test_a_completion_script(shell_: str) -> None:
    script = run("completion", shell_).stdout
    assert "_ANTHOLOGY_COMPLETE" in script
    assert script.isprintable() or "\n" in script


def test_completion_knows_the_commands() -> None:
    env = {"_ANTHOLOGY_COMPLETE": "bash_complete", "COMP_WORDS": "anthology bu", "COMP_CWORD": "1"}
    result = CliRunner().invoke(main, prog_name="anthology", env=env)
    assert "plain,build" in result.stdout


def test_help_needs_none_of_the_heavy_libraries(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom anthology.cli import main\n"
        "try:\n    main(['build', '--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'weasyprint', 'ebooklib', 'lxml', 'PIL', 'babel', 'jinja2', 'yaml', 'msgspec'}\n"
        "print('heavy:', sorted(heavy & set(sys.modules)))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "heavy: []" in result.stdout


def test_every_command_and_option_says_what_it_is_for() -> None:
    def commands(group: click.Group) -> list[click.Command]:
        found: list[click.Command] = []
        for command in group.commands.values():
            found.append(command)
            if isinstance(command, click.Group):
                found += commands(command)
        return found

    for command in commands(main):
        assert command.help, command.name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (command.name, parameter.name)


def test_the_version_is_said() -> None:
    assert re.fullmatch(r"anthology \d+\.\d+\.\d+\S*\n", run("--version").stdout)


def test_a_reader_that_goes_away_is_no_fault_of_the_program(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    write(folder, {"book.yml": MANIFEST})
    articles = {f"articles/a{n}.md": ARTICLE.replace("On Type", f"T{n}") for n in range(400)}
    write(folder, articles)
    program = f"{sys.executable} -c 'from anthology.cli import main; main()' list | head -1"
    result = subprocess.run(
        ["bash", "-c", program],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.stdout == "Sorts\n"
    assert result.stderr == ""


@pytest.mark.usefixtures("project")
def test_a_fault_of_the_program_is_one_line_and_code_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.delenv("ANTHOLOGY_DEBUG")
    monkeypatch.setattr("anthology.plan.assemble", fail)
    result = run("build", "--epub", code=1)
    assert len(result.stderr.splitlines()) == 1
    assert "RuntimeError: a bug" in result.stderr
