"""Routes between two entities over the edges of an entity graph, whatever their direction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

_LOOK_AT = 50
"""Routes compared at most, in order of length: of equal ones the one through entities is first."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a route: the nodes, and every edge between them.

    `edges` are the attributes of the graph's edges and `forward`: whether one points along the
    route.
    """

    source: str
    target: str
    edges: tuple[dict[str, Any], ...]


def paths(
    graph: nx.MultiDiGraph[str], source: str, target: str, *, max_routes: int = 1
) -> list[tuple[Hop, ...]]:
    """Return the shortest routes, at most `max_routes`, in order of length; none if there is none.

    >>> import networkx as nx
    >>> g = nx.MultiDiGraph([("a", "b"), ("c", "b")])
    >>> [[(h.source, h.target) for h in route] for route in paths(g, "a", "c")]
    [[('a', 'b'), ('b', 'c')]]
    """
    import networkx as nx

    if source not in graph or target not in graph or source == target:
        return []
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(sorted(graph))
    plain.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in graph.edges()}))
    try:
        found = list(islice(nx.shortest_simple_paths(plain, source, target), _LOOK_AT + max_routes))
    except nx.NetworkXNoPath:
        return []

    def rank(route: list[str]) -> tuple[int, int, list[str]]:
        kinds = (graph.nodes[n].get("kind", "Entity") for n in route)
        return len(route), sum(k != "Entity" for k in kinds), route

    best = sorted(found, key=rank)[:max_routes]
    return [tuple(_hop(graph, a, b) for a, b in pairwise(r)) for r in best]


def _hop(graph: nx.MultiDiGraph[str], source: str, target: str) -> Hop:
    return Hop(source, target, tuple(_edges(graph, source, target)))


def _edges(graph: nx.MultiDiGraph[str], source: str, target: str) -> Iterator[dict[str, Any]]:
    for forward, ends in ((True, (source, target)), (False, (target, source))):
        between = graph.get_edge_data(*ends) or {}
        for key in sorted(between, key=lambda k: (between[k].get("predicate_label", ""), str(k))):
            yield {**between[key], "id": key, "forward": forward}
