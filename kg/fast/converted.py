"""A networkx graph as integers and lists, and as the graphs of rustworkx and igraph."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

WEIGHT = "weight"


class Converted:
    """The nodes in order, and the weight of each edge by the numbers of its ends.

    networkx keeps a conversion with the graph and gives it to any function, whatever that takes for
    weight: each function says which attribute it means. Weights of parallel edges are added, as
    networkx does; an undirected edge is there once, the smaller number first.
    """

    __networkx_backend__ = "claimgraph"

    def __init__(self, graph: nx.Graph[Any]) -> None:
        self.original = graph
        self.directed, self.multiple = graph.is_directed(), graph.is_multigraph()
        self.nodes = list(graph)
        self.number = {node: i for i, node in enumerate(self.nodes)}

    def edges(self, weight: str | None = None) -> dict[tuple[int, int], float]:
        """Return the weight of each edge by its ends; 1 without an attribute of that name."""
        found: dict[tuple[int, int], float] = {}
        number = self.number
        # The attribute "" stands for none: every edge weighs 1.
        for a, b, each in self.original.edges(data=weight or "", default=1.0):
            ends = number[a], number[b]
            if not self.directed and ends[0] > ends[1]:
                ends = ends[1], ends[0]
            found[ends] = found.get(ends, 0.0) + each
        return found

    @cached_property
    def plain(self) -> Any:
        """The rustworkx graph without weights, parallel edges and loops."""
        import rustworkx as rx

        graph: Any = rx.PyDiGraph() if self.directed else rx.PyGraph()
        graph.add_nodes_from(range(len(self.nodes)))
        graph.add_edges_from([(a, b, 1.0) for a, b in self.edges() if a != b])
        return graph

    def flow(self, weight: str | None) -> Any:
        """Return the directed rustworkx graph with weights: an undirected edge goes both ways."""
        import rustworkx as rx

        graph = rx.PyDiGraph()
        graph.add_nodes_from(range(len(self.nodes)))
        edges = [(a, b, float(w)) for (a, b), w in self.edges(weight).items()]
        if not self.directed:
            edges += [(b, a, w) for a, b, w in edges if a != b]
        graph.add_edges_from(edges)
        return graph

    def weighted(self, weight: str | None) -> Any:
        """Return the undirected igraph graph with weights."""
        import igraph

        edges = self.edges(weight)
        graph = igraph.Graph(n=len(self.nodes), edges=list(edges))
        graph.es[WEIGHT] = list(edges.values())
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


def convert_from_nx(graph: nx.Graph[Any], **_: Any) -> Converted:
    """Convert a graph; attributes are read later, from the graph itself."""
    return Converted(graph)


def convert_to_nx(found: Any, **_: Any) -> Any:
    """Return a result as it is, or the graph that was converted."""
    return found.original if isinstance(found, Converted) else found
