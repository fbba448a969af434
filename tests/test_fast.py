"""The networkx backend: each measure equals networkx's own, within what its docstring states."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from typing import Any

import networkx as nx
import pytest

import kg.fast as fast
from kg.fast import Converted, measure
from kg.fast.converted import convert_from_nx, convert_to_nx
from kg.fast.info import NEEDS, get_info, has
from kg.fast.measures import MEASURES, can_run, should_run
from kg.graph.centrality import central, communities, communities_by

NAME = "claimgraph"
MISSING = [library for library in ("rustworkx", "igraph") if not has(library)]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Let networkx keep conversions without a word: no test changes a graph by hand."""
    nx.config.warnings_to_ignore.add("cache")
    yield
    nx.config.warnings_to_ignore.discard("cache")


def needs(*libraries: str) -> Any:
    """Skip without the libraries, but never where CI must have them."""
    missing = [name for name in libraries if name in MISSING]
    return pytest.mark.skipif(
        bool(missing) and "CI" not in os.environ, reason=f"needs {' and '.join(missing)}"
    )


def random_graph(kind: type[nx.Graph[int]], seed: int) -> nx.Graph[int]:
    base = nx.gnm_random_graph(40, 70, seed=seed, directed=kind(()).is_directed())
    graph = kind()
    graph.add_nodes_from(reversed(range(45)))  # five alone, and an order that is not the number's
    for n, (a, b) in enumerate(base.edges()):
        graph.add_edge(a, b, weight=1 + n % 5)
        if n % 7 == 0:
            graph.add_edge(b, a, weight=2)
    return graph


GRAPHS: dict[str, Callable[[], nx.Graph[Any]]] = {
    **{
        f"{kind.__name__} {seed}": lambda kind=kind, seed=seed: random_graph(kind, seed)
        for kind in (nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph)
        for seed in (1, 2)
    },
    "empty": nx.Graph,
    "one": lambda: nx.path_graph(1),
    "two": lambda: nx.path_graph(2),
    "three": lambda: nx.path_graph(3),
    "words": lambda: nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")]),
    "karate": nx.karate_club_graph,
    "loops": lambda: nx.Graph([(1, 1), (1, 2), (2, 3)]),
    "one way": lambda: nx.DiGraph([(1, 2), (2, 3), (3, 3), (4, 2)]),
}
FLOATS = ["pagerank", "betweenness_centrality", "closeness_centrality"]


def run_with(options: dict[str, Any]) -> str:
    return ", ".join(f"{k}={v}" for k, v in options.items()) or "plain"


@needs("rustworkx")
@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("pagerank", {}), ("pagerank", {"weight": None}), ("pagerank", {"alpha": 0.6}),
        ("betweenness_centrality", {}), ("betweenness_centrality", {"normalized": False}),
        ("betweenness_centrality", {"endpoints": True}),
        ("closeness_centrality", {}), ("closeness_centrality", {"wf_improved": False}),
    ],
    ids=lambda v: v if isinstance(v, str) else run_with(v),
)  # fmt: skip
def test_a_centrality_is_that_of_networkx(graph: str, name: str, options: dict[str, Any]) -> None:
    made = GRAPHS[graph]()
    here = getattr(nx, name)(made, backend=NAME, **options)
    there = getattr(nx, name)(made, **options)
    assert list(here) == list(made)
    assert here == pytest.approx(there, abs=1e-9)


@needs("rustworkx")
@pytest.mark.parametrize("graph", GRAPHS)
def test_components_and_cores_are_those_of_networkx(graph: str) -> None:
    made = GRAPHS[graph]()
    names = ["connected_components", "core_number"]
    if made.is_directed():
        names = ["weakly_connected_components", "strongly_connected_components"]
    for name in names:
        if name == "core_number" and nx.number_of_selfloops(made):
            continue
        if made.is_multigraph() and name == "core_number":
            made = nx.Graph(made)
        here, there = getattr(nx, name)(made, backend=NAME), getattr(nx, name)(made)
        if name == "core_number":
            assert here == there
        else:
            found = list(here)
            assert {frozenset(c) for c in found} == {frozenset(c) for c in there}
            assert sum(map(len, found)) == len(made)


@needs("rustworkx")
@pytest.mark.parametrize("graph", [g for g in GRAPHS if g != "empty"])
def test_paths_are_as_short_as_those_of_networkx(graph: str) -> None:
    made = GRAPHS[graph]()
    source = next(iter(made))
    lengths = dict(nx.single_source_shortest_path_length(made, source, backend=NAME))
    assert lengths == dict(nx.single_source_shortest_path_length(made, source))
    for target in made:
        if target not in lengths:
            with pytest.raises(nx.NetworkXNoPath):
                nx.shortest_path(made, source, target, backend=NAME)
            continue
        found = nx.shortest_path(made, source, target, backend=NAME)
        assert nx.is_path(made, found)
        assert (found[0], found[-1], len(found) - 1) == (source, target, lengths[target])
        assert nx.shortest_path_length(made, source, target, backend=NAME) == lengths[target]


