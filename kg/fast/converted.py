"""A networkx graph as integers and lists, and as the graphs of rustworkx and igraph."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

WEIGHT = "weight"


class Converted:
    """The nodes in order, and the weight of each edge by the numbers of its ends.

    Weights of parallel edges are added, as networkx does; an undirected edge is there once, the
    smaller number first.
    """

    __networkx_backend__ = "claimgraph"

    def __init__(self, graph: nx.Graph[Any], weight: str | None = None) -> None:
        self.original, self.weight = graph, weight
        self.directed, self.multiple = graph.is_directed(), graph.is_multigraph()
        self.nodes = list(graph)
        self.number = {node: i for i, node in enumerate(self.nodes)}

    @cached_property
    def edges(self) -> dict[tuple[int, int], float]:
        """The weight of each edge by its ends."""
        found: dict[tuple[int, int], float] = {}
        number = self.number
        for a, b, weight in self.original.edges(data=self.weight or "", default=1):
            ends = number[a], number[b]
            if not self.directed and ends[0] > ends[1]:
                ends = ends[1], ends[0]
            found[ends] = found.get(ends, 0.0) + (1.0 if weight is None else weight)
        return found

    @cached_property
    def plain(self) -> Any:
        """The rustworkx graph without weights, parallel edges and loops."""
        import rustworkx as rx

        graph: Any = rx.PyDiGraph() if self.directed else rx.PyGraph()
        graph.add_nodes_from(range(len(self.nodes)))
        graph.add_edges_from([(a, b, 1.0) for a, b in self.edges if a != b])
        return graph

    @cached_property
    def flow(self) -> Any:
        """The directed rustworkx graph with weights: an undirected edge goes both ways."""
        import rustworkx as rx

        graph = rx.PyDiGraph()
        graph.add_nodes_from(range(len(self.nodes)))
        edges = [(a, b, float(w)) for (a, b), w in self.edges.items()]
        if not self.directed:
            edges += [(b, a, w) for a, b, w in edges if a != b]
        graph.add_edges_from(edges)
        return graph

    @cached_property
    def weighted(self) -> Any:
        """The undirected igraph graph with weights."""
        import igraph

        edges = [(a, b) for a, b in self.edges]
        graph = igraph.Graph(n=len(self.nodes), edges=edges)
        graph.es[WEIGHT] = list(self.edges.values())
        return graph

    def named(self, values: Any) -> dict[Any, Any]:
        """Return values by number as values by node, in the order of the nodes."""
        return {node: values[i] for i, node in enumerate(self.nodes)}

    def is_directed(self) -> bool:
        """Whether edges have a direction."""
        return self.directed

    def is_multigraph(self) -> bool:
        """Whether the graph that it was made from may have parallel edges."""
        return self.multiple

    def __len__(self) -> int:
        return len(self.nodes)


def convert_from_nx(
    graph: nx.Graph[Any],
    *,
    edge_attrs: dict[str, Any] | None = None,
    preserve_edge_attrs: bool = False,
    **_: Any,
) -> Converted:
    """Convert a graph; `edge_attrs` names the attribute that a function takes for weight.

    Without a name every edge weighs 1.
    """
    return Converted(graph, next(iter(edge_attrs or {}), WEIGHT if preserve_edge_attrs else None))


def convert_to_nx(found: Any, **_: Any) -> Any:
    """Return a result as it is, or the graph that was converted."""
    return found.original if isinstance(found, Converted) else found
