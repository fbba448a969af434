"""What networkx is told about the backend: which functions it has, and what must be installed."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

NEEDS = {
    "pagerank": "scipy",
    "betweenness_centrality": "rustworkx",
    "closeness_centrality": "rustworkx",
    "connected_components": "rustworkx",
    "weakly_connected_components": "rustworkx",
    "strongly_connected_components": "rustworkx",
    "core_number": "rustworkx",
    "shortest_path": "rustworkx",
    "shortest_path_length": "rustworkx",
    "single_source_shortest_path_length": "rustworkx",
    "louvain_communities": "igraph",
    "leiden_communities": "igraph",
}
"""Each function and the library it runs on. igraph is GPL: the user's to install, never ours."""


def has(library: str) -> bool:
    """Whether a library is installed, without importing it."""
    return find_spec(library) is not None


def get_info() -> dict[str, Any]:
    """Return the description that networkx shows in its documentation."""
    return {
        "backend_name": "claimgraph",
        "project": "claimgraph",
        "package": "kg.fast",
        "short_summary": "Measures over rustworkx and scipy; communities over igraph if installed.",
        "functions": {name: {"additional_docs": f"Runs on {n}."} for name, n in NEEDS.items()},
    }
