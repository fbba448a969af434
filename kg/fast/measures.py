"""The measures of the backend, each with the signature of networkx's function of that name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from kg.fast.converted import Converted
from kg.fast.info import NEEDS, has

_ROUNDS = 3
"""Of Leiden: on a random graph of 10,000 nodes seven more add 0.008 of modularity."""
# What may be given, and what it must be, for a call to run here; other calls are networkx's.
_ONLY: Mapping[str, Mapping[str, Any]] = {
    "pagerank": {"personalization": None, "nstart": None, "dangling": None},
    "betweenness_centrality": {"k": None, "weight": None},
    "closeness_centrality": {"u": None, "distance": None},
    "shortest_path": {"weight": None, "method": "dijkstra"},
    "shortest_path_length": {"weight": None, "method": "dijkstra"},
    "single_source_shortest_path_length": {"cutoff": None},
    "louvain_communities": {"max_level": None},
    "leiden_communities": {"max_level": None},
}
_PLACES: Mapping[str, tuple[str, ...]] = {
    "pagerank": ("alpha", "personalization", "max_iter", "tol", "nstart", "weight", "dangling"),
    "betweenness_centrality": ("k", "normalized", "weight", "endpoints", "seed"),
    "closeness_centrality": ("u", "distance", "wf_improved"),
    "shortest_path": ("source", "target", "weight", "method"),
    "shortest_path_length": ("source", "target", "weight", "method"),
    "single_source_shortest_path_length": ("source", "cutoff"),
    "louvain_communities": ("weight", "resolution", "threshold", "max_level", "seed"),
    "leiden_communities": ("weight", "resolution", "max_level", "seed"),
}
_UNDIRECTED = ("connected_components", "core_number", "louvain_communities", "leiden_communities")
_DIRECTED = ("weakly_connected_components", "strongly_connected_components")
_LINEAR = (*_DIRECTED, "connected_components", "core_number")


def can_run(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool:
    """Whether a call of networkx's function of that name is answered here."""
    if name not in MEASURES or not has(NEEDS[name]) or not args:
        return False
    graph, given = args[0], {**dict(zip(_PLACES.get(name, ()), args[1:], strict=False)), **kwargs}
    if name in _UNDIRECTED and graph.is_directed():
        return False
    if name in _DIRECTED and not graph.is_directed():
        return False
    if any(given.get(key, value) != value for key, value in _ONLY.get(name, {}).items()):
        return False
    if name.startswith("shortest_path"):
        ends = [given.get("source"), given.get("target")]
        return all(end is not None and end in graph for end in ends)
    if name == "single_source_shortest_path_length":
        return given.get("source") in graph
    return not (name == "core_number" and any(a == b for a, b in graph.edges()))


