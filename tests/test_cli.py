"""The command as a whole: help, examples, which graph is meant, pipes, interruptions, colours."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from kg import __version__
from kg.cli import lazy, main, run
from kg.cli.options import find_graph
from kg.errors import NotFoundError, UsageError
from kg.query.questions import questions

KG = [sys.executable, "-c", "from kg.cli import entry; entry()"]
COMMANDS = sorted(main.commands)
ARTICLE = """---
title: Prison talks
date: 2025-06-14
---
Peru is negotiating with El Salvador. Human rights groups have criticized CECOT, the Salvadoran
prison. “We will decide in June,” said Prime Minister Eduardo Arana.
"""


def examples(name: str) -> list[str]:
    """Return the example lines in the help of a command."""
    epilog = main.commands[name].epilog or ""
    return [x.strip() for x in epilog.splitlines() if x.startswith("  ")]


ALL_EXAMPLES = [e for name in COMMANDS for e in examples(name)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what the examples of the help speak of: an article and a graph."""
    made = tmp_path_factory.mktemp("examples")
    (made / "articles").mkdir()
    for file in (made / "article.txt", made / "articles" / "one.txt"):
        file.write_text(ARTICLE, encoding="utf-8")
    (made / "people.csv").write_text("name,home\nJane Roe,Lima\n", encoding="utf-8")
    done = shell("kg build article.txt -o peru.kg", made)
    assert done.returncode == 0, done.stderr
    return made


