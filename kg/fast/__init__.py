"""A networkx backend: measures over rustworkx and scipy, communities over igraph if installed.

`nx.pagerank(graph, backend="claimgraph")` runs here. What is not installed, or is asked in a way
that is not answered here (weights of paths, samples, a personalisation), networkx does itself.
How near the results are to networkx's own:

- components, core numbers, lengths of paths: equal; a shortest path is one of the shortest.
- betweenness, closeness and pagerank: within 1e-9 a node.
- communities: another partition, of a modularity at most 0.02 below that of networkx's Louvain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.fast.converted import Converted, convert_from_nx, convert_to_nx
from kg.fast.info import get_info, has
from kg.fast.measures import MEASURES, can_run, should_run

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Backend", "Converted", "backend", "get_info", "has", "measure"]


class Backend:
    """What networkx looks up: conversions, whether a call can run here, and each function."""

    convert_from_nx = staticmethod(convert_from_nx)
    convert_to_nx = staticmethod(convert_to_nx)
    can_run = staticmethod(can_run)
    should_run = staticmethod(should_run)

    def __getattr__(self, name: str) -> Any:
        if name in MEASURES:
            return MEASURES[name]
        raise AttributeError(name)


backend = Backend()


def measure(name: str, graph: nx.Graph[Any] | Converted, **options: Any) -> Any:
    """Return a measure of a graph, computed here if it can be, else by networkx itself.

    For several measures of one graph give it as `Converted(graph)`: it is converted once.

    >>> import networkx as nx
    >>> measure("core_number", nx.path_graph(3))
    {0: 1, 1: 1, 2: 1}
    """
    import networkx as nx

    original = graph.original if isinstance(graph, Converted) else graph
    if can_run(name, (original,), options):
        made = graph if isinstance(graph, Converted) else Converted(graph)
        return MEASURES[name](made, **options)
    home = nx.community if name.endswith("_communities") else nx
    return getattr(home, name)(original, **options)
