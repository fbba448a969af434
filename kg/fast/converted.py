"""A networkx graph as integers and arrays, and as the graphs of rustworkx and igraph."""

from __future__ import annotations

from functools import cached_property
from itertools import chain, repeat
from operator import itemgetter, methodcaller
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

WEIGHT = "weight"


class Converted:
    """The nodes in order, and the weight of each edge by the numbers of its ends.

    networkx keeps a conversion with the graph and gives it to any function, whatever that takes for
    weight: each function says which attribute it means. Weights of parallel edges are added, as
    networkx does.
    """

    __networkx_backend__ = "claimgraph"

    def __init__(self, graph: nx.Graph[Any]) -> None:
        self.original = graph
        self.directed, self.multiple = graph.is_directed(), graph.is_multigraph()
        self.nodes = list(graph)
        self.number = dict(zip(self.nodes, range(len(self.nodes)), strict=True))
        self._matrices: dict[str | None, Any] = {}

    def matrix(self, weight: str | None = None) -> Any:
        """Return the scipy CSR matrix of weights, a row a source; parallel edges lie side by side.

        An undirected edge goes both ways; one without an attribute of that name weighs 1.
        """
        if weight not in self._matrices:
            self._matrices[weight] = self._matrix(weight)
        return self._matrices[weight]

    def _matrix(self, weight: str | None) -> Any:
        import numpy as np
        from scipy.sparse import csr_array

        # All loops are those of map, chain and itemgetter: in C, they take a third of the time.
        near = [each for _, each in self.original.adjacency()]
        ends: Iterable[Any] = chain.from_iterable(near)
        many = np.fromiter(map(len, near), np.int64, len(near))
        if self.multiple:
            ends = chain.from_iterable(map(repeat, ends, map(len, _inner(near))))
            many = np.array([sum(map(len, each.values())) for each in near], np.int64)
        count, size = int(many.sum()), len(near)
        # A node more, so that itemgetter gives a tuple of any number of ends.
        found = itemgetter(*ends, *self.nodes[:1], *self.nodes[:1])(self.number) if size else ()
        columns = np.fromiter(found, np.int32, count)
        weights = np.ones(count)
        if weight is not None and any(self._data(near)):  # most graphs have no attributes at all
            get = methodcaller("get", weight, 1.0)
            weights = np.fromiter(map(get, self._data(near)), float, count)
        starts = np.concatenate(([0], np.cumsum(many))).astype(np.int32)
        return csr_array((weights, columns, starts), shape=(size, size))

    def _data(self, near: Iterable[Mapping[Any, Any]]) -> Iterable[Any]:
        """Return the attributes of each edge by what is near to each node."""
        return _inner(_inner(near)) if self.multiple else _inner(near)

    def edges(self, weight: str | None = None) -> dict[tuple[int, int], float]:
        """Return the weight of each edge by its ends; an undirected one once, the lesser first."""
        found = self._once(weight)
        ends = zip(found.row.tolist(), found.col.tolist(), strict=True)
        return dict(zip(ends, found.data.tolist(), strict=True))

    def _once(self, weight: str | None) -> Any:
        from scipy.sparse import triu

        found = (self.matrix(weight) if self.directed else triu(self.matrix(weight))).tocoo()
        found.sum_duplicates()
        return found

    @cached_property
    def plain(self) -> Any:
        """The rustworkx graph without weights, parallel edges and loops."""
        import rustworkx as rx

        graph: Any = rx.PyDiGraph() if self.directed else rx.PyGraph()
        graph.add_nodes_from(range(len(self.nodes)))
        found = self._once(None)
        kept = found.row != found.col
        ends = zip(found.row[kept].tolist(), found.col[kept].tolist(), strict=True)
        graph.add_edges_from_no_data(list(ends))
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


def _inner(outer: Iterable[Mapping[Any, Any]]) -> Iterable[Any]:
    return chain.from_iterable(map(dict.values, outer))  # type: ignore[arg-type]


def convert_from_nx(graph: nx.Graph[Any], **_: Any) -> Converted:
    """Convert a graph; attributes are read later, from the graph itself."""
    return Converted(graph)


def convert_to_nx(found: Any, **_: Any) -> Any:
    """Return a result as it is, or the graph that was converted."""
    return found.original if isinstance(found, Converted) else found
