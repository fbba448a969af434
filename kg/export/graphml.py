"""GraphML, for Gephi, Cytoscape, igraph, graph-tool, yEd and Neo4j's APOC."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from kg.export.projection import Projection
from kg.export.rows import column_types, named
from kg.export.xml import elements

_TYPES = {bool: "boolean", int: "long", float: "double", str: "string"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_ENDS = ("id", "source", "target")


def graphml(projected: Projection, lost: Counter[str]) -> Iterator[str]:
    """Yield the nodes and edges, each attribute of one declared type.

    A list becomes JSON text. An edge repeats its id as `edge_id`, since igraph drops the XML one,
    and its relation as `label`, by which Gephi keeps parallel edges apart.
    """
    yield _HEAD
    yield from _keys("node", "n", named(column_types(projected.nodes), _TYPES), ("iri",))
    yield from _keys("edge", "e", named(column_types(projected.edges), _TYPES), _ENDS)
    if projected.edges:
        yield '  <key id="e_edge_id" for="edge" attr.name="edge_id" attr.type="string"/>\n'
    yield '  <graph id="G" edgedefault="directed">\n'
    yield from elements(projected.nodes, _node, lambda _: "\n    </node>\n", lost)
    yield from elements(projected.edges, _edge, lambda _: "\n    </edge>\n", lost)
    yield "  </graph>\n</graphml>\n"


def _keys(kind: str, prefix: str, types: Mapping[str, str], own: tuple[str, ...]) -> Iterator[str]:
    for name, type_ in types.items():
        if name not in own:
            key = f'id="{prefix}_{name}" for="{kind}" attr.name="{name}" attr.type="{type_}"'
            yield f"  <key {key}/>\n"


def _node(names: tuple[str, ...]) -> str:
    values = "".join(_value("n", n) for n in names if n != "iri")
    return f'    <node id="%(iri)s">{values}'


def _edge(names: tuple[str, ...]) -> str:
    values = '\n      <data key="e_edge_id">%(id)s</data>'
    values += "".join(_value("e", n) for n in names if n not in _ENDS)
    ends = 'id="%(id)s" source="%(source)s" target="%(target)s"'
    return f"    <edge {ends}>{values}"


def _value(prefix: str, name: str) -> str:
    return f'\n      <data key="{prefix}_{name}">%({name})s</data>'
