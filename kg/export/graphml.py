"""GraphML, for Gephi, Cytoscape, igraph, graph-tool, yEd and Neo4j's APOC."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kg.export.projection import Projection, Row
from kg.export.text import clean

_TYPES = {bool: "boolean", int: "long", float: "double"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">"""


def graphml(projected: Projection) -> tuple[bytes, dict[str, int]]:
    """Return the nodes and edges, each attribute of one declared type.

    A list becomes JSON text. An edge repeats its id as `edge_id`, since igraph drops the XML one,
    and its relation as `label`, by which Gephi keeps parallel edges apart.
    """
    lost: Counter[str] = Counter()
    nodes = [_flat(row, lost) for row in projected.nodes]
    edges = [_flat({"edge_id": row["id"], **row}, lost) for row in projected.edges]
    node_types, edge_types = _column_types(nodes, {"iri"}), _column_types(edges, {"id"} | _ENDS)
    lines = [
        _HEAD,
        *_keys("node", "n", node_types),
        *_keys("edge", "e", edge_types),
        '  <graph id="G" edgedefault="directed">',
        *(_element("node", {"id": n["iri"]}, n, "n", node_types) for n in nodes),
        *(_element("edge", {k: e[k] for k in _XML}, e, "e", edge_types) for e in edges),
        "  </graph>",
        "</graphml>",
    ]
    if projected.further:
        lost["further sentences of an edge"] = projected.further
    return ("\n".join(lines) + "\n").encode(), dict(lost)


_ENDS = {"source", "target"}
_XML = ("id", "source", "target")


def _flat(row: Row, lost: Counter[str]) -> Row:
    return {key: _scalar(value, lost) for key, value in row.items()}


def _scalar(value: Any, lost: Counter[str]) -> Any:
    if isinstance(value, list | tuple):
        lost["lists joined"] += 1
        value = json.dumps(list(value), ensure_ascii=False)
    return clean(value, lost) if isinstance(value, str) else value


def _column_types(rows: Iterable[Row], reserved: set[str]) -> dict[str, str]:
    """Return the one type of each column, in order of name; mixed ones are text."""
    found: dict[str, set[str]] = {}
    for row in rows:
        for key, value in row.items():
            found.setdefault(key, set()).add(_TYPES.get(type(value), "string"))
    kinds = {k: t.pop() if len(t) == 1 else "string" for k, t in found.items()}
    return {k: kinds[k] for k in sorted(kinds) if k not in reserved}


def _keys(kind: str, prefix: str, types: Mapping[str, str]) -> Iterator[str]:
    for name, type_ in types.items():
        yield (f'  <key id="{prefix}_{name}" for="{kind}" attr.name="{name}" attr.type="{type_}"/>')


def _element(
    tag: str, attributes: Mapping[str, str], row: Row, prefix: str, types: Mapping[str, str]
) -> str:
    names = " ".join(f"{k}={_quoted(v)}" for k, v in attributes.items())
    inside = "".join(
        f'\n      <data key="{prefix}_{k}">{_text(row[k])}</data>' for k in types if k in row
    )
    return f"    <{tag} {names}>{inside}\n    </{tag}>"


def _quoted(value: str) -> str:
    return quoteattr(value, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return escape(str(value), {"\r": "&#13;"})
