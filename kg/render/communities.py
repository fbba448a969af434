"""Groups of entities that hang together more within than without; their colours are those of types.

Whatever is installed, networkx's own Louvain finds them: the same graph gives the same picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import vocabulary

if TYPE_CHECKING:
    from kg.render.view import Graph

COLOURED = ("Organization", "Facility", "Place", "Person", "Agreement", "Event", "Group")
"""Classes whose colours are told apart by people with any kind of sight; the largest go first."""
FEWEST = 3
"""Entities that make a group."""


def communities(graph: Graph) -> dict[str, int]:
    """Return the number of the group of each entity that is in one; 0 is the largest.

    Louvain (Blondel et al., 2008) on the undirected graph without parallel lines, seed 0.

    >>> import networkx as nx
    >>> two = nx.MultiDiGraph([(a, b) for t in ("abc", "xyz") for a in t for b in t if a < b])
    >>> sorted(communities(two).items())
    [('a', 0), ('b', 0), ('c', 0), ('x', 1), ('y', 1), ('z', 1)]
    """
    import networkx as nx

    # Numbers in order of name: the order of a set of names differs from process to process.
    names = sorted(graph)
    number = {name: i for i, name in enumerate(names)}
    pairs = {(number[a], number[b]) for a, b in graph.edges() if a != b}
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(range(len(names)))
    plain.add_edges_from(sorted({(min(p), max(p)) for p in pairs}))
    found = [sorted(c) for c in nx.community.louvain_communities(plain, seed=0, backend="networkx")]
    large = sorted((c for c in found if len(c) >= FEWEST), key=lambda c: (-len(c), c))
    return {names[i]: n for n, members in enumerate(large) for i in members}


def colour(community: int) -> str:
    """Return the colour of a group; those after the largest share one.

    >>> colour(0) == colour(1), colour(50) == colour(51)
    (False, True)
    """
    name = COLOURED[community] if community < len(COLOURED) else "Entity"
    return vocabulary.default().colour(name)
