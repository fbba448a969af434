"""Routes: the shortest first, through what is asked for, never twice through one node."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.routes import Hop, paths

#     b --- c
#    / \     \
#   a   e --- d     f --- g
#    \-------/
EDGES = [("a", "b"), ("b", "c"), ("c", "d"), ("b", "e"), ("e", "d"), ("d", "a"), ("f", "g")]


def graph(edges: list[tuple[str, str]] = EDGES) -> nx.MultiDiGraph[str]:
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number, (source, target) in enumerate(edges):
        made.add_edge(source, target, str(number), predicate_label=f"p{number}")
    return made


def nodes(route: tuple[Hop, ...]) -> str:
    return "".join([route[0].source, *(hop.target for hop in route)])


def walks(source: str, target: str, **options: Any) -> list[str]:
    return [nodes(route) for route in paths(graph(), source, target, **options)]


def test_the_shortest_is_found_whatever_the_direction_of_its_edges() -> None:
    assert walks("a", "d") == ["ad"]
    assert walks("d", "a") == ["da"]
    assert walks("c", "a") == ["cba"]


def test_several_come_in_order_of_length() -> None:
    assert walks("a", "d", max_routes=9) == ["ad", "abcd", "abed"]
    assert walks("a", "d", max_routes=2) == ["ad", "abcd"]


@pytest.mark.parametrize(
    ("via", "expected"),
    [
        (["b"], ["abcd", "abed"]),
        (["e"], ["abed"]),
        (["b", "e"], ["abed"]),
        (["e", "b"], []),
        (["c", "e"], []),
        (["g"], []),
        (["zz"], []),
        (["a"], []),
        (["b", "b"], []),
    ],
    ids="-".join,
)
def test_a_route_goes_through_each_stop_in_order_and_twice_through_none(
    via: list[str], expected: list[str]
) -> None:
    assert walks("a", "d", max_routes=9, via=via) == expected


@pytest.mark.parametrize(
    ("source", "target"), [("a", "f"), ("a", "a"), ("zz", "a"), ("a", "zz"), ("zz", "zz")]
)
def test_there_is_no_route_to_what_is_apart_unknown_or_the_same(source: str, target: str) -> None:
    assert walks(source, target, max_routes=5) == []


def test_a_hop_holds_every_edge_between_its_ends_and_their_direction() -> None:
    made = graph([("a", "b"), ("a", "b"), ("b", "a")])
    ((hop,),) = paths(made, "a", "b")
    assert [(e["id"], e["forward"]) for e in hop.edges] == [
        ("0", True), ("1", True), ("2", False),
    ]  # fmt: skip


def test_of_equal_routes_the_one_through_entities_is_first() -> None:
    made = graph([("a", "m"), ("m", "d"), ("a", "n"), ("n", "d")])
    made.nodes["m"]["kind"] = "Event"
    made.nodes["n"]["kind"] = "Entity"
    assert [nodes(r) for r in paths(made, "a", "d", max_routes=2)] == ["and", "amd"]


def all_simple(edges: set[tuple[str, str]], source: str, target: str) -> set[str]:
    """Return every simple route of at most six nodes, found by trying all orders."""
    either = edges | {(b, a) for a, b in edges}
    names = sorted({n for e in edges for n in e} - {source, target})
    tried = (
        (source, *middle, target)
        for size in range(len(names) + 1)
        for middle in permutations(names, size)
    )
    return {"".join(t) for t in tried if all(step in either for step in pairwise(t))}


@settings(max_examples=60, deadline=None)
@given(
    st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=9),
    st.sampled_from(["", "c", "d"]),
)
def test_the_routes_are_the_shortest_of_all_that_there_are(
    edges: set[tuple[str, str]], via: str
) -> None:
    kept = {(a, b) for a, b in edges if a != b}
    every = all_simple(kept, "a", "b")
    fitting = sorted((r for r in every if via in r[1:-1] or not via), key=lambda r: (len(r), r))
    found = [nodes(r) for r in paths(graph(sorted(kept)), "a", "b", max_routes=50, via=[*via])]
    assert sorted(found, key=lambda r: (len(r), r)) == fitting
    assert [len(r) for r in found] == sorted(map(len, found))
