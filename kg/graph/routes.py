"""Routes between two entities over the edges of an entity graph, whatever their direction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

_LOOK_AT = 50
"""Routes compared at most, in order of length: of equal ones the one through entities is first."""
_JOINED = 500
"""Routes through a stop kept at most, the shortest."""


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
    graph: nx.MultiDiGraph[str],
    source: str,
    target: str,
    *,
    max_routes: int = 1,
    via: Sequence[str] = (),
) -> list[tuple[Hop, ...]]:
    """Return the shortest routes, at most `max_routes`, in order of length; none if there is none.

    A route visits no node twice, and each of `via` in order.

    >>> import networkx as nx
    >>> g = nx.MultiDiGraph([("a", "b"), ("c", "b")])
    >>> [[(h.source, h.target) for h in route] for route in paths(g, "a", "c")]
    [[('a', 'b'), ('b', 'c')]]
    """
    stops = [source, *via, target]
    if any(stop not in graph for stop in stops) or len(set(stops)) < len(stops):
        return []
    legs = [_shortest(_plain(graph), a, b, _LOOK_AT + max_routes) for a, b in pairwise(stops)]
    found = reduce(_joined, legs)

    def rank(route: list[str]) -> tuple[int, int, list[str]]:
        kinds = (graph.nodes[n].get("kind", "Entity") for n in route)
        return len(route), sum(k != "Entity" for k in kinds), route

    best = sorted(found, key=rank)[:max_routes]
    return [tuple(_hop(graph, a, b) for a, b in pairwise(r)) for r in best]


def _plain(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    import networkx as nx

    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(sorted(graph))
    plain.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in graph.edges()}))
    return plain


def _shortest(plain: nx.Graph[str], source: str, target: str, most: int) -> list[list[str]]:
    import networkx as nx

    try:
        return list(islice(nx.shortest_simple_paths(plain, source, target), most))
    except nx.NetworkXNoPath:
        return []


def _joined(before: list[list[str]], after: list[list[str]]) -> list[list[str]]:
    """Return each route of the one list with each of the other that goes on without a loop."""
    joined = ([*a, *b[1:]] for a in before for b in after if set(a).isdisjoint(b[1:]))
    return sorted(joined, key=len)[:_JOINED]


def _hop(graph: nx.MultiDiGraph[str], source: str, target: str) -> Hop:
    return Hop(source, target, tuple(_edges(graph, source, target)))


def _edges(graph: nx.MultiDiGraph[str], source: str, target: str) -> Iterator[dict[str, Any]]:
    for forward, ends in ((True, (source, target)), (False, (target, source))):
        between = graph.get_edge_data(*ends) or {}
        for key in sorted(between, key=lambda k: (between[k].get("predicate_label", ""), str(k))):
            yield {**between[key], "id": key, "forward": forward}
