"""The benchmark: ratios the right way round, every part can be called, unknown ones are told."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
import shapes

from kg.export import export, format_named
from kg.export.projection import projection
from kg.store import Store
from tests.kept import mirrored, stored

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


def test_two_works_take_turns_and_turns_to_be_first(benchmarks):
    done = []
    found = benchmarks.both(lambda: done.append("ours"), lambda: done.append("peer"), 3)
    assert done == ["peer", "ours", "ours", "peer", "peer", "ours"]
    assert all(0 <= each < 1 for each in found)


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


def test_figures_are_in_units_that_people_read():
    import bench

    told = [
        bench.amount(*given) for given in [(0.0123, "s"), (2.5, "s"), (0.15, "s CPU"), (7, "MB")]
    ]
    assert told == ["12.3 ms", "2.5 s", "150 ms CPU", "7 MB"]


def test_a_row_says_its_size_its_ratio_and_its_goal(benchmarks):
    import bench

    row = benchmarks.Row("look up", 0.02, 0.1, "rdflib", goal=">= 10", size=10_000)
    assert bench.line(row) == "| look up | 10,000 | 20 ms | 100 ms (rdflib) | 0.2 | >= 10 MISSED |"
    assert row.record()["is_met"] is False
    assert bench.verdict(benchmarks.Row("x", 1, 2, "peer")) == ""


def test_the_compact_table_has_a_column_a_size_and_shows_the_worst_verdict(benchmarks):
    import bench

    def row(ours: float, size: int, peer: str = "rdflib") -> object:
        return benchmarks.Row("look up", ours, 1.0, peer, goal=">= 5", size=size)

    growth = benchmarks.Row("growth", 4.0, 2.0, "the least size")
    made = list(bench.compact([row(0.1, 99), row(0.5, 10), row(0.1, 10, "other"), growth]))
    assert made == [
        "| what | beside | 10 | 99 | goal |",
        "|---|---|---|---|---|",
        "| look up | rdflib | 500 ms, 0.5 | 100 ms, 0.1 | >= 5 MISSED |",
        "| look up | other | 100 ms, 0.1 | – | >= 5 met |",
        "| growth | the least size | – | 4 s, 2 |  |",
    ]
    against = benchmarks.Row("start", 0.1, 0.2, "goal", "s CPU", "<= 1")
    assert list(bench.compact([against]))[2:] == [
        "| start | goal 200 ms CPU | 100 ms CPU, 0.5 | <= 1 met |"
    ]


def test_the_store_is_measured_at_each_size_and_its_growth_is_a_factor(benchmarks, monkeypatch):
    part = importlib.import_module("benchmarks.store")
    monkeypatch.setenv("KG_BENCH_SIZES", "2000,1000")
    monkeypatch.setattr("servers.program", lambda name: None)
    found = list(part.rows())
    assert {row.size for row in found} == {0, 1000, 2000}
    assert [row.what[:17] for row in found if not row.size] == [
        "news query mix, g",
        "BSBM query mix, g",
    ]
    assert {"pyoxigraph", "rdflib", "oxrdflib", "goal"} <= {row.peer_name for row in found}
    assert all(row.peer > 0 for row in found)
    # what is over beyond the opening of a store is a difference: none can be seen on a busy machine
    assert [row.what for row in found if row.ours <= 0 and "beyond" not in row.what] == []
    names = [(row.what, row.peer_name, row.size) for row in found]
    assert len(names) == len(set(names))


def test_what_takes_too_long_at_a_size_is_left_out(benchmarks, monkeypatch):
    part = importlib.import_module("benchmarks.store")
    monkeypatch.setenv("KG_BENCH_SIZES", "1000")
    monkeypatch.setattr(part, "SLOW", 500)
    found = list(part.rows())
    assert "rdflib" not in {row.peer_name for row in found}
    assert not [row for row in found if "HTTP" in row.peer_name or "growth" in row.what]


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


def test_an_export_is_measured_on_a_store_that_draws_every_edge_it_claims(benchmarks, tmp_path):
    measure = importlib.import_module("benchmarks.export")
    measure.store(tmp_path / "g.kg", 200)
    with Store.open(tmp_path / "g.kg") as store:
        assert mirrored(tmp_path / "g.kg") == stored(store)  # as a graph that kg has built
        assert len(store) == 2 + 21 * 2 + 200 * 16
        given = export(store, format_named("nodelink"))
        graph = json.loads("".join(given.file))
    assert len(graph["edges"]) == 200
    assert all(e["sentences"][0]["sentence"].startswith("Person ") for e in graph["edges"])
    assert len(graph["nodes"]) == 21


@pytest.mark.parametrize("name", ["plain", "csv", "graphml", "gexf"])
def test_an_export_that_is_measured_writes_all_rows_in_a_process_of_its_own(
    benchmarks, name, tmp_path
):
    measure = importlib.import_module("benchmarks.export")
    seconds, memory = measure.measured(name, tmp_path, 300)
    assert 0 < seconds < 60
    assert 0 <= memory < 200
    assert list(tmp_path.iterdir()) == []


def test_the_whole_command_is_measured_on_a_store_of_each_size(benchmarks, monkeypatch):
    measure = importlib.import_module("benchmarks.export")
    monkeypatch.setattr(measure, "STORED", "200,100")
    monkeypatch.setattr(measure, "EDGES", 100)
    monkeypatch.setattr(measure, "FORMATS", ("csv",))
    found = {(row.what, row.size): row for row in measure.rows()}
    runs = [(what.split()[1], n) for what, n in found if what.endswith("kg export, CPU")]
    assert runs == [("first", 200), ("again", 200), ("first", 100), ("again", 100)]
    # Python's own start and kg's imports are part of the command.
    assert found["csv first of a store by kg export, CPU", 100].ours > 0.05
    assert found["csv first of a store by kg export, memory", 100].ours > 0
    assert found["csv written, CPU", 100].peer_name == "csv.writer"


def test_the_rows_that_are_measured_are_those_that_an_export_has(benchmarks, tmp_path):
    measure = importlib.import_module("benchmarks.export")
    measure.store(tmp_path / "g.kg", 50)
    with Store.open(tmp_path / "g.kg") as store:
        projected, _ = projection(store)
    first = min(projected.edges, key=lambda e: e["quote"])
    plain = next(iter(measure.Rows(1, are_edges=True)))
    assert first.keys() == plain.keys()
    assert {type(first[k]) for k in plain} == {type(v) for v in plain.values()}


def test_the_import_is_measured_beside_the_same_quads_in_a_bare_store(benchmarks, monkeypatch):
    tables = importlib.import_module("benchmarks.tables")
    monkeypatch.setattr(tables, "SIZES", "60")
    found = list(tables.rows())
    assert [row.what.removeprefix("import of 60 rows") for row in found] == [
        ", CPU", "", ", rows a minute", ", for 100,000", ", memory", " again", ", memory",
        "100 rows beside 60",
    ]  # fmt: skip
    goals = [row.what[-8:] for row in found if row.peer_name == "goal"]
    assert goals == ["a minute", " 100,000", ", memory"]
    assert found[2].ours == pytest.approx(60 * 60 / found[1].ours)
    assert all(row.ours > 0 < row.peer for row in found)
    assert "quads a row loaded" in found[0].peer_name
    assert len(set(tables.people(60))) == 60


def test_a_peak_is_of_the_process_alone_whatever_its_parent_holds(benchmarks):
    from benchmarks.memory import _peak

    large = b"x" * (200 << 20)
    assert 38 < _peak("held = b'x' * (40 << 20)") < 60
    assert _peak("pass") < 10
    assert len(large) == 200 << 20  # held until here


def test_the_facts_of_the_benchmark_are_always_the_same_and_of_two_people_each():
    found = list(shapes.pairs(1000))
    assert found == list(shapes.pairs(1000))
    assert all(one != other and max(one, other) < 500 for one, other in found)
    assert len("".join(shapes.told(1000)).split("kg:supports")) == 1 + 2 * 1000
