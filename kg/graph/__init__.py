"""The store as a `networkx.MultiDiGraph` and back; routes; claims with their sentences."""

from __future__ import annotations

from kg.graph.centrality import central, communities, communities_by
from kg.graph.claims import Claims, Statement
from kg.graph.foreign import from_graph
from kg.graph.names import find
from kg.graph.narrow import collapsed, narrowed
from kg.graph.routes import Hop, paths
from kg.graph.view import entity_graph

__all__ = [
    "Claims", "Hop", "Statement", "central", "collapsed", "communities", "communities_by",
    "entity_graph", "find", "from_graph", "narrowed", "paths",
]  # fmt: skip
