"""The scripts that measure: they count right, and say it when they cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent.parent / "scripts"
QUESTIONS = """
prefixes: |
  PREFIX kg: <https://kg.example/ns#>
  PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
questions:
  - id: q1
    question: Which countries?
    sparql: "SELECT ?n { ?c a kg:Country ; skos:prefLabel ?n }"
    expect: [Peru, El Salvador]
  - id: q2
    question: Is El Salvador funded?
    sparql: "ASK { ?s kg:funds ?o }"
    expect: ["false"]
  - id: q3
    question: Which prisons?
    sparql: "SELECT ?n { ?c a kg:Prison ; skos:prefLabel ?n }"
    expect: [Challapalca]
  - id: q4
    question: Which way?
    path: {from: Prison Watch, to: El Salvador}
    expect: [Prison Watch, CECOT, El Salvador]
  - id: q5
    question: Broken?
    sparql: "SELECT ?n {"
    expect: []
"""
SCORER = """
import argparse, json
p = argparse.ArgumentParser()
p.add_argument("set")
for name in ("--gold", "--pred", "--names"):
    p.add_argument(name)
p.add_argument("--json", action="store_true")
given = p.parse_args()
n = sum(1 for _ in open(given.pred, encoding="utf-8"))
row = {"p": 0.5, "r": 0.25, "f1": 1 / 3, "ci95": [0.1, 0.6], "n_gold": 8, "n_pred": n}
print(json.dumps({"metrics": {"named": row, "other": None}}))
"""


def script(name: str, *args: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPTS / name, *map(str, args)], capture_output=True, text=True
    )


@pytest.fixture
def questions(tmp_path):
    file = tmp_path / "questions.yaml"
    file.write_text(QUESTIONS, encoding="utf-8")
    return file


def test_competency_counts_the_exact_answers(example_graph_dir, questions):
    done = script("competency.py", example_graph_dir, questions)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert [x[:8] for x in lines if x[:4] in ("ok  ", "MISS")] == [
        "ok   q1 ", "ok   q2 ", "MISS q3 ", "ok   q4 ", "MISS q5 ",
    ]  # fmt: skip
    assert "       missing: ['Challapalca']" in lines
    assert "       wrong:   ['CECOT']" in lines
    assert lines[-1] == "3 of 5 right"


@pytest.mark.parametrize(("floor", "code"), [(3, 0), (4, 1)])
def test_competency_holds_a_floor(example_graph_dir, questions, floor, code):
    done = script("competency.py", example_graph_dir, questions, "--floor", floor)
    assert done.returncode == code


def test_competency_names_a_broken_file_of_questions(example_graph_dir, tmp_path):
    file = tmp_path / "broken.yaml"
    file.write_text("questions: [", encoding="utf-8")
    done = script("competency.py", example_graph_dir, file)
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: {file}: ")
    assert "Traceback" not in done.stderr


def test_competency_without_a_graph_says_so(questions, tmp_path):
    done = script("competency.py", tmp_path / "none.kg", questions)
    assert done.returncode != 0
    assert "no such graph" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def bench(tmp_path):
    """Return a benchmark folder with one text of the project's own and a scorer that counts."""
    texts = tmp_path / "bench" / "gum-news" / "text"
    texts.mkdir(parents=True)
    for name in ("a", "b"):
        (texts / f"{name}.txt").write_text(f"Peru paid Chile {name}.\n", encoding="utf-8")
    (tmp_path / "bench" / "score.py").write_text(SCORER, encoding="utf-8")
    return tmp_path / "bench"


def test_the_scoreboard_reads_each_text_and_prints_each_metric(bench, tmp_path):
    done = script("scoreboard.py", bench, "--only", "gum", "--keep", tmp_path / "kept")
    assert done.returncode == 0, done.stderr
    assert "gum · named · 0.500 · 0.250 · 0.333 · [0.100, 0.600] · 8 · 2" in done.stdout
    assert "gum: 2 texts, " in done.stdout
    assert len((tmp_path / "kept" / "gum.jsonl").read_text().splitlines()) == 2


def test_the_scoreboard_without_a_scorer_says_so(tmp_path):
    done = script("scoreboard.py", tmp_path)
    assert done.returncode == 2
    assert "no score.py in" in done.stderr


@pytest.mark.parametrize("name", ["demo", "test"])
def test_the_two_commands_are_plain_shell_that_parses(name):
    file = SCRIPTS / name
    assert os.access(file, os.X_OK)
    assert file.read_text(encoding="utf-8").startswith("#!/bin/sh\n# ")
    subprocess.run(["sh", "-n", file], check=True)


def test_an_old_python_is_refused_with_what_to_do(tmp_path):
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = "--version" ] && echo Python 3.9.1\nexit 1\n')
    old.chmod(0o755)
    done = subprocess.run(
        ["sh", "-c", "extra=nlp; . scripts/environment"],
        cwd=SCRIPTS.parent,
        env={**os.environ, "PYTHON": str(old)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "kg needs Python 3.11 or newer; this is Python 3.9.1" in done.stderr
    assert "fix: PYTHON=" in done.stderr
