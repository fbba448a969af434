"""The scripts that measure: they count right, and say it when they cannot."""

from __future__ import annotations

import json
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
one = {"p": 0.5, "r": 0.25, "f1": 1 / 3, "ci95": [0.1, 0.6], "n_gold": 8, "n_pred": n}
other = {"p": 1.0, "r": 0.5, "f1": 2 / 3, "ci95": [0.1, 0.6], "n_gold": 24, "n_pred": n}
none = {"f1": 0.4}
print(json.dumps({"metrics": {"mention.named": one, "mention.nominal": other, "coref.mean": none}}))
"""
GOLD = """
entities:
  - {id: peru, label: Peru}
  - {id: el-salvador, label: El Salvador, aliases: [Salvador]}
  - {id: prison-watch, label: Prison Watch}
  - {id: cecot, label: CECOT}
eventualities: []
not_relations:
  - {p: criticizes, s: prison-watch, o: cecot, why: it does}
  - {p: criticizes, s: cecot, o: prison-watch, why: the other way}
  - {p: funds, s: prison-watch, o: cecot, why: another relation}
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
    """Return a benchmark folder with texts of the project's own and a scorer that counts."""
    texts = tmp_path / "bench" / "gum-news" / "text"
    texts.mkdir(parents=True)
    for name in ("a", "b", "c"):
        (texts / f"{name}.txt").write_text(f"Peru paid Chile {name}.\n", encoding="utf-8")
    (tmp_path / "bench" / "score.py").write_text(SCORER, encoding="utf-8")
    return tmp_path / "bench"


@pytest.fixture
def seed(tmp_path):
    """Return a folder with an article, questions and what must not be read in it."""
    folder = tmp_path / "seed"
    folder.mkdir()
    (folder / "article.txt").write_text("Prison Watch has criticized CECOT, a prison.\n")
    (folder / "competency.yaml").write_text(QUESTIONS, encoding="utf-8")
    (folder / "gold.yaml").write_text(GOLD, encoding="utf-8")
    return folder


def cells(done: subprocess.CompletedProcess[str], what: str) -> list[str]:
    """Return the cells of the row that says `what`."""
    (line,) = (x for x in done.stdout.splitlines() if f"| {what}" in x)
    return [cell.strip() for cell in line.strip("| ").split("|")]


def test_the_scoreboard_prints_a_row_a_metric_and_sums_two(bench, seed, tmp_path):
    kept, rows = tmp_path / "kept", tmp_path / "rows.json"
    done = script(
        "scoreboard.py", bench, seed, "--only", "gum", "--keep", kept, "--json", rows, "--jobs", 2
    )
    assert done.returncode == 0, done.stderr
    assert cells(done, "named")[2:7] == ["8 in 3", ".500", ".250", ".333", ".100-.600"]
    assert cells(done, "both")[2:9] == ["32 in 3", ".750", ".438", ".553", "", ".60", ".70"]
    assert cells(done, "coreference")[3:6] == ["", "", ".400"]
    n = cells(done, "quotes equal")[2]
    assert n.split(" of ")[0] == n.split(" of ")[1] != "0"
    read = [json.loads(line) for line in (kept / "gum.jsonl").read_text().splitlines()]
    assert [Path(r["document"]["path"]).stem for r in read] == ["a", "b", "c"]
    assert [r["name"] for r in json.loads(rows.read_text())][:2] == [
        "named mentions",
        "nominal mentions",
    ]


def test_the_scoreboard_asks_the_seed_and_names_what_must_not_be_a_fact(bench, seed):
    done = script("scoreboard.py", bench, seed, "--only", "seed")
    assert done.returncode == 0, done.stderr
    assert cells(done, "questions answered")[2] == "1 of 5"
    row = cells(done, "forbidden relations")
    assert row[1:3] == [
        "forbidden relations that are facts; prison-watch criticizes cecot",
        "1 of 3",
    ]


def test_the_scoreboard_without_a_scorer_or_an_article_says_so(bench, tmp_path):
    for folders, what in (((tmp_path, tmp_path), "score.py"), ((bench, tmp_path), "article.txt")):
        done = script("scoreboard.py", *folders)
        assert done.returncode == 2
        assert f"no {what} in" in done.stderr


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