def should_run(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool:
    """Whether it pays to convert: what is small, or seen once, is done before it is converted."""
    is_long = name not in _LINEAR and args and args[0].number_of_edges() > 1000
    return bool(is_long) and can_run(name, args, kwargs)


def pagerank(
    graph: Converted,
    alpha: float = 0.85,
    personalization: None = None,
    max_iter: int = 100,
    tol: float = 1e-6,
    nstart: None = None,
    weight: str | None = "weight",
    dangling: None = None,
) -> dict[Any, float]:
    """Return the PageRank of each node: networkx's own rounds from the same start to the same end.

    Raises:
        networkx.PowerIterationFailedConvergence: not within `max_iter` rounds at `tol`.
    """
    import networkx as nx
    import numpy as np

    count = len(graph)
    if not count:
        return {}
    weights = graph.matrix(weight)
    out = weights.sum(axis=1)
    ends = np.flatnonzero(out == 0)
    share = np.divide(alpha, out, out=np.zeros(count), where=out != 0)
    # Undirected it is its own transpose; that of a CSR matrix is a CSC one: nothing is sorted.
    flow = weights.T if graph.directed else weights
    rank = np.full(count, 1.0 / count)
    for _ in range(max_iter):
        last = rank
        lost = (alpha * last[ends].sum() + 1.0 - alpha) / count
        rank = flow @ (share * last) + lost
        if np.abs(rank - last).sum() < count * tol:
            return graph.named(rank.tolist())
    raise nx.PowerIterationFailedConvergence(max_iter)


def betweenness_centrality(
    graph: Converted,
    k: None = None,
    normalized: bool = True,
    weight: None = None,
    endpoints: bool = False,
    seed: None = None,
) -> dict[Any, float]:
    """Return the share of shortest paths through each node, exactly."""
    import rustworkx as rx

    return graph.named(rx.betweenness_centrality(graph.plain, normalized, endpoints))


def closeness_centrality(
    graph: Converted, u: None = None, distance: None = None, wf_improved: bool = True
) -> dict[Any, float]:
    """Return the reciprocal of the mean distance to each node, of those that reach it."""
    import rustworkx as rx

    return graph.named(rx.closeness_centrality(graph.plain, wf_improved))


def connected_components(graph: Converted) -> Iterator[set[Any]]:
    """Yield the nodes of each component, in the order of its first node."""
    import rustworkx as rx

    return _sets(graph, rx.connected_components(graph.plain))


def weakly_connected_components(graph: Converted) -> Iterator[set[Any]]:
    """Yield the nodes of each component, whatever the direction of edges."""
    import rustworkx as rx

    return _sets(graph, rx.weakly_connected_components(graph.plain))


def strongly_connected_components(graph: Converted) -> Iterator[set[Any]]:
    """Yield each set of nodes of which every one reaches every other."""
    import rustworkx as rx

    return _sets(graph, rx.strongly_connected_components(graph.plain))


def _sets(graph: Converted, found: Iterable[Iterable[int]]) -> Iterator[set[Any]]:
    yield from ({graph.nodes[i] for i in numbers} for numbers in sorted(found, key=min))


def core_number(graph: Converted) -> dict[Any, int]:
    """Return the largest k of a k-core that holds each node."""
    import rustworkx as rx

    return graph.named(rx.core_number(graph.plain))


def shortest_path(
    graph: Converted, source: Any, target: Any, weight: None = None, method: str = "dijkstra"
) -> list[Any]:
    """Return one of the shortest paths.

    Raises:
        networkx.NetworkXNoPath: there is none.
    """
    import networkx as nx
    import rustworkx as rx

    start, end = graph.number[source], graph.number[target]
    if start == end:
        return [source]
    found = rx.dijkstra_shortest_paths(graph.plain, start, target=end, default_weight=1.0)
    if end not in found:
        raise nx.NetworkXNoPath(f"No path between {source} and {target}.")
    return [graph.nodes[i] for i in found[end]]


def shortest_path_length(
    graph: Converted, source: Any, target: Any, weight: None = None, method: str = "dijkstra"
) -> int:
    """Return how many edges the shortest path has; errors as `shortest_path`."""
    return len(shortest_path(graph, source, target)) - 1


def single_source_shortest_path_length(
    graph: Converted, source: Any, cutoff: None = None
) -> dict[Any, int]:
    """Return the distance of each node that is reached, the nearest first."""
    import rustworkx as rx

    start = graph.number[source]
    found = rx.dijkstra_shortest_path_lengths(graph.plain, start, lambda _: 1.0)
    near = sorted((int(length), i) for i, length in found.items() if i != start)
    return {source: 0, **{graph.nodes[i]: length for length, i in near}}


def louvain_communities(
    graph: Converted,
    weight: str | None = "weight",
    resolution: float = 1,
    threshold: float = 1e-7,
    max_level: None = None,
    seed: Any = None,
) -> list[set[Any]]:
    """Return a partition of high modularity, by igraph's Leiden, which refines Louvain."""
    return leiden_communities(graph, weight, resolution, seed=seed)


def leiden_communities(
    graph: Converted,
    weight: str | None = "weight",
    resolution: float = 1,
    max_level: None = None,
    seed: Any = None,
) -> list[set[Any]]:
    """Return a partition of high modularity, the same each time for one integer `seed`."""
    import random

    import igraph

    # networkx makes a generator of an integer before it calls.
    generator = random.Random(seed) if isinstance(seed, int) else seed or random
    igraph.set_random_number_generator(generator)
    try:
        found = graph.weighted(weight).community_leiden(
            objective_function="modularity",
            weights="weight",
            resolution=resolution,
            n_iterations=_ROUNDS,
        )
    finally:
        igraph.set_random_number_generator(random)
    return list(_sets(graph, list(found)))


MEASURES: Mapping[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (
        pagerank,
        betweenness_centrality,
        closeness_centrality,
        connected_components,
        weakly_connected_components,
        strongly_connected_components,
        core_number,
        shortest_path,
        shortest_path_length,
        single_source_shortest_path_length,
        louvain_communities,
        leiden_communities,
    )
}