def shell(line: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    home = str(Path(sys.executable).parent)
    clean = {k: v for k, v in os.environ.items() if k not in ("KG_GRAPH", "FORCE_COLOR")}
    path = f"{home}{os.pathsep}{clean['PATH']}"
    return subprocess.run(
        line, shell=True, cwd=folder, env={**clean, "PATH": path, **env},
        capture_output=True, text=True,
    )  # fmt: skip


# ---------------------------------------------------------------- help


@pytest.mark.parametrize("args", [[], ["--help"], ["-h"]])
def test_help_names_every_command(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(args) == (0 if args else 2)
    printed = "".join(capsys.readouterr())
    assert "Usage: kg" in printed
    for name in COMMANDS:
        assert re.search(rf"^  {name} +\S", printed, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_says_of_a_command_what_the_command_says_of_itself(name: str) -> None:
    listed = dict(re.findall(r"^  (\w+) +(\S.*)$", _help_of(400), re.MULTILINE))
    assert listed[name] == main.commands[name].get_short_help_str(400)


@pytest.mark.parametrize("width", [40, 78, 100])
def test_the_list_of_commands_is_the_one_that_click_makes_of_them_all(width: int) -> None:
    context, formatter = click.Context(main), click.HelpFormatter(width=width)
    click.Group.format_commands(main, context, formatter)
    assert formatter.getvalue() == _help_of(width)


def _help_of(width: int) -> str:
    formatter = click.HelpFormatter(width=width)
    main.format_commands(click.Context(main), formatter)
    return formatter.getvalue()


def test_a_command_imports_no_other_theme() -> None:
    code = (
        "import sys; from kg.cli import run; code = run(['query', 'ASK {}', '-g', 'none.kg']);"
        "print(code, *sorted(m for m in sys.modules if m.startswith('kg.cli.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "4 kg.cli.asking kg.cli.lazy kg.cli.options\n"


def test_a_command_may_be_added_to_those_of_kg_and_taken_away() -> None:
    try:
        main.add_command(click.Command("other", help="Do something else."))
        assert "other" in main.commands
        assert main.list_commands(click.Context(main)) == sorted([*COMMANDS, "other"])
        assert len(main.commands) == len(COMMANDS) + 1
    finally:
        del main.commands["other"]
    assert sorted(main.commands) == COMMANDS


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"kg, version {__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_two_examples(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([name, "--help"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"Usage: kg {name} ")
    assert len(examples(name)) >= 2
    for example in examples(name):
        assert f"  {example}\n" in printed  # not folded into a paragraph


@pytest.mark.parametrize("example", ALL_EXAMPLES)
def test_each_example_of_the_help_runs(example: str, folder: Path) -> None:
    old = folder / "old.kg"  # there for the examples that name it: of two graphs none is meant
    if old.name in example:
        shutil.copytree(folder / "peru.kg", old)
    done = shell(example, folder)
    shutil.rmtree(old, ignore_errors=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout or done.stderr


def test_every_parameter_has_help_or_a_metavar() -> None:
    for name in COMMANDS:
        for parameter in main.commands[name].params:
            if isinstance(parameter, click.Option):
                assert parameter.help or parameter.show_default, (name, parameter.name)


# ---------------------------------------------------------------- which graph is meant


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("KG_GRAPH", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_named_graph_goes_before_the_variable_and_that_before_the_folder(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.kg", "b", "c"):
        (empty / name).mkdir()
    assert find_graph(None) == Path("a.kg")
    monkeypatch.setenv("KG_GRAPH", "b")
    assert find_graph(None) == Path("b")
    assert find_graph("c") == Path("c")


def test_a_file_that_ends_in_kg_is_no_graph(empty: Path) -> None:
    (empty / "a.kg").write_text("")
    (empty / "b.kg").mkdir()
    assert find_graph(None) == Path("b.kg")


def test_no_graph_here_says_how_to_make_one(empty: Path) -> None:
    with pytest.raises(NotFoundError, match="no graph here") as error:
        find_graph(None)
    assert "kg build FILE... -o NAME.kg" in error.value.fix


def test_several_graphs_here_are_listed(empty: Path) -> None:
    for name in ("b.kg", "a.kg"):
        (empty / name).mkdir()
    with pytest.raises(UsageError, match=r"several graphs here: a\.kg, b\.kg") as error:
        find_graph(None)
    assert error.value.fix == "name one: -g a.kg"


@pytest.mark.parametrize("where", ["option", "variable"])
def test_a_named_graph_must_be_there(
    empty: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    if where == "variable":
        monkeypatch.setenv("KG_GRAPH", "none.kg")
    with pytest.raises(NotFoundError, match=r"none\.kg: no such graph"):
        find_graph("none.kg" if where == "option" else None)


# ---------------------------------------------------------------- pipes, interruptions, colours


@pytest.mark.parametrize("line", ["kg export | head -c 10", "kg ask | head -n 1",
                                  "kg extract article.txt | head -c 5"])  # fmt: skip
def test_a_closed_pipe_ends_quietly(folder: Path, line: str) -> None:
    done = shell(line, folder, KG_GRAPH="peru.kg")
    assert done.stdout
    assert "Error" not in done.stderr
    assert "Traceback" not in done.stderr


def test_output_in_a_pipe_has_no_colours_and_is_whole(folder: Path) -> None:
    for line in ("kg show CECOT | cat", "kg query 'SELECT * { ?s ?p ?o }' | cat", "kg ask x | cat"):
        done = shell(line, folder, KG_GRAPH="peru.kg")
        assert "\x1b" not in done.stdout + done.stderr
        assert done.stdout + done.stderr


@pytest.mark.parametrize("name", ["build", "export", "render", "query", "ask"])
def test_where_to_write_is_named_alike_in_every_command(name: str) -> None:
    opts = [set(p.opts) for p in main.commands[name].params]
    assert sum({"-o", "--output"} <= named for named in opts) == 1


@pytest.mark.parametrize(
    ("env", "is_coloured"),
    [({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False), ({}, False)],
)
def test_colour_is_for_those_who_want_it(
    folder: Path, env: dict[str, str], is_coloured: bool
) -> None:
    done = shell("kg show Atlantis -g peru.kg", folder, **env)
    assert done.returncode == 4
    assert ("\x1b[31m" in done.stderr) == is_coloured


def test_debug_shows_the_traceback_and_keeps_the_message(folder: Path) -> None:
    done = shell("kg --debug show Atlantis -g peru.kg", folder)
    assert done.returncode == 4
    assert "Traceback (most recent call last)" in done.stderr
    assert "error: no entity 'Atlantis'" in done.stderr
    assert "Traceback" not in shell("kg show Atlantis -g peru.kg", folder).stderr


def test_ctrl_c_ends_with_130_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    for n in range(20):
        text = ARTICLE.replace("June", f"June {n}") * 6
        (tmp_path / f"{n}.txt").write_text(text[text.index("Peru") :], encoding="utf-8")
    process = subprocess.Popen(
        [*KG, "build", ".", "-o", "a.kg"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    until = time.monotonic() + 30
    while not list((tmp_path / "a.kg").glob("evidence/*.nq")):
        assert time.monotonic() < until
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.strip() == "error: interrupted"
    assert not list((tmp_path / "a.kg").rglob(".*.new"))
    again = subprocess.run([*KG, "build", ".", "-o", "a.kg"], cwd=tmp_path, capture_output=True)
    assert again.returncode == 0
    assert subprocess.run([*KG, "verify"], cwd=tmp_path, capture_output=True).returncode == 0


# ---------------------------------------------------------------- what the commands print


def test_the_walk_of_one_article(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "article.txt", tmp_path / "article.txt")
    built = shell("kg build article.txt -o a.kg", tmp_path)
    assert re.match(
        r"a\.kg: 1 document, \d+ entities, \d+ facts, \d+ claims \(1 read now\)", built.stdout
    )
    names = shell("kg query 'SELECT ?name { ?p a kg:Person ; skos:prefLabel ?name }'", tmp_path)
    assert names.stdout == '?name\n"Eduardo Arana"@en\n'
    said = shell("kg ask who-said-what", tmp_path).stdout
    assert "Eduardo Arana\tsaid\t“We will decide in June,”\tyes" in said
    assert shell('kg path "human rights groups" "El Salvador"', tmp_path).stdout.splitlines()[
        :2
    ] == [
        "human rights groups",
        "  ──criticizes──▶ CECOT",
    ]
    for line in ("kg render -o a.html", "kg export -o a.trig", "kg export -o a.nq", "kg stats",
                 "kg export -o a.jsonld", "kg export -o a.graphml", "kg export -o a.json",
                 "kg verify", "kg extract article.txt --format jsonl"):  # fmt: skip
        assert shell(line, tmp_path).returncode == 0
    again = shell("kg build article.txt -o a.kg", tmp_path).stdout
    assert again.endswith("(0 read now, 1 already there)\n")


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (["search", "Peru"], "kg find"),
        (["undo", "3"], "kg decide undo"),
        (["draw"], "kg render"),
        (["qeury"], "'query'"),
    ],
)
def test_a_command_by_another_name_is_told_what_it_is_called_here(
    args: list[str], meant: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(args) == 2
    assert meant in capfd.readouterr().err.splitlines()[-1]


def test_every_other_name_leads_to_what_is_there() -> None:
    decisions = main.commands["decide"].commands
    for other, meant in lazy._MEANT.items():
        name, _, further = meant.partition(" ")
        assert other not in main.commands
        assert name in main.commands
        assert not further or name == "ask" or further in decisions


def test_a_question_that_stands_for_a_command_is_there() -> None:
    asked = {meant.partition(" ")[2] for meant in lazy._MEANT.values() if meant[:4] == "ask "}
    assert asked <= {q.name for q in questions()}
