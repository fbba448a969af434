"""JSON graphs: node-link as networkx and D3 read it, elements of Cytoscape.js, CX2 of Cytoscape."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from kg.export.projection import Projection
from kg.export.rows import Row, column_types, named
from kg.export.text import cleaned

_CX2 = {bool: "boolean", int: "long", float: "double", list: "list_of_string", str: "string"}


def nodelink(projected: Projection, lost: Counter[str]) -> Iterator[str]:
    """Yield the whole entity graph, every edge with all its sentences.

    Read it with `networkx.node_link_graph(data, edges="edges")`.
    """
    graph = projected.graph()
    nodes = ({"id": i, **graph.nodes[i]} for i in sorted(graph))
    every = sorted(graph.edges(keys=True, data=True), key=lambda e: e[2])
    edges = ({**d, "source": s, "target": t, "key": k} for s, t, k, d in every)
    yield '{"directed": true, "multigraph": true, "graph": {},\n"nodes": ['
    yield from _items(nodes, lost)
    yield '],\n"edges": ['
    yield from _items(edges, lost)
    yield "]}\n"


def cytoscape(projected: Projection, lost: Counter[str]) -> Iterator[str]:
    """Yield Cytoscape.js elements; an entity's IRI is its id."""
    nodes = ({"data": {"id": n["iri"], **n}} for n in projected.nodes)
    yield '{"elements": {"nodes": ['
    yield from _items(nodes, lost)
    yield '],\n"edges": ['
    yield from _items(({"data": e} for e in projected.edges), lost)
    yield "]}}\n"


def cx2(projected: Projection, lost: Counter[str]) -> Iterator[str]:
    """Yield CX2: nodes and edges by number, the label of a node as `name`."""
    numbers = {n["iri"]: i for i, n in enumerate(projected.nodes)}
    counts = {"attributeDeclarations": 1, "nodes": len(numbers), "edges": len(projected.edges)}
    metadata = [{"name": name, "elementCount": count} for name, count in counts.items()]
    yield json.dumps([{"CXVersion": "2.0", "hasFragments": False}, {"metaData": metadata}])[:-1]
    declared = {
        "networkAttributes": {"name": {"d": "string"}},
        "nodes": _declared(map(_named, projected.nodes)),
        "edges": _declared(map(_interaction, projected.edges)),
    }
    yield f',\n{{"attributeDeclarations": [{json.dumps(declared)}]}},\n{{"nodes": ['
    yield from _items(({"id": numbers[n["iri"]], "v": _named(n)} for n in projected.nodes), lost)
    yield ']},\n{"edges": ['
    yield from _items(
        (
            {"id": i, "s": numbers[e["source"]], "t": numbers[e["target"]], "v": _interaction(e)}
            for i, e in enumerate(projected.edges)
        ),
        lost,
    )
    yield ']},\n{"status": [{"success": true}]}]\n'


def _named(row: Row) -> Row:
    return {"name" if k == "label" else k: v for k, v in row.items()}


def _interaction(row: Row) -> Row:
    found = {k: v for k, v in row.items() if k not in ("id", "source", "target", "label")}
    return {"edge_id": row["id"], "interaction": row["label"], **found}


def _declared(rows: Iterable[Row]) -> dict[str, dict[str, str]]:
    return {name: {"d": type_} for name, type_ in named(column_types(rows), _CX2).items()}


def _items(rows: Iterable[dict[str, Any]], lost: Counter[str]) -> Iterator[str]:
    between = "\n"
    for row in rows:
        yield between + json.dumps(cleaned(row, lost), ensure_ascii=False)
        between = ",\n"
