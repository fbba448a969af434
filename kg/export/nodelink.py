"""Node-link JSON as `networkx.node_link_graph(data, edges="edges")` and D3 read it."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from kg.export.projection import Projection
from kg.export.text import clean


def nodelink(projected: Projection) -> tuple[bytes, dict[str, int]]:
    """Return the whole entity graph, every edge with all its sentences."""
    import networkx as nx

    lost: Counter[str] = Counter()
    found = nx.node_link_data(projected.graph, edges="edges")
    found["nodes"].sort(key=lambda n: n["id"])
    found["edges"].sort(key=lambda e: e["key"])
    text = json.dumps(_clean(found, lost), ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode(), dict(lost)


def _clean(value: Any, lost: Counter[str]) -> Any:
    if isinstance(value, str):
        return clean(value, lost)
    if isinstance(value, dict):
        return {k: _clean(v, lost) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(v, lost) for v in value]
    return value
