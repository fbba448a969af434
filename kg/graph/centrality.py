"""Which entities hold a graph together, and which groups they fall into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.fast import has, measure

if TYPE_CHECKING:
    import networkx as nx

Record = dict[str, Any]
EXACT = 2000
"""Nodes up to which betweenness is exact without rustworkx; beyond, it is of as many samples."""


def central(graph: nx.MultiDiGraph[str], number: int) -> list[Record]:
    """Return the most central entities, by PageRank: each with `betweenness` and `degree` too.

    Direction and number of edges between two nodes do not count; events tie those who take part.
    """
    plain = _plain(graph)
    rank: dict[str, float] = measure("pagerank", plain, weight=None)
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
            "degree": plain.degree(n),
        }
        for n in best
    ]


def communities(graph: nx.MultiDiGraph[str]) -> list[list[Record]]:
    """Return the groups of two and more entities that are tied more within than without.

    The largest first. By Leiden where igraph is installed, else by networkx's Louvain.
    """
    found = measure("louvain_communities", _plain(graph), seed=0)
    real = [[n for n in sorted(c) if graph.nodes[n].get("kind") == "Entity"] for c in found]
    kept = sorted((c for c in real if len(c) > 1), key=lambda c: (-len(c), c))
    return [[_named(graph, n) for n in c] for c in kept]


def _plain(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    import networkx as nx

    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(graph)
    plain.add_edges_from((a, b) for a, b in graph.edges() if a != b)
    return plain


def _named(graph: nx.MultiDiGraph[str], iri: str) -> Record:
    return {"iri": iri, **{k: graph.nodes[iri].get(k, "") for k in ("label", "type")}}
