"""The README, run: every command prints what it says, every file it names is there."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kg.cli import main, run

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def examples() -> list[tuple[str, str]]:
    """Return each `$ command` of the README and what it says that it prints."""
    found = []
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, expected = part.partition("\n")
            found.append((command, expected))
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the demo articles, in which the README's commands run in order."""
    made = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "data" / "articles", made / "data" / "articles")
    for block in blocks("toml"):
        first, _, rest = block.partition("\n")
        (made / first.removeprefix("# ")).write_text(rest, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def printed(folder: Path) -> dict[str, tuple[int, str]]:
    home = Path(sys.executable).parent
    clean = {k: v for k, v in os.environ.items() if k != "KG_GRAPH"}
    env = {**clean, "PATH": f"{home}{os.pathsep}{os.environ['PATH']}"}
    done = {}
    for command, _ in examples():
        run = subprocess.run(
            command, shell=True, cwd=folder, env=env, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        # How much was given up changes with every rule, and is no part of what the README shows.
        shown = re.sub(r"^left out or unsure: .*\n", "", run.stdout, flags=re.MULTILINE)
        done[command] = run.returncode, shown
    return done


@pytest.mark.parametrize(("command", "expected"), examples(), ids=[c for c, _ in examples()])
def test_each_command_of_the_readme_prints_what_it_says(
    printed: dict[str, tuple[int, str]], command: str, expected: str
) -> None:
    code, got = printed[command]
    assert code == 0, got
    assert got.strip()
    if expected.strip() != "...":
        assert got == expected


def test_the_python_of_the_readme_runs(
    printed: dict[str, tuple[int, str]], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert printed
    monkeypatch.chdir(folder)
    text = "\n".join(blocks("pycon"))
    test = doctest.DocTestParser().get_doctest(text, {}, "README", "README.md", 0)
    assert len(test.examples) >= 6
    told: list[str] = []
    failed, _ = doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    assert failed == 0, "".join(told)


def handed_on() -> list[str]:
    """Return the commands of the table of exports, a row at least one."""
    (section,) = re.findall(r"^## Hand it on\n(.*?)^## ", README, re.DOTALL | re.MULTILINE)
    rows = re.findall(r"^\| [^|]+ \| ([^|]*) \| [^|]+ \|$", section, re.MULTILINE)[1:]
    found = [re.findall(r"`kg ([^`]+)`", row) for row in rows]
    assert all(found), "a row without a command"
    return [command for commands in found for command in commands]


@pytest.mark.parametrize("command", handed_on())
def test_each_command_of_the_table_of_exports_writes_what_it_names(
    command: str, example_graph_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = command.split()
    assert run(words) == 0
    written = tmp_path / words[words.index("-o") + 1]
    files = [f for f in written.rglob("*") if f.is_file()] if written.is_dir() else [written]
    assert sum(f.stat().st_size for f in files) > 500


def test_the_table_of_exports_has_every_format() -> None:
    from kg.export import FORMATS, format_named

    words = [command.split() for command in handed_on()]
    named = {w[w.index("-f") + 1] for w in words if "-f" in w}
    files = {w[w.index("-o") + 1] for w in words if "-f" not in w}
    shown = named | {format_named(file=file).name for file in files}
    assert {f.name for f in FORMATS} - shown == {"ntriples", "rdfxml"}  # beside Turtle


def test_the_readme_names_every_command() -> None:
    for name in main.commands:
        assert re.search(rf"\bkg {name}\b", README), name


def with_parts(command: click.Command) -> list[click.Command]:
    """Return a command and, if it is a group, those that it holds."""
    return [command, *(command.commands.values() if isinstance(command, click.Group) else ())]


def test_the_readme_names_no_command_or_option_that_is_not_there() -> None:
    for name, rest in re.findall(r"\bkg ([a-z]+)\b([^`|\n]*)", "\n".join(code(README))):
        assert name in main.commands, name
        known = {o for c in with_parts(main.commands[name]) for p in c.params for o in p.opts}
        assert set(re.findall(r"(?<!\S)--[a-z0-9-]+", rest)) <= known, (name, rest)


def code(text: str) -> list[str]:
    """Return what the README sets as code: spans and blocks of commands."""
    outside = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    return [*re.findall(r"`([^`\n]+)`", outside), *(c for c, _ in examples())]


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)]+)\)", README))
def test_what_the_readme_links_to_is_there(link: str) -> None:
    assert (ROOT / link).is_file()


@pytest.mark.parametrize("script", re.findall(r"^(scripts/\w+)", "\n".join(blocks("sh")), re.M))
def test_the_scripts_of_the_readme_can_be_run(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)


@pytest.mark.parametrize("folder_name", re.findall(r"^\| `(\w+)/`", README, re.MULTILINE))
def test_the_folders_of_the_readme_are_there(folder_name: str) -> None:
    assert (ROOT / folder_name).is_dir()


def test_the_first_screen_has_a_sentence_a_picture_and_commands() -> None:
    first = README.split("\n## ")[0]
    assert first.startswith("# kg\n\n**kg turns")
    assert first.index("![") < first.index("```console") < first.index("```pycon")


def test_the_readme_says_how_it_was_measured() -> None:
    (section,) = re.findall(r"^## How well it reads\n(.*?)^## ", README, re.DOTALL | re.MULTILINE)
    assert re.search(r"\b20\d\d-\d\d-\d\d\b", section), "a date"
    assert "| n |" in section


def test_the_changelog_names_every_command() -> None:
    for name in main.commands:
        assert f"`kg {name}`" in CHANGELOG


@pytest.mark.parametrize("name", sorted(main.commands))
def test_each_command_explains_itself(name: str) -> None:
    command = main.commands[name]
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name not in ("help",):
            assert parameter.help or parameter.show_default, (name, parameter.name)
