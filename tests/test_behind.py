"""A store that is older than its files, as after `git pull`: every reading command says so."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from kg.archive import Archive
from kg.build import finish
from kg.cli import options, run
from kg.store import STAMP
from kg.update import is_behind

READING = (
    ("show", "Peru"), ("find", "Peru"), ("path", "Peru", "Lima"), ("timeline",), ("claims",),
    ("sources",), ("stats",), ("query", "ASK {}"), ("ask", "people"), ("export", "-o", "a.nq"),
    ("render", "-o", "a.html"),
)  # fmt: skip
SAID = "{}: the store is older than the files; kg build -o {} brings it up to date"
HOUR = 3600 * 10**9


@pytest.fixture
def graph(example_graph_dir: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(example_graph_dir.parent)
    finish(Archive.open(example_graph_dir))
    return example_graph_dir.name


def later(path: Path, hours: int = 1) -> None:
    """Make a file look as if it had been written some hours after now."""
    when = path.stat().st_mtime_ns + hours * HOUR
    os.utime(path, ns=(when, when))


def decide(graph: str) -> None:
    """Let a decision come in as `git pull` brings it."""
    line = {
        "at": "2025-06-05T00:00:00Z",
        "by": "ana",
        "do": "rename",
        "entity": "lima",
        "label": "L",
    }
    path = Path(graph, "decisions.jsonl")
    path.write_text(json.dumps({**line, "label": "L"}) + "\n")
    later(path)


@pytest.mark.parametrize("command", READING, ids=lambda c: c[0])
def test_a_reading_command_says_so_in_one_line(graph, capfd, command):
    assert run([*command, "-g", graph]) == 0
    before = capfd.readouterr()
    decide(graph)
    assert run([*command, "-g", graph]) == 0  # it answers all the same
    after = capfd.readouterr()
    assert after.err.splitlines() == [SAID.format(graph, graph), *before.err.splitlines()]
    assert after.out == before.out


def test_nothing_is_read_or_said_of_a_store_that_is_as_new_as_its_files(graph, capfd, monkeypatch):
    monkeypatch.setattr("kg.update.is_behind", lambda _: pytest.fail("was compared"))
    assert run(["claims", "-g", graph]) == 0
    assert run(["query", "ASK {}", "-g", graph]) == 0
    assert capfd.readouterr().err == ""


def test_the_command_that_is_named_brings_it_up_to_date(graph, capfd):
    decide(graph)
    assert is_behind(Path(graph))
    Path(graph, "decisions.jsonl").write_text("")  # as it was
    later(Path(graph, "evidence"))
    assert not is_behind(Path(graph))
    Path(graph, "kg.toml").write_text(Path(graph, "kg.toml").read_text() + "# more\n")
    later(Path(graph, "kg.toml"))
    assert run(["claims", "-g", graph]) == 0
    assert capfd.readouterr().err.startswith(f"{graph}: the store is older")
    assert run(["build", "-o", graph]) == 0
    os.utime(Path(graph, "kg.toml"))
    assert run(["claims", "-g", graph]) == 0
    assert "older" not in capfd.readouterr().err


def test_a_copy_whose_times_are_mixed_is_compared_once_and_says_nothing(graph, capfd):
    shutil.copytree(graph, "copy.kg")
    mark = Path("copy.kg/store", STAMP)
    os.utime(mark, ns=(0, 0))  # copied first
    assert run(["stats", "-g", "copy.kg"]) == 0
    assert capfd.readouterr().err == ""
    assert not options._has_newer(Path("copy.kg"))
    assert options._has_newer(Path("absent.kg")) is False


def test_a_store_that_cannot_be_marked_is_compared_again(graph, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError("read-only")

    later(Path(graph, "sources"))
    monkeypatch.setattr(os, "utime", refuse)
    assert not is_behind(Path(graph))
    assert options._has_newer(Path(graph))