@needs("igraph")
@pytest.mark.parametrize("name", ["louvain_communities", "leiden_communities"])
@pytest.mark.parametrize("graph", ["karate", "Graph 1", "MultiGraph 2", "words"])
def test_communities_are_a_partition_as_good_as_networkx_s(name: str, graph: str) -> None:
    made = GRAPHS[graph]()
    here = getattr(nx.community, name)(made, seed=1, backend=NAME)
    there = nx.community.louvain_communities(made, seed=1)
    assert sorted(map(str, (n for c in here for n in c))) == sorted(map(str, made))
    assert nx.community.modularity(made, here) >= nx.community.modularity(made, there) - 0.02
    assert here == getattr(nx.community, name)(made, seed=1, backend=NAME)


@needs("rustworkx")
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("betweenness_centrality", {"k": 5, "seed": 1}),
        ("betweenness_centrality", {"weight": "weight"}),
        ("closeness_centrality", {"distance": "weight"}),
        ("closeness_centrality", {"u": 3}),
        ("pagerank", {"personalization": {3: 1}}),
        ("shortest_path", {"source": 3}),
        ("shortest_path", {"source": 3, "target": 4, "weight": "weight"}),
        ("single_source_shortest_path_length", {"source": 3, "cutoff": 2}),
    ],
    ids=lambda v: v if isinstance(v, str) else run_with(v),
)
def test_what_is_not_answered_here_networkx_answers_itself(
    name: str, options: dict[str, Any]
) -> None:
    made = nx.karate_club_graph()
    assert not can_run(name, (made,), options)
    assert measure(name, made, **options) == getattr(nx, name)(made, **options)


def test_what_makes_no_sense_is_networkx_s_own_error() -> None:
    with pytest.raises(nx.NodeNotFound):
        measure("shortest_path", nx.path_graph(2), source=0, target=9)
    with pytest.raises(nx.NetworkXNotImplemented):
        measure("connected_components", nx.DiGraph([(1, 2)]))
    with pytest.raises(nx.NetworkXNotImplemented):
        measure("core_number", nx.Graph([(1, 1)]))


def test_arguments_by_place_are_seen_too() -> None:
    assert not can_run("betweenness_centrality", (nx.path_graph(3), 2), {})
    assert not can_run("no_such_measure", (nx.path_graph(3),), {})
    assert not can_run("pagerank", (), {})


@needs("rustworkx")
def test_a_small_graph_is_not_converted_unasked() -> None:
    assert not should_run("pagerank", (nx.path_graph(9),), {})
    assert should_run("pagerank", (nx.path_graph(2000),), {})


def test_without_the_libraries_networkx_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.fast.measures.has", lambda library: False)
    made = nx.karate_club_graph()
    assert not any(can_run(name, (made,), {}) for name in MEASURES)
    assert measure("pagerank", made) == nx.pagerank(made)
    assert measure("louvain_communities", made, seed=1) == nx.community.louvain_communities(
        made, seed=1
    )


def test_networkx_finds_the_backend_by_its_entry_points() -> None:
    for group in ("networkx.backends", "networkx.backend_info"):
        (found,) = entry_points(group=group, name=NAME)
        assert found.load() in (fast.backend, get_info)
    assert set(get_info()["functions"]) == set(MEASURES) == set(NEEDS)
    assert getattr(fast.backend, "pagerank") is MEASURES["pagerank"]  # noqa: B009
    assert not hasattr(fast.backend, "no_such_measure")


def test_telling_networkx_of_it_imports_neither_library() -> None:
    import subprocess

    code = "import sys, networkx; print([m for m in ('rustworkx', 'igraph') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_conversion_adds_parallel_edges_and_comes_back() -> None:
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    graph.add_edge("b", "a", weight=2)
    graph.add_edge("a", "b", weight=3)
    made = convert_from_nx(graph, edge_attrs={"weight": 1})
    assert made.edges() == {(0, 1): 2.0}
    assert isinstance(made, Converted)
    assert (made.edges("weight"), made.is_directed(), made.is_multigraph()) == (
        {(0, 1): 5.0},
        False,
        True,
    )
    assert convert_to_nx(made) is graph
    assert convert_to_nx({"a": 1}) == {"a": 1}


def hub() -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for n in "abcdef":
        graph.add_node(n, label=n.upper(), type="Person", kind="Entity")
    graph.add_node("e1", label="met", type="Event", kind="Event")
    graph.add_edges_from([("a", "b"), ("a", "b"), ("a", "c"), ("d", "a"), ("e1", "e"), ("e1", "f")])
    return graph


