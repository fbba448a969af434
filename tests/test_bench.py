"""The benchmark: ratios the right way round, every part can be called, unknown ones are told."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
import shapes

from kg.store import Store

SCRIPTS = Path(__file__).parent.parent / "scripts"
PARTS = sorted(p.stem for p in (SCRIPTS / "benchmarks").glob("[a-z]*.py"))


@pytest.fixture
def benchmarks(monkeypatch):
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return importlib.import_module("benchmarks")


def bench(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPTS / "bench.py", *args], capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("ours", "peer", "goal", "is_met"),
    [
        (1.1, 1.0, "<= 1.15", True),
        (1.2, 1.0, "<= 1.15", False),
        (1.0, 10.0, ">= 10", True),
        (1.1, 10.0, ">= 10", False),
        (1.0, 1.0, "", None),
    ],
)
def test_a_goal_is_met_or_missed_by_the_ratio(benchmarks, ours, peer, goal, is_met):
    assert benchmarks.Row("x", ours, peer, "peer", goal=goal).is_met is is_met


def test_the_best_of_some_runs_is_given(benchmarks):
    done = []
    assert 0 <= benchmarks.best(lambda: done.append(1), 4) < 1
    assert len(done) == 4


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_rows_to_give(benchmarks, part):
    assert callable(importlib.import_module(f"benchmarks.{part}").rows)


def test_an_unknown_part_is_told_with_the_known_ones():
    done = bench("nonsense")
    assert done.returncode == 2
    assert "command" in done.stderr
    assert "Traceback" not in done.stderr


def test_json_holds_versions_and_ratios():
    done = bench("command", "--json")
    found = json.loads(done.stdout)
    assert found["versions"]["pyoxigraph"]
    assert all(row["ours"] > 0 and row["ratio"] > 0 for row in found["rows"])
    assert len(found["rows"]) == 2


@pytest.mark.parametrize("make", [shapes.news, shapes.shop])
def test_the_data_that_is_measured_is_the_same_every_time_and_of_the_size_asked(make):
    quads = list(make(5000))
    assert quads == list(make(5000))
    assert 0.9 < len(quads) / 5000 < 1.3


@pytest.mark.parametrize(
    ("make", "queries"),
    [(shapes.news, shapes.NEWS_QUERIES), (shapes.shop, shapes.SHOP_QUERIES)],
)
def test_every_query_that_is_measured_finds_something(make, queries):
    store = Store.memory(make(20_000))
    for text in queries.values():
        found = store.raw.query(shapes.PREFIXES + text, use_default_graph_as_union=True)
        assert list(found), text
