"""Routes between two entities over the edges of an entity graph, whatever their direction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

    from kg.graph.view import Edge

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
    """Return the shortest routes over the edges of a graph, whatever their direction; see `routes`.

    >>> import networkx as nx
    >>> g = nx.MultiDiGraph([("a", "b"), ("c", "b")])
    >>> [[(h.source, h.target) for h in route] for route in paths(g, "a", "c")]
    [[('a', 'b'), ('b', 'c')]]
    """
    found = routes(_plain(graph), [source, *via, target], most=max_routes)

    def between(one: str, other: str) -> Iterator[Edge]:
        for ends in ((one, other), (other, one)):
            for key, attributes in (graph.get_edge_data(*ends) or {}).items():
                yield (*ends, str(key), attributes)

    return [tuple(hop(a, b, between(a, b)) for a, b in pairwise(route)) for route in found]


def routes(plain: nx.Graph[str], stops: Sequence[str], *, most: int = 1) -> list[list[str]]:
    """Return the shortest routes through all stops, in order of length; none if there is none.

    A route visits no node twice, and the stops in their order. Of equal ones that through entities
    is first.

    >>> import networkx as nx
    >>> routes(nx.Graph([("a", "b"), ("b", "c"), ("a", "c")]), ["a", "c"], most=2)
    [['a', 'c'], ['a', 'b', 'c']]
    """
    if any(stop not in plain for stop in stops) or len(set(stops)) < len(stops):
        return []
    legs = [_shortest(plain, a, b, _LOOK_AT + most) for a, b in pairwise(stops)]

    def rank(route: list[str]) -> tuple[int, int, list[str]]:
        kinds = (plain.nodes[n].get("kind", "Entity") for n in route)
        return len(route), sum(k != "Entity" for k in kinds), route

    found = reduce(_joined, legs)
    return sorted(found, key=rank)[:most]


def hop(source: str, target: str, edges: Iterable[Edge]) -> Hop:
    """Make a hop of all edges between its ends: those along the route first, by label."""

    def rank(edge: Edge) -> tuple[bool, str, str]:
        start, _, key, attributes = edge
        return start != source, attributes.get("predicate_label", ""), str(key)

    ordered = sorted(edges, key=rank)
    return Hop(
        source, target, tuple({**a, "id": key, "forward": s == source} for s, _, key, a in ordered)
    )


def _plain(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    import networkx as nx

    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from((n, graph.nodes[n]) for n in sorted(graph))
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