def test_the_most_central_entity_is_the_one_that_many_are_tied_to() -> None:
    best = central(hub(), 2)
    assert [e["label"] for e in best] == ["A", best[1]["label"]]
    assert (best[0]["degree"], best[0]["type"]) == (3, "Person")
    assert best[0]["betweenness"] == pytest.approx(3 / 15)
    assert "met" not in [e["label"] for e in central(hub(), 99)]
    assert central(nx.MultiDiGraph(), 3) == []


def test_one_conversion_serves_several_measures() -> None:
    made = Converted(nx.karate_club_graph())
    for name in ("pagerank", "core_number", "louvain_communities"):
        options = {"seed": 1} if name == "louvain_communities" else {}
        assert measure(name, made, **options) == measure(name, made.original, **options)
    assert measure("betweenness_centrality", made, k=5, seed=1) == nx.betweenness_centrality(
        made.original, k=5, seed=1
    )


def test_networkx_keeps_a_conversion_until_the_graph_changes() -> None:
    graph = nx.karate_club_graph()
    before = nx.pagerank(graph, backend=NAME)
    kept = graph.__networkx_cache__["backends"][NAME]
    assert [type(made) for made in kept.values()] == [Converted]
    (made,) = kept.values()
    assert nx.pagerank(graph, backend=NAME) == before
    assert list(kept.values()) == [made]
    graph.add_edge(0, 33, weight=100)
    after = nx.pagerank(graph, backend=NAME)
    assert after == pytest.approx(nx.pagerank(graph), abs=1e-9)
    assert after[0] > before[0] + 0.01


@needs("rustworkx")
@pytest.mark.parametrize("tol", [1e-2, 1e-6, 1e-12])
def test_a_rank_is_as_near_to_its_limit_as_networkx_s(tol: float) -> None:
    graph = nx.gnm_random_graph(300, 900, seed=3, directed=True)
    here = nx.pagerank(graph, tol=tol, max_iter=1000, backend=NAME)
    there = nx.pagerank(graph, tol=tol, max_iter=1000)
    limit = nx.pagerank(graph, tol=1e-15, max_iter=5000)
    assert here == pytest.approx(there, abs=1e-14)
    off = [sum(abs(ranks[n] - limit[n]) for n in graph) for ranks in (here, there)]
    assert off[0] == pytest.approx(off[1], rel=1e-3, abs=1e-12)


def test_a_rank_that_does_not_settle_in_the_rounds_allowed_is_networkx_s_own_error() -> None:
    graph = nx.DiGraph([(n, (n * 7 + 3) % 101) for n in range(101)] + [(0, n) for n in range(101)])
    with pytest.raises(nx.PowerIterationFailedConvergence):
        nx.pagerank(graph, alpha=0.999, max_iter=1, tol=1e-15, backend=NAME)


def test_the_groups_of_a_graph_are_the_same_whatever_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_igraph = communities(hub())
    monkeypatch.setattr("kg.graph.centrality.has", lambda library: False)
    assert communities(hub()) == with_igraph
    assert communities_by(hub()) == "Louvain (networkx)"


@needs("igraph")
def test_a_large_graph_s_communities_are_leiden_s_and_it_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kg.graph.centrality.LARGE", 3)
    assert communities_by(hub()) == "Leiden (igraph)"
    assert [[e["label"] for e in c] for c in communities(hub())] == [list("ABCD"), ["E", "F"]]


def test_communities_name_entities_the_largest_group_first() -> None:
    found = communities(hub())
    assert [[e["label"] for e in c] for c in found] == [["A", "B", "C", "D"], ["E", "F"]]
    assert communities(nx.MultiDiGraph()) == []


@needs("rustworkx")
def test_weights_count_only_where_they_are_asked_for() -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edge("a", "b", weight=9, cost=1)
    graph.add_edge("a", "c", weight=1, cost=9)
    for weight in ("weight", "cost", "no_such_attribute", None):
        here = nx.pagerank(graph, weight=weight, backend=NAME)
        there = nx.pagerank(graph, weight=weight)
        assert here == pytest.approx(there, abs=1e-9)
        assert measure("pagerank", graph, weight=weight) == pytest.approx(there, abs=1e-9)
    assert nx.pagerank(graph, backend=NAME)["b"] > nx.pagerank(graph, backend=NAME)["c"]


@needs("rustworkx")
@pytest.mark.parametrize(
    "name", [n for n in MEASURES if not n.endswith(("communities", "components", "core_number"))]
)
def test_a_large_graph_goes_here_by_itself_only_if_networkx_is_told_so(name: str) -> None:
    graph = nx.path_graph(1500)
    options = {"source": 0, "target": 3} if name.startswith("shortest") else {}
    options |= {"source": 0} if name.startswith("single") else {}
    assert should_run(name, (graph,), options)
    assert not should_run(name, (nx.path_graph(3),), options)


@needs("rustworkx")
def test_what_sees_each_edge_once_is_done_before_it_is_converted() -> None:
    graph = nx.path_graph(1500)
    for name in ("connected_components", "core_number"):
        assert can_run(name, (graph,), {})
        assert not should_run(name, (graph,), {})
