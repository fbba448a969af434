"""Which entities hold a graph together, and which groups they fall into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.fast import Converted, has, measure

if TYPE_CHECKING:
    import networkx as nx

Record = dict[str, Any]
EXACT = 2000
"""Nodes up to which betweenness is exact without rustworkx; beyond, it is of as many samples."""
SETTLED = 1e-13
"""Change of a rank, a node, that ends PageRank: networkx's 1e-6 would leave the order to chance."""
LARGE = 20_000
"""Edges beyond which communities are Leiden's if igraph is there: Louvain would take seconds."""


def central(graph: nx.MultiDiGraph[str], number: int) -> list[Record]:
    """Return the most central entities, by PageRank: each with `betweenness` and `degree` too.

    Direction and number of edges between two nodes do not count; events tie those who take part.
    """
    plain = Converted(_plain(graph))
    rank: dict[str, float] = measure("pagerank", plain, weight=None, tol=SETTLED, max_iter=1000)
    sampled = {} if has("rustworkx") or len(plain) <= EXACT else {"k": EXACT, "seed": 0}
    between: dict[str, float] = measure("betweenness_centrality", plain, **sampled)
    entities = [n for n, a in graph.nodes(data=True) if a.get("kind", "Entity") == "Entity"]
    # Rounded first: what differs in the last digits only must not decide the order.
    best = sorted(entities, key=lambda n: (-round(rank[n], 9), n))[:number]
    return [
        {
            **_named(graph, n),
            "pagerank": round(rank[n], 6),
            "betweenness": round(between[n], 6),
            "degree": plain.original.degree(n),
        }
        for n in best
    ]


def communities(graph: nx.MultiDiGraph[str]) -> list[list[Record]]:
    """Return the groups of two and more entities that are tied more within than without.

    The largest first, by the algorithm that `communities_by` names.
    """
    import networkx as nx

    plain = _plain(graph)
    is_fast = communities_by(graph).startswith("Leiden")
    louvain = nx.community.louvain_communities
    found = measure("leiden_communities", plain, seed=0) if is_fast else louvain(plain, seed=0)
    real = [[n for n in sorted(c) if graph.nodes[n].get("kind") == "Entity"] for c in found]
    kept = sorted((c for c in real if len(c) > 1), key=lambda c: (-len(c), c))
    return [[_named(graph, n) for n in c] for c in kept]


def communities_by(graph: nx.MultiDiGraph[str]) -> str:
    """Return the algorithm that finds the communities of a graph, and whose it is.

    Up to LARGE edges it is the same whatever is installed, so that the groups are the same too.

    >>> import networkx as nx
    >>> communities_by(nx.MultiDiGraph())
    'Louvain (networkx)'
    """
    is_large = graph.number_of_edges() > LARGE
    return "Leiden (igraph)" if is_large and has("igraph") else "Louvain (networkx)"


def _plain(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    import networkx as nx

    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(graph)
    plain.add_edges_from((a, b) for a, b in graph.edges() if a != b)
    return plain


def _named(graph: nx.MultiDiGraph[str], iri: str) -> Record:
    return {"iri": iri, **{k: graph.nodes[iri].get(k, "") for k in ("label", "type")}}
